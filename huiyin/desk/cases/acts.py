"""The acts open to a post on a case and its parts: may, and what is still missing."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.desk.cases.tree import Tree
from huiyin.kernel.act import may
from huiyin.kernel.flow import Flow, Lack, Step, flow_of
from huiyin.kernel.models import Event, Post, Todo

PAGES = {"submit": "draft", "register": "register_change"}
"""Steps whose form is a page of its own, by `step.form`."""


@dataclass(frozen=True)
class Missing:
    """Why not yet, and the way to mend it."""

    sentence: str
    url: str = ""
    link: str = ""


@dataclass(frozen=True)
class Possible:
    """A step that this post may take on this row, now or once what lacks is there. `typed`: on behalf of another."""

    step: Step
    row: Any
    label: str
    url: str
    lacks: tuple[Missing, ...] = ()
    typed: bool = False
    current: bool = False
    first: bool = False
    """What the reader owes first, and can do now: the one act of the page that is filled."""

    @property
    def main(self) -> bool:
        return self.step.main and not self.typed


def possible(tree: Tree, open_step: str = "", open_row: Any = None) -> list[Possible]:
    """Everything this post may do here, in the order of the flow tables; the reader's own part before the whole."""
    if tree.possible is None:  # guards ask the database, and a page asks more than once
        rows = sorted((tree.case, *tree.children), key=lambda row: (row is tree.case, row.pk))
        tree.possible = [one for row in rows for one in _of_row(tree, row)]
    found: list[Possible] = tree.possible
    labels = [one.label for one in found]
    return [_placed(tree, one, labels.count(one.label) > 1, open_step, open_row) for one in found]


def _of_row(tree: Tree, row: Any) -> Iterable[Possible]:
    flow = flow_of(row.kind)
    said: dict[Any, list[Lack]] = {}
    for step in flow.steps_from(row.state):
        if step.offered is not None and not step.offered(row, tree.post):
            continue
        if may(step, tree.post, row, tree.events):
            lacks = _lacking(step, row, tree.post, said)
            if lacks is None:
                continue
            missing = tuple(_missing(tree, flow, row, lack) for lack in lacks)
            yield Possible(step, row, str(step.label), step_url(tree, row, step), missing)
        elif step.typed_for is not None and not step.computed and step.typed_for(tree.post, row):
            yield Possible(step, row, str(step.label), step_url(tree, row, step, typed=True), typed=True)


def _lacking(step: Step, row: Any, post: Post, said: dict[Any, list[Lack]]) -> list[Lack] | None:
    """What is still missing for a step, or None for one that is not offered (moot). `said`: what the row's guards have said, since several
    steps have the same ones."""
    lacks: list[Lack] = []
    for guard in step.guards:
        if guard not in said:
            said[guard] = list(guard(row, post))
        if any(lack.moot for lack in said[guard]):
            return None
        lacks += said[guard]
    return lacks


def in_order(tree: Tree, acts: Iterable[Possible], first: Todo | None) -> tuple[list[Possible], list[Possible]]:
    """The acts of the page, and those beside it. What the reader owes stands among the acts, the soonest first, with what else would
    settle it (refusing what may be granted). The first that is owed and lacks nothing is `first`."""
    owed = [todo for row in (tree.case, *tree.children) for todo in tree.owed(row) if tree.mine(todo)]
    mine = {(todo.case_id, todo.step) for todo in owed}
    acts = list(acts)
    can = {(one.row.pk, one.step.name) for one in acts}
    # Who may not do what is owed, as it was he who entered it, is not led to striking it instead.
    settles = {
        (todo.case_id, name) for todo in owed if (todo.case_id, todo.step) in can for name in _instead(tree, todo)
    }
    soonest = (first.case_id, first.step) if first is not None else None
    main: list[tuple[tuple[int, str], Possible]] = []
    others: list[tuple[tuple[int, str], Possible]] = []
    for one in acts:
        pair = one.row.pk, one.step.name
        is_main = one.main or (not one.typed and pair in mine | settles)
        (main if is_main else others).append((pair, one))
    main.sort(key=lambda found: (found[0] != soonest, found[0] not in mine, found[0] not in settles))
    filled = next((one for pair, one in main if pair in mine and not one.lacks), None)
    return [replace(one, first=one is filled) for _pair, one in main], [one for _pair, one in others]


def _instead(tree: Tree, todo: Todo) -> Iterable[str]:
    row = tree.rows[todo.case_id]
    owes = flow_of(row.kind).by_state[row.state].owes
    return (name for owe in owes if owe.step == todo.step for name in owe.until)


def _placed(tree: Tree, one: Possible, named: bool, open_step: str, open_row: Any) -> Possible:
    label = one.label
    if one.typed:
        label = _("代录：{label}").format(label=label)
    if named and one.row is not tree.case and (part := part_name(one.row)):
        label = _("{label}：{part}").format(label=label, part=part)
    here = one.step.name == open_step and open_row is not None and one.row.pk == open_row.pk
    return Possible(one.step, one.row, label, one.url, one.lacks, one.typed, here)


def part_name(row: Any) -> str:
    describe = flow_of(row.kind).describe
    return str(describe(row) if describe else row.title)


def step_url(tree: Tree, row: Any, step: Step, typed: bool = False) -> str:
    """Where the form of a step stands: in place on the case page, or on a page of its own."""
    if step.form in PAGES and not typed:
        return reverse(PAGES[step.form], args=[row.uid])
    on = f"&on={row.uid}" if row.pk != tree.case.pk else ""
    return f"{reverse('case', args=[tree.case.uid])}?step={step.name}{on}#step"


def _missing(tree: Tree, flow: Flow, row: Any, lack: Any) -> Missing:
    step = flow.by_step.get(lack.step)
    if step is None or row.state not in step.source or not may(step, tree.post, row, tree.events):
        return Missing(str(lack.sentence))
    return Missing(str(lack.sentence), step_url(tree, row, step), str(step.label))


def can_void(tree: Tree, event: Event) -> bool:
    """Whether this post may void this act, and nothing was built on it."""
    row = tree.rows[event.case_id]  # type: ignore[index]
    line = flow_of(event.kind).by_step.get(event.step)
    if line is None or line.voidable is None or event.pk in tree.voided or event.source == "imported":
        return False
    if not line.voidable(tree.post, row):
        return False
    if event.from_state == event.to_state:
        return True
    moved = [e for e in tree.events if e.case_id == row.pk and e.from_state != e.to_state]
    return bool(moved) and moved[-1].pk == event.pk and row.state == event.to_state
