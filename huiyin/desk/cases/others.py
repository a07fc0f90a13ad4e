"""Child cases that stand beside the work: promises, instructions, decisions on publication, look-backs. A short list of each."""

from typing import Any

from huiyin.desk.cases.acts import part_name
from huiyin.desk.cases.now import who
from huiyin.desk.cases.tree import Tree, carriers
from huiyin.kernel.flow import flow_of
from huiyin.ui import panels


def lists(tree: Tree) -> list[dict[str, Any]]:
    """[{label, rows: [{name, who, state, due, starts, ring, words, mine}]}]: one list a kind, for whom it concerns.

    The kind that carries the work first, and what a panel draws, stand there.
    """
    drawn = {*carriers(tree.flow)[:1], *(panels.PANELS[name].draws for name in tree.flow.panels)}
    found: dict[str, list[dict[str, Any]]] = {}
    for row in tree.children:
        if row.kind not in drawn and tree.sees(row):
            found.setdefault(row.kind, []).append(_row(tree, row))
    return [{"label": flow_of(kind).label, "rows": rows} for kind, rows in found.items()]


def _row(tree: Tree, row: Any) -> dict[str, Any]:
    state = flow_of(row.kind).by_state[row.state]
    shown = {"name": part_name(row), "state": state.label, "who": "", "ring": _ring(state), "words": state.label}
    if owed := tree.owed(row):
        todo = owed[0]
        shown |= {"who": who(tree, todo), "mine": tree.mine(todo)}
        if todo.due:
            shown |= {"due": todo.due, "starts": todo.starts, "ring": "", "words": ""}
        else:
            shown["ring"] = "calm"
    return shown


def _ring(state: Any) -> str:
    return "done" if state.look == "done" else "none"
