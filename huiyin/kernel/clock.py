"""Time: what day it is, until when something is due, what is left of it, and when to remind (DOMAIN 3.0, 3.15, R-312; P-09…P-15, P-22…P-26)."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from huiyin.kernel.calendar import Calendar
from huiyin.kernel.span import Part, Span, in_words
from huiyin.kernel.why import explain

__all__ = [
    "LADDER",
    "Calendar",
    "Remaining",
    "Span",
    "at_noon",
    "day_words",
    "due",
    "explain",
    "extend",
    "frozen",
    "local_day",
    "next_rung",
    "now",
    "pause",
    "remaining",
    "rungs",
    "share",
    "today",
]

LADDER = "-30,-15,-7,-3,0,3,7"  # P-26
SOON = 15  # days; a clock turns "soon" with the second rung of the ladder

_frozen: ContextVar[datetime | None] = ContextVar("frozen", default=None)


def _zone() -> ZoneInfo:
    return ZoneInfo(settings.TIME_ZONE if settings.configured else "Asia/Shanghai")


def now() -> datetime:
    """This moment, aware, in the committee's zone; the frozen moment inside `frozen()`."""
    return _frozen.get() or datetime.now(_zone())


def today() -> date:
    """The local date of `now()`."""
    return now().date()


def local_day(at: datetime) -> date:
    """The day on which a moment falls here."""
    return at.astimezone(_zone()).date()


def at_noon(day: date) -> datetime:
    """A moment for something of which only the day is known."""
    return datetime.combine(day, time(12), _zone())


def day_words(day: date) -> str:
    """6月29日, with its year when that is not this year."""
    return in_words(day, today().year)


@contextmanager
def frozen(at: date | datetime) -> Iterator[datetime]:
    """Let time stand still at `at`: for tests, the demo and replay. A naive moment is local; a bare date means 9:00."""
    moment = at if isinstance(at, datetime) else datetime.combine(at, time(9))
    moment = moment.astimezone(_zone()) if moment.tzinfo else moment.replace(tzinfo=_zone())
    token = _frozen.set(moment)
    try:
        yield moment
    finally:
        _frozen.reset(token)


def due(span: Span, start: date, calendar: Calendar, roll: bool = True) -> date | None:
    """The last day in time, None without a limit. Counted days, months and years roll off weekends and holidays."""
    return span.end(start, calendar, roll)


def pause(due: date, paused_from: date, resumed: date, span: Span, calendar: Calendar) -> date:
    """The new last day after a pause. What was late before the pause stays late. ValueError when it ends before it begins."""
    if resumed < paused_from:
        raise ValueError(_("恢复计时的日期早于暂停的日期，请核对。"))
    if due < paused_from:
        return due
    if span.in_working_days:
        return span.shift(due, calendar.working_between(paused_from, resumed), calendar)
    return span.shift(due, (resumed - paused_from).days, calendar)


def extend(due: date, span: Span, calendar: Calendar) -> date:
    """The new last day when `span` is granted on top of `due` (P-12). ValueError when that is not later."""
    new = span.end(due, calendar)
    if new is None or new <= due:
        raise ValueError(_("延期后的期限要晚于原来的 %(day)s，请写明延多久。") % {"day": in_words(due)})
    return new


def rungs(ladder: str) -> list[int]:
    """Days relative to the due day, ascending: "-3,0,7" → [-3, 0, 7]. ValueError with a sentence otherwise."""
    try:
        return sorted({int(step) for step in ladder.replace("，", ",").split(",") if step.strip()})
    except ValueError:
        raise ValueError(
            _("提醒阶梯“%(ladder)s”看不懂。请写成 -15,-7,0,3：负数是到期前几天，正数是逾期几天。") % {"ladder": ladder}
        ) from None


def next_rung(due: date, after: date, ladder: str = LADDER, calendar: Calendar | None = None) -> date | None:
    """The first day of the ladder strictly after `after`, None past the last.

    With a calendar, a reminder that would come on a day off comes on the next working day, yet never later than the due
    day if it was meant before.
    """
    days = []
    for rung in rungs(ladder):
        day = due + timedelta(days=rung)
        if calendar:
            day = min(calendar.next_working(day), due) if rung <= 0 else calendar.next_working(day)
        days.append(day)
    return min((day for day in days if day > after), default=None)


@dataclass(frozen=True)
class Remaining:
    """What is left: days and working days (negative when late), and the same in words, long and short."""

    days: int
    working_days: int
    late: bool
    state: Literal["calm", "soon", "late", "today"]
    words: str
    short: str


def remaining(due: date, today: date, calendar: Calendar, soon: int = SOON) -> Remaining:
    """How a clock stands on `today`; "soon" from `soon` days before the due day on."""
    days, working = (due - today).days, calendar.working_between(today, due)
    if days < 0:
        words = ngettext("逾期 %(n)d 天", "逾期 %(n)d 天", -days) % {"n": -days}
        return Remaining(days, working, True, "late", words, words)
    if not days:
        return Remaining(0, 0, False, "today", _("今天到期"), _("今天到期"))
    short = ngettext("剩 %(n)d 天", "剩 %(n)d 天", days) % {"n": days}
    left = {"days": Part("d", days).words(), "working": Part("wd", working).words()}
    words = _("还有 %(days)s（%(working)s）") % left
    return Remaining(days, working, False, "soon" if days <= soon else "calm", words, short)


def share(start: date, due: date, today: date) -> int:
    """How much of the time is used, 0–100, for the arc of the ring."""
    if today >= due:
        return 100
    return max(0, (today - start).days * 100 // (due - start).days) if due > start else 0
