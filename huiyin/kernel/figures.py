"""Figures are declarations: a source of dated rows, filters, a measure, a period. One declaration gives the number and its rows.

A figure is asked for a committee and a period, as of a day, and as known on a day. What history does not say is left out of both sides
of a rate. A rate shows both its parts; without a denominator it is "—", never 100 % (G7).
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.apps import apps
from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Sum
from django.utils.translation import gettext as _

from huiyin.kernel import clock
from huiyin.kernel.models import Case, Committee, Event, Facet, Period
from huiyin.kernel.refusal import Refused


@dataclass(frozen=True)
class Span:
    """A period to count over. `sessions` when it is one of membership; `start`/`end` (both in) when it is one of dates."""

    label: Any
    kind: str
    code: str
    sessions: tuple[int, ...] | None = None
    start: date | None = None
    end: date | None = None


@dataclass(frozen=True)
class Scope:
    """What a figure is asked for. `as_of`: what had happened by the end of that day. `known_on`: what was recorded by then."""

    committee: Committee
    span: Span
    as_of: date | None = None
    known_on: date | datetime | None = None
    """A day, to its end; or the very moment at which a report was frozen."""
    unit: int | None = None
    """Only what this unit did: for figures that know whose each row is (`Figure.unit_at`); the others count as ever."""

    @property
    def until(self) -> datetime:
        return _after(self.as_of or clock.today())

    @property
    def known_until(self) -> datetime:
        """The first moment of which nothing is known any more, where the figure is asked as known."""
        if isinstance(self.known_on, datetime):
            return self.known_on + timedelta(microseconds=1)
        return _after(self.known_on or clock.today())


FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2200, 12, 31)


def _after(day: date) -> datetime:
    """The first moment after a day; days beyond all records (9999-12-31) are taken as the last that a calendar can follow."""
    return _from(min(day, LAST_DAY) + timedelta(days=1))


def _from(day: date) -> datetime:
    """The first moment of a day."""
    return datetime.combine(max(day, FIRST_DAY), time(0), clock.now().tzinfo)


def period(committee: Committee, text: str) -> Span:
    """`2023` a year, `9-5` a session, `9` a term, `2026-01-01..2026-06-18` dates, `all`, or a campaign's code.

    Errors: Refused with the periods that there are.
    """
    text = text.strip()
    if text in ("all", "全部", ""):
        return Span(_("全部"), "all", "all")
    if found := re.fullmatch(r"(\d{4}-\d\d-\d\d)\.\.(\d{4}-\d\d-\d\d)", text):
        start, end = date.fromisoformat(found[1]), date.fromisoformat(found[2])
        if end < start:
            raise Refused(_("这一段从 {a} 开始，到 {b} 就结束了。请把起止日期对调一下。").format(a=start, b=end))
        return Span(_("{a} 至 {b}").format(a=start, b=end), "dates", text, None, start, end)
    if re.fullmatch(r"\d{4}", text) and int(text) > 1900:
        year = int(text)
        sessions = tuple(
            Period.objects.filter(committee=committee, kind="session", year=year).values_list("pk", flat=True)
        )
        return Span(_("{year} 年").format(year=year), "year", text, sessions, date(year, 1, 1), date(year, 12, 31))
    row = Period.objects.filter(committee=committee, code=text).first()
    if row is None:
        known = "、".join(Period.objects.filter(committee=committee).values_list("code", flat=True)) or _(
            "（还没有届次）"
        )
        raise Refused(_("没有“{text}”这个统计周期。可以写年份（2023）、起止（2023-01-01..2023-06-30），或：{known}。").format(
            text=text, known=known
        ))  # fmt: skip
    if row.kind == "session":
        return Span(row.name, "session", text, (row.pk,))
    if row.kind == "term":
        return Span(row.name, "term", text, tuple(row.children.values_list("pk", flat=True)))
    return Span(row.name, "campaign", text, None, row.opens, row.closes)


@dataclass(frozen=True)
class Source:
    """Dated rows of one table. `holds`: only rows that still hold on the day (a rating not yet followed by another)."""

    model: str
    at: str = "at"
    until: str | None = "until"
    holds: bool = True
    where: Mapping[str, Any] = field(default_factory=dict)
    exclude: Mapping[str, Any] = field(default_factory=dict)
    case: str = "case"

    def rows(self, scope: Scope) -> QuerySet[Any]:
        """The rows that had happened, were known, were not void, and (if `holds`) still hold."""
        rows: QuerySet[Any] = apps.get_model(self.model).objects.filter(committee=scope.committee, **self.where)
        if self.exclude:
            rows = rows.exclude(**self.exclude)
        if scope.as_of is not None:
            rows = rows.filter(Q(**{f"{self.at}__lt": scope.until}) | Q(**{f"{self.at}__isnull": True}))
        rows = _known(rows, scope)
        if self.holds and self.until:
            still = Q(**{f"{self.until}__isnull": True}) | Q(**{f"{self.until}__gte": scope.until})
            rows = rows.filter(still | _later(scope, "ended_by"))
        return rows

    def of_kind(self, scope: Scope) -> dict[str, Any]:
        """What is known of the cases of stays anyway, said of the cases too: so a session's are read off an index."""
        if self.model != "kernel.Stay" or "kind" not in self.where:
            return {}
        return {f"{self.case}__committee": scope.committee, f"{self.case}__kind": self.where["kind"]}


def _later(scope: Scope, column: str) -> Q:
    """The act that the column names was recorded after the day on which the figure is asked as known; nothing without such a day."""
    if scope.known_on is None:
        return Q(pk__in=())
    return Q(Exists(Event.objects.filter(pk=OuterRef(column), recorded_at__gte=scope.known_until)))


def _known(rows: QuerySet[Any], scope: Scope) -> QuerySet[Any]:
    """The rows that are not void; as known on a day, those that were recorded by then and voided, if at all, only later."""
    if scope.known_on is None:
        return rows.filter(voided_by=None)
    return rows.filter(recorded_at__lt=scope.known_until).filter(Q(voided_by=None) | _later(scope, "voided_by"))


def reached(kind: str, *states: str, **where: Any) -> Source:
    """Cases of a kind that ever reached one of these states."""
    return Source("kernel.Stay", "entered_at", None, False, {"kind": kind, "state__in": states, **where})


@dataclass(frozen=True)
class Standing(Source):
    """Cases of a kind that are (or, as of a day, were) in one of these states."""

    def rows(self, scope: Scope) -> QuerySet[Any]:
        rows = super().rows(scope)
        if scope.as_of is None:
            return rows.filter(Q(here=True) | _later(scope, "ended_by"))
        return rows.filter(Q(here=True, left_at=None) | Q(left_at__gte=scope.until) | _later(scope, "ended_by"))


def standing(kind: str, *states: str) -> Source:
    return Standing("kernel.Stay", "entered_at", None, False, {"kind": kind, "state__in": states})


def having(name: str, *values: str, at: str = "_id") -> Callable[[QuerySet[Any], Scope, str], QuerySet[Any]]:
    """Keep rows whose case has that facet, with one of these values (any if none is named), on the day.

    `at`: whose facet it is: of the row's case, or with "__root_id" of the case at the top of its tree.
    """

    def narrow(rows: QuerySet[Any], scope: Scope, case: str) -> QuerySet[Any]:
        facets = _known(Facet.objects.filter(case=OuterRef(f"{case}{at}"), name=name), scope)
        if values:
            facets = facets.filter(value__in=values)
        facets = facets.filter(Q(until=None) | Q(until__gte=scope.until) | _later(scope, "ended_by"))
        return rows.filter(Exists(facets))

    return narrow


def among(source: Source) -> Callable[[QuerySet[Any], Scope, str], QuerySet[Any]]:
    """Keep rows whose case is among the cases of another source (filed *and* rated)."""

    def narrow(rows: QuerySet[Any], scope: Scope, case: str) -> QuerySet[Any]:
        other = source.rows(scope).filter(**{f"{source.case}_id": OuterRef(f"{case}_id")})
        return rows.filter(Exists(other))

    return narrow


@dataclass(frozen=True)
class Figure:
    """A number and its rows. `measure`: case (distinct cases), rows, distinct:FIELD, sum:FIELD.

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

    def rows(self, scope: Scope) -> QuerySet[Any]:
        """The dated rows behind the number, in no order."""
        return self._narrowed(_in_span(self.source.rows(scope), scope, self.source, self.by), scope)

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
            return rows.aggregate(n=Sum(name))["n"] or 0
        if what == "median":
            return _median(rows, name)
        return rows.aggregate(n=Count(self.counted, distinct=True))["n"]

    def split(self, scope: Scope, column: str) -> dict[Any, Any]:
        """The number for each value of a column of its rows: by unit (`unit_at`), by session (`session_at`). One query."""
        return self.numbers(self.rows(scope), column)

    def numbers(self, rows: QuerySet[Any], column: str) -> dict[Any, Any]:
        what, _colon, name = self.measure.partition(":")
        measure = Count("pk") if what == "rows" else Sum(name) if what == "sum" else Count(self.counted, distinct=True)
        return dict(rows.order_by().values_list(column).annotate(n=measure))

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

    def answer(self, scope: Scope) -> "Answer":
        part, whole = self.sides(scope)
        return Answer(self, percent(part, whole), part, whole, whole)

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


def percent(part: Any, whole: Any) -> Decimal | None:
    """Per cent to one decimal, halves up; None without a denominator."""
    if not whole:
        return None
    return (Decimal(part) * 100 / Decimal(whole)).quantize(Decimal("0.1"), ROUND_HALF_UP)


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


def _in_span(rows: QuerySet[Any], scope: Scope, source: Source, by: str) -> QuerySet[Any]:
    span = scope.span
    dates = _within(span, source.at)
    if span.sessions is None:
        return rows.filter(dates)
    member = Q(**{f"{source.case}__session__in": span.sessions}, **source.of_kind(scope))
    if span.kind != "year":
        return rows.filter(member)
    if by == "date":
        return rows.filter(dates)
    # A case whose session is not known, or has no year, is counted in a year by the row's own date; where that is not known
    # either, by the case's.
    case = source.case
    unplaced = Q(**{f"{case}__session__isnull": True}) | Q(**{f"{case}__session__year__isnull": True})
    undated = Q(**{f"{source.at}__isnull": True}) & (
        _within(span, f"{case}__opened_at")
        | (Q(**{f"{case}__opened_at__isnull": True}) & _within(span, f"{case}__moved_at"))
    )
    return rows.filter(member | (unplaced & (dates | undated)))


def _within(span: Span, column: str) -> Q:
    """The column's moment falls in the span's days."""
    held = Q()
    if span.start is not None:
        held &= Q(**{f"{column}__gte": _from(min(span.start, LAST_DAY))})
    if span.end is not None:
        held &= Q(**{f"{column}__lt": _after(span.end)})
    return held


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
    "among",
    "declare",
    "having",
    "period",
    "reached",
    "standing",
]
