"""The board: every clock that runs, overdue first; by unit, by step; printed or taken away as Excel."""

from collections import Counter
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from huiyin.desk.access import signed_in
from huiyin.desk.lists import clockboard
from huiyin.desk.lists.clockboard import BANDS, OPEN
from huiyin.desk.lists.clocks import Clocks
from huiyin.desk.lists.download import download
from huiyin.desk.lists.paging import page_of
from huiyin.exchange.excel import Column, workbook
from huiyin.handling.models import ROLES
from huiyin.kernel import clock
from huiyin.kernel.flow import flow_of
from huiyin.kernel.models import Organisation
from huiyin.people.roles import OFFICE
from huiyin.ui.templatetags.ui import replaced

WATCH = ("leader", "assigning", "reviewer", *OFFICE)
URGES = ("assigning", *OFFICE)


@require_safe
@signed_in(*WATCH)
def board(request: Any) -> HttpResponse:
    """Seven queries or fewer, whatever the length."""
    post, clocks = request.post, Clocks(request.post.committee)
    units = bodies(request.post)
    unit = request.GET.get("unit", "")
    unit = unit if unit in units else ""
    everything = narrowed(clockboard.in_hand(post), unit)
    counts = clockboard.counted(everything, clocks)
    due, state = _among(request.GET.get("due"), BANDS), _among(request.GET.get("state"), OPEN)
    rows = narrowed(everything, "", due, state, clocks)
    total = sum(n for (b, s), n in counts.items() if due in ("", b) and state in ("", s))
    page = page_of(clockboard.by_due(rows).values(*clockboard.FIELDS), request, total)
    shown = clockboard.shown(page.object_list, clocks) if total else []
    late = sum(n for (b, s), n in counts.items() if b == "late" and s != "audit")
    words = {
        "now": clock.now(), "all": sum(counts.values()), "late": sum(n for (b, _s), n in counts.items() if b == "late"), "count": total, "past": clockboard.without_clock(post),
        "stats": _stats(request, counts, due), "tabs": _tabs(request, counts, due, state), "groups": _groups(shown, counts, state),
        "page_obj": page, "units": _units(request, units, unit), "urge": late if post.role in URGES else 0, "unit": unit,
        "notice": bool(unit and late and post.role == "assigning"), "unit_name": units.get(unit, ""), "filters": _chosen(request, units.get(unit, ""), due, state), "everything": _("全部单位"),
        "export": f"export/{replaced(request.GET, {'page': None})}",
    }  # fmt: skip
    return render(request, "desk/lists/board.html", words)


def bodies(post: Any) -> dict[str, str]:
    """The units that a board may be narrowed to: for an assigning office those that answer to it. id → name."""
    rows = Organisation.objects.filter(committee=post.committee_id, kind="unit")
    if post.role == "assigning":
        rows = rows.filter(parent=post.organisation_id)
    return {str(pk): name for pk, name in rows.order_by("name").values_list("pk", "name")}


def narrowed(rows: Any, unit: str, due: str = "", state: str = "", clocks: Clocks | None = None) -> Any:
    if unit:
        rows = rows.filter(unit=int(unit))
    if due and clocks:
        rows = rows.filter(clockboard.within(due, clocks))
    return rows.filter(state=state) if state else rows


def _among(value: str | None, known: Any) -> str:
    return value if value and value in known else ""


def _stats(request: Any, counts: Counter[tuple[str, str]], here: str) -> list[dict[str, Any]]:
    found = []
    for name, label in BANDS.items():
        n = sum(count for (band, _state), count in counts.items() if band == name)
        if n or name != "none":
            url = replaced(request.GET, {"due": None if name == here else name, "page": None, "state": None})
            found.append(
                {
                    "value": n,
                    "unit": _("件"),
                    "label": label,
                    "url": url,
                    "late": name == "late" and n,
                    "current": name == here,
                }
            )
    return found


def _tabs(request: Any, counts: Counter[tuple[str, str]], due: str, here: str) -> list[dict[str, Any]]:
    flow = flow_of("assignment")

    def tab(name: str, label: Any) -> dict[str, Any]:
        n = sum(count for (band, state), count in counts.items() if due in ("", band) and name in ("", state))
        return {
            "label": label,
            "url": replaced(request.GET, {"state": name, "page": None}),
            "count": n,
            "current": name == here,
        }

    return [
        tab("", _("全部")),
        *(tab(name, flow.by_state[name].label) for name in OPEN if any(s == name for _b, s in counts)),
    ]


def _groups(rows: list[dict[str, Any]], counts: Counter[tuple[str, str]], state: str) -> list[dict[str, Any]]:
    found = []
    for name, label in BANDS.items():
        if here := [row for row in rows if row["band"] == name]:
            total = sum(n for (band, s), n in counts.items() if band == name and state in ("", s))
            found.append(
                {"name": name, "label": label, "rows": here, "total": total, "part": len(here) < total, "n": len(here)}
            )
    return found


def _units(request: Any, units: dict[str, str], here: str) -> list[dict[str, Any]]:
    first = {"label": _("全部"), "url": replaced(request.GET, {"unit": None, "page": None}), "current": not here}
    rest = [
        {"label": name, "url": replaced(request.GET, {"unit": pk, "page": None}), "current": pk == here}
        for pk, name in units.items()
    ]
    return [first, *rest]


def _chosen(request: Any, unit: str, due: str, state: str) -> list[dict[str, str]]:
    label = str(flow_of("assignment").by_state[state].label) if state else ""
    pairs = (("unit", unit), ("due", str(BANDS.get(due, ""))), ("state", label))
    return [{"label": words, "url": replaced(request.GET, {key: None, "page": None})} for key, words in pairs if words]


@require_safe
@signed_in(*WATCH)
def export(request: Any) -> HttpResponse:
    """The board as it is narrowed, whole, as Excel."""
    clocks, units, unit = Clocks(request.post.committee), bodies(request.post), request.GET.get("unit", "")
    due, state = _among(request.GET.get("due"), BANDS), _among(request.GET.get("state"), OPEN)
    rows = narrowed(clockboard.in_hand(request.post), unit if unit in units else "", due, state, clocks)
    flow, roles = flow_of("assignment"), dict(ROLES)
    heads = [
        Column(_("案号"), 10), Column(_("案由"), 48), Column(_("承办单位"), 20), Column(_("角色"), 8), Column(_("办到哪里"), 12),
        Column(_("交办日期"), 12), Column(_("期限"), 12), Column(_("剩余天数"), 10),
    ]  # fmt: skip
    fields = ("number", "title", "unit__name", "role", "state", "handed_on", "due")
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
