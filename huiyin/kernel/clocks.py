"""What an act does to a running clock: stop it, let it run on, move its end. Each is told in the todo's history and in the event."""

import json
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from huiyin.kernel import clock, parameters
from huiyin.kernel.batch import canonical
from huiyin.kernel.models import Todo
from huiyin.kernel.refusal import BadDate, Refused
from huiyin.kernel.rungs import Ladders

if TYPE_CHECKING:
    from huiyin.kernel.act import Act


def pause(doing: "Act", steps: Sequence[str]) -> None:
    """Stop the clocks of the open todos for these steps. A clock that already stands still, or is late, stays as it is."""
    day = _day(doing)
    for todo in _open(doing, steps):
        if todo.paused_on is None and todo.due is not None and todo.due >= day:
            _tell(doing, todo, {"what": "pause", "from": day.isoformat()}, paused_on=day, alarm_on=None)


def resume(doing: "Act", steps: Sequence[str]) -> None:
    """Let stopped clocks run on; the due date moves by the days (or working days) they stood still."""
    day, calendar = _day(doing), parameters.calendar(doing.committee)
    for todo in _open(doing, steps):
        if todo.paused_on is None or todo.due is None:
            continue
        span = clock.Span.parse(todo.span or "none")
        due = clock.pause(todo.due, todo.paused_on, day, span, calendar)
        working = calendar.working_between(todo.paused_on, day)
        stood = working if span.in_working_days else (day - todo.paused_on).days
        told = {"what": "resume", "from": todo.due.isoformat(), "to": due.isoformat(), "days": stood}
        _move(doing, todo, due, told, paused_on=None)


def extend(doing: "Act", step: str, until: date | str, reason: str = "") -> None:
    """Move the end of the open todo for a step to a day, or by a span ("15wd").

    Errors: Refused when nothing is owed for that step, BadDate when the new day is not later than the old one.
    """
    todos = _open(doing, [step])
    if not todos:
        raise Refused(_("现在没有等着“{step}”的期限，不能延期。").format(step=doing.flow.by_step[step].label))
    for todo in todos:
        new = _later(doing, todo, until)
        told = {"what": "extend", "from": todo.due.isoformat() if todo.due else "", "to": new.isoformat()}
        _move(doing, todo, new, told, reason)


def _later(doing: "Act", todo: Todo, until: date | str) -> date:
    if isinstance(until, date):
        if todo.due is not None and until <= todo.due:
            raise BadDate(_("延期后的期限要晚于原来的 {day}。").format(day=clock.day_words(todo.due)))
        return until
    if todo.due is None:
        raise BadDate(_("这一步没有期限，延期要写明到哪一天。"))
    try:
        return clock.extend(todo.due, clock.Span.parse(until), parameters.calendar(doing.committee))
    except ValueError as trouble:
        raise BadDate(str(trouble)) from None


def _day(doing: "Act") -> date:
    return doing.on or clock.today()


def _open(doing: "Act", steps: Sequence[str]) -> list[Todo]:
    """The case's open todos for these steps (for any, if none is named), as this batch sees them."""
    case, batch = doing.case, doing.batch
    found = list(batch.todos.get(case.pk, ()))
    if case.pk not in batch.fresh and doing.event.from_state == doing.event.to_state:
        key = ("open_todos", case.pk)
        if key not in batch.memory:
            batch.memory[key] = list(Todo.objects.filter(case=case, closed_at=None).order_by("pk"))
        found += batch.memory[key]
    return [todo for todo in found if not steps or todo.step in steps]


def _move(doing: "Act", todo: Todo, due: date, told: dict[str, Any], reason: str = "", **changes: Any) -> None:
    case = doing.case
    doing.batch.clocks_of(case)
    mine = (todo.role, todo.organisation_id, todo.person_id)
    if case.due == todo.due and mine == (case.owner_role, case.owner_organisation_id, case.owner_person_id):
        doing.change(due=due)
    still = todo.paused_on and "paused_on" not in changes
    alarm = None if still else Ladders(doing.committee).next(todo, _day(doing), due)
    _tell(doing, todo, told, reason, due=due, alarm_on=alarm, **changes)


def _tell(doing: "Act", todo: Todo, told: dict[str, Any], reason: str = "", **changes: Any) -> None:
    """Write the change, the todo's own history, and (without free words, which must stay erasable) the sealed facts."""
    line = {**told, "event": doing.event.id, **({"reason": reason} if reason else {})}
    doing.change(todo, history=[*todo.history, line], **changes)
    facts = json.loads(doing.event.facts)
    facts.setdefault("clocks", []).append({"step": todo.step, **told})
    doing.event.facts = canonical(facts)
