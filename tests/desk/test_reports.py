"""The pages of a report: begun filled, each number a door, its papers, and counting it again."""

import io

import openpyxl
import pytest
from docx import Document

from huiyin.annual.models import WorkReport
from huiyin.kernel import clock
from huiyin.kernel.act import act
from tests.desk.reading import text_of


@pytest.fixture
def begun(district, sign_in):
    district.proposal("replied", title="关于校门口停车的提案")
    client = sign_in(district.office)
    answer = client.post(
        "/reports/new/", {"template": "proposals", "period": "9-5", "as_of": clock.today().isoformat()}
    )
    assert answer.status_code == 302
    return client, WorkReport.objects.get()


def test_a_report_opens_filled_and_every_number_is_a_door(district, begun):
    client, report = begun
    page = text_of(client, f"/case/{report.uid}/")
    assert f'href="/figures/proposals.filed/?period=9-5&amp;as_of={clock.today()}">1件</a>' in page
    assert "立案率" in page
    assert (
        text_of(client, f"/figures/proposals.filed/?period=9-5&as_of={clock.today()}").count("关于校门口停车的提案")
        == 1
    )
    assert report.title == "九届五次会议提案工作情况报告"


def test_its_web_version_has_bars_and_the_list_shows_it(begun):
    client, report = begun
    assert 'class="bars' in text_of(client, f"/reports/{report.uid}/")
    assert report.title in text_of(client, "/reports/")


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"template": "none"}, "请选一种报告"),
        ({"as_of": "2999-01-01"}, "还没有到"),
        ({"as_of": "2026-02-31"}, "真有这一天"),
        ({"period": "2026-06-01..2026-01-01"}, "对调"),
        ({"period": "88-1"}, "没有“88-1”这个统计周期"),
    ],
)
def test_a_report_of_no_time_or_kind_is_refused_with_a_sentence(district, sign_in, given, sentence):
    answer = sign_in(district.office).post("/reports/new/", {"template": "year", "period": "9-5", "as_of": "", **given})
    assert (answer.status_code, sentence in answer.content.decode()) == (422, True)
    assert not WorkReport.objects.exists()


def test_its_papers_say_the_same_and_the_sheets_hold_the_rows(begun):
    client, report = begun
    word = client.get(f"/reports/{report.uid}.docx").content
    text = "\n".join(one.text for one in Document(io.BytesIO(word)).paragraphs)
    assert "共收到提案1件" in text
    assert client.get(f"/reports/{report.uid}.pdf").content.startswith(b"%PDF")
    book = openpyxl.load_workbook(io.BytesIO(client.get(f"/reports/{report.uid}.xlsx").content))
    first = book.worksheets[0]
    assert (first["A2"].value, first["B2"].value) == ("收到提案", 1)
    assert book.worksheets[1]["B2"].value == "关于校门口停车的提案"


def test_a_frozen_report_is_counted_again_on_its_page(district, begun):
    client, report = begun
    assert client.get(f"/reports/{report.uid}/check/").status_code == 404
    act(report, "check", as_=district.office)
    act(report, "approve", as_=district.leader, decision="第 16 次主席会议")
    act(report, "freeze", as_=district.office)
    page = text_of(client, f"/reports/{report.uid}/check/")
    assert "个个一致" in page
    assert "与账册里的校验码相符" in page
    assert "记录没有变化" in page
