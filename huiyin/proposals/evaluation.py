"""Evaluating handling units by rules one can read (R-082): each part is a share of rows, each weight a parameter.

A part without a denominator is left out and its weight shared by the others; nobody gets a mark for what did not happen.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, Q
from django.db.models.functions import TruncDate
from django.utils.translation import gettext as _

from huiyin.handling.models import ANSWERING, FACE_TO_FACE, Assignment, Contact, Rating, ResultClass
from huiyin.kernel import parameters
from huiyin.kernel.figures import Scope
from huiyin.kernel.models import Organisation, Todo

Shares = Mapping[int, tuple[int, int]]


@dataclass(frozen=True)
class Part:
    """One criterion for one unit: how many of how many, and what it is worth."""

    code: str
    label: str
    part: int
    whole: int
    weight: float

    @property
    def points(self) -> float:
        return self.weight * self.part / self.whole if self.whole else 0.0


@dataclass(frozen=True)
class Score:
    """A unit's mark out of 100, with every part of it."""

    unit: Organisation
    parts: tuple[Part, ...]

    @property
    def counted(self) -> float:
        return sum(part.weight for part in self.parts if part.whole)

    @property
    def total(self) -> float | None:
        """Out of 100, over the criteria that could be counted; None when none could."""
        return round(100 * sum(part.points for part in self.parts) / self.counted, 1) if self.counted else None

    @property
    def why(self) -> str:
        """The mark in one sentence."""
        said = [
            _("{label} {part}／{whole}，得 {points:.1f}（满分 {weight:g}）").format(
                label=p.label, part=p.part, whole=p.whole, points=p.points, weight=p.weight
            )
            for p in self.parts
            if p.whole
        ]
        left = [p.label for p in self.parts if not p.whole]
        if left:
            said.append(_("{names}没有可数的，不计入，其余按比例折算").format(names="、".join(left)))
        return "；".join(said) + "。"


def _assignments(scope: Scope) -> Any:
    rows = Assignment.objects.filter(committee=scope.committee, parent__kind="proposal").exclude(state="ended")
    return rows.filter(session__in=scope.span.sessions) if scope.span.sessions is not None else rows


def _in_time(scope: Scope, step: str, roles: tuple[str, ...]) -> Shares:
    """Of what came due or was answered, how much was answered by its due date."""
    todos = Todo.objects.filter(case__in=_assignments(scope).filter(role__in=roles), step=step, due__isnull=False)
    todos = todos.filter(Q(closed_at__isnull=False) | Q(due__lt=scope.until.date()))
    rows = todos.annotate(day=TruncDate("closed_at")).values("organisation_id")
    rows = rows.annotate(whole=Count("pk"), part=Count("pk", filter=Q(day__lte=F("due"))))
    return {row["organisation_id"]: (row["part"], row["whole"]) for row in rows}


def _reply_in_time(scope: Scope) -> Shares:
    return _in_time(scope, "reply", ANSWERING)


def _opinion_in_time(scope: Scope) -> Shares:
    return _in_time(scope, "co_opinion", ("co",))


def _contacted(scope: Scope) -> Shares:
    due = _assignments(scope).filter(role__in=ANSWERING)
    met = Contact.objects.filter(voided_by=None, way__in=FACE_TO_FACE).values("case")
    rows = due.values("unit_id").annotate(whole=Count("pk"), part=Count("pk", filter=Q(pk__in=met)))
    return {row["unit_id"]: (row["part"], row["whole"]) for row in rows}


def _content(scope: Scope) -> Shares:
    rated = Rating.objects.filter(voided_by=None, until=None, co=False).values("case")
    good = Rating.objects.filter(voided_by=None, until=None, co=False, value__in=("satisfied", "basically")).values(
        "case"
    )
    due = _assignments(scope).filter(role__in=ANSWERING, parent__in=rated)
    rows = due.values("unit_id").annotate(whole=Count("pk"), part=Count("pk", filter=Q(parent__in=good)))
    return {row["unit_id"]: (row["part"], row["whole"]) for row in rows}


def _solved(scope: Scope) -> Shares:
    rows = ResultClass.objects.filter(case__in=_assignments(scope), voided_by=None, until=None).values(
        "organisation_id"
    )
    rows = rows.annotate(whole=Count("pk"), part=Count("pk", filter=Q(tag="solved")))
    return {row["organisation_id"]: (row["part"], row["whole"]) for row in rows}


CRITERIA: dict[str, Callable[[Scope], Shares]] = {
    "reply_in_time": _reply_in_time,
    "opinion_in_time": _opinion_in_time,
    "contacted": _contacted,
    "content": _content,
    "solved": _solved,
}


def unit_scores(scope: Scope) -> list[Score]:
    """Every unit that had something to handle, the best first; those without a mark last. Six queries."""
    weights = parameters.get(scope.committee, "P-28", scope.as_of)
    shares = {code: CRITERIA[code](scope) for code, _label, _weight in weights if code in CRITERIA}
    units = Organisation.objects.filter(pk__in={pk for found in shares.values() for pk in found if pk})
    scores = [
        Score(
            unit,
            tuple(
                Part(code, label, *shares[code].get(unit.pk, (0, 0)), float(weight))
                for code, label, weight in weights
                if code in shares
            ),
        )
        for unit in units
    ]
    return sorted(scores, key=lambda score: (score.total is None, -(score.total or 0), score.unit.name))
