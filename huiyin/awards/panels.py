"""The faces of an evaluation and of a unit's mark on the case page."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiyin.awards.flow import EVALUATION, MARK
from huiyin.awards.models import Honour, Objection, UnitMark
from huiyin.awards.reading import explained
from huiyin.awards.rounds import sees_mark
from huiyin.ui.panels import Face, Panel, Stop, face, panel


def tags(flow: Any) -> Any:
    def of(case: Any) -> list[tuple[Any, str]]:
        state = flow.by_state[case.state]
        return [(state.label, state.look if state.look in ("way", "soon", "late", "done") else "")]

    return of


face(
    Face(
        "evaluation", lambda case: case.session.name if case.session else "", tags(EVALUATION),
        about=lambda case: case.decision,
        stops=(
            Stop(gettext_lazy("算定公示"), ("counting",), ("shown",)),
            Stop(gettext_lazy("异议"), ("shown",), ("settled",)),
            Stop(gettext_lazy("命名"), ("settled",), ("named",)),
        ),
    )
)  # fmt: skip
face(
    Face(
        "unit_mark", lambda case: case.session.name if case.session else "", tags(MARK),
        about=lambda case: _("第 {n} 名").format(n=case.rank) if case.rank else "",
    )
)  # fmt: skip


def marks(tree: Any) -> dict[str, Any] | None:
    """The ranking of an evaluation, each mark a door, for those who may see it. Two queries."""
    rows = (
        UnitMark.objects.filter(sees_mark.twin(tree.post), of_round=tree.case.pk).select_related("unit").defer("parts")
    )
    found = sorted(rows, key=lambda row: (row.replies == 0, row.total is None, -(row.total or 0), row.unit.name))
    honoured = set(
        Honour.objects.filter(case__in=[row.pk for row in found], voided_by=None, until=None).values_list(
            "case_id", flat=True
        )
    )
    return (
        {
            "marks": [
                {"row": row, "state": MARK.by_state[row.state].label, "honoured": row.pk in honoured} for row in found
            ],
            "apart": any(row.replies == 0 for row in found),
        }
        if found
        else None
    )


def parts(tree: Any) -> dict[str, Any]:
    """Why it is this mark: every part with the cases that were counted, and the objections. Two queries."""
    objections = list(Objection.objects.filter(case=tree.case.pk, voided_by=None).order_by("pk"))
    return {
        "lines": explained(tree.case.parts),
        "objections": objections,
        "points": tree.case.points,
        "change": tree.case.change,
        "total": tree.case.total,
    }


panel(Panel("evaluation-marks", "awards/marks.html", marks))
panel(Panel("mark-parts", "awards/parts.html", parts))
