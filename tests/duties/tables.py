"""Rows of the table of points for tests: only what differs is written."""

from typing import Any

from huiyin.duties.language import check, read
from huiyin.duties.scoring import Table
from huiyin.duties.sources import SOURCES

PLAIN = {
    "label": "", "source": "came.plenary", "who": "all", "role": "any", "points": "1", "factor": "full", "start": "1", "per": "1", "cap": "-",
    "least": "-", "once": "-", "group": "-",
}  # fmt: skip


def row(code: str, **cells: Any) -> list[str]:
    """One row: `row("plenary", points=10, cap=50)`."""
    unknown = set(cells) - set(PLAIN)
    if unknown:
        raise KeyError(unknown)
    values = {**PLAIN, "label": cells.get("label") or code, **{name: str(value) for name, value in cells.items()}}
    return [code, *values.values()]


def table(*rows: list[str]) -> Table:
    """Errors: ValueError, as the page says it."""
    check(rows, SOURCES)
    return Table(read(rows))
