"""How a clock stands in a row of a list: its ring, its words, the group it falls into, the rule behind it."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from django.db.models import Q
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from huiyin.kernel import clock, parameters
from huiyin.kernel.models import Committee
from huiyin.kernel.span import Span
from huiyin.ui import days, svg

SOON = 7
BUCKETS = {
    "late": gettext_lazy("已逾期"),
    "today": gettext_lazy("今天到期"),
    "week": gettext_lazy("本周"),
    "later": gettext_lazy("再往后"),
    "none": gettext_lazy("没有期限"),
    "past": gettext_lazy("历史件"),
}

ring = lru_cache(2_000)(svg.ring)


@dataclass(frozen=True, slots=True)
class Face:
    """What a row shows of one clock. `state`: late, soon, calm, none, done."""

    ring: SafeString
    state: str
    words: str
    reason: str = ""


class Clocks:
    """The clocks of one page, all read on the same day with the same calendar; equal ones are worked out once."""

    def __init__(self, committee: Committee) -> None:
        self.today = clock.today()
        self.calendar = parameters.calendar(committee)
        self._seen: dict[tuple[Any, ...], Face] = {}

    def face(
        self, due: date | None, start: date | None = None, span: str = "", rule: str = "", mine: bool = False
    ) -> Face:
        key = (due, start, span, rule, mine)
        if key not in self._seen:
            self._seen[key] = self._face(due, start, span, rule, mine)
        return self._seen[key]

    def _face(self, due: date | None, start: date | None, span: str, rule: str, mine: bool) -> Face:
        if due is None:
            return Face(ring("calm" if mine else "none", 0, dot=mine), "none", _("没有期限"))
        left = (due - self.today).days
        state = "late" if left < 0 else "soon" if left <= SOON else "calm"
        share = clock.share(start, due, self.today) if start else 40
        return Face(ring(state, share, dot=mine), state, self._left(due, left, span), reason(rule, span))

    def _left(self, due: date, left: int, span: str) -> str:
        """In working days where the rule counts so, else in days; never a negative number."""
        if left > 0 and span.endswith("wd"):
            n = self.calendar.working_between(self.today, due)
            return ngettext("还有 %(n)d 个工作日", "还有 %(n)d 个工作日", n) % {"n": n}
        return days.left(due, self.today)

    @property
    def sunday(self) -> date:
        return self.today + timedelta(days=6 - self.today.weekday())

    def bucket(self, due: date | None, source: str = "") -> str:
        """The group of my work in which a due day falls; what a catalogue brought without a day is set apart."""
        if due is None:
            return "past" if source == "imported" else "none"
        if due < self.today:
            return "late"
        return "today" if due == self.today else "week" if due <= self.sunday else "later"

    def within(self, bucket: str, field: str = "due") -> Q:
        """The rows of one group. Errors: KeyError for an unknown group."""
        return {
            "late": Q(**{f"{field}__lt": self.today}),
            "today": Q(**{field: self.today}),
            "week": Q(**{f"{field}__gt": self.today, f"{field}__lte": self.sunday}),
            "later": Q(**{f"{field}__gt": max(self.today, self.sunday)}),
            "none": Q(**{f"{field}__isnull": True}) & ~Q(case__source="imported"),
            "past": Q(**{f"{field}__isnull": True}, case__source="imported"),
        }[bucket]


def reason(rule: str, span: str) -> str:
    """Why that day, in a few words: 答复期限 3 个月."""
    return _reason(rule, span, get_language() or "")


@lru_cache(500)
def _reason(rule: str, span: str, language: str) -> str:
    if not span:
        return ""
    try:
        length = Span.parse(span).words()
    except ValueError:
        length = span
    named = parameters.REGISTRY.get(rule)
    return f"{named.name} {length}" if named else length
