"""docs/operations.md names every setting that a home may differ in, and none that does not exist."""

import ast
import re

from huiyin.config.cli import COMMANDS
from tools.house import DOCS, ROOT

PAGE = (DOCS / "operations.md").read_text("utf-8")
NOT_FOR_OPERATORS = {"DJANGO_SETTINGS_MODULE"}


def read_from_the_environment() -> set[str]:
    """The names that huiyin/ asks os.environ for."""
    found = set()
    for path in (ROOT / "huiyin").rglob("*.py"):
        text = path.read_text("utf-8")
        if "environ" in text:
            found |= set(names(ast.parse(text)))
    return found - NOT_FOR_OPERATORS


def names(tree: ast.AST):
    for node in ast.walk(tree):
        if isinstance(node, ast.Subscript):
            asked, of = node.slice, node.value
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.args:
            asked, of = node.args[0], node.func.value
        else:
            continue
        if isinstance(of, ast.Attribute) and of.attr == "environ" and isinstance(asked, ast.Constant):
            yield asked.value


def in_the_table() -> set[str]:
    rows = re.findall(r"^\| (`[^|]+`) \|", PAGE, re.MULTILINE)
    return {name for row in rows for name in re.findall(r"`([A-Z_]+)`", row)}


def test_every_environment_variable_is_explained():
    assert in_the_table() == read_from_the_environment()


def test_every_command_it_tells_to_type_exists():
    code = "\n".join(re.findall(r"^```.*?\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL))
    spoken = re.findall(r"`huiyin ([a-z]+)", PAGE) + re.findall(r"(?:^|/bin/)huiyin ([a-z]+)", code, re.MULTILINE)
    assert set(spoken) - set(COMMANDS) == set()
