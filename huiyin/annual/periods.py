"""The time of a report: its scope, and the time before it with which it is compared under the same definition."""

from dataclasses import replace
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from huiyin.kernel import clock
from huiyin.kernel.figures import Scope, Span, period
from huiyin.kernel.models import Committee, Period
from huiyin.kernel.refusal import BadDate


def scope_of(committee: Committee, code: str, as_of: date) -> Scope:
    """Errors: Refused for a period that there is not, BadDate for a day in the future or before the period begins."""
    span = period(committee, code)
    check_day(span, as_of)
    return Scope(committee, span, as_of)


def check_day(span: Span, as_of: date) -> None:
    if as_of > clock.today():
        sentence = _("截至日期{day}还没有到。请写今天或以前的日期。").format(day=clock.day_words(as_of))
        raise BadDate(sentence, {"as_of": sentence})
    if span.start and as_of < span.start:
        sentence = _("截至日期在这一段开始以前。请写{day}以后的日期。").format(day=clock.day_words(span.start))
        raise BadDate(sentence, {"as_of": sentence})


def former(scope: Scope) -> Scope | None:
    """The same stretch of time once before: the session or year or term before, to the same day; None when there is none."""
    before = former_span(scope.committee, scope.span)
    if before is None:
        return None
    as_of = scope.as_of
    return replace(scope, span=before, as_of=year_before(as_of) if as_of else None, known_on=None)


def former_span(committee: Committee, span: Span) -> Span | None:
    if span.kind == "year":
        before = period(committee, str(int(span.code) - 1))
        return before if before.sessions or before.start else None
    if span.kind == "dates" and span.start and span.end:
        start, end = year_before(span.start), year_before(span.end)
        return period(committee, f"{start}..{end}")
    if span.kind not in ("session", "term"):
        return None
    rows = sorted(Period.objects.filter(committee=committee, kind=span.kind), key=_begins)
    codes = [row.code for row in rows]
    at = codes.index(span.code) if span.code in codes else 0
    return period(committee, codes[at - 1]) if at else None


def _begins(row: Any) -> tuple[date, str]:
    return row.opens or date(row.year or 1, 1, 1), row.code


def year_before(day: date) -> date:
    """The same day a year before; of 29 February the 28th."""
    try:
        return day.replace(year=day.year - 1)
    except ValueError:
        return day.replace(year=day.year - 1, day=28)
