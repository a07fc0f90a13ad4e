"""Freezing a report: its figures with the ids of their rows, a digest over all; and counting it again as it was known then."""

import json
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from hashlib import sha256
from typing import Any

from django.apps import apps
from django.utils.translation import gettext as _

from huiyin.annual.catalogue import catalogue
from huiyin.annual.filling import Number, answered, number_of
from huiyin.annual.models import FrozenFigure, OwnFigure, WorkReport
from huiyin.kernel.figures import Rate, Scope, period
from huiyin.kernel.models import Event, Post

MOST_CHANGES = 60


@dataclass(frozen=True)
class Counted:
    """A figure with the rows that it counts: ids in order, and of a rate the ids of its base."""

    number: Number
    rows: list[int]
    base: list[int]

    @property
    def digest(self) -> str:
        one = self.number
        told = [one.name, text(one.value), text(one.numerator), text(one.denominator), self.rows, self.base]
        return digest_of(told)


def digest_of(value: Any) -> str:
    return sha256(json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()


def text(value: Any) -> str:
    return "" if value is None else str(value)


def count(figure: Any, scope: Scope) -> Counted:
    """Three to five queries."""
    base = _ids(figure.whole, scope) if isinstance(figure, Rate) else []
    return Counted(number_of(answered(figure, scope)), _ids(figure, scope), base)


def _ids(figure: Any, scope: Scope) -> list[int]:
    return sorted(set(figure.rows(scope).order_by().values_list("pk", flat=True)))


def packed(ids: list[int]) -> bytes:
    return zlib.compress(json.dumps(ids, separators=(",", ":")).encode())


def unpacked(held: Any) -> list[int]:
    return json.loads(zlib.decompress(bytes(held)))  # type: ignore[no-any-return]


def digest_of_report(words: str, period_code: str, as_of: date, figures: list[str]) -> str:
    """SHA-256 (hex) over what the report says and the digests of its figures in their order."""
    return digest_of([words, period_code, as_of.isoformat(), figures])


def scope_then(report: WorkReport) -> Scope:
    """The report's scope as it was known when it was frozen; as known now while it is not."""
    return Scope(report.committee, period(report.committee, report.period), report.as_of, report.frozen_at)


def frozen(report: WorkReport) -> list[FrozenFigure]:
    return list(FrozenFigure.objects.filter(case=report.pk, voided_by=None).order_by("position"))


def as_numbers(rows: list[FrozenFigure]) -> dict[str, Number]:
    """What the frozen rows say, as a page and a paper print it."""
    return {row.name: _number(row) for row in rows}


def _number(row: FrozenFigure) -> Number:
    value = Decimal(row.value) if "." in row.value else int(row.value) if row.value else None
    rate = bool(row.numerator or row.denominator)
    sides = [int(side) if side else None for side in (row.numerator, row.denominator)]
    return Number(row.name, row.label, row.unit, value, sides[0], sides[1], rate)


def definitions(report: WorkReport) -> dict[str, Any]:
    """name → what the office's own figures were when this is frozen, for the frozen row."""
    rows = OwnFigure.objects.filter(committee=report.committee_id, ended_at=None)
    return {row.name: {"label": row.label, "about": row.about, "unit": row.unit, **row.definition} for row in rows}


@dataclass(frozen=True)
class Verdict:
    """One frozen figure counted again: as it was known then, which must agree, and as it is known now."""

    row: FrozenFigure
    then: Counted | None
    now: Number | None
    changes: list[dict[str, Any]]

    @property
    def frozen_text(self) -> str:
        return _number(self.row).text

    @property
    def agrees(self) -> bool:
        return self.then is not None and self.then.digest == self.row.digest

    @property
    def changed(self) -> bool:
        return self.now is not None and text(self.now.value) != self.row.value


def recompute(report: WorkReport) -> list[Verdict]:
    """Every frozen figure counted again, twice. Eight to twelve queries a figure."""
    then = scope_then(report)
    now = Scope(then.committee, then.span, then.as_of)
    known = catalogue(report.committee, report.frozen_at)
    return [_verdict(row, known, then, now) for row in frozen(report)]


def _verdict(row: FrozenFigure, known: Mapping[str, Any], then: Scope, now: Scope) -> Verdict:
    figure = known.get(row.name)
    if figure is None:
        return Verdict(row, None, None, [])
    again, today = count(figure, then), count(figure, now)
    held = {*unpacked(row.rows), *unpacked(row.base_rows)}
    moved = held ^ {*today.rows, *today.base}
    return Verdict(row, again, today.number, changes(figure, held, moved) if moved else [])


def changes(figure: Any, held: set[int], moved: set[int]) -> list[dict[str, Any]]:
    """Which rows came or went after freezing, on which case, and by whom. Three queries."""
    sides = [figure.part, figure.whole] if isinstance(figure, Rate) else [figure]
    found = []
    for model in dict.fromkeys(side.source.model for side in sides):
        rows = apps.get_model(model).objects.filter(pk__in=sorted(moved)[:MOST_CHANGES]).select_related("case")
        for row in rows:
            gone = row.pk in held
            found.append((row, gone, (row.voided_by or row.ended_by or row.event_id) if gone else row.event_id))
    events = Event.objects.in_bulk({number for _row, _gone, number in found})
    people = {
        post.pk: post
        for post in Post.objects.filter(pk__in={one.post_id for one in events.values()}).select_related("person")
    }
    told = []
    for row, gone, number in found:
        event = events.get(number)
        post = people.get(event.post_id or 0) if event else None
        told.append({
            "case": row.case, "what": _("不再算入") if gone else _("新算入"), "on": event.recorded_at if event else None,
            "who": f"{post.title} {post.person.name if post.person else ''}".strip() if post else "",
        })  # fmt: skip
    return told


def digest_now(report: WorkReport, rows: list[FrozenFigure]) -> str:
    """The digest of the report as it is kept, to be held against the one in the ledger."""
    return digest_of_report(report.words, report.period, report.as_of, [row.digest for row in rows])


def sealed(report: WorkReport) -> str:
    """The digest that the ledger holds; nothing while the report is not frozen."""
    event = Event.objects.filter(case=report.pk, step="seal_figures").order_by("-seq").first()
    return str(json.loads(event.facts).get("sha256", "")) if event else ""
