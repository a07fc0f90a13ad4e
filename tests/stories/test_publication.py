"""公开 (R-083, R-084, P-29): two decisions, contacts removed, a version with its digest, a way to withdraw."""

import time
from hashlib import sha256

import pytest

from huiyin.handling.models import Publication, PublicVersion
from huiyin.handling.publishing import REMOVED, without_contacts
from huiyin.kernel import clock, parameters
from huiyin.kernel.act import act
from huiyin.kernel.models import Attachment, Todo
from huiyin.kernel.refusal import Missing, NotAllowed


@pytest.fixture
def replied(district):
    case = district.proposal("replied", co=[])
    return case, *Publication.objects.filter(parent=case).order_by("what")


def walk(district, pub, who, reviewer, **facts):
    act(pub, "propose", as_=who, **({"extent": "full"} | facts))
    act(pub, "approve", as_=reviewer, no_secret=True)


def test_a_delivered_reply_opens_two_decisions_with_their_own_owners_and_twenty_working_days(district, replied):
    _case, text, reply = replied
    todos = {todo.case_id: todo for todo in Todo.objects.filter(kind="publication", closed_at=None)}
    assert (todos[text.pk].role, todos[reply.pk].role) == ("proposal_office", "unit")
    due = clock.due(clock.Span.parse("20wd"), clock.today(), parameters.calendar(district.committee))
    assert {todo.due for todo in todos.values()} == {due}


def test_the_units_reply_is_published_without_its_contacts(district, replied):
    case, _text, pub = replied
    Attachment.objects.create(
        committee=district.committee, case=case, label="attachment", name="张三低保证.pdf", sha256="0" * 64, size=1, path="x", added_at=clock.now()
    )  # fmt: skip
    text = "请联系秦联络，电话0000-1234567，手机 13800001111，邮箱 qin@example.org。已办成（见张三低保证.pdf）。"
    walk(district, pub, district.unit, district.assigning, text=text)
    act(pub, "publish", as_=district.unit, channel="政府网站")
    version = PublicVersion.objects.get(case=pub)
    assert version.text == f"请联系{REMOVED}，电话{REMOVED}，手机 {REMOVED}，邮箱 {REMOVED}。已办成（见{REMOVED}）。"
    assert version.sha256 == sha256(version.text.encode()).hexdigest()
    assert version.heading == f"关于《{case.title}》的答复"


def test_the_clock_does_not_start_again_at_each_station(district, replied):
    _case, _text, pub = replied
    due = Todo.objects.get(case=pub, closed_at=None).due
    walk(district, pub, district.unit, district.assigning)
    assert Todo.objects.get(case=pub, step="publish", closed_at=None).due == due


def test_the_proposals_text_is_the_offices_to_publish_and_the_directors_to_review(district, replied):
    _case, pub, _reply = replied
    with pytest.raises(NotAllowed):
        act(pub, "propose", as_=district.unit, extent="full")
    walk(district, pub, district.office, district.director)
    act(pub, "publish", as_=district.office)
    assert "812 栋" in PublicVersion.objects.get(case=pub).text


def test_not_publishing_needs_a_reason_and_stays_so(district, replied):
    _case, _text, pub = replied
    with pytest.raises(Missing) as refused:
        act(pub, "propose", as_=district.unit, extent="no")
    assert "reason" in refused.value.fields
    walk(district, pub, district.unit, district.assigning, extent="no", reason="涉及企业商业秘密")
    pub.refresh_from_db()
    assert (pub.state, pub.text) == ("kept", "")


def test_a_proposer_who_did_not_agree_is_asked_first(district):
    from huiyin.proposals.models import Proposal

    case = district.proposal("replied", co=[])
    Proposal.objects.filter(pk=case.pk).update(publish_wish=False)
    pub = Publication.objects.get(parent=case, what="proposal")
    with pytest.raises(Missing, match="不同意公开"):
        act(pub, "propose", as_=district.office, extent="full")
    act(pub, "propose", as_=district.office, extent="full", agreed=True)


def test_what_is_withdrawn_is_public_no_more_and_the_record_stays(district, replied):
    _case, _text, pub = replied
    walk(district, pub, district.unit, district.assigning)
    act(pub, "publish", as_=district.unit)
    act(pub, "withdraw", as_=district.assigning, why="有误写的数字。")
    assert PublicVersion.objects.filter(case=pub, until=None).count() == 0
    assert PublicVersion.objects.filter(case=pub).count() == 1
    act(pub, "propose", as_=district.unit, extent="full")


def test_whoever_proposes_does_not_review(district, replied):
    _case, text, _reply = replied
    act(text, "propose", as_=district.director, extent="full")
    with pytest.raises(NotAllowed):
        act(text, "approve", as_=district.director, no_secret=True)


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("电话 0571-87654321", f"电话 {REMOVED}"),
        ("138 0000 1111、13900002222", f"{REMOVED}、{REMOVED}"),
        ("证件 110101199003071234", f"证件 {REMOVED}"),
        ("区号连着写057187654321，括号（0571）87654321", f"区号连着写{REMOVED}，括号{REMOVED}"),
        ("写信到zhang.san@mail.example.cn即可", f"写信到{REMOVED}即可"),
        ("投资 13800 万元，2026 年建成，案号 20260112。", "投资 13800 万元，2026 年建成，案号 20260112。"),
    ],
)
def test_numbers_of_people_go_and_numbers_of_things_stay(text, clean):
    assert without_contacts(text) == clean


@pytest.mark.parametrize("letter", ["长", "a", "a.", "a@", "0", "1"])
def test_a_long_text_is_looked_through_once(letter):
    """A word tried from each of its letters takes the square of its length: minutes for a text that a form may hold."""
    text = letter * (200_000 // len(letter))
    before = time.process_time()
    without_contacts(text)
    assert time.process_time() - before < 2
