"""The overview: the title is the news; what is late has a holder; four numbers, each a door."""

from datetime import timedelta

import pytest

from huiyin.handling.models import Assignment
from huiyin.kernel import clock
from huiyin.kernel.act import act
from huiyin.kernel.models import Todo
from huiyin.proposals.models import KeySupervision, Proposal
from tests.desk.reading import queries_of, text_of


def late(district, **more):
    with clock.frozen(clock.today() - timedelta(days=120)):
        return district.proposal("handling", co=[], **more)


def test_the_title_is_the_news(district, sign_in):
    client = sign_in(district.leader)
    assert "没有逾期的" in text_of(client, "/leader/")
    proposal = late(district, title="晚了的")
    page = text_of(client, "/leader/")
    assert "<h1>1 件次逾期</h1>" in page
    assert "住房城乡建设局" in page
    assert "还没有答复" in page
    Proposal.objects.filter(pk=proposal.pk).update(key=True)
    assert "1 件次逾期，涉及 1 件重点提案" in text_of(client, "/leader/")


def test_urging_is_told(district, sign_in):
    proposal = late(district)
    act(district.lead(proposal), "urge", as_=district.assigning)
    assert "今天已催。" in text_of(sign_in(district.leader), "/leader/")
    with clock.frozen(clock.now() + timedelta(days=1)):
        assert "已催 1 次。" in text_of(sign_in(district.leader), "/leader/")


def test_the_numbers_are_doors_and_a_rate_without_a_denominator_is_a_dash(district, sign_in):
    page = text_of(sign_in(district.leader), "/leader/")
    assert "/figures/proposals.reply_rate/?period=9-5" in page
    assert "<b>—<small>" in page
    assert "100%" not in page


@pytest.mark.parametrize("name", ["member", "unit", "assigning", "audit_admin"])
def test_others_have_no_overview(district, sign_in, name):
    assert sign_in(district.posts[name]).get("/leader/").status_code == 403


def test_another_committee_is_not_told(district, sign_in):
    late(district, title="这里的")
    other = type(district).build()
    assert "这里的" not in text_of(sign_in(other.leader), "/leader/")


def test_one_row_and_three_cost_the_same_queries(district, sign_in):
    client = sign_in(district.leader)
    late(district)
    client.get("/leader/")
    one = queries_of(client, "/leader/")
    late(district)
    late(district)
    assert queries_of(client, "/leader/") == one


def test_replies_stand_before_co_opinions_however_long_these_are_late(district, sign_in):
    with clock.frozen(clock.today() - timedelta(days=130)):
        old = district.proposal("handling", title="会办晚的")
    act(district.lead(old), "contact", as_=district.unit, **district.talk())
    Todo.objects.filter(case=district.lead(old).pk, step="reply").update(due=clock.today())
    Proposal.objects.filter(pk=old.pk).update(due=clock.today())
    Assignment.objects.filter(pk=district.lead(old).pk).update(due=clock.today(), soonest=clock.today())
    late(district, title="答复晚的", lead=district.units[2])
    page = text_of(sign_in(district.leader), "/leader/")
    assert page.index("答复晚的") < page.index("会办晚的")
    assert "<h1>2 件次逾期</h1>" in page


def test_a_rating_not_given_is_nobodys_delay(district, sign_in):
    with clock.frozen(clock.today() - timedelta(days=120)):
        proposal = district.proposal("replied", co=[])
    Proposal.objects.filter(pk=proposal.pk).update(key=True)
    page = text_of(sign_in(district.leader), "/leader/")
    assert "等提案者，不算逾期" in page
    assert "is-late" not in page
    assert "<h1>没有逾期的" in page


def test_what_is_late_before_the_hand_over_is_told_apart(district, sign_in):
    with clock.frozen(clock.today() - timedelta(days=120)):
        district.proposal("filed")
    page = text_of(sign_in(district.leader), "/leader/")
    assert "<h1>没有逾期的" in page
    assert "另外逾期的：提案 1 件，最久" in page


def test_a_key_proposal_says_who_supervises_it_and_how_far_that_is(district, sign_in):
    case = district.proposal("handling")
    act(case, "mark_key", as_=district.director, decision="第 12 次主席会议", supervisor=district.leader.person_id)
    supervision = KeySupervision.objects.get(parent=case)
    assert "督办：高副主席 · 待定督办方案" in text_of(sign_in(district.leader), "/leader/")
    act(supervision, "plan", as_=district.office, words="三月视察。")
    page = text_of(sign_in(district.leader), f"/case/{case.uid}/")
    assert "审定方案" in page
    assert "三月视察。" in page
    assert "定为重点提案，高副主席 leader督办。" in page
