"""Reports create themselves: on the 25th a month's of every running project, at the end of a quarter and of half a year those of the action.

The tick asks on every round, and one column answers it: until when the reports were made. What was closed meanwhile and never
handed in is put down as missed.
"""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from huiyin.initiatives.models import Programme, ProgressReport, Project
from huiyin.kernel import clock, outbox, parameters
from huiyin.kernel.act import lock, open_case, plan
from huiyin.kernel.actors import system_post
from huiyin.kernel.batch import Batch
from huiyin.kernel.models import Committee

DAY = 25
HAND_IN = ("due", "returned")


@dataclass(frozen=True)
class Round:
    """A period of which reports are due from `from_day` on."""

    what: str
    begins: date
    ends: date
    from_day: date

    @property
    def title(self) -> str:
        words = {
            "month": _("{year} 年 {n} 月月报"),
            "quarter": _("{year} 年第 {n} 季度盘点"),
            "half": _("{year} 年{n}半年总结"),
        }[self.what]
        number: Any = self.ends.month
        if self.what == "quarter":
            number = self.ends.month // 3
        elif self.what == "half":
            number = _("上") if self.ends.month == 6 else _("下")
        return words.format(year=self.ends.year, n=number)


def rounds_until(after: date, today: date) -> list[Round]:
    """The rounds whose day lies after `after` and not after `today`, in their order."""
    found, year, month = [], after.year, after.month
    while (year, month) <= (today.year, today.month):
        first, last = date(year, month, 1), date(year, month, monthrange(year, month)[1])
        found.append(Round("month", first, last, date(year, month, DAY)))
        if month % 3 == 0:
            found.append(Round("quarter", date(year, month - 2, 1), last, last))
        if month % 6 == 0:
            found.append(Round("half", date(year, month - 5, 1), last, last))
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)
    return [one for one in found if after < one.from_day <= today]


def make(committee: Committee) -> int:
    """Open the reports that fell due since the last time, in every running action. Returns how many. A second run makes none."""
    today, made = clock.today(), 0
    for whole in Programme.objects.filter(committee=committee, state="running"):
        whole.committee = committee
        made += close(whole)
        since = whole.reported_on or _launched(whole)
        if since >= today:
            continue
        made += _open(whole, rounds_until(since, min(today, whole.ends)), today)
    return made


def _launched(whole: Programme) -> date:
    return (clock.local_day(whole.moved_at) if whole.moved_at else whole.begins) - timedelta(days=1)


@transaction.atomic
def _open(whole: Programme, due: list[Round], today: date) -> int:
    batch, post, made = Batch(whole.committee), system_post(whole.committee), 0
    lock(batch, whole)
    there = set(
        ProgressReport.objects.filter(
            whole=whole.pk, ends__gte=min((one.begins for one in due), default=today)
        ).values_list("mark", flat=True)
    )
    running = list(Project.objects.filter(whole=whole.pk, state="active").select_related("body")) if due else []
    for one in due:
        if whole.closed_to and one.ends <= whole.closed_to:
            continue
        about: list[Any] = (
            [row for row in running if row.begins and row.begins <= one.from_day] if one.what == "month" else [whole]
        )
        for row in about:
            mark = f"{row.pk}-{one.what}-{one.ends:%Y%m}"
            if mark in there:
                continue
            _report(batch, post, whole, row, one, mark, today)
            made += 1
    batch.change(whole, reported_on=today)
    batch.write()
    return made


def _report(batch: Batch, post: Any, whole: Programme, row: Any, one: Round, mark: str, today: date) -> None:
    rule = "P-53" if one.what == "month" else "P-53Q"
    span = clock.Span.parse(str(parameters.get(whole.committee, rule, today)))
    values: dict[str, Any] = {
        "parent": row, "whole": whole, "what": one.what, "begins": one.begins, "ends": one.ends, "mark": mark,
        "by": clock.due(span, max(one.from_day, today), parameters.calendar(whole.committee)),
        "number": f"{row.number}-{one.ends:%Y%m}{'' if one.what == 'month' else 'J' if one.what == 'quarter' else 'B'}",
    }  # fmt: skip
    if one.what == "month":
        values["body"] = row.body
    title = f"{row.title[:240]}：{one.title}"
    open_case("progress_report", as_=post, title=title, source="computed", batch=batch, row=values)


def close(whole: Programme) -> int:
    """What was not handed in until its books were closed is missed; it is nobody's task any more."""
    if whole.closed_to is None:
        return 0
    late = list(
        ProgressReport.objects.filter(whole=whole.pk, state__in=HAND_IN, what="month", ends__lte=whole.closed_to)[:500]
    )
    post = system_post(whole.committee) if late else None
    for row in late:
        row.committee = whole.committee
        with transaction.atomic():
            batch = Batch(whole.committee)
            locked = lock(batch, row)
            if locked.state in HAND_IN and post is not None:
                plan(batch, locked, "miss", post, clock.now(), {}, source="computed")
                batch.write()
    return len(late)


outbox.add_chore(make)
