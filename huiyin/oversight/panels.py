"""The face and panels of a subject of oversight: what it is about, its visits, what was found, the letters and what becomes of each item."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiyin.activities.attending import called
from huiyin.activities.flow import FLOW as ACTIVITY
from huiyin.activities.models import CATEGORIES, Activity, Attendance
from huiyin.oversight import appraisal_panels, ballot_panels, rules, squads
from huiyin.oversight.flow import FLOW
from huiyin.oversight.models import METHODS, OversightItem, OversightLetter, UnitWatched
from huiyin.oversight.parts import ITEM, LETTER
from huiyin.ui import days
from huiyin.ui.panels import Face, Panel, Stop, face, panel

__all__ = ["appraisal_panels", "ballot_panels"]

LOOKS = {"rectified": "done", "partly": "soon", "not_done": "late", "answered": "soon"}
STANCE_LOOKS = {"accept": "done", "partly": "soon", "explain": ""}
INSIDE = ("general_office", "leader", "secretary", "member")


def tags(case: Any) -> list[tuple[Any, str]]:
    state = FLOW.by_state[case.state]
    return [(state.label, state.look if state.look in ("way", "soon", "late", "done") else "")]


def about(case: Any) -> str:
    said = [str(case.get_form_display()), str(case.get_mode_display()), str(case.get_origin_display())]
    if case.squad:
        said.append(case.squad.name)
    return " · ".join(said)


face(
    Face(
        "oversight", lambda case: str(case.number) or _("未编号"), tags, about,
        stops=(
            Stop(gettext_lazy("计划"), ("arriving",), ("planned",)),
            Stop(gettext_lazy("监督"), ("planned", "visiting"), ("drafted", "clear")),
            Stop(gettext_lazy("建议书"), ("drafted", "signed"), ("answering",)),
            Stop(gettext_lazy("答复整改"), ("answering",), ("to_report",)),
            Stop(gettext_lazy("报告"), ("to_report",), ("closed",)),
        ),
    )
)  # fmt: skip


def subject(tree: Any) -> dict[str, Any] | None:
    """For a unit: the subject alone, and not who else is looked at."""
    units = UnitWatched.objects.filter(case=tree.case.pk, **rules.NOW).select_related("unit").order_by("unit__name")
    inside = tree.post.role in INSIDE
    names = [row.unit.name for row in units if inside or row.unit_id == tree.post.organisation_id]
    people = squads.members(tree.case.squad) if tree.case.squad and inside else []
    return {
        "background": tree.case.background if inside else "", "units": names, "people": [row.person.name for row in people],
        "report": tree.case.report if inside else "",
    }  # fmt: skip


def visits(tree: Any) -> dict[str, Any] | None:
    """Each visit with who came; names for those who keep or lead the work."""
    rows = [row for row in tree.children if isinstance(row, Activity)]
    if not rows or tree.post.role not in INSIDE:
        return None
    came: dict[int, list[Attendance]] = {row.pk: [] for row in rows}
    for one in Attendance.objects.filter(case__in=list(came), **rules.NOW).select_related("person").order_by("pk"):
        came[one.case_id].append(one)
    return {"visits": [_visit(tree, row, came[row.pk]) for row in rows], "methods": _methods(tree.case)}


def _methods(case: Any) -> str:
    names = dict(METHODS)
    return "、".join(str(names[code]) for code in case.methods.split() if code in names)


def _visit(tree: Any, row: Activity, came: list[Attendance]) -> dict[str, Any]:
    counts = [(label, sum(one.people for one in came if one.category == code)) for code, label in CATEGORIES]
    return {
        "day": days.month_day(row.meets_on), "hour": row.meets_at, "place": row.place, "state": ACTIVITY.by_state[row.state].label,
        "held": row.state == "held", "open": row.state == "planned", "people": sum(one.people for one in came),
        "counts": [(label, n) for label, n in counts if n], "names": "、".join(called(one) for one in came),
        "door": reverse("activity_door", args=[row.uid]) if row.state == "planned" and tree.post.role == "general_office" else "",
    }  # fmt: skip


def mine(tree: Any, unit_id: int) -> bool:
    """A unit reads what concerns itself."""
    return tree.post.role in INSIDE or unit_id == tree.post.organisation_id


def findings(tree: Any) -> dict[str, Any] | None:
    """What was found at each body; once it is sent, with the answer and what was seen the second time."""
    given = {row.suggestion_id: row for row in tree.children if isinstance(row, OversightItem)}
    shown: dict[int, dict[str, Any]] = {}
    for row in rules.findings(tree.case):
        item = given.get(row.suggestion_id)
        if not mine(tree, row.unit_id) or (tree.post.role not in INSIDE and item is None):
            continue
        group = shown.setdefault(row.unit_id, {"unit": row.unit.name, "rows": []})
        group["rows"].append(_row(row, item))
    return {"groups": list(shown.values())} if shown else None


def _row(row: Any, item: OversightItem | None) -> dict[str, Any]:
    return {
        "row": row, "item": item, "state": ITEM.by_state[item.state].label if item else "", "look": LOOKS.get(item.state, "") if item else "",
        "stance": item.get_stance_display() if item and item.stance else "", "stance_look": STANCE_LOOKS.get(item.stance, "") if item else "",
    }  # fmt: skip


def letters(tree: Any) -> dict[str, Any] | None:
    rows = [
        {
            "row": row, "state": LETTER.by_state[row.state].label, "how": row.get_sent_by_display() if row.sent_by else "",
            "pdf": reverse("oversight_letter", args=[row.uid, "pdf"]), "docx": reverse("oversight_letter", args=[row.uid, "docx"]),
        }
        for row in tree.children
        if isinstance(row, OversightLetter) and row.state != "dropped" and mine(tree, row.unit_id)
    ]  # fmt: skip
    return {"letters": rows} if rows else None


panel(Panel("oversight-subject", "oversight/subject.html", subject))
panel(Panel("oversight-visits", "oversight/visits.html", visits))
panel(Panel("oversight-findings", "oversight/findings.html", findings))
panel(Panel("oversight-letters", "oversight/letters.html", letters, place="margin"))
