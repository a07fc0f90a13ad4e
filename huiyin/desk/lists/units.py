"""The board by unit: what each has in hand, what is late, what it has answered, in one session."""

from typing import Any

from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from huiyin.desk.access import signed_in, visible
from huiyin.desk.lists import clockboard
from huiyin.desk.lists.board import WATCH
from huiyin.desk.lists.clockboard import BANDS, OPEN
from huiyin.desk.lists.clocks import Clocks
from huiyin.desk.lists.sessions import current, named, sessions
from huiyin.handling.models import ANSWERING, Assignment
from huiyin.kernel.figures import percent
from huiyin.ui.templatetags.ui import replaced


@require_safe
@signed_in(*WATCH)
def units(request: Any) -> HttpResponse:
    """Two queries, whatever the number of units."""
    clocks, found = Clocks(request.post.committee), sessions(request.post.committee)
    period = named(found, request.GET.get("session", "")) or current(found)
    rows = table(request.post, period, clocks)
    total: dict[str, Any] = {
        key: sum(row[key] for row in rows) for key in (*BANDS, "done", "audit", "answers", "answered", "all")
    }
    total["rate"] = percent(total["answered"], total["answers"])
    tabs = [
        {"label": row.name, "url": replaced(request.GET, {"session": row.code}), "count": "", "current": row == period}
        for row in found[:8]
    ]
    return render(
        request, "desk/lists/units.html", {"rows": rows, "total": total, "period": period, "tabs": tabs, "bands": BANDS}
    )


def table(post: Any, period: Any, clocks: Clocks) -> list[dict[str, Any]]:
    """One row a unit, the latest first. The rate counts replies that a unit owes by itself, not co-opinions."""
    rows = visible(Assignment, post).filter(kind="assignment", session=period).exclude(state="ended")
    open_ = Q(state__in=OPEN) & ~Q(owner_role="") & ~Q(source="imported", due=None)
    answers = Q(role__in=ANSWERING)
    counts = {name: Count("pk", filter=open_ & clockboard.within(name, clocks)) for name in BANDS}
    counts |= {
        "audit": Count("pk", filter=Q(state="audit")),
        "done": Count("pk", filter=Q(state="done")),
        "answers": Count("pk", filter=answers),
        "answered": Count("pk", filter=answers & Q(state="done")),
        "all": Count("pk"),
    }
    found = list(rows.order_by().values("unit", "unit__name").annotate(**counts))
    for row in found:
        row["rate"] = percent(row["answered"], row["answers"])
        row["cells"] = [(name, row[name]) for name in BANDS]
    return sorted(found, key=lambda row: (-row["late"], -row["all"], row["unit__name"]))
