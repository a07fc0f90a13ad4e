"""Excellent proposals: which deserve a look by the rules, which are on their way, which are named; the roll as Word and Excel."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from huiyin.awards import roll
from huiyin.awards.candidates import REASONS, candidates
from huiyin.awards.models import Excellence
from huiyin.desk.access import signed_in, visible
from huiyin.desk.awards.evaluation import chosen
from huiyin.desk.lists.rows import case_url
from huiyin.desk.papers.session import as_file, given
from huiyin.exchange.excel import workbook
from huiyin.kernel import clock, parameters
from huiyin.kernel.flow import flow_of
from huiyin.kernel.models import Case, Period, Post
from huiyin.people.roles import OFFICE
from huiyin.proposals.models import Proposal
from huiyin.ui.templatetags.ui import replaced

READERS = ("leader", "assigning", "reviewer", *OFFICE)
MOST = 30
RUNNING = ("nominated", "reviewed", "decided")


@require_safe
@signed_in(*READERS)
def excellent(request: Any) -> HttpResponse:
    """Fifteen queries or fewer, whatever the number of proposals."""
    post = request.post
    period, found = chosen(request)
    running = on_their_way(post, period, *RUNNING)
    named = on_their_way(post, period, "published")
    filed = visible(Proposal, post).filter(session=period, filed_on__isnull=False).count() if period else 0
    tabs = [
        {"label": row.name, "url": replaced(request.GET, {"session": row.code}), "count": "", "current": row == period}
        for row in found[:8]
    ]
    share = int(parameters.get(post.committee, "P-27"))
    words = {
        "period": period, "tabs": tabs, "running": running, "named": named, "candidates": deserving(post, period) if period else [],
        "filed": filed, "share": share, "most": max(filed * share // 100, 1) if filed else 0,
        "rules": worth(post), "office": post.role in OFFICE, "code": period.code if period else "",
        "taken": len(named) + sum(one["state_name"] == "decided" for one in running),
    }  # fmt: skip
    return render(request, "desk/awards/excellent.html", words)


def own(post: Post, period: Period | None, *states: str) -> list[Any]:
    """The rows of a session in these states, each with its proposal. Two queries."""
    rows = list(visible(Excellence, post).filter(session=period, state__in=states).order_by("number", "pk"))
    above = visible(Proposal, post).in_bulk([row.parent_id for row in rows])
    found = []
    for row in rows:
        if row.parent_id in above:
            row.proposal = above[row.parent_id]
            found.append(row)
    return found


def on_their_way(post: Post, period: Period | None, *states: str) -> list[dict[str, Any]]:
    flow = flow_of("excellence")
    return [
        {"url": case_url(row.parent_id), "number": row.number, "title": row.title, "by": row.recommended_by, "why": row.why,
         "state": flow.by_state[row.state].label, "state_name": row.state, "opinion": row.get_opinion_display(), "decision": row.decision,
         "proposers": row.proposal.proposers, "units": row.proposal.unit_names}
        for row in own(post, period, *states)
    ]  # fmt: skip


def deserving(post: Post, period: Period) -> list[dict[str, Any]]:
    """Closed proposals with reasons, the worthiest first, without those that were recommended. One query a rule, and two."""
    found = candidates(post.committee, period, MOST * 2)
    taken = set(
        Case.objects.filter(kind="excellence", parent__in=[one.pk for one in found]).values_list("parent_id", flat=True)
    )
    rows = visible(Proposal, post).in_bulk([one.pk for one in found if one.pk not in taken])
    shown = []
    for one in found:
        if row := rows.get(one.pk):
            url = f"{case_url(row.pk)}?step=recommend#step"
            shown.append({"url": case_url(row.pk), "recommend": url, "number": row.number, "title": row.title, "points": one.points,
                          "reasons": "、".join(one.reasons), "proposers": row.proposers})  # fmt: skip
    return shown[:MOST]


def worth(post: Post) -> list[dict[str, Any]]:
    """The rules that rank the candidates."""
    return [
        {"label": label, "about": REASONS[code].about, "points": points}
        for code, label, points in parameters.get(post.committee, "P-27-WORTH")
        if code in REASONS
    ]


@require_safe
@signed_in(*READERS)
def export(request: Any, kind: str) -> HttpResponse:
    """The roll of those that are published, as Word, PDF or Excel. Errors: Http404 for another kind, or without a session."""
    period, _found = chosen(request)
    if period is None or kind not in ("docx", "pdf", "xlsx"):
        raise Http404
    found, title = own(request.post, period, "published"), _("{session}优秀提案名单").format(session=period.name)
    if kind == "xlsx":
        return as_file(workbook(list(roll.HEADS), roll.rows_of(found), _("优秀提案")), title, "xlsx")
    return given(roll.paper(request.post.committee, period, found, clock.today()), title, kind)
