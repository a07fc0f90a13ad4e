"""A second memory of past cases that knows no words: ridge regression over one to three neighbouring characters of titles.

It hears what no table holds (the name of a road, how this district puts things). Fitted on the past alone, in closed form, with each past
case's own prediction as if it were new; what is kept is a weight for each unit of each run of characters.
"""

import math
from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.float64]
LONGEST = 300  # characters of a title that are read
CHUNK = 4_096  # runs of characters at once: memory stays small however many there are


def runs(title: str) -> Counter[str]:
    """Every run of one to three characters, with how often it stands."""
    text = title[:LONGEST]
    return Counter(text[at : at + n] for n in (1, 2, 3) for at in range(len(text) - n + 1))


class Letters:
    """The titles of the past as rows of weights of length one."""

    def __init__(self, titles: Sequence[str]):
        counted = [runs(title) for title in titles]
        seen = Counter(run for one in counted for run in one)
        self.column = {run: at for at, run in enumerate(seen)}
        self.rare = np.array([math.log((len(titles) + 1) / (times + 1)) + 1 for times in seen.values()])
        self.shared = np.array([times > 1 for times in seen.values()], dtype=np.bool_)
        self.rows = [self._row(one) for one in counted]
        self.weights: Matrix = np.zeros((len(seen), 0))

    def _row(self, counted: Counter[str]) -> tuple[NDArray[np.int64], Matrix]:
        """(columns, weights) of the runs that the past knows."""
        known = [(self.column[run], 1 + math.log(times)) for run, times in counted.items() if run in self.column]
        columns = np.array([at for at, _times in known], dtype=np.int64)
        weights = np.array([times for _at, times in known]) * self.rare[columns] if known else np.zeros(0)
        length = float(np.sqrt(weights @ weights)) or 1.0
        return columns, weights / length

    def likeness(self) -> Matrix:
        """(past, past): the cosine of each two. Runs that stand in one title only make no two alike and are passed over."""
        alike = np.zeros((len(self.rows), len(self.rows)), dtype=np.float32)
        place = np.cumsum(self.shared) - 1
        for start in range(0, int(self.shared.sum()), CHUNK):
            part = np.zeros((len(self.rows), CHUNK), dtype=np.float32)
            for at, (columns, weights) in enumerate(self.rows):
                inside = self.shared[columns] & (place[columns] >= start) & (place[columns] < start + CHUNK)
                part[at, place[columns[inside]] - start] = weights[inside]
            alike += part @ part.T
        np.fill_diagonal(alike, 1.0)
        return alike.astype(np.float64)

    def remember(self, memory: Matrix) -> None:
        """Keep what was fitted, `memory` (past, units), as weights of runs of characters."""
        self.weights = np.zeros((len(self.column), memory.shape[1]))
        for (columns, weights), row in zip(self.rows, memory, strict=True):
            self.weights[columns] += weights[:, None] * row
        self.rows = []

    def voice(self, title: str) -> Matrix:
        """What the past says of each unit for a title."""
        columns, weights = self._row(runs(title))
        return weights @ self.weights[columns]
