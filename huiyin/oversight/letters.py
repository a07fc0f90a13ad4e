"""The 民主监督建议书 as an official letter. Words in a letter are Chinese whatever the reader's language."""

from typing import Any

from django.utils import translation

from huiyin.kernel import parameters
from huiyin.kernel.span import Span
from huiyin.oversight import rules
from huiyin.oversight.models import METHODS, OversightLetter
from huiyin.papers.letter import Letter as Sheet
from huiyin.papers.letter import Point, date_text

CHINESE = "zh-hans"
SIGNED = ("sent", "received", "answered")


def sheet(letter: OversightLetter) -> Sheet:
    """`letter.parent` is the subject's own row with its committee. A draft until it is signed."""
    case: Any = letter.parent
    with translation.override(CHINESE):
        rows = [row for row in rules.findings(case) if row.unit_id == letter.unit_id]
        return Sheet(
            sender=case.committee.name,
            title=f"关于{_subject(case.title)}的\n民主监督建议书",
            addressees=f"{letter.unit.full_name or letter.unit.name}：",
            opening=_opening(case),
            points=tuple(Point(row.heading, f"{row.found}\n建议：{row.suggestion.text}") for row in rows),
            closing=_closing(case, letter),
            doc_number=letter.number,
            signer=case.committee.name,
            date=letter.signed_on,
            copies=("区委办公室", "区政府办公室") if letter.sent_by == "direct" else (),
            draft=letter.signed_on is None,
        )


def _subject(title: str) -> str:
    return title.removeprefix("关于").removesuffix("的民主监督")


def _opening(case: Any) -> str:
    names = {code: str(label) for code, label in METHODS}
    ways = "、".join(names[code] for code in case.methods.split() if code in names)
    how = f"通过{ways}等方式，" if ways else ""
    when = f"{date_text(case.visited_on)}，" if case.visited_on else ""
    return f"根据年度民主监督计划，{when}区政协{how}就{_subject(case.title)}开展了民主监督。现将发现的问题和建议函告如下，请研究办理："


def _closing(case: Any, letter: OversightLetter) -> str:
    span = Span.parse(str(parameters.get(case.committee, "P-42"))).words()
    return f"请在收到本建议书后{span.strip()}内逐条书面答复，我们将适时再去了解整改情况。"
