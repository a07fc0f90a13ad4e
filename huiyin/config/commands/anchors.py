"""huiyin anchors: each day's head of the chain, to be kept outside."""

import argparse
from pathlib import Path

from django.utils.translation import gettext as _

from huiyin.config.commands.common import committees, print_json, say, tell, wants_committee, wants_json
from huiyin.kernel.ledger import anchor, anchor_lines


def arguments(parser: argparse.ArgumentParser) -> None:
    wants_committee(parser)
    parser.add_argument("--out", type=Path, metavar="文件", help="写到文件里（不写就打印）")
    wants_json(parser)


def run(options: argparse.Namespace) -> int:
    lines = ""
    for house in committees(options.committee):
        anchor(house)
        lines += anchor_lines(house)
    if options.json:
        names = ("day", "committee", "seq", "seal")
        print_json([dict(zip(names, line.split(), strict=True)) for line in lines.splitlines()])
    elif options.out:
        options.out.write_text(lines, "utf-8")
        tell(_("写了 {n} 个锚点到 {file}。").format(n=len(lines.splitlines()), file=options.out))
    else:
        say(lines.rstrip("\n"))
    return 0
