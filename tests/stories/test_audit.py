"""审核 (P-18, R-050, R-054): sent back with reasons that are counted; a class changed with both kept; the head signs key replies."""

import pytest

from huiyin.handling.models import ReplyReturn, ResultClass
from huiyin.kernel.act import act
from huiyin.kernel.models import Todo
from huiyin.kernel.refusal import Missing, NotAllowed
from huiyin.proposals.models import Proposal


@pytest.fixture
def lead(district):
    part = district.lead(district.proposal("handling", co=[]))
    act(part, "contact", as_=district.unit, **district.talk())
    return part


def test_what_is_sent_back_is_counted_with_its_reasons(district, lead):
    for _ in range(2):
        act(lead, "reply", as_=district.unit, **district.answer(lead))
        act(lead, "fail_reply", as_=district.assigning, reasons=["empty", "off_point"], why="请写明补助标准。")
    assert [row.reasons for row in ReplyReturn.objects.filter(case=lead)] == [["empty", "off_point"]] * 2
    owed = set(Todo.objects.filter(case=lead, closed_at=None).values_list("step", flat=True))
    assert owed == {"reply"}, "the talk that was had is not asked for again"


def test_a_class_changed_in_audit_keeps_both(district, lead):
    act(lead, "reply", as_=district.unit, **district.answer(lead))
    act(lead, "pass_reply", as_=district.assigning, audited_result="C")
    rows = ResultClass.objects.filter(case=lead).order_by("until")
    assert {(row.letter, row.given, row.until is None) for row in rows} == {
        ("A", "first", False),
        ("C", "audited", True),
    }


def test_the_reply_to_a_key_proposal_is_signed_by_the_head_where_the_committee_wants_it(district, lead):
    district.set("P-HEAD", True)
    Proposal.objects.filter(pk=lead.parent_id).update(key=True)
    with pytest.raises(Missing, match="主要负责人"):
        act(lead, "reply", as_=district.unit, **district.answer(lead))
    act(lead, "reply", as_=district.unit, **district.answer(lead, head_signed=True))


def test_where_units_sign_here_the_head_is_asked_for_at_the_signing(district, lead):
    district.set("P-HEAD", True)
    district.set("P-CHAIN", True)
    Proposal.objects.filter(pk=lead.parent_id).update(key=True)
    act(lead, "reply", as_=district.unit, **district.answer(lead))
    with pytest.raises(Missing, match="主要负责人"):
        act(lead, "sign", as_=district.unit_head, doc_number="函1")
    act(lead, "sign", as_=district.unit_head, doc_number="函1", head_signed=True)
    assert lead.state == "audit"


def test_one_of_several_separate_replies_missing_keeps_the_case_open(district):
    case = district.proposal("handling", separate=district.units[:2])
    one, two = district.parts(case)
    for part, state in ((one, "handling"), (two, "replied")):
        post = district.unit_post(part)
        act(part, "contact", as_=post, **district.talk())
        act(part, "reply", as_=post, **district.answer(part))
        act(part, "pass_reply", as_=district.assigning)
        case.refresh_from_db()
        assert case.state == state


def test_the_unit_rates_nothing(district):
    case = district.proposal("replied")
    with pytest.raises(NotAllowed, match="第一提案人"):
        act(case, "rate", as_=district.unit, rating="satisfied")
