"""The clocks of all units in hand: which there are, in groups of days, counted by one query and read a page at a time."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from django.db.models import Count, F, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from huiyin.desk.access import visible
from huiyin.desk.lists.clocks import Clocks, Face
from huiyin.desk.lists.rows import case_url, sees_all
from huiyin.handling.models import FACE_TO_FACE, ROLES, Assignment, Contact
from huiyin.kernel.flow import flow_of
from huiyin.kernel.models import Case, Event
from huiyin.proposals.models import Proposal

OPEN = ("pending", "working", "signing", "audit", "rework")
BANDS = {
    "late": _("已逾期"),
    "d7": _("7日内到期"),
    "d30": _("8—30日到期"),
    "far": _("30日以后"),
    "none": _("没有期限"),
}
FIELDS = ("pk", "root_id", "number", "title", "state", "due", "role", "unit__name", "handed_on")


def in_hand(post: Any) -> QuerySet[Assignment]:
    """Every open part of every unit that the post may see, whatever its session.

    What nobody owes any more is not in hand (parts of an answered case that came from a catalogue), nor is history without a
    clock: `counted` tells how many of those there are.
    """
    return clocked(_open(visible(Assignment, post)))


def open_parts(post: Any, unit: str = "") -> QuerySet[Any]:
    """What is in hand, and the history without a clock; off the case table alone for who sees all of every unit."""
    if not unit and sees_all(flow_of("assignment"), post):
        return _open(Case.objects.filter(committee=post.committee_id))
    rows = _open(visible(Assignment, post))
    return rows.filter(unit=int(unit)) if unit else rows


def clocked(rows: QuerySet[Any]) -> QuerySet[Any]:
    return rows.exclude(source="imported", due=None)


def _open(rows: QuerySet[Any]) -> QuerySet[Any]:
    return rows.filter(kind="assignment", state__in=OPEN).exclude(owner_role="")


def band(days: int | None) -> str:
    """The group for a number of days left."""
    if days is None:
        return "none"
    return "late" if days < 0 else "d7" if days <= 7 else "d30" if days <= 30 else "far"


def within(name: str, clocks: Clocks, field: str = "due") -> Q:
    """The rows of one group. Errors: KeyError for an unknown one."""
    week, month = clocks.today + timedelta(days=7), clocks.today + timedelta(days=30)
    return {
        "late": Q(**{f"{field}__lt": clocks.today}),
        "d7": Q(**{f"{field}__gte": clocks.today, f"{field}__lte": week}),
        "d30": Q(**{f"{field}__gt": week, f"{field}__lte": month}),
        "far": Q(**{f"{field}__gt": month}),
        "none": Q(**{f"{field}__isnull": True}),
    }[name]


@dataclass(frozen=True)
class Counted:
    """How many open parts there are by state and due day, and how many came from a catalogue without any date (`past`)."""

    days: Counter[tuple[str, date | None]]
    past: int
    clocks: Clocks

    @cached_property
    def cells(self) -> Counter[tuple[str, str]]:
        """(group of days, state) → how many."""
        found: Counter[tuple[str, str]] = Counter()
        for (state, due), n in self.days.items():
            found[self._band(due), state] += n
        return found

    def by_day(self, band: str = "", state: str = "") -> list[tuple[date | None, int]]:
        """How many are due on each day, in the order of the board: those without a day last."""
        found: Counter[date | None] = Counter()
        for (at, due), n in self.days.items():
            if state in ("", at) and band in ("", self._band(due)):
                found[due] += n
        return sorted(found.items(), key=lambda one: (one[0] is None, one[0] or date.max))

    def _band(self, due: date | None) -> str:
        return band((due - self.clocks.today).days if due else None)


def counted(rows: QuerySet[Any], clocks: Clocks) -> Counted:
    """Of `open_parts`. Two queries: one down the index of clocks, one for what has none."""
    days = Counter(
        {(state, due): n for state, due, n in rows.order_by().values_list("state", "due").annotate(n=Count("pk"))}
    )
    past = 0
    if any(due is None for _state, due in days):
        bare = rows.filter(due=None, source="imported").order_by().values_list("state").annotate(n=Count("pk"))
        for state, n in bare:
            days[state, None] -= n
            past += n
    return Counted(+days, past, clocks)


class InOrder:
    """The ids of the board's rows for a paginator: of the days that a page holds only, which the counts tell."""

    ordered = True

    def __init__(self, rows: QuerySet[Any], days: list[tuple[date | None, int]]) -> None:
        self.rows, self.days = rows, days

    def __getitem__(self, part: slice) -> QuerySet[Any]:
        before = upto = 0
        found = []
        for due, n in self.days:
            upto += n
            if upto <= part.start:
                before = upto
                continue
            found.append(due)
            if upto >= part.stop:
                break
        return by_due(self.rows.filter(_due_within(found))).values_list("pk", flat=True)[
            part.start - before : part.stop - before
        ]


def _due_within(days: list[date | None]) -> Q:
    known = [day for day in days if day]
    dated = Q(due__gte=known[0], due__lte=known[-1]) if known else Q(pk__in=())
    return dated | Q(due=None) if None in days else dated


def by_due(rows: QuerySet[Any]) -> QuerySet[Any]:
    return rows.order_by(F("due").asc(nulls_last=True), "pk")


def read(pks: Iterable[int]) -> list[dict[str, Any]]:
    """These parts in this order. One query."""
    pks = list(pks)
    rows = {row["pk"]: row for row in Assignment.objects.filter(pk__in=pks).values(*FIELDS)}
    return [rows[pk] for pk in pks if pk in rows]


def shown(rows: Iterable[dict[str, Any]], clocks: Clocks) -> list[dict[str, Any]]:
    """The rows of a page, with the case they belong to and whether anybody has met. how often it was urged. Three queries."""
    rows = list(rows)
    tops = Proposal.objects.filter(pk__in={row["root_id"] for row in rows}).values("pk", "number", "unit_names", "key")
    top: dict[int, Any] = {one["pk"]: one for one in tops}
    met = set(
        Contact.objects.filter(case__in=[row["pk"] for row in rows], voided_by=None)
        .filter(Q(way__in=FACE_TO_FACE) | Q(view="waived"))
        .values_list("case_id", flat=True)
    )
    urges = Event.objects.filter(case__in=[row["pk"] for row in rows], step="urge").order_by()
    times = dict(urges.values_list("case_id").annotate(n=Count("pk")))
    return [
        {**_row(row, top.get(row["root_id"], {}), row["pk"] in met, clocks), "urged": times.get(row["pk"], 0)}
        for row in rows
    ]


def _row(row: dict[str, Any], top: dict[str, Any], met: bool, clocks: Clocks) -> dict[str, Any]:
    flow, roles = flow_of("assignment"), dict(ROLES)
    face: Face = clocks.face(row["due"], row["handed_on"])
    others = [name for name in top.get("unit_names", "").split("、") if name and name != row["unit__name"]]
    return {
        "url": case_url(row["root_id"]), "number": top.get("number") or row["number"], "title": row["title"], "unit": row["unit__name"],
        "role": roles.get(row["role"], ""), "others": "、".join(others), "state": flow.by_state[row["state"]].label, "face": face,
        "met": met, "answers": row["role"] != "co", "due": row["due"], "late": face.state == "late", "key": top.get("key"),
        "day": clocks.day(row["due"]), "band": band((row["due"] - clocks.today).days if row["due"] else None),
    }  # fmt: skip
