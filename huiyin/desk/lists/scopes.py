"""For what a figure is asked: the period and the day that the address names, and the links that keep them."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from huiyin.desk.lists.sessions import current
from huiyin.kernel import clock
from huiyin.kernel.figures import Scope, Span, period
from huiyin.kernel.models import Organisation, Period, Post
from huiyin.kernel.refusal import Refused

RECEPTION = ("station", "general_office")
"""The roles whose work is with voices."""


@dataclass
class Asked:
    """A scope, the sentence for what could not be read, and the periods there are."""

    scope: Scope
    code: str
    as_of: date | None
    periods: list[Period]
    fault: str = ""
    unit: Organisation | None = None
    """The one unit that the address asks about; figures that know whose their rows are count its alone."""

    @property
    def query(self) -> str:
        words = {"period": self.code}
        if self.as_of:
            words["as_of"] = self.as_of.isoformat()
        if self.unit:
            words["unit"] = str(self.unit.pk)
        return "?" + urlencode(words)

    @property
    def sessions(self) -> list[Period]:
        return [row for row in self.periods if row.kind == "session"]

    @property
    def words(self) -> str:
        label = f"{self.unit.name} · {self.scope.span.label}" if self.unit else str(self.scope.span.label)
        return _("{period}，截至 {day}").format(period=label, day=clock.day_words(self.as_of)) if self.as_of else label


def _usual(post: Post, now: Period | None) -> str:
    """The current session; where people are received, the calendar year, by which voices count."""
    if post.role in RECEPTION:
        return str(clock.today().year)
    return now.code if now else "all"


def asked(request: Any, by_unit: bool = False) -> Asked:
    """`?period=` as figures.period() reads it, or `?from=&to=`; `?as_of=`; where it may be asked by unit, `?unit=` an id.

    The current session unless asked otherwise; all units where the unit is not known.
    """
    committee, fault = request.post.committee, ""
    rows = list(Period.objects.filter(committee=committee))
    rows.sort(key=lambda row: (row.opens or date(row.year or 1, 1, 1), row.code), reverse=True)
    now = current([row for row in rows if row.kind == "session"])
    code = request.GET.get("period", "").strip() or _usual(request.post, now)
    if request.GET.get("from") and request.GET.get("to"):
        code = f"{request.GET['from']}..{request.GET['to']}"
    try:
        span = span_of(committee, code, rows)
    except (Refused, ValueError) as trouble:
        fault = (
            str(trouble.sentence)
            if isinstance(trouble, Refused)
            else _("起止日期要写成 2026-01-01 这样，并且真有这一天。")
        )
        code = now.code if now else "all"
        span = span_of(committee, code, rows)
    day, wrong = _day(request.GET.get("as_of", ""))
    unit = _unit(committee, request.GET.get("unit", "")) if by_unit else None
    return Asked(Scope(committee, span, day, unit=unit.pk if unit else None), code, day, rows, fault or wrong, unit)


def _unit(committee: Any, text: str) -> Organisation | None:
    if not (text.isascii() and text.isdigit() and len(text) < 19):
        return None
    return Organisation.objects.filter(committee=committee, kind="unit", pk=int(text)).first()


def span_of(committee: Any, code: str, rows: list[Period]) -> Span:
    """A session straight from what was read; anything else as the kernel reads it."""
    row = next((row for row in rows if row.kind == "session" and row.code == code), None)
    return session_span(row) if row else period(committee, code)


def session_span(row: Period) -> Span:
    return Span(row.name, "session", row.code, (row.pk,))


def _day(text: str) -> tuple[date | None, str]:
    if not text.strip():
        return None, ""
    try:
        return date.fromisoformat(text.strip()), ""
    except ValueError:
        return None, _("“截至”要写成 2026-06-18 这样的日期。现在按今天算。")


def choices(one: Asked) -> list[dict[str, Any]]:
    """What the period can be, for a select: sessions, years, terms, campaigns, all."""
    found: list[dict[str, Any]] = [
        {"value": row.code, "label": row.name} for row in one.periods if row.kind == "session"
    ]
    asked_year = {int(one.code)} if one.scope.span.kind == "year" else set()
    years = sorted({row.year for row in one.periods if row.kind == "session" and row.year} | asked_year, reverse=True)
    found += [{"value": str(year), "label": _("{year} 年").format(year=year)} for year in years]
    found += [{"value": row.code, "label": row.name} for row in one.periods if row.kind != "session"]
    found.append({"value": "all", "label": _("全部")})
    if one.scope.span.kind == "dates":
        found.insert(0, {"value": one.code, "label": str(one.scope.span.label)})
    for row in found:
        row["on"] = row["value"] == one.code
    return found
