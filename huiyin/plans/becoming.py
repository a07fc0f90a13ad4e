"""What each topic of a plan has become: its consultations and other work, their meetings, suggestions and what came of them."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import CharField, Count, Q, Value

from huiyin.activities.models import Activity
from huiyin.consultations.models import OUTCOMES, Check, Consultation, SubIssue
from huiyin.kernel.flow import FLOWS
from huiyin.kernel.models import Link, Post
from huiyin.plans.rules import NOW, PLANNED
from huiyin.suggestions.models import Suggestion, SuggestionAnswer


@dataclass
class Became:
    """One work that a topic became. Numbers are of a consultation; other work has its state alone."""

    uid: str
    kind: Any
    number: str
    title: str
    state: Any
    seen: bool
    held: int = 0
    issues: int = 0
    items: int = 0
    adopted: int = 0
    solved: int = 0
    outcome: Any = ""
    told: str = field(default="")


def became(topics: Iterable[int], post: Post) -> dict[int, list[Became]]:
    """{topic: what it became}, the first first. A constant number of queries whatever the number of topics.

    What this post may not see it finds named by its kind and state alone.
    """
    links = list(Link.objects.filter(source__in=list(topics), kind=PLANNED).select_related("target").order_by("pk"))
    found: dict[int, list[Became]] = {}
    seen = _seen([link.target for link in links], post)
    whole = _numbers([link.target_id for link in links if link.target.kind == "consultation"])
    for link in links:
        case, flow = link.target, FLOWS[link.target.kind]
        visible = case.pk in seen
        one = Became(
            case.uid,
            flow.label,
            case.number if visible else "",
            case.title if visible else "",
            flow.by_state[case.state].label,
            visible,
        )
        for name, value in whole.get(case.pk, {}).items() if visible else ():
            setattr(one, name, value)
        found.setdefault(link.source_id, []).append(one)
    return found


def _seen(cases: list[Any], post: Post) -> set[int]:
    """Those that this post may open: one query a kind."""
    found: set[int] = set()
    for kind in {case.kind for case in cases}:
        flow = FLOWS[kind]
        pks = [case.pk for case in cases if case.kind == kind]
        found.update(flow.Model.objects.filter(flow.sees.twin(post), pk__in=pks).values_list("pk", flat=True))
    return found


def _numbers(pks: list[int]) -> dict[int, dict[str, Any]]:
    """What each consultation came to. Two queries: its own row, and all its numbers."""
    if not pks:
        return {}
    names = dict(OUTCOMES)
    own = Consultation.objects.filter(pk__in=pks).order_by().values_list("pk", "outcome", "told")
    found: dict[int, dict[str, Any]] = {
        pk: {"outcome": names.get(outcome, ""), "told": told} for pk, outcome, told in own
    }
    counts = {
        "held": Activity.objects.filter(parent__in=pks, state="held").values_list("parent").annotate(n=Count("pk")),
        "issues": SubIssue.objects.filter(case__in=pks, **NOW).values_list("case").annotate(n=Count("pk")),
        "items": Suggestion.objects.filter(case__in=pks, **NOW).values_list("case").annotate(n=Count("pk")),
        "adopted": SuggestionAnswer.objects.filter(Q(adoption="adopted") | Q(adoption="partly"), case__in=pks, **NOW).values_list("case").annotate(n=Count("suggestion", distinct=True)),
        "solved": Check.objects.filter(case__parent__in=pks, solved="solved", **NOW).values_list("case__parent").annotate(n=Count("case", distinct=True)),
    }  # fmt: skip
    first, *others = (
        rows.order_by().annotate(what=Value(name, output_field=CharField())) for name, rows in counts.items()
    )
    for pk, n, name in first.union(*others, all=True):
        found[pk][name] = n
    return found
