"""The glossary knows the words of the code: every kind, every role, every side; and it names no file that is gone."""

import ast
import re

from django.utils.translation import override

from huiyin.kernel.flow import FLOWS
from huiyin.people.roles import ROLES
from tools.house import DOCS, ROOT

PAGE = (DOCS / "glossary.md").read_text("utf-8")
HUIYIN = ROOT / "huiyin"


def lines(heading: str) -> dict[str, str]:
    """Code word → Chinese, of one part of the page."""
    part = PAGE.split(f"\n## {heading}\n")[1].split("\n## ")[0]
    return {code: word for word, code in re.findall(r"^\| ([^|]+) \| `(\w+)`", part, re.MULTILINE)}


def sides() -> set[str]:
    """The names of facets that the code sets or counts by."""
    found = set()
    for path in HUIYIN.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not isinstance(node, ast.Call) or not node.args or not isinstance(node.args[0], ast.Constant):
                continue
            called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if called in ("facet", "having"):
                found.add(node.args[0].value)
    return found


def test_every_kind_of_case_has_its_line():
    ours = {kind: flow for kind, flow in FLOWS.items() if flow.Model.__module__.startswith("huiyin.")}
    with override("zh-hans"):
        assert lines("Kinds of cases") == {kind: str(flow.label) for kind, flow in ours.items()}


def test_every_role_has_its_line():
    with override("zh-hans"):
        assert lines("Roles") == {code: str(label) for code, label in ROLES.items()}


def test_every_side_has_its_line():
    assert set(lines("Sides of a case")) == sides()


def test_the_places_it_names_exist():
    named = set(re.findall(r"[\w/]+\.py", PAGE))
    assert {name for name in named if not (HUIYIN / name).exists()} == set()


def test_the_words_in_code_are_words_of_the_code():
    text = "\n".join(path.read_text("utf-8") for path in HUIYIN.rglob("*.py"))
    words = set(re.findall(r"`(\w+)(?:\(\))?`", PAGE)) - {"3m", "15wd"}
    assert {word for word in words if not re.search(rf"\b{word}\b", text)} == set()
