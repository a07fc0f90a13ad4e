"""huiyin route: for every query the units likeliest to handle it, learned from past cases. Needs no database."""

import argparse
from pathlib import Path

from django.utils.translation import gettext as _

from huiyin.config.commands.common import say, tell
from huiyin.library.lines import hits, line, read
from huiyin.library.route import Router, unsure

PREPARED = False


def arguments(parser: argparse.ArgumentParser) -> None:
    shape = '一行一件的 JSON：{"id", "title", "text"（可不写）, "unit"}'
    parser.add_argument("--train", type=Path, required=True, metavar="文件", help=f"从这些学，早的在前。{shape}")
    parser.add_argument("--queries", type=Path, required=True, metavar="文件", help="给这些找单位，不用写 unit")
    parser.add_argument("--units", type=Path, metavar="文件", help="还没有办过的单位也算上，一行一个名称")
    parser.add_argument("--top", type=int, default=3, metavar="个", help="每件说几个单位（默认 3）")


def run(options: argparse.Namespace) -> int:
    queries, past = read(options.queries), read(options.train)
    names = options.units.read_text("utf-8-sig").split("\n") if options.units else []
    if without := sum(not case.unit for case in past):
        tell(_("{n} 行没有写 unit，没有从它们学。").format(n=without))
    router = Router(past, [name.strip() for name in names if name.strip()])
    for query in queries:
        found = router.suggest(query, max(options.top, 0))
        say(line(id=query.id, hits=hits(found, "unit"), sure=not unsure(found)))
    return 0
