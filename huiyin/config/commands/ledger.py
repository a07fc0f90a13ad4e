"""huiyin ledger export: the ledger as JSON lines, for the stand-alone verifier."""

import argparse
import sys
from pathlib import Path

from django.utils.translation import gettext as _

from huiyin.config.commands.common import committee, tell, wants_committee
from huiyin.kernel.ledger import export


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("what", choices=["export"], metavar="export", help="导出")
    wants_committee(parser)
    parser.add_argument("--out", type=Path, metavar="文件", help="写到文件里（不写就打印）")


def run(options: argparse.Namespace) -> int:
    house = committee(options.committee)
    if options.out is None:
        export(house, sys.stdout)
        return 0
    with options.out.open("w", encoding="utf-8") as file:
        count = export(house, file)
    tell(_("导出 {n} 条。核对：python -m huiyin.kernel.seal {file}").format(n=count, file=options.out))
    return 0
