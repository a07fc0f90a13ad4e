"""huiyin groups: cases of a corpus that could be merged. Needs no database."""

import argparse
from pathlib import Path

from huiyin.config.commands.common import say
from huiyin.library.groups import propose
from huiyin.library.lines import line, read

PREPARED = False


def arguments(parser: argparse.ArgumentParser) -> None:
    shape = '一行一件的 JSON：{"id", "title", "text"（可不写）}'
    parser.add_argument("--corpus", type=Path, required=True, metavar="文件", help=shape)


def run(options: argparse.Namespace) -> int:
    for number, group in enumerate(propose(read(options.corpus)), 1):
        say(line(group=number, ids=list(group.ids), score=group.score, why=group.why))
    return 0
