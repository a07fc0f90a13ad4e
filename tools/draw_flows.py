#!/usr/bin/env python
"""Draw docs/flows.md, docs/figures.md and docs/parameters.md from the tables in the code.

tools/draw_flows.py           write them
tools/draw_flows.py --check   say which are out of date, and fail
"""

import inspect
import sys
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tools.house import deliver, enter, table

FLOWS_HEAD = """# Flows

Drawn from the code by `make docs`; a test fails when this page and the tables differ. Each kind has its states (who owes what,
by when), a drawing, and its steps as one table. The words are those on the screen; `code` is the name in the table.

Marks: **印** an act that cannot be taken back · **批** may be done to many at once · **代** may be typed in for the one whose
act it is, with the paper as evidence · **废** may be voided, by whom · **补** off the main road. A clock named by a rule
(P-11) is a [parameter](parameters.md), shown with its default.
"""
FIGURES_HEAD = """# Figures

Drawn from the code by `make docs`. A figure is a query over dated rows: it gives its number and opens the rows it counted, as of
any day and as known on any day. A **rate** shows both its parts; without a denominator it is “—”, never 100 %.

“Counts by” says which rows belong to a period. *session*: those of the cases of that session; for a year, of the sessions of
that year ([decision 9](decisions/0009-a-year-selects-sessions.md)). *date*: those whose own date lies in it.
"""
PARAMETERS_HEAD = """# Parameters

Drawn from the code by `make docs`. Local rules are data: what stands here is the default; a committee sets its own value from a
day on, on the page 设置 · 规则参数, and the change is an event in the ledger. A clock keeps the value it started with.

Spans: `15wd` working days, `30d` days, `3m` months (ending on the last day of a shorter one), `1y`, `07-31` a day of every year,
`2026-07-31`; `3m|07-31` the earlier of the two; `none` no limit.
"""


def flows() -> str:
    from huiyin.kernel.flow import FLOWS

    return "\n".join([FLOWS_HEAD, *(flow_section(FLOWS[kind]) for kind in order(FLOWS))])


def order(kinds: Any) -> list[str]:
    """Kinds that start a tree before those that are opened by others."""
    return sorted(kinds, key=lambda kind: (kinds[kind].opens.name == "system", kind))


def flow_section(flow: Any) -> str:
    parts = [f"## {flow.label} `{flow.kind}`", f"{len(flow.states)} states, {len(flow.steps)} steps."]
    parts += ["### States", states(flow), "### Drawing", drawing(flow), "### Steps", steps(flow)]
    return "\n\n".join(parts) + "\n"


def states(flow: Any) -> str:
    rows = [(f"{s.label} `{s.name}`", owed(flow, s), clocks(s.owes), nature(flow, s)) for s in flow.states]
    return table(("state", "who owes what", "by when", ""), rows)


def owed(flow: Any, state: Any) -> str:
    return "；".join(f"{owe.by.label}：{flow.by_step[owe.step].label}" for owe in state.owes) or "—"


def nature(flow: Any, state: Any) -> str:
    words = ["begins here"] if state.name == flow.first else []
    words += ["final"] if state.final else []
    words += ["rests"] if state.resting else []
    words += [f"carried by its `{state.through}` cases"] if state.through else []
    words += [f"only where {state.when[0]} ≥ {state.when[1]}"] if state.when else []
    return ", ".join(words)


def clocks(owes: Any) -> str:
    return "；".join(clock(owe) for owe in owes if owe.within) or "—"


def clock(owe: Any) -> str:
    """A clock as "P-11 3 个月，从 handed_on 起"."""
    from huiyin.kernel.clock import Span
    from huiyin.kernel.parameters import REGISTRY

    rule = REGISTRY.get(owe.within)
    words = Span.parse(str(rule.default if rule else owe.within)).words()
    since = "" if owe.starts == "entered" else f"，从 `{owe.starts}` 起"
    return f"{owe.within + ' ' if rule else ''}{words}{since}"


def drawing(flow: Any) -> str:
    lines = ["```mermaid", "stateDiagram-v2", *(f'    state "{s.label}" as {s.name}' for s in flow.states)]
    lines.append(f"    [*] --> {flow.first}")
    for line in flow.steps:
        for source in line.source:
            lines += [f"    {source} --> {target}: {line.label}" for target in line.to]
    lines += [f"    {state.name} --> [*]" for state in flow.states if state.final]
    return "\n".join([*lines, "```"])


def steps(flow: Any) -> str:
    head = ("step", "from", "to", "who", "asks for", "clock", "what it says", "marks")
    return table(head, [step_row(flow, line) for line in flow.steps])


def step_row(flow: Any, line: Any) -> tuple[str, ...]:
    def labels(names: Any) -> str:
        return "、".join(str(flow.by_state[name].label) for name in names)

    owes = [owe for state in flow.states for owe in state.owes if owe.step == line.name]
    seen = dict.fromkeys(clock(owe) for owe in owes if owe.within)
    asked = "、".join(f"{fact.label}{'' if fact.required else '（可不填）'}" for fact in line.facts)
    return (
        f"{line.label} `{line.name}`", labels(line.source), labels(line.to) or "（不变）", str(line.who.label),
        asked or "—", "；".join(seen) or "—", str(line.says), marks(line),
    )  # fmt: skip


def marks(line: Any) -> str:
    found = ["印"] if line.seal else []
    found += ["批"] if line.batch else []
    found += [f"代：{line.typed_for.label}"] if line.typed_for else []
    found += [f"废：{line.voidable.label}"] if line.voidable else []
    found += [] if line.main else ["补"]
    return " · ".join(found)


def figures() -> str:
    from huiyin.kernel.figures import REGISTRY, Rate

    counts = [figure for figure in REGISTRY.values() if not isinstance(figure, Rate)]
    rates = [figure for figure in REGISTRY.values() if isinstance(figure, Rate)]
    counted = table(
        ("figure", "name", "unit", "counts", "rows of", "counts by", "definition"), [figure_row(f) for f in counts]
    )
    divided = table(
        ("rate", "name", "part", "whole", "definition"),
        [(r.label, f"`{r.name}`", f"`{r.part.name}`", f"`{r.whole.name}`", notes(r)) for r in rates],
    )
    return "\n".join(
        [FIGURES_HEAD, f"## Counts ({len(counts)})\n", counted, f"\n## Rates ({len(rates)})\n", divided, ""]
    )


def figure_row(figure: Any) -> tuple[Any, ...]:
    source = figure.source
    asked = " ".join(f"{name}={plain(value)}" for name, value in source.where.items())
    asked += " (where it stands on the day)" if type(source).__name__ == "Standing" else ""
    asked += "".join(f", {narrowed(narrow)}" for narrow in figure.narrow)
    counts = {"case": "distinct cases", "rows": "rows"}.get(figure.measure, figure.measure.replace(":", " "))
    return (
        figure.label, f"`{figure.name}`", figure.unit, counts, f"`{source.model}` {asked}", figure.by, notes(figure),
    )  # fmt: skip


def narrowed(narrow: Any) -> str:
    """A filter of huiyin.kernel.figures in words, from what its function was made with."""
    held = inspect.getclosurevars(narrow).nonlocals
    if "source" in held:
        return f"whose case is also among {plain(held['source'].where.get('state__in', ()))}"
    if "name" not in held:
        return (inspect.getdoc(narrow) or narrow.__name__).splitlines()[0].rstrip(".").lower()
    return f"whose case has {held['name']}={plain(held['values']) or 'any'}"


def plain(value: Any) -> str:
    return ",".join(map(str, value)) if isinstance(value, tuple | list | set) else str(value)


def notes(figure: Any) -> str:
    return "；".join(str(text) for text in (figure.about, figure.base, figure.overlaps) if text) or "—"


def parameters() -> str:
    from huiyin.kernel.parameters import REGISTRY

    groups: dict[str, list[Any]] = {}
    for parameter in REGISTRY.values():
        groups.setdefault(str(parameter.group) or "—", []).append(parameter)
    parts = [PARAMETERS_HEAD]
    for group, found in groups.items():
        rows = [(f"`{p.code}`", p.name, default(p), p.kind, p.help or "—") for p in found]
        parts.append(f"## {group}\n\n{table(('code', 'rule', 'default', 'kind', 'help'), rows)}\n")
    return "\n".join(parts)


def default(parameter: Any) -> str:
    from huiyin.kernel.clock import Span

    value = parameter.default
    if parameter.kind == "span":
        return f"{value}（{Span.parse(str(value)).words()}）"
    if parameter.kind == "flag":
        return "是" if value else "否"
    if isinstance(value, list):
        return "；".join(" ".join(dict.fromkeys(map(str, row))) if isinstance(row, list) else str(row) for row in value)
    return str(dict(parameter.choices).get(value, value))


def main(arguments: list[str]) -> int:
    enter()
    from django.utils import translation

    with translation.override("zh-hans"):
        documents = {"flows.md": flows(), "figures.md": figures(), "parameters.md": parameters()}
    return deliver(documents, "--check" in arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
