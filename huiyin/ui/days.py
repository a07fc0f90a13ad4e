"""Dates and remaining time in words: 6月29日 周一 · 今天 09:05 · 还有 11 天 (DESIGN.md, section 5)."""

import datetime as dt

from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

WEEKDAYS_ZH = "一二三四五六日"
WEEKDAYS_EN = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTHS_EN = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

Day = dt.date | dt.datetime


def local_date(value: Day) -> dt.date:
    """The calendar day of a date or a moment, where we are; a naive moment is taken as local."""
    if isinstance(value, dt.datetime):
        return (timezone.localtime(value) if timezone.is_aware(value) else value).date()
    return value


def parse(value: object) -> Day | None:
    """A date or moment as it is, an ISO string read, anything else None."""
    if isinstance(value, dt.date):
        return value
    if not isinstance(value, str):
        return None
    try:
        return dt.date.fromisoformat(value) if len(value) == 10 else dt.datetime.fromisoformat(value)
    except ValueError:
        return None


def _chinese() -> bool:
    return (get_language() or "zh").startswith("zh")


def month_day(value: Day, today: dt.date | None = None) -> str:
    """6月29日, with the year when it is not this year; in English 29 Jun."""
    date, this_year = local_date(value), (today or timezone.localdate()).year
    if _chinese():
        year = f"{date.year}年" if date.year != this_year else ""
        return f"{year}{date.month}月{date.day}日"
    year = f" {date.year}" if date.year != this_year else ""
    return f"{date.day} {MONTHS_EN[date.month - 1]}{year}"


def weekday(value: Day) -> str:
    number = local_date(value).weekday()
    return f"周{WEEKDAYS_ZH[number]}" if _chinese() else WEEKDAYS_EN[number]


def day(value: Day, today: dt.date | None = None) -> str:
    """6月29日 周一, with the year when it is not this year; in English 29 Jun, Mon."""
    return f"{month_day(value, today)}{' ' if _chinese() else ', '}{weekday(value)}"


def moment(value: Day, today: dt.date | None = None) -> str:
    """今天 09:05, or 6月15日 14:30; a value without a time of day is written as a plain date."""
    if not isinstance(value, dt.datetime):
        return day(value, today)
    local = timezone.localtime(value) if timezone.is_aware(value) else value
    is_today = local.date() == (today or timezone.localdate())
    return f"{_('今天') if is_today else month_day(value, today)} {local:%H:%M}"


def days_until(due: Day | int, today: dt.date | None = None) -> int:
    """Calendar days from today to the due date; negative when it has passed. A number is taken as it is."""
    if isinstance(due, int):
        return due
    return (local_date(due) - (today or timezone.localdate())).days


def left(due: Day | int, today: dt.date | None = None) -> str:
    """还有 11 天 · 今天到期 · 逾期 6 天: never a negative number."""
    days = days_until(due, today)
    if days == 0:
        return _("今天到期")
    if days < 0:
        return ngettext("逾期 %(days)d 天", "逾期 %(days)d 天", -days) % {"days": -days}
    return ngettext("还有 %(days)d 天", "还有 %(days)d 天", days) % {"days": days}
