"""交办会: a list handed over at once, signed for by each unit on the screen or on paper (R-030)."""

import io

import openpyxl
import pytest
from docx import Document

from huiyin.handling.models import Assignment
from huiyin.kernel import clock, ledger
from huiyin.kernel.act import act
from huiyin.kernel.refusal import Missing, NotAllowed
from huiyin.proposals.meeting import lines
from huiyin.proposals.models import Meeting, MeetingItem, Proposal


def as_post(client, post):
    client.force_login(post.person, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def planned(district):
    return [district.proposal("planned"), district.proposal("planned", title="关于补助的提案", co=[])]


@pytest.fixture
def meeting(district, planned, client):
    """Opened from the page of meetings: all that waits stands on its list."""
    answer = as_post(client, district.assigning).post("/meetings/new/", {"office": district.government.pk})
    case = Meeting.objects.get()
    assert answer["Location"] == f"/case/{case.uid}/"
    case.committee = district.committee
    return case


def handed(client, case):
    client.post(f"/case/{case.uid}/hand-over/")
    case.refresh_from_db()
    return case


def test_all_that_waits_is_handed_over_at_once(district, planned, meeting, client):
    page = client.get(f"/case/{meeting.uid}/").content.decode()
    assert "全部交办 2 件" in page
    form = page[page.index(f"/case/{meeting.uid}/hand-over/") :]
    assert "csrfmiddlewaretoken" in form[:300]
    assert handed(client, meeting).state == "held"
    assert {row.state for row in Proposal.objects.all()} == {"assigned"}
    assert [(line.name, line.lead, line.co, line.signed) for line in lines(meeting)] == [
        ("住房城乡建设局", 2, 0, False),
        ("财政局", 0, 1, False),
    ]
    assert "签收 0/2" in client.get("/meetings/").content.decode()


def test_a_unit_signs_for_all_its_parts_with_the_name_of_who_took_them(district, meeting, client):
    handed(client, meeting)
    act(meeting, "receive", as_=district.unit, name="秦联络")
    parts = Assignment.objects.filter(unit=district.units[0].pk)
    assert {(row.state, row.handler) for row in parts} == {("working", "秦联络")}
    assert {row.name: (row.signed, row.receipt.name if row.receipt else "") for row in lines(meeting)} == {
        "住房城乡建设局": (True, "秦联络"),
        "财政局": (False, ""),
    }
    with pytest.raises(Missing, match="都签收了"):
        act(meeting, "receive", as_=district.unit, name="秦联络")
    with pytest.raises(NotAllowed):
        act(meeting, "receive", as_=district.third_unit, name="施联络")
    assert Proposal.objects.get(title="关于补助的提案").state == "handling"
    assert ledger.verify(district.committee).faults == []


def test_the_signed_sheet_stands_for_those_who_signed_on_paper(district, meeting, client):
    handed(client, meeting)
    with pytest.raises(Missing, match="还没有签收：住房城乡建设局、财政局"):
        act(meeting, "close", as_=district.assigning)
    bodies = [district.units[0].pk, district.units[1].pk]
    act(meeting, "receive_on_paper", as_=district.office, units=bodies, scan=district.scan(meeting, "签字表.pdf"))
    act(meeting, "close", as_=district.assigning)
    assert meeting.state == "closed"
    assert all(line.receipt.on_paper for line in lines(meeting))
    assert "签收 2/2" in client.get("/meetings/").content.decode()


def test_the_list_can_be_narrowed_before_and_not_doubled(district, planned, meeting, client):
    act(meeting, "gather", as_=district.assigning, on=clock.today(), place="区政府三楼会议室", cases=[planned[0].pk])
    handed(client, meeting)
    assert [row.state for row in Proposal.objects.order_by("number")] == ["assigned", "planned"]
    assert meeting.place == "区政府三楼会议室"


def test_units_see_the_meeting_once_they_have_a_part_and_others_never(district, meeting, client):
    url = f"/case/{meeting.uid}/"
    assert as_post(client, district.unit).get(url).status_code == 404
    handed(as_post(client, district.assigning), meeting)
    assert as_post(client, district.unit).get(url).status_code == 200
    assert as_post(client, district.third_unit).get(url).status_code == 404
    assert as_post(client, district.other_assigning).get(url).status_code == 404


def test_the_papers_have_a_list_a_unit_and_columns_to_sign_in(district, meeting, client):
    before = Document(io.BytesIO(client.get(f"/case/{meeting.uid}/hand-over.docx").content))
    assert "拟交办2件。" in "\n".join(paragraph.text for paragraph in before.paragraphs)
    handed(client, meeting)
    act(meeting, "receive", as_=district.unit, name="秦联络")
    book = Document(io.BytesIO(client.get(f"/case/{meeting.uid}/hand-over.docx").content))
    said = "\n".join(paragraph.text for paragraph in book.paragraphs)
    assert "交办2件，承办单位2个，已签收1个。" in said
    assert "一、住房城乡建设局（主办2件，会办0件）" in said
    assert [cell.text for cell in book.tables[0].rows[0].cells][-2:] == ["签收人", "签收时间"]
    assert book.tables[0].rows[1].cells[4].text == "秦联络"
    sheet = openpyxl.load_workbook(io.BytesIO(client.get(f"/case/{meeting.uid}/hand-over.xlsx").content)).active
    assert sheet.max_row == 1 + 3
    assert client.get(f"/case/{meeting.uid}/hand-over.pdf").content.startswith(b"%PDF-")


def test_without_anything_planned_no_meeting_is_opened(district, client):
    as_post(client, district.assigning).post("/meetings/new/", {"office": district.government.pk})
    assert Meeting.objects.count() == 0


def test_a_double_press_opens_one_meeting_with_its_list(district, client):
    district.proposal("planned")
    client.force_login(district.assigning.person, backend="django.contrib.auth.backends.ModelBackend")
    for _twice in range(2):
        answer = client.post("/meetings/new/", {"office": district.government.pk, "token": "one-press"})
    case = Meeting.objects.get()
    assert answer["Location"].startswith(f"/case/{case.uid}/")
    assert MeetingItem.objects.filter(case=case).count() == 1
