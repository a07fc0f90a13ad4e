"""Figures are declarations: a source of dated rows, filters, a measure, a period. One declaration gives the number and its rows.

A figure is asked for a committee and a period, as of a day, and as known on a day (scope.py); it counts dated rows (sources.py). What
history does not say is left out of both sides of a rate. A rate shows both its parts; without a denominator it is "—", never 100 % (G7).
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.db.models import Count, Exists, OuterRef, QuerySet, Sum

from huiyin.kernel.models import Case
from huiyin.kernel.scope import Scope, Span, period
from huiyin.kernel.sources import Source, Standing, among, having, in_span, reached, standing

MEASURES = ("case", "rows", "distinct", "sum", "median")
SHARES = ("percent", "share", "rate")
"""Fields that hold a part of a whole: summed or averaged they say nothing."""


@dataclass(frozen=True)
class Figure:
    """A number and its rows. `measure`: case (distinct cases), rows, distinct:FIELD, sum:FIELD, median:FIELD.

    There is no mean, and a per cent is no quantity: shares of several are told as a Rate of sums (G10).

    `by`: session (a row counts in the session of its case) or date (by its own date). `base` and `overlaps` say what it is counted
    over and which other figures it shares rows with. `unit_at`: the way from a row to the unit whose it is, where it is a unit's.
    """

    name: str
    label: Any
    unit: Any
    source: Source
    measure: str = "case"
    by: str = "session"
    narrow: tuple[Callable[[QuerySet[Any], Scope, str], QuerySet[Any]], ...] = ()
    about: Any = ""
    base: Any = ""
    overlaps: Any = ""
    unit_at: str = ""

    def __post_init__(self) -> None:
        what, _colon, name = self.measure.partition(":")
        if what not in MEASURES or (what == "sum" and name in SHARES):
            raise ValueError(f"{self.name}: {self.measure} is no measure; a share of several is a Rate of two sums")

    def rows(self, scope: Scope) -> QuerySet[Any]:
        """The dated rows behind the number, in no order."""
        return self._narrowed(in_span(self.source.rows(scope), scope, self.source, self.by), scope)

    def rows_of(self, scope: Scope, case: Any, known: "Figure | None" = None) -> QuerySet[Any]:
        """Those of one counted case. `known`: a figure that counts that case in the same scope, so that what both ask of it need not be
        asked again."""
        if known is None:
            return self.rows(scope).filter(**{self.counted: case})
        asked = {key: value for key, value in known.source.where.items() if key.startswith(f"{known.source.case}__")}
        left = {key: value for key, value in self.source.where.items() if key not in asked or asked[key] != value}
        stays = self.source.model == known.source.model == "kernel.Stay"  # whose narrows all ask about the case
        narrow = tuple(one for one in self.narrow if not (stays and one in known.narrow))
        part = replace(self, source=replace(self.source, where=left), narrow=narrow)
        return part._narrowed(part.source.rows(scope), scope).filter(**{self.counted: case})

    def _narrowed(self, rows: QuerySet[Any], scope: Scope) -> QuerySet[Any]:
        if scope.unit is not None and self.unit_at:
            rows = rows.filter(**{self.unit_at: scope.unit})
        for narrow in self.narrow:
            rows = narrow(rows, scope, self.source.case)
        return rows

    def value(self, scope: Scope) -> Any:
        """The number: an int, or a Decimal for sums."""
        return self.number(self.rows(scope))

    @property
    def counted(self) -> str:
        """The column whose different values are counted."""
        return self.measure.partition(":")[2] if self.measure.startswith("distinct:") else f"{self.source.case}_id"

    def number(self, rows: QuerySet[Any]) -> Any:
        what, _colon, name = self.measure.partition(":")
        if what == "rows":
            return rows.count()
        if what == "sum":
            return plain(rows.aggregate(n=Sum(name))["n"] or 0)
        if what == "median":
            return _median(rows, name)
        return rows.aggregate(n=Count(self.counted, distinct=True))["n"]

    def split(self, scope: Scope, column: str) -> dict[Any, Any]:
        """The number for each value of a column of its rows: by unit (`unit_at`), by session (`session_at`). One query."""
        return self.numbers(self.rows(scope), column)

    def numbers(self, rows: QuerySet[Any], column: str) -> dict[Any, Any]:
        what, _colon, name = self.measure.partition(":")
        measure = Count("pk") if what == "rows" else Sum(name) if what == "sum" else Count(self.counted, distinct=True)
        return {key: plain(n) for key, n in rows.order_by().values_list(column).annotate(n=measure)}

    @property
    def session_at(self) -> str:
        return f"{self.source.case}__session_id"

    def cases(self, scope: Scope) -> QuerySet[Case]:
        """The cases behind the number: those that are counted, where it counts the cases that its rows hang under."""
        column = self.counted if self.counted.endswith("parent_id") else f"{self.source.case}_id"
        return Case.objects.filter(pk__in=self.rows(scope).order_by().values(column))

    def answer(self, scope: Scope) -> "Answer":
        value = self.value(scope)
        count = value if self.measure in ("case", "rows") else self.rows(scope).count()
        return Answer(self, value, None, None, count)


def plain(value: Any) -> Any:
    """A sum as both databases tell it alike: 150000 and not 150000.00, 7599.03."""
    if not isinstance(value, Decimal):
        return value
    value = value.normalize()
    return value.quantize(Decimal(1)) if value.as_tuple().exponent > 0 else value


def _median(rows: QuerySet[Any], name: str) -> Any:
    """The middle one, the lower of two; None where there is none. Two queries, on both databases the same."""
    n = rows.count()
    return rows.order_by(name, "pk").values_list(name, flat=True)[(n - 1) // 2] if n else None


@dataclass(frozen=True)
class Rate:
    """A share of one figure in another, with both row lists. The part is counted within the whole."""

    name: str
    label: Any
    part: Figure
    whole: Figure
    unit: Any = "%"
    about: Any = ""
    base: Any = ""
    overlaps: Any = ""
    places: int = 1

    def answer(self, scope: Scope) -> "Answer":
        part, whole = self.sides(scope)
        return Answer(self, percent(part, whole, self.places), part, whole, whole)

    def sides(self, scope: Scope) -> tuple[Any, Any]:
        """Both numbers. One query where both count cases, else two."""
        if not self._one_walk:
            return self.part.number(self.rows(scope)), self.whole.value(scope)
        found = self.whole.rows(scope).order_by().aggregate(**self._both(scope))
        return found["part"], found["all"]

    @property
    def _same_rows(self) -> bool:
        """Whether both count rows of one table, as they are."""
        return self.part.measure == self.whole.measure == "rows" and self.part.source.model == self.whole.source.model

    @property
    def _one_walk(self) -> bool:
        """Whether one walk over the whole's rows can count the part too: both count different cases, or rows of one table."""
        cases = self.part.measure == "case" or self.part.measure.startswith("distinct:")
        return (self.whole.measure == "case" and cases) or self._same_rows

    def _both(self, scope: Scope) -> dict[str, Any]:
        """Both numbers as aggregates over the whole's rows: a case of the whole that has a row of the part; a row that is one of the part."""
        if self._same_rows:
            mine = self.part.rows(scope).filter(pk=OuterRef("pk"))
            return {"all": Count("pk"), "part": Count("pk", filter=Exists(mine))}
        held = self.part.rows_of(scope, OuterRef(self.whole.counted), self.whole if self._same_place(scope) else None)
        return {
            "all": Count(self.whole.counted, distinct=True),
            "part": Count(self.whole.counted, distinct=True, filter=Exists(held)),
        }

    def _same_place(self, scope: Scope) -> bool:
        """Whether what lies within the whole's span lies within the part's: both go by the session of the same case."""
        by_session = scope.span.sessions is not None and scope.span.kind != "year"
        return by_session and self.part.counted == f"{self.part.source.case}_id" == self.whole.counted

    def value(self, scope: Scope) -> Decimal | None:
        return self.answer(scope).value  # type: ignore[no-any-return]

    def rows(self, scope: Scope) -> QuerySet[Any]:
        """The part's rows, as far as they lie within the whole: what was filed this year of what came last year is not."""
        rows = self.part.rows(scope)
        if self.whole.measure != "case":
            return rows
        whole = self.whole.rows(scope).order_by().values(f"{self.whole.source.case}_id")
        return rows.filter(**{f"{self.part.counted}__in": whole})

    @property
    def unit_at(self) -> str:
        return self.part.unit_at and self.whole.unit_at

    def split_units(self, scope: Scope) -> dict[int, tuple[Any, Any]]:
        """For each unit both sides of its rate. One query or two, whatever the number of units."""
        return self._split(scope, self.part.unit_at, self.whole.unit_at)

    def split_sessions(self, scope: Scope) -> dict[int, tuple[Any, Any]]:
        """For each session of the scope both sides. One query or two, whatever the number of sessions."""
        return self._split(scope, self.part.session_at, self.whole.session_at)

    def _split(self, scope: Scope, part_at: str, whole_at: str) -> dict[int, tuple[Any, Any]]:
        # A column of the case that both count is the same on both sides, so that one walk finds both.
        same = part_at == whole_at and (self._same_rows or self.part.counted == self.whole.counted)
        if self._one_walk and same and whole_at.startswith(f"{self.whole.source.case}__"):
            rows = self.whole.rows(scope).order_by().values_list(whole_at).annotate(**self._both(scope))
            return {key: (part, n) for key, n, part in rows}
        part, whole = self.part.numbers(self.rows(scope), part_at), self.whole.split(scope, whole_at)
        return {key: (part.get(key, 0), n) for key, n in whole.items()}

    def cases(self, scope: Scope) -> QuerySet[Case]:
        """The cases of the whole that are in the part."""
        return Case.objects.filter(pk__in=self.rows(scope).order_by().values(self.part.counted))

    def rest(self, scope: Scope) -> QuerySet[Case]:
        """The cases of the whole that are not in the part."""
        return self.whole.cases(scope).exclude(pk__in=self.cases(scope).values("pk"))


def percent(part: Any, whole: Any, places: int = 1) -> Decimal | None:
    """Per cent to one decimal (or as many as asked), halves up; None without a denominator."""
    if not whole:
        return None
    return (Decimal(part) * 100 / Decimal(whole)).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


@dataclass(frozen=True)
class Answer:
    """A figure's value in one scope, with what a report needs to print it honestly."""

    figure: "Figure | Rate"
    value: Any
    numerator: Any
    denominator: Any
    rows: int

    @property
    def text(self) -> str:
        if self.value is None:
            return "—"
        return f"{self.value}%" if isinstance(self.figure, Rate) else f"{self.value:,}"

    def as_dict(self) -> dict[str, Any]:
        plain = float(self.value) if isinstance(self.value, Decimal) else self.value
        return {
            "name": self.figure.name, "label": str(self.figure.label), "unit": str(self.figure.unit), "value": plain,
            "numerator": self.numerator, "denominator": self.denominator, "rows": self.rows, "row_count": self.rows,
        }  # fmt: skip


REGISTRY: dict[str, Figure | Rate] = {}


def declare(*figures: Figure | Rate) -> None:
    """Make figures known. Errors: ValueError when a name is taken."""
    for figure in figures:
        if figure.name in REGISTRY and REGISTRY[figure.name] is not figure:
            raise ValueError(f"the figure {figure.name} is declared twice")
        REGISTRY[figure.name] = figure


def about_words(value: int, unit: str, by: int = 10) -> str:
    """A round number with 余 (rounded down); the exact number when it is round already (G12)."""
    base = value // by * by
    return f"{value}{unit}" if base in (0, value) else f"{base}余{unit}"


__all__ = [
    "Answer",
    "Figure",
    "Rate",
    "Scope",
    "Source",
    "Span",
    "Standing",
    "among",
    "declare",
    "having",
    "period",
    "reached",
    "standing",
]
