"""The clocks of all units in hand: which there are, in groups of days, counted by one query and read a page at a time."""

from collections import Counter
from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.db.models import Count, F, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from huiyin.desk.access import visible
from huiyin.desk.lists.clocks import Clocks, Face
from huiyin.desk.lists.rows import case_url
from huiyin.handling.models import FACE_TO_FACE, ROLES, Assignment, Contact
from huiyin.handling.urging import COUNTED
from huiyin.kernel.flow import flow_of
from huiyin.kernel.models import Event
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
    clock: `without_clock` counts that by itself.
    """
    return _open(post).exclude(source="imported", due=None)


def without_clock(post: Any) -> int:
    """How many open parts came from a catalogue without any date to count from."""
    return _open(post).filter(source="imported", due=None).count()


def _open(post: Any) -> QuerySet[Assignment]:
    return visible(Assignment, post).filter(kind="assignment", state__in=OPEN).exclude(owner_role="")


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


def counted(rows: QuerySet[Assignment], clocks: Clocks) -> Counter[tuple[str, str]]:
    """(group of days, state) → how many."""
    cells: Counter[tuple[str, str]] = Counter()
    for state, due, count in rows.order_by().values_list("state", "due").annotate(n=Count("pk")):
        cells[band((due - clocks.today).days if due else None), state] += count
    return cells


def by_due(rows: QuerySet[Assignment]) -> QuerySet[Assignment]:
    return rows.order_by(F("due").asc(nulls_last=True), "pk")


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
    urges = Event.objects.filter(case__in=[row["pk"] for row in rows], step__in=COUNTED).order_by()
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
        "band": band((row["due"] - clocks.today).days if row["due"] else None),
    }  # fmt: skip
