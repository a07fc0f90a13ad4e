"""huiyin verify: does the ledger hold together, and do the cases show what it says?"""

import argparse
from pathlib import Path

from django.utils.translation import gettext as _

from huiyin.config.commands.common import committees, print_json, say, tell, wants_committee, wants_json
from huiyin.desk import verification
from huiyin.kernel.seal import read_anchors


def arguments(parser: argparse.ArgumentParser) -> None:
    wants_committee(parser)
    parser.add_argument("--anchors", type=Path, metavar="文件", help="存在系统外面的锚点（huiyin anchors 打印的）")
    wants_json(parser)


def run(options: argparse.Namespace) -> int:
    text = options.anchors.read_text("utf-8") if options.anchors else ""
    reports = []
    for house in committees(options.committee):
        progress = lambda n: tell(_("核到第 {n} 条……").format(n=n))  # noqa: E731
        reports.append(verification.run(house, anchors=read_anchors(text, house.code), progress=progress).report)
    if options.json:
        print_json(reports)
    else:
        for report in reports:
            for fault in report["faults"]:
                say(f"{report['committee']} {fault}")
            words = _("{code}：{events} 条记录，{cases} 案，{anchors} 个锚点，{verdict}。")
            verdict = _("完好") if report["sound"] else _("有 {n} 处对不上").format(n=len(report["faults"]))
            counts = {name: report[name] for name in ("events", "cases", "anchors")}
            say(words.format(code=report["committee"], verdict=verdict, **counts))
        if not reports:
            say(_("还没有机构，没有账可核。"))
    return 0 if all(report["sound"] for report in reports) else 1
