"""Which rows of a list can be picked, and what can be done with the picked ones together: the batch bar of any list."""

from collections.abc import Iterable
from typing import Any
from uuid import uuid4

from huiyin.kernel.flow import FLOWS, Step, flow_of
from huiyin.kernel.ids import to_text
from huiyin.people.roles import OFFICE
from huiyin.proposals.models import Proposal

PICKS = ("assigning", "reviewer", *OFFICE)
"""Who takes steps on many at once from the catalogue; a unit does so from its own list of work."""


def batch_steps(case: Any, post: Any) -> list[Step]:
    """The steps of the table that a post may take on many cases that stand where this one stands."""
    lines = FLOWS[case.kind].steps_from(case.state)
    return [line for line in lines if line.batch and line.main and not line.computed and line.who(post, case)]


def buttons(lines: Iterable[tuple[str, Step]]) -> list[dict[str, Any]]:
    """For ui/batch.html: one button a step (kind and step), in order, the first as the main one; … where something is asked."""
    found: dict[str, dict[str, Any]] = {}
    for kind, line in lines:
        value = f"{kind}.{line.name}"
        label = f"{line.label}…" if line.seal or line.facts else line.label
        found.setdefault(value, {"label": label, "value": value, "main": not found})
    return list(found.values())


def of_catalogue(rows: list[dict[str, Any]], post: Any) -> dict[str, Any]:
    """`acts`, `token`, and in each row that one of them is for its `pick`: uid.version; nothing for who takes no step from here.

    No query: of a state's first row, what says who acts there (the state, the assigning office) has been read with the list.
    """
    if post.role not in PICKS:
        return {}
    steps: dict[str, list[Step]] = {}
    for row in rows:
        if row["state"] not in steps:
            case = Proposal(
                pk=row["pk"], kind="proposal", state=row["state"], assigning_office_id=row["assigning_office_id"]
            )
            case.committee = post.committee
            steps[case.state] = batch_steps(case, post)
    return _marked(rows, "proposal", steps)


def of_board(rows: list[dict[str, Any]], post: Any) -> dict[str, Any]:
    """The same for the parts on the board: urging where a unit has them, passing where they wait for audit. No query: who sees a part
    on the board is who hands over or the office, and each act is looked at by itself once more."""
    by_step = flow_of("assignment").by_step
    lines = [by_step["urge"]] if post.role in ("assigning", *OFFICE) else []
    if post.role == "assigning":
        lines.insert(0, by_step["pass_reply"])
    return _marked(
        rows,
        "assignment",
        {row["stands"]: [line for line in lines if row["stands"] in line.source] for row in rows},
        "stands",
    )


def _marked(
    rows: list[dict[str, Any]], kind: str, steps: dict[str, list[Step]], state: str = "state"
) -> dict[str, Any]:
    for row in rows:
        row["pick"] = f"{to_text(row['pk'])}.{row['version']}" if steps.get(row[state]) else ""
    order = [line.name for line in flow_of(kind).steps]
    found = sorted(
        {line.name: line for lines in steps.values() for line in lines}.values(),
        key=lambda line: order.index(line.name),
    )
    return {"acts": buttons((kind, line) for line in found), "token": uuid4().hex if found else ""}
