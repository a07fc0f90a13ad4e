"""The merge board: proposed groups of one session, each with why; accept, split, reject, take back."""

from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from huiyin.desk.access import number_in, number_of, signed_in, visible
from huiyin.desk.lists.batch import finish
from huiyin.desk.lists.rows import case_url, first_names
from huiyin.desk.lists.sessions import current, named, sessions
from huiyin.kernel.flow import flow_of
from huiyin.kernel.refusal import Refused
from huiyin.library import merging
from huiyin.library.models import Apart
from huiyin.people.roles import OFFICE
from huiyin.proposals.models import Proposal
from huiyin.ui.templatetags.ui import replaced

REVIEWS = ("reviewer", *OFFICE)
SHOWN = 40  # groups of one page: the surest


@require_safe
@signed_in(*REVIEWS)
def groups(request: Any) -> HttpResponse:
    """`?session=`. Six queries, however many groups."""
    found = sessions(request.post.committee)
    period = named(found, request.GET.get("session", "")) or current(found)
    proposed = merging.proposed(request.post.committee, period)
    context = {
        "period": period, "count": len(proposed), "groups": [_group(one, request.post) for one in proposed[:SHOWN]], "token": uuid4().hex,
        "merged": _merged(request.post, period), "apart": _apart(request.post, period), "back": request.get_full_path(),
        "tabs": [{"label": row.name, "url": replaced(request.GET, {"session": row.code}), "count": "", "current": row == period} for row in found[:6]],
        "accepts": request.post.role in OFFICE,
    }  # fmt: skip
    return render(request, "desk/lists/groups.html", context)


def _group(one: merging.Proposed, post: Any) -> dict[str, Any]:
    rows = [
        {"uid": row.uid, "version": row.version, "title": row.title, "number": row.number or row.intake_number, "by": first_names(row.proposers),
         "state": flow_of("proposal").by_state[row.state].label, "url": case_url(row.pk), "main": row.pk == one.main.pk, "free": row.pk in one.free}
        for row in one.rows
    ]  # fmt: skip
    return {"one": one, "rows": rows, "id": rows[0]["uid"]}


def _merged(post: Any, period: Any) -> list[dict[str, Any]]:
    """What has been merged in this session, with the way to its splitting."""
    rows = (
        visible(Proposal, post)
        .filter(session=period, state="merged")
        .select_related("merged_into")
        .order_by("-pk")[:100]
    )
    return [
        {"title": row.title, "url": f"{case_url(row.pk)}?step=split#step", "main": row.merged_into.title, "main_url": case_url(row.merged_into_id or 0)}
        for row in rows if row.merged_into
    ]  # fmt: skip


def _apart(post: Any, period: Any) -> list[dict[str, Any]]:
    rows = Apart.objects.filter(committee=post.committee_id, ended_by=None, one__session=period).select_related(
        "one", "other"
    )
    return [{"uid": row.uid, "one": row.one.title, "other": row.other.title} for row in rows.order_by("-pk")[:100]]


@require_POST
@signed_in(*REVIEWS)
def decide(request: Any) -> HttpResponse:
    """POST verb=accept|split|reject|rejoin; member (uid.version, all of the group), case (the ticked), main, words, token."""
    verb, post = request.POST.get("verb", ""), request.post
    back = _back(request)
    if verb == "rejoin":
        apart = get_object_or_404(
            Apart, pk=number_of(request.POST.get("pair", "")), committee=post.committee_id, ended_by=None
        )
        merging.rejoin(post, apart)
        messages.success(request, _("收回了。以后这两件可以再一起提出来。"))
        return redirect(back)
    members = _cases(request, "member")
    ticked = [
        row
        for row in members
        if row.pk in {number_of(value.partition(".")[0]) for value in request.POST.getlist("case")}
    ]
    try:
        if verb == "accept":
            return _accept(request, members, ticked, back)
        if verb == "split":
            return _split(request, members, ticked, back)
        if verb == "reject":
            count = merging.reject(post, members)
            messages.success(
                request,
                _("记下了：这 {n} 件不是一件事，不再一起提出来（{pairs} 对）。").format(n=len(members), pairs=count),
            )
            return redirect(back)
    except Refused as refusal:
        messages.error(request, str(refusal.sentence))
        return redirect(back)
    messages.warning(request, _("没有看懂要办什么。请用页面上的按钮。"))
    return redirect(back)


def _accept(request: Any, members: list[Any], ticked: list[Any], back: str) -> HttpResponse:
    main = next((row for row in members if row.pk == number_of(request.POST.get("main", "") or "0")), None)
    if main is None:
        raise Refused(_("请选一件主案，其余的并进它。"))
    token = request.POST.get("token", "")[:40]
    outcomes = merging.accept(
        request.post, main, ticked, request.POST.get("words", ""), key=f"{token}-{main.pk}" if token else None
    )
    return finish(request, _("并案"), outcomes, back)


def _split(request: Any, members: list[Any], ticked: list[Any], back: str) -> HttpResponse:
    rest = [row for row in members if row not in ticked]
    if not ticked or not rest:
        raise Refused(_("请勾选要分出去的几件，留下的仍是一组。"))
    merging.part(request.post, ticked, rest)
    messages.success(request, _("分开了：{n} 件和其余的不再一起提出来。").format(n=len(ticked)))
    return redirect(back)


def _cases(request: Any, name: str) -> list[Any]:
    """The posted cases that the post may see, each at the version that was on the page."""
    picked = {}
    for value in request.POST.getlist(name)[:200]:
        uid, _dot, version = value.partition(".")
        picked[number_of(uid)] = number_in(version)
    rows = {row.pk: row for row in visible(Proposal, request.post).filter(pk__in=picked)}
    for pk, row in rows.items():
        row.committee, seen = request.post.committee, picked[pk]
        row.version = row.version if seen is None else seen
    return [rows[pk] for pk in picked if pk in rows]


def _back(request: Any) -> str:
    session = request.POST.get("session", "")[:20]
    return reverse("groups") + (f"?session={session}" if session.replace("-", "").isalnum() else "")
