"""The documents lead somewhere, and say nothing that is nobody's business."""

import re
from pathlib import Path

import pytest

from tools.house import DOCS, ROOT

PAGES = sorted([*ROOT.glob("*.md"), *DOCS.rglob("*.md")])
PATHS = re.compile(r"(?<![\w./])/(?:work|root|tmp)/")


def short(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("page", PAGES, ids=short)
def test_every_link_leads_to_a_file(page):
    links = re.findall(r"\]\(([^)\s]+)\)", page.read_text("utf-8"))
    files = [link.split("#")[0] for link in links if not re.match(r"[a-z]+:|#", link)]
    assert [file for file in files if not (page.parent / file).exists()] == []


@pytest.mark.parametrize("page", PAGES, ids=short)
def test_no_path_of_a_developers_machine(page):
    assert PATHS.findall(page.read_text("utf-8")) == []


def test_both_readmes_have_the_same_parts():
    parts = [re.findall(r"^(#+|```|\|)", (ROOT / name).read_text("utf-8"), re.MULTILINE)
             for name in ("README.md", "README.zh-CN.md")]  # fmt: skip
    links = [
        re.findall(r"\]\(([^)]+)\)", (ROOT / name).read_text("utf-8")) for name in ("README.md", "README.zh-CN.md")
    ]
    assert parts[0] == parts[1]
    assert sorted(set(links[0]) ^ set(links[1])) == ["README.md", "README.zh-CN.md"]
