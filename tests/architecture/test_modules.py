"""One door for states, and modules of a size that a reader can hold."""

import ast

import pytest

from tests.architecture.sources import modules, short

LINES = 550


def test_no_module_is_longer_than_550_lines():
    long = {short(p): n for p in modules() if (n := len(p.read_text("utf-8").splitlines())) > LINES}
    assert long == {}


def test_a_state_is_written_in_the_kernel_and_nowhere_else():
    outside = [p for p in modules() if not short(p).startswith("huiyin/kernel/")]
    found = [f"{short(p)}:{line}" for p in outside for line in state_writes(p.read_text("utf-8"))]
    assert found == [], "a state changes in act() and nowhere else (house rule 3)"


@pytest.mark.parametrize(
    "code",
    [
        "case.state = 'filed'",
        "case.state: str = 'filed'",
        "a, case.state = 1, 2",
        "setattr(case, 'state', 'filed')",
        "Case.objects.filter(pk=1).update(title='x', state='filed')",
        "case.save(update_fields=['state'])",
    ],
)
def test_every_way_of_writing_a_state_is_found(code):
    assert state_writes(code) == [1]


def test_reading_a_state_is_no_writing():
    assert state_writes("if case.state == 'filed': print(case.state)\nCase.objects.filter(state='filed')") == []
    assert state_writes("counted[case.state] = 1") == []


def state_writes(code: str) -> list[int]:
    return sorted({node.lineno for node in ast.walk(ast.parse(code)) if assigns_state(node) or calls_state(node)})


def assigns_state(node: ast.AST) -> bool:
    targets = getattr(node, "targets", None) or [getattr(node, "target", None)]
    if not isinstance(node, ast.Assign | ast.AugAssign | ast.AnnAssign):
        return False
    inner = [leaf for target in targets if target is not None for leaf in ast.walk(target)]
    written = [leaf for leaf in inner if isinstance(leaf, ast.Attribute) and isinstance(leaf.ctx, ast.Store)]
    return any(leaf.attr == "state" for leaf in written)


def calls_state(node: ast.AST) -> bool:
    if not isinstance(node, ast.Call):
        return False
    called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
    if called == "setattr":
        return len(node.args) == 3 and isinstance(node.args[1], ast.Constant) and node.args[1].value == "state"
    if called == "update":
        return any(word.arg == "state" for word in node.keywords)
    if called == "save":
        return any("'state'" in ast.unparse(word.value) for word in node.keywords if word.arg == "update_fields")
    return False
