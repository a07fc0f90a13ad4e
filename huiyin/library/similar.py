"""Cases alike a given one: likely ones from the heaviest features, then the exact measure and the signals a reader would use."""

from collections.abc import Iterable, Sequence
from functools import lru_cache

import numpy as np

from huiyin.library.case import Hit, Text
from huiyin.library.knowledge import by_word, plain_words
from huiyin.library.vectors import Vectors
from huiyin.library.words import clean, known

TERMS, LIKELY = 64, 300
ENDS = "的和与及在中对、，。,.!?:;“”\"'《》() "


@lru_cache(maxsize=50_000)
def matters_of(heading: str) -> dict[str, str]:
    """Matter → the word of the heading by which it is meant."""
    found: dict[str, str] = {}
    for _, word in known(clean(heading)[:200]):
        for matter in by_word().get(word, ()):
            found.setdefault(matter.name, word)
    return found


class Lookalikes:
    """All cases of a library, to be asked for those alike a given one.

    >>> Lookalikes([Text("1", "关于加装电梯的建议")]).find(Text("", "老小区加梯"))[0].id
    '1'
    """

    def __init__(self, cases: Iterable[Text]):
        self.cases: list[Text] = list(cases)
        self.number = {case.id: number for number, case in enumerate(self.cases)}
        self.vectors = Vectors.of(self.cases)

    def find(self, case: Text, top: int = 10) -> list[Hit]:
        """At most `top` hits, the most alike first; a case of the library with the same id is not its own hit."""
        return [
            Hit(self.cases[number].id, round(score, 4), why(case, self.cases[number]))
            for number, score in self.scored(case, top)
        ]

    def scored(self, case: Text, top: int) -> list[tuple[int, float]]:
        """(number of a case, score) of at most `top` cases, the most alike first."""
        query = self.vectors.vector(case)
        numbers = self.vectors.likely(query, TERMS, max(LIKELY, 2 * top))
        scores = self.vectors.cosine(query, numbers)
        order = np.lexsort((numbers, -scores))
        given = {case.id} if case.id else set()
        ranked: list[tuple[int, float]] = []
        for at in order:
            found = self.cases[numbers[at]].id
            if len(ranked) == top or scores[at] <= 0:
                break
            if found not in given:
                given.add(found)
                ranked.append((int(numbers[at]), min(float(scores[at]), 1.0)))
        return ranked


def why(one: Text, other: Text) -> tuple[str, ...]:
    """Sentences that say what two cases share, the weightiest first."""
    reasons = []
    ours, theirs = matters_of(one.heading), matters_of(other.heading)
    for name in [name for name in ours if name in theirs][:3]:
        same = ours[name] == theirs[name]
        reasons.append(f"都谈“{ours[name]}”" if same else f"“{ours[name]}”与“{theirs[name]}”是同一类事项（{name}）")
    piece = longest_shared(clean(one.heading), clean(other.heading))
    if len(piece) > 2 and not any(piece in reason for reason in reasons):
        reasons.append(f"标题都有“{piece}”")
    if one.unit and one.unit == other.unit:
        reasons.append(f"同由{one.unit}办理")
    return tuple(reasons) or ("用词相近",)


def longest_shared(one: str, other: str) -> str:
    """The longest run of characters that both texts hold (their first 80 characters)."""
    one, other = one[:80], other[:80]
    best = ""
    for start in range(len(one)):
        while start + len(best) < len(one) and one[start : start + len(best) + 1] in other:
            best = one[start : start + len(best) + 1]
    return bare(best)


def bare(piece: str) -> str:
    """A piece of a title without the set phrases at its ends."""
    piece, before = piece.strip(ENDS), ""
    while piece != before:
        before = piece
        for word in plain_words():
            piece = piece.removeprefix(word).removesuffix(word).strip(ENDS)
    return piece


def shared_matters(cases: Sequence[Text]) -> list[str]:
    """Matters that more than half of the cases raise, the commonest first."""
    counted: dict[str, int] = {}
    for case in cases:
        for name in matters_of(case.heading):
            counted[name] = counted.get(name, 0) + 1
    return sorted((name for name, times in counted.items() if 2 * times > len(cases)), key=lambda name: -counted[name])
