"""huiyin replay FILE.jsonl: history, one act a line (docs/history.md)."""

import argparse
import sys
from pathlib import Path

from django.utils.translation import gettext as _

from huiyin.config.commands.common import committee, print_json, say, tell, wants_committee, wants_json
from huiyin.exchange.history import beside
from huiyin.kernel.history import parse
from huiyin.kernel.replay import ReplayRefused, play


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="文件", help="历史文件，一行一步；- 是标准输入")
    wants_committee(parser)
    parser.add_argument(
        "--live", action="store_true", help="当作当天真的在办：每道检查都做，限期和通知都有（演示区就是这样）"
    )
    wants_json(parser)


def run(options: argparse.Namespace) -> int:
    house = committee(options.committee)
    text = sys.stdin.read() if str(options.file) == "-" else options.file.read_text("utf-8-sig")
    progress = lambda n: tell(_("已走 {n} 步……").format(n=n))  # noqa: E731
    try:
        with beside(options.file):
            played = play(house, parse(text.splitlines()), live=options.live, progress=progress)
    except ReplayRefused as refused:
        if not options.json:
            raise
        print_json({"written": False, "acts": 0, "refused": refused.as_dict()})
        return 1
    if options.json:
        print_json({"written": True, "acts": played.acts, "cases": len(played.cases), "refused": None})
    else:
        say(_("走完了 {acts} 步，{cases} 案。").format(acts=played.acts, cases=len(played.cases)))
    return 0
