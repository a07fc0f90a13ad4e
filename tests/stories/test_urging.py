"""督办通知书: what a unit has overdue, in one numbered notice that it must answer (R-073)."""

import io
from datetime import timedelta

import pytest
from docx import Document

from huiyin.desk.lists import clockboard
from huiyin.desk.lists.clocks import Clocks
from huiyin.handling.models import Urging
from huiyin.handling.succession import succeed
from huiyin.handling.urging import overdue
from huiyin.kernel import clock, ledger
from huiyin.kernel.act import act, open_case
from huiyin.kernel.models import Event, Notice, Todo
from huiyin.kernel.refusal import BadDate, Missing, NotAllowed
from huiyin.papers.models import Instruction

LATER = timedelta(days=120)


@pytest.fixture
def late(district):
    """Two proposals of one unit, four months after they were handed over and not answered."""
    proposals = [district.proposal("handling"), district.proposal("handling", title="关于补助的提案")]
    with clock.frozen(clock.now() + LATER):
        yield proposals


def notice(district, unit=0):
    return open_case(
        "urging", as_=district.assigning, title="督办通知书", unit=district.units[unit], assigned_by=district.government
    )


def issued(district):
    case = notice(district)
    act(case, "issue", as_=district.assigning, reply_by=clock.today() + timedelta(days=5), words="本周办结。")
    return case


def test_it_is_numbered_and_lists_what_is_late_with_the_days(district, late):
    case = issued(district)
    assert case.number == f"督〔{clock.today().year}〕1号"
    assert [one["number"] for one in case.parts] == ["001", "002"]
    part = district.lead(late[0])
    talk = Todo.objects.get(case=part, step="contact", closed_at=None)  # the soonest of its clocks
    assert (case.parts[0]["step"], case.parts[0]["days"]) == ("contact", (clock.today() - talk.due).days)
    assert (case.state, case.title) == ("issued", "督办通知书：住房城乡建设局逾期 2 件")


def test_every_case_says_so_and_it_counts_as_urging(district, late):
    case = issued(district)
    part = district.lead(late[0])
    event = Event.objects.get(case=part.pk, step="warn")
    assert case.number in event.facts
    assert clockboard.urged_today(clockboard.in_hand(district.assigning)).filter(pk=part.pk).exists()
    rows = clockboard.shown(
        clockboard.in_hand(district.assigning).values(*clockboard.FIELDS), Clocks(district.committee)
    )
    assert {row["number"]: row["urged"] for row in rows if row["unit"] == "住房城乡建设局"} == {"001": 1, "002": 1}
    assert ledger.verify(district.committee).faults == []


def test_the_unit_is_told_once_and_owes_an_answer_by_the_day(district, late):
    before = Notice.objects.filter(organisation=district.units[0].pk).count()
    case = issued(district)
    assert Notice.objects.filter(organisation=district.units[0].pk).count() == before + 1
    todo = Todo.objects.get(case=case.pk, closed_at=None)
    assert (todo.step, todo.organisation_id, todo.due) == (
        "answer",
        district.units[0].pk,
        clock.today() + timedelta(days=5),
    )
    act(case, "answer", as_=district.unit, words="材料正在会签，周五送出。")
    assert (case.state, case.answer) == ("answered", "材料正在会签，周五送出。")


def test_only_the_office_that_handed_over_may_issue_it_and_only_when_something_is_late(district, late):
    case = notice(district)
    with pytest.raises(NotAllowed):
        act(case, "issue", as_=district.other_assigning, reply_by=clock.today())
    with pytest.raises(BadDate, match="已经过了"):
        act(case, "issue", as_=district.assigning, reply_by=clock.today() - timedelta(days=1))
    nothing = notice(district, unit=2)
    with pytest.raises(Missing, match="没有逾期的"):
        act(nothing, "issue", as_=district.assigning, reply_by=clock.today())
    assert nothing.number == ""


def test_a_revoked_number_is_not_given_again(district, late):
    act(issued(district), "revoke", as_=district.assigning, why="发错单位")
    assert issued(district).number == f"督〔{clock.today().year}〕2号"


def test_from_the_board_it_is_begun_once_and_taken_away_as_a_letter(district, late, client):
    client.force_login(district.assigning.person, backend="django.contrib.auth.backends.ModelBackend")
    unit = district.units[0].pk
    assert "发督办通知书" in client.get(f"/board/?unit={unit}").content.decode()
    for _twice in range(2):
        answer = client.post("/board/notice/", {"unit": unit})
    case = Urging.objects.get()
    assert answer["Location"] == f"/case/{case.uid}/?step=issue#step"
    page = client.get(answer["Location"]).content.decode()
    assert "编号发出" in page
    assert "关于补助的提案" in page
    done = client.post(
        f"/case/{case.uid}/do/issue/", {"reply_by": (clock.today() + timedelta(days=3)).isoformat(), "words": ""}
    )
    assert done.status_code == 302
    word = Document(io.BytesIO(client.get(f"/case/{case.uid}/notice.docx").content))
    said = "\n".join(paragraph.text for paragraph in word.paragraphs)
    assert [
        one
        for one in ("督办通知书", "督〔", "住房城乡建设局：", "第001号《", "已逾期", "区政府督查室")
        if one not in said
    ] == []
    assert "草稿" not in said
    assert client.get(f"/case/{case.uid}/notice.pdf").content.startswith(b"%PDF-")
    assert client.get(f"/case/{case.uid}/notice.exe").status_code == 404


def test_where_nothing_is_late_the_board_says_so_and_opens_nothing(district, client):
    district.proposal("handling")
    client.force_login(district.assigning.person, backend="django.contrib.auth.backends.ModelBackend")
    client.post("/board/notice/", {"unit": district.units[0].pk})
    client.post("/board/notice/", {"unit": "x"})
    assert Urging.objects.count() == 0


def test_late_is_what_the_unit_itself_owes_and_only_that(district):
    """As on the board: a first talk not held is late, though the reply is not; what the office has to decide is not the unit's."""
    part = district.lead(district.proposal("handling"))
    with clock.frozen(clock.now() + timedelta(days=45)):
        [row] = overdue(district.government.pk, district.units[0].pk)
        assert (row.pk, row.late_step) == (part.pk, "contact")
        act(part, "contact", as_=district.unit, **district.talk())
        assert not overdue(district.government.pk, district.units[0].pk)


def test_a_notice_of_a_unit_that_is_no_more_is_answered_by_its_successor(district, late):
    case = issued(district)
    act(late[0], "instruct", as_=district.leader, to=district.units[0].pk, words="请抓紧。")
    old, new = district.units[0], district.units[2]
    outcomes = succeed(district.committee, old, new, as_=district.assigning, why="机构改革方案第三条。")
    assert [one.refusal for one in outcomes] == [None, None, None]
    assert not Todo.objects.filter(organisation=old, closed_at=None).exists()
    act(case, "answer", as_=district.third_unit, words="接办以后办。")
    word = Instruction.objects.get(parent=late[0])
    assert (word.addressee_id, word.owner_organisation_id) == (new.pk, new.pk)
