"""When the calendar changes under running clocks: which due dates would be others now, and moving them, on the record (R-312).

A clock never moves in silence: it keeps its day until somebody who may decide says so, and the ledger holds each day before and after.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import Min
from django.utils.translation import gettext as _

from huiyin.kernel import clock, ledger, parameters
from huiyin.kernel.models import Case, Committee, Event, Post, Todo
from huiyin.kernel.refusal import Missing, NotAllowed, Refused
from huiyin.kernel.rungs import Ladders

RECOUNTED = "clocks.recounted"
MAY = ("proposal_director", "proposal_office", "assigning", "system_admin")


@dataclass(frozen=True)
class Moved:
    """An open clock whose day would be another by today's calendar."""

    todo: Todo
    before: date
    after: date


def moved(committee: Committee) -> list[Moved]:
    """The open clocks that the calendar would move. One that was extended or paused has a day that somebody gave it, and stays."""
    calendar = parameters.calendar(committee)
    todos = Todo.objects.filter(
        committee=committee, closed_at=None, due__isnull=False, starts__isnull=False, paused_on=None
    )
    found = []
    for todo in todos.exclude(span="").select_related("case").order_by("due", "pk"):
        if todo.due is None or todo.starts is None:
            continue
        if any(line.get("what") in ("extend", "resume") for line in todo.history):
            continue
        after = clock.due(clock.Span.parse(todo.span), todo.starts, calendar)
        if after is not None and after != todo.due:
            found.append(Moved(todo, todo.due, after))
    return found


def recount(committee: Committee, todos: Iterable[Todo], *, as_: Post, reason: str) -> Event:
    """Move these clocks (of those that `moved` offers) to their new days, in one event that names each.

    Errors: NotAllowed for a post that does not keep the calendar, Missing without a reason, Refused when nothing is to be moved.
    """
    if as_.committee_id != committee.pk or as_.role not in MAY:
        raise NotAllowed(_("重算期限由提案委、交办机关或系统管理员决定。"))
    if not reason.strip():
        raise Missing(_("请写明为什么重算，例如放假安排的文号。"), {"reason": _("请写明理由。")})
    wanted = {todo.pk for todo in todos}
    with transaction.atomic():
        # Nobody moves them, nor closes them, between the reading and the writing.
        list(
            Todo.objects.select_for_update().filter(committee=committee, pk__in=wanted).order_by("pk").values_list("pk")
        )
        chosen = [one for one in moved(committee) if one.todo.pk in wanted]
        if not chosen:
            raise Refused(_("这些期限按现在的日历没有变化，不用重算。"))
        lines = [_line(one) for one in chosen]
        event = ledger.record(
            committee, RECOUNTED, as_=as_, facts={"moves": lines}, personal={"reason": reason.strip()}
        )
        for one, line in zip(chosen, lines, strict=True):
            _move(committee, one, line, event)
    return event


def _line(one: Moved) -> dict[str, str]:
    return {
        "case": one.todo.case.uid, "step": one.todo.step, "from": one.before.isoformat(), "to": one.after.isoformat()
    }  # fmt: skip


def _move(committee: Committee, one: Moved, line: dict[str, str], event: Event) -> None:
    todo = one.todo
    todo.due, todo.alarm_on = one.after, Ladders(committee).next(todo, clock.today(), one.after)
    todo.history = [*todo.history, {"what": "recount", "from": line["from"], "to": line["to"], "event": event.pk}]
    Todo.objects.filter(pk=todo.pk, due=one.before, closed_at=None).update(
        due=todo.due, alarm_on=todo.alarm_on, history=todo.history
    )
    soonest = Todo.objects.filter(case=todo.case_id, closed_at=None).aggregate(day=Min("due"))["day"]
    Case.objects.filter(pk=todo.case_id).update(soonest=soonest)
    # The case that shows this clock, and the whole that follows it.
    shown = {todo.case_id, todo.case.parent_id or todo.case_id}
    same = Case.objects.filter(pk__in=shown, due=one.before, owner_role=todo.role)
    same.filter(owner_organisation=todo.organisation_id, owner_person=todo.person_id).update(due=one.after)
