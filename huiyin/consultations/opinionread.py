"""What an opinion map says in words and numbers: where everyone agrees, what parts whom, what each group holds, and how sure that is.

Nothing under five is told: no view with fewer answers, no group with fewer people; and where one group of several has too few answers to a
view, none of their shares is told, since the last could be reckoned from the others.
"""

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from huiyin.consultations.opinionmap import FEWEST_PEOPLE, Array, Groups, Votes

FEWEST = 5
SURE = 1.645
"""A range holds the true share in nine of ten cases (Wilson)."""
MOST = 6
BARELY = 0.25
"""Below this the groups run into each other."""


@dataclass(frozen=True)
class Share:
    """So many of those who answered agree (or disagree); in per cent, with the range in which the true share lies."""

    part: int
    of: int

    @property
    def percent(self) -> int:
        return round(100 * self.part / self.of) if self.of else 0

    @property
    def low(self) -> int:
        return int(100 * wilson(self.part, self.of)[0])

    @property
    def high(self) -> int:
        return -int(-100 * wilson(self.part, self.of)[1] // 1)


@dataclass(frozen=True)
class View:
    """A view as all answer it, and as each group does (empty where that is not told)."""

    words: str
    agree: Share
    disagree: Share
    groups: tuple[Share, ...] = ()
    yes: bool = True
    """Whether it is told as agreed to, or as refused."""

    @property
    def told(self) -> Share:
        return self.agree if self.yes else self.disagree


@dataclass
class Group:
    """People who answer alike: how many, and what sets them apart from the others."""

    number: int
    people: int
    percent: int
    holds: list[View] = field(default_factory=list)


@dataclass
class Read:
    """`few`: too few people to tell anything. `why`: why there are no groups: few, one (nothing parts them clearly)."""

    people: int
    few: bool = False
    agreed: list[View] = field(default_factory=list)
    divided: list[View] = field(default_factory=list)
    groups: list[Group] = field(default_factory=list)
    why: str = ""
    blurred: bool = False


def wilson(part: Any, of: Any) -> tuple[Any, Any]:
    """The range in which a share lies, given `part` of `of`: two numbers 0 … 1. Works on arrays; 0 … 1 where nothing was answered."""
    n = np.maximum(of, 1)
    share, z = part / n, SURE**2
    middle = (share + z / (2 * n)) / (1 + z / n)
    half = SURE * np.sqrt(share * (1 - share) / n + z / (4 * n * n)) / (1 + z / n)
    return np.where(of > 0, middle - half, 0.0), np.where(of > 0, middle + half, 1.0)


def read(votes: Votes, groups: Groups | None, words: list[str]) -> Read:
    """The whole page of one question. `words`: of each statement."""
    if votes.people < FEWEST or not len(votes.who):
        return Read(votes.people, few=True)
    where = groups.of if groups else np.zeros(votes.people, np.int64)
    k = groups.k if groups else 1
    yes, no = votes.counts(1, where, k), votes.counts(-1, where, k)
    seen = yes + no + votes.counts(0, where, k)
    views = [_view(words[at], yes[:, at], no[:, at], seen[:, at], groups is not None) for at in range(len(words))]
    found = Read(votes.people, blurred=groups is not None and groups.parted < BARELY)
    found.agreed = _agreed(views, yes, no, seen)
    found.divided = _divided(views, yes, no, seen, groups is not None)
    if groups is None:
        found.why = "few" if votes.people < FEWEST_PEOPLE else "one"
        return found
    sizes = np.bincount(where, minlength=k)
    found.groups = [
        Group(g + 1, int(sizes[g]), round(100 * int(sizes[g]) / votes.people), _holds(views, yes, no, seen, g)) for g in range(k)
    ]  # fmt: skip
    return found


def _view(words: str, yes: Array, no: Array, seen: Array, grouped: bool, agrees: bool = True) -> View:
    of = int(seen.sum())
    told = grouped and bool((seen >= FEWEST).all())
    part = yes if agrees else no
    shares = tuple(Share(int(a), int(b)) for a, b in zip(part, seen, strict=True)) if told else ()
    return View(words, Share(int(yes.sum()), of), Share(int(no.sum()), of), shares, agrees)


def _agreed(views: list[View], yes: Array, no: Array, seen: Array) -> list[View]:
    """In every group surely more than half: agreed to, or refused. The surest first."""
    found = []
    for at, view in enumerate(views):
        if view.agree.of < FEWEST:
            continue
        for part, agrees in ((yes[:, at], True), (no[:, at], False)):
            least = float(wilson(part, seen[:, at])[0].min())
            if least > 0.5:
                found.append((least, _view(view.words, yes[:, at], no[:, at], seen[:, at], len(seen) > 1, agrees)))
    return [view for _least, view in sorted(found, key=lambda pair: -pair[0])[:MOST]]


def _divided(views: list[View], yes: Array, no: Array, seen: Array, grouped: bool) -> list[View]:
    """With groups: where their ranges do not touch, the widest gap first. Without: where both sides surely have a third."""
    found = []
    for at, view in enumerate(views):
        if view.agree.of < FEWEST:
            continue
        low, high = wilson(yes[:, at], seen[:, at])
        if grouped and view.groups:
            gap = float(low.max() - high.min())
            share = yes[:, at] / np.maximum(seen[:, at], 1)
            if gap > 0 and share.max() > 0.5 > share.min():
                found.append((gap, view))
        elif not grouped:
            both = min(
                float(wilson(view.agree.part, view.agree.of)[0]), float(wilson(view.disagree.part, view.disagree.of)[0])
            )
            if both > 0.25:
                found.append((both, view))
    return [view for _gap, view in sorted(found, key=lambda pair: -pair[0])[:MOST]]


def _holds(views: list[View], yes: Array, no: Array, seen: Array, group: int) -> list[View]:
    """What most of this group surely hold, and surely more of them than of the others."""
    found = []
    for at, view in enumerate(views):
        if not view.groups:
            continue
        rest = seen[:, at].sum() - seen[group, at]
        for part, agrees in ((yes[:, at], True), (no[:, at], False)):
            low = float(wilson(part[group], seen[group, at])[0])
            others = float(wilson(part.sum() - part[group], rest)[1])
            if low > 0.5 and low > others:
                found.append((low - others, _view(view.words, yes[:, at], no[:, at], seen[:, at], True, agrees)))
    return [view for _gap, view in sorted(found, key=lambda pair: -pair[0])[:3]]
