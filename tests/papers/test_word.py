import shutil
import subprocess
from dataclasses import replace
from io import BytesIO

import pytest
from docx import Document

from huiyin.papers.letter import DRAFT_NOTE
from huiyin.papers.word import default_template, letter_docx
from tests.papers.letters import HOSTILE, OPINION, REPLY, bare, spoken


def said(docx: bytes) -> str:
    return bare("".join(paragraph.text for paragraph in Document(BytesIO(docx)).paragraphs))


@pytest.mark.parametrize("letter", [REPLY, OPINION])
def test_every_text_of_the_letter_is_in_the_document(letter):
    text = said(letter_docx(letter))
    assert [part for part in spoken(letter) if part not in text] == []


def test_no_placeholder_is_left_and_no_empty_label_stands():
    text = said(letter_docx(OPINION))
    assert [mark for mark in ("{", "}", "抄送", "公开属性", "联系人") if mark in text] == []


def test_paragraphs_are_real_paragraphs_with_the_offices_styles():
    document = Document(BytesIO(letter_docx(REPLY)))
    styles = [paragraph.style.name for paragraph in document.paragraphs]
    assert styles.count("一级标题") == 3
    assert styles.count("公文标题") == 2
    assert styles.count("公文正文") == 1 + (1 + 3 + 1) + 1


def test_a_draft_says_so_on_every_page():
    document = Document(BytesIO(letter_docx(replace(REPLY, draft=True))))
    section = document.sections[0]
    assert DRAFT_NOTE in said(letter_docx(replace(REPLY, draft=True)))
    assert [h.paragraphs[0].text for h in (section.header, section.even_page_header)] == [DRAFT_NOTE] * 2


def test_a_long_name_takes_the_smaller_heading():
    long = replace(REPLY, sender="澄江区发展改革和经济信息化大数据局")
    assert Document(BytesIO(letter_docx(long))).paragraphs[0].style.name == "发文机关标志（长）"
    assert Document(BytesIO(letter_docx(REPLY))).paragraphs[0].style.name == "发文机关标志"


def test_what_looks_like_a_program_is_written_as_it_was_typed():
    text = said(letter_docx(replace(REPLY, title=HOSTILE, opening=HOSTILE, doc_number=HOSTILE)))
    assert (
        text.count(bare('<w:t>&amp;</w:t> ]]> #panic() $x$ @a *b* _c_ {{ 7*7 }} {% raw %} {_{ \\u0041 "引" 👍🏽 龘'))
        == 3
    )


def test_twenty_thousand_characters_are_all_there():
    assert said(letter_docx(replace(REPLY, closing="很长的意见。" * 3334))).count("很长的意见。") == 3334


def test_the_office_may_use_a_copy_of_our_template():
    document = Document(BytesIO(default_template()))
    document.paragraphs[-2].runs[0].text = "抄报：{{ 抄送 }}"
    saved = BytesIO()
    document.save(saved)
    assert "抄报：区政协提案委员会，" in said(letter_docx(REPLY, saved.getvalue()))


@pytest.mark.slow
@pytest.mark.skipif(
    not shutil.which("soffice"), reason="LibreOffice IS NOT INSTALLED: that others open the docx is not tested"
)
def test_libreoffice_opens_the_document_and_prints_two_pages(tmp_path):
    (tmp_path / "letter.docx").write_bytes(letter_docx(REPLY))
    home = f"-env:UserInstallation=file://{tmp_path}/home"
    command = [
        "soffice",
        home,
        "--headless",
        "--convert-to",
        "pdf",
        "--outdir",
        str(tmp_path),
        str(tmp_path / "letter.docx"),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    text = subprocess.run(
        ["pdftotext", "-layout", tmp_path / "letter.pdf", "-"], capture_output=True, check=True
    ).stdout.decode()
    first, second = text.removesuffix("\f").split("\f")
    assert "41" in first
    assert "—1—" not in bare(first)
    assert "—2—" in bare(second)
