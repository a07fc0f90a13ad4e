"""A paper as Word: real styles, tables whose head stands on every page, page numbers. The same paper gives the same bytes."""

import io
import zipfile
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from huiyin.papers.paper import Paper, content

BODY, HEI, SONG, TITLE = "仿宋_GB2312", "黑体", "宋体", "方正小标宋简体"
EPOCH = (1980, 1, 1, 0, 0, 0)


def paper_docx(paper: Paper) -> bytes:
    """docx of the paper; fonts are named, not embedded, so that the reader's 仿宋 and 小标宋 are used."""
    words = content(paper)
    book = Document()
    width = sheet(book, paper.across)
    styles(book)
    _head(book, words)
    for one in words["blocks"]:
        _block(book, one, width)
    for note in words["notes"]:
        book.add_paragraph(note, style="表注")
    properties = book.core_properties
    properties.title, properties.author, properties.comments = "".join(words["title"]), words["sender"], ""
    out = io.BytesIO()
    book.save(out)
    return still(out.getvalue())


def still(office: bytes) -> bytes:
    """The same Office file without the minute at which it was packed, so that what says the same is the same bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(office)) as given, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name in given.namelist():
            made.writestr(zipfile.ZipInfo(name, EPOCH), given.read(name), zipfile.ZIP_DEFLATED)
    return out.getvalue()


def sheet(book: Any, across: bool = False) -> int:
    """Size and margins; returns the width of the text in mm."""
    section = book.sections[0]
    wide, high = (297, 210) if across else (210, 297)
    section.page_width, section.page_height = Mm(wide), Mm(high)
    section.orientation = WD_ORIENT.LANDSCAPE if across else WD_ORIENT.PORTRAIT
    sides = (20, 20, 20, 20) if across else (30, 28, 26, 24)
    section.top_margin, section.bottom_margin, section.left_margin, section.right_margin = (Mm(n) for n in sides)
    footer = section.footer.paragraphs[0]
    footer.alignment = WD_ALIGN_PARAGRAPH.CENTER
    footer.add_run("— ")
    _field(footer.add_run(), "PAGE")
    footer.add_run(" —")
    return wide - sides[2] - sides[3]


def _field(run: Any, code: str) -> None:
    for kind, text in (("begin", ""), ("", code), ("end", "")):
        part = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            part.set(qn("w:fldCharType"), kind)
        else:
            part.text = text
        run._r.append(part)


def styles(book: Any) -> None:
    """The styles of our papers: title, headings, text, tables."""
    normal = book.styles["Normal"]
    font(normal, BODY, 16)
    normal.paragraph_format.space_after = normal.paragraph_format.space_before = Pt(0)
    normal.paragraph_format.line_spacing = Pt(28)
    for name, face, size in (("Title", TITLE, 22), ("Heading 1", HEI, 16), ("Heading 2", HEI, 14)):
        style = book.styles[name]
        font(style, face, size)
        style.font.bold, style.font.italic = False, False
        style.font.color.rgb = None
        style.paragraph_format.space_before = Pt(0 if name == "Title" else 10)
        style.paragraph_format.space_after = Pt(6)
        style.paragraph_format.line_spacing = 1.15
        for line in style.element.xpath(".//w:pBdr | .//w:color"):
            line.getparent().remove(line)
    named: tuple[tuple[str, str, float], ...] = (
        ("表内", SONG, 10.5),
        ("表头", HEI, 10.5),
        ("表注", SONG, 10.5),
        ("副题", BODY, 14),
    )
    for name, face, points in named:
        style = book.styles.add_style(name, 1)
        style.base_style = normal
        font(style, face, points)
        style.paragraph_format.line_spacing = 1.1
        style.paragraph_format.space_before = style.paragraph_format.space_after = Pt(2)


def font(style: Any, face: str, size: float) -> None:
    """`face` in every script, `size` in points."""
    style.font.name, style.font.size = face, Pt(size)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for side in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
        fonts.attrib.pop(qn(side), None)
    for side in ("w:ascii", "w:hAnsi", "w:eastAsia", "w:cs"):
        fonts.set(qn(side), face)


def _head(book: Any, words: dict[str, Any]) -> None:
    if words["cover"]:
        for _line in range(6):
            book.add_paragraph()
    for text in words["title"]:
        book.add_paragraph(text, style="Title").alignment = WD_ALIGN_PARAGRAPH.CENTER
    if words["under"]:
        book.add_paragraph(words["under"], style="副题").alignment = WD_ALIGN_PARAGRAPH.CENTER
    if words["cover"]:
        for _line in range(10):
            book.add_paragraph()
        book.add_paragraph(words["sender"]).alignment = WD_ALIGN_PARAGRAPH.CENTER
        book.add_page_break()


def _block(book: Any, one: dict[str, Any], width: int) -> None:
    if one["kind"] == "heading":
        made = book.add_paragraph(one["text"], style=f"Heading {one['level']}")
        made.paragraph_format.page_break_before = one["fresh"]
    elif one["kind"] == "text":
        for text in one["lines"]:
            made = book.add_paragraph(text)
            if one["centred"]:
                made.alignment = WD_ALIGN_PARAGRAPH.CENTER
            elif one["indent"]:
                made.paragraph_format.first_line_indent = Pt(32)
    else:
        _table(book, one, width)


def _table(book: Any, one: dict[str, Any], width: int) -> None:
    table = book.add_table(rows=1 + len(one["rows"]), cols=len(one["heads"]), style="Table Grid")
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    widths = [Mm(width * share / sum(one["widths"])) for share in one["widths"]]
    for column, measure in zip(table.columns, widths, strict=True):
        column.width = measure
    for number, (row, texts) in enumerate(zip(table.rows, [one["heads"], *one["rows"]], strict=True)):
        _keep_whole(row, head=number == 0)
        if one["tall"] and number:
            row.height = Mm(12)
        for cell, text, measure in zip(row._tr.tc_lst, texts, widths, strict=True):
            _cell(cell, text, measure, number == 0)


def _keep_whole(row: Any, head: bool) -> None:
    """A row does not break over two pages; the head stands on each."""
    marks = row._tr.get_or_add_trPr()
    marks.append(OxmlElement("w:cantSplit"))
    if head:
        marks.append(OxmlElement("w:tblHeader"))


def _cell(cell: Any, text: str, measure: Any, head: bool) -> None:
    # Straight on the XML: asking python-docx for each cell of a long table is quadratic.
    cell.width = measure
    paragraph = cell.p_lst[0]
    paragraph.style = "表头" if head else "表内"
    for number, words in enumerate(text.split("\n")):
        run = paragraph.add_r()
        if number:
            run.add_br()
        run.text = words if not number else run.text
        if number:
            run.add_t(words)
