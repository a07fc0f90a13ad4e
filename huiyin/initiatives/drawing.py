"""Pictures of an action: a project's time as a bar with its task in it, and the tree as a task map. Each mark is a link; a table stands beside."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from huiyin.initiatives.models import ProgrammeNode

BAR = (
    '<svg viewBox="0 0 1000 16" preserveAspectRatio="none" aria-hidden="true" focusable="false"><rect class="c-base" y="7" width="1000" height="2"/>'
    '<rect class="c-soft" x="{x:.0f}" width="{w:.0f}" height="16"/><rect class="c-{tone}" x="{x:.0f}" width="{task:.0f}" height="16"/>'
    '<rect class="c-blue" x="{now:.0f}" width="3" height="16"/></svg>'
)
ROW, BOX, GAP = 34, 172, 12
LETTERS = 10
COLUMNS = ("line", "priority", "aspect", "point")


def span_bar(begins: date | None, ends: date | None, percent: int, within: tuple[date, date], today: date, tone: str) -> SafeString:  # fmt: skip
    """One row of the timetable: when the project runs within the action, how much of its task is done, and where today is."""
    first, days = within[0], (within[1] - within[0]).days + 1

    def at(day: date, after: int = 0) -> float:
        return min(max(((day - first).days + after) * 1000 / days, 0), 1000)

    x = at(begins or ends or first)
    w = max(at(ends, 1) - x, 4) if ends else 0
    return mark_safe(BAR.format(x=x, w=w, task=w * percent / 100, tone=tone, now=min(at(today), 997)))


def task_map(nodes: Sequence[ProgrammeNode], about: Mapping[int, dict[str, Any]]) -> SafeString:
    """The tree from left to right, a column a level, each box a link to its projects. `about`: node → {url, n, late}."""
    place = layout(nodes)
    if not place:
        return SafeString("")
    columns = [level for level in COLUMNS if any(node.level == level for node in nodes)]
    height = (max(row for row in place.values()) + 1) * ROW + GAP
    drawn = []
    for node in nodes:
        x, y = columns.index(node.level) * (BOX + 24) + 2, place[node.pk] * ROW + GAP / 2
        if node.above_id in place:
            above_x = next(columns.index(one.level) for one in nodes if one.pk == node.above_id) * (BOX + 24) + 2 + BOX
            above_y = place[node.above_id] * ROW + GAP / 2 + 13
            middle = (above_x + x) / 2
            drawn.append(
                f'<path class="axis axis--zero" fill="none" d="M{above_x} {above_y:.1f}H{middle:.1f}V{y + 13:.1f}H{x}"/>'
            )
        drawn.append(_box(node, about[node.pk], x, y))
    width = len(columns) * (BOX + 24) - 20
    return mark_safe(f'<svg viewBox="0 0 {width} {height:.0f}" role="group">{"".join(drawn)}</svg>')


def _box(node: ProgrammeNode, one: Mapping[str, Any], x: float, y: float) -> str:
    text = node.text if len(node.text) <= LETTERS else node.text[: LETTERS - 1] + "…"
    tone = "ochre" if one["late"] else "green" if one["n"] else "soft"
    count = f'<text x="{x + BOX - 6}" y="{y + 18:.1f}" text-anchor="end">{one["n"]}</text>' if one["n"] else ""
    return (
        f'<a href="{escape(one["url"])}" aria-label="{escape(node.text)} {one["n"]}"><rect class="c-base" x="{x}" y="{y:.1f}" width="{BOX}" height="26"/>'
        f'<rect class="c-{tone}" x="{x}" y="{y:.1f}" width="4" height="26"/><text x="{x + 10}" y="{y + 18:.1f}">{escape(text)}</text>{count}</a>'
    )


def layout(nodes: Sequence[ProgrammeNode]) -> dict[int, float]:
    """Node → its row: those at the ends one below the other, each other one in the middle of its own."""
    below: dict[int | None, list[ProgrammeNode]] = {}
    known = {node.pk for node in nodes}
    for node in nodes:
        below.setdefault(node.above_id if node.above_id in known else None, []).append(node)
    place: dict[int, float] = {}
    free = 0

    def put(node: ProgrammeNode) -> float:
        nonlocal free
        rows = [put(one) for one in below.get(node.pk, ())]
        if rows:
            place[node.pk] = (rows[0] + rows[-1]) / 2
        else:
            place[node.pk] = free
            free += 1
        return place[node.pk]

    for node in below.get(None, ()):
        put(node)
    return place
