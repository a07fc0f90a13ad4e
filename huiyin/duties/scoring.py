"""Points out of records and rules, and nothing else: the same records and the same table always give the same lines (R-184).

Records are taken in the order of their days. A line that gives nothing says why: under the first one, over the cap, counted already.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

from huiyin.duties.language import COVERS, NONE, Rule

CENT = Decimal("0.01")


class Record(NamedTuple):
    """One thing that a person did. `case` and `row` name it; `position` of `people` who did it together; `matter` what it is about."""

    person: int
    source: str
    on: date
    case: int = 0
    row: int = 0
    position: int = 1
    people: int = 1
    matter: int = 0

    @property
    def place(self) -> str:
        if self.people < 2:
            return "alone"
        return "first" if self.position == 1 else "co3" if self.position <= 3 else "co"


@dataclass(frozen=True, slots=True)
class Line:
    """What one rule gives for one record. `note`: counted | capped | again | early | part (see REASONS)."""

    rule: Rule
    record: Record
    points: Decimal
    note: str = "counted"

    @property
    def key(self) -> tuple[int, str, int, int]:
        return self.record.person, self.rule.code, self.record.case, self.record.row


def who_of(standing: bool) -> set[str]:
    return {"all", "standing"} if standing else {"all", "ordinary"}


class Table:
    """A table of rules, ready to be asked: by source, and for each rule what caps it, itself first."""

    def __init__(self, rules: Sequence[Rule], since: date = date.min) -> None:
        self.rules, self.since = list(rules), since
        groups = {rule.code: rule for rule in rules if rule.is_group}
        self.by_source: dict[str, list[Rule]] = defaultdict(list)
        self.above: dict[str, tuple[Rule, ...]] = {}
        for rule in rules:
            if not rule.is_group:
                self.by_source[rule.source].append(rule)
                way = [rule]
                while way[-1].group:
                    way.append(groups[way[-1].group])
                self.above[rule.code] = tuple(one for one in way if one.cap is not None)

    @property
    def sources(self) -> set[str]:
        return set(self.by_source)

    def tops(self) -> list[tuple[Rule, str]]:
        """Every rule that counts, with the group at the top of its way (itself where it has none)."""
        groups = {rule.code: rule for rule in self.rules if rule.is_group}
        found = []
        for rule in self.rules:
            top = rule
            while top.group:
                top = groups[top.group]
            if not rule.is_group:
                found.append((rule, top.code))
        return found


def kin(tables: Iterable[Table], sources: Iterable[str]) -> tuple[set[str], set[str]]:
    """(sources, rules) that have to be gone through together with these sources: whatever shares a group with them, in any table."""
    wanted = set(sources)
    found = [(rule, top) for table in tables for rule, top in table.tops()]
    while True:
        tops = {top for rule, top in found if rule.source in wanted}
        near = [rule for rule, top in found if rule.source in wanted or top in tops]
        more = wanted | {rule.source for rule in near}
        if more == wanted:
            return wanted, {rule.code for rule in near}
        wanted = more


def score(records: Iterable[Record], tables: Sequence[Table], standing: Iterable[int] = ()) -> dict[int, list[Line]]:
    """Person → lines in the order of their days. `tables`: from the oldest on; each day is counted by the table of that day.

    `standing`: the ids of those who are 常委.
    """
    standing = set(standing)
    newest_first = tables[::-1]
    mine: dict[int, list[tuple[Record, Table]]] = defaultdict(list)
    for record in records:
        table = next((one for one in newest_first if one.since <= record.on), tables[0])
        if record.source in table.by_source:
            mine[record.person].append((record, table))
    return {person: _of_one(sorted(rows, key=_order), who_of(person in standing)) for person, rows in mine.items()}


def _order(one: tuple[Record, Table]) -> tuple[date, int, str, int]:
    record = one[0]
    return record.on, record.case, record.source, record.row


def _of_one(records: list[tuple[Record, Table]], who: set[str]) -> list[Line]:
    seen: dict[str, int] = defaultdict(int)
    found = []
    for record, table in records:
        place = record.place
        for rule in table.by_source[record.source]:
            if rule.who not in who or place not in COVERS[rule.role]:
                continue
            seen[rule.code] += 1
            found.append((_line(rule, record, seen[rule.code]), table))
    lines = _highest([line for line, _table in found])
    return _capped([(line, table) for line, (_line_, table) in zip(lines, found, strict=True)])


def _line(rule: Rule, record: Record, number: int) -> Line:
    if number < rule.start or number > rule.last:
        return Line(rule, record, Decimal(0), "early" if number < rule.start else "again")
    if (number - rule.start + 1) % rule.per:
        return Line(rule, record, Decimal(0), "part")
    points = rule.points * rule.share(record.position, record.people)
    return Line(rule, record, points.quantize(CENT, ROUND_HALF_UP))


def _same(line: Line) -> tuple[str, int | date] | None:
    """What a line is about, where of several about the same only the highest counts."""
    rule, record = line.rule, line.record
    if rule.once in (NONE, "year"):
        return None
    what = record.on if rule.once == "day" else record.case or record.row
    if rule.once == "matter":
        what = record.matter or what
    return rule.group or rule.code, what


def _highest(lines: list[Line]) -> list[Line]:
    """Of lines about one and the same, the one that weighs most stands; the others give nothing."""
    best: dict[tuple[str, int | date], Line] = {}
    for line in lines:
        key = _same(line)
        if key is not None and line.note == "counted" and (key not in best or abs(line.points) > abs(best[key].points)):
            best[key] = line
    kept = []
    for line in lines:
        key = _same(line)
        beaten = key is not None and line.note == "counted" and best[key] is not line
        kept.append(Line(line.rule, line.record, Decimal(0), "again") if beaten else line)
    return kept


def _capped(lines: list[tuple[Line, Table]]) -> list[Line]:
    """Each cap holds for its rule, and every group's for all that stands under it; one record pays by one source once."""
    totals: dict[str, Decimal] = defaultdict(Decimal)
    paid: set[tuple[str, int, int]] = set()
    kept = []
    for line, table in lines:
        record = line.record
        if not line.points:
            kept.append(line)
            continue
        thing = (record.source, record.case, record.row)
        above = table.above[line.rule.code]
        points, note = (Decimal(0), "again") if thing in paid else _within(line.points, above, totals)
        if points:
            paid.add(thing)
            for cap in above:
                totals[cap.code] += points
        kept.append(line if points == line.points else Line(line.rule, record, points, note))
    return kept


def _within(points: Decimal, above: Iterable[Rule], totals: dict[str, Decimal]) -> tuple[Decimal, str]:
    """The points as far as every cap leaves room for them (a cap below nothing is the most that can be taken)."""
    left = points
    for cap in above:
        room = cap.cap - totals[cap.code]  # type: ignore[operator]
        if cap.cap >= 0 and left > room:  # type: ignore[operator]
            left = max(room, Decimal(0))
        elif cap.cap < 0 and left < room:  # type: ignore[operator]
            left = min(room, Decimal(0))
    return left, "counted" if left == points else "capped"


def total(lines: Iterable[Line]) -> Decimal:
    return sum((line.points for line in lines), Decimal(0))


def done(lines: Iterable[Line]) -> dict[str, int]:
    """Rule → how many records it has, whatever they gave: what a minimum asks for. What is about one and the same counts once."""
    found: dict[str, int] = defaultdict(int)
    for line in lines:
        found[line.rule.code] += 1
    return found
