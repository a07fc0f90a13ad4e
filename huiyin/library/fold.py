"""The form in which texts are searched (one width, one case, simplified characters), and how they sound (pinyin, initials)."""

import re
import unicodedata
from functools import cache, lru_cache
from itertools import pairwise
from typing import Any

import numpy as np

from huiyin.library.knowledge import simplified

BREAK = "·"  # stands between two runs of letters, so that no phrase reaches across a comma
CHINESE = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]")
PIECES = re.compile(r"[a-z]+|[0-9]+|[^a-z0-9]+")
MANY = 64  # letters of a word in pinyin; a longer one is no pinyin


def fold(text: str) -> str:
    """Full-width forms narrowed, letters small, traditional characters simplified, halves of characters left out.

    >>> fold("ＡＥＤ 電梯")
    'aed 电梯'
    """
    whole = text.encode("utf-8", "ignore").decode()
    whole = unicodedata.normalize("NFKC", whole).lower()
    return whole if simplified().keys().isdisjoint(map(ord, set(whole))) else whole.translate(simplified())


def runs(text: str) -> list[str]:
    """The runs of letters, digits and Chinese characters of a folded text."""
    return "".join(c if c.isalnum() else " " for c in text).split()


@cache
def _letters() -> "np.ndarray[tuple[int], np.dtype[np.bool_]]":
    table = np.ones(0x110000, dtype=np.bool_)
    table[:0x10000] = [chr(point).isalnum() for point in range(0x10000)]
    return table


def pairs(text: str) -> str:
    """Every pair of neighbouring letters of a folded text, parted by spaces; a break between runs. Cut by numpy."""
    if len(text) < 2:
        return ""
    points = np.frombuffer(text.encode("utf-32-le", "replace"), dtype="<u4")
    counts = _letters()[points]
    both = counts[:-1] & counts[1:]
    ends = np.append(~both[1:], True) & both  # a break is written once, after the last pair of a run
    rows = np.empty((len(points) - 1, 5), dtype="<u4")
    rows[:, 0], rows[:, 1], rows[:, 2] = points[:-1], points[1:], 32
    rows[:, 3], rows[:, 4] = ord(BREAK), 32
    mask = np.zeros((len(points) - 1, 5), dtype=np.bool_)
    mask[:, :3] = both[:, None]
    mask[:, 3:] = ends[:, None]
    return rows[mask].tobytes().decode("utf-32-le").rstrip(f" {BREAK}")


def pairs_of(run: str) -> list[str]:
    """The pairs of one run, or the run itself where it has no second letter."""
    return [a + b for a, b in pairwise(run)] or [run]


def characters(text: str) -> str:
    """The different letters of a folded text, parted by spaces."""
    return " ".join({c for c in text if c.isalnum()})


def _letter_by_letter(rest: str) -> Any:
    return list(rest)


@lru_cache(maxsize=20_000)
def syllables(run: str) -> tuple[str, ...]:
    """How a run of Chinese characters is read, one syllable a character; other letters stay as they are."""
    from pypinyin import Style, lazy_pinyin  # its dictionary takes 0.4 s to read: only where a text is spelled

    return tuple(lazy_pinyin(run, style=Style.NORMAL, errors=_letter_by_letter))


def sound(text: str) -> str:
    """The syllables of a folded text, a break between runs.

    >>> sound("加装电梯")
    'jia zhuang dian ti'
    """
    return f" {BREAK} ".join(" ".join(syllables(run)) for run in runs(text) if CHINESE.search(run))


def initials(text: str) -> str:
    """The first letters of the syllables of a folded text, each run a word.

    >>> initials("加装电梯")
    'jzdt'
    """
    return " ".join("".join(one[0] for one in syllables(run)) for run in runs(text) if CHINESE.search(run))


@cache
def _known_syllables() -> frozenset[str]:
    """Every syllable there is, without its tone."""
    from pypinyin import pinyin_dict

    plain = str.maketrans("āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜüńňǹḿê̄", "aaaaeeeeiiiioooouuuuvvvvvnnnmee")
    readings = (one for text in pinyin_dict.pinyin_dict.values() for one in text.split(","))
    return frozenset(one for one in (text.translate(plain) for text in readings) if one.isascii() and one.isalpha())


@lru_cache(maxsize=5_000)
def spelled(letters: str) -> tuple[tuple[str, ...], str] | None:
    """(whole syllables, the beginning of one more) that a word of letters spells; None where it is no pinyin.

    >>> spelled("dianti"), spelled("diant"), spelled("hello")
    ((('dian', 'ti'), ''), (('dian',), 't'), None)
    """
    if not letters or len(letters) > MANY:
        return None
    known, longest = _known_syllables(), 6
    best: dict[int, tuple[str, ...]] = {0: ()}  # fewest syllables that reach a place
    for at in range(len(letters)):
        if at not in best:
            continue
        for end in range(at + 1, min(at + longest, len(letters)) + 1):
            if letters[at:end] in known and (end not in best or len(best[end]) > len(best[at]) + 1):
                best[end] = (*best[at], letters[at:end])
    if len(letters) in best:
        return best[len(letters)], ""
    for at in sorted(best, reverse=True):
        rest = letters[at:]
        if len(rest) < longest and any(one.startswith(rest) for one in known):
            return best[at], rest
    return None


def pieces(run: str) -> list[str]:
    """A run cut where letters, digits and Chinese characters meet: 加装dianti → 加装, dianti."""
    return PIECES.findall(run)


def chinese(run: str) -> bool:
    return bool(CHINESE.search(run))
