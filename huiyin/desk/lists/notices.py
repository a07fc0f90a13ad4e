"""The tray of the acting post: what it was told, newest first; an office shares one tray."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from huiyin.desk.access import number_of, signed_in
from huiyin.desk.lists import saying
from huiyin.desk.lists.paging import capped, page_of
from huiyin.desk.lists.rows import case_url
from huiyin.desk.page_data import notices_of, tray
from huiyin.kernel import clock


@require_safe
@signed_in()
def notices(request: Any) -> HttpResponse:
    every = request.GET.get("all") == "1"
    rows = tray(request.post) if every else notices_of(request.post)
    count = capped(rows)
    page = page_of(rows.select_related("case").order_by("-written_at", "-pk"), request, count)
    shown = [
        {
            "uid": row.uid,
            "text": row.text,
            "at": row.written_at,
            "new": row.read_at is None,
            "url": case_url(row.case.root_id) if row.case else "",
        }
        for row in (page.object_list if count else ())
    ]
    said = saying.text(saying.of_post(request.post), saying.sender_of(request.post))
    return render(
        request,
        "desk/lists/notices.html",
        {"rows": shown, "page_obj": page, "count": count, "every": every, "text": said},
    )


@require_POST
@signed_in()
def read(request: Any) -> HttpResponse:
    """POST notice=uid (many) or all=1: read by whoever shares the tray. `go` opens the case of one."""
    rows = tray(request.post).filter(read_at=None)
    if request.POST.get("all") != "1":
        rows = rows.filter(pk__in=[number_of(uid) for uid in request.POST.getlist("notice")])
    rows.update(read_at=clock.now())
    if go := request.POST.get("go"):
        found = tray(request.post).filter(pk=number_of(go)).select_related("case").first()
        if found and found.case:
            return redirect(case_url(found.case.root_id))
    return redirect("notices")
