"""The cases of one page, read kind by kind: one query a kind, however many rows; long texts stay in the database."""

from collections import defaultdict
from collections.abc import Iterable
from functools import cache
from typing import Any

from django.db import models
from django.urls import reverse

from huiyin.kernel.flow import FLOWS, flow_of
from huiyin.kernel.ids import to_text
from huiyin.kernel.models import Case, Committee


@cache
def light(kind: str) -> list[str]:
    """The fields of a kind that a list does not read: long texts."""
    fields = flow_of(kind).Model._meta.concrete_fields
    return [field.name for field in fields if isinstance(field, models.TextField) or field.name == "items"]


def own_rows(cases: Iterable[Case], committee: Committee) -> dict[int, Any]:
    """By id: the row of each case's own kind, and of the case at its top. Unknown kinds are left out."""
    wanted: dict[str, set[int]] = defaultdict(set)
    tops: set[int] = set()
    for case in cases:
        wanted[case.kind].add(case.pk)
        if case.root_id != case.pk:
            tops.add(case.root_id)
    found = _read(wanted, committee)
    tops -= set(found)
    if tops:
        # All children that a list shows hang under proposals today; a top of another kind costs one query more.
        kinds: dict[str, set[int]] = defaultdict(set)
        known = _read({"proposal": tops}, committee)
        if missing := tops - set(known):
            for pk, kind in Case.objects.filter(pk__in=missing, committee=committee).values_list("pk", "kind"):
                kinds[kind].add(pk)
            known |= _read(kinds, committee)
        found |= known
    return found


def _read(wanted: dict[str, set[int]], committee: Committee) -> dict[int, Any]:
    found: dict[int, Any] = {}
    for kind, ids in wanted.items():
        if kind not in FLOWS:
            continue
        rows = flow_of(kind).Model.objects.filter(pk__in=ids, committee=committee)
        for row in rows.defer(*light(kind)):
            row.committee = committee
            found[row.pk] = row
    return found


def case_url(root_id: int) -> str:
    """The page of a case; a child is shown on the page of the case at its top."""
    return _pattern("case").replace("=", to_text(root_id))


def draft_url(pk: int) -> str:
    return _pattern("draft").replace("=", to_text(pk))


@cache
def _pattern(name: str) -> str:
    return reverse(name, args=["="])


def about(row: Any) -> str:
    """The small line under a title: number, proposers, the part that a unit has."""
    parts = [row.number or getattr(row, "intake_number", ""), first_names(getattr(row, "proposers", ""))]
    return " · ".join(str(part) for part in parts if part)


def first_names(names: str, most: int = 2) -> str:
    """甲、乙 等 5 人: the first two of a long row of names."""
    parts = [part for part in names.split("、") if part]
    return names if len(parts) <= most else f"{'、'.join(parts[:most])} 等 {len(parts)} 人"
