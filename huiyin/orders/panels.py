"""A call's and a lead's faces and panels on the case page."""

from typing import Any

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiyin.kernel.models import Todo
from huiyin.orders import rules
from huiyin.orders.flow import CALL, FLOW, WAYS
from huiyin.orders.models import OrderLead, OrderResearch
from huiyin.ui.panels import Face, Panel, Stop, face, panel

INSIDE = ("proposal_office", "proposal_director", "leader", "reviewer", "general_office", "assigning")


def tags_of(flow: Any) -> Any:
    def tags(case: Any) -> list[tuple[Any, str]]:
        state = flow.by_state[case.state]
        return [(state.label, state.look if state.look in ("way", "soon", "late", "done") else "")]

    return tags


face(
    Face(
        "order_call",
        lambda case: str(case.number) or _("未编号"),
        tags_of(CALL),
        lambda case: _("与{office}联合征集").format(office=case.office.name),
    )
)
face(
    Face(
        "order_lead", lambda case: str(case.number) or _("未编号"), tags_of(FLOW),
        lambda case: " · ".join([case.unit.name, _("希望形成{level}提案").format(level=case.get_level_display())]),
        stops=(
            Stop(gettext_lazy("报送"), (), ("sent",)),
            Stop(gettext_lazy("筛选"), ("sent",), ("accepted",)),
            Stop(gettext_lazy("发布"), ("accepted",), ("published",)),
            Stop(gettext_lazy("认领"), ("published",), ("claimed",)),
            Stop(gettext_lazy("调研"), ("claimed",), ("researched",)),
            Stop(gettext_lazy("转化"), ("researched", "drafting"), ("converted",)),
        ),
    )
)  # fmt: skip


def call(tree: Any) -> dict[str, Any]:
    """What is asked, and the leads that came: all for those who keep it, a unit's own for the unit."""
    case, post = tree.case, tree.post
    rows = OrderLead.objects.filter(call=case.pk).select_related("unit").order_by("unit__name", "pk")
    inside = post.role in INSIDE
    if not inside:
        rows = rows.filter(unit=post.organisation_id)
    leads = [
        {"row": row, "state": FLOW.by_state[row.state].label, "url": reverse("case", args=[row.uid])} for row in rows
    ]
    return {
        "words": case.words,
        "by": case.reply_by,
        "leads": leads,
        "inside": inside,
        "units": _units(case) if inside else [],
    }


def _units(case: Any) -> list[dict[str, Any]]:
    """Each unit that was asked: how many leads it sent, and whether it is done."""
    sent = dict(OrderLead.objects.filter(call=case.pk).values_list("unit").annotate(n=Count("pk")))
    waits = set(Todo.objects.filter(case=case.pk, step="finish", closed_at=None).values_list("organisation", flat=True))
    rows = rules.CalledUnit.objects.filter(case=case.pk, **rules.NOW).select_related("unit").order_by("unit__name")
    asked = case.state not in rules.HIDDEN
    return [
        {"unit": row.unit.name, "sent": sent.get(row.unit_id, 0), "done": asked and row.unit_id not in waits}
        for row in rows
    ]


def order(tree: Any) -> dict[str, Any]:
    """The unit's own words. How to reach it is for those who work on it."""
    case, post = tree.case, tree.post
    reach = post.role in INSIDE or rules.own_unit.test(post, case) or rules.claimer.test(post, case)
    call_url = (
        reverse("case", args=[case.call.uid]) if case.call and post.role in (*INSIDE, "unit", "unit_head") else ""
    )
    return {"contact": case.contact if reach else "", "call_url": call_url, "came_to": case.came_to}


def research(tree: Any) -> dict[str, Any] | None:
    """What was found together; for the claimers, the unit, and those who keep the work."""
    case, post = tree.case, tree.post
    if not (post.role in INSIDE or rules.own_unit.test(post, case) or rules.claimer.test(post, case)):
        return None
    ways = dict(WAYS)
    rows = OrderResearch.objects.filter(case=case.pk, **rules.NOW).order_by("on", "pk")
    notes = [{"row": row, "way": ways.get(row.way, row.way)} for row in rows]
    return {"notes": notes} if notes else None


def people(tree: Any) -> dict[str, Any] | None:
    rows = list(rules.claims(tree.case))
    return {"claims": rows} if rows else None


panel(Panel("order-call", "orders/call.html", call))
panel(Panel("order-words", "orders/order.html", order))
panel(Panel("order-research", "orders/research.html", research))
panel(Panel("order-people", "orders/people.html", people, place="margin"))
