"""huiyin tick: reminders, deliveries, anchors. Once, or again and again beside `huiyin serve`."""

import argparse
import logging
import os
import time
from dataclasses import asdict

from django.db import connections
from django.utils.translation import gettext as _

from huiyin.config.commands.common import print_json, say, wants_json
from huiyin.kernel import outbox

log = logging.getLogger(__name__)


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--every", type=float, metavar="秒", help="每隔几秒办一次，直到启动它的程序停下")
    parser.add_argument("--beside", type=int, metavar="进程号", help="这个进程不在了就停下（serve 用）")
    wants_json(parser)


def run(options: argparse.Namespace) -> int:
    if options.every:
        return again(options.every, options.beside or os.getppid())
    done = outbox.tick()
    if options.json:
        print_json(asdict(done))
    else:
        say(_("提醒 {reminders} 条，寄出 {sent} 封，没寄成 {failed} 封，锚点 {anchors} 个。").format(**asdict(done)))
    return 0


def again(seconds: float, parent: int) -> int:
    while os.getppid() == parent:
        try:
            outbox.tick()
        except Exception:  # tomorrow's reminder must not depend on today's outage
            log.exception("tick failed; it is tried again")
            connections.close_all()
        wait(seconds, parent)
    return 0


def wait(seconds: float, parent: int) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until and os.getppid() == parent:
        time.sleep(min(1.0, seconds))
