"""The Echo Wall 回音壁: what was raised and what became of it, in plain words, with what we still owe on the same page."""

from collections.abc import Iterable
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.feedgenerator import Rss201rev2Feed
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from huiyin.exchange.excel import Column, csv_bytes
from huiyin.kernel import clock, figures, parameters
from huiyin.kernel.ids import from_text
from huiyin.kernel.models import Case, Committee
from huiyin.places import sites
from huiyin.portal import bulk
from huiyin.portal.house import committee_of, show
from huiyin.reception.late import OWED as STILL_OWED
from huiyin.reception.late import last_days, past
from huiyin.reception.models import RESULTS, PublicVoice, Voice

A_PAGE = 10
OWED = 20
LOOKS = {
    "solved": ("c-green", "came--solved"),
    "partly": ("c-ochre", "came--part"),
    "explained": ("c-soft", "came--no"),
    "told": ("c-blue", "came--no"),
}


@require_safe
def wall(request: Any, code: str) -> HttpResponse:
    """`?site=` `?subject=` `?year=` `?voice=` `?page=`: every filter is an address; `voice` shows one alone."""
    committee = committee_of(code)
    year = _year(request)
    scope = figures.Scope(committee, figures.period(committee, str(year)))
    counted = {
        name: figures.REGISTRY[f"voices.{name}"].answer(scope)
        for name in ("echo_rate", "solved_rate", "median_days", "judged_at_station")
    }
    ends = figures.REGISTRY["voices.echoed"].split(scope, "result")  # type: ignore[union-attr]
    page = Paginator(published(committee, request.GET).values_list("pk", flat=True), A_PAGE).get_page(
        request.GET.get("page")
    )
    words = {
        "year": year, "n": counted | {"received": f"{counted['echo_rate'].denominator:,}", "echoed": f"{sum(ends.values()):,}"}, "results": results(ends),
        "owed": owed(committee), "today": clock.today(), "now": clock.now(), "page_obj": page, "sites": list(sites.existing(committee)),
        "subjects": parameters.get(committee, "P-34S"), "site": request.GET.get("site", ""), "subject": request.GET.get("subject", ""), "looks": LOOKS,
        "echoes": [item(row) for row in in_order(page)],
    }  # fmt: skip
    return show(request, committee, "wall", words)


def _year(request: Any) -> int:
    text = request.GET.get("year", "")
    year = int(text) if text.isdecimal() and len(text) < 10 else 0  # ² is a digit to Python, and no number
    return year if 2000 <= year <= 2100 else clock.today().year


def results(ends: dict[str, int]) -> list[dict[str, Any]]:
    """The four ends of the answered voices, as a table that is a chart: label, number, share of the answered, width 0–1000.

    One query counts them all (voices.solved and its share among voices.echoed are the same numbers).
    """
    whole, found = sum(ends.values()), []
    for name, label in RESULTS:
        share = figures.percent(ends.get(name, 0), whole)
        found.append({
            "label": label, "n": f"{ends.get(name, 0):,}", "share": "—" if share is None else f"{share}%", "width": float((share or 0) * 10),
            "css": LOOKS[name][0],
        })  # fmt: skip
    return found


def in_order(keys: Iterable[int]) -> list[PublicVoice]:
    """The rows of a page, in the order of their keys: the keys come off an index, and only these rows are read."""
    place = {pk: at for at, pk in enumerate(keys)}
    found = PublicVoice.objects.filter(pk__in=list(place)).select_related("case__voice__site")
    return sorted(found, key=lambda row: place[row.pk])


def published(committee: Committee, asked: Any) -> Any:
    """What stands on the wall now, newest first. Taken down, it is gone with the next request: nothing is kept aside."""
    rows = PublicVoice.objects.filter(committee=committee, until=None, voided_by=None)
    if site := asked.get("site"):
        pk = int(site) if site.isascii() and site.isdigit() and len(site) < 19 else None
        rows = rows.filter(case__voice__site=pk) if pk is not None else rows
    if asked.get("voice"):
        rows = rows.filter(pk=_one(asked["voice"]))
    if asked.get("subject"):
        rows = rows.filter(case__voice__subject=asked["subject"])
    return rows.order_by("-at", "-pk")


def _one(uid: str) -> int:
    """The id in an address; none of ours where it cannot be one."""
    try:
        return min(from_text(uid), (1 << 63) - 1)
    except ValueError:
        return 0


def item(row: PublicVoice) -> dict[str, Any]:
    voice = row.case.voice
    answered = voice.state == "echoed"
    return {
        "heading": row.heading, "said": row.text, "answer": row.answer if answered else "", "on": voice.raised_on,
        "site": voice.site.name if voice.site else "", "channel": voice.get_channel_display(), "answered": answered,
        "result": voice.get_result_display() if answered else _("正在办"), "css": LOOKS.get(voice.result, ("", ""))[1] if answered else "",
        "days": (voice.echoed_on - voice.raised_on).days if answered and voice.echoed_on else None, "uid": row.uid,
    }  # fmt: skip


def owed(committee: Committee) -> dict[str, Any]:
    """What is late: with its public heading if it has one, else only what it is about."""
    today = clock.today()
    # The open ones first, off an index: by a join the database would look at every voice there ever was.
    still = list(
        Case.objects.filter(committee=committee, kind="voice", state__in=STILL_OWED).values_list("pk", flat=True)
    )
    late = Voice.objects.filter(past(committee, today), pk__in=still)
    rows = list(late.select_related("site").order_by("raised_on", "pk")[:OWED])
    last = last_days(committee, rows)
    shown = {
        row.case_id: row.heading
        for row in PublicVoice.objects.filter(case__in=[voice.pk for voice in rows], until=None, voided_by=None)
    }
    names = {str(row[0]): str(row[1]) for row in parameters.get(committee, "P-34S")}
    return {
        "rows": [
            {
                "what": shown.get(voice.pk) or _("一件{subject}方面的事").format(subject=names.get(voice.subject, _("其他"))),
                "site": voice.site.name if voice.site else _("政协办公室"), "days": (today - day).days if (day := last[voice.pk]) else 0,
            }
            for voice in rows
        ],
        "n": late.count() if len(rows) == OWED else len(rows),
    }  # fmt: skip


@require_safe
def data(request: Any, code: str, kind: str) -> HttpResponse:
    """The same, for machines: /p/<code>/wall.csv, .json (`?page=`) and .atom. What stands on the wall, and nothing else."""
    committee = committee_of(code)
    if kind not in ("csv", "json", "atom"):
        raise Http404
    if held := bulk.too_often(request):
        return held
    keys, after = bulk.batch(
        request,
        published(committee, request.GET).values_list("pk", flat=True),
        bulk.IN_FEED if kind == "atom" else bulk.BATCH,
    )
    found = in_order(keys)
    if kind == "atom":
        here = request.build_absolute_uri(reverse("wall", args=[code]))
        return bulk.atom(_("{name} · 回音壁").format(name=committee.name), here, [entry(row, here) for row in found])
    rows = [item(row) for row in found]
    if kind == "json":
        voices = [{k: v for k, v in row.items() if k != "css"} for row in rows]
        body = {"committee": committee.name, "as_of": clock.now().isoformat(), "voices": voices, "next": after or None}
        return JsonResponse(body, json_dumps_params={"ensure_ascii": False})
    columns = [
        Column(_("日期"), 12),
        Column(_("标题"), 30),
        Column(_("群众的话"), 60),
        Column(_("站点"), 20),
        Column(_("结果"), 16),
        Column(_("天数"), 8),
        Column(_("回音"), 60),
    ]
    lines = [
        [row["on"], row["heading"], row["said"], row["site"], str(row["result"]), row["days"], row["answer"]]
        for row in rows
    ]
    answer = HttpResponse(csv_bytes(columns, lines), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="wall.csv"'
    return answer


def entry(row: PublicVoice, here: str) -> dict[str, Any]:
    shown = item(row)
    return {
        "title": shown["heading"], "link": f"{here}?voice={shown['uid']}#said", "description": f"{shown['said']}\n{shown['answer']}",
        "unique_id": f"urn:huiyin:{shown['uid']}", "pubdate": row.at,
    }  # fmt: skip


@require_safe
def feed(request: Any, code: str) -> HttpResponse:
    """The newest of the wall as RSS."""
    committee = committee_of(code)
    here = request.build_absolute_uri(reverse("wall", args=[code]))
    made = Rss201rev2Feed(
        title=_("{name} · 回音壁").format(name=committee.name),
        link=here,
        description=_("群众反映的事，和它们的回音"),
        language="zh-CN",
    )
    for row in in_order(published(committee, {}).values_list("pk", flat=True)[:50]):
        made.add_item(**entry(row, here))
    return HttpResponse(made.writeString("utf-8"), content_type=made.content_type)
