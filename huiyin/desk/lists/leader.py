"""The overview for those who lead: what is late and in whose hands, the key proposals, this week, four numbers."""

from collections import Counter
from typing import Any

from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from huiyin.desk.access import signed_in, visible
from huiyin.desk.lists.clockboard import in_hand
from huiyin.desk.lists.clocks import Clocks
from huiyin.desk.lists.mine import face_of, where
from huiyin.desk.lists.rows import case_url, light, own_rows
from huiyin.desk.lists.sessions import current, sessions
from huiyin.handling.urging import COUNTED
from huiyin.kernel import parameters
from huiyin.kernel.figures import REGISTRY, Scope, Span
from huiyin.kernel.flow import flow_of
from huiyin.kernel.models import Event, Todo
from huiyin.people.roles import OFFICE, ROLES
from huiyin.proposals.models import KeySupervision, Proposal

LATE, WEEK, KEY = 8, 8, 10


@require_safe
@signed_in("leader", *OFFICE)
def leader(request: Any) -> HttpResponse:
    """Two minutes' reading. The title is the news."""
    post = request.post
    clocks, found = Clocks(post.committee), sessions(post.committee)
    period = current(found)
    running = running_clocks(post.committee)
    counts = running.aggregate(
        late=Count("pk", filter=Q(due__lt=clocks.today)),
        key=Count("pk", filter=Q(due__lt=clocks.today) & key_case()),
        week=Count("pk", filter=Q(due__gte=clocks.today, due__lte=clocks.sunday)),
    )
    late = list(
        running.filter(due__lt=clocks.today).select_related("case", "organisation").order_by("due", "pk")[:LATE]
    )
    week = list(
        running.filter(due__gte=clocks.today, due__lte=clocks.sunday)
        .select_related("case", "organisation")
        .order_by("due", "pk")[:WEEK]
    )
    times = urged(late)
    own = own_rows([todo.case for todo in (*late, *week)], post.committee)
    words = {
        "today": clocks.today, "handed": in_hand(post).filter(due__lt=clocks.today).count() if late else 0, "title": title(counts), "counts": counts, "period": period,
        "late": [_row(todo, own, clocks, times) for todo in late], "week": [_row(todo, own, clocks, Counter()) for todo in week],
        "key": key_rows(post, period, clocks) if period else [], "numbers": numbers(post.committee, period) if period else [],
    }  # fmt: skip
    return render(request, "desk/lists/leader.html", words)


def running_clocks(committee: Any) -> Any:
    """What offices and units owe by a date: one clock a case. A proposer's rating is asked for, not demanded."""
    rows = Todo.objects.filter(committee=committee, closed_at=None, due__isnull=False)
    return rows.exclude(role="member").exclude(step="contact")


def key_case() -> Q:
    keys = Proposal.objects.filter(key=True).values("pk")
    return Q(case__root_id__in=keys)


def title(counts: dict[str, int]) -> str:
    if counts["late"] and counts["key"]:
        return _("{n} 件次逾期，{m} 件次在重点提案里").format(n=counts["late"], m=counts["key"])
    if counts["late"]:
        return _("{n} 件次逾期").format(n=counts["late"])
    if counts["week"]:
        return _("没有逾期的，本周 {n} 件次到期").format(n=counts["week"])
    return _("没有逾期的，本周也没有到期的")


def urged(todos: list[Todo]) -> Counter[int]:
    """How often each case was urged. One query."""
    rows = Event.objects.filter(case__in=[todo.case_id for todo in todos], step__in=COUNTED).values_list("case_id")
    return Counter(dict(rows.order_by().annotate(n=Count("pk"))))


def _row(todo: Todo, own: dict[int, Any], clocks: Clocks, times: Counter[int]) -> dict[str, Any]:
    case = own.get(todo.case_id, todo.case)
    top = own.get(todo.case.root_id, case)
    line = flow_of(todo.kind).by_step[todo.step]
    holder = todo.organisation.name if todo.organisation else str(ROLES.get(todo.role, todo.role))
    part = case.get_role_display() if hasattr(case, "get_role_display") else ""
    n = times[todo.case_id]
    return {
        "url": case_url(todo.case.root_id), "number": getattr(top, "number", "") or getattr(top, "intake_number", ""), "title": todo.case.title,
        "who": f"{holder} {part}".strip(), "stands": stands(todo, line), "urged": _("已催 {n} 次。").format(n=n) if n else "",
        "face": clocks.face(todo.due, todo.starts, todo.span), "key": getattr(top, "key", False), "due": todo.due,
    }  # fmt: skip


def stands(todo: Todo, line: Any) -> str:
    """Where it stands, said of the one who holds it."""
    words = {
        "assignment.sign_in": _("还没有签收。"),
        "assignment.reply": _("还没有答复。"),
        "assignment.co_opinion": _("还没有交会办意见。"),
        "assignment.sign": _("答复已拟好，等签发。"),
        "assignment.pass_reply": _("答复已到，还没有审核。"),
    }
    return words.get(f"{todo.kind}.{todo.step}") or _("还没有{step}。").format(step=line.label)


def key_rows(post: Any, period: Any, clocks: Clocks) -> list[dict[str, Any]]:
    """The session's key proposals, where each is and how far its supervision is. Two queries."""
    flow = flow_of("proposal")
    rows = (
        visible(Proposal, post)
        .filter(kind="proposal", session=period, key=True)
        .exclude(state__in=("draft", "withdrawn"))
    )
    rows = (
        rows.select_related("owner_organisation", "owner_person")
        .defer(*light("proposal"))
        .order_by("due", "number")[:KEY]
    )
    shown = list(rows)
    watched = supervisions(shown, post)
    return [
        {"url": case_url(row.pk), "number": row.number or row.intake_number, "title": row.title, "state": flow.by_state[row.state].label,
         "supervision": watched.get(row.pk, ""),
         "where": where(row, flow.by_state[row.state], post), "units": row.unit_names, "face": face_of(row, flow.by_state[row.state], clocks, post)}
        for row in shown
    ]  # fmt: skip


def supervisions(rows: list[Any], post: Any) -> dict[int, str]:
    """Of each key proposal: who supervises it, how far that is, how many activities so far. One query."""
    found = visible(KeySupervision, post).filter(parent__in=[row.pk for row in rows]).select_related("leader")
    states, said = flow_of("key_supervision").by_state, {}
    for one in found.exclude(state__in=("not_chosen", "dropped")).order_by("pk"):
        words = [one.leader.name if one.leader else "", str(states[one.state].label)]
        if one.visits:
            words.append(_("活动 {n} 次").format(n=one.visits))
        said[one.parent_id] = " · ".join(filter(None, words))
    return said


def numbers(committee: Any, period: Any) -> list[dict[str, Any]]:
    """At most four, each a door to its rows, each rate with both its parts."""
    wide = parameters.get(committee, "P-21") == "wide"
    names = (
        "proposals.reply_rate",
        "proposals.satisfaction_wide" if wide else "proposals.satisfaction_strict",
        "proposals.solved_rate",
        "proposals.filing_rate",
    )
    scope = Scope(committee, Span(period.name, "session", period.code, (period.pk,)))
    found = []
    for name in names:
        answer = REGISTRY[name].answer(scope)
        part, whole = answer.figure.part, answer.figure.whole  # type: ignore[union-attr]
        about = _("{label}：{a} {n} 件，{b} {m} 件").format(
            label=answer.figure.label, a=part.label, n=answer.numerator, b=whole.label, m=answer.denominator
        )
        found.append({"value": "—" if answer.value is None else answer.value, "unit": "" if answer.value is None else "%", "label": about,
                      "url": f"{reverse('figure', args=[name])}?period={period.code}"})  # fmt: skip
    return found
