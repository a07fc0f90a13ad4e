"""Published proposals and consultations for machines, as the wall has it: what is public now, and nothing else."""

from typing import Any

from django.http import Http404, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from huiyin.exchange.excel import Column, csv_bytes
from huiyin.handling.models import Publication, PublicVersion
from huiyin.kernel import clock
from huiyin.kernel.models import Committee
from huiyin.portal import bulk, cases, consultations
from huiyin.portal.house import committee_of


@require_safe
def proposals(request: Any, code: str, kind: str) -> HttpResponse:
    """`/p/<code>/proposals.csv` and `.json`: each published proposal with its published replies."""
    committee = committee_of(code)
    if held := bulk.too_often(request):
        return held
    keys, after = bulk.batch(
        request, cases.published(committee).filter(what="proposal").order_by("-at", "-pk").values_list("pk", flat=True)
    )
    place = {pk: at for at, pk in enumerate(keys)}
    found = PublicVersion.objects.filter(pk__in=keys).select_related("case__parent__session")
    rows: list[Any] = sorted(found, key=lambda row: place[row.pk])
    replies: dict[int, list[dict[str, Any]]] = {}
    # By their decisions: off the parents, and not off all replies that there are.
    decisions = Publication.objects.filter(
        parent__in=[row.case.parent_id for row in rows], what="reply", state="published"
    )
    told = cases.published(committee).filter(what="reply", case__in=list(decisions.values_list("pk", flat=True)))
    for row in told.select_related("case__publication__unit").order_by("at"):
        unit = row.case.publication.unit
        replies.setdefault(row.case.parent_id, []).append(
            {
                "unit": unit.name if unit else "",
                "extent": str(row.get_extent_display()),
                "text": row.text,
                "sha256": row.sha256,
                "published": _day(row),
            }
        )
    items = [
        {
            "number": row.case.parent.number, "session": row.case.parent.session.name if row.case.parent.session else "", "heading": row.heading,
            "extent": str(row.get_extent_display()), "text": row.text, "sha256": row.sha256, "published": _day(row), "at": row.at,
            "url": request.build_absolute_uri(reverse("public_case", args=[code, row.uid])), "replies": replies.get(row.case.parent_id, []),
        }
        for row in rows
    ]  # fmt: skip
    columns = [
        Column(_("编号"), 12), Column(_("届次"), 16), Column(_("案由"), 40), Column(_("公开方式"), 10), Column(_("正文"), 60),
        Column(_("答复单位"), 20), Column(_("答复"), 60), Column(_("公开日期"), 12),
    ]  # fmt: skip
    lines = [
        [
            one["number"], one["session"], one["heading"], one["extent"], one["text"], "、".join(reply["unit"] for reply in one["replies"]),
            "\n\n".join(reply["text"] for reply in one["replies"]), one["published"],
        ]
        for one in items
    ]  # fmt: skip
    return _answer(committee, kind, "proposals", items, columns, lines, after)


@require_safe
def talks(request: Any, code: str, kind: str) -> HttpResponse:
    """`/p/<code>/consultations.csv` and `.json`."""
    committee = committee_of(code)
    items = []
    if held := bulk.too_often(request):
        return held
    found, after = bulk.batch(request, consultations.published(committee).order_by("-at", "-pk"))
    for row in found:
        case = row.case.consultation
        items.append({
            "number": case.number, "heading": row.heading, "text": row.text, "site": case.site.name if case.site else "", "met": case.meets_on,
            "sha256": row.sha256, "published": _day(row), "at": row.at, "url": request.build_absolute_uri(reverse("public_consultation", args=[code, row.uid])),
        })  # fmt: skip
    columns = [
        Column(_("编号"), 12),
        Column(_("标题"), 40),
        Column(_("站点"), 20),
        Column(_("协商日期"), 12),
        Column(_("正文"), 60),
        Column(_("公开日期"), 12),
    ]
    lines = [[one["number"], one["heading"], one["site"], one["met"], one["text"], one["published"]] for one in items]
    return _answer(committee, kind, "consultations", items, columns, lines, after)


def _day(row: Any) -> Any:
    return clock.local_day(row.at) if row.at else None


TITLES = {"proposals": gettext_lazy("公开的提案"), "consultations": gettext_lazy("公开的协商")}


def _answer(
    committee: Committee,
    kind: str,
    name: str,
    items: list[dict[str, Any]],
    columns: list[Column],
    lines: list[Any],
    after: str,
) -> HttpResponse:
    """Errors: Http404 for a form that there is not."""
    if kind == "json":
        plain = [{key: value for key, value in one.items() if key != "at"} for one in items]
        body = {"committee": committee.name, "as_of": clock.now().isoformat(), name: plain, "next": after or None}
        return JsonResponse(body, json_dumps_params={"ensure_ascii": False})
    if kind == "atom":
        entries = [
            {"title": one["heading"], "link": one["url"], "description": one["text"], "unique_id": one["url"], "pubdate": one["at"]}
            for one in items[: bulk.IN_FEED]
        ]  # fmt: skip
        return bulk.atom(f"{committee.name} · {TITLES[name]}", entries[0]["link"] if entries else "", entries)
    if kind != "csv":
        raise Http404
    answer = HttpResponse(csv_bytes(columns, lines), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return answer
