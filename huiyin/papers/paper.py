"""A paper of the office that is not a letter (a list, a catalogue, a plan, a checklist) as plain facts, before it is Word or PDF.

Sheet, margins and type follow GB/T 9704-2012 (A4, 小标宋 title, 黑体 headings, 仿宋 text), tables in 宋体. The words in a paper
are Chinese whatever the reader's language, so nothing here is translated.
"""

from dataclasses import dataclass, field
from typing import Any

from huiyin.papers.letter import line, paragraphs


@dataclass(frozen=True)
class Heading:
    """`level` 1 (一、) or 2; `fresh`: it begins a new page."""

    text: str
    level: int = 1
    fresh: bool = False


@dataclass(frozen=True)
class Text:
    """Paragraphs, one a line of `text`. `indent`: two characters at the beginning of each; `centred` has none."""

    text: str
    indent: bool = True
    centred: bool = False


@dataclass(frozen=True)
class Table:
    """`widths` are shares of the page's width, one a column; cells are text, newlines within a cell stay. `tall`: room for a hand's signature."""

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[int, ...]
    tall: bool = False


Block = Heading | Text | Table


@dataclass(frozen=True)
class Paper:
    """`under` stands below the title (a number, a day); `across`: the sheet lies on its side; `cover`: the title has a page of its own."""

    title: str
    blocks: tuple[Block, ...]
    under: str = ""
    across: bool = False
    cover: bool = False
    sender: str = ""
    notes: tuple[str, ...] = field(default=())


def content(paper: Paper) -> dict[str, Any]:
    """What both the Word and the PDF show: clean strings, one dictionary a block with its kind."""
    return {
        "title": paragraphs(paper.title),
        "under": line(paper.under),
        "sender": line(paper.sender),
        "across": paper.across,
        "cover": paper.cover,
        "blocks": [_block(one) for one in paper.blocks],
        "notes": [line(note) for note in paper.notes],
    }


def _block(one: Block) -> dict[str, Any]:
    if isinstance(one, Heading):
        return {"kind": "heading", "text": line(one.text), "level": one.level, "fresh": one.fresh}
    if isinstance(one, Text):
        return {"kind": "text", "lines": paragraphs(one.text), "indent": one.indent, "centred": one.centred}
    if any(len(row) != len(one.heads) for row in one.rows) or len(one.widths) != len(one.heads):
        raise ValueError(f"a table of {len(one.heads)} columns has a row or widths of another number")
    rows = [["\n".join(paragraphs(cell)) for cell in row] for row in one.rows]
    return {
        "kind": "table",
        "heads": [line(head) for head in one.heads],
        "rows": rows,
        "widths": list(one.widths),
        "tall": one.tall,
    }
