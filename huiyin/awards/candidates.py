"""Which closed proposals of a session deserve a look (R-081): each reason is a set of cases, its worth a rule; the meeting decides."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from huiyin.handling.models import CaseMark, Commitment, Rating, ResultClass
from huiyin.kernel import parameters
from huiyin.kernel.models import Committee, Facet, Period
from huiyin.proposals.models import COLLECTIVE, Proposal
from huiyin.suggestions.models import SuggestionAnswer

DONE = ("closed", "tracking", "archived")
Holds = {"voided_by": None, "until": None}


@dataclass(frozen=True)
class Reason:
    """`cases(rows)`: the ids of the proposals among these that have it."""

    code: str
    about: Any
    cases: Callable[[QuerySet[Proposal]], QuerySet[Any]]


def _adopted(rows: QuerySet[Proposal]) -> QuerySet[Any]:
    answers = SuggestionAnswer.objects.filter(adoption__in=("adopted", "partly"), **Holds)
    return answers.filter(suggestion__case__in=rows.values("pk")).values_list("suggestion__case_id", flat=True)


def _facet(name: str, *values: str) -> Callable[[QuerySet[Proposal]], QuerySet[Any]]:
    return lambda rows: Facet.objects.filter(
        case__in=rows.values("pk"), name=name, value__in=values, **Holds
    ).values_list("case_id", flat=True)


def _under(model: Any, **where: Any) -> Callable[[QuerySet[Proposal]], QuerySet[Any]]:
    return lambda rows: model.objects.filter(case__parent__in=rows.values("pk"), **Holds, **where).values_list(
        "case__parent_id", flat=True
    )


# fmt: off
REASONS = {one.code: one for one in (
    Reason("adopted", _("答复写明采纳或部分采纳的"), _adopted),
    Reason("solved", _("有答复分类为已解决的，后来解决的也算"), _under(ResultClass, tag="solved")),
    Reason("satisfied", _("提案者评价满意的"), lambda rows: Rating.objects.filter(case__in=rows.values("pk"), value="satisfied", co=False, **Holds).values_list("case_id", flat=True)),
    Reason("key", _("重点提案"), _facet("key", "yes")),
    Reason("kept", _("有承诺经核实办成的"), lambda rows: Commitment.objects.filter(parent__in=rows.values("pk"), state="verified").values_list("parent_id", flat=True)),
    Reason("marked_good", _("有承办单位评价质量高的"), _under(CaseMark, value="good")),
    Reason("collective", _("集体提案"), _facet("kind", *COLLECTIVE)),
)}
# fmt: on


@dataclass(frozen=True)
class Candidate:
    """A proposal with the points and the reasons it has."""

    pk: int
    points: float
    reasons: tuple[str, ...]


def candidates(committee: Committee, session: Period, most: int = 50) -> list[Candidate]:
    """The session's closed proposals with at least one reason, the worthiest first. One query a rule."""
    rows = Proposal.objects.filter(committee=committee, session=session, state__in=DONE)
    points: dict[int, float] = {}
    reasons: dict[int, list[str]] = {}
    for code, label, worth in parameters.get(committee, "P-27-WORTH"):
        if code not in REASONS:
            continue
        for pk in set(REASONS[code].cases(rows)):
            points[pk] = points.get(pk, 0.0) + float(worth)
            reasons.setdefault(pk, []).append(label)
    ranked = sorted(points, key=lambda pk: (-points[pk], pk))[:most]
    return [Candidate(pk, points[pk], tuple(reasons[pk])) for pk in ranked]
