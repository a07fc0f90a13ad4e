"""What can be counted for a member, from the ledger's own records: each source is a code, a name, and a reader that gives its records.

A reader is one function for several codes and makes a constant number of queries. A kind that comes later adds its own with `reader`.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Min, Q
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from huiyin.activities.models import KINDS, Activity, Attendance, Expected, Speech
from huiyin.consultations.models import Consultation
from huiyin.duties.models import DEEDS, Deed
from huiyin.duties.scoring import Record
from huiyin.kernel import clock
from huiyin.kernel.models import Committee, Facet, Stay
from huiyin.opinions.models import Adoption, LeaderNote, OpinionAuthor, OpinionReport
from huiyin.people.models import Member
from huiyin.proposals.models import Sponsor

HOLDS: dict[str, Any] = {"until": None, "voided_by": None}


@dataclass(frozen=True)
class Asked:
    """Of whom and of which days records are wanted. `people`: None for all members."""

    committee: Committee
    start: date
    end: date
    people: frozenset[int] | None = None
    also: frozenset[int] = frozenset()
    but: frozenset[int] = frozenset()
    """Cases that begin or cease to count with an act that is not written yet."""
    codes: frozenset[str] = frozenset()
    """The sources that are wanted; all where it is empty. A reader need give no others, and may read less for it."""

    def of(self, rows: Any, path: str = "person") -> Any:
        return rows if self.people is None else rows.filter(**{f"{path}__in": self.people})

    def within(self, column: str) -> Q:
        """A moment in the days asked for."""
        return Q(**{f"{column}__gte": _midnight(self.start), f"{column}__lt": _midnight(self.end + timedelta(days=1))})

    def on(self, column: str) -> Q:
        """A day among them."""
        return Q(**{f"{column}__gte": self.start, f"{column}__lte": self.end})


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(0), clock.now().tzinfo)


Reader = Callable[[Asked], Iterable[Record]]
SOURCES: dict[str, Any] = {}
READERS: list[tuple[Reader, frozenset[str]]] = []


def reader(**codes: Any) -> Callable[[Reader], Reader]:
    """Register a reader and the codes it gives (a double underscore stands for the point in a code)."""
    named = {code.replace("__", "."): label for code, label in codes.items()}

    def known(read: Reader) -> Reader:
        SOURCES.update(named)
        READERS.append((read, frozenset(named)))
        return read

    return known


def gather(asked: Asked, wanted: Iterable[str] | None = None) -> list[Record]:
    """Every record asked for, of the sources that are wanted (all). A dozen queries or fewer, whatever the number of records."""
    codes = frozenset(SOURCES if wanted is None else wanted)
    asked = replace(asked, codes=codes)
    return [record for read, gives in READERS if gives & codes for record in read(asked) if record.source in codes]


@reader(base=_("每位委员一年一次的基础分"))
def base(asked: Asked) -> Iterator[Record]:
    rows = Member.objects.filter(Q(ends=None) | Q(ends__gte=asked.start), committee=asked.committee)
    for pk, person in asked.of(rows).values_list("pk", "person_id"):
        yield Record(person, "base", asked.start, 0, pk)


OF_ACTIVITIES = ("came", "leave", "absent", "spoke", "wrote")


def _settled(asked: Asked) -> Any:
    """The activities of those days whose attendance is settled."""
    settled = Facet.objects.filter(committee=asked.committee, name="settled", **HOLDS).values("case")
    kinds = {code.partition(".")[2] for code in asked.codes if code.partition(".")[0] in OF_ACTIVITIES}
    days = Activity.objects.filter(asked.on("meets_on"), committee=asked.committee)
    if len(kinds) < len(KINDS):  # one settled activity asks about its own kind and what shares a group with it
        days = days.filter(activity_kind__in=kinds)
    return days.filter(Q(pk__in=settled) | Q(pk__in=asked.also)).exclude(pk__in=asked.but).values("pk")


ON, KIND = "case__activity__meets_on", "case__activity__activity_kind"


@reader(
    **{f"came__{code}": format_lazy(_("参加：{kind}"), kind=label) for code, label in KINDS},
    **{f"leave__{code}": format_lazy(_("请假获准：{kind}"), kind=label) for code, label in KINDS},
    **{f"absent__{code}": format_lazy(_("无故缺席：{kind}"), kind=label) for code, label in KINDS},
)
def attendance(asked: Asked) -> Iterator[Record]:
    """R-182: came; leave granted; absent is who had to come, or said that he would, and did not."""
    settled = _settled(asked)
    there = asked.of(Attendance.objects.filter(case__in=settled, person__isnull=False, **HOLDS))
    came = set()
    for pk, person, case, on, kind in there.values_list("pk", "person_id", "case_id", ON, KIND):
        came.add((case, person))
        yield Record(person, f"came.{kind}", on, case, pk)
    expected = asked.of(Expected.objects.filter(case__in=settled, **HOLDS))
    names = ("pk", "person_id", "case_id", "answer", "must", ON, KIND)
    for pk, person, case, answer, must, on, kind in expected.values_list(*names):
        if (case, person) in came:
            continue
        if answer == "leave_ok":
            yield Record(person, f"leave.{kind}", on, case, pk)
        elif must or answer == "coming":
            yield Record(person, f"absent.{kind}", on, case, pk)


@reader(
    **{f"spoke__{code}": format_lazy(_("会上发言：{kind}"), kind=label) for code, label in KINDS},
    **{f"wrote__{code}": format_lazy(_("书面发言：{kind}"), kind=label) for code, label in KINDS},
)
def speeches(asked: Asked) -> Iterator[Record]:
    rows = asked.of(Speech.objects.filter(case__in=_settled(asked), person__isnull=False, **HOLDS))
    for pk, person, case, way, on, kind in rows.values_list("pk", "person_id", "case_id", "way", ON, KIND):
        if way in ("oral", "written"):
            yield Record(person, f"{'spoke' if way == 'oral' else 'wrote'}.{kind}", on, case, pk)


def _together(model: Any, asked: Asked, cases: Iterable[int]) -> dict[int, list[tuple[int | None, int]]]:
    """Case → its people in order, each with the position; those who are named only have no id. One query or two."""
    rows = model.objects.filter(committee=asked.committee, **HOLDS)
    if asked.people is not None:
        rows = rows.filter(case__in=asked.of(rows).values("case"))
    found: dict[int, list[tuple[int | None, int]]] = {}
    wanted = set(cases)
    for case, person in rows.order_by("case", "position", "pk").values_list("case_id", "person_id"):
        if case in wanted:
            found.setdefault(case, []).append((person, len(found[case]) + 1 if case in found else 1))
    return found


def _records(
    asked: Asked, model: Any, days: list[tuple[str, int, int, date]], matters: dict[int, int]
) -> Iterator[Record]:
    """Of (source, case, row, day): a record for each of its people."""
    together = _together(model, asked, (case for _source, case, _row, _on in days))
    for source, case, row, on in days:
        people = together.get(case, [])
        for person, position in people:
            if person is not None and (asked.people is None or person in asked.people):
                yield Record(person, source, on, case, row, position, len(people), matters.get(case) or case)


def _reached(asked: Asked, kind: str, states: dict[str, str]) -> list[tuple[str, int, int, date]]:
    """The first time that a case came to a state, in those days. One query."""
    rows = Stay.objects.filter(committee=asked.committee, kind=kind, state__in=states, voided_by=None)
    first: dict[tuple[str, int], Any] = {}
    grouped = rows.values("case_id", "state").annotate(first=Min("entered_at")).filter(asked.within("first"))
    for row in grouped.values_list("case_id", "state", "first"):
        key = (states[row[1]], row[0])
        first[key] = min(row[2], first.get(key, row[2]))
    return [(source, case, 0, clock.local_day(at)) for (source, case), at in first.items()]


@reader(
    proposal__submitted=_("提交提案"), proposal__filed=_("提案立案"), proposal__key=_("提案列为重点提案"), proposal__excellent=_("提案评为优秀提案"),
)  # fmt: skip
def proposals(asked: Asked) -> Iterator[Record]:
    days = _reached(asked, "proposal", {"submitted": "proposal.submitted", "filed": "proposal.filed"})
    sides = Facet.objects.filter(
        asked.within("at"), committee=asked.committee, name__in=("key", "excellent"), value="yes", **HOLDS
    )
    days += [
        (f"proposal.{name}", case, 0, clock.local_day(at))
        for case, name, at in sides.values_list("case_id", "name", "at")
        if at is not None
    ]
    return _records(asked, Sponsor, days, {})


@reader(
    opinion__submitted=_("提交社情民意信息"), opinion__adopted=_("社情民意信息在本级采用"), opinion__adopted_up=_("社情民意信息被上级采用"),
    opinion__instructed=_("社情民意信息得到领导批示"),
)  # fmt: skip
def opinions(asked: Asked) -> Iterator[Record]:
    """A report that came of a proposal is about the same matter as that proposal (SC: not counted twice)."""
    days = _reached(asked, "opinion", {"submitted": "opinion.submitted", "urgent": "opinion.submitted"})
    used = Adoption.objects.filter(asked.on("on"), committee=asked.committee, **HOLDS)
    for case, pk, level, on in used.values_list("case_id", "pk", "level", "on"):
        days.append(("opinion.adopted" if level == "district" else "opinion.adopted_up", case, pk, on))
    noted = LeaderNote.objects.filter(asked.on("on"), committee=asked.committee, **HOLDS)
    days += [("opinion.instructed", case, pk, on) for case, pk, on in noted.values_list("case_id", "pk", "on")]
    came = OpinionReport.objects.filter(committee=asked.committee, origin__isnull=False)
    return _records(asked, OpinionAuthor, days, dict(came.values_list("pk", "origin_id")))


@reader(consultation__raised=_("提出的议题列入协商"))
def consultations(asked: Asked) -> Iterator[Record]:
    agreed = {case: on for _source, case, _row, on in _reached(asked, "consultation", {"preparing": "agreed"})}
    rows = asked.of(Consultation.objects.filter(committee=asked.committee, raised_by__isnull=False), "raised_by")
    for case, person in rows.values_list("pk", "raised_by_id"):
        if case in agreed:
            yield Record(person, "consultation.raised", agreed[case], case)


@reader(**{f"deed__{code}": format_lazy(_("经确认的：{kind}"), kind=label) for code, label in DEEDS})
def deeds(asked: Asked) -> Iterator[Record]:
    confirmed = (Q(state="confirmed") & ~Q(pk__in=asked.but)) | Q(pk__in=asked.also)
    rows = asked.of(Deed.objects.filter(asked.on("on"), confirmed, committee=asked.committee))
    for case, person, kind, on in rows.values_list("pk", "person_id", "deed_kind", "on"):
        yield Record(person, f"deed.{kind}", on, case)
