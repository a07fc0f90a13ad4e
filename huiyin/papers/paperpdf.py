"""A paper as PDF, set by typst. Its text reaches the page as data; nothing is ever spliced into the source."""

import json
from functools import cache
from pathlib import Path

import typst

from huiyin.papers import fonts
from huiyin.papers.paper import Paper, content
from huiyin.papers.pdf import LOCK, breakable

TEMPLATE = Path(__file__).parent / "templates_typ" / "paper.typ"


def paper_pdf(paper: Paper) -> bytes:
    """PDF of the paper, A4, fonts embedded; the same paper gives the same bytes. Raises fonts.FontMissing."""
    faces = fonts.faces().as_dict()
    text = json.dumps(content(paper), ensure_ascii=False)
    inputs = {"paper": breakable(text), "fonts": json.dumps(faces, ensure_ascii=False)}
    with LOCK:
        made = _compiler().compile(format="pdf", sys_inputs=inputs)
    assert isinstance(made, bytes)  # one document, and no path to write it to
    return made


@cache
def _compiler() -> typst.Compiler:
    return typst.Compiler(TEMPLATE, root=TEMPLATE.parent, font_paths=fonts.installed())
