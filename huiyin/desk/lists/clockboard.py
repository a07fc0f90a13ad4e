"""The clocks of all units in hand: which there are, in groups of days, counted by one query and read a page at a time."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db.models import (
    Case,
    Count,
    Exists,
    F,
    Max,
    OuterRef,
    Q,
    QuerySet,
    Value,
    When,
)
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from huiyin.desk.access import visible
from huiyin.desk.lists import lateness
from huiyin.desk.lists.clocks import Clocks
from huiyin.desk.lists.rows import case_url
from huiyin.handling.models import FACE_TO_FACE, ROLES, Assignment, Contact
from huiyin.handling.urging import COUNTED
from huiyin.kernel import clock
from huiyin.kernel.flow import flow_of
from huiyin.kernel.models import Event
from huiyin.proposals.models import Proposal

OPEN = ("pending", "working", "countersign", "signing", "audit", "rework")
RUNS = Q(state__in=OPEN) & ~Q(owner_role="")
PAST = Q(source="imported", due=None)
OWED = RUNS & ~PAST
"""What is in hand: what nobody owes any more is not (parts of an answered case that came from a catalogue), nor is history
without a clock, which is counted by itself."""
BANDS = {
    "late": _("已逾期"),
    "d7": _("7日内到期"),
    "d30": _("8—30日到期"),
    "far": _("30日以后"),
    "none": _("没有期限"),
}
FIELDS = ("pk", "version", "root_id", "number", "title", "state", "soonest", "role", "unit__name", "handed_on")
Cell = tuple[int, str, str, str]


def in_hand(post: Any) -> QuerySet[Any]:
    """Every open part of every unit that the post may see, whatever its session.

    How late a part is, on every page, is its `soonest` day: that of its soonest open clock, whichever step it is for. A part may owe a
    first talk and a reply at once; the case page tells of the sooner one, and so do the lists.
    """
    return with_past(post).filter(OWED)


def with_past(post: Any) -> QuerySet[Any]:
    """The same, and what a catalogue brought without any date to count from."""
    return visible(Assignment, post).filter(RUNS, kind="assignment")


def band(days: int | None) -> str:
    """The group for a number of days left."""
    if days is None:
        return "none"
    return "late" if days < 0 else "d7" if days <= 7 else "d30" if days <= 30 else "far"


def within(name: str, clocks: Clocks, field: str = "soonest") -> Q:
    """The rows of one group. Errors: KeyError for an unknown one."""
    week, month = clocks.today + timedelta(days=7), clocks.today + timedelta(days=30)
    return {
        "late": Q(**{f"{field}__lt": clocks.today}),
        "d7": Q(**{f"{field}__gte": clocks.today, f"{field}__lte": week}),
        "d30": Q(**{f"{field}__gt": week, f"{field}__lte": month}),
        "far": Q(**{f"{field}__gt": month}),
        "none": Q(**{f"{field}__isnull": True}),
    }[name]


def counted(rows: QuerySet[Assignment], clocks: Clocks) -> tuple[Counter[Cell], int]:
    """Of `with_past`: (unit, role, state, group of days) → how many are in hand; and how many are history. One query."""
    cells: Counter[Cell] = Counter()
    past = 0
    # The database names the group: there are some hundreds of cells, and thousands of days.
    groups = Case(When(PAST, then=Value("past")), *(When(within(name, clocks), then=Value(name)) for name in BANDS))
    rows = rows.annotate(group=groups).order_by()
    for unit, role, state, name, count in rows.values_list("unit_id", "role", "state", "group").annotate(n=Count("pk")):
        if name == "past":
            past += count
        else:
            cells[unit, role, state, name] += count
    return cells, past


def by_due(rows: QuerySet[Any]) -> QuerySet[Any]:
    return rows.order_by(F("soonest").asc(nulls_last=True), "pk")


class InOrder:
    """The rows by their soonest day, those without one last, a slice at a time: `dated` of them are read off the index of days."""

    def __init__(self, rows: QuerySet[Any], dated: int) -> None:
        self.rows, self.dated = rows, dated

    def __getitem__(self, at: slice) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = []
        if at.start < self.dated:
            rows = self.rows.filter(soonest__isnull=False).order_by("soonest", "pk")
            found += rows.values(*FIELDS)[at.start : min(at.stop, self.dated)]
        if at.stop > self.dated:
            rows = self.rows.filter(soonest=None).order_by("pk")
            found += rows.values(*FIELDS)[max(at.start - self.dated, 0) : at.stop - self.dated]
        return found


def urged_today(rows: QuerySet[Assignment]) -> QuerySet[Assignment]:
    """Those that were urged since this morning: they are not urged again before tomorrow."""
    return rows.filter(
        Exists(Event.objects.filter(case=OuterRef("pk"), step__in=COUNTED, recorded_at__gte=this_morning()))
    )


def this_morning() -> datetime:
    now = clock.now()
    return timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)


def shown(rows: Iterable[dict[str, Any]], clocks: Clocks) -> list[dict[str, Any]]:
    """The rows of a page: the case each belongs to, its first clock, whether anybody has met, how often it was urged. Four queries."""
    rows = list(rows)
    pks = [row["pk"] for row in rows]
    tops = Proposal.objects.filter(pk__in={row["root_id"] for row in rows}).values("pk", "number", "unit_names", "key")
    top: dict[int, Any] = {one["pk"]: one for one in tops}
    met = set(
        Contact.objects.filter(case__in=pks, voided_by=None)
        .filter(Q(way__in=FACE_TO_FACE) | Q(view="waived"))
        .values_list("case_id", flat=True)
    )
    urges, running = urgings(pks), lateness.first_of_parts(pks)
    return [
        {**_row(row, top.get(row["root_id"], {}), running.get(row["pk"], ()), clocks), "met": row["pk"] in met, **urges[row["pk"]]}
        for row in rows
    ]  # fmt: skip


def urgings(pks: list[int]) -> dict[int, dict[str, Any]]:
    """For each case: how often it was `urged`, and whether `today`. One query."""
    urges = Event.objects.filter(case__in=pks, step__in=COUNTED).order_by().values_list("case_id")
    times = {pk: (n, last >= this_morning()) for pk, n, last in urges.annotate(n=Count("pk"), last=Max("recorded_at"))}
    return {pk: dict(zip(("urged", "today"), times.get(pk, (0, False)), strict=True)) for pk in pks}


def _row(row: dict[str, Any], top: dict[str, Any], first: tuple[Any, ...], clocks: Clocks) -> dict[str, Any]:
    flow, roles = flow_of("assignment"), dict(ROLES)
    day = row["soonest"]
    face = clocks.face(*first) if first else clocks.face(day, row["handed_on"])
    others = [name for name in top.get("unit_names", "").split("、") if name and name != row["unit__name"]]
    return {
        "url": case_url(row["root_id"]), "number": top.get("number") or row["number"], "title": row["title"], "unit": row["unit__name"],
        "role": roles.get(row["role"], ""), "others": "、".join(others), "state": flow.by_state[row["state"]].label, "face": face,
        "answers": row["role"] != "co", "due": day, "late": face.state == "late", "key": top.get("key"),
        "band": band((day - clocks.today).days if day else None), "pk": row["pk"], "version": row["version"], "stands": row["state"],
    }  # fmt: skip
