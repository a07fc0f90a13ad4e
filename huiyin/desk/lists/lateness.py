"""How late a case is, said the same on every page: by the soonest open clock, whichever step it is for.

A part's clocks are its own. A whole case is as late as what it waits for: its own clocks and those of the parts that answer it; a
co-opinion is late in its part. The case page (desk.cases.now) reads it the same way.
"""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db.models import F, Q

from huiyin.handling.models import ANSWERING
from huiyin.kernel import clock
from huiyin.kernel.models import Case, Todo


def carried() -> Q:
    """The clocks of a case that its answer waits for, as conditions on Todo joined to its case."""
    return Q(case__parent=None) | Q(kind="assignment", case__assignment__role__in=ANSWERING)


def of_cases(pks: Iterable[int]) -> dict[int, Todo]:
    """For each whole case the open clock that runs out first. One query."""
    pks = list(pks)
    trees = Case.objects.filter(Q(pk__in=pks) | Q(parent__in=pks)).values("pk")
    rows = Todo.objects.filter(carried(), case__in=trees, closed_at=None).select_related("case")
    found: dict[int, Todo] = {}
    for todo in rows.order_by(F("due").desc(nulls_first=True), "-pk"):
        found[todo.case.root_id] = todo
    return found


def of_parts(pks: Iterable[int]) -> dict[int, list[Todo]]:
    """For each part its open clocks, the soonest first. One query."""
    found: dict[int, list[Todo]] = defaultdict(list)
    rows = Todo.objects.filter(case__in=list(pks), closed_at=None).select_related("organisation")
    for todo in rows.order_by(F("due").asc(nulls_last=True), "pk"):
        found[todo.case_id].append(todo)
    return found


def first_of_parts(pks: Iterable[int]) -> dict[int, tuple[Any, ...]]:
    """For each part its soonest open clock, as (due, starts, span, rule). One query."""
    rows = Todo.objects.filter(case__in=list(pks), closed_at=None).order_by(F("due").desc(nulls_first=True), "-pk")
    return {row[0]: row[1:] for row in rows.values_list("case_id", "due", "starts", "span", "rule")}


def late_cases() -> Q:
    """The whole cases of which such a clock has run out, as a condition on Case or Proposal."""
    clocks = Todo.objects.filter(carried(), closed_at=None, due__lt=clock.today())
    return Q(pk__in=clocks.values("case__root_id"))
