"""A changed table tried out on a year that has been: who would have how many points, and who would move (issue 8, PIPL 24)."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from huiyin.duties import people
from huiyin.duties.language import Rule
from huiyin.duties.models import DutyYear
from huiyin.duties.posting import Year
from huiyin.duties.scoring import Table, score, total
from huiyin.kernel.models import Committee

Places = dict[int, int]


@dataclass(frozen=True)
class Moved:
    """One member: points and place by the table in force, and by the table that is tried."""

    person: int
    before: Decimal
    after: Decimal
    place_before: int
    place_after: int

    @property
    def moved(self) -> bool:
        return self.before != self.after or self.place_before != self.place_after


def simulate(committee: Committee, year: int, rules: Sequence[Rule]) -> list[Moved]:
    """Every ranked member of the year, those who move most first. Nothing is written. Two dozen queries, whatever their number."""
    span = Year(committee, year)
    now, tried = span.tables(), [Table(rules, span.start)]
    records, standing = span.records([*now, *tried]), people.standing(committee, span.day)
    held = set(people.members(committee, span.start, span.end).values_list("person_id", flat=True))
    out = people.exempt(DutyYear(committee=committee, year=year), span.day)
    ranked = sorted(held - set(out))
    before = _points(score(records, now, standing), ranked)
    after = _points(score(records, tried, standing), ranked)
    places = places_of(before), places_of(after)
    rows = [Moved(one, before[one], after[one], places[0][one], places[1][one]) for one in ranked]
    return sorted(
        rows, key=lambda row: (-abs(row.place_before - row.place_after), -abs(row.before - row.after), row.person)
    )


def _points(lines: dict[int, list], ranked: list[int]) -> dict[int, Decimal]:  # type: ignore[type-arg]
    return {person: total(lines.get(person, [])) for person in ranked}


def places_of(points: dict[int, Decimal]) -> Places:
    """Person → place; equal points share a place."""
    found: Places = {}
    ordered = sorted(points, key=lambda person: (-points[person], person))
    for number, person in enumerate(ordered, 1):
        same = number > 1 and points[ordered[number - 2]] == points[person]
        found[person] = found[ordered[number - 2]] if same else number
    return found
