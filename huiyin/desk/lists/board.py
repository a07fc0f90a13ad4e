"""The board: every clock that runs, overdue first; by unit, role, days and step; printed or taken away as Excel."""

from collections import Counter
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from huiyin.desk.access import signed_in
from huiyin.desk.lists import clockboard, narrowing, picking
from huiyin.desk.lists.clockboard import BANDS, Cell
from huiyin.desk.lists.clocks import Clocks
from huiyin.desk.lists.download import download
from huiyin.desk.lists.narrowing import KEYS, Narrowed, narrowed
from huiyin.desk.lists.paging import page_of
from huiyin.exchange.excel import Column, workbook
from huiyin.handling.models import ROLES
from huiyin.kernel import clock
from huiyin.kernel.flow import flow_of
from huiyin.people.roles import OFFICE
from huiyin.ui.templatetags.ui import replaced

WATCH = ("leader", "assigning", "reviewer", *OFFICE)
URGES = ("assigning", *OFFICE)


@require_safe
@signed_in(*WATCH)
def board(request: Any) -> HttpResponse:
    """Twelve queries or fewer, whatever the length."""
    post, clocks, one = request.post, Clocks(request.post.committee), narrowed(request)
    cells, past = clockboard.counted(one.of_session(clockboard.with_past(post)), clocks)
    total = one.count(cells, *KEYS)
    rows = one.rows(post, clocks, *KEYS)
    page = page_of(clockboard.InOrder(rows, total - one.undated(cells)), request, total)
    shown = clockboard.shown(page.object_list, clocks) if total else []
    late = one.count(cells, "unit", "role", due="late")
    words = {
        "now": clock.now(), "all": one.count(cells, "unit", "role"), "late": late, "count": total, "past": past,
        "stats": narrowing.stats(request, one, cells), "tabs": narrowing.tabs(request, one, cells), "groups": _groups(shown, cells, one),
        "page_obj": page, "facets": narrowing.facets(request, one, cells), "one": one, "unit_name": one.label("unit"),
        "filters": narrowing.chips(request, one), "everything": _("全部单位"), "export": f"export/{replaced(request.GET, {'page': None})}",
        **(urging(post, one, cells, clocks) | picking.of_board(shown, post) if post.role in URGES else {}),
    }  # fmt: skip
    return render(request, "desk/lists/board.html", words)


def urging(post: Any, one: Narrowed, cells: Counter[Cell], clocks: Clocks) -> dict[str, int]:
    """How many late ones can be urged (`urge`), and how many were already urged today (`today`); the unit to which a notice can be written
    (`notice`). One query."""
    late = one.by("state", cells, "unit", "role", due="late")
    can = sum(late[state] for state in flow_of("assignment").by_step["urge"].source)
    today = clockboard.urged_today(late_in_hand(post, one, clocks)).count()
    notice = int(one.unit) if can and one.unit and post.role == "assigning" else 0
    return {"urge": can - today, "today": today, "notice": notice}


def late_in_hand(post: Any, one: Narrowed, clocks: Clocks) -> Any:
    """The late ones of the chosen unit and role that a unit (not who audits) still has in hand."""
    sources = flow_of("assignment").by_step["urge"].source
    return one.rows(post, clocks, "unit", "role").filter(clockboard.within("late", clocks), state__in=sources)


def _groups(rows: list[dict[str, Any]], cells: Counter[Cell], one: Narrowed) -> list[dict[str, Any]]:
    found = []
    for name, label in BANDS.items():
        if here := [row for row in rows if row["band"] == name]:
            total = one.count(cells, "unit", "role", "state", due=name)
            found.append(
                {"name": name, "label": label, "rows": here, "total": total, "part": len(here) < total, "n": len(here)}
            )
    return found


@require_safe
@signed_in(*WATCH)
def export(request: Any) -> HttpResponse:
    """The board as it is narrowed, whole, as Excel."""
    clocks, one = Clocks(request.post.committee), narrowed(request)
    rows = one.rows(request.post, clocks, *KEYS)
    flow, roles = flow_of("assignment"), dict(ROLES)
    heads = [
        Column(_("案号"), 10), Column(_("案由"), 48), Column(_("承办单位"), 20), Column(_("角色"), 8), Column(_("办到哪里"), 12),
        Column(_("交办日期"), 12), Column(_("期限"), 12), Column(_("剩余天数"), 10),
    ]  # fmt: skip
    fields = ("number", "title", "unit__name", "role", "state", "handed_on", "soonest")
    lines = (
        [
            number,
            title,
            name,
            str(roles[role]),
            str(flow.by_state[at].label),
            handed,
            day,
            (day - clocks.today).days if day else None,
        ]
        for number, title, name, role, at, handed, day in clockboard.by_due(rows)
        .values_list(*fields)
        .iterator(chunk_size=2_000)
    )
    return download(workbook(heads, lines, _("督办总表")), _("督办总表"), "xlsx")
