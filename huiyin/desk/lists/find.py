"""The search page: everything a post may see, as one types; a form without a script, a part of the page with one."""

from typing import Any

from django.core.paginator import Page
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from huiyin.desk.access import signed_in
from huiyin.desk.lists.paging import Counted
from huiyin.desk.lists.rows import case_url
from huiyin.handling.models import RATINGS
from huiyin.library.marks import html
from huiyin.library.query import LONGEST, Condition
from huiyin.library.search import COUNTED, PAGE, Result, search
from huiyin.library.shown import rows
from huiyin.library.wanted import number_in
from huiyin.ui.templatetags.ui import replaced

MOST_PAGES = 50
SHOWN = 12  # links of one facet that stand open


@require_safe
@signed_in()
def find(request: Any) -> HttpResponse:
    """`?q=` words and conditions, `?page=`. One exact number that was sent leads straight to its case."""
    q = request.GET.get("q", "").strip()[: LONGEST + 1]
    number = _page_number(request)
    result = search(request.post, q, number)
    if number > 1 and not result.ids and result.count:
        number = min(number, -(-result.count // PAGE))
        result = search(request.post, q, number)
    shown = rows(result.ids, result.asked.words)
    if number_in(q) and not request.htmx and (only := _exact(shown, number_in(q))):
        return redirect(case_url(only))
    context = {
        "q": q, "result": result, "rows": [_row(row, result) for row in shown], "facets": _facets(request, result), "filters": _chosen(request, result),
        "page_obj": _paged(result, number), "examples": _examples(result),
    }  # fmt: skip
    part = request.htmx and request.htmx.target == "found"
    return render(request, "desk/lists/found.html" if part else "desk/lists/find.html", context)


def _page_number(request: Any) -> int:
    text = request.GET.get("page", "1")
    return max(1, min(int(text), MOST_PAGES)) if text.isdecimal() and len(text) < 6 else 1


def _paged(result: Result, number: int) -> Page[Any]:
    total = min(result.count, MOST_PAGES * PAGE)
    return Counted(range(total), PAGE, total).get_page(number)


def _exact(shown: list[dict[str, Any]], number: str) -> int | None:
    """The one case whose number was typed."""
    found = [row["pk"] for row in shown if number in (number_in(row["number"]), number_in(row["intake_number"]))]
    return found[0] if len(found) == 1 else None


def _row(row: dict[str, Any], result: Result) -> dict[str, Any]:
    where = {"text": _("原文"), "answer": _("答复"), "files": _("附件")}
    return {
        **row, "title": html(row["title"]), "names": html(row["names"]), "units": html(row["units"]), "url": case_url(row["pk"]), "number": row["number"] or row["intake_number"], "filed": bool(row["number"]), "session": row["session__name"],
        "rating": str(dict(RATINGS).get(row["rating"], "")), "passages": [(where[name], html(pieces)) for name, pieces in row["passages"]],
        "classes": "、".join(_("{letter} 类").format(letter=letter) for letter in row["classes"]),
    }  # fmt: skip


def _facets(request: Any, result: Result) -> list[dict[str, Any]]:
    """Counts of what was found, each a link that narrows the search by writing the condition into it."""
    titles = {
        "state": _("办到哪里"), "unit": _("承办单位"), "class": _("办理结果"), "rating": _("评价"), "year": _("年份"), "subject": _("分类"), "look": _("要留意"),
    }  # fmt: skip
    names = {
        "state": "状态",
        "unit": "单位",
        "class": "类别",
        "rating": "评价",
        "year": "年份",
        "subject": "分类",
        "look": "状态",
    }
    chosen = {(one.side, value): one for one in result.asked.conditions for value in one.values}
    found = []
    for side in COUNTED:
        links = []
        for value, count in sorted(result.counts.get(side, {}).items(), key=lambda pair: _order(side, pair)):
            label, here = result.known.label(side, value), chosen.get((side, value))
            wanted = value if side == "class" else f'"{label}"' if " " in label or '"' in label else label
            text = _without(result, here) if here else f"{result.asked.text} {names[side]}:{wanted}"
            links.append({"label": label, "count": count, "current": bool(here), "url": replaced(request.GET, {"q": text.strip(), "page": None}), "late": (side, value) == ("look", "late")})  # fmt: skip
        if links and (len(links) > 1 or links[0]["current"] or side == "look"):
            found.append({"title": titles[side], "links": links[:SHOWN], "more": links[SHOWN:]})
    return found


def _order(side: str, pair: tuple[str, int]) -> tuple[Any, ...]:
    value, count = pair
    return (-int(value),) if side == "year" and value.isdigit() else (value,) if side == "class" else (-count, value)


def _without(result: Result, one: Condition) -> str:
    """The query without a condition, as it was typed."""
    return " ".join(result.asked.text.replace(one.typed, " ", 1).split())


def _chosen(request: Any, result: Result) -> list[dict[str, str]]:
    return [
        {"label": one.label, "url": replaced(request.GET, {"q": _without(result, one), "page": None})} for one in result.asked.conditions
    ]  # fmt: skip


def _examples(result: Result) -> list[tuple[str, str]]:
    """Queries that mean something here, each with what it does; shown while nothing is asked."""
    known = result.known
    return [
        (_("加装电梯 补助"), _("两个词都要有")), ("jzdt", _("拼音或者拼音首字母")), (_("“公共停车场”"), _("引号里的字连在一起")),
        (known.example("unit"), _("这个单位承办的")), (f"{known.example('year')} {known.example('class')}", _("这一年、这个办理结果")),
        (known.example("look"), _("过了期限的")), (_("停车 -学校"), _("不要“学校”")),
    ]  # fmt: skip
