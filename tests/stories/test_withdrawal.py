"""Withdrawal (R-026): free before filing; after it the proposer asks, the director agrees, and the clocks stop."""

import pytest

from huiyin.handling.models import Assignment
from huiyin.kernel import figures
from huiyin.kernel.act import act
from huiyin.kernel.models import Notice, Number, Todo
from huiyin.kernel.refusal import Missing, NotAllowed, Stale


def test_a_case_in_hand_is_withdrawn_only_when_asked_for_and_agreed(district):
    case = district.proposal("handling")
    with pytest.raises(Missing):
        act(case, "allow_withdraw", as_=district.director, words="同意。")
    act(case, "ask_withdraw", as_=district.member, why="问题已经解决。")
    with pytest.raises(NotAllowed):
        act(case, "allow_withdraw", as_=district.office, words="同意。")
    act(case, "allow_withdraw", as_=district.director, words="主任会议同意。")
    case.refresh_from_db()
    assert case.state == "withdrawn"


def test_a_withdrawn_case_leaves_no_clock_running_and_keeps_its_number(district):
    case = district.proposal("handling")
    number = case.number
    act(case, "ask_withdraw", as_=district.member, why="问题已经解决。")
    act(case, "allow_withdraw", as_=district.director, words="主任会议同意。")
    assert set(Assignment.objects.filter(parent=case).values_list("state", flat=True)) == {"ended"}
    assert not Todo.objects.filter(case__root_id=case.pk, closed_at=None).exists()
    assert Number.objects.filter(case=case, text=number).exists()
    assert district.proposal("filed", title="关于校门口停车的提案").number != number


def test_a_draft_is_thrown_away_by_its_author_and_nobody_is_told(district):
    draft = district.draft()
    with pytest.raises(NotAllowed):
        act(draft, "discard", as_=district.other_member)
    with pytest.raises(NotAllowed):
        act(draft, "discard", as_=district.office)
    act(draft, "discard", as_=district.member)
    assert draft.state == "discarded"
    assert not Notice.objects.filter(case=draft).exists()
    assert not Todo.objects.filter(case=draft, closed_at=None).exists()


def test_what_was_handed_in_is_withdrawn_and_not_thrown_away(district):
    with pytest.raises(Stale):
        act(district.proposal("submitted"), "discard", as_=district.member)
    with pytest.raises(Stale):
        act(district.draft(), "withdraw", as_=district.member, why="不提了。")


def test_what_was_thrown_away_is_in_no_list_and_no_figure(district, client):
    draft = district.draft(title="关于一件没有写完的事")
    act(draft, "discard", as_=district.member)
    scope = figures.Scope(district.committee, figures.period(district.committee, "9-5"))
    counted = [f.value(scope) for name, f in figures.REGISTRY.items() if name.startswith("proposals.")]
    assert not any(counted)
    for post, page in (
        (district.office, "/proposals/"),
        (district.office, "/find/?q=没有写完"),
        (district.member, "/work/"),
    ):
        client.force_login(post.person)
        shown = client.get(page)
        assert shown.status_code == 200
        assert draft.title not in shown.content.decode()


def test_a_committee_may_forbid_it(district):
    district.set("P-06", False)
    with pytest.raises(Missing):
        act(district.proposal("filed"), "ask_withdraw", as_=district.member, why="想撤。")


def test_a_key_proposal_is_marked_once_and_needs_a_talk_face_to_face(district):
    case = district.proposal("handling", co=[])
    act(case, "mark_key", as_=district.director, decision="第 12 次主席会议", supervisor=district.leader.person_id)
    case.refresh_from_db()
    assert (case.key, case.supervised_by_id) == (True, district.leader.person_id)
    with pytest.raises(Missing):
        act(case, "mark_key", as_=district.director, decision="再来一次", supervisor=district.leader.person_id)
    part = district.lead(case)
    act(part, "contact", as_=district.unit, **district.talk(way="phone"))
    with pytest.raises(Missing) as refusal:
        act(part, "reply", as_=district.unit, **district.answer(part))
    assert "当面" in str(refusal.value)
