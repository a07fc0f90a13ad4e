"""Columns that only repeat what rows say, so that a list need not ask each row: worked out again, in case they were ever wrong."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from django.db import transaction
from django.db.models import Min

from huiyin.handling.models import ANSWERING, Assignment
from huiyin.kernel.flow import FLOWS
from huiyin.kernel.models import Case, Committee, Todo
from huiyin.proposals.models import Proposal, Sponsor

CHUNK = 500
OWNER = ("owner_role", "owner_organisation_id", "owner_person_id", "due")


def rebuild(committee: Committee) -> Iterator[tuple[int, int]]:
    """Yields (cases read, cases changed) chunk by chunk; each chunk is a transaction of its own."""
    # Children first: a case that its children carry shows their owner and date.
    for kind in sorted(FLOWS, key=lambda name: any(state.through for state in FLOWS[name].states)):
        last = 0
        while True:
            with transaction.atomic():
                rows = (
                    Case.objects.select_for_update().filter(committee=committee, kind=kind, pk__gt=last).order_by("pk")
                )
                cases = list(rows[:CHUNK])
                if not cases:
                    break
                changed = (
                    _clocks(cases)
                    | _owners(kind, cases)
                    | (_names([case.pk for case in cases]) if kind == "proposal" else set())
                )
            last = cases[-1].pk
            yield len(cases), len(changed)


def _owners(kind: str, cases: Sequence[Case]) -> set[int]:
    """Who must act and by when: the first thing still owed, or, where the children carry the work, their first."""
    pks = [case.pk for case in cases]
    todos: dict[int, Todo] = {}
    for todo in Todo.objects.filter(case__in=pks, closed_at=None).order_by("-pk"):
        todos[todo.case_id] = todo
    children = _answering(pks)
    changed = []
    for case in cases:
        owed = todos.get(case.pk)
        wanted: tuple[Any, ...] = ("", None, None, None)
        if owed:
            wanted = (owed.role, owed.organisation_id, owed.person_id, owed.due)
        if FLOWS[kind].by_state[case.state].through:
            open_parts = children.get(case.pk, [])
            if not open_parts:
                continue
            first = min(open_parts, key=lambda row: (row.due is None, row.due))
            wanted = tuple(getattr(first, name) for name in OWNER)
        if wanted != tuple(getattr(case, name) for name in OWNER):
            for name, value in zip(OWNER, wanted, strict=True):
                setattr(case, name, value)
            changed.append(case)
    Case.objects.bulk_update(changed, ["owner_role", "owner_organisation", "owner_person", "due"], batch_size=100)
    return {case.pk for case in changed}


def _clocks(cases: Sequence[Case]) -> set[int]:
    """The soonest day of what each case itself owes."""
    rows = Todo.objects.filter(case__in=[case.pk for case in cases], closed_at=None).order_by().values_list("case")
    days = dict(rows.annotate(day=Min("due")))
    changed = [case for case in cases if case.soonest != days.get(case.pk)]
    for case in changed:
        case.soonest = days.get(case.pk)
    Case.objects.bulk_update(changed, ["soonest"], batch_size=100)
    return {case.pk for case in changed}


def _answering(pks: list[int]) -> dict[int, list[Assignment]]:
    """The parts that still owe an answer, by the case they serve."""
    found: dict[int, list[Assignment]] = defaultdict(list)
    for row in Assignment.objects.filter(parent__in=pks, role__in=ANSWERING).exclude(owner_role="").order_by("pk"):
        found[row.parent_id or 0].append(row)
    return found


def _names(pks: list[int]) -> set[int]:
    """The names of proposers and units, as lists show them."""
    sponsors: dict[int, list[str]] = defaultdict(list)
    for case, name in (
        Sponsor.objects.filter(case__in=pks, until=None, voided_by=None)
        .order_by("position")
        .values_list("case", "name")
    ):
        sponsors[case].append(name)
    parts: dict[int, list[Assignment]] = defaultdict(list)
    for part in Assignment.objects.filter(parent__in=pks).exclude(state="ended").select_related("unit").order_by("pk"):
        parts[part.parent_id or 0].append(part)
    changed = []
    for row in Proposal.objects.filter(pk__in=pks):
        before = (row.proposers, row.unit_names, row.lead_unit_id)
        if row.pk in sponsors:
            row.proposers = "、".join(sponsors[row.pk])[:400]
        if row.pk in parts:
            _units(row, parts[row.pk])
        if (row.proposers, row.unit_names, row.lead_unit_id) != before:
            changed.append(row)
    Proposal.objects.bulk_update(changed, ["proposers", "unit_names", "lead_unit"], batch_size=100)
    return {row.pk for row in changed}


def _units(row: Proposal, parts: list[Assignment]) -> None:
    answering = [part for part in parts if part.role in ANSWERING]
    ordered = [*answering, *(part for part in parts if part.role not in ANSWERING)]
    row.unit_names = "、".join(dict.fromkeys(part.unit.name for part in ordered))[:400]
    row.lead_unit_id = answering[0].unit_id if answering else None
