"""The face and panels of an appraisal: what it is about and what came back, the ballot of its meeting, what was suggested."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiyin.oversight.appraisal import FLOW, GRADES, ballot_of
from huiyin.oversight.models import Grade
from huiyin.suggestions.models import Suggestion
from huiyin.ui.panels import Face, Panel, Stop, face, panel

NOW = {"until": None, "voided_by": None}
BEFORE_FEEDBACK = ("survey", "appraised")
"""While the unit reads neither what was said of it nor how it was voted upon."""


def tags(case: Any) -> list[tuple[Any, str]]:
    state = FLOW.by_state[case.state]
    return [(state.label, state.look if state.look in ("way", "soon", "late", "done") else "")]


face(
    Face(
        "appraisal", lambda case: str(case.number) or _("未编号"), tags, lambda case: str(case.unit.name),
        stops=(
            Stop(gettext_lazy("提出"), ("arriving", "proposed"), ("approved",)),
            Stop(gettext_lazy("方案"), ("approved",), ("survey",)),
            Stop(gettext_lazy("调研测评"), ("survey",), ("appraised",)),
            Stop(gettext_lazy("评议反馈"), ("appraised",), ("rectifying",)),
            Stop(gettext_lazy("整改追踪"), ("rectifying", "rectified"), ("closed",)),
        ),
    )
)  # fmt: skip


def subject(tree: Any) -> dict[str, Any] | None:
    ballot, total = ballot_of(tree.case)
    grade = Grade.objects.filter(case=tree.case.pk, **NOW).values_list("grade", flat=True).first()
    inside = tree.post.role in ("general_office", "leader", "secretary")
    if not inside and tree.case.state in BEFORE_FEEDBACK:
        ballot = total = None
    return {
        "why": tree.case.why, "opinion": tree.case.opinion, "measures": tree.case.measures, "grade": dict(GRADES).get(grade or "", ""),
        "ballot": ballot, "total": total, "url": reverse("case", args=[ballot.uid]) if ballot is not None and inside else "",
    }  # fmt: skip


def suggestions(tree: Any) -> dict[str, Any] | None:
    """The unit reads them once they are fed back."""
    inside = tree.post.role in ("general_office", "leader", "secretary")
    if not inside and tree.case.state in BEFORE_FEEDBACK:
        return None
    rows = list(Suggestion.objects.filter(case=tree.case.pk, **NOW).order_by("position"))
    return {"rows": rows} if rows else None


panel(Panel("appraisal-subject", "oversight/appraisal.html", subject))
panel(Panel("appraisal-suggestions", "oversight/ballot_suggestions.html", suggestions))
