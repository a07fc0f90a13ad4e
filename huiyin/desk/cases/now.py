"""The first thing on a case page: who must act, by when, why that date, and whose turn comes then."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from huiyin.desk.cases.tree import Tree
from huiyin.kernel import clock, parameters
from huiyin.kernel.flow import Owe, State, Step, flow_of
from huiyin.kernel.models import Event, Todo
from huiyin.people.roles import ROLES


def now(tree: Tree) -> dict[str, Any]:
    """As ui/now.html wants it."""
    todo = current(tree)
    if todo is None:
        return _at_rest(tree)
    row = tree.rows[todo.case_id]
    line = flow_of(row.kind).by_step[todo.step]
    found: dict[str, Any] = {
        "who": who(tree, todo),
        "act": _act(line, tree, todo),
        "due": todo.due,
        "dot": tree.mine(todo),
    }
    found |= _clock(tree, todo) if todo.due else {"state": "calm", "share": 40, "left": _("不限期")}
    found |= following(tree, row, line)
    return found | {"why": why(tree, todo), "open": tree.mine(todo)}


def current(tree: Tree) -> Todo | None:
    """The one that counts: the reader's own soonest; else the soonest of the case itself and of the parts that answer it; else any.

    The lists say the same (desk.lists.lateness).
    """
    every = [todo for row in (tree.case, *tree.children) for todo in tree.owed(row)]
    on_the_way = [t for t in every if t.case_id == tree.case.pk or tree.carries(tree.rows[t.case_id])]
    # A proposal has no `answers` of its own: what it owes itself counts like what its parts owe.
    answering = [t for t in on_the_way if getattr(tree.rows[t.case_id], "answers", True)]
    for group in ([t for t in every if tree.mine(t)], answering, on_the_way):
        if group:
            return min(group, key=lambda t: (t.due is None, t.due or date.max, t.pk))
    return None


def who(tree: Tree, todo: Todo) -> str:
    """您本人 · 您的单位，区住建局（主办） · 区政府督查室 · 林知远 · 提案委办公室."""
    mine = tree.mine(todo)
    if todo.person_id:
        return _("您本人") if mine or todo.person is None else todo.person.name
    role = str(ROLES.get(todo.role, todo.role))
    if todo.organisation is None:
        return _("您（{role}）").format(role=role) if mine else role
    name = todo.organisation.name  # type: ignore[union-attr]
    part = getattr(tree.rows[todo.case_id], "get_role_display", None)
    if part is not None and todo.organisation_id == getattr(tree.rows[todo.case_id], "unit_id", None):
        name = _("{name}（{part}）").format(name=name, part=part())
    return _("您的单位，{name}").format(name=name) if mine else name


def _act(line: Step, tree: Tree, todo: Todo) -> str:
    """What he owes; what somebody else owes at the same time is not put on him."""
    same = (t for t in tree.owed(tree.rows[todo.case_id]) if t.pk != todo.pk and _holder(t) == _holder(todo))
    others, act = [flow_of(t.kind).owed_label(t.step) for t in same], flow_of(todo.kind).owed_label(line.name)
    more = [str(label) for label in dict.fromkeys(others) if label != act]
    return _("{act}，还有：{more}").format(act=act, more="、".join(more)) if more else str(act)


def _holder(todo: Todo) -> tuple[Any, ...]:
    return todo.person_id, todo.organisation_id, todo.role


def _clock(tree: Tree, todo: Todo) -> dict[str, Any]:
    assert todo.due is not None
    calendar, today = parameters.calendar(tree.case.committee), clock.today()
    left = clock.remaining(todo.due, today, calendar)
    share = clock.share(todo.starts, todo.due, today) if todo.starts else 40
    return {"state": "soon" if left.state == "today" else left.state, "share": share, "left": left.words}


def _at_rest(tree: Tree) -> dict[str, Any]:
    state = tree.flow.by_state[tree.case.state]
    ring = "done" if state.final or state.look == "done" else "none"
    return {
        "who": _("没有人要办"),
        "act": str(state.label),
        "state": ring,
        "left": _("已经走完") if state.final else _("没有期限"),
    }


def following(tree: Tree, row: Any, line: Step) -> dict[str, Any]:
    """Whose turn comes then: what the state owes to which this step leads, or the parent's when this part is done."""
    flow = flow_of(row.kind)
    if not line.to:
        # What leads nowhere (a talk, a first contact) is followed by what leads on.
        onward = (flow.by_step[todo.step] for todo in tree.owed(row))
        line = next((one for one in onward if one.to), line)
    state = flow.by_state.get(flow.target(line, tree.case.committee))
    if state is not None and state.resting and tree.carries(row) and row is not tree.case:
        if other := _other_part(tree, row):
            return other
        state = _after_parts(tree) or state
    if state is not None and state.through:
        # The work goes on in parts: whose turn it is there.
        flow, state = flow_of(state.through), flow_of(state.through).by_state[flow_of(state.through).first]
    if state is None or not state.owes:
        return {"next": str(state.label) if state is not None and state.name != row.state else ""}
    # A state may owe several things, each of another kind of part: a co-handler owes an opinion and no reply.
    several = len(state.owes) > 1 and state in flow_of(row.kind).states
    owe = next((one for one in state.owes if several and one.by.owed(row)), state.owes[0])
    flow = flow if state in flow.states else tree.flow
    turn = _("{who}{act}").format(who=owe.by.label, act=flow.owed_label(owe.step))
    return {"next": turn, "next_about": _within(tree, owe, row)}


def _other_part(tree: Tree, row: Any) -> dict[str, Any] | None:
    """The turn of another part that still has to answer once this one is done: the lead unit's after a co-opinion."""
    waiting = [todo for part in tree.children if part is not row and tree.carries(part) for todo in tree.owed(part)]
    for todo in waiting:
        line = flow_of(todo.kind).by_step[todo.step]
        if line.to and line.main and getattr(tree.rows[todo.case_id], "answers", True):
            return {"next": _("{who}{act}").format(who=who(tree, todo), act=line.label)}
    return None


def _after_parts(tree: Tree) -> State | None:
    """The state of the whole once its parts are done: where a computed step leads that leaves them."""
    for line in tree.flow.steps_from(tree.case.state):
        state = tree.flow.by_state.get(tree.flow.target(line, tree.case.committee))
        if line.computed and state is not None and not state.through:
            return state
    for line in tree.flow.steps:
        state = tree.flow.by_state.get(tree.flow.target(line, tree.case.committee))
        if line.computed and state is not None and not state.through:
            return state
    return None


def _within(tree: Tree, owe: Owe, row: Any) -> str:
    flow = flow_of(row.kind)
    if owe.goes_on and row.state != flow.first and not flow.by_state[row.state].resting:
        return _("同一期限内")
    if not owe.within:
        return ""
    known = owe.within in parameters.REGISTRY
    words = span_words(str(parameters.get(tree.case.committee, owe.within) if known else owe.within))
    return _("{span}内").format(span=words) if words else ""


def span_words(text: str) -> str:
    """30 天; nothing for a span without limit."""
    span = clock.Span.parse(text)
    return span.words() if span.parts else ""


def why(tree: Tree, todo: Todo) -> list[str]:
    """The date explained: the act from which it runs, the rule and its day, the calendar, extensions."""
    if not todo.starts or not todo.span:
        return []
    committee = tree.case.committee
    rule, label, valid_from = "", "", None
    if todo.rule in parameters.REGISTRY:
        label = str(parameters.REGISTRY[todo.rule].name)
        valid_from = parameters.get_with_date(committee, todo.rule, todo.starts)[1]
        rule = _("{place}的规定").format(place=committee.place or committee.short) if valid_from else _("通行的做法")
    extended = [one for one in todo.history if one.get("what") == "extend"]
    dates = [
        (date.fromisoformat(one["from"] or one["to"]), date.fromisoformat(one["to"]), one.get("reason", ""))
        for one in extended
    ]
    paused = sum(one.get("days", 0) for one in todo.history if one.get("what") == "resume")
    calendar = parameters.calendar(committee)
    span = clock.Span.parse(todo.span)
    return clock.explain(span, todo.starts, _cause(tree, todo), calendar, rule, valid_from, paused, dates, label)


def _cause(tree: Tree, todo: Todo) -> str:
    """The act from which the clock runs, as a clause: 区政府督查室 贺兰青交办."""
    event = _starting(tree, todo)
    if event is None:
        return _("开始计时")
    line = flow_of(event.kind).by_step.get(event.step)
    label = str(line.label) if line else _("建立")
    doer = "" if event.source == "computed" else tree.doers.get(event.post_id or 0, "")
    return f"{doer}{label}"


def _where_it_began(tree: Tree, row: Any, name: str) -> tuple[Event, Owe] | None:
    """The last act that started a clock for this step anew: from the first state, or after a rest."""
    flow = flow_of(row.kind)
    for event in reversed(tree.events):
        if event.case_id != row.pk or event.from_state == event.to_state or event.pk in tree.voided:
            continue
        before, state = flow.by_state.get(event.from_state), flow.by_state.get(event.to_state)
        owe = next((one for one in state.owes if one.step == name), None) if state is not None else None
        if owe is not None and before is not None and (before.resting or before.name == flow.first):
            return event, owe
    return None


def _starting(tree: Tree, todo: Todo) -> Event | None:
    """The act that opened the todo; a clock that began before it runs from the act that handed the part out."""
    row = tree.rows[todo.case_id]
    state = flow_of(row.kind).by_state[row.state]
    owe = next((one for one in state.owes if one.step == todo.step), None)
    event = next((e for e in tree.events if e.pk == todo.event_id), None)
    if owe is not None and owe.goes_on:
        # The clock that runs on began where the step it belongs to was first owed.
        event, owe = _where_it_began(tree, row, owe.goes_on) or (event, owe)
    # What is owed by a request, and not by a change of state, began with that act and not when the part was opened.
    asked = event is not None and event.from_state == event.to_state
    if owe is not None and owe.starts != "entered" and not asked:
        event = next((e for e in tree.events if e.case_id == row.pk and e.step == "open"), event)
    if event is None or event.step != "open" or row is tree.case:
        return event
    # A part is opened by an act on the whole, in the same transaction.
    whole = [e for e in tree.events if e.case_id == tree.case.pk and e.recorded_at == event.recorded_at]
    return whole[-1] if whole else event
