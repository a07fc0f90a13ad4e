"""A flow is a table that says how one kind of case moves: from which state, by whom, to which state, within how long.

From the table come the buttons, the forms, the drawing in the docs, the alarms, the permission matrix and the demo.
A table that makes no sense refuses itself when it is read.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.apps import apps

from huiyin.kernel import parameters
from huiyin.kernel.who import Who

if TYPE_CHECKING:
    from huiyin.kernel.act import Act
    from huiyin.kernel.models import Case, Committee, Post

type_of_guard = Callable[["Case", "Post"], "Iterable[Lack]"]


@dataclass(frozen=True)
class Lack:
    """Why a step cannot be taken yet: a sentence, and the step (of this case) that would mend it.

    `moot`: there is nothing to which the step applies, such as a request to decide; a page does not offer it then.
    """

    sentence: Any
    step: str = ""
    moot: bool = False


@dataclass(frozen=True)
class Owe:
    """What is owed while a case stays in a state: which step, by whom, within which span (a parameter's code or a span)."""

    step: str
    by: Who
    within: str = ""
    starts: str = "entered"
    until: tuple[str, ...] = ()
    each: bool = False
    """Everyone named owes it himself: one person's (or one body's) act closes his own todo and nobody else's."""
    on: str = ""
    """The field of the case that holds the due date itself, where a promise was made and no rule counts it."""
    label: Any = ""
    """What it is called while it is owed, where several steps end it and none has its name."""
    goes_on: str = ""
    """The step whose last clock runs on, with whatever moved it: a reply waiting for a signature is due when the reply was.

    Once the case has rested, that clock is over and this one starts anew.
    """


@dataclass(frozen=True)
class State:
    """`resting`: nobody need act. `final`: the life is over. `through`: the kind of children that carry the work.

    `when` names a flag or a number parameter: (code, least) switches the state off for committees that do not want it.
    `shut` is what is said to whoever would still act here: the way out.
    """

    name: str
    label: Any
    owes: tuple[Owe, ...] = ()
    resting: bool = False
    final: bool = False
    through: str = ""
    when: tuple[str, int] | None = None
    look: str = "way"
    shut: Any = ""
    passes: tuple[str, str] | None = None
    """(computed step, span): the step that the passing of time takes, once a case has stood here for that parameter or span."""


class Grouped(str):
    """A choice's label that knows under which heading it stands in a long list."""

    group: str = ""

    @classmethod
    def under(cls, group: Any, label: Any) -> "Grouped":
        made = cls(label)
        made.group = str(group or "")
        return made


@dataclass(frozen=True)
class Fact:
    """Something a step asks for. `kind`: text, long, choice, choices, date, flag, number, items, orgs, org, file, files, case.

    `choices` is a function (case, post) → [(value, label)]. A personal fact goes to the erasable Remark, not to the ledger.
    `always`: even history must say it.
    """

    name: str
    label: Any
    kind: str = "text"
    required: bool = True
    choices: Callable[["Case", "Post"], list[tuple[Any, Any]]] | None = None
    help: Any = ""
    personal: bool = False
    always: bool = False
    default: Callable[["Case", "Post"], Any] | None = None
    longest: int = 0
    when: tuple[str, tuple[str, ...]] | None = None
    """`when=("view", ("bad",))`: asked for only if that other fact has one of these values."""
    note: Any = ""
    """The small word after the label, where “may be left out” would not be the whole truth."""
    gone: Callable[["Case", Any], str] | None = None
    """(case, value) → why a value cannot be chosen (any more), for one that stood on a page which is old by now; "" where nobody knows."""


@dataclass(frozen=True)
class Step:
    """One line of the table. `to` empty: the case stays where it is. Several `to`: the first state that is switched on.

    `seal`: an act that cannot be taken back. `typed_for`: who may type it in on behalf of whoever may take it (with evidence).
    `apart_from`: steps whose doer may not take this one. `says`: the sentence in the timeline, with {facts}.
    `voidable`: who may void it. `computed`: only the system takes it.
    """

    name: str
    label: Any
    source: tuple[str, ...]
    to: tuple[str, ...]
    who: Who
    facts: tuple[Fact, ...] = ()
    guards: tuple[type_of_guard, ...] = ()
    checks: tuple[Callable[["Act"], None], ...] = ()
    effects: tuple[Callable[["Act"], None], ...] = ()
    tells: tuple[Who, ...] = ()
    says: Any = ""
    seal: bool = False
    typed_for: Who | None = None
    apart_from: tuple[str, ...] = ()
    voidable: Who | None = None
    undo: tuple[Callable[["Act", "Any"], None], ...] = ()
    computed: bool = False
    batch: bool = False
    main: bool = True
    help: Any = ""
    done: Any = ""
    """What the others are told, after 《title》."""
    told: Any = ""
    """What the doer himself reads once it is done; without it, that it was recorded."""
    button: Any = ""
    """What the button of the form says, where that is not the name of the step: it says what happens."""
    form: str = ""
    offered: "Callable[[Case, Post], bool] | None" = None
    """Whether a page offers it: false where it would be lawful and nobody needs it."""
    route: Callable[["Act"], str] | None = None
    """Where the facts decide which of `to` it is: the name of the state."""

    def fact(self, name: str) -> Fact:
        return next(fact for fact in self.facts if fact.name == name)


class FlowError(ValueError):
    """A table that makes no sense."""


def names(value: str | Iterable[str]) -> tuple[str, ...]:
    return tuple(value.split()) if isinstance(value, str) else tuple(value)


def step(name: str, label: Any, source: str, to: str, who: Who, **more: Any) -> Step:
    """A line of the table: states as words in a string ("draft returned"), `to` empty when the case stays."""
    return Step(name, label, names(source), names(to), who, **more)


@dataclass(frozen=True)
class Flow:
    """One kind of case: its states, its steps, who sees it. `model` is "app.Model"; `start` the state in which it opens."""

    kind: str
    label: Any
    model: str
    states: tuple[State, ...]
    steps: tuple[Step, ...]
    sees: Who
    opens: Who
    unit: Any = "件"
    start: str = ""
    noun: Any = ""
    beside: bool = False
    """Work that follows the main work: when it waits, nothing else waits for it. Lists of what is owed put it behind."""
    describe: Callable[["Case"], Any] | None = None
    panels: tuple[str, ...] = field(default=())
    rises: tuple[Any, ...] = ()
    """Those above whoever owes a step of this kind, from the nearest up, each told from some day late on (kernel.rungs.Above)."""
    asks: Who | None = None
    """Whoever asked: the people to whom a case of this kind is answered. Its children find them here."""
    apart: bool = False
    """Its parts are each shown only to those whom they concern, also while they carry the work: no unit reads of another."""
    files_for: Who | None = None
    """Who may read its files, where those who see it may not all: the names on a sign-in sheet are not for every reader of the report."""

    def __post_init__(self) -> None:
        check(self)

    @cached_property
    def by_state(self) -> dict[str, State]:
        return {state.name: state for state in self.states}

    @cached_property
    def by_step(self) -> dict[str, Step]:
        return {step.name: step for step in self.steps}

    @cached_property
    def owed_labels(self) -> dict[str, Any]:
        return {owe.step: owe.label for state in self.states for owe in state.owes if owe.label}

    def owed_label(self, step: str) -> Any:
        """What a todo for this step is called. Errors: KeyError for an unknown step."""
        return self.owed_labels.get(step) or self.by_step[step].label

    @property
    def Model(self) -> Any:
        return apps.get_model(self.model)

    @property
    def first(self) -> str:
        return self.start or self.states[0].name

    def steps_from(self, state: str) -> list[Step]:
        return [step for step in self.steps if state in step.source]

    def target(self, step: Step, committee: "Committee") -> str:
        """The state a step leads to for this committee: the first of its targets that is switched on."""
        for name in step.to:
            when = self.by_state[name].when
            if when is None or int(parameters.get(committee, when[0])) >= when[1]:
                return name
        return step.to[-1] if step.to else ""


def check(flow: Flow) -> None:
    """Refuse a table with a doubled name, an unknown or unreachable state, or a state in which nobody must act."""
    for what, found in (("state", [s.name for s in flow.states]), ("step", [s.name for s in flow.steps])):
        doubled = {name for name in found if found.count(name) > 1}
        if doubled:
            raise FlowError(f"{flow.kind}: {what} {', '.join(sorted(doubled))} stands twice")
    states = {state.name: state for state in flow.states}
    for line in flow.steps:
        unknown = set(line.source + line.to) - set(states)
        if unknown:
            raise FlowError(f"{flow.kind}.{line.name}: there is no state {', '.join(sorted(unknown))}")
        if not line.source:
            raise FlowError(f"{flow.kind}.{line.name}: taken from no state")
        asked = [fact.name for fact in line.facts]
        if len(asked) != len(set(asked)):
            raise FlowError(f"{flow.kind}.{line.name}: it asks twice for one of {', '.join(asked)}")
        if line.to and all(states[name].when for name in line.to):
            raise FlowError(f"{flow.kind}.{line.name}: every state it leads to can be switched off")
    _check_reachable(flow, states)
    for state in flow.states:
        _check_owner(flow, state)


def _check_reachable(flow: Flow, states: dict[str, State]) -> None:
    reached, frontier = {flow.start or flow.states[0].name}, [flow.start or flow.states[0].name]
    while frontier:
        here = frontier.pop()
        for line in flow.steps:
            if here in line.source:
                frontier += [name for name in line.to if name not in reached]
                reached.update(line.to)
    lost = set(states) - reached
    if lost:
        raise FlowError(f"{flow.kind}: no step leads to {', '.join(sorted(lost))}")


def _check_owner(flow: Flow, state: State) -> None:
    leaving = [line for line in flow.steps if state.name in line.source]
    if state.passes and state.passes[0] not in {line.name for line in leaving if line.computed and line.to}:
        raise FlowError(f"{flow.kind}.{state.name}: what time brings about is no computed step that leaves it")
    owed = {name for owe in state.owes for name in (owe.step, *owe.until)}
    if owed - {line.name for line in leaving}:
        raise FlowError(f"{flow.kind}.{state.name}: it owes a step that cannot be taken there")
    if not (state.owes or state.resting or state.final or state.through):
        raise FlowError(f"{flow.kind}.{state.name}: nobody must act; say who, or mark it resting or final")


FLOWS: dict[str, Flow] = {}


def register(flow: Flow) -> Flow:
    """Make a kind known to the house."""
    if flow.kind in FLOWS and FLOWS[flow.kind] is not flow:
        raise FlowError(f"the kind {flow.kind} is registered twice")
    FLOWS[flow.kind] = flow
    return flow


def flow_of(kind: str) -> Flow:
    """Errors: KeyError for a kind that no folder declares."""
    return FLOWS[kind]


def own_row(case: "Case") -> Any:
    """The row of a case's own kind (a Proposal for a Case), with its committee at hand."""
    model = flow_of(case.kind).Model
    if isinstance(case, model):
        return case
    row = model.objects.get(pk=case.pk)
    row.committee = case.committee
    return row
