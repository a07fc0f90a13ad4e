"""Where the words of a search stand in a text: marked pieces, and a short passage around the first of them."""

import re
from collections.abc import Iterable, Sequence

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from huiyin.library.fold import chinese, fold, pairs_of, syllables
from huiyin.library.wanted import Word

Piece = tuple[str, bool]
AROUND, LENGTH = 24, 90
SPACES = re.compile(r"\s+")


def aligned(text: str) -> str:
    """A text folded, letter by letter where folding would change its length."""
    folded = fold(text)
    return folded if len(folded) == len(text) else "".join((fold(letter) or " ")[:1] for letter in text)


def places(text: str, words: Sequence[Word]) -> list[tuple[int, int]]:
    """(from, to) of every place where one of the words stands, without overlap, in order."""
    folded = aligned(text)
    found: list[tuple[int, int]] = []
    for word in words:
        spots = _written(folded, word.text)
        if not spots and word.text.isascii() and word.text.isalpha():
            spots = _heard(folded, word.text)
        if not spots and chinese(word.text) and not word.exact and len(word.text) > 2:
            spots = [spot for pair in dict.fromkeys(pairs_of(word.text)) for spot in _written(folded, pair)]
        found += spots
    return _apart(sorted(found))


def _written(folded: str, word: str) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    at = folded.find(word) if word else -1
    while at >= 0 and len(found) < 50:
        found.append((at, at + len(word)))
        at = folded.find(word, at + len(word))
    return found


def _heard(folded: str, letters: str) -> list[tuple[int, int]]:
    """Where the pinyin or the initials of some characters are these letters. Short texts only: titles, names."""
    heard = [syllables(letter)[0] if chinese(letter) else "" for letter in folded[:300]]
    for start in range(len(heard)):
        whole, first = "", ""
        for end in range(start, len(heard)):
            if not heard[end]:
                break
            whole, first = whole + heard[end], first + heard[end][0]
            if whole.startswith(letters) or first == letters:
                return [(start, end + 1)]
            if not letters.startswith(whole) and not letters.startswith(first):
                break
    return []


def _apart(spots: list[tuple[int, int]]) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    for start, end in spots:
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found


def marked(text: str, words: Sequence[Word]) -> list[Piece]:
    """The whole text in pieces, each with whether it is one of the words."""
    return _cut(text, places(text, words))


def _cut(text: str, spots: list[tuple[int, int]]) -> list[Piece]:
    pieces, last = [], 0
    for start, end in spots:
        pieces += [(text[last:start], False), (text[start:end], True)]
        last = end
    return [(piece, hit) for piece, hit in [*pieces, (text[last:], False)] if piece]


def passage(text: str, words: Sequence[Word], length: int = LENGTH) -> list[Piece]:
    """A passage of about `length` characters around the place where most of the words stand; nothing where none does."""
    text = SPACES.sub(" ", text)
    spots = places(text, words)
    if not spots:
        return []
    best = max(spots, key=lambda spot: len({text[a:b] for a, b in spots if spot[0] <= a and b <= spot[0] + length}))
    start = max(0, best[0] - AROUND)
    end = min(len(text), start + length)
    inside = [(max(a, start) - start, min(b, end) - start) for a, b in spots if a < end and b > start]
    pieces = _cut(text[start:end], inside)
    return [*([("…", False)] if start else []), *pieces, *([("…", False)] if end < len(text) else [])]


def html(pieces: Iterable[Piece]) -> SafeString:
    """Pieces of text, those that were asked for marked. Not a template: a page has a hundred of them."""
    return mark_safe("".join(f"<mark>{escape(piece)}</mark>" if hit else escape(piece) for piece, hit in pieces))
