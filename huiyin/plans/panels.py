"""Faces and panels of the plan, a topic and a change on the case page."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiyin.consultations.forms import forms_here
from huiyin.kernel.models import Person
from huiyin.plans import rules
from huiyin.plans.becoming import became
from huiyin.plans.flow import CHANGE, PLAN, TOPIC
from huiyin.plans.models import TIMES, OfficeAsked, OfficeOpinion, PlanTopic, UnitInvolved
from huiyin.ui.panels import Face, Panel, Stop, face, panel

ROAD = (
    Stop(gettext_lazy("两办会商"), ("editing",), ("chair",)),
    Stop(gettext_lazy("主席会议"), ("chair",), ("party",)),
    Stop(gettext_lazy("党委审定"), ("party",), ("decided",)),
    Stop(gettext_lazy("发文"), ("decided",), ("issued",)),
)
FLOWS = {"consultation_plan": PLAN, "plan_topic": TOPIC, "plan_change": CHANGE}


def tags(case: Any) -> list[tuple[Any, str]]:
    state = FLOWS[case.kind].by_state[case.state]
    return [(state.label, state.look if state.look in ("way", "soon", "late", "done") else "")]


def topic_about(case: Any) -> str:
    said = [
        str(case.get_raised_as_display()),
        dict(forms_here(case.committee)).get(case.form, ""),
        str(case.get_quarter_display() or ""),
        case.lead,
    ]
    return " · ".join([one for one in said if one] + ([_("监督性")] if case.supervisory else []))


def issued_by(case: Any) -> str:
    return str(case.document)


face(
    Face(
        "consultation_plan",
        lambda case: _("{year}年").format(year=case.year),
        tags,
        issued_by,
        stops=(Stop(gettext_lazy("征集"), ("collecting",), ("editing",)), *ROAD),
    )
)
face(Face("plan_change", lambda case: "", tags, lambda case: str(case.get_what_display()), issued_by, stops=ROAD))
face(
    Face(
        "plan_topic", lambda case: "", tags, topic_about, lambda case: _("牵头：{name}").format(name=case.leader.name) if case.leader else "",
        stops=(
            Stop(gettext_lazy("征集"), ("arriving", "collected"), ("shortlisted",)),
            Stop(gettext_lazy("初选"), ("shortlisted",), ("issued",)),
            Stop(gettext_lazy("列入"), ("issued",), ("in_progress",)),
            Stop(gettext_lazy("协商"), ("in_progress",), ("done",)),
        ),
    )
)  # fmt: skip


def topics(tree: Any) -> dict[str, Any] | None:
    rows = PlanTopic.objects.filter(TOPIC.sees.twin(tree.post), whole=tree.case.pk).order_by("quarter", "pk")
    shown = [
        {"row": row, "state": TOPIC.by_state[row.state].label, "look": TOPIC.by_state[row.state].look} for row in rows
    ]
    return {"topics": shown, "url": f"{reverse('plan')}?year={tree.case.year}"}


def opinions(tree: Any) -> dict[str, Any] | None:
    """What the offices answer in this round."""
    asked = list(
        OfficeAsked.objects.filter(case=tree.case.pk, **rules.NOW).select_related("office").order_by("office__name")
    )
    if not asked:
        return None
    said = {row.office_id: row for row in OfficeOpinion.objects.filter(case=tree.case.pk, **rules.NOW)}
    return {"rows": [{"name": row.office.name, "said": said.get(row.office_id)} for row in asked]}


def topic(tree: Any) -> dict[str, Any] | None:
    units = UnitInvolved.objects.filter(case=tree.case.pk, **rules.NOW).select_related("unit").order_by("unit__name")
    plan = tree.case.whole
    return {
        "units": [row.unit.name for row in units],
        "url": f"{reverse('plan')}?year={plan.year}",
        "whole": plan.title,
    }


def becomes(tree: Any) -> dict[str, Any] | None:
    rows = became([tree.case.pk], tree.post).get(tree.case.pk, [])
    return {"rows": rows} if rows or tree.case.result else None


def change(tree: Any) -> dict[str, Any] | None:
    given, case = tree.case.given, tree.case
    said = [
        (_("题目"), given.get("title")),
        (_("协商形式"), dict(forms_here(case.committee)).get(given.get("form", ""))),
        (_("什么时候"), dict(TIMES).get(given.get("quarter", 0))),
    ]
    if leader := given.get("leader"):
        said.append((_("牵头领导"), Person.objects.filter(pk=leader).values_list("name", flat=True).first()))
    said.append((_("牵头专委会"), given.get("lead")))
    return {"said": [(label, value) for label, value in said if value], "topic": case.topic}


panel(Panel("plan-topics", "plans/topics.html", topics))
panel(Panel("plan-opinions", "plans/opinions.html", opinions))
panel(Panel("plan-topic", "plans/topic.html", topic))
panel(Panel("plan-becomes", "plans/becomes.html", becomes))
panel(Panel("plan-change", "plans/change.html", change))
