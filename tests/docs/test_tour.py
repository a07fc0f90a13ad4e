"""The pictures of the documents are those that `make screens` takes, all of them, and small."""

import re

from tools.house import DOCS, ROOT
from tools.png import size
from tools.screens import LARGEST, PICTURES, SHOTS

PAGES = [ROOT / "README.md", ROOT / "README.zh-CN.md", *DOCS.rglob("*.md")]


def test_every_picture_shown_is_one_that_the_tool_takes():
    shown = {name for page in PAGES for name in re.findall(r"pictures/([\w-]+)\.png", page.read_text("utf-8"))}
    assert shown == {shot.name for shot in SHOTS}


def test_pictures_are_small_and_none_is_left_over():
    found = sorted(PICTURES.glob("*.png"))
    assert {path.stem for path in found} - {shot.name for shot in SHOTS} == set()
    assert [path.name for path in found if path.stat().st_size > LARGEST] == []
    assert [path.name for path in found if size(path.read_bytes())[0] > 1280] == []
