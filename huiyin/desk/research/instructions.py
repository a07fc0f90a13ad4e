"""Leaders' instructions 批示 on proposals and on reports: to which unit, by when, how far (C29)."""

from typing import Any

from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from huiyin.desk.access import signed_in, visible
from huiyin.desk.lists.paging import capped, page_of
from huiyin.kernel import clock
from huiyin.papers.flow import FLOW
from huiyin.papers.models import Instruction
from huiyin.ui.templatetags.ui import replaced

READS = (
    "general_office",
    "secretary",
    "leader",
    "proposal_office",
    "proposal_director",
    "assigning",
    "unit",
    "unit_head",
)
VIEWS = (
    ("open", gettext_lazy("没有办结"), Q(finished=False)),
    ("late", gettext_lazy("逾期"), Q(finished=False)),
    ("done", gettext_lazy("已办结"), Q(finished=True)),
    ("all", gettext_lazy("全部"), Q()),
)


@require_safe
@signed_in(*READS)
def listed(request: Any) -> HttpResponse:
    """`?view=open|late|done|all&q=`. A constant number of queries."""
    today = clock.today()
    view = request.GET.get("view", "open")
    views = {name: where & Q(due__lt=today) if name == "late" else where for name, _label, where in VIEWS}
    rows = visible(Instruction, request.post)
    counts = rows.aggregate(**{name: Count("pk", filter=where) for name, where in views.items()})
    rows = rows.filter(views.get(view, views["open"]))
    if q := request.GET.get("q", "").replace("\x00", "").strip()[:50]:
        rows = rows.filter(Q(title__icontains=q) | Q(leader_name__icontains=q) | Q(addressee__name__icontains=q))
    page = page_of(rows.select_related("addressee", "parent").order_by("finished", "due", "pk"), request, capped(rows))
    shown = [
        {"row": row, "state": FLOW.by_state[row.state].label, "late": bool(not row.finished and row.due and row.due < today)}
        for row in page
    ]  # fmt: skip
    tabs = [
        {"label": label, "url": replaced(request.GET, {"view": name, "page": None}), "count": counts[name], "current": name == view}
        for name, label, _where in VIEWS
    ]  # fmt: skip
    return render(
        request,
        "desk/research/instructions.html",
        {"page_obj": page, "rows": shown, "tabs": tabs, "q": q, "view": view},
    )
