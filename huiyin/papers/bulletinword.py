"""An issue as Word: the red head, one report, the foot, in real styles. The same issue gives the same bytes."""

import io
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from huiyin.papers.bulletin import Bulletin, content
from huiyin.papers.paperword import HEI, TITLE, font, sheet, still, styles

RED = RGBColor(0xCC, 0, 0)


def bulletin_docx(bulletin: Bulletin) -> bytes:
    """docx of the issue; fonts are named, not embedded, so that the reader's 仿宋 and 小标宋 are used."""
    words = content(bulletin)
    book = Document()
    width = sheet(book)
    styles(book)
    _named(book)
    _head(book, words, width)
    for text in words["title"]:
        book.add_paragraph(text, style="Title").alignment = WD_ALIGN_PARAGRAPH.CENTER
    for text in words["paragraphs"]:
        book.add_paragraph(text).paragraph_format.first_line_indent = Pt(32)
    if words["by"]:
        book.add_paragraph(words["by"]).alignment = WD_ALIGN_PARAGRAPH.RIGHT
    _foot(book, words, width)
    properties = book.core_properties
    properties.title, properties.author, properties.comments = "".join(words["title"]), words["sender"], ""
    out = io.BytesIO()
    book.save(out)
    return still(out.getvalue())


def _named(book: Any) -> None:
    for name, face, points in (("刊名", TITLE, 52), ("密级", HEI, 16), ("版记", "仿宋_GB2312", 14)):
        style = book.styles.add_style(name, 1)
        style.base_style = book.styles["Normal"]
        font(style, face, points)
        style.paragraph_format.line_spacing = 1.15
    book.styles["刊名"].font.color.rgb = RED
    book.styles["刊名"].font.bold = True


def _head(book: Any, words: dict[str, Any], width: int) -> None:
    book.add_paragraph(words["mark"], style="密级")
    name = book.add_paragraph(words["name"], style="刊名")
    name.alignment = WD_ALIGN_PARAGRAPH.CENTER
    name.paragraph_format.space_before = Pt(24)
    book.add_paragraph(words["number"]).alignment = WD_ALIGN_PARAGRAPH.CENTER
    sender = book.add_paragraph(f"{words['sender']}\t{words['date']}")
    sender.paragraph_format.tab_stops.add_tab_stop(Mm(width), WD_TAB_ALIGNMENT.RIGHT)
    sender.paragraph_format.space_after = Pt(30)
    _ruled(sender, "bottom", "CC0000", 18)


def _foot(book: Any, words: dict[str, Any], width: int) -> None:
    lines = [*words["goes"], "　　".join(words["people"])]
    rows = [book.add_paragraph(text, style="版记") for text in lines if text]
    for number, row in enumerate(rows):
        row.paragraph_format.keep_with_next = number + 1 < len(rows)
        row.paragraph_format.left_indent = Pt(14)
    if rows:
        rows[0].paragraph_format.space_before = Pt(36)
        _ruled(rows[0], "top", "000000", 8)
        _ruled(rows[-1], "bottom", "000000", 8)


def _ruled(paragraph: Any, side: str, colour: str, eighths: int) -> None:
    """A line above or below a paragraph, so many eighths of a point thick."""
    properties = paragraph._p.get_or_add_pPr()
    borders = properties.find(qn("w:pBdr"))
    if borders is None:
        borders = OxmlElement("w:pBdr")
        properties.insert_element_before(
            borders, "w:shd", "w:tabs", "w:suppressAutoHyphens", "w:spacing", "w:ind", "w:jc", "w:rPr"
        )
    line = OxmlElement(f"w:{side}")
    for name, value in (("val", "single"), ("sz", str(eighths)), ("space", "6"), ("color", colour)):
        line.set(qn(f"w:{name}"), value)
    borders.append(line)
