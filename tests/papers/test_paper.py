"""A list, a catalogue, a plan: the same words in Word and PDF, and files that open without repair."""

import shutil
import subprocess
from io import BytesIO

import pytest
from docx import Document

from huiyin.papers.paper import Heading, Paper, Table, Text
from huiyin.papers.paperword import paper_docx
from huiyin.papers.pdf import paper_pdf
from tests.papers.letters import HOSTILE, bare
from tests.papers.test_pdf import needs_pdftotext, pages

LIST = Paper(
    "政协澄江区第九届委员会第五次会议\n提案交办清单",
    (
        Text("共交办2件。"),
        Heading("一、住房城乡建设局"),
        Table(
            ("案号", "案由", "签收"),
            (("001", "关于加装电梯的提案", ""), ("002", "关于补助的提案", "甲\n乙")),
            (1, 4, 2),
        ),
        Heading("二、财政局", fresh=True),
    ),
    under="2026年3月1日",
    sender="区政府督查室",
    notes=("注：一式两份。",),
)


def said(docx):
    book = Document(BytesIO(docx))
    cells = [cell.text for table in book.tables for row in table.rows for cell in row.cells]
    return bare("".join([*(paragraph.text for paragraph in book.paragraphs), *cells]))


@needs_pdftotext
def test_word_and_pdf_say_the_same_words():
    word, pdf = said(paper_docx(LIST)), bare("".join(pages(paper_pdf(LIST))))
    words = ["提案交办清单", "2026年3月1日", "共交办2件。", "一、住房城乡建设局", "关于补助的提案", "注：一式两份。"]
    assert [one for one in words if one not in word or one not in pdf] == []


def test_the_same_paper_is_the_same_bytes():
    assert paper_docx(LIST) == paper_docx(LIST)
    assert paper_pdf(LIST) == paper_pdf(LIST)


def test_the_head_of_a_table_stands_on_every_page_and_no_row_breaks():
    table = Document(BytesIO(paper_docx(LIST))).tables[0]
    assert [len(row._tr.xpath("./w:trPr/w:tblHeader")) for row in table.rows] == [1, 0, 0]
    assert [len(row._tr.xpath("./w:trPr/w:cantSplit")) for row in table.rows] == [1, 1, 1]


def test_a_table_whose_rows_do_not_fit_its_columns_is_refused():
    with pytest.raises(ValueError, match="2 columns"):
        paper_docx(Paper("甲", (Table(("一", "二"), (("只有一格",),), (1, 1)),)))


@needs_pdftotext
def test_what_looks_like_a_program_is_printed_as_it_was_typed():
    paper = Paper(HOSTILE, (Text(HOSTILE), Heading(HOSTILE), Table((HOSTILE,), ((HOSTILE,),), (1,))), under=HOSTILE)
    wanted = bare('<w:t>&amp;</w:t> ]]> #panic() $x$ @a *b* _c_ {{ 7*7 }} {% raw %} {_{ \\u0041 "引"')
    assert said(paper_docx(paper)).count(wanted) == 6
    assert bare("".join(pages(paper_pdf(paper)))).count(wanted) == 6


@pytest.mark.slow
@pytest.mark.skipif(
    not shutil.which("soffice"), reason="LibreOffice IS NOT INSTALLED: that others open it is not tested"
)
def test_libreoffice_opens_the_document(tmp_path):
    (tmp_path / "list.docx").write_bytes(paper_docx(LIST))
    home = f"-env:UserInstallation=file://{tmp_path}/home"
    command = ["soffice", home, "--headless", "--convert-to", "pdf", "--outdir", tmp_path, tmp_path / "list.docx"]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    assert "关于补助的提案" in bare("".join(pages((tmp_path / "list.pdf").read_bytes())))
