"""The work-points document read as a tree: each line with its level, by its label, its heading style or its numbering (S0-23).

What is recognised is a proposal: the clerk confirms it line by line before anything is written.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from io import BytesIO

from django.utils.translation import gettext as _
from docx import Document

from huiyin.initiatives.models import LEVELS
from huiyin.kernel.facts import clean
from huiyin.kernel.refusal import Missing

LABELS = {"主线": "line", "重点": "priority", "方面": "aspect", "要点": "point", "项目": "project"}
NAMES = {level: name for name, level in LABELS.items()}
ORDER = ("line", "priority", "aspect", "point", "project")
MOST = 600
NUMBERED = (
    re.compile(r"^[一二三四五六七八九十百]+、\s*"),
    re.compile(r"^[（(][一二三四五六七八九十百]+[）)]\s*"),
    re.compile(r"^\d{1,3}\s*[.．、]\s*"),
    re.compile(r"^[（(]\d{1,3}[）)]\s*|^[①-⑳]\s*"),
)
LABELLED = re.compile(r"^\s*(主线|重点|方面|要点|项目)\s*[:：｜|]\s*(.+)$")
assert set(NAMES) >= {level for level, _label in LEVELS}


@dataclass(frozen=True)
class Piece:
    """One line of a document: its level (one of ORDER; "" for text that is no node) and its words."""

    level: str
    text: str


def recognised(lines: Iterable[tuple[str, int]]) -> list[Piece]:
    """Lines with their heading depth (0: none) → pieces. Depths and numberings take the levels from the priority down, in their order."""
    found: list[tuple[str, str, int]] = []
    for raw, depth in lines:
        text = " ".join(clean(raw).split())
        if not text:
            continue
        if label := LABELLED.match(text):
            found.append((label[2], LABELS[label[1]], 0))
            continue
        style = next((n for n, pattern in enumerate(NUMBERED, 1) if pattern.match(text)), 0)
        bare = NUMBERED[style - 1].sub("", text, count=1) if style else text
        found.append((bare, "", style or depth))
    depths = sorted({depth for _text, level, depth in found if depth and not level})
    level_of = dict(zip(depths, ("priority", "aspect", "point", "project"), strict=False))
    pieces = [Piece(level or level_of.get(depth, ""), text[:200]) for text, level, depth in found]
    return pieces[:MOST]


def of_text(text: str) -> list[Piece]:
    return recognised((line, 0) for line in text.splitlines())


def of_word(content: bytes) -> list[Piece]:
    """Errors: Missing for a file that is no Word document, or that says nothing."""
    try:
        document = Document(BytesIO(content))
    except Exception as trouble:  # whatever zipfile, lxml or python-docx say of a file that is no docx
        raise Missing(
            _("这个文件不是完好的 Word 文档（docx）。请在 Word 或 WPS 里另存为 docx 格式，再上传一次。")
        ) from trouble
    pieces = recognised((one.text, _depth(one)) for one in document.paragraphs)
    if not pieces:
        raise Missing(_("文档里没有文字。请核对是不是选错了文件。"))
    return pieces


def _depth(paragraph: object) -> int:
    style = str(getattr(getattr(paragraph, "style", None), "name", "") or "").lower()
    found = re.match(r"^(?:heading|标题)\s*(\d)$", style)
    return int(found[1]) if found else 0


def written(pieces: Iterable[Piece]) -> str:
    """As the step takes them: 重点｜推动文旅融合, a line each."""
    return "\n".join(f"{NAMES[piece.level]}｜{piece.text}" for piece in pieces if piece.level)


def read(text: str) -> list[Piece]:
    """The labelled lines of a step. Errors: Missing with the first line that is wrong, and how to mend it."""
    pieces: list[Piece] = []
    for number, line in enumerate((one for one in text.splitlines() if one.strip()), 1):
        found = LABELLED.match(line)
        if not found:
            sentence = _(
                "第 {n} 行“{line}”没有写层级。请写成“重点：……”，层级是主线、重点、方面、要点、项目之一。"
            ).format(n=number, line=line.strip()[:20])
            raise Missing(sentence, {"outline": sentence})
        pieces.append(Piece(LABELS[found[1]], " ".join(clean(found[2]).split())[:200]))
    if len(pieces) > MOST:
        sentence = _("一次最多 {n} 行，现在有 {m} 行。请分几次录。").format(n=MOST, m=len(pieces))
        raise Missing(sentence, {"outline": sentence})
    return pieces
