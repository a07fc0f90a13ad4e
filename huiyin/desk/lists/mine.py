"""A member's own proposals, first or joint, and where each stands."""

from typing import Any

from django.utils.translation import gettext as _

from huiyin.desk.access import visible
from huiyin.desk.lists import lateness
from huiyin.desk.lists.clocks import Clocks, Face, ring
from huiyin.desk.lists.paging import capped, page_of
from huiyin.desk.lists.rows import case_url, draft_url, light
from huiyin.kernel.flow import flow_of
from huiyin.kernel.models import Todo
from huiyin.people.roles import ROLES

PER_PAGE = 20


def mine(request: Any, clocks: Clocks) -> dict[str, Any]:
    """The newest first: title, state, who must act, until when. Three queries."""
    flow = flow_of("proposal")
    rows = (
        visible(flow.Model, request.post)
        .exclude(state="discarded")
        .select_related("owner_organisation", "owner_person")
        .defer(*light("proposal"))
    )
    count = capped(rows)
    page = page_of(rows.order_by("-id"), request, count, PER_PAGE)
    here = list(page.object_list) if count else []
    running = lateness.of_cases([row.pk for row in here]) if here else {}
    return {
        "page": page,
        "count": count,
        "rows": [_row(request, row, flow, clocks, running.get(row.pk)) for row in here],
    }


def _row(request: Any, row: Any, flow: Any, clocks: Clocks, first: Todo | None) -> dict[str, Any]:
    state = flow.by_state[row.state]
    write = row.state in ("draft", "returned") and row.first_person_id == request.post.person_id
    return {
        "url": draft_url(row.pk) if write else case_url(row.pk), "title": row.title or _("还没有写案由"),
        "number": row.number or row.intake_number, "state": state, "joint": row.first_person_id != request.post.person_id,
        "where": where(row, state, request.post), "face": face_of(row, state, clocks, request.post, first),
    }  # fmt: skip


def where(row: Any, state: Any, post: Any) -> str:
    """Who must act now, in words."""
    if state.final:
        return _("已经办完")
    if row.owner_person_id and row.owner_person_id == post.person_id:
        return _("现在该您办")
    holder = (
        row.owner_organisation.name
        if row.owner_organisation_id
        else str(row.owner_person or ROLES.get(row.owner_role, ""))
    )
    return _("现在该{who}办").format(who=holder) if holder else ""


def face_of(row: Any, state: Any, clocks: Clocks, post: Any, first: Todo | None) -> Face:
    """How a whole case stands: by `first`, the clock of it that runs out first."""
    if state.final or state.look == "done":
        return Face(ring("done"), "done", "")
    mine = row.owner_person_id == post.person_id
    return clocks.face(first.due, first.starts, first.span, mine=mine) if first else clocks.face(row.due, mine=mine)
