"""An issue as PDF, set by typst. Its text reaches the page as data; nothing is ever spliced into the source."""

import json
from functools import cache
from pathlib import Path

import typst

from huiyin.papers import fonts
from huiyin.papers.bulletin import Bulletin, content
from huiyin.papers.pdf import LOCK, breakable

TEMPLATE = Path(__file__).parent / "templates_typ" / "bulletin.typ"


def bulletin_pdf(bulletin: Bulletin) -> bytes:
    """PDF of the issue, A4, fonts embedded; the same issue gives the same bytes. Raises fonts.FontMissing."""
    faces = fonts.faces().as_dict()
    text = json.dumps(content(bulletin), ensure_ascii=False)
    inputs = {"issue": breakable(text), "fonts": json.dumps(faces, ensure_ascii=False)}
    with LOCK:
        made = _compiler().compile(format="pdf", sys_inputs=inputs)
    assert isinstance(made, bytes)  # one document, and no path to write it to
    return made


@cache
def _compiler() -> typst.Compiler:
    return typst.Compiler(TEMPLATE, root=TEMPLATE.parent, font_paths=fonts.installed())
