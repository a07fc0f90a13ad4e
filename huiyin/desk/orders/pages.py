"""Order leads: what waits, what may be taken up, and the funnel from lead to conversion by unit and year."""

from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from huiyin.desk.access import number_in, signed_in, visible
from huiyin.desk.lists.paging import capped, page_of
from huiyin.kernel import clock
from huiyin.kernel.figures import REGISTRY, Scope, period
from huiyin.kernel.models import Organisation, Post
from huiyin.orders.figures import FUNNEL
from huiyin.orders.flow import CALL, FLOW
from huiyin.orders.models import OrderCall, OrderClaim, OrderLead
from huiyin.people.roles import OFFICE
from huiyin.ui.funnel import funnel
from huiyin.ui.templatetags.ui import replaced

WATCH = (*OFFICE, "leader", "reviewer", "general_office", "assigning")
READS = (*WATCH, "member", "unit", "unit_head")
VIEWS = (
    ("open", gettext_lazy("正在办"), Q(state__in=("sent", "accepted", "claimed", "researched", "drafting"))),
    ("free", gettext_lazy("待认领"), Q(state="published")),
    ("done", gettext_lazy("已转化"), Q(state="converted")),
    ("rest", gettext_lazy("没有采用、并入、过期"), Q(state__in=("rejected", "merged", "expired"))),
    ("all", gettext_lazy("全部"), ~Q(state="")),
)
RATES = ("orders.claim_rate", "orders.conversion_rate")


@require_safe
@signed_in(*READS)
def listed(request: Any) -> HttpResponse:
    """`?view=free|open|done|rest|all&year=&q=&mine=1`. A constant number of queries."""
    post = request.post
    views = {name: where for name, _label, where in VIEWS}
    view = request.GET.get("view", "free" if post.role == "member" else "open")
    rows = visible(OrderLead, post)
    if mine := post.role == "member" and request.GET.get("mine") == "1":
        held = OrderClaim.objects.filter(person=post.person_id, until=None, voided_by=None)
        rows, view = rows.filter(pk__in=held.values("case")), "all"
    counts = rows.aggregate(**{name: Count("pk", filter=where) for name, where in views.items()})
    rows = rows.filter(views.get(view, views["open"]))
    if q := request.GET.get("q", "").replace("\x00", "").strip()[:50]:
        rows = rows.filter(Q(number__icontains=q) | Q(title__icontains=q) | Q(unit__name__icontains=q))
    page = page_of(rows.select_related("unit").order_by("-opened_at", "-pk"), request, capped(rows))
    tabs = [
        {"label": label, "url": replaced(request.GET, {"view": name, "page": None, "mine": None}), "count": counts[name], "current": name == view and not mine}
        for name, label, _where in VIEWS
    ]  # fmt: skip
    words = {
        "page_obj": page, "rows": shown(page), "tabs": tabs, "q": q, "view": view, "mine": mine, "member": post.role == "member",
        "calls": calls(post), "keeps": post.role in OFFICE, **numbers(request),
    }  # fmt: skip
    return render(request, "desk/orders/list.html", words)


def shown(page: Any) -> list[dict[str, Any]]:
    """Rows with who took them up."""
    names: dict[int, list[str]] = {}
    held = OrderClaim.objects.filter(case__in=[row.pk for row in page], until=None, voided_by=None).select_related(
        "person"
    )
    for row in held.order_by("pk"):
        names.setdefault(row.case_id, []).append(row.person.name)
    today = clock.today()
    return [
        {"row": row, "state": FLOW.by_state[row.state], "people": names.get(row.pk, []), "late": bool(row.due and row.due < today)}
        for row in page
    ]  # fmt: skip


def calls(post: Post) -> list[dict[str, Any]]:
    """The calls that run, for those whom they concern."""
    rows = (
        visible(OrderCall, post)
        .exclude(state__in=("closed", "dropped"))
        .select_related("office")
        .order_by("reply_by", "pk")
    )
    return [
        {"row": row, "state": CALL.by_state[row.state].label, "url": reverse("case", args=[row.uid])}
        for row in rows[:10]
    ]


def numbers(request: Any) -> dict[str, Any]:
    """The funnel of a year, and each unit's; for those who keep or lead the work."""
    post = request.post
    if post.role not in WATCH:
        return {}
    today = clock.today()
    year = number_in(request.GET.get("year", "")) or today.year
    year = year if 2000 <= year <= today.year + 1 else today.year
    scope, code = Scope(post.committee, period(post.committee, str(year))), str(year)
    values = {one.name: one.value(scope) for one in FUNNEL}
    stages = [
        {"label": one.label, "value": values[one.name], "unit": one.unit, "url": url(one.name, code)} for one in FUNNEL
    ]
    rates = [{"answer": REGISTRY[name].answer(scope), "url": url(name, code)} for name in RATES]
    return {
        "funnel": funnel(stages) if values["orders.received"] else [], "rates": rates, "by_unit": by_unit(scope, code),
        "year": year, "years": [today.year + 1, today.year, today.year - 1, today.year - 2],
        "heads": [_("报来"), _("采用"), _("发布"), _("认领"), _("调研"), _("转化")],
    }  # fmt: skip


def url(name: str, code: str, unit: int | None = None) -> str:
    """The rows behind a number."""
    return f"{reverse('figure', args=[name])}?{urlencode({'period': code} | ({'unit': str(unit)} if unit else {}))}"


def by_unit(scope: Scope, code: str) -> list[dict[str, Any]]:
    """Every unit that sent a lead, the most first; each number opens its rows."""
    split = [one.split(scope, one.unit_at) for one in FUNNEL]
    pks = sorted(split[0], key=lambda pk: -split[0][pk])[:60]
    names = dict(Organisation.objects.filter(pk__in=pks).values_list("pk", "name"))
    return [
        {"name": names.get(pk, ""), "cells": [{"n": part.get(pk, 0), "url": url(one.name, code, pk)} for one, part in zip(FUNNEL, split, strict=True)]}
        for pk in pks
    ]  # fmt: skip
