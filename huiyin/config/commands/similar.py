"""huiyin similar: for every query the cases of a corpus most alike it. Needs no database."""

import argparse
from pathlib import Path

from huiyin.config.commands.common import say
from huiyin.library.lines import hits, line, read
from huiyin.library.similar import Lookalikes

PREPARED = False


def arguments(parser: argparse.ArgumentParser) -> None:
    shape = '一行一件的 JSON：{"id", "title", "text"（可不写）, "unit"（可不写）}'
    parser.add_argument("--corpus", type=Path, required=True, metavar="文件", help=f"在这些里面找。{shape}")
    parser.add_argument("--queries", type=Path, required=True, metavar="文件", help="给这些找，写法一样")
    parser.add_argument("--top", type=int, default=10, metavar="件", help="每件找几件（默认 10）")


def run(options: argparse.Namespace) -> int:
    queries = read(options.queries)
    library = Lookalikes(read(options.corpus))
    for query in queries:
        say(line(id=query.id, hits=hits(library.find(query, max(options.top, 0)), "id")))
    return 0
