"""The board of promises (承诺事项台账, C13): what units have promised, by when, how often moved, what became of it; the latest first."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Case, Count, IntegerField, Q, QuerySet, Value, When
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from huiyin.desk.access import signed_in, visible
from huiyin.desk.lists.clocks import Clocks, Face, ring
from huiyin.desk.lists.download import download
from huiyin.desk.lists.paging import page_of
from huiyin.desk.lists.rows import case_url
from huiyin.desk.lists.scopes import session_span
from huiyin.desk.lists.sessions import current, sessions
from huiyin.exchange.excel import Column, workbook
from huiyin.handling.models import Commitment
from huiyin.kernel.figures import REGISTRY, Scope
from huiyin.people.roles import OFFICE
from huiyin.ui.templatetags.ui import link_to, replaced

READS = ("leader", "assigning", "reviewer", *OFFICE, "unit", "unit_head", "member")
SOON = 30
"""Days: a promise runs for months, and a week before its day nothing can be put right any more."""
BANDS = {
    "late": gettext_lazy("已逾期"), "soon": gettext_lazy("30日内到期"), "running": gettext_lazy("按期兑现中"), "reported": gettext_lazy("待核实"),
    "failed": gettext_lazy("未能兑现"), "kept": gettext_lazy("已兑现"),
}  # fmt: skip
"""State → its name, in the order of the list: overdue first, what is settled at the end."""
RATE, MADE, KEPT = "proposals.promise_rate", "proposals.promises", "proposals.promises_kept"
FIELDS = (
    "pk", "root_id", "number", "parent__title", "what", "in_charge", "unit__name", "by", "first_by", "changes", "asked_by", "rank", "opened_at",
    "moved_at",
)  # fmt: skip


@dataclass(frozen=True)
class Chosen:
    """To what a reader narrowed the list; unknown values count as none. `cells`: (unit, state) → how many; `names`: unit → its name."""

    cells: Counter[tuple[int, str]]
    names: dict[int, str]
    unit: int | None
    state: str

    def count(self, unit: int | None = None, state: str = "") -> int:
        return sum(n for (pk, band), n in self.cells.items() if unit in (None, pk) and state in ("", band))

    def narrowed(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        if self.unit:
            rows = rows.filter(unit=self.unit)
        return rows.filter(rank=list(BANDS).index(self.state)) if self.state else rows


def within(clocks: Clocks) -> dict[str, Q]:
    """For each state its rows."""
    soon = clocks.today + timedelta(days=SOON)
    running = Q(state="open")
    return {
        "late": running & Q(by__lt=clocks.today), "soon": running & Q(by__gte=clocks.today, by__lte=soon), "running": running & Q(by__gt=soon),
        "reported": Q(state="reported"), "failed": Q(state="failed"), "kept": Q(state="verified"),
    }  # fmt: skip


def ranked(post: Any, clocks: Clocks) -> QuerySet[Any]:
    """Every promise that the post may see, with its place (`rank`) in BANDS; what a newer one replaced is none any more."""
    bands = within(clocks)
    place = Case(*(When(bands[name], then=Value(n)) for n, name in enumerate(BANDS)), output_field=IntegerField())
    return visible(Commitment, post).filter(kind="commitment").exclude(state="replaced").annotate(rank=place)


def chosen(request: Any, rows: QuerySet[Any]) -> Chosen:
    """One query: all the counts of the page come from its groups."""
    get, cells, names, order = request.GET, Counter[tuple[int, str]](), dict[int, str](), list(BANDS)
    for unit, name, rank, n in rows.order_by().values_list("unit", "unit__name", "rank").annotate(n=Count("pk")):
        names[unit] = name
        cells[unit, order[rank]] += n
    unit, state = next((pk for pk in names if str(pk) == get.get("unit")), None), get.get("state", "")
    return Chosen(cells, names, unit, state if state in BANDS else "")


@require_safe
@signed_in(*READS)
def promises(request: Any) -> HttpResponse:
    """Ten queries or fewer, whatever the length."""
    clocks = Clocks(request.post.committee)
    rows = ranked(request.post, clocks)
    one = chosen(request, rows)
    count = one.count(one.unit, one.state)
    page = page_of(listed(one, rows), request, count)
    words = {
        "rows": [shown(row, clocks) for row in page.object_list] if count else [], "page_obj": page, "one": one, "all": one.count(one.unit),
        "late": one.count(one.unit, "late"), "stats": stats(request, one), "facets": facets(request, one), "filters": chips(request, one),
        "figures": figures(request.post.committee), "everything": _("全部承诺"), "unit_name": one.names.get(one.unit or 0, ""),
        "export": f"export/{replaced(request.GET, {'page': None})}", "count": count, **home(request.post),
    }  # fmt: skip
    return render(request, "desk/lists/promises.html", words)


def listed(one: Chosen, rows: QuerySet[Any]) -> Any:
    return one.narrowed(rows).order_by("rank", "by", "pk").values(*FIELDS)


def home(post: Any) -> dict[str, str]:
    """The list of proposals under which the reader finds this page: address and name."""
    if post.role in ("unit", "unit_head", "member"):
        return {"home": reverse("catalogue"), "home_name": _("提案")}
    return {"home": reverse("board"), "home_name": _("督办总表")}


def shown(row: dict[str, Any], clocks: Clocks) -> dict[str, Any]:
    """A promise as the table and the sheet show it. `since`: the day on which it was settled or reported."""
    band = list(BANDS)[row["rank"]]
    state, since = BANDS[band], None
    if band in ("late", "soon", "running"):
        face = clocks.face(row["by"], row["opened_at"].date() if row["opened_at"] else None)
        face = Face(face.ring, "soon", face.words) if band == "soon" else face
    else:
        face = Face(ring("done" if band == "kept" else "none", 0), "done", str(state))
        since = row["moved_at"]
    return row | {
        "url": case_url(row["root_id"]), "band": band, "state": state, "face": face, "late": band == "late", "since": since,
        "from": row["parent__title"], "unit": row["unit__name"], "left": (row["by"] - clocks.today).days if since is None else None,
    }  # fmt: skip


def figures(committee: Any) -> list[dict[str, Any]]:
    """What the committee counts of its promises this session: each number is the door to its rows. Three queries or fewer."""
    period = current(sessions(committee))
    if period is None:
        return []
    rate = REGISTRY[RATE].answer(Scope(committee, session_span(period)))
    values = {MADE: rate.denominator, KEPT: rate.numerator, RATE: rate.text}
    return [
        {"label": REGISTRY[name].label, "value": value, "unit": REGISTRY[name].unit if name != RATE else "", "period": period.name,
         "url": f"{reverse('figure', args=[name])}?period={period.code}"}
        for name, value in values.items()
    ]  # fmt: skip


def stats(request: Any, one: Chosen) -> list[dict[str, Any]]:
    """The states as numbers that filter the list."""
    found = []
    for name, label in BANDS.items():
        n, here = one.count(one.unit, name), name == one.state
        url = replaced(request.GET, {"state": None if here else name, "page": None})
        found.append({"value": n, "unit": _("项"), "label": label, "url": url if n or here else "", "late": name == "late" and n, "current": here})  # fmt: skip
    return found


def facets(request: Any, one: Chosen) -> list[dict[str, Any]]:
    """The units beside the list, those with most that is overdue first; nothing where there is one only."""
    if len(one.names) < 2:
        return []
    url, rest = link_to(request.GET, "unit"), replaced(request.GET, {"unit": None, "page": None})
    links: list[dict[str, Any]] = [{"label": _("全部"), "url": rest, "count": "", "current": not one.unit}]
    rows = [(one.count(pk, "late"), one.count(pk, one.state), name, pk) for pk, name in one.names.items()]
    for late, n, name, pk in sorted(rows, key=lambda row: (-row[0], -row[1], row[2])):
        if n or pk == one.unit:
            links.append({"label": name, "url": url(pk), "count": n, "late": late, "current": pk == one.unit})
    return [{"title": _("承办单位"), "links": links}]


def chips(request: Any, one: Chosen) -> list[dict[str, str]]:
    """What was chosen, each a link to the page without it."""
    pairs = [("unit", one.names.get(one.unit or 0, "")), ("state", str(BANDS[one.state]) if one.state else "")]
    return [{"label": words, "url": replaced(request.GET, {key: None, "page": None})} for key, words in pairs if words]


@require_safe
@signed_in(*READS)
def export(request: Any) -> HttpResponse:
    """The list as it is narrowed, whole, as Excel."""
    clocks = Clocks(request.post.committee)
    rows = ranked(request.post, clocks)
    heads = [
        Column(_("案号"), 10), Column(_("案由"), 40), Column(_("承诺内容"), 48), Column(_("承办单位"), 20), Column(_("责任人"), 12),
        Column(_("原定日期"), 12), Column(_("现在的日期"), 12), Column(_("改期次数"), 10), Column(_("状态"), 12), Column(_("剩余天数"), 10),
    ]  # fmt: skip
    found = listed(chosen(request, rows), rows).iterator(chunk_size=2_000)
    return download(workbook(heads, lines(found, clocks), _("承诺事项台账")), _("承诺事项台账"), "xlsx")


def lines(rows: Iterable[dict[str, Any]], clocks: Clocks) -> Iterable[list[Any]]:
    for row in rows:
        one = shown(row, clocks)
        yield [
            one["number"], one["from"], one["what"], one["unit"], one["in_charge"], one["first_by"], one["by"], one["changes"], str(one["state"]),
            one["left"],
        ]  # fmt: skip
