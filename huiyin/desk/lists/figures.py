"""The numbers of a kind of work, by group, for a period: each a door to how it is counted and to its rows."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from huiyin.annual.attested import Attested
from huiyin.annual.catalogue import catalogue
from huiyin.desk.access import signed_in
from huiyin.desk.lists.download import download
from huiyin.desk.lists.scopes import RECEPTION, Asked, asked, choices
from huiyin.exchange.excel import Column, csv_bytes, workbook
from huiyin.kernel.figures import REGISTRY, Answer, Rate
from huiyin.people.roles import WORKERS

# The order in which a year's work is told; what is not named here stands last.
GROUPS = (
    (gettext_lazy("提出"), ("received", "suggestions", "proposers", "received_individual", "received_personal", "received_joint", "received_collective", "received_session", "received_between", "collective_share")),
    (gettext_lazy("审查立案"), ("filed", "filed_collective", "filed_between", "key", "not_filed", "withdrawn", "filing_rate")),
    (gettext_lazy("交办和办理"), ("assigned", "unit_times", "units", "in_hand", "contacted", "contact_rate", "replied", "reply_rate")),
    (gettext_lazy("办理结果"), ("replies", "class_solved", "class_in_progress", "class_deferred", "solved_rate", "adopted")),
    (gettext_lazy("提案者评价"), ("unrated", "rated", "satisfied", "basically", "dissatisfied", "satisfaction_strict", "satisfaction_wide")),
    (gettext_lazy("办结归档"), ("closed", "archived")),
)  # fmt: skip
HEADS = (
    ("voices", gettext_lazy("群众诉求")),
    ("problems", gettext_lazy("问题")),
    ("opinions", gettext_lazy("社情民意")),
    ("consultations", gettext_lazy("协商")),
    ("plans", gettext_lazy("年度协商计划")),
    ("oversight", gettext_lazy("民主监督")),
    ("appraisals", gettext_lazy("民主评议")),
    ("ballots", gettext_lazy("民主测评")),
    ("initiatives", gettext_lazy("专项行动")),
    ("investment", gettext_lazy("招商和包抓")),
    ("research", gettext_lazy("调研视察")),
    ("orders", gettext_lazy("订单线索")),
    ("cultivation", gettext_lazy("上级提案培育")),
    ("handed_up", gettext_lazy("下级送来的")),
    ("activities", gettext_lazy("会议活动")),
)
"""What the other kinds' figures stand under, by the first part of their names."""


KINDS: tuple[tuple[str, Any, tuple[str, ...]], ...] = (
    ("proposals", gettext_lazy("提案"), ("proposals",)),
    ("voices", gettext_lazy("群众诉求"), ("voices", "problems")),
    ("opinions", gettext_lazy("社情民意"), ("opinions",)),
    ("consultations", gettext_lazy("协商"), ("consultations", "plans", "activities")),
    ("oversight", gettext_lazy("民主监督"), ("oversight", "appraisals", "ballots")),
    ("initiatives", gettext_lazy("专项和招商"), ("initiatives", "investment")),
    ("research", gettext_lazy("调研视察"), ("research",)),
    ("orders", gettext_lazy("订单和培育"), ("orders", "cultivation", "handed_up")),
)
"""The views of the page: a page of one kind's numbers is read, a page of all is searched."""
REST, OWN, ALL = "rest", "own", "all"


@require_safe
@signed_in(*WORKERS)
def figures(request: Any) -> HttpResponse:
    one, of = asked(request), _of(request)
    words = {
        "one": one,
        "periods": choices(one),
        "of": of,
        "query": f"{one.query}&of={of}",
        "tabs": _tabs(request.post, one, of),
        "groups": [
            (label, [row(figure.answer(one.scope), one) for figure in group])
            for label, group in shown(request.post, of)
        ],
    }
    return render(request, "desk/lists/figures.html", words)


def _of(request: Any) -> str:
    """The view that the address names; where people are received, the voices, and the proposals elsewhere."""
    usual = "voices" if request.post.role in RECEPTION else "proposals"
    named = request.GET.get("of", "")
    return named if named in {code for code, _label, _heads in KINDS} | {REST, OWN, ALL} else usual


def _tabs(post: Any, one: Asked, of: str) -> list[dict[str, Any]]:
    views = [(code, label) for code, label, _heads in KINDS]
    if post.role in RECEPTION:
        views.sort(key=lambda view: view[0] != "voices")
    views += [(REST, _("其他"))] + ([(OWN, _("本单位的"))] if of_office(post.committee) else []) + [(ALL, _("全部"))]
    url = reverse("figures") + one.query
    return [{"label": label, "url": f"{url}&of={code}", "current": code == of} for code, label in views]


def shown(post: Any, of: str) -> list[tuple[Any, list[Any]]]:
    """The groups of one view, in their order."""
    if of == OWN:
        return of_office(post.committee)
    if of == ALL:
        return [*grouped(post.role), *of_office(post.committee)]
    heads = {code: heads for code, _label, heads in KINDS}
    named = {head for one in heads.values() for head in one}
    kept = [
        (label, [figure for figure in group if _in(figure.name.partition(".")[0], heads.get(of), named)])
        for label, group in grouped(post.role)
    ]
    return [(label, group) for label, group in kept if group]


def _in(head: str, heads: tuple[str, ...] | None, named: set[str]) -> bool:
    return head in heads if heads else head not in named


def grouped(role: str = "") -> list[tuple[Any, list[Any]]]:
    """Proposals in the order of a year's work; then every other kind under its own name. At a station its own come first."""
    rest = dict(REGISTRY)
    found: list[tuple[Any, list[Any]]] = []
    for label, names in GROUPS:
        found.append((label, [rest.pop(f"proposals.{name}") for name in names if f"proposals.{name}" in rest]))
    found.append((_("提案的其他数"), [rest.pop(name) for name in list(rest) if name.startswith("proposals.")]))
    for prefix, label in HEADS:
        found.append((label, [rest.pop(name) for name in list(rest) if name.startswith(f"{prefix}.")]))
    told = [(label, group) for label, group in [*found, (_("其他"), list(rest.values()))] if group]
    if role in RECEPTION:
        told.sort(key=lambda one: not one[1][0].name.startswith(("voices.", "problems.")))
    return told


def of_office(committee: Any) -> list[tuple[Any, list[Any]]]:
    """What the office has defined itself, and what is reported to it: apart from what the house counts. Two queries."""
    found = [figure for name, figure in catalogue(committee).items() if name not in REGISTRY]
    reported = [figure for figure in found if isinstance(figure, Attested)]
    own = [figure for figure in found if not isinstance(figure, Attested)]
    return [(label, group) for label, group in ((_("本单位定义的数"), own), (_("附报数"), reported)) if group]


def row(answer: Answer, one: Asked) -> dict[str, Any]:
    figure = answer.figure
    rate = isinstance(figure, Rate)
    return {
        "name": figure.name, "label": figure.label, "text": answer.text, "unit": "" if rate else figure.unit, "rate": rate,
        "parts": f"{answer.numerator}／{answer.denominator}" if rate else "", "about": figure.about, "note": figure.base or figure.overlaps,
        "url": reverse("figure", args=[figure.name]) + one.query,
    }  # fmt: skip


@require_safe
@signed_in(*WORKERS)
def export(request: Any) -> HttpResponse:
    """The numbers as a table: `?as=csv`, else Excel."""
    one = asked(request)
    heads = [
        Column(_("组"), 12),
        Column(_("数"), 24),
        Column(_("值"), 12),
        Column(_("单位"), 8),
        Column(_("分子"), 10),
        Column(_("分母"), 10),
        Column(_("口径"), 60),
    ]
    lines = []
    for label, group in shown(request.post, _of(request)):
        for figure in group:
            found = figure.answer(one.scope)
            words = "；".join(str(text) for text in (figure.about, figure.base, figure.overlaps) if text)
            value = "—" if found.value is None else found.value
            lines.append(
                [str(label), str(figure.label), value, str(figure.unit), found.numerator, found.denominator, words]
            )
    name = _("数字 {period}").format(period=one.words)
    if request.GET.get("as") == "csv":
        return download(csv_bytes(heads, lines), name, "csv")
    return download(workbook(heads, lines, _("数字")), name, "xlsx")
