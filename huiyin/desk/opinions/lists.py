"""Opinion reports by where they stand: the office sees what was handed in, an author his own."""

from typing import Any

from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from huiyin.desk.access import signed_in, visible
from huiyin.desk.lists.paging import capped, page_of
from huiyin.kernel import clock, parameters
from huiyin.opinions.flow import FLOW
from huiyin.opinions.models import OpinionReport
from huiyin.opinions.panels import number
from huiyin.opinions.rules import WRITERS
from huiyin.ui.templatetags.ui import replaced

READERS = (*WRITERS, "secretary", "leader", "unit_head")
MAKERS = ("info_office", "secretary")
VIEWS = (
    ("draft", gettext_lazy("草稿"), ("draft", "returned")),
    ("new", gettext_lazy("来稿"), ("submitted", "urgent")),
    ("making", gettext_lazy("编审"), ("selected", "edited", "checked", "issued")),
    ("sent", gettext_lazy("已报送"), ("dispatched", "answered")),
    ("closed", gettext_lazy("已反馈"), ("closed",)),
    ("kept", gettext_lazy("留存"), ("kept",)),
    ("all", gettext_lazy("全部"), ()),
)
OPEN = ("submitted", "urgent", "selected", "edited", "checked", "issued", "dispatched", "answered")


def where(states: tuple[str, ...]) -> Q:
    return Q(state__in=states) if states else ~Q(state__in=("discarded",))


@require_safe
@signed_in(*READERS)
def opinions(request: Any) -> HttpResponse:
    """`?view=draft|new|making|sent|closed|kept|all&q=`. A constant number of queries, whatever their number."""
    post, today = request.post, clock.today()
    rows = visible(OpinionReport, post)
    counts = rows.aggregate(**{name: Count("pk", filter=where(states)) for name, _label, states in VIEWS})
    first = "new" if post.role in MAKERS and counts["new"] else "all"
    views = {name: states for name, _label, states in VIEWS}
    view = request.GET.get("view", first)
    view = view if view in views else first
    rows = rows.filter(where(views[view]))
    if q := request.GET.get("q", "").strip()[:50]:
        found = Q(number__icontains=q) | Q(intake_number__icontains=q) | Q(title__icontains=q) | Q(authors__icontains=q)
        rows = rows.filter(found)
    order = ("due", "pk") if view in ("new", "making", "sent") else ("-came_on", "-pk")
    page = page_of(rows.defer("situation", "analysis", "suggestion").order_by(*order), request, capped(rows))
    names = {str(row[0]): str(row[1]) for row in parameters.get(post.committee, "P-31K")}
    shown = [line(row, names, today) for row in page]
    tabs = [
        {"label": label, "url": replaced(request.GET, {"view": name, "page": None}), "count": counts[name], "current": name == view}
        for name, label, _states in VIEWS
        if counts[name] or name in ("new", "all", view)
    ]  # fmt: skip
    words = {"page_obj": page, "rows": shown, "tabs": tabs, "q": q, "view": view, "writes": post.role in WRITERS}
    return render(request, "desk/opinions/opinions.html", words)


def line(row: OpinionReport, names: dict[str, str], today: Any) -> dict[str, Any]:
    state = FLOW.by_state[row.state]
    return {
        "row": row, "number": number(row), "title": row.title or _("还没有写标题"), "subject": names.get(row.subject, ""),
        "state": state.label, "look": state.look if state.look in ("way", "soon", "late", "done") else "",
        "late": bool(row.due and row.due < today and row.state in OPEN),
    }  # fmt: skip
