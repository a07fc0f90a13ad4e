"""Pictures drawn by the server: the ring of one clock, bars, and a line chart whose every mark is a link.

Geometry goes into SVG attributes; colours come from the stylesheet's classes, so that the strict CSP holds.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

STATES = {"calm": "calm", "soon": "soon", "late": "late", "done": "done", "paused": "hold", "none": "wait"}
TONES = {"base", "ink", "ochre", "green", "blue", "soft"}

TRACK = '<circle class="track" cx="12" cy="12" r="8.5"/>'
DOT = '<circle class="dot" cx="12" cy="12" r="3.1"/>'
SHAPES = {
    "late": '<circle class="echo" cx="12" cy="12" r="11.2"/><circle class="arc" cx="12" cy="12" r="7.6"/>',
    "done": TRACK + '<circle class="arc" cx="12" cy="12" r="8.5"/><path class="tick" d="M8.2 12.2l2.7 2.7 5-5.6"/>',
    "paused": TRACK + '<path class="bars" d="M10 9v6M14 9v6"/>',
    "none": TRACK,
}
ARC = (
    '<circle class="arc" cx="12" cy="12" r="8.5" pathLength="100" stroke-dasharray="{} 100" '
    'transform="rotate(-90 12 12)"/>'
)


def ring(state: str, share: float = 0, *, dot: bool = False, big: bool = False) -> SafeString:
    """The ring of one case.

    `state` is one of STATES; `share` is the part of the time used, 0 to 100 (only for calm and soon); `dot` means
    that the act is the reader's own. Words must stand beside it: the picture is hidden from screen readers.
    Raises ValueError for an unknown state.
    """
    if state not in STATES:
        raise ValueError(f"ring: unknown state {state!r}, expected one of {', '.join(STATES)}")
    arc = format_html(ARC, round(min(max(share, 0), 100)))
    shape = mark_safe(SHAPES[state]) if state in SHAPES else mark_safe(TRACK) + arc
    return format_html(
        '<svg class="ring ring--{}{}" viewBox="0 0 24 24" aria-hidden="true" focusable="false">{}{}</svg>',
        STATES[state],
        " ring--big" if big else "",
        shape,
        mark_safe(DOT) if dot and state not in ("done", "none") else "",
    )


def get(row: Any, name: str, default: Any = "") -> Any:
    """A row's value by name, whether the row is a mapping or an object."""
    value = row.get(name, default) if isinstance(row, Mapping) else getattr(row, name, default)
    return default if value is None else value


def bar(parts: Iterable[tuple[str, float]], height: int = 16) -> SafeString:
    """One bar of 1000 units: `parts` are (tone, share 0–100), side by side with a small gap; the rest is ground."""
    rects, x, parts = [], 0.0, list(parts)
    gap = 2.0 if len(parts) > 1 else 0.0
    for tone, share in parts:
        width = max(min(share * 10, 1000 - x) - gap, 0)
        if width:
            rects.append((tone if tone in TONES else "ink", f"{x:.1f}", f"{width:.1f}", height))
            x += width + gap
    return format_html(
        '<svg viewBox="0 0 1000 {0}" preserveAspectRatio="none" aria-hidden="true" focusable="false">'
        '<rect class="c-base" width="1000" height="{0}"/>{1}</svg>',
        height,
        format_html_join("", '<rect class="c-{}" x="{}" width="{}" height="{}"/>', rects),
    )


@dataclass(frozen=True)
class Point:
    """One mark: what the axis calls it, its value (None where nothing is known) and its rows' address."""

    label: str
    value: float | None
    url: str = ""
    text: str = ""

    @property
    def words(self) -> str:
        return self.text or ("—" if self.value is None else f"{self.value:g}")


@dataclass(frozen=True)
class Series:
    """A named line; the first of a chart is drawn solid with marks, the others dashed."""

    label: str
    points: Sequence[Point]


@dataclass
class Mark:
    x: str
    y: str
    point: Point


@dataclass
class Line:
    series: Series
    path: str
    css: str
    marks: list[Mark] = field(default_factory=list)
    ground: float = 220.0

    @property
    def end(self) -> Mark | None:
        return self.marks[-1] if self.marks else None

    @property
    def end_label_y(self) -> str:
        """Above the end of a rising line and below that of a falling one, so that the line does not run through the words."""
        if not self.marks:
            return "0"
        y = float(self.marks[-1].y)
        falls = len(self.marks) > 1 and y > float(self.marks[-2].y)
        below = falls or (self.css == "line-was" and len(self.marks) < 2)
        return f"{y + (22 if below and y + 22 < self.ground else -12):.1f}"


@dataclass
class LineChart:
    """The geometry of a chart in a field of 720 × 260 units; the template only writes it down."""

    lines: list[Line]
    labels: list[tuple[str, str]]
    ticks: list[tuple[str, str, str]]
    width: int = 720
    height: int = 260


def _top_and_step(highest: float) -> tuple[float, float]:
    """A round top of the axis and a round step (1, 2 or 5 times a power of ten), three to six steps in all."""
    if highest <= 0:
        return 1.0, 1.0
    power = 10 ** math.floor(math.log10(highest / 3 if highest >= 3 else 1))
    step = next((m * power for m in (1, 2, 5, 10) if highest / (m * power) <= 5), 10.0 * power)
    return math.ceil(highest / step) * step, step


def line_chart(series: Sequence[Series], *, height: int = 260) -> LineChart:
    """Lay out `series` (all with the same labels, in order); values from 0 upwards, None leaves a gap."""
    if not series or not series[0].points:
        raise ValueError("line_chart: nothing to draw; show the empty state instead")
    left, right, ground = 60, 676, height - 40
    values = [p.value for s in series for p in s.points if p.value is not None]
    top, step = _top_and_step(max(values, default=0))
    count = len(series[0].points)

    def x(index: int) -> str:
        return f"{left + (right - left) * index / max(count - 1, 1):.1f}"

    def y(value: float) -> str:
        return f"{ground - (ground - 25) * value / top:.1f}"

    lines = []
    for number, one in enumerate(series):
        marks = [Mark(x(i), y(p.value), p) for i, p in enumerate(one.points) if p.value is not None]
        path = _path(one, [x(i) for i in range(count)], y)
        lines.append(Line(one, path, "line-was" if number else "line-now", marks, float(ground)))
    ticks = []
    for n in range(round(top / step) + 1):
        height_of_tick = y(n * step)
        ticks.append((height_of_tick, f"{float(height_of_tick) + 4:.1f}", f"{n * step:g}"))
    labels = [(x(i), p.label) for i, p in enumerate(series[0].points)]
    return LineChart(lines, labels, ticks, height=height)


def _path(series: Series, xs: Sequence[str], y: Any) -> str:
    """SVG path data; the pen is lifted where a value is unknown."""
    steps, pen = [], "M"
    for x, point in zip(xs, series.points, strict=False):
        if point.value is None:
            pen = "M"
            continue
        steps.append(f"{pen}{x} {y(point.value)}")
        pen = "L"
    return "".join(steps)
