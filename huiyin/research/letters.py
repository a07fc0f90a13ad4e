"""The report of research as an official paper. Words in a paper are Chinese whatever the reader's language."""

import re
from typing import Any

from django.utils import translation

from huiyin.papers.letter import Letter, Point, numeral
from huiyin.research import rules
from huiyin.research.models import DUTIES, TeamMember

CHINESE = "zh-hans"
HEADING = re.compile(r"^[一二三四五六七八九十]+、\s*\S")
LONGEST_HEADING = 40
HIDDEN = ("arriving", "planned", "approved", "field", "cancelled")
SIGNED = ("signed", "reported", "closed")


def has_report(case: Any) -> bool:
    return case.state not in HIDDEN and rules.versions(case).exists()


def sheet(case: Any) -> Letter:
    """`case` with its committee. The newest version, its items in their order, who did the research; a draft until it is signed."""
    last = rules.last_version(case)
    with translation.override(CHINESE):
        opening, points = parted(last.text if last else "")
        items = [f"（{numeral(n) if n < 100 else n}）{row.text}" for n, row in enumerate(rules.items(case), 1)]
        if items:
            points.append(Point("意见建议", "\n".join(items)))
        return Letter(
            sender=case.committee.name,
            title=last.title if last else case.title,
            addressees="、".join(line.strip() for line in case.sent_to.splitlines() if line.strip()) + "：" if case.sent_to.strip() else "",
            opening=opening,
            points=tuple(points),
            closing=team_words(case),
            doc_number=case.report_number,
            signer=case.committee.name,
            date=case.signed_on,
            draft=case.signed_on is None,
        )  # fmt: skip


def parted(text: str) -> tuple[str, list[Point]]:
    """What stands before the first 一、, and a point for each heading that begins so."""
    opening: list[str] = []
    points: list[tuple[str, list[str]]] = []
    for line in text.splitlines():
        said = line.strip()
        if HEADING.match(said) and len(said) <= LONGEST_HEADING:
            points.append((said, []))
        elif said:
            (points[-1][1] if points else opening).append(said)
    return "\n".join(opening), [Point(heading, "\n".join(rows)) for heading, rows in points]


def team_words(case: Any) -> str:
    rows = list(TeamMember.objects.filter(case=case.pk, **rules.NOW).order_by("pk"))
    said = []
    for code, label in DUTIES:
        if names := [f"{row.name}（{row.body}）" if row.body else row.name for row in rows if row.duty == code]:
            said.append(f"{label}：{'、'.join(names)}")
    return f"调研组{'；'.join(said)}。" if said else ""
