"""Word files as an office would write them, for tests."""

import io
import zipfile

from django.core.files.uploadedfile import SimpleUploadedFile
from docx import Document


def docx(*paragraphs, heading="提案工作", header="{{ 机构 }}", cells=()):
    """The bytes of a file with a heading, these paragraphs, a table of one row, and a header."""
    document = Document()
    document.add_heading(heading, 1)
    for words in paragraphs:
        one = document.add_paragraph()
        for piece in (words[: len(words) // 2], words[len(words) // 2 :]):  # Word cuts a mark wherever it likes
            one.add_run(piece)
    if cells:
        row = document.add_table(1, len(cells)).rows[0]
        for cell, words in zip(row.cells, cells, strict=True):
            cell.text = words
    document.sections[0].header.paragraphs[0].text = header
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def with_macro(content):
    """The same file with a macro in it."""
    out = io.BytesIO(content)
    with zipfile.ZipFile(out, "a") as file:
        file.writestr("word/vbaProject.bin", b"x")
    return out.getvalue()


def sent(content, name="工作报告.docx"):
    return SimpleUploadedFile(name, content)
