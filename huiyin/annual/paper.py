"""A report as a paper: headings, paragraphs, and if asked a table of its figures, in the layout of GB/T 9704."""

from collections.abc import Mapping
from typing import Any

from huiyin.annual.filling import Number, filled, fixed, joined
from huiyin.annual.marks import Line, names
from huiyin.annual.models import WorkReport
from huiyin.kernel.figures import Scope
from huiyin.papers.letter import date_text
from huiyin.papers.paper import Heading, Paper, Table, Text

DRAFT = "（草稿，数以封存时为准）"


def paper(report: WorkReport, lines: list[Line], found: Mapping[str, Number], scope: Scope) -> Paper:
    """The report with a table of its figures at the end, each rate with both its parts."""
    blocks: list[Any] = []
    for line in filled(lines, found, scope):
        blocks.append(Heading(joined(line)) if line["heading"] else Text(joined(line)))
    rows = tuple(
        (
            found[name].label,
            found[name].text,
            f"{found[name].numerator}／{found[name].denominator}"
            if found[name].rate
            else "附报数"
            if found[name].attested
            else "",
        )
        for name in names(lines)
    )
    if rows:
        blocks += [Heading("附：数据表", fresh=True), Table(("数", "值", "分子／分母"), rows, (50, 25, 25))]
    sealed = f"封存校验码：{report.sha256}" if report.sha256 else ""
    under = f"（{fixed(scope)['周期']}，截至{date_text(scope.as_of)}）" if report.frozen_at else DRAFT
    return Paper(report.title, tuple(blocks), under, sender=scope.committee.name, notes=(sealed,) if sealed else ())
