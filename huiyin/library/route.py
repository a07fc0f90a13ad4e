"""The unit that should handle a case: what units are for, and what was decided here before; with a probability that means it.

Four voices speak for each unit: its duties (duties.py), past cases (a ridge regression over the same features by which
look-alikes are found), past titles by their letters alone (letters.py), and its name or place in the text; beside them, how often it is given work at all. How loud each is,
is learned from this district's own past by asking every past case as if it were new (leave one out), starting from settings
that serve without any past. So the result is a probability (docs/library.md shows the curve), and a low one says: unsure.
"""

from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from huiyin.library.case import Hit, Text
from huiyin.library.duties import concerns, kinds_of, leads, own_names, standing_in, votes
from huiyin.library.knowledge import by_word, unit_kinds
from huiyin.library.letters import Letters
from huiyin.library.vectors import Vectors
from huiyin.library.words import clean, known

Matrix = NDArray[np.float64]

MOST = 3_000  # past cases learned from, the latest; more of them cost seconds and bring little
HEARD = 1_000  # of these, as many as the voices are weighed by
SURE = 0.5  # below this probability the first suggestion is called unsure
# How loud the voices are before anything is learned: past cases, duties, name in the text, how often it is given work, letters.
BEFOREHAND = np.array([4.0, 1.0, 2.0, 0.3, 2.0])
STIFF = (0.5, 1.0, 2.0)  # of these the one is taken that errs least on cases it has not seen
DOUBT = 0.85  # of what was learned: the cases to come are less like the past than the past is like itself
FAITH = 10.0  # the settings beforehand weigh as much as this many past cases
NO_REASON = "没有明显的依据"
DUTY_SHARE = 0.5  # of two cases' likeness: how much having the same duties counts beside having the same words
FLOOR = 0.03  # the share of a duty that nothing speaks for: knowledge may be wrong


class Router:
    """Suggests units. `history`: cases with the unit that handled them; `units`: further units, without a past.

    >>> Router([], ["区教育局", "区水务局"]).suggest(Text("", "关于疏浚河道的建议"))[0].id
    '区水务局'
    """

    def __init__(self, history: Sequence[Text], units: Sequence[str] = ()):
        self.past = [case for case in history if case.unit][-MOST:]
        counted = Counter(case.unit for case in self.past)
        self.units = list(dict.fromkeys([*sorted(counted), *units]))
        self.kinds = [kind.name for kind in unit_kinds()]
        self.present = frozenset(kind for unit in self.units for kind in kinds_of(unit))
        self.duty = self._duty_table()
        self.often = np.log([counted[unit] + self._usually(unit) for unit in self.units]) if self.units else np.zeros(0)
        self.voices = BEFOREHAND.copy()
        self.memory: Matrix | None = None
        if self.past and len(counted) > 1:
            self._learn(counted)

    def suggest(self, case: Text, top: int = 3) -> list[Hit]:
        """At most `top` units, the likeliest first; `score` is the probability that it is the unit."""
        chances = self.chances(case)
        best = np.argsort(-chances, kind="stable")[:top]
        return [Hit(self.units[at], round(float(chances[at]), 4), self._why(case, self.units[at])) for at in best]

    def chances(self, case: Text) -> Matrix:
        """The probability of each of `units`."""
        if not self.units:
            return np.zeros(0)
        return _softmax(self._heard(case, self._past_voice(case), self._letters_voice(case)) @ self.voices)

    def _past_voice(self, case: Text) -> Matrix:
        if self.memory is None:
            return np.zeros(len(self.units))
        words = self.vectors.cosine(self.vectors.vector(case), np.arange(len(self.past)))
        return (words + DUTY_SHARE * (self.past_duties @ self._concern(case)[1])) @ self.memory

    def _letters_voice(self, case: Text) -> Matrix:
        return self.letters.voice(clean(case.title)) if self.memory is not None else np.zeros(len(self.units))

    def _heard(self, case: Text, past: Matrix, letters: Matrix) -> Matrix:
        """(units, voices): what each voice says of each unit."""
        share = self.duty @ self._concern(case)[0]
        title, text = clean(case.title), clean(case.text)[:500]
        named = [any(name in title or name in text for name in own_names(unit)) for unit in self.units]
        return np.column_stack((past, np.log(FLOOR + share), np.array(named, dtype=float), self.often, letters))

    def _concern(self, case: Text) -> tuple[Matrix, Matrix]:
        """What a case concerns, over all kinds of units: as shares of one, and with length one."""
        found = concerns(case.title, case.text)
        vector = np.zeros(len(self.kinds))
        for kind, weight in found.items():
            for other, share in standing_in(kind, self.present).items():
                vector[self.kinds.index(other)] += share * weight
        return vector / (vector.sum() + 0.3), vector / max(float(np.sqrt(vector @ vector)), 1e-9)

    def _duty_table(self) -> Matrix:
        """(units, kinds): 1 where a unit is of a kind, less where several units are."""
        table = np.zeros((len(self.units), len(self.kinds)))
        for row, unit in enumerate(self.units):
            for kind in kinds_of(unit):
                table[row, self.kinds.index(kind)] = 1.0
        return table

    def _usually(self, unit: str) -> float:
        """Cases that a unit of these kinds is believed to have had before the first is known: some are busier everywhere."""
        return 0.5 + max((len(leads().get(kind, ())) for kind in kinds_of(unit)), default=0) / 5

    def _learn(self, counted: Counter[str]) -> None:
        self.vectors = Vectors.of(self.past)
        self.past_duties = np.array([self._concern(case)[1] for case in self.past])
        everyone = np.arange(len(self.past))
        words = [self.vectors.cosine(self.vectors.own(number), everyone) for number in range(len(self.past))]
        alike: Matrix = np.array(words).astype(np.float64)
        alike = (alike + alike.T) / 2 + DUTY_SHARE * (self.past_duties @ self.past_duties.T)
        where = {unit: at for at, unit in enumerate(self.units)}
        truth = np.array([where[case.unit] for case in self.past])
        given = np.zeros((len(self.past), len(self.units)))
        given[everyone, truth] = 1.0
        self.memory, unseen = _ridge(alike, given)
        self.letters = Letters([clean(case.title) for case in self.past])
        memory, spelled = _ridge(self.letters.likeness(), given)
        self.letters.remember(memory)
        some = everyone[:: -(-len(everyone) // HEARD)]
        heard = np.array([self._heard(self.past[at], unseen[at], spelled[at]) for at in some])
        itself = np.arange(len(some)), truth[some]
        heard[(*itself, 3)] = np.log(
            np.exp(heard[(*itself, 3)]) - 1
        )  # how often the unit is given work, without this case
        self.voices = DOUBT * _listen(heard, truth[some])

    def _why(self, case: Text, unit: str) -> tuple[str, ...]:
        reasons = [f"提到“{name}”" for name in own_names(unit) if name in clean(case.title + " " + case.text)][:1]
        kinds = set(kinds_of(unit))
        words = dict.fromkeys(word for _, word in known(clean(case.title + " " + case.text)[:600]) if word in by_word())
        speaking = [word for word in words if any(votes(word).get(kind, 0) > 0.5 for kind in kinds)][:3]
        if speaking:
            reasons.append("职责里有" + "、".join(f"“{word}”" for word in speaking))
        reasons += [f"办过《{past.title}》" for past in self._alike(case, unit)]
        return tuple(reasons) or (NO_REASON,)

    def _alike(self, case: Text, unit: str) -> list[Text]:
        if self.memory is None:
            return []
        mine = np.array(
            [at for at, past in enumerate(self.past) if past.unit == unit and past.id != case.id], dtype=np.int64
        )
        if not len(mine):
            return []
        scores = self.vectors.cosine(self.vectors.vector(case), mine)
        return [self.past[mine[at]] for at in np.argsort(-scores)[:2] if scores[at] > 0.15]


def unsure(hits: Sequence[Hit]) -> bool:
    """Whether a clerk should look for himself before believing the first suggestion."""
    return not hits or hits[0].score < SURE


def _softmax(scores: Matrix) -> Matrix:
    raised = np.exp(scores - scores.max(axis=-1, keepdims=True))
    chances: Matrix = raised / raised.sum(axis=-1, keepdims=True)
    return chances


def _ridge(alike: Matrix, given: Matrix) -> tuple[Matrix, Matrix]:
    """(weights of past cases by unit, each past case's own prediction without itself)."""
    found = []
    for stiff in STIFF:
        inverse = np.linalg.inv(alike + stiff * np.eye(len(alike)))
        memory = inverse @ given
        unseen = given - memory / np.diag(inverse)[:, None]
        found.append((float(np.mean((given - unseen) ** 2)), memory, unseen))
    _error, memory, unseen = min(found, key=lambda one: one[0])
    return memory, unseen


def _listen(heard: Matrix, truth: NDArray[np.int64]) -> Matrix:
    """How loud each voice should be: most likely weights given (cases, units, voices), held near BEFOREHAND. Newton's steps."""
    voices = BEFOREHAND.copy()
    hold = FAITH / np.maximum(BEFOREHAND, 0.5) ** 2
    everyone = np.arange(len(truth))
    for _ in range(25):
        chances = _softmax(heard @ voices)
        mean = np.einsum("nu,nuv->nv", chances, heard)
        slope = (heard[everyone, truth] - mean).sum(axis=0) - hold * (voices - BEFOREHAND)
        centred = heard - mean[:, None, :]
        curve = np.einsum("nu,nuv,nuw->vw", chances, centred, centred) + np.diag(hold)
        step = np.linalg.solve(curve, slope)
        voices = np.maximum(voices + step, 0.0)
        if np.abs(step).max() < 1e-3:
            break
    return voices
