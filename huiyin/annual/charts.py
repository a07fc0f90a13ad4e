"""The pictures of a report: how far proposals got, what became of them, and bars for the rest. Each mark opens its rows."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from huiyin.annual.filling import Number
from huiyin.kernel.figures import percent
from huiyin.ui.funnel import funnel

ROAD = ("proposals.received", "proposals.filed", "proposals.assigned", "proposals.replied", "proposals.rated")
"""Each within the one before it."""
SPLITS = (
    ("rating", (("proposals.satisfied", "green"), ("proposals.basically", "blue"), ("proposals.dissatisfied", "ochre"), ("proposals.unrated", "soft"))),
    ("class", (("proposals.class_solved", "green"), ("proposals.class_in_progress", "blue"), ("proposals.class_deferred", "soft"))),
)  # fmt: skip
"""What falls into parts that do not overlap, with the tone of each."""


def road(rows: list[dict[str, Any]], found: Mapping[str, Number]) -> list[dict[str, Any]]:
    """The funnel of the figures of ROAD that the report names; nothing for less than three."""
    by_name = {row["name"]: row for row in rows}
    named = [name for name in ROAD if name in by_name and found[name].value is not None]
    if len(named) < 3:
        return []
    stages = []
    for at, name in enumerate(named):
        value, before = found[name].value, found[named[at - 1]].value
        text = _("占上一步的 {share}%").format(share=percent(value, before)) if at and before else ""
        stages.append(
            {
                "label": found[name].label,
                "value": value,
                "unit": found[name].unit,
                "url": by_name[name]["url"],
                "text": text,
            }
        )
    return funnel(stages)


def splits(rows: list[dict[str, Any]], found: Mapping[str, Number]) -> list[tuple[str, list[dict[str, Any]]]]:
    """[(caption, rows)]: one bar of all the parts, then each part alone with the same tone."""
    by_name = {row["name"]: row for row in rows}
    captions = {"rating": _("提案者怎么评价"), "class": _("办成了什么样")}
    shown = []
    for code, parts in SPLITS:
        if any(name not in by_name for name, _tone in parts):
            continue  # a whole without one of its parts would make the others look larger
        named = [(name, tone) for name, tone in parts if found[name].value]
        whole = sum(found[name].value for name, _tone in named)
        if len(named) < 2:
            continue
        shares = [(tone, 100 * found[name].value / whole) for name, tone in named]
        unit = found[named[0][0]].unit
        lines: list[dict[str, Any]] = [{"label": _("合计"), "value": whole, "unit": unit, "parts": shares}]
        lines += [
            {"label": found[name].label, "value": found[name].value, "unit": unit, "url": by_name[name]["url"], "share": share, "tone": tone,
             "text": f"{percent(found[name].value, whole)}%"}
            for (name, _tone), (tone, share) in zip(named, shares, strict=True)
        ]  # fmt: skip
        shown.append((captions[code], lines))
    return shown


def bars(rows: list[dict[str, Any]], found: Mapping[str, Number]) -> list[tuple[str, list[dict[str, Any]]]]:
    """Bars by unit: rates over 100, counts over the greatest of their unit; what is reported stands apart. One figure alone has no chart."""
    units: dict[tuple[str, bool], list[dict[str, Any]]] = {}
    for row in rows:
        number = found[row["name"]]
        if number.value is not None:
            units.setdefault((number.unit, number.attested), []).append({**row, "number": number})
    shown = []
    for (unit, attested), some in units.items():
        top = 100.0 if unit == "%" else max(float(row["number"].value) for row in some) or 1.0
        lines = [
            {"label": row["label"], "value": row["now"], "url": row["url"], "share": min(100.0, 100 * float(row["number"].value) / top),
             "text": row["parts"] or (_("上一期 {was}").format(was=row["was"]) if row["was"] != "—" else "")}
            for row in some
        ]  # fmt: skip
        if len(lines) > 1:
            caption = _("各项比率") if unit == "%" else _("以“{unit}”计的数").format(unit=unit)
            shown.append((_("附报的：{caption}").format(caption=caption) if attested else caption, lines))
    return shown
