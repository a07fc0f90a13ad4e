"""The dated rows that a figure counts: of one table, as of a day and as known on a day, within a time, narrowed by sides."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.db.models import Exists, OuterRef, Q, QuerySet

from huiyin.kernel.models import Event, Facet
from huiyin.kernel.scope import Scope, within


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


def in_span(rows: QuerySet[Any], scope: Scope, source: Source, by: str) -> QuerySet[Any]:
    span = scope.span
    dates = within(span, source.at)
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
        within(span, f"{case}__opened_at")
        | (Q(**{f"{case}__opened_at__isnull": True}) & within(span, f"{case}__moved_at"))
    )
    return rows.filter(member | (unplaced & (dates | undated)))
