"""Search for anyone: published proposals and replies, published consultations, questions open on the net, what stands on the Echo Wall. Nothing
else is in its index."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from huiyin.kernel.models import Committee
from huiyin.library.marks import html
from huiyin.library.public import KINDS, PAGE, Result, Shown, search
from huiyin.library.query import LONGEST
from huiyin.portal import gate
from huiyin.portal.house import committee_of, show
from huiyin.reception.models import RESULTS
from huiyin.ui.templatetags.ui import replaced

MOST_PAGES = 50
PAGES = {"proposal": "public_case", "consultation": "public_consultation", "topic": "topic"}


@require_safe
def find(request: Any, code: str) -> HttpResponse:
    """`?q=` words, `?kind=` one of KINDS, `?page=`. Too many from one address: 429, and what was typed stays."""
    committee = committee_of(code)
    q = request.GET.get("q", "").replace("\x00", "").strip()[: LONGEST + 1]
    kind = request.GET.get("kind", "") if request.GET.get("kind") in KINDS else ""
    if q and gate.searched_too_often(request):
        return show(request, committee, "search", {"q": q, "held": True}, status=429)
    number = _page_number(request)
    result = search(committee, q, kind, number)
    if number > 1 and not result.rows and result.count:
        number = min(number, -(-result.count // PAGE))
        result = search(committee, q, kind, number)
    total = min(result.count, MOST_PAGES * PAGE)
    words = {
        "q": q, "kind": kind, "result": result, "rows": [_row(committee, one) for one in result.rows], "kinds": _kinds(request, result, kind),
        "page_obj": Paginator(range(total), PAGE).get_page(number),
    }  # fmt: skip
    return show(request, committee, "search", words)


def _page_number(request: Any) -> int:
    text = request.GET.get("page", "1")
    return max(1, min(int(text), MOST_PAGES)) if text.isascii() and text.isdigit() and len(text) < 6 else 1


def _labels() -> dict[str, str]:
    return {"proposal": _("提案和答复"), "consultation": _("协商"), "topic": _("网络议政"), "voice": _("回音壁")}


def _kinds(request: Any, result: Result, kind: str) -> list[dict[str, Any]]:
    """How much of each kind was found, each a link to it alone."""
    rows = [("", _("全部"), sum(result.kinds.values()))]
    rows += [(name, label, result.kinds.get(name, 0)) for name, label in _labels().items()]
    return [
        {"label": label, "count": n, "current": name == kind, "url": replaced(request.GET, {"kind": name or None, "page": None})}
        for name, label, n in rows
    ]  # fmt: skip


def _row(committee: Committee, one: Shown) -> dict[str, Any]:
    own, answer = {
        "voice": (_("群众的话"), _("回音")),
        "proposal": (_("原文"), _("答复")),
        "topic": (_("问题和看法"), _("怎么用的")),
    }.get(one.kind, (_("公开的话"), ""))
    return {
        "kind": _labels()[one.kind], "heading": html(one.heading), "url": _address(committee, one), "day": one.day, "about": one.about,
        "result": _result(one), "passages": [(found.who or (answer if found.answer else own), html(found.pieces)) for found in one.passages],
    }  # fmt: skip


def _result(one: Shown) -> str:
    """What became of a voice, as the wall says it."""
    if one.kind != "voice":
        return ""
    voice = one.row.case.voice
    return str(dict(RESULTS).get(voice.result, "")) if voice.state == "echoed" else _("正在办")


def _address(committee: Committee, one: Shown) -> str:
    if one.kind == "voice":
        return f"{reverse('wall', args=[committee.code])}?voice={one.row.uid}#said"
    return reverse(PAGES[one.kind], args=[committee.code, one.row.uid])
