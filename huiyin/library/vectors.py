"""Texts as short lists of weighted features, and from each feature the texts that hold it: arrays, nothing else.

A text has two halves that count the same, its title and its body (a case without one of them is all the other). Features
are weighted by how rare they are among the texts; of a long text the `KEEP` strongest are kept, and the `POSTED` strongest
of these are found from the feature's side.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from huiyin.library.case import Text
from huiyin.library.words import SIZE, Ids, Weights, clean, firsts, heading_features, order, pairs

KEEP, POSTED = 128, 64
SAMPLE = 20_000  # texts from which rarity is judged; of more texts the first so many
CHUNK = 1_000

Sparse = tuple[Ids, Weights]  # places in ascending order and their weights


@dataclass(frozen=True)
class Raw:
    """Features of a chunk of texts before rarity: number of the text × SIZE + place, ascending, and what it counts."""

    size: int
    title_keys: Ids
    title_counts: Weights
    body_keys: Ids
    body_counts: Weights


def read(texts: Sequence[Text]) -> Raw:
    """The features of a chunk of texts."""
    title_keys, title_counts = heading_features([clean(text.heading)[:200] for text in texts])
    bodies = [clean(text.text) if text.title.strip() else "" for text in texts]
    bodies = [body or (clean(text.text)[40:]) for body, text in zip(bodies, texts, strict=True)]
    if any(bodies):
        number, place = pairs(bodies)
        every = np.sort(number * SIZE + place)
        first = firsts(every)
        body_keys, times = every[first], np.diff(first, append=len(every))
        body_counts = (1 + np.log(times)).astype(np.float32)
    else:
        body_keys, body_counts = np.empty(0, dtype=np.int64), np.empty(0, dtype=np.float32)
    return Raw(len(texts), title_keys, title_counts, body_keys, body_counts)


def rarity(chunks: Sequence[Raw]) -> Weights:
    """Weight of each of the SIZE places: the rarer among the texts, the heavier."""
    held = np.zeros(SIZE, dtype=np.int64)
    for raw in chunks:
        keys = np.sort(np.concatenate((raw.title_keys, raw.body_keys)))
        held += np.bincount(keys[firsts(keys)] & (SIZE - 1), minlength=SIZE)
    total = sum(raw.size for raw in chunks)
    return np.log1p(total / (held + 1.0)).astype(np.float32)


def _unit_length(keys: Ids, counts: Weights, rare: Weights, size: int) -> Weights:
    weights = counts * rare[keys & (SIZE - 1)]
    square = np.bincount(keys // SIZE, weights * weights, minlength=size)
    length = np.sqrt(np.maximum(square, 1e-12)).astype(np.float32)
    return weights / length[keys // SIZE]


def weigh(raw: Raw, rare: Weights) -> tuple[Ids, Weights]:
    """(keys ascending, weights): both halves of each text to length one, then their sum to length one."""
    keys = np.concatenate((raw.title_keys, raw.body_keys))
    if not len(keys):
        return keys, np.empty(0, dtype=np.float32)
    weights = np.concatenate(
        (
            _unit_length(raw.title_keys, raw.title_counts, rare, raw.size),
            _unit_length(raw.body_keys, raw.body_counts, rare, raw.size),
        )
    )
    if len(raw.body_keys):
        sorting = order(keys)
        keys, weights = keys[sorting], weights[sorting]
        first = firsts(keys)
        keys, weights = keys[first], np.add.reduceat(weights, first)
    square = np.bincount(keys // SIZE, weights * weights, minlength=raw.size)
    return keys, (weights / np.sqrt(square).astype(np.float32)[keys // SIZE]).astype(np.float32)


def _strongest(keys: Ids, weights: Weights, size: int, keep: int) -> NDArray[np.int64]:
    """Indices of the `keep` heaviest features of every text, heaviest first within a text."""
    number = keys // SIZE
    sorting = order(number * 256 + (255 - np.minimum(weights * 255, 255).astype(np.int64)))
    starts = np.concatenate(([0], np.cumsum(np.bincount(number, minlength=size))))
    return sorting[np.arange(len(keys)) - starts[number] < keep]  # sorting leaves the numbers where they were


class Vectors:
    """The weighted features of many texts, readable from both sides. Build with `Vectors.of(texts)`."""

    def __init__(self, rare: Weights):
        self.rare = rare
        self.starts: Ids = np.zeros(1, dtype=np.int64)
        self.places: NDArray[np.int32] = np.empty(0, dtype=np.int32)
        self.weights: NDArray[np.uint8] = np.empty(0, dtype=np.uint8)
        self.post_starts: Ids = np.zeros(SIZE + 1, dtype=np.int64)
        self.posts: NDArray[np.int32] = np.empty(0, dtype=np.int32)
        self.post_weights: NDArray[np.uint8] = np.empty(0, dtype=np.uint8)

    def __len__(self) -> int:
        return len(self.starts) - 1

    @classmethod
    def of(cls, texts: Sequence[Text] | Iterator[Text]) -> "Vectors":
        """Reads all texts once; rarity is judged from the first SAMPLE of them."""
        flow = iter(texts)
        sample: list[Raw] = []
        while sum(raw.size for raw in sample) < SAMPLE and (chunk := list(islice(flow, CHUNK))):
            sample.append(read(chunk))
        made = cls(rarity(sample))
        parts = [made._part(raw) for raw in sample]
        sample.clear()
        while chunk := list(islice(flow, CHUNK)):
            parts.append(made._part(read(chunk)))
        made._join(parts)
        return made

    def _part(self, raw: Raw) -> tuple[NDArray[np.int64], NDArray[np.int32], NDArray[np.uint8]]:
        """(features of each text, their places, their weights as 0 to 255), heaviest first within a text."""
        keys, weights = weigh(raw, self.rare)
        best = _strongest(keys, weights, raw.size, KEEP)
        lengths = np.bincount(keys[best] // SIZE, minlength=raw.size)
        return (
            lengths,
            (keys[best] & (SIZE - 1)).astype(np.int32),
            np.maximum(np.rint(weights[best] * 255), 1).astype(np.uint8),
        )

    def _join(self, parts: list[tuple[NDArray[np.int64], NDArray[np.int32], NDArray[np.uint8]]]) -> None:
        if not parts:
            return
        self.starts = np.concatenate(([0], np.cumsum(np.concatenate([part[0] for part in parts]))))
        self.places = np.concatenate([part[1] for part in parts])
        self.weights = np.concatenate([part[2] for part in parts])
        number = np.repeat(np.arange(len(self), dtype=np.int32), np.diff(self.starts))
        posted = np.flatnonzero(np.arange(len(self.places)) - self.starts[number] < POSTED)
        places = self.places[posted]
        sorting = np.argsort(places, kind="stable")
        self.posts = number[posted][sorting]
        self.post_weights = self.weights[posted][sorting]
        self.post_starts = np.concatenate(([0], np.cumsum(np.bincount(places, minlength=SIZE))))

    def vector(self, text: Text) -> Sparse:
        """A text that need not be among these, with the rarity learned here."""
        keys, weights = weigh(read([text]), self.rare)
        return keys, weights

    def own(self, number: int) -> Sparse:
        """The kept features of text `number`."""
        cut = slice(self.starts[number], self.starts[number + 1])
        return self.places[cut].astype(np.int64), self.weights[cut].astype(np.float32) / 255

    def likely(self, query: Sparse, terms: int, count: int) -> NDArray[np.int64]:
        """Numbers of the `count` likeliest texts, judged from the query's `terms` heaviest features."""
        places, weights = query
        if len(places) > terms:
            best = np.argpartition(weights, -terms)[-terms:]
            places, weights = places[best], weights[best]
        cuts = [(self.post_starts[place], self.post_starts[place + 1]) for place in places]
        if not any(end > start for start, end in cuts):
            return np.empty(0, dtype=np.int64)
        posts = np.concatenate([self.posts[start:end] for start, end in cuts])
        scores = np.concatenate(
            [self.post_weights[s:e] * weight for (s, e), weight in zip(cuts, weights.astype(np.float32), strict=True)]
        )
        totals = np.bincount(posts, scores, minlength=len(self))
        count = min(count, len(totals))
        best = np.argpartition(totals, -count)[-count:]
        return best[totals[best] > 0]

    def cosine(self, query: Sparse, numbers: NDArray[np.int64]) -> Weights:
        """The cosine of the query with each of the texts `numbers`, over all kept features."""
        dense = np.zeros(SIZE, dtype=np.float32)
        dense[query[0]] = query[1]
        lengths = self.starts[numbers + 1] - self.starts[numbers]
        ends = np.cumsum(lengths)
        where = np.arange(ends[-1] if len(ends) else 0) + np.repeat(self.starts[numbers] - (ends - lengths), lengths)
        products = dense[self.places[where]] * self.weights[where]
        sums = np.concatenate(([0.0], np.cumsum(products, dtype=np.float64)))
        return ((sums[ends] - sums[ends - lengths]) / 255).astype(np.float32)
