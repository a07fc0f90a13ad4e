"""Entries of points follow the records: what is new is posted, what no longer stands is reversed, nothing is changed (R-183, G14)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Sum
from django.utils.translation import gettext as _

from huiyin.duties import people
from huiyin.duties.language import Rule, read
from huiyin.duties.models import ADJUSTED, DutyYear, ScoreEntry
from huiyin.duties.scoring import Line, Record, Table, kin, score
from huiyin.duties.sources import Asked, gather
from huiyin.kernel import clock, parameters
from huiyin.kernel.act import Act
from huiyin.kernel.models import Case, Committee, ParameterValue
from huiyin.kernel.moves import db_time
from huiyin.kernel.refusal import Refused

OPEN = ("running", "stating", "shown")
"""The states in which entries follow the records; from settling on they stand as they were settled."""
STANDS: dict[str, Any] = {"until": None, "voided_by": None, "reverses": None}
SOME = 400
Cases = frozenset[int]
NO_CASES: Cases = frozenset()
Key = tuple[int, str, int, int]


def rules_of(committee: Committee, on: date) -> list[Rule]:
    """The table as it held on that day."""
    return read(parameters.get(committee, "P-40", on))


@dataclass(frozen=True)
class Year:
    """What a year's points are worked out from: its days, the table in force at its end or today, and who is 常委."""

    committee: Committee
    year: int

    @property
    def start(self) -> date:
        return date(self.year, 1, 1)

    @property
    def end(self) -> date:
        return date(self.year, 12, 31)

    @property
    def day(self) -> date:
        """The day whose rules and posts hold: today, or the last day of a year that is over."""
        return max(min(clock.today(), self.end), self.start)

    def tables(self) -> list[Table]:
        """Every table that held in the year, from its day on: what was done before a change is counted by the rules of its day."""
        days = ParameterValue.objects.filter(
            committee=self.committee, code="P-40", valid_from__gt=self.start, valid_from__lte=self.end
        )
        since = sorted({self.start, *days.values_list("valid_from", flat=True)})
        return [Table(rules_of(self.committee, day), day) for day in since]

    def records(
        self,
        tables: Iterable[Table],
        persons: Iterable[int] | None = None,
        also: Cases = NO_CASES,
        but: Cases = NO_CASES,
        only: set[str] | None = None,
    ) -> list[Record]:
        """The records of these people (of all). `also`, `but`: cases that begin or cease to count with the act under way."""
        who = None if persons is None else frozenset(persons)
        wanted = {source for table in tables for source in table.sources} if only is None else only
        return gather(Asked(self.committee, self.start, self.end, who, also, but), wanted)

    def lines(self, tables: list[Table], records: Iterable[Record]) -> dict[int, list[Line]]:
        """Person → what each rule gives for each record; those who were never members in the year have none."""
        held = set(people.members(self.committee, self.start, self.end).values_list("person_id", flat=True))
        scored = score(records, tables, people.standing(self.committee, self.day))
        return {person: lines for person, lines in scored.items() if person in held}


def year_of(committee: Committee, year: int) -> DutyYear | None:
    """The year's case, if it was begun. One query."""
    row = DutyYear.objects.filter(committee=committee, year=year).first()
    if row is not None:
        row.committee = committee
    return row


def post(
    act: Act,
    year: DutyYear,
    persons: Iterable[int] | None = None,
    why: str = "",
    also: Cases = NO_CASES,
    but: Cases = NO_CASES,
    sources: Iterable[str] | None = None,
) -> tuple[int, int]:
    """Post and reverse within an act until the entries are what records and rules say. Returns (posted, reversed).

    `also`, `but`: cases that begin or cease to count with this very act, which the database does not know of yet.
    `sources`: only what these bear upon is gone through (their rules, and all that shares a group with them).
    The year's row is locked first: two who post at once come one after the other, and each sees what the other did.
    A year that was settled meanwhile is left alone: (0, 0). Errors: Refused for a second posting in one commit, which could not see the first.
    """
    if act.batch.memory.get((ScoreEntry, year.pk)):
        raise Refused(_("记分要一件一件来。请分开办。"))
    state = Case.objects.select_for_update().filter(pk=year.pk).values_list("state", flat=True).get()
    if state not in OPEN:  # settled while we waited: what is sealed stays
        return 0, 0
    who = None if persons is None else list(dict.fromkeys(persons))
    span = Year(act.committee, year.year)
    tables = span.tables()
    only, codes = kin(tables, sources) if sources is not None else (None, None)
    records = span.records(tables, who, also, but, only)
    wanted = {line.key: line for lines in span.lines(tables, records).values() for line in lines}
    standing, given = _entries(year, who, codes)
    gone = [pk for key, (pk, points, note) in standing.items() if not _same(wanted.get(key), points, note)]
    _reverse(act, year, gone, why or _("记录或规则变了"))
    over = set(gone)
    new = [line for key, line in wanted.items() if key not in standing or standing[key][0] in over]
    for line in new:
        _post(act, year, line, given.get(line.key, 0))
    return len(new), len(gone)


def pending(year: DutyYear) -> tuple[int, int]:
    """How many entries would be posted and reversed now, as `post` would. A dozen queries."""
    span = Year(year.committee, year.year)
    tables = span.tables()
    wanted = {line.key: line for lines in span.lines(tables, span.records(tables)).values() for line in lines}
    standing, _given = _entries(year, None)
    gone = {key for key, (_pk, points, note) in standing.items() if not _same(wanted.get(key), points, note)}
    return len([key for key in wanted if key not in standing or key in gone]), len(gone)


def _same(line: Line | None, points: Decimal, note: str) -> bool:
    return line is not None and line.points == points and line.note == note


def _entries(
    year: DutyYear, who: list[int] | None, codes: set[str] | None = None
) -> tuple[dict[Key, tuple[int, Decimal, str]], dict[Key, int]]:
    """The entries that stand, by key; and how often each key was posted at all. One query."""
    rows = ScoreEntry.objects.filter(case=year.pk, reverses=None, voided_by=None).exclude(rule=ADJUSTED)
    if who is not None:
        rows = rows.filter(person__in=who)
    if codes is not None:
        rows = rows.filter(rule__in=codes)
    standing: dict[Key, tuple[int, Decimal, str]] = {}
    given: dict[Key, int] = {}
    names = ("pk", "person_id", "rule", "record_id", "row", "points", "note", "until")
    for pk, person, rule, record, row, points, note, until in rows.values_list(*names):
        key = (person, rule, record or 0, row)
        given[key] = given.get(key, 0) + 1
        if until is None:
            standing[key] = (pk, points, note)
    return standing, given


def _post(act: Act, year: DutyYear, line: Line, before: int) -> None:
    record = line.record
    act.dated(
        ScoreEntry, case=year, person_id=record.person, rule=line.rule.code, label=line.rule.label[:100], source=record.source,
        record_id=record.case or None, row=record.row, on=record.on, points=line.points, note=line.note,
        mark=f"{record.person}.{line.rule.code}.{record.case}.{record.row}.{before}",
    )  # fmt: skip


def adjust(act: Act, year: DutyYear, person: int, points: Decimal, label: str) -> None:
    """An entry that an answered objection brings about; the objection is its record."""
    act.dated(
        ScoreEntry, case=year, person_id=person, rule=ADJUSTED, label=label[:100], source=ADJUSTED, record_id=act.case.pk,
        on=act.on, points=points, mark=f"{person}.{ADJUSTED}.{act.case.pk}",
    )  # fmt: skip


def _reverse(act: Act, year: DutyYear, gone: list[int], why: str) -> None:
    """An entry of the other sign for each, which names it; what it reverses is marked as over and stays as it was."""
    moment = db_time(act.at or act.event.recorded_at)
    for start in range(0, len(gone), SOME):
        some = gone[start : start + SOME]
        marks = ", ".join(["%s"] * len(some))
        over = f"UPDATE duties_scoreentry SET until = %s, ended_by = %s WHERE until IS NULL AND id IN ({marks})"
        act.batch.later(over, [moment, act.event.id, *some])
        for row in ScoreEntry.objects.filter(pk__in=some).order_by("pk"):
            act.dated(
                ScoreEntry, case=year, person_id=row.person_id, rule=row.rule, label=row.label, source=row.source,
                record_id=row.record_id, row=row.row, on=row.on, points=-row.points, note=row.note, reverses_id=row.pk,
                why=why[:200], mark=f"r{row.pk}",
            )  # fmt: skip


def totals(year: DutyYear, persons: Iterable[int] | None = None) -> dict[int, Decimal]:
    """Person → the points that stand. One query."""
    rows = ScoreEntry.objects.filter(case=year.pk, **STANDS)
    if persons is not None:
        rows = rows.filter(person__in=list(persons))
    return dict(rows.order_by().values_list("person").annotate(n=Sum("points")))
