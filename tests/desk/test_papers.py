"""The papers of a session: listed on a page, taken away as Word, PDF and Excel, by those who watch."""

import io
from urllib.parse import unquote

import openpyxl
from docx import Document

from huiyin.kernel.act import act
from tests.desk.reading import queries_of, text_of


def words_of(answer):
    book = Document(io.BytesIO(answer.content))
    cells = [cell.text for table in book.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in book.paragraphs), *cells])


def make_key(district, proposal):
    act(
        proposal,
        "mark_key",
        as_=district.director,
        decision="第6次主席会议",
        supervisor=district.leader.person_id,
        led_by="李副区长",
    )
    return proposal


def test_the_page_lists_the_papers_and_how_many_proposals_are_in_each(district, sign_in):
    make_key(district, district.proposal("handling"))
    district.proposal("filed", title="关于补助的提案")
    page = text_of(sign_in(district.office), "/papers/")
    assert "/papers/catalogue.docx?session=9-5" in page
    assert "/papers/key-plan.pdf?session=9-5" in page
    assert "2 件" in page


def test_the_page_makes_the_same_queries_for_one_proposal_and_for_three(district, sign_in):
    client = sign_in(district.office)
    district.proposal("filed")
    few = queries_of(client, "/papers/")
    district.proposal("filed")
    district.proposal("filed")
    assert queries_of(client, "/papers/") == few


def test_the_catalogue_is_a_booklet_by_subject_with_an_index_of_units(district, sign_in):
    district.proposal("handling")
    district.proposal("submitted", title="关于还没有立案的提案")
    answer = sign_in(district.office).get("/papers/catalogue.docx")
    words = words_of(answer)
    assert "提案目录汇编" in words
    assert "一、城乡建设与环境资源（1件）" in words
    assert "承办单位索引" in words
    assert "还没有立案" not in words
    assert unquote(answer["Content-Disposition"]).endswith(".docx")


def test_the_catalogue_opens_in_excel_and_as_pdf(district, sign_in):
    district.proposal("handling")
    client = sign_in(district.assigning)
    book = openpyxl.load_workbook(io.BytesIO(client.get("/papers/catalogue.xlsx").content))
    assert [cell.value for cell in book.active[2]][:4] == [
        "城乡建设与环境资源",
        "001",
        "关于推进老旧小区加装电梯的提案",
        "林知夏",
    ]
    assert client.get("/papers/catalogue.pdf").content.startswith(b"%PDF-")


def test_an_assigning_office_prints_only_what_is_its_own(district, sign_in):
    district.proposal("handling")
    assert "关于推进老旧小区加装电梯的提案" not in words_of(
        sign_in(district.other_assigning).get("/papers/catalogue.docx")
    )


def test_the_plan_names_leader_units_measures_and_days(district, sign_in):
    make_key(district, district.proposal("handling"))
    words = words_of(sign_in(district.office).get("/papers/key-plan.docx"))
    assert [
        one
        for one in (
            "高副主席",
            "李副区长",
            "主办：住房城乡建设局\n会办：财政局",
            "督办措施",
            "当面沟通一次",
            "7 天内回应",
        )
        if one not in words
    ] == []
    part = district.lead(district.proposal("handling"))
    assert f"{part.due.year}年{part.due.month}月{part.due.day}日" in words


def test_the_report_tells_what_came_of_each_key_proposal(district, sign_in):
    make_key(district, district.proposal("handling"))
    proposal = district.proposal("planned", title="关于补助的提案")
    make_key(district, proposal)
    words = words_of(sign_in(district.office).get("/papers/key-report.docx"))
    assert "确定重点提案2件，已答复0件" in words
    assert "第002号《关于补助的提案》：拟交办" in words


def test_there_is_no_paper_of_another_name_or_kind(district, sign_in):
    client = sign_in(district.office)
    for url in ("/papers/nothing.pdf", "/papers/key-plan.xlsx", "/papers/catalogue.exe"):
        assert client.get(url).status_code == 404
