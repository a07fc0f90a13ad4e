"""A unit's mark, by rules one can read (R-082): shares of rows worth points out of a hundred, and points for each occurrence.

A share without a denominator is left out and its weight shared by the others; nobody gets a mark for what did not happen.
"""

from dataclasses import asdict, dataclass
from typing import Any

from django.utils.translation import gettext as _

from huiyin.awards import measures
from huiyin.awards.measures import EACH, SHARES, Found
from huiyin.kernel import parameters
from huiyin.kernel.figures import Scope
from huiyin.kernel.models import Organisation


@dataclass(frozen=True)
class Part:
    """One line of the rules for one unit. Of a share: how many of how many, out of `weight`. Of an occurrence: how many, `weight` each."""

    code: str
    label: str
    part: int
    whole: int
    weight: float
    points: float
    share: bool = True
    cap: float = 0.0
    good: tuple[int, ...] = ()
    rest: tuple[int, ...] = ()
    """The ids of the cases that are counted: those that are good, and the others."""


@dataclass(frozen=True)
class Score:
    """A unit's mark out of 100, with every part of it."""

    unit: Organisation
    parts: tuple[Part, ...]
    replies: int = 0
    """Of its own, delivered. Without any it has a mark and no place: who only co-handles is not measured against who answers."""

    @property
    def shares(self) -> list[Part]:
        return [part for part in self.parts if part.share]

    @property
    def counted(self) -> float:
        return sum(part.weight for part in self.shares if part.whole)

    @property
    def extra(self) -> float:
        """What occurrences add and take."""
        return sum(part.points for part in self.parts if not part.share)

    @property
    def total(self) -> float | None:
        """Out of 100 over the shares that could be counted, and what occurrences add or take; None when no share could, never under 0."""
        if not self.counted:
            return None
        return max(round(100 * sum(part.points for part in self.shares) / self.counted + self.extra, 1), 0.0)

    @property
    def why(self) -> str:
        """The mark in one sentence."""
        return why(self.parts)

    def as_rows(self) -> list[dict[str, Any]]:
        """The parts as they are kept with a mark."""
        return [{**asdict(part), "good": list(part.good), "rest": list(part.rest)} for part in self.parts]


def why(parts: Any) -> str:
    said = [said_of(part) for part in parts if part.whole or (not part.share and part.part)]
    left = [part.label for part in parts if part.share and not part.whole]
    if left:
        said.append(_("{names}没有可数的，不计入，其余按比例折算").format(names="、".join(left)))
    return "；".join(said) + "。"


def said_of(part: Part) -> str:
    """按期答复 12／13，得 27.7（满分 30）; 逾期答复 2 次，扣 4 分."""
    if part.share:
        return _("{label} {part}／{whole}，得 {points:.1f}（满分 {weight:g}）").format(
            label=part.label, part=part.part, whole=part.whole, points=part.points, weight=part.weight
        )
    words = _("{label} {n} 次，扣 {points:g} 分") if part.points < 0 else _("{label} {n} 次，加 {points:g} 分")
    return words.format(label=part.label, n=part.part, points=abs(part.points))


def read(rows: list[dict[str, Any]]) -> list[Part]:
    """The parts as they were kept with a mark."""
    return [Part(**{**row, "good": tuple(row["good"]), "rest": tuple(row["rest"])}) for row in rows]


def rules(scope: Scope) -> tuple[list[tuple[str, str, float]], list[tuple[str, str, float, float]]]:
    """The two tables as they hold: (code, name, weight) of shares, (code, name, points each, at most) of occurrences."""
    shares = parameters.get(scope.committee, "P-28", scope.as_of)
    each = parameters.get(scope.committee, "P-28-EACH", scope.as_of)
    return (
        [(code, label, float(weight)) for code, label, weight in shares if code in SHARES],
        [(code, label, float(points), float(cap)) for code, label, points, cap in each if code in EACH],
    )


def unit_scores(scope: Scope) -> list[Score]:
    """Every unit that had something to handle: those that answered, the best first, then the others. One query a rule, and two."""
    shares, each = rules(scope)
    found = {code: SHARES[code].found(scope) for code, _label, _weight in shares}
    more = {code: EACH[code].found(scope) for code, *_rest in each}
    every = {pk for one in (*found.values(), *more.values()) for pk in one}
    replies = measures.delivered(scope)
    scores = [
        Score(
            unit,
            (
                *(share(code, label, weight, found[code], unit.pk) for code, label, weight in shares),
                *(occurrence(code, label, points, cap, more[code], unit.pk) for code, label, points, cap in each),
            ),
            replies.get(unit.pk, 0),
        )
        for unit in Organisation.objects.filter(pk__in=every)
    ]
    return sorted(
        scores, key=lambda score: (not score.replies, score.total is None, -(score.total or 0), score.unit.name)
    )


def share(code: str, label: str, weight: float, found: Found, unit: int) -> Part:
    rows = found.get(unit, [])
    good = tuple(case for case, is_good in rows if is_good)
    rest = tuple(case for case, is_good in rows if not is_good)
    points = weight * len(good) / len(rows) if rows else 0.0
    return Part(code, label, len(good), len(rows), weight, points, good=good, rest=rest)


def occurrence(code: str, label: str, points: float, cap: float, found: Found, unit: int) -> Part:
    """Points for each, as far as the cap goes (both of one sign)."""
    cases = tuple(case for case, _good in found.get(unit, []))
    given = max(points * len(cases), cap) if points < 0 else min(points * len(cases), cap)
    return Part(code, label, len(cases), 0, points, given, share=False, cap=cap, good=cases)
