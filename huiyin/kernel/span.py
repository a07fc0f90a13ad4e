"""How long something may take: working days, days, months, a date, or the earliest of several (DOMAIN 3.0, P-09…P-15)."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, Self

from django.utils.dateformat import format as formatted
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from huiyin.kernel.calendar import Calendar


def in_words(day: date, year: int | None = None) -> str:
    """The day as a reader of `year` says it: "6月29日", and with its own year when that is another: "2027年1月4日"."""
    return formatted(day, _("n月j日") if day.year == year else _("Y年n月j日"))


@dataclass(frozen=True)
class Part:
    """One of the limits that a span is made of: `amount` of a unit, or the day `on` (of any year when unit is "yearly")."""

    unit: Literal["wd", "d", "m", "y", "yearly", "on"]
    amount: int = 0
    on: date = date.min

    @classmethod
    def parse(cls, text: str) -> Self:
        """One part of the grammar, e.g. "3m"; ValueError with a sentence otherwise."""
        if found := re.fullmatch(r"([1-9][0-9]{0,2})(wd|d|m|y)", text):
            return cls(found[2], int(found[1]))  # type: ignore[arg-type]
        if not re.fullmatch(r"([0-9]{4}-)?[0-9]{2}-[0-9]{2}", text):
            raise ValueError(
                _("期限“%(text)s”看不懂。请写成 15wd（工作日）、30d（天）、3m（月）、1y（年）、07-31 或 2026-07-31。")
                % {"text": text}
            )
        try:
            if len(text) == 5:  # 2000 is a leap year, so 29 February is a day too
                return cls("yearly", on=date.fromisoformat(f"2000-{text}"))
            return cls("on", on=date.fromisoformat(text))
        except ValueError:
            raise ValueError(_("期限“%(text)s”不是日历上的一天，请改成真实的日期。") % {"text": text}) from None

    def __str__(self) -> str:
        if self.unit == "yearly":
            return f"{self.on:%m-%d}"
        return self.on.isoformat() if self.unit == "on" else f"{self.amount}{self.unit}"

    def words(self) -> str:
        n, count = self.amount, {"n": self.amount}
        if self.unit == "wd":
            return ngettext("%(n)d 个工作日", "%(n)d 个工作日", n) % count
        if self.unit == "d":
            return ngettext("%(n)d 天", "%(n)d 天", n) % count
        if self.unit == "m":
            return ngettext("%(n)d 个月", "%(n)d 个月", n) % count
        if self.unit == "y":
            return ngettext("%(n)d 年", "%(n)d 年", n) % count
        return in_words(self.on, self.on.year if self.unit == "yearly" else None)

    def raw(self, start: date, calendar: Calendar) -> date:
        """The end counted from `start`, before any roll."""
        if self.unit == "wd":
            return calendar.add_working(start, self.amount)
        if self.unit == "d":
            return start + timedelta(days=self.amount)
        if self.unit in ("m", "y"):
            return _months(start, self.amount * (12 if self.unit == "y" else 1), start.day)
        if self.unit == "on":
            return self.on
        this_year = _in_month(start.year, self.on.month, self.on.day)
        return this_year if this_year >= start else _in_month(start.year + 1, self.on.month, self.on.day)

    def end(self, start: date, calendar: Calendar, roll: bool = True) -> date:
        """The end, rolled to the next working day. A date named by the rule stays: it was chosen, not counted."""
        raw = self.raw(start, calendar)
        return calendar.next_working(raw) if roll and self.unit in ("d", "m", "y") else raw


def _in_month(year: int, month: int, day: int) -> date:
    """That day of the month, or the month's last when it is shorter (trap 21)."""
    following = date(year + month // 12, month % 12 + 1, 1)
    return date(year, month, min(day, (following - timedelta(days=1)).day))


def _months(start: date, n: int, day: int) -> date:
    years, month = divmod(start.month - 1 + n, 12)
    return _in_month(start.year + years, month + 1, day)


@dataclass(frozen=True)
class Span:
    """A limit as the rules write it; the earliest of its parts counts, and without parts there is no limit."""

    parts: tuple[Part, ...] = ()

    @classmethod
    def parse(cls, text: str) -> Self:
        """From "2wd", "30d", "3m", "1y", "07-31", "2026-07-31", "3m|07-31" or "none"; ValueError with a sentence otherwise."""
        text = text.strip().lower()
        if text == "none":
            return cls()
        return cls(tuple(dict.fromkeys(Part.parse(part.strip()) for part in text.split("|"))))

    def __str__(self) -> str:
        return "|".join(map(str, self.parts)) or "none"

    def words(self) -> str:
        """For people: "3 个月", "3 个月或 7月31日，取早的", "不限期"."""
        if not self.parts:
            return _("不限期")
        words = self.parts[0].words()
        for part in self.parts[1:]:
            words = _("%(first)s或 %(second)s") % {"first": words, "second": part.words()}
        return _("%(parts)s，取早的") % {"parts": words} if len(self.parts) > 1 else words

    @property
    def in_working_days(self) -> bool:
        """Whether it is counted in nothing but working days."""
        return bool(self.parts) and all(part.unit == "wd" for part in self.parts)

    def earliest(self, start: date, calendar: Calendar, roll: bool = True) -> Part:
        """The part that decides."""
        return min(self.parts, key=lambda part: part.end(start, calendar, roll))

    def end(self, start: date, calendar: Calendar, roll: bool = True) -> date | None:
        """The last day in time, None without a limit."""
        return self.earliest(start, calendar, roll).end(start, calendar, roll) if self.parts else None

    def shift(self, day: date, n: int, calendar: Calendar) -> date:
        """`day` moved by `n` days of the kind that this span counts, on to a working day; unmoved when n is 0."""
        if not n or self.in_working_days:
            return calendar.add_working(day, n)
        return calendar.next_working(day + timedelta(days=n))
