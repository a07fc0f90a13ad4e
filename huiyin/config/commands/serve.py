"""huiyin serve: granian in front of Django, and a ticker beside it."""

import argparse
import os
import socket
import subprocess
import sys
from contextlib import closing

from django.conf import settings
from django.db import connections
from django.utils.translation import gettext as _
from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from huiyin.config.commands.common import tell
from huiyin.demo.load import load
from huiyin.kernel.models import Committee
from huiyin.kernel.refusal import Refused


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--demo", action="store_true", help="还没有机构时，先装上演示区")
    parser.add_argument("--host", default=settings.HOST, help="在哪个地址上听（HOST，默认 127.0.0.1）")
    parser.add_argument("--port", type=int, default=settings.PORT, help="在哪个端口上听（PORT，默认 8000）")
    parser.add_argument(
        "--workers", type=int, default=min(2, os.cpu_count() or 1), help="几个进程（默认按处理器，至多 2 个）"
    )
    parser.add_argument("--no-tick", action="store_true", help="不在旁边每分钟办一次 tick（另有定时任务时）")


def run(options: argparse.Namespace) -> int:
    check_port(options.host, options.port)
    os.environ["HOST"] = options.host  # the workers read their settings anew: by which names the site may be called
    if options.demo and not Committee.objects.exists():
        load(progress=tell)
    tell(_("回音在 http://{host}:{port}/ ，按 Ctrl+C 停下。").format(host=options.host, port=options.port))
    if Committee.objects.filter(demo=True).exists():
        door = f"http://{options.host}:{options.port}/accounts/login/"
        tell(_("这里是演示区：打开 {door} ，点一个名字就能进去，不用密码。").format(door=door))
    connections.close_all()
    ticker = None if options.no_tick else start_ticker()
    try:
        Granian(
            "huiyin.config.wsgi:application", address=options.host, port=options.port, interface=Interfaces.WSGI,
            workers=options.workers, blocking_threads=4, backlog=1024, websockets=False, log_level=LogLevels.warning,
            respawn_failed_workers=True,
        ).serve()  # fmt: skip
    finally:
        if ticker is not None:
            ticker.terminate()
            ticker.wait(10)
    return 0


def check_port(host: str, port: int) -> None:
    """Errors: Refused when somebody else listens there, or the address is not ours."""
    try:
        family, kind, protocol, _name, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with closing(socket.socket(family, kind, protocol)) as door:
            door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            door.bind(address)
    except (OSError, OverflowError) as trouble:
        raise Refused(
            _(
                "{host}:{port} 用不了，多半是别的程序占着（{why}）。请换一个端口，例如 PORT={other} 或 --port {other}。"
            ).format(host=host, port=port, why=getattr(trouble, "strerror", None) or trouble, other=port % 65000 + 1)
        ) from trouble


def start_ticker() -> "subprocess.Popen[bytes]":
    """A process of its own, so that a slow mail server never holds a page; it ends when its parent does."""
    return subprocess.Popen(
        [sys.executable, "-m", "huiyin.config.cli", "tick", "--every", "60", "--beside", str(os.getpid())],
        stdin=subprocess.DEVNULL,
    )
