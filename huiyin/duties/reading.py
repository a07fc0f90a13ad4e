"""A member's year as he reads it: what is asked of him, what he did, which points and why (R-180). Few queries, however much he did."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, Max, Sum
from django.utils.translation import gettext as _

from huiyin.duties import evaluating, people, posting
from huiyin.duties.models import ADJUSTED, DutyYear, ScoreEntry
from huiyin.kernel.flow import flow_of
from huiyin.kernel.models import Case, Person, Post

MOST_SAID = 20
READ = (
    "case",
    "person",
    "rule",
    "label",
    "record",
    "on",
    "points",
    "note",
    "recorded_at",
    "record__title",
    "record__kind",
)
"""What a reader is shown of an entry and of its record; the rest of a case's row is wide."""


@dataclass(frozen=True)
class Asked:
    """One thing asked of a member: `least` of them, `done` so far; `waived` says why it is not asked of him."""

    code: str
    label: str
    least: int
    done: int
    waived: str = ""

    @property
    def missing(self) -> int:
        return 0 if self.waived else max(self.least - self.done, 0)


@dataclass(frozen=True)
class Sum_:
    """What one rule gave him: how many records, how many points."""

    code: str
    label: str
    count: int
    points: Decimal


def entries(year: DutyYear, person: int) -> Any:
    """The entries that stand, the newest first."""
    rows = ScoreEntry.objects.filter(case=year.pk, person=person, **posting.STANDS)
    return rows.select_related("record").only(*READ).order_by("-on", "-pk")


def readable(post: Post, records: Iterable[Case | None]) -> set[int]:
    """Those of these cases that a reader of the year may see himself: of the others neither title nor way is told. One query a kind."""
    kinds: dict[str, list[int]] = {}
    for one in records:
        if one is not None:
            kinds.setdefault(one.kind, []).append(one.pk)
    found: set[int] = set()
    for kind, pks in kinds.items():
        flow = flow_of(kind)
        rows = flow.Model.objects.filter(flow.sees.twin(post), pk__in=pks, committee=post.committee_id)
        found.update(rows.values_list("pk", flat=True))
    return found


def sums(year: DutyYear, person: int) -> list[Sum_]:
    """By rule, those that gave most first. One query."""
    rows = ScoreEntry.objects.filter(case=year.pk, person=person, **posting.STANDS).order_by().values_list("rule")
    found = [
        Sum_(rule, label, n, points)
        for rule, label, n, points in rows.annotate(l=Max("label"), n=Count("pk"), p=Sum("points"))
    ]
    return sorted(found, key=lambda one: (-one.points, one.code))


def asked(year: DutyYear, person: int, given: list[Sum_]) -> list[Asked]:
    """What the rules ask of everyone, with what this one did. One query, and the rules."""
    there = {one.code: one.count for one in given}
    free = people.waived(year, person)
    return [
        Asked(code, label, least, there.get(code, 0), free.get((person, code), ""))
        for code, label, least in evaluating.asked(year)
    ]


def total(given: list[Sum_]) -> Decimal:
    return sum((one.points for one in given), Decimal(0))


def beginning(mark: Any) -> str:
    """A statement begun from one's own records: counted by rule, with the last few by name."""
    year = DutyYear.objects.get(pk=mark.of_year_id)
    year.committee = mark.committee
    given = [one for one in sums(year, mark.person_id) if one.code != ADJUSTED]
    name = Person.objects.get(pk=mark.person_id).name
    if not given:
        return _("{year} 年，我（{name}）的履职情况：").format(year=year.year, name=name)
    said = "，".join(_("{label} {n} 次").format(label=one.label, n=one.count) for one in given)
    titles = [row.record.title for row in entries(year, mark.person_id)[:MOST_SAID] if row.record]
    listed = "；".join(dict.fromkeys(titles))
    words = _("{year} 年，我（{name}）{said}。")
    return words.format(year=year.year, name=name, said=said) + (
        _("主要有：{listed}。").format(listed=listed) if listed else ""
    )
