"""The pages of evaluation and praise: every mark is a door, a unit reads its own, lists cost the same for one and for many."""

import io

import openpyxl
import pytest
from docx import Document

from huiyin.awards.models import Evaluation, Excellence, UnitMark
from huiyin.kernel.act import act
from tests.desk.reading import queries_of, text_of


@pytest.fixture
def closed(district):
    return district.proposal("closed", title="关于校门口停车的提案")


def praise(district, case):
    act(case, "recommend", as_=district.unit, why="件件落实。")
    one = Excellence.objects.get(parent=case)
    act(one, "review", as_=district.office, opinion="yes", words="好。")
    act(one, "decide", as_=district.director, decision="第 16 次主席会议")
    act(one, "publish", as_=district.office, where="大会")


def test_the_office_reads_all_marks_and_a_unit_its_own(district, sign_in, closed):
    page = text_of(sign_in(district.office), "/evaluation/")
    assert "2 个承办单位的得分" in page
    assert "怎么算分" in page
    ranked, apart = page.split("不排名次的 1 个单位")  # one co-handled only: it has a mark, and no place
    assert "住房城乡建设局" in ranked
    assert "财政局" in apart
    page = text_of(sign_in(district.unit), "/evaluation/")
    assert "你单位得 100.0 分" in page
    assert "财政局" not in page


def test_a_mark_opens_the_cases_that_were_counted(district, sign_in, closed):
    page = text_of(sign_in(district.unit), f"/evaluation/{district.units[0].uid}/")
    assert "按期答复 1／1，得 30.0（满分 30）" in page
    assert f"/case/{closed.uid}/" in page
    assert sign_in(district.co_unit).get(f"/evaluation/{district.units[0].uid}/").status_code == 404
    assert sign_in(district.other_assigning).get(f"/evaluation/{district.units[0].uid}/").status_code == 404


def test_the_office_begins_an_evaluation_once_and_walks_it_on_its_case_page(district, sign_in, closed):
    client = sign_in(district.office)
    first = client.post("/evaluation/begin/", {"session": "9-5"})
    again = client.post("/evaluation/begin/", {"session": "9-5"})
    assert first["Location"] == again["Location"] == f"/case/{Evaluation.objects.get().uid}/"
    case = Evaluation.objects.get()
    assert "算定并公示" in text_of(client, f"/case/{case.uid}/?step=show#step")
    act(case, "show", as_=district.office)
    mark = UnitMark.objects.get(unit=district.units[0])
    assert f"/case/{mark.uid}/" in text_of(client, "/evaluation/")
    assert "为什么是 100.0 分" in text_of(sign_in(district.unit), f"/case/{mark.uid}/")
    assert "提出异议" in text_of(sign_in(district.unit), f"/case/{mark.uid}/?step=object#step")
    assert sign_in(district.co_unit).get(f"/case/{mark.uid}/").status_code == 404
    assert sign_in(district.unit).get(f"/case/{case.uid}/").status_code == 404


def test_an_evaluation_of_no_session_is_refused_with_a_sentence(district, sign_in):
    client = sign_in(district.office)
    answer = client.post("/evaluation/begin/", {"session": "77-7"}, follow=True)
    assert "没有这次会议" in answer.content.decode()
    assert not Evaluation.objects.exists()


def test_one_case_and_three_cost_the_same_queries(district, sign_in, closed):
    client = sign_in(district.office)
    urls = ("/evaluation/", f"/evaluation/{district.units[0].uid}/", "/excellent/")
    before = [queries_of(client, url) for url in urls]
    district.proposal("closed", lead=district.units[2])
    district.proposal("closed", lead=district.units[2])
    assert [queries_of(client, url) for url in urls] == before
    assert max(before) <= 24


def test_the_marks_are_taken_away_as_excel(district, sign_in, closed):
    answer = sign_in(district.office).get("/evaluation/export/")
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[0][:5] == ("名次", "承办单位", "得分", "先进", "按期答复")
    assert {row[1] for row in rows[1:]} == {"住房城乡建设局", "财政局"}


def test_candidates_are_offered_with_their_reasons_until_they_are_recommended(district, sign_in, closed):
    client = sign_in(district.office)
    page = text_of(client, "/excellent/")
    assert "有建议被采纳、所提的事已解决、提案者满意" in page
    assert f"/case/{closed.uid}/?step=recommend#step" in page
    praise(district, closed)
    page = text_of(client, "/excellent/")
    assert "1 件优秀提案" in page
    assert "?step=recommend" not in page


def test_the_roll_is_word_and_excel(district, sign_in, closed):
    praise(district, closed)
    client = sign_in(district.leader)
    book = Document(io.BytesIO(client.get("/excellent/export.docx").content))
    words = [cell.text for row in book.tables[0].rows for cell in row.cells]
    assert "关于校门口停车的提案" in words
    sheet = openpyxl.load_workbook(io.BytesIO(client.get("/excellent/export.xlsx").content)).active
    assert next(iter(sheet.iter_rows(min_row=2, values_only=True)))[2] == "关于校门口停车的提案"
    assert client.get("/excellent/export.exe").status_code == 404
