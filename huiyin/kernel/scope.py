"""For which time a figure is asked, and as of which day: a period of membership or of dates, what had happened, what was known."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from huiyin.kernel import clock
from huiyin.kernel.models import Committee, Period
from huiyin.kernel.refusal import Refused


@dataclass(frozen=True)
class Span:
    """A period to count over. `sessions` when it is one of membership; `start`/`end` (both in) when it is one of dates."""

    label: Any
    kind: str
    code: str
    sessions: tuple[int, ...] | None = None
    start: date | None = None
    end: date | None = None


@dataclass(frozen=True)
class Scope:
    """What a figure is asked for. `as_of`: what had happened by the end of that day. `known_on`: what was recorded by then."""

    committee: Committee
    span: Span
    as_of: date | None = None
    known_on: date | datetime | None = None
    """A day, to its end; or the very moment at which a report was frozen."""
    unit: int | None = None
    """Only what this unit did: for figures that know whose each row is (`Figure.unit_at`); the others count as ever."""

    @property
    def until(self) -> datetime:
        return after(self.as_of or clock.today())

    @property
    def known_until(self) -> datetime:
        """The first moment of which nothing is known any more, where the figure is asked as known."""
        if isinstance(self.known_on, datetime):
            return self.known_on + timedelta(microseconds=1)
        return after(self.known_on or clock.today())


FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2200, 12, 31)


def after(day: date) -> datetime:
    """The first moment after a day; days beyond all records (9999-12-31) are taken as the last that a calendar can follow."""
    return first_of(min(day, LAST_DAY) + timedelta(days=1))


def first_of(day: date) -> datetime:
    """The first moment of a day."""
    return datetime.combine(max(day, FIRST_DAY), time(0), clock.now().tzinfo)


def period(committee: Committee, text: str) -> Span:
    """`2023` a year, `9-5` a session, `9` a term, `2026-01-01..2026-06-18` dates, `all`, or a campaign's code.

    Errors: Refused with the periods that there are.
    """
    text = text.strip()
    if text in ("all", "全部", ""):
        return Span(_("全部"), "all", "all")
    if found := re.fullmatch(r"(\d{4}-\d\d-\d\d)\.\.(\d{4}-\d\d-\d\d)", text):
        start, end = date.fromisoformat(found[1]), date.fromisoformat(found[2])
        if end < start:
            raise Refused(_("这一段从 {a} 开始，到 {b} 就结束了。请把起止日期对调一下。").format(a=start, b=end))
        return Span(_("{a} 至 {b}").format(a=start, b=end), "dates", text, None, start, end)
    if re.fullmatch(r"\d{4}", text) and int(text) > 1900:
        year = int(text)
        sessions = tuple(
            Period.objects.filter(committee=committee, kind="session", year=year).values_list("pk", flat=True)
        )
        return Span(_("{year} 年").format(year=year), "year", text, sessions, date(year, 1, 1), date(year, 12, 31))
    row = Period.objects.filter(committee=committee, code=text).first()
    if row is None:
        known = "、".join(Period.objects.filter(committee=committee).values_list("code", flat=True)) or _(
            "（还没有届次）"
        )
        raise Refused(_("没有“{text}”这个统计周期。可以写年份（2023）、起止（2023-01-01..2023-06-30），或：{known}。").format(
            text=text, known=known
        ))  # fmt: skip
    if row.kind == "session":
        return Span(row.name, "session", text, (row.pk,))
    if row.kind == "term":
        return Span(row.name, "term", text, tuple(row.children.values_list("pk", flat=True)))
    return Span(row.name, "campaign", text, None, row.opens, row.closes)


def within(span: Span, column: str) -> Q:
    """The column's moment falls in the span's days."""
    held = Q()
    if span.start is not None:
        held &= Q(**{f"{column}__gte": first_of(min(span.start, LAST_DAY))})
    if span.end is not None:
        held &= Q(**{f"{column}__lt": after(span.end)})
    return held
