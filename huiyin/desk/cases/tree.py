"""A case as its page reads it: the case, its children, everything that happened, what is owed, and who everybody is.

Four statements whatever the case holds.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.db.models import ForeignKey

from huiyin.desk.cases import around
from huiyin.kernel.flow import Flow, flow_of
from huiyin.kernel.models import Attachment, Event, Organisation, Post, Todo

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

    @cached_property
    def rows(self) -> dict[int, Any]:
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

    def sees(self, row: Any) -> bool:
        """Whether the reader is one of those whom this part (not only the whole) concerns."""
        return flow_of(row.kind).sees(self.post, row)

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
    children = children_of(case)
    pks = [case.pk, *(child.pk for child in children)]
    events = list(Event.objects.filter(case__in=pks).select_related("remark").order_by("seq"))
    todos = Todo.objects.filter(case__in=pks, closed_at=None).select_related("organisation", "person")
    tree = Tree(post, case, children, events, list(todos))
    around.read(tree, set(_bodies(tree)))
    return tree


def children_of(case: Any) -> list[Any]:
    """The rows that carry the work of a case, each with its organisations at hand."""
    found = []
    for kind in dict.fromkeys(state.through for state in flow_of(case.kind).states if state.through):
        model = flow_of(kind).Model
        related = [
            f.name for f in model._meta.local_fields if isinstance(f, ForeignKey) and f.related_model is Organisation
        ]
        for row in model.objects.filter(parent=case.pk).select_related(*related).order_by("pk"):
            row.parent, row.committee = case, case.committee
            found.append(row)
    return found


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
