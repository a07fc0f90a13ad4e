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
LONGEST = 12  # characters of the longest known word

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


def _pair_places(points: NDArray[np.int64]) -> tuple[Ids, NDArray[np.bool_]]:
    """Place of each pair of neighbours, and whether both count."""
    counts = _letters()[points]
    mixed = (points[:-1] * 0x9E3779B1 + points[1:] * 0x85EBCA6B) & 0xFFFFFFFF
    mixed ^= mixed >> 15
    return ((mixed * 0x2C1B3C6D) & 0xFFFFFFFF) >> (32 - BITS), counts[:-1] & counts[1:]


def pairs(texts: Sequence[str]) -> tuple[Ids, Ids]:
    """(number of the text, place) for every pair of characters of the cleaned texts, in order."""
    points = _points("\n".join(texts) + "\n")
    places, good = _pair_places(points)
    number = np.cumsum(points == 10)[:-1] - (points[:-1] == 10)
    return number[good], places[good]


def heading_features(heading: str) -> dict[int, float]:
    """Place → weight for one cleaned title: characters, pairs, known words, matters. Set phrases count for little."""
    found: dict[int, float] = {}
    plain = np.zeros(len(heading) + 1, dtype=np.bool_)
    named = np.ones(len(heading) + 1, dtype=np.bool_)
    for at, word in known(heading):
        named[at : at + len(word)] = False
        if word in by_word():
            for spot, weight in _of_word(word):
                found[spot] = max(found.get(spot, 0.0), weight)
        if word in plain_words():
            plain[at : at + len(word)] = True
    if len(heading) < 1:
        return found
    points = _points(heading + "\n")
    places, good = _pair_places(points)
    for at in np.flatnonzero(good):
        weight = PLAIN if plain[at] and plain[at + 1] else 1.0
        found[int(places[at])] = max(found.get(int(places[at]), 0.0), weight)
    for at in range(len(heading) - 2):
        if good[at] and good[at + 1] and named[at : at + 3].all():
            found[place(heading[at : at + 3])] = NAME
    for at, character in enumerate(heading):
        if character >= "\u3400":
            spot = place(character)
            found[spot] = max(found.get(spot, 0.0), CHARACTER * (PLAIN if plain[at] else 1.0))
    return found
