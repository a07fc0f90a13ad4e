"""What the library knows before it has read anything: matters, their other names, and the kinds of units they concern.

The tables are text, so that an office can read and amend them: matters.txt, units.txt, plain.txt (each explains itself).
"""

from functools import cache
from importlib.resources import files
from typing import NamedTuple


class Matter(NamedTuple):
    """A matter: `words` that mean it (the first names it), broader matters, kinds of units with the likeliest first."""

    words: tuple[str, ...]
    broader: tuple[str, ...]
    units: tuple[str, ...]

    @property
    def name(self) -> str:
        return self.words[0]


class UnitKind(NamedTuple):
    """A kind of unit, pieces of names by which it is known, its own duty words, kinds that do its work where it is missing."""

    name: str
    pieces: tuple[str, ...]
    duties: tuple[str, ...]
    instead: tuple[str, ...]


def _rows(table: str) -> list[list[tuple[str, ...]]]:
    lines = (files(__package__) / table).read_text("utf-8").splitlines()
    return [[tuple(cell.split()) for cell in line.split("|")] for line in lines if line and not line.startswith("#")]


@cache
def matters() -> tuple[Matter, ...]:
    return tuple(Matter(*row) for row in _rows("matters.txt"))


@cache
def unit_kinds() -> tuple[UnitKind, ...]:
    return tuple(UnitKind(row[0][0], row[1], row[2], row[3]) for row in _rows("units.txt"))


@cache
def plain_words() -> frozenset[str]:
    """Set phrases of titles that say nothing about the matter."""
    return frozenset(word for row in _rows("plain.txt") for cell in row for word in cell)


@cache
def by_word() -> dict[str, tuple[Matter, ...]]:
    """Word → the matters that it may mean."""
    found: dict[str, list[Matter]] = {}
    for matter in matters():
        for word in matter.words:
            found.setdefault(word.lower(), []).append(matter)
    return {word: tuple(dict.fromkeys(several)) for word, several in found.items()}


@cache
def by_name() -> dict[str, Matter]:
    return {matter.name: matter for matter in matters()}


@cache
def simplified() -> dict[int, int]:
    """Traditional character → simplified one, as code points (for str.translate)."""
    return {ord(pair[0]): ord(pair[1]) for row in _rows("traditional.txt") for cell in row for pair in cell}
