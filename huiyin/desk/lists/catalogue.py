"""The catalogue of proposals: filtered by links, fifty a page, the same list as Excel."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Count, QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from huiyin.desk.access import signed_in, visible
from huiyin.desk.lists import filters
from huiyin.desk.lists.clocks import Clocks, Face, ring
from huiyin.desk.lists.download import download
from huiyin.desk.lists.paging import MOST, capped, page_of
from huiyin.desk.lists.rows import case_url, first_names
from huiyin.exchange.excel import Column, workbook
from huiyin.kernel.flow import flow_of
from huiyin.proposals.models import FORMS, KINDS, Proposal
from huiyin.ui.templatetags.ui import replaced

EXPORT_MOST = 20_000
COLUMNS = (
    "pk", "number", "intake_number", "title", "proposers", "subject", "unit_names", "state", "due", "assigned_on", "key", "finished",
)  # fmt: skip


@require_safe
@signed_in()
def catalogue(request: Any) -> HttpResponse:
    if request.post.role.endswith("_admin"):
        return redirect("work")
    one = filters.chosen(request)
    seen = listed(request.post)
    states = by_state(seen.filter(filters.conditions(one, state=False)))
    rows = seen.filter(filters.conditions(one))
    count = states.get(one.state, 0) if one.state else sum(states.values())
    page = page_of(ordered(rows, one).values(*COLUMNS), request, count)
    clocks, flow = Clocks(request.post.committee), flow_of("proposal")
    words = {
        "rows": [_row(row, flow, clocks) for row in page.object_list] if count else [], "page_obj": page, "count": count, "one": one,
        "facets": filters.facets(request, one, states), "filters": filters.chosen_links(request, one), "over": count > MOST,
        "export": f"export/{replaced(request.GET, {'page': None})}", "export_most": EXPORT_MOST, "sorts": _sorts(request, one),
        "all": _("全部"),
    }  # fmt: skip
    return render(request, "desk/lists/catalogue.html", words)


def listed(post: Any) -> QuerySet[Proposal]:
    """What a post may see, drafts apart: those are their writers' own until they are handed in."""
    return visible(Proposal, post).filter(kind="proposal")


def by_state(rows: QuerySet[Proposal]) -> dict[str, int]:
    """How many in each state; a list too long to count is counted all the same, since one index holds it."""
    return dict(rows.order_by().values_list("state").annotate(n=Count("pk")))


def ordered(rows: QuerySet[Proposal], one: filters.Chosen) -> QuerySet[Proposal]:
    if one.sort:
        return rows.order_by(*filters.SORTS[one.sort])
    # The index of session and number gives both orders as they stand.
    return rows.order_by("number", "pk") if one.period else rows.order_by("-session_id", "-number", "-pk")


def _row(row: dict[str, Any], flow: Any, clocks: Clocks) -> dict[str, Any]:
    state = flow.by_state[row["state"]]
    if state.look == "done" or (state.final and row["finished"]):
        face = Face(ring("done" if state.look == "done" else "none"), "done", "")
    else:
        face = clocks.face(row["due"], row["assigned_on"])
    return {
        "url": case_url(row["pk"]), "number": row["number"] or row["intake_number"], "filed": bool(row["number"]), "title": row["title"],
        "proposers": first_names(row["proposers"]), "subject": row["subject"], "units": first_names(row["unit_names"]), "state": state.label,
        "face": face, "late": face.state == "late", "key": row["key"], "due": row["due"],
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
@signed_in()
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
