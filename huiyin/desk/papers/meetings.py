"""Hand-over meetings: the list of them, opening one, handing over all at once, the papers."""

from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from huiyin.desk.access import get_case, signed_in, visible
from huiyin.desk.lists.asking import facts_of
from huiyin.desk.lists.batch import finish
from huiyin.desk.lists.sessions import current, sessions
from huiyin.desk.papers.session import READERS, as_file, given
from huiyin.exchange.excel import Column, workbook
from huiyin.kernel import clock
from huiyin.kernel.act import MANY, Move, act, act_many, open_case
from huiyin.kernel.flow import flow_of
from huiyin.kernel.models import Organisation
from huiyin.people.roles import OFFICE
from huiyin.proposals import handover, meeting
from huiyin.proposals.models import Meeting, MeetingItem, Proposal


@require_safe
@signed_in(*READERS)
def meetings(request: Any) -> HttpResponse:
    """Four queries, whatever the number of meetings."""
    post = request.post
    rows = list(visible(Meeting, post).select_related("office").order_by("-opened_at", "-pk")[:50])
    items = dict.fromkeys((row.pk for row in rows), ())
    tops: dict[int, int] = dict(
        MeetingItem.objects.filter(case__in=items, until=None, voided_by=None).values_list("proposal", "case")
    )
    bodies: dict[int, dict[int, bool]] = {}
    for top, unit, state in (
        meeting.Assignment.objects.filter(parent__in=tops).exclude(state="ended").values_list("parent", "unit", "state")
    ):
        units = bodies.setdefault(tops[top or 0], {})
        units[unit] = units.get(unit, True) and state != "pending"
    flow = flow_of("meeting")
    shown = [
        {"row": row, "state": flow.by_state[row.state].label, "count": sum(case == row.pk for case in tops.values()),
         "signed": sum(bodies.get(row.pk, {}).values()), "units": len(bodies.get(row.pk, {}))}
        for row in rows
    ]  # fmt: skip
    return render(request, "desk/papers/meetings.html", {"rows": shown, "offices": offices(post), "token": uuid4().hex})


def offices(post: Any) -> list[Any]:
    """The assigning offices for which this post may open a meeting: those with proposals that wait to be handed over."""
    if post.role not in ("assigning", *OFFICE):
        return []
    rows = Organisation.objects.filter(committee=post.committee_id, kind="assigning").order_by("name")
    if post.role == "assigning":
        rows = rows.filter(pk=post.organisation_id)
    waiting = Proposal.objects.filter(committee=post.committee_id, state="planned").values("assigning_office")
    return list(rows.filter(pk__in=waiting))


@require_POST
@signed_in("assigning", *OFFICE)
def begin(request: Any) -> HttpResponse:
    """Open a meeting of `office` with all that waits on its list; its page changes day and list."""
    post = request.post
    body = next((one for one in offices(post) if str(one.pk) == request.POST.get("office", "")), None)
    if body is None:
        messages.info(request, _("现在没有等待交办的提案，不用开交办会。"))
        return redirect("meetings")
    period, token = current(sessions(post.committee)), request.POST.get("token", "")[:40]
    with transaction.atomic():
        case = open_case(
            "meeting", as_=post, title=_("{office}提案交办会").format(office=body.name), session=period, office=body,
            key=f"meeting-{post.pk}-{token}" if token else None,
        )  # fmt: skip
        # A second press finds the meeting that the first one opened, with its list.
        picked = [pk for pk, _label in meeting.choices(case, post)] if case.version == 1 else []
        if picked:
            act(case, "gather", as_=post, on=clock.today(), cases=picked)
    return redirect("case", case.uid)


@require_POST
@signed_in()
def hand_over(request: Any, uid: str) -> HttpResponse:
    """Every proposal on the list that is still planned, a hundred a commit; then the units are called to sign. It may be pressed again."""
    case, post = get_case(request, uid, "office"), request.post
    if not isinstance(case, Meeting) or post.role != "assigning":
        raise Http404
    line = flow_of("proposal").by_step["assign"]
    rows = list(
        visible(Proposal, post).filter(pk__in=meeting.proposals(case), state="planned").order_by("number", "pk")
    )
    outcomes = []
    for start in range(0, len(rows), MANY):
        moves = []
        for row in rows[start : start + MANY]:
            row.committee = post.committee
            moves.append(Move(row, "assign", facts_of(line, row, post, {}), seen=row.version))
        outcomes += act_many(moves, as_=post)
    page = reverse("case", args=[case.uid])
    if not any(one.refusal for one in outcomes) and case.state == "preparing" and meeting.parts(case).exists():
        act(case, "hold", as_=post)
    return finish(request, line.label, outcomes, page)


@require_safe
@signed_in()
def papers(request: Any, uid: str, kind: str) -> HttpResponse:
    """The list by unit with its signing sheet. Errors: Http404 for what is no meeting, and for other kinds of file."""
    case = get_case(request, uid, "office")
    if not isinstance(case, Meeting) or kind not in ("docx", "pdf", "xlsx"):
        raise Http404
    title = _("提案交办清单")
    if kind == "xlsx":
        heads = [
            Column(head, width) for head, width in zip(handover.HEADS, (20, 8, 10, 48, 20, 12, 14, 14), strict=True)
        ]
        return as_file(workbook(heads, handover.sheet(case), title), title, kind)
    return given(handover.hand_over_list(case), title, kind)
