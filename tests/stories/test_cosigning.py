"""Co-signing (R-005): the invited answer themselves, the unsigned drop off, the joint proposal keeps its order."""

import pytest

from huiyin.handling.models import Rating
from huiyin.kernel.act import act
from huiyin.kernel.models import Notice, Todo
from huiyin.kernel.refusal import NotAllowed, Refused
from huiyin.people.models import Member
from huiyin.proposals import drafts
from huiyin.proposals.models import Sponsor
from tests.district import Walk


@pytest.fixture
def third(district):
    post = district.post("member", name="江未晚")
    Member.objects.create(committee=district.committee, person=post.person)
    return post


def invite(district, case, *posts):
    act(case, "invite", as_=district.member, people=[post.person_id for post in posts])
    return case


def test_an_invited_member_accepts_himself_and_becomes_the_second_proposer(district, third):
    case = invite(district, district.draft(), district.other_member, third)
    act(case, "sign", as_=district.other_member, answer="accepted")
    act(case, "submit", as_=district.member, publish_wish="yes", no_secret=True)
    case.refresh_from_db()
    names = list(Sponsor.objects.filter(case=case).order_by("position").values_list("name", "person_id"))
    assert names == [
        (district.member.person.name, district.member.person_id),
        (district.other_member.person.name, district.other_member.person_id),
    ]
    assert case.proposal_kind == "joint"


def test_one_who_signs_closes_his_own_todo_and_nobody_elses(district, third):
    case = invite(district, district.draft(), district.other_member, third)
    act(case, "sign", as_=third, answer="declined")
    open_now = Todo.objects.filter(case=case, step="sign", closed_at=None)
    assert list(open_now.values_list("person_id", flat=True)) == [district.other_member.person_id]


def test_nobody_signs_for_another_and_nobody_twice(district, third):
    case = invite(district, district.draft(), district.other_member)
    with pytest.raises(NotAllowed):
        act(case, "sign", as_=third, answer="accepted")
    act(case, "sign", as_=district.other_member, answer="accepted")
    with pytest.raises(NotAllowed):
        act(case, "sign", as_=district.other_member, answer="declined")


def test_an_invitation_taken_back_leaves_nothing_to_sign(district, third):
    case = invite(district, district.draft(), district.other_member, third)
    act(case, "uninvite", as_=district.member, people=[third.person_id])
    with pytest.raises(NotAllowed):
        act(case, "sign", as_=third, answer="accepted")
    assert not Todo.objects.filter(case=case, person=third.person_id, closed_at=None).exists()


def test_whoever_is_invited_later_is_asked_and_told_too(district, third):
    case = invite(district, district.draft(), district.other_member)
    invite(district, case, district.other_member, third)
    asked = Todo.objects.filter(case=case, step="sign", closed_at=None)
    assert asked.count() == 2
    assert Notice.objects.filter(case=case, person=third.person_id).count() == 1


def joint_and_answered(district, third):
    case = invite(district, district.draft(), third)
    act(case, "sign", as_=third, answer="accepted")
    walk = Walk(district, {})
    walk.proposal = case
    for step in (walk.submit, walk.accept, walk.file, walk.propose, walk.assign, walk.sign_in, walk.reply):
        step()
        case.refresh_from_db()
    return case


def test_a_co_proposers_word_is_kept_beside_the_first_proposers(district, third):
    case = joint_and_answered(district, third)
    act(case, "co_rate", as_=third, rating="dissatisfied", faults=["vague"])
    act(case, "rate", as_=district.member, rating="satisfied")
    assert case.state == "closed"
    assert sorted(Rating.objects.filter(case=case).values_list("value", "co")) == [
        ("dissatisfied", True),
        ("satisfied", False),
    ]


def test_where_the_worst_word_counts_one_dissatisfied_proposer_sends_it_back(district, third):
    district.set("P-17", "worst")
    case = joint_and_answered(district, third)
    act(case, "co_rate", as_=third, rating="dissatisfied", faults=["vague"])
    act(case, "rate", as_=district.member, rating="satisfied")
    assert case.state == "rehandle"


def test_the_words_stay_as_they_were_from_the_invitation_until_it_is_taken_back(district, third):
    case = invite(district, district.draft(), third)
    drafts.save(case, {"title": "换了题目", "contact_phone": "13900000000"})
    case.refresh_from_db()
    assert case.title != "换了题目"
    assert case.contact_phone == "13900000000"
    act(case, "uninvite", as_=district.member, people=[third.person_id])
    drafts.save(case, {"title": "换了题目"})
    case.refresh_from_db()
    assert case.title == "换了题目"


def test_a_proposal_without_suggestions_is_not_sent_round_for_signing(district, third):
    case = district.draft()
    drafts.save(case, {"items": []})
    with pytest.raises(Refused):
        invite(district, case, third)
