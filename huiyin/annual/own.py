"""A figure that an office makes of what exists: what is counted, how far it came, which sides, over what base.

A definition is data: {"source": "figure:proposals.filed" | "reached:proposal.filed" | "standing:proposal.handling",
"facets": [["kind", "joint"], …], "by": "session" | "date", "base": "proposals.filed" | ""}.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _

from huiyin.kernel.figures import REGISTRY, Figure, Rate, having, reached, standing
from huiyin.kernel.flow import FLOWS
from huiyin.kernel.refusal import Missing

PREFIX = "own."


def compiled(name: str, label: str, about: str, unit: str, definition: Mapping[str, Any]) -> Figure | Rate | None:
    """The figure of a definition; None where what it counts is no longer declared."""
    source = base_figure(str(definition.get("source", "")))
    if source is None:
        return None
    facets: dict[str, list[str]] = {}
    for side, value in definition.get("facets", ()):
        facets.setdefault(side, []).append(value)
    narrow = tuple(having(side, *values, at="__root_id") for side, values in facets.items())
    base = definition.get("base", "")
    part = replace(
        source, name=f"{name}.part" if base else name, label=label, about=about, unit=unit or source.unit,
        by=definition.get("by") or source.by, narrow=(*source.narrow, *narrow),
    )  # fmt: skip
    if not base:
        return part
    whole = REGISTRY.get(base)
    return Rate(name, label, part, whole, about=about) if isinstance(whole, Figure) else None


def base_figure(source: str) -> Figure | None:
    """What is counted, before it is narrowed; None for what does not exist."""
    how, _colon, what = source.partition(":")
    if how == "figure":
        found = REGISTRY.get(what)
        return found if isinstance(found, Figure) else None
    kind, _dot, state = what.partition(".")
    flow = FLOWS.get(kind)
    if flow is None or state not in flow.by_state or how not in ("reached", "standing"):
        return None
    made = reached(kind, state) if how == "reached" else standing(kind, state)
    return Figure("", flow.by_state[state].label, flow.unit, made)


def sources() -> list[tuple[str, str]]:
    """What may be counted, for a select: (value, label), the declared figures first, then each kind's states."""
    found = [
        (f"figure:{name}", _("{label}（{unit}）").format(label=one.label, unit=one.unit))
        for name, one in REGISTRY.items()
        if isinstance(one, Figure)
    ]
    for flow in FLOWS.values():
        for state in flow.states:
            words = {"kind": flow.label, "state": state.label}
            found.append((f"reached:{flow.kind}.{state.name}", _("{kind}：到过“{state}”").format(**words)))
            found.append((f"standing:{flow.kind}.{state.name}", _("{kind}：现在在“{state}”").format(**words)))
    return found


def checked(definition: Mapping[str, Any]) -> dict[str, Any]:
    """A definition that can be counted. Errors: Missing with a sentence for each part that cannot."""
    faults = {}
    if base_figure(str(definition.get("source", ""))) is None:
        faults["source"] = _("请选数的是什么。")
    if definition.get("base") and not isinstance(REGISTRY.get(definition["base"]), Figure):
        faults["base"] = _("分母要从现有的数里选。")
    if definition.get("by") not in ("", "session", "date", None):
        faults["by"] = _("按届次还是按日期，请选一个。")
    if faults:
        raise Missing(" ".join(faults.values()), faults)
    return {
        "source": definition["source"], "facets": [list(pair) for pair in definition.get("facets", ())],
        "by": definition.get("by") or "", "base": definition.get("base") or "",
    }  # fmt: skip
