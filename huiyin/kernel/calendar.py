"""Which days are working days: the yearly notice of the State Council with its make-up days (调休), and the office's own table (R-312)."""

from collections.abc import Mapping
from datetime import date, timedelta
from functools import cache
from itertools import accumulate

from chinese_calendar.constants import Holiday, holidays, workdays  # type: ignore[import-untyped, unused-ignore]
from django.utils.translation import gettext_lazy as _

# The names that the package gives, written out here so that they are found for translation.
NAMES = (_("元旦"), _("春节"), _("清明"), _("劳动节"), _("端午"), _("国庆节"), _("中秋"))
_CHINESE: dict[str, str] = {holiday.value: holiday.chinese for holiday in Holiday}
_PUBLISHED = range(min(holidays).year, max(holidays).year + 1)
_DAY = timedelta(days=1)


class Year:
    """One year as arrays: `open[i]` whether day i works, `upto[i]` working days until and with it, `days` the working ordinals."""

    __slots__ = ("days", "first", "open", "upto")

    def __init__(self, year: int, overrides: Mapping[date, bool]):
        self.first = date(year, 1, 1).toordinal()
        length = date(year, 12, 31).toordinal() - self.first + 1
        dates = (date.fromordinal(self.first + i) for i in range(length))
        self.open = bytes(overrides.get(day, _by_notice(day)) for day in dates)
        self.upto = list(accumulate(self.open))
        self.days = [self.first + i for i, works in enumerate(self.open) if works]


def _by_notice(day: date) -> bool:
    """By the published notice; a year without one (or a day without an entry) follows the weekday."""
    return day in workdays or (day.weekday() < 5 and day not in holidays)


@cache
def _plain(year: int) -> Year:
    return Year(year, {})


class Calendar:
    """Working days of one committee.

    `overrides` says of single days whether they work (the editable table, it wins), `names` what a day is called.
    Cheap to make: a year is laid out on first use, and shared by all calendars that do not change it.
    """

    def __init__(self, overrides: Mapping[date, bool] = {}, names: Mapping[date, str] = {}):
        self._overrides = dict(overrides)
        self._names = dict(names)
        self._changed = {day.year for day in self._overrides}
        self._years: dict[int, Year] = {}

    def known(self, year: int) -> bool:
        """Whether the holidays of the year are published: by the package, or entered by the office.

        The office has entered a year once its National Day is there; a single day closed for a move proves nothing.
        """
        return year in _PUBLISHED or any(self._overrides.get(date(year, 10, day)) is False for day in (1, 2, 3))

    def working(self, day: date) -> bool:
        """Whether people work on that day: the office's table, else the notice, else Monday to Friday."""
        year = self._year(day.year)
        return bool(year.open[day.toordinal() - year.first])

    def name(self, day: date) -> str:
        """The holiday's name in Chinese, "" for an ordinary day and for a holiday that the office's table makes a working day."""
        if own := self._names.get(day):
            return own
        return _CHINESE.get(holidays.get(day, ""), "") if not self.working(day) else ""

    def add_working(self, day: date, n: int) -> date:
        """The n-th working day after `day` (itself not counted); before it when n is negative; `day` when n is 0."""
        if not n:
            return day
        number, year = day.year, self._year(day.year)
        i = day.toordinal() - year.first
        place = year.upto[i] + n if n > 0 else year.upto[i] - year.open[i] + 1 + n
        while place > len(year.days):
            place -= len(year.days)
            number += 1
            year = self._year(number)
        while place < 1:
            number -= 1
            year = self._year(number)
            place += len(year.days)
        return date.fromordinal(year.days[place - 1])

    def next_working(self, day: date) -> date:
        """The day itself when it works, else the first working day after it."""
        return day if self.working(day) else self.add_working(day, 1)

    def working_between(self, a: date, b: date) -> int:
        """How many working days lie in (a, b]; negative when b is before a."""
        if b < a:
            return -self.working_between(b, a)
        whole = sum(len(self._year(number).days) for number in range(a.year, b.year))
        return whole + self._upto(b) - self._upto(a)

    def off(self, day: date) -> bool:
        """Whether the day is a holiday worth a word: not worked, and not just an ordinary weekend."""
        return not self.working(day) and (day.weekday() < 5 or bool(self.name(day)))

    def holidays(self, a: date, b: date) -> list[tuple[date, date, list[str]]]:
        """The holidays that touch [a, b], each as a whole: first day, last day, names in order."""
        found: list[tuple[date, date, list[str]]] = []
        while a <= b:
            if not self.off(a):
                a += _DAY
                continue
            first = last = a
            while self.off(first - _DAY):
                first -= _DAY
            while self.off(last + _DAY):
                last += _DAY
            run = (first + i * _DAY for i in range((last - first).days + 1))
            found.append((first, last, list(dict.fromkeys(filter(None, map(self.name, run))))))
            a = last + _DAY
        return found

    def made_up(self, a: date, b: date) -> list[date]:
        """The Saturdays and Sundays in [a, b] on which people work (调休上班)."""
        days = (a + i * _DAY for i in range((b - a).days + 1))
        return [day for day in days if day.weekday() > 4 and self.working(day)]

    def _upto(self, day: date) -> int:
        year = self._year(day.year)
        return year.upto[day.toordinal() - year.first]

    def _year(self, number: int) -> Year:
        year = self._years.get(number)
        if year is None:
            year = Year(number, self._overrides) if number in self._changed else _plain(number)
            self._years[number] = year
        return year
