"""Which groups of opinion there are: answers of people to statements, their two main directions (PCA), groups in that plane (k-means).

The Polis way (decision 0026). Nobody is named here: people are rows. What is too small to be told apart is not told apart.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]
SEEN = 7
"""Who answered fewer statements than this is put into a group, but has no say in where the groups are."""
PRIOR = 20
"""Somebody with few answers is moved outward as if he had given so many more, average ones."""
MOST, CLEARLY = 5, 0.08
"""At most so many groups; one more only where it parts people better by so much (silhouette)."""
FEWEST_IN_GROUP, FEWEST_PEOPLE = 5, 20
SAMPLE, FITTED = 1000, 10_000
"""Of more people than this a fixed sample says how well groups are parted, and where they are."""
SMALL = 600
"""Up to so many statements the directions are exact; beyond, they are found step by step (Lanczos)."""


@dataclass
class Votes:
    """Answers as three columns of equal length: who (0 … people-1), what (0 … statements-1), how (1, −1, 0). Sorted by who."""

    who: Array
    what: Array
    how: Array
    people: int
    statements: int

    @classmethod
    def of(cls, who: Array, what: Array, how: Array, people: int, statements: int) -> "Votes":
        order = np.argsort(who, kind="stable")
        return cls(who[order], what[order], how[order].astype(np.float64), people, statements)

    def counts(self, view: int, where: Array, groups: int) -> Array:
        """How many of each group (`where`: group of each person) gave this answer to each statement: groups × statements."""
        chosen = self.how == view
        cells = where[self.who[chosen]] * self.statements + self.what[chosen]
        return np.bincount(cells, minlength=groups * self.statements).reshape(groups, self.statements)


@dataclass
class Groups:
    """`of`: the group of each person; `k`: how many; `parted`: how well they are parted (silhouette, −1 … 1; 0.25 is little)."""

    of: Array
    k: int
    parted: float
    places: Array


def groups_of(votes: Votes) -> Groups | None:
    """The groups of opinion; None where there are too few people, or no two groups of five."""
    seen = np.bincount(votes.who, minlength=votes.people)
    base = seen >= min(SEEN, votes.statements)
    if base.sum() < FEWEST_PEOPLE or votes.statements < 2:
        return None
    places = _places(votes, seen, base)
    fitted, some = _sample(np.flatnonzero(base), FITTED), _sample(np.flatnonzero(base), SAMPLE)
    apart = np.hypot(*(places[some, axis][:, None] - places[some, axis] for axis in (0, 1)))
    found: Groups | None = None
    for k in range(2, MOST + 1):
        middles = _middles(places[fitted], k)
        where = _nearest(places, middles)
        if np.bincount(where, minlength=k).min() < FEWEST_IN_GROUP:
            continue
        parted = _silhouette(apart, where[some], k)
        if found is None or parted >= found.parted + CLEARLY:
            found = Groups(where, k, parted, places)
    return _ordered(found) if found is not None else None


def _ordered(found: Groups) -> Groups:
    """The largest group first."""
    rank = np.argsort(-np.bincount(found.of, minlength=found.k), kind="stable")
    place = np.empty(found.k, np.int64)
    place[rank] = np.arange(found.k)
    return Groups(place[found.of], found.k, found.parted, found.places)


def _places(votes: Votes, seen: Array, base: Array) -> Array:
    """Where each person stands in the plane of the two main directions: people × 2."""
    ours = base[votes.who]
    given = np.bincount(votes.what[ours], minlength=votes.statements)
    mean = np.bincount(votes.what[ours], votes.how[ours], votes.statements) / np.maximum(given, 1)
    off = votes.how - mean[votes.what]
    axes = _exact(votes, off, ours) if votes.statements <= SMALL else _stepwise(votes, off, ours)
    moved = np.stack([np.bincount(votes.who, off * axis[votes.what], votes.people) for axis in axes], 1)
    outward = np.where(base, np.sqrt(votes.statements / (seen + PRIOR)), 1.0)
    return moved * outward[:, None]


def _exact(votes: Votes, off: Array, ours: Array) -> Array:
    """The two directions of most difference, from the products of all pairs of statements, block by block."""
    pairs = np.zeros((votes.statements, votes.statements))
    who, what, off = votes.who[ours], votes.what[ours], off[ours]
    for start in range(0, votes.people, 4096):
        first, last = np.searchsorted(who, [start, start + 4096])
        if first == last:
            continue
        block = np.zeros((4096, votes.statements), np.float32)
        block[who[first:last] - start, what[first:last]] = off[first:last]
        pairs += block.T @ block
    _values, axes = np.linalg.eigh(pairs)
    return np.stack([_upright(axes[:, -1]), _upright(axes[:, -2])])


def _stepwise(votes: Votes, off: Array, ours: Array, steps: int = 14) -> Array:
    """The same by Lanczos: each step goes through the answers twice and never lays out the whole table."""
    who, what, off = votes.who[ours], votes.what[ours], off[ours].astype(np.float32)
    line = np.flatnonzero(np.diff(who, prepend=-1))
    order = np.argsort(what.astype(np.int32), kind="stable")
    column = np.flatnonzero(np.diff(what[order], prepend=-1))
    person = (np.cumsum(np.diff(who, prepend=who[0]) != 0)).astype(np.int32)[order]
    weight, names = off[order], what[order][column]
    basis: list[Array] = [np.full(votes.statements, votes.statements**-0.5)]
    width = np.zeros((steps, steps))
    for step in range(steps):
        over = np.add.reduceat(off * basis[-1].astype(np.float32)[what], line)
        after = np.zeros(votes.statements)
        after[names] = np.add.reduceat(weight * over[person], column)
        known = np.stack(basis)
        width[: step + 1, step] = width[step, : step + 1] = known @ after
        after -= known.T @ (known @ after)
        after -= known.T @ (known @ after)
        if np.linalg.norm(after) < 1e-6 or step == steps - 1:
            break
        basis.append(after / np.linalg.norm(after))
    n = len(basis)
    _values, mixed = np.linalg.eigh(width[:n, :n])
    axes = np.stack(basis).T @ mixed[:, -2:]
    return np.stack([_upright(axes[:, -1]), _upright(axes[:, -2])])


def _upright(axis: Array) -> Array:
    """A direction has no sign: the same data always give the same picture."""
    return axis if axis[np.abs(axis).argmax()] > 0 else -axis


def _nearest(places: Array, middles: Array) -> Array:
    return np.stack([((places - one) ** 2).sum(1) for one in middles], 1).argmin(1)


def _middles(places: Array, k: int) -> Array:
    """The middles of k groups: from the farthest points inward; the same data always give the same groups."""
    far = ((places - places.mean(0)) ** 2).sum(1)
    middles = places[[far.argmax()]]
    while len(middles) < k:
        gap = np.min([((places - one) ** 2).sum(1) for one in middles], 0)
        middles = np.vstack([middles, places[gap.argmax()]])
    for _round in range(60):
        where = _nearest(places, middles)
        n = np.bincount(where, minlength=k)
        sums = np.stack([np.bincount(where, places[:, axis], k) for axis in (0, 1)], 1)
        after = np.where(n[:, None] > 0, sums / np.maximum(n, 1)[:, None], middles)
        if np.allclose(after, middles, atol=1e-4):
            break
        middles = after
    return middles


def _sample(rows: Array, most: int) -> Array:
    """The same rows of the same many each time."""
    return rows if len(rows) <= most else np.random.default_rng(7).choice(rows, most, replace=False)


def _silhouette(apart: Array, where: Array, k: int) -> float:
    """How much nearer people are to their own group than to the next, from all distances between them."""
    n = np.bincount(where, minlength=k)
    member = (where[:, None] == np.arange(k)).astype(np.float64)
    sums, row = apart @ member, np.arange(len(where))
    own = sums[row, where] / np.maximum(n[where] - 1, 1)
    mean = sums / np.maximum(n, 1)
    mean[:, n == 0] = np.inf
    mean[row, where] = np.inf
    other = mean.min(1)
    widest = np.maximum(own, other)
    good = (n[where] > 1) & (widest > 0) & np.isfinite(widest)
    return float(np.where(good, (other - own) / np.where(good, widest, 1), 0).mean())
