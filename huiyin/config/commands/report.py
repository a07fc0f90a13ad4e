"""huiyin report: a report filled from the records of a committee, as JSON or as a Word file. Nothing is written to the records."""

import argparse
from datetime import date
from pathlib import Path

from django.utils.translation import gettext as _

from huiyin.annual import builtin
from huiyin.annual.catalogue import catalogue
from huiyin.annual.filling import filled, joined, numbers
from huiyin.annual.marks import names, read
from huiyin.annual.models import WorkReport
from huiyin.annual.paper import paper
from huiyin.annual.periods import scope_of
from huiyin.config.commands.common import committee, print_json, say, wants_committee, wants_json
from huiyin.kernel import clock, parameters
from huiyin.kernel.refusal import Refused
from huiyin.papers.paperword import paper_docx


def arguments(parser: argparse.ArgumentParser) -> None:
    wants_committee(parser)
    parser.add_argument("--template", required=True, metavar="报告", help="、".join(builtin.BUILTIN))
    parser.add_argument("--period", required=True, metavar="时期", help="2023、9-5、9、2023-01-01..2023-06-30，或 all")
    parser.add_argument("--as-of", type=date.fromisoformat, metavar="日期", help="截至哪天，不写是今天")
    parser.add_argument("--docx", metavar="文件", help="写成 Word 文件")
    wants_json(parser)


def run(options: argparse.Namespace) -> int:
    house = committee(options.committee)
    if options.template not in builtin.BUILTIN:
        raise Refused(
            _("没有“{name}”这种报告。现有：{known}。").format(name=options.template, known="、".join(builtin.BUILTIN))
        )
    scope = scope_of(house, options.period, options.as_of or clock.today())
    known = catalogue(house)
    words = builtin.text(options.template, known, str(parameters.get(house, "P-21")))
    lines = read(words, known)
    found = numbers(names(lines), known, scope)
    title = f"{scope.span.label}{builtin.BUILTIN[options.template].label}"
    if options.docx:
        report = WorkReport(
            committee=house, title=title, period=options.period, as_of=scope.as_of or clock.today(), words=words
        )
        Path(options.docx).write_bytes(paper_docx(paper(report, lines, found, scope)))
    text = [joined(line) for line in filled(lines, found, scope)]
    if options.json:
        rows = [
            {"name": one.name, "label": one.label, "unit": one.unit, "value": None if one.value is None else float(one.value),
             "text": one.text, "numerator": one.numerator, "denominator": one.denominator}
            for one in found.values()
        ]  # fmt: skip
        print_json({"title": title, "period": scope.span.code, "as_of": scope.as_of, "text": text, "figures": rows})
    elif not options.docx:
        say("\n".join([title, *text]))
    return 0
