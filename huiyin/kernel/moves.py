"""What an event does to a case: its state, its stay, the todos it closes and opens, and their clocks."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.db import connection
from django.db.models import F

from huiyin.kernel import clock, parameters
from huiyin.kernel.flow import Owe, State
from huiyin.kernel.models import Committee, Event, Stay, Todo
from huiyin.kernel.models.base import made
from huiyin.kernel.rungs import Ladders
from huiyin.kernel.who import Address

if TYPE_CHECKING:
    from huiyin.kernel.act import Act


def move_state(doing: "Act") -> None:
    """Write the state, the stay and the todos that an event brings about."""
    case, event, batch = doing.case, doing.event, doing.batch
    case.version += 1
    if event.from_state == event.to_state:
        batch.change(case, version=case.version)
        _close_owed_here(doing)
        return
    state = doing.flow.by_state[event.to_state]
    _leave(doing)
    _enter(doing, doing.at)
    if event.from_state:
        close_todos(doing, ())
    changes: dict[str, Any] = {"version": case.version, "state": state.name, "finished": state.final}
    if doing.at is not None:
        changes["moved_at"] = doing.at
    if not state.through:
        changes |= {"owner_role": "", "owner_organisation_id": None, "owner_person_id": None, "due": None}
    batch.change(case, **changes)
    _owe(doing, state)


def move_back(doing: "Act", voided: Event) -> None:
    """Undo what a voided act did to state and clocks: the case is where it was, and what was owed there is owed again, by its old date."""
    case, event, batch = doing.case, doing.event, doing.batch
    case.version += 1
    batch.change(case, version=case.version)
    if event.from_state != event.to_state:
        _leave(doing)
        # As if it had never left: asked as of a day in between, it stands where it stood.
        _enter(doing, voided.at)
        close_todos(doing, ())
        state = doing.flow.by_state[event.to_state]
        batch.change(case, state=state.name, finished=state.final, moved_at=_before(case, voided))
    _owe_again(doing, voided)


def _before(case: Any, voided: Event) -> datetime | None:
    """When the case had last moved before the voided act."""
    moves = Event.objects.filter(case_id=case.pk, seq__lt=voided.seq).exclude(to_state=F("from_state"))
    last = moves.order_by("-seq").values_list("at", flat=True).first()
    return last or case.opened_at


def _owe_again(doing: "Act", voided: Event) -> None:
    """What the voided act closed is owed again, by its old date: as far as it is owed where the case stands now."""
    case, batch = doing.case, doing.batch
    here = {owe.step for owe in doing.flow.by_state[doing.event.to_state].owes}
    todos = list(Todo.objects.filter(case=case, closed_by=voided.pk).order_by("pk"))
    if doing.event.from_state == doing.event.to_state:
        todos = [todo for todo in todos if todo.step in here]
        if not todos:
            return
    marks = ", ".join(["%s"] * len(todos)) or "NULL"
    reopen = f"UPDATE kernel_todo SET closed_at = NULL, closed_by = NULL WHERE case_id = %s AND id IN ({marks})"
    batch.later(reopen, [case.pk, *(todo.pk for todo in todos)])
    batch.clocks_of(case, cleared=False)
    if doing.event.from_state == doing.event.to_state:
        return
    if todos:
        owned_by(doing, todos[0])
    else:
        _owe(doing, doing.flow.by_state[case.state])


def _enter(doing: "Act", at: datetime | None) -> None:
    case, event = doing.case, doing.event
    stay = made(
        Stay,
        case_id=case.pk,
        kind=case.kind,
        state=event.to_state,
        entered_at=at,
        recorded_at=event.recorded_at,
        event_id=event.id,
    )
    stay.committee_id = doing.batch.committee.pk
    doing.batch.add(stay)
    doing.batch.stays[case.pk] = stay


def _leave(doing: "Act") -> None:
    case, batch = doing.case, doing.batch
    if not doing.event.from_state:
        return
    if stay := batch.stays.get(case.pk):
        stay.left_at, stay.here, stay.ended_by = doing.at, False, doing.event.id
    else:
        batch.later(
            "UPDATE kernel_stay SET left_at = %s, here = %s, ended_by = %s WHERE case_id = %s AND here = %s",
            [db_time(doing.at), False, doing.event.id, case.pk, True],
        )


def _owe(doing: "Act", state: State) -> None:
    """Open a todo for each thing owed in the state; the first of them says who must act, and by when."""
    first: Todo | None = None
    for owe in state.owes:
        for address in owe.by.owed(doing.case):
            todo = open_todo(doing, owe, address)
            first = first or todo
    if first is not None:
        owned_by(doing, first)


def owned_by(doing: "Act", todo: Todo) -> None:
    doing.batch.change(
        doing.case, owner_role=todo.role, owner_organisation_id=todo.organisation_id, owner_person_id=todo.person_id, due=todo.due
    )  # fmt: skip


def open_todo(doing: "Act", owe: Owe, address: Address) -> Todo:
    case, committee = doing.case, doing.committee
    todo = made(
        Todo, case_id=case.pk, kind=case.kind, step=owe.step, role=address.role, organisation_id=address.organisation_id,
        person_id=address.person_id, opened_at=doing.at, event_id=doing.event.id,
    )  # fmt: skip
    todo.committee_id = committee.pk
    # History alarms nobody: what it leaves open is owed, but by no date.
    if (owe.within or owe.on) and not doing.imported and doing.at is not None:
        today = clock.local_day(doing.at)
        if (last := _running(doing, owe)) is not None:
            _run_on(todo, last, committee, today)
        else:
            set_clock(todo, committee, owe, case, today)
    doing.batch.add(todo)
    doing.batch.todos.setdefault(case.pk, []).append(todo)
    doing.batch.clocks_of(case)
    return todo


def _running(doing: "Act", owe: Owe) -> Todo | None:
    """The clock that this one goes on with: of the last todo for that step, unless the case has rested since or only begins."""
    before = doing.event.from_state
    if not owe.goes_on or before in ("", doing.flow.first) or doing.flow.by_state[before].resting:
        return None
    return Todo.objects.filter(case=doing.case.pk, step=owe.goes_on).order_by("-opened_at", "-pk").first()


def _run_on(todo: Todo, last: Todo, committee: Committee, today: date) -> None:
    todo.rule, todo.span, todo.starts, todo.due = last.rule, last.span, last.starts, last.due
    todo.history = list(last.history)
    if todo.due is not None and "P-26" in parameters.REGISTRY:
        todo.alarm_on = Ladders(committee).next(todo, today)


def set_clock(todo: Todo, committee: Committee, owe: Owe, case: Any, entered: date) -> None:
    """Start a todo's clock: the value of its rule on the start day, the due date, the first reminder."""
    starts = entered if owe.starts == "entered" else getattr(case, owe.starts) or entered
    rule, text = owe.within, owe.within
    if owe.on:
        promised = getattr(case, owe.on)
        text = promised.isoformat() if promised else "none"
    elif owe.within in parameters.REGISTRY:
        text = parameters.get(committee, owe.within, starts)
    span = clock.Span.parse(str(text))
    calendar = parameters.calendar(committee)
    todo.rule = rule if rule != text else ""
    todo.span, todo.starts = str(span), starts
    todo.due = clock.due(span, starts, calendar)
    if todo.due is not None and "P-26" in parameters.REGISTRY:
        todo.alarm_on = Ladders(committee).next(todo, entered)


def close_todos(
    doing: "Act", steps: Sequence[str], person_id: int | None = None, organisation_id: int | None = None
) -> None:
    """Close the open todos for these steps (all of them if none is named), of one person or body if one is named."""
    case, batch = doing.case, doing.batch
    batch.clocks_of(case, True if not steps and person_id is None and organisation_id is None else None)
    whose = {"person_id": person_id, "organisation_id": organisation_id}
    wanted = {name: value for name, value in whose.items() if value is not None}
    mine = batch.todos.get(case.pk, [])
    for todo in [
        t for t in mine if (not steps or t.step in steps) and all(getattr(t, n) == v for n, v in wanted.items())
    ]:
        todo.closed_at, todo.closed_by = doing.at or doing.event.recorded_at, doing.event.id
        mine.remove(todo)
        if doing.imported:
            del batch.new[todo.pk]
    if case.pk in batch.fresh:
        return
    sql = "UPDATE kernel_todo SET closed_at = %s, closed_by = %s WHERE case_id = %s AND closed_at IS NULL"
    values: list[Any] = [db_time(doing.at or doing.event.recorded_at), doing.event.id, case.pk]
    if steps:
        sql += f" AND step IN ({', '.join(['%s'] * len(steps))})"
        values += steps
    sql += "".join(f" AND {name} = %s" for name in wanted)
    batch.later(sql, [*values, *wanted.values()])


def _close_owed_here(doing: "Act") -> None:
    state = doing.flow.by_state[doing.case.state]
    name = doing.step.name
    closing = [owe for owe in state.owes if owe.step == name or name in owe.until]
    if shared := [owe.step for owe in closing if not owe.each]:
        close_todos(doing, shared)
    if own := [owe.step for owe in closing if owe.each]:
        post = doing.for_post or doing.post
        if post.organisation_id:
            close_todos(doing, own, organisation_id=post.organisation_id)
        else:
            close_todos(doing, own, post.person_id)


def db_time(value: datetime | None) -> Any:
    return connection.ops.adapt_datetimefield_value(value) if value else None
