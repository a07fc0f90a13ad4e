"""A case as its page reads it: the case, its children, everything that happened, what is owed, and who everybody is.

Four statements whatever the case holds.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache, cached_property
from typing import Any

from django.db.models import ForeignKey, Q

from huiyin.desk.cases import around
from huiyin.kernel.flow import FLOWS, Flow, flow_of
from huiyin.kernel.models import Attachment, Case, Event, Organisation, Post, Todo

ORGANISATIONS = ("org", "orgs")


@dataclass
class Tree:
    """One case with its children, seen by one post."""

    post: Post
    case: Any
    children: list[Any]
    events: list[Event]
    todos: list[Todo]
    names: dict[int, str] = field(default_factory=dict)
    """Organisations by id."""
    doers: dict[int, str] = field(default_factory=dict)
    """Posts by id, as a sentence names them: 区住建局 高明远."""
    files: list[Attachment] = field(default_factory=list)
    links: list[dict[str, str]] = field(default_factory=list)
    concerned: dict[int, bool] = field(default_factory=dict)
    """Whether the reader is concerned with a part, once it was asked (sees)."""
    possible: list[Any] | None = None
    """What the reader may do, once it was asked (acts.possible)."""
    csrf: str = ""
    answering: bool = False
    """Whether the suggestions stand in an open form, so that no panel need repeat them."""

    @cached_property
    def rows(self) -> dict[int | None, Any]:
        return {row.pk: row for row in (self.case, *self.children)}

    @cached_property
    def voided(self) -> dict[int, Event]:
        """Event id → the event that voided it."""
        return {event.voids: event for event in self.events if event.voids}

    @cached_property
    def facts(self) -> dict[int, dict[str, Any]]:
        """Event id → its facts: the sealed ones and those that were not erased."""
        return {event.pk: facts_of(event) for event in self.events}

    @property
    def flow(self) -> Flow:
        return flow_of(self.case.kind)

    def carries(self, row: Any) -> bool:
        """Whether this part carries the work, so that the whole waits for it."""
        return row.kind in carriers(self.flow)

    def sees(self, row: Any) -> bool:
        """Whether the reader is one of those whom this part (not only the whole) concerns."""
        if row.pk not in self.concerned:
            self.concerned[row.pk] = flow_of(row.kind).sees(self.post, row)
        return self.concerned[row.pk]

    def acts(self, row: Any, *steps: str) -> list[Event]:
        """What was done with a part and stands: its events of these steps, oldest first."""
        return [e for e in self.events if e.case_id == row.pk and e.step in steps and e.pk not in self.voided]

    def owed(self, row: Any) -> list[Todo]:
        """Open todos of a part, the soonest first; those without a date last."""
        mine = [todo for todo in self.todos if todo.case_id == row.pk]
        return sorted(mine, key=lambda todo: (todo.due is None, todo.due, todo.pk))

    def mine(self, todo: Todo) -> bool:
        """Whether this todo is the reader's own to do."""
        if todo.person_id:
            return todo.person_id == self.post.person_id
        return todo.role == self.post.role and todo.organisation_id == self.post.organisation_id


def load(post: Post, case: Any) -> Tree:
    """Read a case (its own kind's row, which `post` may see) with everything that its page shows."""
    whole = Case.objects.filter(Q(pk=case.pk) | Q(parent=case.pk)).order_by().values("pk")
    every = Event.objects.filter(case__in=whole).select_related("remark").order_by("seq")
    children = children_of(case, post, {event.kind for event in every if event.case_id != case.pk})
    pks = {case.pk, *(child.pk for child in children)}
    events = [event for event in every if event.case_id in pks]
    todos = Todo.objects.filter(case__in=pks, closed_at=None).select_related("organisation", "person")
    tree = Tree(post, case, children, events, list(todos))
    around.read(tree, set(_bodies(tree)))
    return tree


def carriers(flow: Flow) -> list[str]:
    """The kinds of children that carry the work of a case: as long as they run, it waits for them."""
    return list(dict.fromkeys(state.through for state in flow.states if state.through))


def children_of(case: Any, post: Post, kinds: Iterable[str] | None = None) -> list[Any]:
    """Every child case with its organisations at hand, in one statement, if it is known of which `kinds` there are any; else in two.

    Those that carry the work belong to the page for everyone (unless the flow keeps its parts apart); of the others a reader sees
    what concerns him.
    """
    if kinds is None:
        kinds = Case.objects.filter(parent=case.pk).order_by().values_list("kind", flat=True).distinct()
    flow, found = flow_of(case.kind), []
    carrying = [] if flow.apart else carriers(flow)
    for row in _own_rows(case, kinds):
        row.parent, row.committee = case, case.committee
        if row.kind in carrying or flow_of(row.kind).sees(post, row):
            found.append(row)
    return found


def _own_rows(case: Any, kinds: Iterable[str]) -> Iterable[Any]:
    """The children, each as a row of its own kind; a kind that no folder declares is left out.

    Only the tables of the kinds that are there: all of them in one statement are a thousand columns.
    """
    there = frozenset(kinds).intersection(FLOWS)
    if not there:
        return
    names, bodies = _child_tables(there)
    rows = Case.objects.filter(parent=case.pk, kind__in=there).select_related(*names.values(), *bodies)
    for child in rows.order_by("pk"):
        row = getattr(child, names[child.kind], None)
        if row is not None:
            yield row


@cache
def _child_tables(kinds: frozenset[str]) -> tuple[dict[str, str], list[str]]:
    """Kind → the way from a case to the row of that kind; and the ways to the organisations of those rows."""
    names, bodies = {}, []
    for kind in sorted(kinds):
        flow = FLOWS[kind]
        names[kind] = name = flow.Model._meta.pk.related_query_name()
        for column in flow.Model._meta.local_fields:
            if isinstance(column, ForeignKey) and column.related_model is Organisation:
                bodies.append(f"{name}__{column.name}")
    return names, bodies


def facts_of(event: Event) -> dict[str, Any]:
    remark = getattr(event, "remark", None)
    said = json.loads(remark.body) if remark is not None and remark.body else {}
    return {**said, **json.loads(event.facts)}


def _bodies(tree: Tree) -> Iterable[int]:
    for event in tree.events:
        line = flow_of(event.kind).by_step.get(event.step)
        for fact in line.facts if line else ():
            value = tree.facts[event.pk].get(fact.name)
            if value and fact.kind in ORGANISATIONS:
                yield from value if isinstance(value, list) else [value]
