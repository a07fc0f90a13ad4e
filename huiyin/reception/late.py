"""The last day on which a citizen is to be answered (P-34), and what is past it: the two days of taking up (P-34A) are our own affair."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from huiyin.kernel import clock, parameters
from huiyin.kernel.figures import Scope, Standing
from huiyin.kernel.models import Committee, Todo
from huiyin.kernel.span import Span
from huiyin.reception.models import Voice

OWED = ("received", "problem", "to_echo")
LONGEST = 400
"""Days: no local rule gives a citizen's answer more than a year."""


def due(committee: Committee, raised_on: date) -> date | None:
    """The last day for what was raised on a day, by the rule that held then."""
    span = Span.parse(str(parameters.get(committee, "P-34", raised_on)))
    return clock.due(span, raised_on, parameters.calendar(committee))


def last_days(committee: Committee, voices: Sequence[Voice]) -> dict[int, date | None]:
    """For each voice its last day: as the open clock says (an extension moves it), else P-34. One query."""
    running = Todo.objects.filter(
        case__in=[voice.pk for voice in voices], step="echo", closed_at=None, due__isnull=False
    )
    known: dict[int, date] = {}
    for case, day in running.values_list("case", "due").order_by("due"):
        if day is not None:  # the latest comes last
            known[case] = day
    return {voice.pk: known.get(voice.pk) or due(committee, voice.raised_on) for voice in voices}


def last_day(voice: Voice) -> date | None:
    return last_days(voice.committee, [voice])[voice.pk]


def raised_before(committee: Committee, day: date) -> date:
    """Whatever was raised on this day or earlier was to be answered before `day`."""
    for back in range(1, LONGEST):
        raised = day - timedelta(days=back)
        last = due(committee, raised)
        if last is not None and last < day:
            return raised
    return day - timedelta(days=LONGEST)


def past(committee: Committee, day: date) -> Q:
    """Of `Voice`: past its last day on `day`. Not yet taken up: by P-34; else by its open clock."""
    echo = Todo.objects.filter(case=OuterRef("pk"), step="echo", closed_at=None, due__gte=day)
    running = Q(state__in=("problem", "to_echo"), due__lt=day) & ~Q(Exists(echo))
    return Q(state="received", raised_on__lte=raised_before(committee, day)) | running


@dataclass(frozen=True)
class Late(Standing):
    """The stays of voices that are owed an answer, on a day that is past their last one."""

    def rows(self, scope: Scope) -> QuerySet[Any]:
        day = scope.as_of or clock.today()
        open_then = Q(closed_at=None) | Q(closed_at__gte=scope.until)
        echo = Todo.objects.filter(open_then, case=OuterRef("case_id"), step="echo", due__lt=day)
        by_rule = Q(state="received", case__voice__raised_on__lte=raised_before(scope.committee, day))
        return super().rows(scope).filter(by_rule | (Q(state__in=("problem", "to_echo")) & Q(Exists(echo))))


def late() -> Late:
    return Late("kernel.Stay", "entered_at", None, False, {"kind": "voice", "state__in": OWED})
