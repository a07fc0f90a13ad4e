"""重点督办 (R-070 to R-072): from candidate to report, with a leader who writes and units that must answer."""

from datetime import timedelta

import pytest

from huiyin.kernel import clock, figures
from huiyin.kernel.act import act, may
from huiyin.kernel.flow import FLOWS
from huiyin.kernel.models import Case, Notice, Todo
from huiyin.kernel.refusal import BadDate, Missing
from huiyin.papers.models import Instruction
from huiyin.proposals.models import KeySupervision


def nominated(district, state="handling"):
    case = district.proposal(state)
    act(case, "nominate_key", as_=district.office, recommended_by="城建委", why="群众反映集中。")
    return case, KeySupervision.objects.get(parent=case)


def chosen(district):
    case, supervision = nominated(district)
    act(
        supervision,
        "choose",
        as_=district.director,
        decision="第 12 次主席会议",
        supervisor=district.leader.person_id,
        led_by="区长",
    )
    case.refresh_from_db()
    return case, supervision


def active(district):
    case, supervision = chosen(district)
    act(supervision, "plan", as_=district.office, words="三月视察，五月座谈，六月督办。")
    act(supervision, "approve_plan", as_=district.leader)
    return case, supervision


def visit(district, supervision, **facts):
    said = {"on": clock.today(), "way": "site", "led": True, "words": "看了三个小区，要求六月底前开工。"} | facts
    return act(supervision, "activity", as_=district.office, **said)


def value(district, name):
    scope = figures.Scope(district.committee, figures.period(district.committee, "9-5"))
    return figures.REGISTRY[name].value(scope)


def test_a_candidate_waits_for_the_meeting_and_is_nobody_elses_to_see(district):
    case, supervision = nominated(district)
    todo = Todo.objects.get(case=supervision, closed_at=None)
    assert (todo.role, todo.step, todo.rule) == ("proposal_director", "choose", "P-KEY")
    sees = FLOWS["key_supervision"].sees
    assert [name for name in ("member", "unit", "leader", "assigning") if sees(district.posts[name], supervision)] == [
        "leader",
        "assigning",
    ]
    with pytest.raises(Missing):
        act(case, "nominate_key", as_=district.office, recommended_by="经济委", why="再推荐一次。")


def test_chosen_it_is_a_key_proposal_with_its_leader_and_all_are_told(district):
    case, supervision = chosen(district)
    assert (case.key, case.supervised_by_id, case.led_by) == (True, district.leader.person_id, "区长")
    assert (supervision.state, supervision.leader_id) == ("chosen", district.leader.person_id)
    assert Notice.objects.filter(organisation=district.units[0], text__contains="定为重点提案").exists()
    assert (value(district, "proposals.key"), value(district, "proposals.key_supervised")) == (1, 1)


def test_a_candidate_that_is_not_chosen_stays_an_ordinary_proposal(district):
    case, supervision = nominated(district)
    act(supervision, "pass_over", as_=district.director, why="已有同类的。")
    case.refresh_from_db()
    assert (supervision.state, supervision.finished, case.key) == ("not_chosen", True, False)
    act(case, "nominate_key", as_=district.office, recommended_by="经济委", why="情况变了。")


def test_marked_straight_away_it_is_supervised_all_the_same(district):
    case = district.proposal("handling")
    act(case, "mark_key", as_=district.director, decision="第 12 次主席会议", supervisor=district.leader.person_id)
    assert KeySupervision.objects.get(parent=case).state == "chosen"
    act(case, "unmark_key", as_=district.director, why="并入另一件督办。")
    assert KeySupervision.objects.get(parent=case).state == "dropped"
    assert not Todo.objects.filter(case__kind="key_supervision", closed_at=None).exists()


def test_the_plan_is_the_leaders_to_approve_or_to_send_back(district):
    _case, supervision = chosen(district)
    act(supervision, "plan", as_=district.office, words="开一次会。")
    todo = Todo.objects.get(case=supervision, closed_at=None)
    assert (todo.role, todo.person_id) == ("leader", district.leader.person_id)
    act(supervision, "return_plan", as_=district.leader, why="要到现场去。")
    assert supervision.state == "chosen"


def test_another_leader_does_not_act_for_the_one_who_supervises(district):
    _case, supervision = active(district)
    other = district.post("leader")
    mine = {line.name for line in FLOWS["key_supervision"].steps if may(line, other, supervision)}
    assert mine == set()


def test_a_leaders_opinion_must_be_answered_by_every_unit_named_before_the_report(district):
    case, supervision = active(district)
    visit(district, supervision)
    act(
        supervision, "opine", as_=district.leader, to=[unit.pk for unit in district.units[:2]], words="六月底前要开工。"
    )
    found = list(Instruction.objects.filter(parent=case).order_by("pk"))
    assert [row.addressee_id for row in found] == [district.units[0].pk, district.units[1].pk]
    todo = Todo.objects.get(case=found[0], closed_at=None)
    assert todo.due == clock.today() + timedelta(days=7)
    with pytest.raises(Missing) as refusal:
        act(supervision, "report", as_=district.office, words="都好。")
    assert "住房城乡建设局、财政局还没有回应督办意见" in str(refusal.value)
    act(found[0], "answer", as_=district.unit, words="六月二十日开工。")
    act(found[1], "answer", as_=district.co_unit, words="资金已下达。")
    act(supervision, "report", as_=district.office, words="三个小区已开工。", effect="开工 3 处")
    act(supervision, "close", as_=district.leader)
    assert (supervision.state, supervision.effect) == ("closed", "开工 3 处")
    assert (value(district, "proposals.key_opinions"), value(district, "proposals.key_opinions_answered")) == (2, 2)


def test_a_report_needs_an_activity_at_which_the_leader_was(district):
    _case, supervision = active(district)
    with pytest.raises(Missing, match="还没有督办活动"):
        act(supervision, "report", as_=district.office, words="都好。")
    visit(district, supervision, led=False)
    with pytest.raises(Missing, match="领导到场"):
        act(supervision, "report", as_=district.office, words="都好。")
    visit(district, supervision)
    act(supervision, "report", as_=district.office, words="都好。")
    assert (value(district, "proposals.key_activities"), value(district, "proposals.key_activities_led")) == (2, 1)


def test_an_activity_is_not_noted_ahead(district):
    _case, supervision = active(district)
    with pytest.raises(BadDate, match="还没到"):
        visit(district, supervision, on=clock.today() + timedelta(days=1))


def test_what_is_not_finished_is_carried_over_and_taken_up_again(district):
    _case, supervision = active(district)
    act(supervision, "carry", as_=district.director, why="工程要到明年。")
    assert not Todo.objects.filter(case=supervision, closed_at=None).exists()
    assert value(district, "proposals.key_carried") == 1
    act(supervision, "resume", as_=district.director)
    assert supervision.state == "active"


def test_a_proposal_that_is_withdrawn_is_supervised_no_more(district):
    case, supervision = active(district)
    act(case, "ask_withdraw", as_=district.member, why="已经解决。")
    act(case, "allow_withdraw", as_=district.director, words="同意。")
    assert Case.objects.get(pk=supervision.pk).state == "dropped"
