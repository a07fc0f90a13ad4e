"""The marks of the handling units in a session: as they stand today, or as they were shown and settled; a unit reads its own only."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from huiyin.awards.measures import EACH, SHARES
from huiyin.awards.models import Evaluation, Honour, UnitMark
from huiyin.awards.reading import explained
from huiyin.awards.rounds import ranked
from huiyin.awards.scoring import Score, read, rules, unit_scores
from huiyin.desk.access import number_of, signed_in, visible
from huiyin.desk.lists.download import download
from huiyin.desk.lists.scopes import session_span
from huiyin.desk.lists.sessions import current, named, sessions
from huiyin.exchange.excel import Column, workbook
from huiyin.kernel.act import open_case
from huiyin.kernel.figures import Scope
from huiyin.kernel.models import Organisation, Period, Post
from huiyin.people.roles import OFFICE
from huiyin.ui.templatetags.ui import replaced

UNITS = ("unit", "unit_head")
READERS = ("leader", "assigning", "reviewer", *OFFICE, *UNITS)


@dataclass(frozen=True)
class Line:
    """One unit in the table: its mark, its place, and where the why stands."""

    unit: Any
    total: Any
    rank: int | None
    url: str
    parts: Any
    honoured: bool = False
    apart: bool = False
    """It has not answered anything itself, and has no place among those that have."""


def chosen(request: Any) -> tuple[Period | None, list[Period]]:
    found = sessions(request.post.committee)
    return named(found, request.GET.get("session", "")) or current(found), found


def round_of(post: Post, period: Period | None) -> Evaluation | None:
    """The evaluation of a session, the newest if there were several. One query."""
    rows = Evaluation.objects.filter(committee=post.committee_id, kind="evaluation", session=period)
    return rows.order_by("-pk").first() if period else None


def mine(post: Post, rows: list[Any]) -> list[Any]:
    """Of these (each with `unit`), those that this post may read: a unit its own, an assigning office those that answer to it."""
    if post.role in UNITS:
        return [row for row in rows if row.unit.pk == post.organisation_id]
    if post.role == "assigning":
        return [row for row in rows if row.unit.parent_id == post.organisation_id]
    return rows


def live(post: Post, period: Period) -> list[Score]:
    """The marks as they stand today. One query a rule."""
    return mine(post, unit_scores(Scope(post.committee, session_span(period))))


def lines(post: Post, period: Period, held: Evaluation | None) -> list[Line]:
    """The table: what was shown to the units once it was; else as it stands. A unit sees a place only when all is settled."""
    if held is None or held.state == "counting":
        scores = live(post, period)
        places = {} if post.role in UNITS else {one.unit.pk: rank for rank, one in ranked(scores)}
        return [
            Line(
                one.unit,
                one.total,
                places.get(one.unit.pk),
                f"{one.unit.uid}/?session={period.code}",
                one.parts,
                apart=not one.replies,
            )
            for one in scores
        ]
    marks = list(visible(UnitMark, post).filter(of_round=held.pk).select_related("unit").order_by("pk"))
    places = {mark.pk: rank for rank, mark in ranked(marks)}
    honoured = set(Honour.objects.filter(case__in=list(places), voided_by=None).values_list("case_id", flat=True))
    found = [
        Line(mark.unit, mark.total, mark.rank or (None if post.role in UNITS else places.get(mark.pk)), mark.get_absolute_url(),
             read(mark.parts), mark.pk in honoured, mark.replies == 0)
        for mark in marks
    ]  # fmt: skip
    return sorted(found, key=lambda line: (line.apart, line.total is None, -(line.total or 0), line.unit.name))


@require_safe
@signed_in(*READERS)
def evaluation(request: Any) -> HttpResponse:
    """A dozen and a half queries or fewer, whatever the number of units."""
    post = request.post
    period, found = chosen(request)
    held = round_of(post, period)
    shown = lines(post, period, held) if period else []
    tabs = [
        {"label": row.name, "url": replaced(request.GET, {"session": row.code}), "count": "", "current": row == period}
        for row in found[:8]
    ]
    words = {
        "period": period, "tabs": tabs, "lines": shown, "tables": tables(shown), "held": held, "alone": post.role in UNITS, "office": post.role in OFFICE,
        "counting": held is None or held.state == "counting", "rules": described(post, period) if period else [],
        "export": f"export/{replaced(request.GET, {})}",
    }  # fmt: skip
    return render(request, "desk/awards/evaluation.html", words)


def tables(found: list[Line]) -> list[tuple[bool, list[Line]]]:
    """Those that answered, and (True) those without any reply of their own, which have a mark and no place."""
    return [(apart, rows) for apart in (False, True) if (rows := [line for line in found if line.apart is apart])]


def described(post: Post, period: Period) -> list[dict[str, Any]]:
    """The rules as a table: name, what is counted, points."""
    shares, each = rules(Scope(post.committee, session_span(period)))
    found = [
        {"label": label, "about": SHARES[code].about, "points": _("{n:g} 分").format(n=weight)}
        for code, label, weight in shares
    ]
    for code, label, points, cap in each:
        words = _("每次 {n:+g} 分，最多 {cap:+g} 分").format(n=points, cap=cap)
        found.append({"label": label, "about": EACH[code].about, "points": words})
    return found


@require_safe
@signed_in()
def unit(request: Any, uid: str) -> HttpResponse:
    """Why a unit's mark is what it is today: every rule with its cases. Not found for whom it does not concern."""
    post = request.post
    if post.role not in READERS:
        raise Http404
    row = Organisation.objects.filter(pk=number_of(uid), committee=post.committee_id, kind="unit").first()
    period, _found = chosen(request)
    if row is None or period is None or not mine(post, [_Held(row)]):
        raise Http404
    score = next((one for one in live(post, period) if one.unit.pk == row.pk), None)
    words = {"unit": row, "period": period, "score": score, "lines": explained(score.parts) if score else []}
    return render(request, "desk/awards/unit.html", words)


@dataclass(frozen=True)
class _Held:
    unit: Any


@require_POST
@signed_in(*OFFICE)
def begin(request: Any) -> HttpResponse:
    """Open the evaluation of a session; if it is open, lead to it."""
    post = request.post
    found = sessions(post.committee)
    period = named(found, request.POST.get("session", ""))
    if period is None:
        messages.error(request, _("没有这次会议。请从考评页重新选一次会议。"))
        return redirect("evaluation")
    held = round_of(post, period)
    if held is None:
        title = _("{session}承办单位考评").format(session=period.name)
        held = open_case("evaluation", as_=post, title=title, session=period, key=f"evaluation-{period.pk}")
    return redirect("case", held.uid)


@require_safe
@signed_in(*READERS)
def export(request: Any) -> HttpResponse:
    """The table with every part, as Excel."""
    post = request.post
    period, _found = chosen(request)
    shown = lines(post, period, round_of(post, period)) if period else []
    labels = list(dict.fromkeys(part.label for line in shown for part in line.parts))
    heads = [Column(_("名次"), 8), Column(_("承办单位"), 28), Column(_("得分"), 10), Column(_("先进"), 8)]
    heads += [Column(label, 16) for label in labels]
    rows = [
        [line.rank, line.unit.name, line.total, line.honoured, *(_cell(line.parts, label) for label in labels)]
        for line in shown
    ]
    name = _("承办单位考评")
    return download(workbook(heads, rows, name), name, "xlsx")


def _cell(parts: Any, label: str) -> str:
    part = next((part for part in parts if part.label == label), None)
    if part is None or (part.share and not part.whole):
        return "—"
    if part.share:
        return _("{part}／{whole}，{points:.1f} 分").format(part=part.part, whole=part.whole, points=part.points)
    return _("{n} 次，{points:+g} 分").format(n=part.part, points=part.points) if part.part else "0"
