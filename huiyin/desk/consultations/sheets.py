"""The sheet of a meeting, kept on the device and sent when there is a network; and the tray of what could not be put in the record."""

import json
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.activities.attending import here
from huiyin.activities.flow import FLOW as ACTIVITY
from huiyin.activities.models import CATEGORIES, Activity
from huiyin.activities.rules import host
from huiyin.consultations import sheets
from huiyin.consultations.models import CONSENSUS, SheetEntry
from huiyin.desk.access import get_case, number_of, signed_in
from huiyin.kernel.models import Post
from huiyin.kernel.refusal import Refused
from huiyin.people.models import Member

KEEPS = ("station", "general_office")
MOST_BYTES = 2_000_000
SETTLED_SHOWN = 50


@signed_in()
def sheet(request: Any, uid: str) -> HttpResponse:
    """The page to write on; sent to as JSON {"lines": […]}, it answers {"lines": [{key, state, said}]}. For those who hold the meeting."""
    activity = get_case(request, uid)
    if not isinstance(activity, Activity) or not host.test(request.post, activity):
        raise Http404
    if request.method == "POST":
        return _received(request, activity)
    there = set(here(activity).exclude(person=None).values_list("person", flat=True))
    members = (
        Member.objects.filter(committee=activity.committee_id, ends=None)
        .select_related("person")
        .order_by("person__name")
    )
    words = {
        "row": activity, "state": ACTIVITY.by_state[activity.state].label, "open": activity.state == "planned", "categories": CATEGORIES[1:], "consensus": CONSENSUS,
        "members": [{"pk": row.person_id, "name": row.person.name, "here": row.person_id in there} for row in members],
        "of_consultation": activity.parent_id is not None and activity.activity_kind == "consultation", "words": _words(),
        "whole": reverse("case", args=[activity.parent.uid if activity.parent else activity.uid]),
    }  # fmt: skip
    return render(request, "desk/consultations/sheet.html", words)


def _words() -> dict[str, str]:
    """What the script says."""
    return {
        "kept": _("记在这台手机上"), "done": _("已记进去"), "same": _("原来就有，没有重复记"), "held": _("在对账盘里等着"), "settled": _("已另行处理"),
        "bad": _("没有记进去"), "remove": _("去掉"), "online": _("有网，可以送出。"), "offline": _("没有网。照常登记，都记在这台手机上，有网了再送。"),
        "left": _("还有 {n} 条没有送出。"), "none": _("没有要送的。"), "sending": _("正在送……"), "failed": _("没有送成，一条也没有丢。请有网时再送。"),
        "sign_in": _("登录过期了。请另开一页登录，回来再送，记的都在。"), "full": _("这台手机不让网页存东西（可能是无痕浏览）。请换一种浏览方式再登记。"),
        "answered": _("送到了：记进去 {done} 条，原来就有 {same} 条，对账盘 {held} 条。"), "empty": _("请写{label}。"), "clear_sure": _("去掉这台手机上已经送到的几条？记录里的不受影响。"),
    }  # fmt: skip


def _received(request: Any, activity: Activity) -> HttpResponse:
    try:
        if len(request.body) > MOST_BYTES:
            raise ValueError
        lines = json.loads(request.body)["lines"]
        if not isinstance(lines, list):
            raise TypeError
    except (ValueError, KeyError, TypeError, RecursionError):
        return JsonResponse({"said": _("送来的东西看不懂，一条也没有记。记的都还在手机上。")}, status=422)
    try:
        taken = sheets.receive(request.post, activity, lines)
    except Refused as refusal:
        return JsonResponse({"said": str(refusal.sentence)}, status=422)
    return JsonResponse({"lines": [one.as_dict() for one in taken]})


@signed_in(*KEEPS)
def tray(request: Any) -> HttpResponse:
    """What is held, the oldest first, and what was settled lately; sent to: entry, go=again|settle, words. A constant number of queries."""
    post = request.post
    if request.method == "POST":
        return _settled(request, post)
    held = list(sheets.tray(post).filter(fate="held")[:200])
    done = list(sheets.tray(post).exclude(settled_at=None).order_by("-settled_at")[:SETTLED_SHOWN])
    names = {
        row.pk: row
        for row in Post.objects.filter(
            pk__in={row.post_id for row in held} | {row.settled_by for row in done if row.settled_by}
        ).select_related("person", "organisation")
    }
    members = sheets.names_in([*held, *done])
    words = {
        "held": [{"row": row, "told": sheets.told(row, members), "by": names.get(row.post_id), "step": _step(row)} for row in held],
        "done": [{"row": row, "told": sheets.told(row, members) if row.facts else [], "by": names.get(row.settled_by or 0), "step": _step(row)} for row in done],
    }  # fmt: skip
    return render(request, "desk/consultations/tray.html", words)


def _step(row: SheetEntry) -> str:
    return {"members": _("委员到会"), "guests": _("群众到会"), "speak": _("发言"), "issue": _("商量的问题")}.get(
        row.step, row.step
    )


def _settled(request: Any, post: Post) -> HttpResponse:
    entry = sheets.tray(post).select_related("committee").filter(pk=number_of(request.POST.get("entry", ""))).first()
    if entry is None:
        raise Http404
    try:
        if request.POST.get("go") == "again":
            sheets.again(post, entry)
            messages.success(request, _("记进去了。"))
        else:
            sheets.settle(post, entry, request.POST.get("words", ""))
            messages.success(request, _("写明了处理办法，这一条收起来了。"))
    except Refused as refusal:
        messages.error(request, refusal.sentence)
    return HttpResponseRedirect(reverse("consultation_tray"))
