"""My work: what the acting post owes, grouped by clock; for members their proposals and where they stand."""

from typing import Any
from uuid import uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from huiyin.desk.access import signed_in
from huiyin.desk.lists import owed
from huiyin.desk.lists.clocks import BUCKETS, Clocks
from huiyin.desk.lists.mine import mine
from huiyin.desk.lists.paging import page_of
from huiyin.desk.lists.pane import pane
from huiyin.people.roles import ADMINISTRATORS, OFFICE
from huiyin.places import sites
from huiyin.ui.context import address
from huiyin.ui.templatetags.ui import replaced

FIRST = "first"
"""`?open=first`: whatever stands first now."""


@require_safe
@signed_in()
def work(request: Any) -> HttpResponse:
    """The start page of every role: leaders go to their overview, administrators to the settings."""
    post = request.post
    if post.role == "leader":
        return redirect("leader")
    if post.role in ADMINISTRATORS and (url := address("settings") or address("settings_home")):
        return redirect(url)
    clocks = Clocks(post.committee)
    if request.htmx and request.htmx.target == "pane":
        return render(request, "desk/lists/pane.html", beside_only(request, clocks))
    return render(request, "desk/lists/work.html", context(request, clocks))


def beside_only(request: Any, clocks: Clocks) -> dict[str, Any]:
    """The pane alone, for htmx: the script knows which case stands next in the list."""
    then = request.path + replaced(request.GET, {"open": FIRST}) + "#open-title"
    return {"pane": pane(request, request.GET.get("open", ""), clocks), "then": then}


def context(request: Any, clocks: Clocks) -> dict[str, Any]:
    post, step, bucket = request.post, request.GET.get("step", ""), request.GET.get("due", "")
    rows = owed.owed_by(post)
    counts = owed.tally(rows, clocks)
    step = step if step in counts.steps() else ""
    bucket = bucket if bucket in BUCKETS else ""
    total = counts.of(step, bucket)
    page = page_of(owed.chosen(rows, step, bucket, clocks), request, total)
    shown = owed.shown(list(page.object_list), post, clocks) if total else []
    wanted = request.GET.get("open", "")
    wanted = shown[0].uid if wanted == FIRST and shown else wanted
    beside = pane(request, wanted, clocks) if wanted else None
    for row in shown:
        row.open = bool(beside and row.uid == beside["uid"])
    return {
        "today": clocks.today, "total": counts.of(), "late": counts.of(bucket="late"), "page_obj": page, "count": total,
        "groups": owed.groups(shown, counts, step, bucket), "stats": stats(request, counts, bucket), "tabs": tabs(request, counts, step, bucket),
        "acts": owed.acts(shown, post), "token": uuid4().hex, "pane": beside, "first": shown[0].uid if shown else "",
        "pane_query": _beside(request) if beside else "",
        "next": _next(shown), "then": _then(request, shown), "mine": mine(request, clocks) if post.role == "member" else None, "draft_new": address("draft_new"),
        "duties": sites.turns(post) if post.role == "member" else [],
        "on_paper": address("draft_on_paper") if post.role in OFFICE else "",
        "filtered": bool(step or bucket), "step": step, "due": bucket,
    }  # fmt: skip


def _beside(request: HttpRequest) -> str:
    """This page's query, ready for the uid of the case to open beside the list."""
    rest = replaced(request.GET, {"open": None})
    return f"{rest}&open=" if len(rest) > 1 else "?open="


def _then(request: HttpRequest, rows: list[owed.Row]) -> str:
    """Where an act in the pane leads: this list with the next case open, or the first of those that are left."""
    return request.path + replaced(request.GET, {"open": _next(rows) or FIRST}) + "#open-title"


def _next(rows: list[owed.Row]) -> str:
    """The case after the open one."""
    here = next((i for i, row in enumerate(rows) if row.open), None)
    return rows[here + 1].uid if here is not None and here + 1 < len(rows) else ""


def stats(request: HttpRequest, counts: owed.Tally, bucket: str) -> list[dict[str, Any]]:
    """The groups as numbers that filter the list; an empty one is left out unless it is the late one."""
    found = []
    for name, label in BUCKETS.items():
        n = counts.of(bucket=name)
        if n or name in ("late", "today"):
            url = replaced(request.GET, {"due": None if name == bucket else name, "page": None, "step": None})
            found.append({"value": n, "unit": _("件"), "label": label, "url": url if n else "", "late": name == "late" and n, "current": name == bucket})  # fmt: skip
    return found


def tabs(request: HttpRequest, counts: owed.Tally, step: str, bucket: str) -> list[dict[str, Any]]:
    """One view per step that is owed, with its count."""
    change = lambda name: replaced(request.GET, {"step": name, "page": None})  # noqa: E731
    found = [{"label": _("全部"), "url": change(None), "count": counts.of(bucket=bucket), "current": not step}]
    for name in counts.steps():
        kind, _dot, line = name.partition(".")
        found.append({"label": owed.step_label(kind, line), "url": change(name), "count": counts.of(name, bucket), "current": name == step})  # fmt: skip
    return found if len(found) > 2 else []
