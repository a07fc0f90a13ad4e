"""From text to numbers: pairs of characters everywhere, known words and their matters in titles.

Why pairs and not words of a segmenter: docs/decisions (measured; a segmenter's errors cost more than its words bring, and
pairs are cut at hundreds of millions a second). Knowledge enters through `known()`: the longest known words of a text.
"""

import unicodedata
from collections.abc import Iterator, Sequence
from functools import cache
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from huiyin.library.knowledge import by_name, by_word, plain_words

BITS = (
    21  # features are hashed into two million places: a few rare ones share theirs, which costs less than a vocabulary
)
SIZE = 1 << BITS
END, FIRST_CHINESE = ord("\n"), 0x3400

# Weights of what is seen in a title, beside 1.0 for a pair of characters. NAME: three characters of no known word (丽发新).
CHARACTER, WORD, MATTER, BROADER, PLAIN, NAME = 0.4, 1.0, 1.8, 0.5, 0.2, 0.5

Ids = NDArray[np.int64]
Weights = NDArray[np.float32]


def clean(text: str) -> str:
    """Full-width forms narrowed, letters small: the form in which texts are compared."""
    return unicodedata.normalize("NFKC", text).lower().replace("\n", " ")


@cache
def place(feature: str) -> int:
    """The place of a named feature among the `SIZE` places."""
    return crc32(feature.encode()) & (SIZE - 1)


@cache
def _openings() -> dict[str, int]:
    """First two characters of known words → length of the longest word that opens so."""
    longest: dict[str, int] = {}
    for word in (*by_word(), *plain_words()):
        longest[word[:2]] = max(longest.get(word[:2], 0), len(word))
    return longest


def known(text: str) -> Iterator[tuple[int, str]]:
    """(position, word) of the longest known words of a cleaned text, from left to right, without overlap."""
    openings, words, plain = _openings(), by_word(), plain_words()
    at, end = 0, len(text) - 1
    while at < end:
        length = openings.get(text[at : at + 2], 0)
        while length > 1:
            word = text[at : at + length]
            if len(word) == length and (word in words or word in plain):
                yield at, word
                break
            length -= 1
        at += max(length, 1)


@cache
def _of_word(word: str) -> tuple[tuple[int, float], ...]:
    """The features that a known word stands for: itself, its matters and their broader matters."""
    found: dict[str, float] = {f"w:{word}": WORD}
    meanings = by_word()[word]
    for matter in meanings:
        found[f"m:{matter.name}"] = MATTER / len(meanings) ** 0.5
        for name in matter.broader:
            found.setdefault(f"m:{name}", BROADER)
            for further in by_name()[name].broader if name in by_name() else ():
                found.setdefault(f"m:{further}", BROADER / 2)
    return tuple((place(name), weight) for name, weight in found.items())


@cache
def _letters() -> NDArray[np.bool_]:
    """Which code points count: letters, digits and Chinese characters; beyond the first plane all do."""
    table = np.ones(0x110000, dtype=np.bool_)
    table[:0x10000] = [chr(point).isalnum() for point in range(0x10000)]
    return table


def _points(text: str) -> NDArray[np.int64]:
    return np.frombuffer(text.encode("utf-32-le", "replace"), dtype="<u4").astype(np.int64)


def _mixed(first: NDArray[np.int64], second: NDArray[np.int64] | int) -> Ids:
    """A place for each pair of numbers."""
    mixed = (first * 0x9E3779B1 + second * 0x85EBCA6B) & 0xFFFFFFFF
    mixed ^= mixed >> 15
    return ((mixed * 0x2C1B3C6D) & 0xFFFFFFFF) >> (32 - BITS)


def _lines(texts: Sequence[str]) -> tuple[NDArray[np.int64], Ids]:
    """Code points of the cleaned texts, one line each, and the number of the text at every point."""
    points = _points("\n".join(texts) + "\n")
    ends = points == END
    return points, np.cumsum(ends) - ends


def pairs(texts: Sequence[str]) -> tuple[Ids, Ids]:
    """(number of the text, place) for every pair of characters of the cleaned texts, in order."""
    points, number = _lines(texts)
    counts = _letters()[points]
    good = counts[:-1] & counts[1:]
    return number[:-1][good], _mixed(points[:-1], points[1:])[good]


def heading_features(headings: Sequence[str]) -> tuple[Ids, Weights]:
    """(number of the heading × SIZE + place, ascending; weight) for cleaned headings: characters, pairs, names, known words."""
    points, number = _lines(headings)
    plain = np.zeros(len(points), dtype=np.bool_)
    named = _letters()[points]
    letters = named.copy()
    keys, weights, start = [], [], 0
    for at, heading in enumerate(headings):
        for begin, word in known(heading):
            cut = slice(start + begin, start + begin + len(word))
            named[cut] = False
            plain[cut] = word in plain_words()
            for spot, weight in _of_word(word) if word in by_word() else ():
                keys.append(at * SIZE + spot)
                weights.append(weight)
        start += len(heading) + 1
    singles = np.flatnonzero(letters & (points >= FIRST_CHINESE))
    twos = np.flatnonzero(letters[:-1] & letters[1:])
    threes = np.flatnonzero(named[:-2] & named[1:-1] & named[2:])
    told = (
        (singles, _mixed(points[singles], 1), np.where(plain[singles], CHARACTER * PLAIN, CHARACTER)),
        (twos, _mixed(points[twos], points[twos + 1]), np.where(plain[twos] & plain[twos + 1], PLAIN, 1.0)),
        (threes, _mixed(points[threes] * 65_537 + points[threes + 1], points[threes + 2]), np.full(len(threes), NAME)),
    )
    every = np.concatenate([np.array(keys, dtype=np.int64), *(number[at] * SIZE + spot for at, spot, _ in told)])
    heavy = np.concatenate([np.array(weights, dtype=np.float32), *(weight.astype(np.float32) for *_, weight in told)])
    return once(every, heavy)


def order(values: Ids) -> Ids:
    """Indices that sort `values` (below 2 ** 41, equal ones in their order). Sorting is several times quicker than argsort."""
    if len(values) >= 1 << 22:
        return np.argsort(values, kind="stable")
    return np.sort(values << 22 | np.arange(len(values))) & ((1 << 22) - 1)


def firsts(ascending: Ids) -> Ids:
    """Where each new value begins."""
    new = np.ones(len(ascending), dtype=np.bool_)
    np.not_equal(ascending[1:], ascending[:-1], out=new[1:])
    return np.flatnonzero(new)


def once(keys: Ids, weights: Weights) -> tuple[Ids, Weights]:
    """Each key once, ascending, with the largest of its weights."""
    sorting = order(keys)
    keys, weights = keys[sorting], weights[sorting]
    first = firsts(keys)
    return keys[first], np.maximum.reduceat(weights, first) if len(first) else weights
