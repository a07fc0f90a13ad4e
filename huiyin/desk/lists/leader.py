"""The overview for those who lead: what is late and with whom, the key proposals, the next seven days, four numbers.

What is counted here is what the board counts, part by part, so that the page behind each number shows the same number.
"""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.db.models import Case, Count, Exists, Min, OuterRef, Q, QuerySet, Value, When
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from huiyin.desk.access import signed_in, visible
from huiyin.desk.lists import clockboard, lateness
from huiyin.desk.lists.clocks import Clocks, Face, ring
from huiyin.desk.lists.mine import face_of, where
from huiyin.desk.lists.rows import case_url, light
from huiyin.desk.lists.sessions import current, sessions
from huiyin.desk.lists.trends import LEAST, finding, trends
from huiyin.handling.models import ANSWERING, Assignment
from huiyin.kernel import clock, parameters
from huiyin.kernel.figures import REGISTRY, Scope, Span
from huiyin.kernel.flow import flow_of
from huiyin.kernel.models import Todo
from huiyin.people.roles import OFFICE, ROLES
from huiyin.proposals.models import KeySupervision, Proposal

LATE, SOON, KEY, UNITS = 8, 6, 10, 6


@require_safe
@signed_in("leader", *OFFICE)
def leader(request: Any) -> HttpResponse:
    """Two minutes' reading. The title is the news; the sessions before (`?lines=1`) follow by themselves, or by a link."""
    post, clocks = request.post, Clocks(request.post.committee)
    found = sessions(post.committee)
    lines = lines_of(post, found) if request.GET.get("lines") else None
    if lines and request.htmx and request.htmx.target == "lines":
        return render(request, "desk/lists/lines.html", lines)
    period = current(found)
    parts = clockboard.in_hand(post)
    late, soon = (parts.filter(clockboard.within(band, clocks)) for band in ("late", "d7"))
    units, near = tally(parts, clocks)
    keys = late_keys(late)
    shown = part_rows([*gravest(late)[:LATE], *clockboard.by_due(soon).select_related("unit")[:SOON]], clocks)
    counts = {"late": sum(row["n"] for row in units), "key": len(keys), "soon": near}
    words = {
        "today": clocks.today, "title": title(counts), "counts": counts, "period": period, "units": units[:UNITS], "more_units": units[UNITS:],
        "late": [row for row in shown if row["late"]], "soon": [row for row in shown if not row["late"]],
        "elsewhere": elsewhere(post.committee, clocks), "key": key_rows(post, period, clocks, keys) if period else [],
        "numbers": numbers(post.committee, period) if period else [],
        **(lines or {"later": len(found) >= LEAST}),
    }  # fmt: skip
    return render(request, "desk/lists/leader.html", words)


def lines_of(post: Any, found: list[Any]) -> dict[str, Any]:
    """The session's two rates over all sessions: every case of eight years is counted, so the page does not wait for them."""
    lines = trends(post.committee, found, ("proposals.reply_rate", satisfaction(post.committee)))
    return {"trends": lines, "finding": finding(lines)}


def gravest(late: QuerySet[Any]) -> QuerySet[Any]:
    """Replies that are late before talks that are, and both before co-opinions; each the longest first."""
    rank = Case(
        When(role__in=ANSWERING, due__lt=clock.today(), then=0), When(role__in=ANSWERING, then=1), default=Value(2)
    )
    return late.annotate(rank=rank).order_by("rank", "soonest", "pk").select_related("unit")


def tally(parts: QuerySet[Any], clocks: Clocks) -> tuple[list[dict[str, Any]], int]:
    """With whom it is late: one row a unit, with how many, for how long at most, how many replies among them; and how many parts are
    due in seven days. One query."""
    late, soon = clockboard.within("late", clocks), clockboard.within("d7", clocks)
    rows = parts.filter(soonest__lte=clocks.today + timedelta(days=7)).order_by().values("unit_id", "unit__name").annotate(
        n=Count("pk", filter=late), near=Count("pk", filter=soon), first=Min("soonest"), audit=Count("pk", filter=late & Q(state="audit")),
        replies=Count("pk", filter=late & Q(role__in=ANSWERING, due__lt=clocks.today)),
    )  # fmt: skip
    found = [{**row, "name": row["unit__name"], "days": (clocks.today - row["first"]).days} for row in rows]
    held = sorted((row for row in found if row["n"]), key=lambda row: (-row["replies"], -row["n"], row["first"]))
    return held, sum(row["near"] for row in found)


def late_keys(late: QuerySet[Any]) -> set[int]:
    """The key proposals of which any part is late. One query."""
    key = Exists(Proposal.objects.filter(pk=OuterRef("root_id"), key=True))
    return set(late.order_by().filter(key).values_list("root_id", flat=True))


def title(counts: dict[str, int]) -> str:
    if counts["late"] and counts["key"]:
        return _("{n} 件次逾期，涉及 {m} 件重点提案").format(n=counts["late"], m=counts["key"])
    if counts["late"]:
        return _("{n} 件次逾期").format(n=counts["late"])
    if counts["soon"]:
        return _("没有逾期的，七天内 {n} 件次到期").format(n=counts["soon"])
    return _("没有逾期的，七天内也没有到期的")


def part_rows(parts: Iterable[Assignment], clocks: Clocks) -> list[dict[str, Any]]:
    """Each part with its case, who holds it, where it stands. Three queries."""
    parts = list(parts)
    pks = [part.pk for part in parts]
    urges, running = clockboard.urgings(pks), lateness.of_parts(pks)
    fields = Proposal.objects.filter(pk__in=[part.root_id for part in parts]).values("pk", "number", "key")
    tops: dict[int, Any] = {row["pk"]: row for row in fields}
    return [_row(part, tops.get(part.root_id, {}), running[part.pk], urges[part.pk], clocks) for part in parts]


def _row(part: Any, top: dict[str, Any], running: list[Todo], urges: dict[str, Any], clocks: Clocks) -> dict[str, Any]:
    late = [todo for todo in running if todo.due and todo.due < clocks.today]
    first = running[0]
    said = [stands(todo) for todo in (late or [first])]
    return {
        "url": case_url(part.root_id), "number": top.get("number") or part.number, "title": part.title, "key": top.get("key", False),
        "who": f"{part.unit.name} {part.get_role_display()}", "stands": "".join(said), "urged": urged(urges), "due": first.due, "late": bool(late),
        "face": clocks.face(first.due, first.starts, first.span),
    }  # fmt: skip


def urged(urges: dict[str, Any]) -> str:
    if not urges["urged"]:
        return ""
    return _("今天已催。") if urges["today"] and urges["urged"] == 1 else _("已催 {n} 次。").format(n=urges["urged"])


def stands(todo: Todo) -> str:
    """Where it stands, said of the one who holds it."""
    words = {
        "sign_in": _("还没有签收。"),
        "contact": _("还没有联系提案者。"),
        "reply": _("还没有答复。"),
        "co_opinion": _("还没有交会办意见。"),
        "sign": _("答复已拟好，等签发。"),
    }
    if said := words.get(todo.step):
        return said
    holder = todo.organisation.name if todo.organisation else str(ROLES.get(todo.role, todo.role))
    if todo.step == "pass_reply":
        return _("答复已到，{holder}还没有审核。").format(holder=holder)
    label = flow_of(todo.kind).owed_label(todo.step)
    return _("{holder}还没有{step}。").format(holder=holder, step=label)


def elsewhere(committee: Any, clocks: Clocks) -> list[str]:
    """What is late and no unit's part, by kind: cases before they are handed over, promises. Members' ratings are asked for, not demanded."""
    rows = (
        Todo.objects.filter(committee=committee, closed_at=None, due__lt=clocks.today)
        .exclude(role="member")
        .exclude(kind="assignment")
    )
    found = rows.order_by().values_list("kind").annotate(n=Count("case", distinct=True), first=Min("due"))
    return [
        _("{kind} {n} 件，最久 {days} 天").format(kind=flow_of(kind).label, n=n, days=(clocks.today - first).days)
        for kind, n, first in sorted(found, key=lambda row: row[2])
    ]  # fmt: skip


def key_rows(post: Any, period: Any, clocks: Clocks, late: set[int]) -> list[dict[str, Any]]:
    """The session's key proposals, where each is, how far its supervision is; the late ones first. Three queries."""
    flow = flow_of("proposal")
    rows = list(
        visible(Proposal, post)
        .filter(kind="proposal", session=period, key=True)
        .exclude(state__in=("draft", "discarded", "withdrawn"))
        .select_related("owner_organisation", "owner_person")
        .defer(*light("proposal"))
        .order_by("due", "number")[:KEY]
    )
    running = lateness.of_cases([row.pk for row in rows])
    watched, found = supervisions(rows, post), []
    for row in rows:
        state = flow.by_state[row.state]
        face, at = _key_face(row, state, running, clocks, post), where(row, state, post)
        if row.pk in late and face.state != "late":
            at = _("{where}，会办意见逾期").format(where=at)
        found.append({
            "url": case_url(row.pk), "number": row.number or row.intake_number, "title": row.title, "state": state.label, "where": at,
            "units": row.unit_names, "face": face, "supervision": watched.get(row.pk, ""),
        })  # fmt: skip
    return sorted(found, key=lambda row: row["face"].state != "late")


def _key_face(row: Any, state: Any, running: dict[int, Todo], clocks: Clocks, post: Any) -> Face:
    """A rating that its member has not given is nobody's delay: it is never red here."""
    if row.owner_role == "member":
        return Face(ring("none", 0), "none", _("等提案者，不算逾期"))
    return face_of(row, state, clocks, post, running.get(row.pk))


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


def satisfaction(committee: Any) -> str:
    """The figure that 满意率 means here (P-21)."""
    wide = parameters.get(committee, "P-21") == "wide"
    return "proposals.satisfaction_wide" if wide else "proposals.satisfaction_strict"


def numbers(committee: Any, period: Any) -> list[dict[str, Any]]:
    """At most four, each a door to its rows, each rate with both its parts."""
    names = ("proposals.reply_rate", satisfaction(committee), "proposals.solved_rate", "proposals.filing_rate")
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
