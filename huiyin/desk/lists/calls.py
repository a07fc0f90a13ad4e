"""The call list: whom to telephone about what, on paper or in Excel, and the same said for a WeChat group.

Overdue parts with the unit's contacts for whoever urges; ratings and invitations that wait, with the member's number, for the
proposal office alone.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import F, Q
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from huiyin.desk.access import signed_in, visible
from huiyin.desk.lists import clockboard, lateness, saying
from huiyin.desk.lists.board import URGES, late_in_hand
from huiyin.desk.lists.clocks import Clocks
from huiyin.desk.lists.download import download
from huiyin.desk.lists.narrowing import narrowed
from huiyin.desk.lists.owed import step_label
from huiyin.desk.lists.rows import case_url
from huiyin.exchange.excel import Column, workbook
from huiyin.kernel import clock
from huiyin.kernel.models import Post, Todo
from huiyin.people.models import Unit
from huiyin.people.roles import OFFICE
from huiyin.proposals.models import Proposal
from huiyin.ui.templatetags.ui import replaced

MOST = 500
"""Lines of each part of the list; a day has no time for more calls."""


@dataclass
class About:
    """What a call is about: a case, the step that waits, its day, how many days late (negative: still in time)."""

    number: str
    title: str
    step: str
    due: date | None
    late: int
    url: str


@dataclass
class Call:
    """One call: a unit or a member, the numbers to dial as (name, number), and everything that it is about."""

    name: str
    numbers: list[tuple[str, str]] = field(default_factory=list)
    about: list[About] = field(default_factory=list)


def parts(post: Post, request: Any) -> tuple[list[Any], list[Call]]:
    """The overdue parts that units have in hand, as the board is narrowed, and the calls about them, the latest unit first. Four queries."""
    clocks, one = Clocks(post.committee), narrowed(request)
    rows = list(clockboard.by_due(late_in_hand(post, one, clocks).select_related("unit"))[:MOST])
    running = lateness.of_parts([row.pk for row in rows])
    numbers = unit_numbers(post, {row.unit_id for row in rows})
    calls: dict[int, Call] = {}
    for row in rows:
        first = next((todo for todo in running.get(row.pk, ()) if todo.due), None)
        call = calls.setdefault(row.unit_id, Call(row.unit.name, numbers[row.unit_id]))
        if first is not None:
            call.about.append(_about(first, row.number, row.title, row.root_id))
    return rows, list(calls.values())


def unit_numbers(post: Post, units: set[int]) -> dict[int, list[tuple[str, str]]]:
    """For each unit its own telephone and those of its contacts in office. Two queries."""
    found: dict[int, list[tuple[str, str]]] = defaultdict(list)
    for pk, phone in Unit.objects.filter(pk__in=units).exclude(phone="").values_list("pk", "phone"):
        found[pk].append((_("单位"), phone))
    today = clock.today()
    posts = Post.objects.filter(
        committee=post.committee_id, role="unit", organisation__in=units, person__is_active=True
    )
    posts = posts.filter(Q(begins=None) | Q(begins__lte=today)).filter(Q(ends=None) | Q(ends__gte=today))
    for pk, name, phone in posts.order_by("pk").values_list("organisation_id", "person__name", "person__phone"):
        found[pk].append((name, phone))
    return found


def members(post: Post, step: str) -> list[Call]:
    """The members of whom a rating or an answer to an invitation waits, the longest first; for the proposal office. One query."""
    if post.role not in OFFICE:
        return []
    todos = Todo.objects.filter(
        committee=post.committee_id, kind="proposal", step=step, closed_at=None, person__isnull=False
    )
    todos = todos.filter(case__in=visible(Proposal, post).values("pk")).select_related("case", "person")
    calls: dict[int, Call] = {}
    for todo in todos.order_by(F("due").asc(nulls_last=True), "pk")[:MOST]:
        assert todo.person is not None
        call = calls.setdefault(todo.person.pk, Call(todo.person.name, [("", todo.person.phone)]))
        call.about.append(_about(todo, todo.case.number, todo.case.title, todo.case.root_id))
    return list(calls.values())


def _about(todo: Todo, number: str, title: str, root: int) -> About:
    late = (clock.today() - todo.due).days if todo.due else 0
    return About(number, title, str(step_label(todo.kind, todo.step)), todo.due, late, case_url(root))


def sections(post: Post, calls: list[Call]) -> list[dict[str, Any]]:
    """The parts of the list that this post may have: a title, whom one calls, the calls."""
    found = [{"name": "units", "title": _("逾期没有办的"), "who": _("单位"), "calls": calls}]
    if post.role in OFFICE:
        found += [
            {"name": "rate", "title": _("答复送达，还没有评价的"), "who": _("委员"), "calls": members(post, "rate")},
            {"name": "sign", "title": _("联名邀请没有答复的"), "who": _("委员"), "calls": members(post, "sign")},
        ]
    return found


@require_safe
@signed_in(*URGES)
def calls(request: Any) -> HttpResponse:
    """Ten queries or fewer, whatever the length. The address narrows it as it narrows the board."""
    rows, late = parts(request.post, request)
    shown = sections(request.post, late)
    words = {
        "sections": shown, "count": sum(len(one["calls"]) for one in shown), "now": clock.now(), "most": MOST, "full": len(rows) == MOST,
        "text": saying.text(saying.of_parts(rows), saying.sender_of(request.post)), "export": f"export/{replaced(request.GET, {'page': None})}",
        "unit_name": narrowed(request).label("unit"),
    }  # fmt: skip
    return render(request, "desk/lists/calls.html", words)


@require_safe
@signed_in(*URGES)
def export(request: Any) -> HttpResponse:
    """The same list as Excel, a line a case."""
    heads = [
        Column(_("事由"), 18), Column(_("打给谁"), 18), Column(_("联系人和电话"), 28), Column(_("案号"), 10), Column(_("案由"), 48),
        Column(_("等着办"), 14), Column(_("期限"), 12), Column(_("逾期天数"), 10), Column(_("通话记录"), 24),
    ]  # fmt: skip
    _rows, late = parts(request.post, request)
    lines = [
        [one["title"], call.name, "、".join(f"{name} {number}".strip() for name, number in call.numbers), about.number, about.title,
         about.step, about.due, max(about.late, 0), ""]
        for one in sections(request.post, late) for call in one["calls"] for about in call.about
    ]  # fmt: skip
    return download(workbook(heads, lines, _("电话名单")), _("电话名单"), "xlsx")
