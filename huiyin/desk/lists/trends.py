"""Figures over the sessions as lines: each session as it would be told alone, each point a door to its rows."""

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.kernel.figures import REGISTRY, Rate, Scope, Span, percent
from huiyin.kernel.models import Committee, Period
from huiyin.ui.svg import Point, Series

MOST, LEAST = 8, 2


def trends(committee: Committee, newest_first: Sequence[Period], names: Sequence[str]) -> list[Series]:
    """A line for each rate, the first drawn solid; nothing for less than two sessions. Two queries a rate."""
    periods = list(reversed(newest_first[:MOST]))
    if len(periods) < LEAST:
        return []
    scope = Scope(committee, Span("", "session", "", tuple(period.pk for period in periods)))
    return begun([_line(REGISTRY[name], scope, periods) for name in names if isinstance(REGISTRY[name], Rate)])


def begun(lines: list[Series]) -> list[Series]:
    """Without the sessions of which nothing is known yet; nothing where less than LEAST are left."""
    known = [at for line in lines for at, point in enumerate(line.points) if point.value]
    first = min(known, default=0)
    left = [Series(line.label, line.points[first:]) for line in lines]
    return left if known and len(left[0].points) >= LEAST else []


def finding(lines: Sequence[Series], unit: str = "%") -> str:
    """What the picture says in words: 办复率 43%，上次 95.1%."""
    said = []
    for line in lines:
        now, was = line.points[-1], line.points[-2]
        words = _("{label} {now}，上次 {was}")
        said.append(words.format(label=line.label, now=_told(now, unit), was=_told(was, unit)))
    return _("；").join(said)


def _told(point: Point, unit: str) -> str:
    return point.words if point.value is None or point.text.endswith("%") else f"{point.words}{unit}"


def _line(rate: Any, scope: Scope, periods: list[Period]) -> Series:
    sides = rate.split_sessions(scope)
    points = []
    for period in periods:
        value = percent(*sides.get(period.pk, (0, 0)))
        url = f"{reverse('figure', args=[rate.name])}?period={period.code}"
        points.append(Point(period.name, None if value is None else float(value), url))
    return Series(str(rate.label), points)
