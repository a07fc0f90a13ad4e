"""A report filled: every mark a phrase, every phrase a door to its rows; beside it the same figure of the time before."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.annual.attested import PREFIX
from huiyin.annual.marks import Line, Mark, names
from huiyin.annual.rounding import phrase, plain
from huiyin.kernel.figures import Answer, Rate, Scope, percent
from huiyin.papers.letter import date_text

NOTHING = "—"


@dataclass(frozen=True)
class Number:
    """One figure of a report: what a page, a paper and a frozen row say of it."""

    name: str
    label: str
    unit: str
    value: Any
    numerator: Any = None
    denominator: Any = None
    rate: bool = False

    @property
    def attested(self) -> bool:
        """Reported by somebody, not counted here (G13)."""
        return self.name.startswith(PREFIX)

    @property
    def text(self) -> str:
        return NOTHING if self.value is None else f"{plain(self.value)}{self.unit}"

    def said(self, mark: Mark) -> str:
        """The number as its mark asks for it. A rate is never rounded by a word."""
        if mark.part in ("分子", "分母"):
            side = self.numerator if mark.part == "分子" else self.denominator
            return NOTHING if side is None else plain(side)
        if self.value is None:
            return NOTHING
        if mark.part == "数":
            return plain(self.value)
        if mark.part == "亿" and self.unit == "万元":
            return f"{plain(Decimal(self.value).scaleb(-4))}亿元"
        return phrase(self.value, self.unit, "" if self.rate else mark.word, mark.to)


def number_of(answer: Answer) -> Number:
    figure = answer.figure
    rate = isinstance(figure, Rate)
    return Number(
        figure.name, str(figure.label), "%" if rate else str(figure.unit), answer.value, answer.numerator, answer.denominator, rate
    )  # fmt: skip


def numbers(wanted: Iterable[str], known: Mapping[str, Any], scope: Scope) -> dict[str, Number]:
    """The figures of a report by name. One to three queries each."""
    return {name: number_of(answered(known[name], scope)) for name in wanted}


def answered(figure: Any, scope: Scope) -> Answer:
    """The answer without the count of rows, which a report does not print."""
    if isinstance(figure, Rate):
        return figure.answer(scope)
    value = figure.value(scope)
    return Answer(figure, value, None, None, 0)


def fixed(scope: Scope) -> dict[str, str]:
    """What the marks 周期, 截至 and 机构 say."""
    day = date_text(scope.as_of) if scope.as_of else ""
    return {"周期": str(scope.span.label), "截至": day, "机构": scope.committee.name}


def filled(lines: Iterable[Line], found: Mapping[str, Number], scope: Scope) -> list[dict[str, Any]]:
    """[{heading, pieces: [{text, url, name}]}]: what a page shows and, joined, what a paper prints."""
    words, query = fixed(scope), query_of(scope)
    shown: list[dict[str, Any]] = []
    for line in lines:
        pieces: list[dict[str, Any]] = []
        for piece in line.pieces:
            if isinstance(piece, str):
                pieces.append({"text": piece})
            elif piece.fixed:
                pieces.append({"text": words[piece.name]})
            else:
                number = found[piece.name]
                pieces.append(
                    {
                        "text": number.said(piece),
                        "url": door(piece.name, query),
                        "name": piece.name,
                        "exact": number.text,
                        "attested": number.attested,
                    }
                )
        shown.append({"heading": line.heading, "pieces": pieces})
    return shown


def query_of(scope: Scope) -> str:
    words = {"period": scope.span.code}
    if scope.as_of:
        words["as_of"] = scope.as_of.isoformat()
    return "?" + urlencode(words)


def door(name: str, query: str) -> str:
    return reverse("figure", args=[name]) + query


def joined(line: Mapping[str, Any]) -> str:
    return "".join(piece["text"] for piece in line["pieces"])


def compared(
    lines: list[Line], now: Mapping[str, Number], before: Mapping[str, Number], scope: Scope
) -> list[dict[str, Any]]:
    """A row a figure: this time, the time before, the change; for a table and for bars."""
    query = query_of(scope)
    rows = []
    for name in names(lines):
        one, was = now[name], before.get(name)
        rows.append({
            "name": name, "label": one.label, "url": door(name, query), "now": one.text, "attested": one.attested, "was": was.text if was else NOTHING,
            "change": change(one, was), "parts": f"{one.numerator}／{one.denominator}" if one.rate else "",
        })  # fmt: skip
    return rows


def change(now: Number, was: Number | None) -> str:
    """+12 件（+29.9%）, −3.5 个百分点; nothing where either side is not known, no per cent of nothing."""
    if was is None or now.value is None or was.value is None:
        return ""
    more = now.value - was.value
    sign = "+" if more > 0 else "−" if more < 0 else ""
    unit = _("个百分点") if now.rate else now.unit
    if not more:
        return _("持平")
    said = f"{sign}{plain(abs(more))} {unit}"
    return (
        said
        if now.rate or not was.value
        else _("{said}（{sign}{share}%）").format(said=said, sign=sign, share=percent(abs(more), was.value))
    )
