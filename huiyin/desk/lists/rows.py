"""The cases of one page, read kind by kind: one query a kind, however many rows; long texts stay in the database."""

from collections import defaultdict
from collections.abc import Iterable
from functools import cache
from typing import Any

from django.db import models
from django.db.models import Q, QuerySet
from django.urls import reverse

from huiyin.kernel.flow import FLOWS, Flow, flow_of
from huiyin.kernel.ids import to_text
from huiyin.kernel.models import Case, Committee, Post
from huiyin.kernel.who import EVERYBODY


@cache
def light(kind: str) -> list[str]:
    """The fields of a kind that a list does not read: long texts."""
    fields = flow_of(kind).Model._meta.concrete_fields
    return [field.name for field in fields if isinstance(field, models.TextField) or field.name == "items"]


def own_rows(cases: Iterable[tuple[str, int]], committee: Committee) -> dict[int, Any]:
    """By id, for (kind, id) of each case: the row of its own kind, and of the case at its top. Unknown kinds are left out."""
    wanted: dict[str, set[int]] = defaultdict(set)
    for kind, pk in cases:
        wanted[kind].add(pk)
    found = _read(wanted, committee)
    tops = {row.root_id for row in found.values()} - set(found)
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


def sees_all(flow: Flow, post: Post) -> bool:
    """Whether a post sees every case of a kind in its committee, so that a list need not ask case by case."""
    twin = flow.sees.twin(post)
    return twin == EVERYBODY or (twin.connector == Q.OR and not twin.negated and EVERYBODY in twin.children)


def case_alone(flow: Flow, post: Post) -> Q | None:
    """What a post sees of a kind, where columns of the case table say it (what is handed in; ids that are its own); else nothing."""
    if sees_all(flow, post):
        return Q()
    twin = flow.sees.twin(post)
    return twin if {name.split("__")[0] for name, _value in _leaves(twin)} <= _case_columns() else None


def picks_its_own(where: Q | None) -> bool:
    """Whether a rule gathers ids from another table: what such a post sees is few, and is best fetched as it is."""
    return where is None or any(isinstance(value, QuerySet) for _name, value in _leaves(where))


def _leaves(where: Q) -> Iterable[tuple[str, Any]]:
    for child in where.children:
        if isinstance(child, Q):
            yield from _leaves(child)
        else:
            yield child if isinstance(child, tuple) else ("", child)


@cache
def _case_columns() -> set[str]:
    return {name for field in Case._meta.concrete_fields for name in (field.name, field.attname, "pk")}


def case_url(root_id: int) -> str:
    """The page of a case; a child is shown on the page of the case at its top."""
    return _pattern("case").replace("=", to_text(root_id))


def draft_url(pk: int) -> str:
    return _pattern("draft").replace("=", to_text(pk))


@cache
def _pattern(name: str) -> str:
    return reverse(name, args=["="])


def role_of(row: Any) -> str:
    """主办, 会办: the part that a row says it has; nothing for a kind without one. Django's own display hashes every choice anew."""
    return str(_roles(row.kind).get(getattr(row, "role", ""), ""))


@cache
def _roles(kind: str) -> dict[Any, Any]:
    return next(
        (dict(field.flatchoices) for field in flow_of(kind).Model._meta.concrete_fields if field.name == "role"), {}
    )


def bodies_of(model: Any) -> list[str]:
    """What a list of a kind reads along with each row: the unit that a part was given to."""
    return [field.name for field in model._meta.concrete_fields if field.name == "unit"]


def about(row: Any) -> str:
    """The small line under a title: number, proposers, the part that a unit has."""
    unit = row._state.fields_cache.get("unit")
    parts = [row.number or getattr(row, "intake_number", ""), first_names(getattr(row, "proposers", "")), unit]
    return " · ".join(str(part) for part in parts if part)


def first_names(names: str, most: int = 2, bodies: bool = False) -> str:
    """甲、乙 等 5 人: the first two of a long row of names; of units, 等 5 家."""
    parts = [part for part in names.split("、") if part]
    return names if len(parts) <= most else f"{'、'.join(parts[:most])} 等 {len(parts)} {'家' if bodies else '人'}"
