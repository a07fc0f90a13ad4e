"""Finding a case by number, intake number, title or proposer, among those that the post may see."""

from typing import Any

from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from huiyin.desk.access import signed_in, visible
from huiyin.desk.lists.rows import case_url, first_names
from huiyin.kernel.flow import flow_of
from huiyin.proposals.models import Proposal

MOST = 50
LONGEST = 60


@require_safe
@signed_in()
def find(request: Any) -> HttpResponse:
    """One exact number leads straight to its case."""
    q = request.GET.get("q", "").strip()[:LONGEST]
    words: dict[str, Any] = {"q": q, "rows": [], "more": False}
    if q:
        found = found_by(q, request.post)
        exact = [row for row in found if q in (row["number"], row["intake_number"])]
        if len(exact) == 1 or (len(found) == 1 and exact):
            return redirect(case_url(exact[0]["pk"]))
        words |= {"rows": [_row(row) for row in found[:MOST]], "more": len(found) > MOST}
    return render(request, "desk/lists/find.html", words)


def found_by(q: str, post: Any) -> list[dict[str, Any]]:
    """Up to fifty-one cases, the newest first: exact numbers first of all."""
    seen = visible(Proposal, post).filter(kind="proposal").exclude(state="draft").select_related("session")
    fields = ("pk", "number", "intake_number", "title", "proposers", "unit_names", "state", "session__name")
    exact = list(seen.filter(Q(number=q) | Q(intake_number=q)).order_by("-pk").values(*fields)[:MOST])
    if len(exact) == 1:
        return exact
    rest = seen.filter(Q(title__icontains=q) | Q(proposers__icontains=q)).exclude(pk__in=[row["pk"] for row in exact])
    return exact + list(rest.order_by("-pk").values(*fields)[: MOST + 1 - len(exact)])


def _row(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "url": case_url(row["pk"]), "number": row["number"] or row["intake_number"], "title": row["title"], "session": row["session__name"],
        "proposers": first_names(row["proposers"]), "units": row["unit_names"], "state": flow_of("proposal").by_state[row["state"]].label,
    }  # fmt: skip
