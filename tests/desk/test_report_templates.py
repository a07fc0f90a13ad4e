"""An office's own Word file for its reports: checked mark by mark, filled, frozen with the report, and refused with the place."""

import io

from docx import Document

from huiyin.annual.models import ReportTemplate, WorkReport
from huiyin.kernel import clock
from huiyin.kernel.act import act
from tests.annual.words import docx, sent, with_macro
from tests.desk.reading import text_of

WORDS = (
    "{{ 周期 }}收到提案{{ 收到提案 }}，立案{{ figure “立案” }}。",
    "立案率{{ proposals.filing_rate }}（{{ 立案率 分子 }}／{{ 立案率 分母 }}）。",
)


def all_text(content):
    document = Document(io.BytesIO(content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join(
        [*(one.text for one in document.paragraphs), *cells, document.sections[0].header.paragraphs[0].text]
    )


def test_an_offices_file_is_shown_filled_begins_a_report_and_is_given_back_filled(district, sign_in):
    district.proposal("filed")
    client = sign_in(district.office)
    answer = client.post(
        "/reports/templates/", {"name": "常委会报告", "file": sent(docx(*WORDS, cells=("立案", "{{ 立案 数 }}")))}
    )
    row = ReportTemplate.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, f"/reports/templates/{row.uid}/")
    page = text_of(client, f"/reports/templates/{row.uid}/?period=9-5")
    assert f'<a class="fig" href="/figures/proposals.filed/?period=9-5&amp;as_of={clock.today()}">1件</a>' in page
    assert "常委会报告" in text_of(client, "/reports/new/")
    filled = client.get(f"/reports/templates/{row.uid}/filled.docx?period=9-5").content
    assert "九届五次会议收到提案1件，立案1件。\n立案率100%（1／1）。\n立案\n1\n政协澄江区委员会" in all_text(
        filled
    ).replace("提案工作\n", "")
    assert "{{ 周期 }}" in all_text(client.get(f"/reports/templates/{row.uid}/blank.docx").content)

    client.post("/reports/new/", {"template": f"word:{row.pk}", "period": "9-5", "as_of": clock.today().isoformat()})
    report = WorkReport.objects.get()
    assert report.title == "九届五次会议常委会报告"
    act(report, "check", as_=district.office)
    act(report, "approve", as_=district.leader, decision="第 16 次主席会议")
    act(report, "freeze", as_=district.office)
    district.proposal("filed")
    assert "立案1件" in all_text(client.get(f"/reports/{report.uid}.office").content)

    client.post(f"/reports/templates/{row.uid}/", {"do": "end"}, follow=True)
    assert "常委会报告" not in text_of(client, "/reports/new/")
    assert "立案1件" in all_text(client.get(f"/reports/{report.uid}.office").content)


def test_words_that_were_edited_are_given_as_word_and_not_in_the_file(district, sign_in):
    client = sign_in(district.office)
    client.post("/reports/templates/", {"name": "常委会报告", "file": sent(docx(*WORDS))})
    client.post("/reports/new/", {"template": f"word:{ReportTemplate.objects.get().pk}", "period": "9-5", "as_of": ""})
    report = WorkReport.objects.get()
    act(report, "words", as_=district.office, words="立案{{ 立案 }}，我们尽力了。")
    answer = client.get(f"/reports/{report.uid}.office", follow=True)
    assert "报告的文字改过，和模板里的不一样了" in answer.content.decode()


REFUSED = [
    (docx("立案{{ 立安 }}。"), "一.docx", "第 2 段：“立安”不是能填的内容"),
    (docx("一。", "立案{{ figure “立安” }}。"), "一.docx", "第 3 段：没有“立安”这个数"),
    (docx("近{{ 立案 余 }}。"), "一.docx", "近、余、约由系统算"),
    (docx("一。", header="立案{{ 立案 }}"), "一.docx", "页眉、页脚里的“立案”填不出来"),
    (docx("{{ ''.__class__ }}"), "一.docx", "不是能填的内容"),
    (docx("{% for a in b %}"), "一.docx", "不放条件和循环"),
    (with_macro(docx("立案{{ 立案 }}。")), "一.docx", "带有宏"),
    (docx("立案。"), "工作报告.docm", "可能带有宏，不能收"),
    (b"PK\x03\x04 nothing", "一.docx", "已经损坏"),
    (b"words", "a.txt", "不是 .docx"),
]


def test_what_cannot_be_filled_is_refused_with_its_place_and_nothing_is_kept(district, sign_in):
    client = sign_in(district.office)
    for content, name, sentence in REFUSED:
        answer = client.post("/reports/templates/", {"name": "常委会报告", "file": sent(content, name)})
        assert (answer.status_code, sentence in answer.content.decode()) == (422, True), sentence
    assert client.post("/reports/templates/", {"name": "常委会报告"}).status_code == 422
    assert not ReportTemplate.objects.exists()
