"""The figures that a declaration names: lines, sums, different people; and what stands on a day, whenever it began."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db.models import QuerySet

from huiyin.kernel import clock
from huiyin.kernel.figures import Figure, Scope, Source

ENTRY, TIE = "registers.Entry", "registers.Tie"


@dataclass(frozen=True)
class Held(Figure):
    """What stands on the day that is asked for (or on the last day of the period), whenever it began: the pairs there are, the readers."""

    standing: bool = True

    def rows(self, scope: Scope) -> QuerySet[Any]:
        return self._narrowed(self.source.rows(replace(scope, as_of=day_of(scope))), scope)


def day_of(scope: Scope) -> date:
    return min(one for one in (scope.as_of, scope.span.end, clock.today()) if one is not None)


def _source(register: str, model: str, where: dict[str, Any], holds: bool = False) -> Source:
    return Source(model, holds=holds, where={"register": register, "sound": True, **where})


def lines(name: str, label: Any, unit: Any, register: str, about: Any = "", overlaps: Any = "", **where: Any) -> Figure:
    """So many lines of the register in the period, by the day that each tells of."""
    return Figure(name, label, unit, _source(register, ENTRY, where), by="date", about=about, overlaps=overlaps)


def total(name: str, label: Any, unit: Any, register: str, of: str, about: Any = "", overlaps: Any = "", **where: Any) -> Figure:  # fmt: skip
    """The sum of a column (amount, heads)."""
    return Figure(name, label, unit, _source(register, ENTRY, where), f"sum:{of}", by="date", about=about, overlaps=overlaps)  # fmt: skip


def people(name: str, label: Any, unit: Any, register: str, field: str, about: Any = "", **where: Any) -> Figure:
    """Different people named in a field: the same person in two lines is one."""
    return Figure(name, label, unit, _source(register, TIE, {"field": field, **where}), "distinct:person_id", by="date", about=about)  # fmt: skip


def named(name: str, label: Any, unit: Any, register: str, about: Any = "", **where: Any) -> Figure:
    """Different names of lines: the same name in two lines is one."""
    return Figure(name, label, unit, _source(register, ENTRY, where), "distinct:name", by="date", about=about)


def bodies(name: str, label: Any, unit: Any, register: str, field: str, about: Any = "", **where: Any) -> Figure:
    """Different bodies named in a field."""
    return Figure(name, label, unit, _source(register, TIE, {"field": field, **where}), "distinct:organisation_id", by="date", about=about)  # fmt: skip


def held(name: str, label: Any, unit: Any, register: str, about: Any = "", **where: Any) -> Held:
    """So many lines that stand on the day."""
    return Held(name, label, unit, _source(register, ENTRY, where, holds=True), by="date", about=about)
