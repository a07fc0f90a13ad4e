"""The catalogue of proposals: filtered by links, fifty a page, the same list as Excel."""

from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from huiyin.desk.access import signed_in
from huiyin.desk.lists import filters, lateness, picking, promises
from huiyin.desk.lists.clocks import Clocks, Face, ring
from huiyin.desk.lists.download import download
from huiyin.desk.lists.groups import REVIEWS
from huiyin.desk.lists.listing import listed, listing, ordered, read
from huiyin.desk.lists.paging import MOST, capped
from huiyin.desk.lists.rows import case_url, first_names
from huiyin.exchange.excel import Column, workbook
from huiyin.kernel.flow import flow_of
from huiyin.kernel.models import Todo
from huiyin.people.roles import WORKERS
from huiyin.proposals.models import FORMS, KINDS, Proposal
from huiyin.ui.templatetags.ui import replaced

EXPORT_MOST = 20_000
COLUMNS = (
    "pk", "number", "intake_number", "title", "proposers", "subject", "unit_names", "state", "due", "assigned_on", "key", "finished", "version", "assigning_office_id",
)  # fmt: skip


@require_safe
@signed_in(*WORKERS)
def catalogue(request: Any) -> HttpResponse:
    one = filters.chosen(request)
    found = listing(request, one)
    rows = read(list(found.page.object_list), *COLUMNS) if found.count else []
    clocks, flow = Clocks(request.post.committee), flow_of("proposal")
    running = lateness.of_cases([row["pk"] for row in rows]) if rows else {}
    picked = picking.of_catalogue(rows, request.post)
    words = {
        "rows": [_row(row, flow, clocks, running.get(row["pk"])) for row in rows], **picked, "page_obj": found.page, "count": found.count, "one": one,
        "facets": filters.facets(request, one, found.states), "filters": filters.chosen_links(request, one), "over": found.count > MOST,
        "export": f"export/{replaced(request.GET, {'page': None})}", "export_most": EXPORT_MOST, "sorts": _sorts(request, one),
        "all": _("全部"), "groups_url": reverse("groups") if request.post.role in REVIEWS else "",
        "promises_url": reverse("promises") if request.post.role in promises.READS else "",
    }  # fmt: skip
    return render(request, "desk/lists/catalogue.html", words)


def _row(row: dict[str, Any], flow: Any, clocks: Clocks, first: Todo | None) -> dict[str, Any]:
    due = first.due if first else row["due"]
    state = flow.by_state[row["state"]]
    if state.look == "done" or (state.final and row["finished"]):
        face = Face(ring("done" if state.look == "done" else "none"), "done", "")
    else:
        face = clocks.face(due, first.starts if first else row["assigned_on"])
    return {
        "url": case_url(row["pk"]), "number": row["number"] or row["intake_number"], "filed": bool(row["number"]), "title": row["title"],
        "proposers": first_names(row["proposers"]), "subject": row["subject"], "units": first_names(row["unit_names"], bodies=True), "state": state.label,
        "face": face, "late": face.state == "late", "key": row["key"], "due": due,
        "pick": row.get("pick", ""),
    }  # fmt: skip


def _sorts(request: Any, one: filters.Chosen) -> dict[str, dict[str, str]]:
    """For each sortable column: its link, and how it is sorted now."""
    found = {}
    for key in ("number", "title", "due"):
        if key == one.sort or (key == "number" and not one.sort and one.period):
            now, to = "ascending", f"-{key}" if f"-{key}" in filters.SORTS else key
        else:
            now, to = "descending" if one.sort == f"-{key}" else "none", key
        found[key] = {"url": replaced(request.GET, {"sort": to, "page": None}), "now": now}
    return found


@require_safe
@signed_in(*WORKERS)
def export(request: Any) -> HttpResponse:
    """The filtered list as Excel, up to twenty thousand rows; longer ones must be narrowed first."""
    one = filters.chosen(request)
    rows = listed(request.post).filter(filters.conditions(one))
    if capped(rows, EXPORT_MOST) > EXPORT_MOST:
        return render(
            request,
            "desk/lists/too_many.html",
            {"most": EXPORT_MOST, "back": "../" + replaced(request.GET, {})},
            status=413,
        )
    heads = [
        Column(_("案号"), 10), Column(_("流水号"), 10), Column(_("届次"), 16), Column(_("案由"), 48), Column(_("提案者"), 24), Column(_("提案类别"), 12),
        Column(_("分类"), 18), Column(_("主办和会办单位"), 30), Column(_("办理方式"), 12), Column(_("办到哪里"), 12), Column(_("提交日期"), 12),
        Column(_("立案日期"), 12), Column(_("交办日期"), 12), Column(_("答复日期"), 12), Column(_("期限"), 12), Column(_("重点"), 8),
    ]  # fmt: skip
    name = _("提案目录{session}").format(session=f" {one.period.name}" if one.period else "")
    return download(workbook(heads, _lines(ordered(rows, one), one), name), name, "xlsx")


def _lines(rows: QuerySet[Proposal], one: filters.Chosen) -> Iterator[list[Any]]:
    flow, kinds, forms = flow_of("proposal"), dict(KINDS), dict(FORMS)
    names = {row.pk: row.name for row in one.periods}
    fields = (
        "number", "intake_number", "session_id", "title", "proposers", "proposal_kind", "subject", "unit_names", "form", "state", "submitted_on",
        "filed_on", "assigned_on", "replied_on", "due", "key",
    )  # fmt: skip
    for row in rows.values_list(*fields).iterator(chunk_size=2_000):
        line: list[Any] = list(row)
        line[2] = names.get(line[2], "")
        line[5], line[8] = str(kinds.get(line[5], "")), str(forms.get(line[8], ""))
        line[9] = str(flow.by_state[line[9]].label)
        line[15] = _("重点") if line[15] else ""
        yield line
