"""The board by unit: what each has in hand, what is late, what it has answered."""

from typing import Any

from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from huiyin.desk.access import signed_in, visible
from huiyin.desk.lists import clockboard
from huiyin.desk.lists.board import WATCH
from huiyin.desk.lists.clockboard import BANDS
from huiyin.desk.lists.clocks import Clocks
from huiyin.desk.lists.sessions import current, named, sessions
from huiyin.handling.models import Assignment
from huiyin.kernel.figures import REGISTRY, Rate, Scope, Span, percent
from huiyin.kernel.models import Period
from huiyin.ui.templatetags.ui import replaced

RATE = "proposals.unit_reply_rate"
SESSIONS = 8


@require_safe
@signed_in(*WATCH)
def units(request: Any) -> HttpResponse:
    """Five queries, whatever the number of units. `?session=` a code, or `all`."""
    clocks, found = Clocks(request.post.committee), sessions(request.post.committee)
    every = request.GET.get("session") == "all" or not found
    period = None if every else named(found, request.GET.get("session", "")) or current(found)
    rows = table(request.post, period, clocks)
    total: dict[str, Any] = {
        key: sum(row[key] for row in rows) for key in (*BANDS, "done", "all", "answered", "answers")
    }
    total["rate"] = percent(total["answered"], total["answers"])
    pairs = [(row.code, row.name) for row in found[:SESSIONS]] + [("all", _("全部届次"))]
    here = period.code if period else "all"
    tabs = [
        {"label": label, "url": replaced(request.GET, {"session": code}), "count": "", "current": code == here}
        for code, label in pairs
    ]
    rate_url = f"{reverse('figure', args=[RATE])}?period={here}"
    words = {
        "rows": [_row(row, f"&session={here}" if period else "", rate_url) for row in rows], "total": total, "period": period, "session": here, "tabs": tabs, "bands": BANDS,
        "in_hand": sum(total[name] for name in BANDS),
    }  # fmt: skip
    return render(request, "desk/lists/units.html", words)


def table(post: Any, period: Period | None, clocks: Clocks) -> list[dict[str, Any]]:
    """One row a unit, the latest first. What is in hand is counted as the board counts it; the rate is a declared figure."""
    rows = visible(Assignment, post).filter(kind="assignment").exclude(state="ended")
    if period is not None:
        rows = rows.filter(session=period)
    counts = {name: Count("pk", filter=clockboard.OWED & clockboard.within(name, clocks)) for name in BANDS}
    counts |= {"done": Count("pk", filter=Q(state="done")), "all": Count("pk")}
    found: list[Any] = list(rows.order_by().values("unit", "unit__name").annotate(**counts))
    sides = rates(post.committee, period)
    for row in found:
        row["answered"], row["answers"] = sides.get(row["unit"], (0, 0))
    return sorted(found, key=lambda row: (-row["late"], -row["all"], row["unit__name"]))


def _row(row: dict[str, Any], session: str, rate_url: str) -> dict[str, Any]:
    """A unit as the table shows it, in words that need no more work: a board has some five hundred cells."""
    url, rate = f"{reverse('board')}?unit={row['unit']}", percent(row["answered"], row["answers"])
    cells = [
        (str(row[name]), "fig is-late" if name == "late" else "fig", f"{url}&due={name}{session}" if row[name] else "")
        for name in BANDS
    ]
    return {
        "unit__name": row["unit__name"], "url": url + session, "cells": cells, "done": str(row["done"]), "all": str(row["all"]),
        "rate": "—" if rate is None else f"{rate}%", "rate_url": f"{rate_url}&unit={row['unit']}", "sides": f"{row['answered']}／{row['answers']}",
    }  # fmt: skip


def rates(committee: Any, period: Period | None) -> dict[int, tuple[int, int]]:
    """For each unit what it has answered and what it was to answer: both sides of a figure, whose rows its page shows."""
    figure = REGISTRY[RATE]
    assert isinstance(figure, Rate)
    span = Span(period.name, "session", period.code, (period.pk,)) if period else Span(_("全部"), "all", "all")
    return figure.split_units(Scope(committee, span))
