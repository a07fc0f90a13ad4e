"""承办单位考评 (R-082): shown to each unit, objected to, settled with a digest, and the best named by decision with reasons."""

from datetime import timedelta

import pytest

from huiyin.awards.models import Honour, UnitMark
from huiyin.awards.rounds import digest_of
from huiyin.awards.scoring import unit_scores
from huiyin.kernel import clock, figures, ledger
from huiyin.kernel.act import act, may, open_case
from huiyin.kernel.flow import FLOWS
from huiyin.kernel.models import Event, Notice, Todo
from huiyin.kernel.refusal import Missing, NotAllowed


@pytest.fixture
def scope(district):
    return figures.Scope(district.committee, figures.period(district.committee, "9-5"))


@pytest.fixture
def shown(district):
    """An evaluation whose marks are shown: (evaluation, the mark of the first unit)."""
    district.proposal("closed")
    district.proposal("closed", lead=district.units[1], co=[])
    case = open_case("evaluation", as_=district.office, title="九届五次会议考评", session=district.session)
    act(case, "show", as_=district.office)
    return case, mark_of(district.units[0])


def mark_of(unit):
    return UnitMark.objects.get(unit=unit)


def settled(district, case):
    with clock.frozen(clock.today() + timedelta(days=20)):
        act(case, "settle", as_=district.director)


def test_nothing_is_shown_before_there_is_something_to_mark(district):
    case = open_case("evaluation", as_=district.office, title="考评", session=district.session)
    with pytest.raises(Missing, match="还没有可以考评的"):
        act(case, "show", as_=district.office)


def test_every_unit_is_told_its_mark_and_sees_no_others(district, shown):
    case, mark = shown
    assert (case.state, mark.points, mark.state) == ("shown", 100, "shown")
    assert Notice.objects.filter(organisation=district.units[0], text__contains="公示了你单位的得分").exists()
    sees = FLOWS["unit_mark"].sees
    assert [name for name, post in district.posts.items() if sees(post, mark)] == [
        "office", "director", "reviewer", "leader", "assigning", "unit", "unit_head"
    ]  # fmt: skip
    assert not FLOWS["evaluation"].sees(district.unit, case)


def test_a_mark_keeps_the_cases_that_were_counted_and_is_not_counted_anew(district, shown, scope):
    _case, mark = shown
    part = next(part for part in mark.parts if part["code"] == "content")
    assert (part["part"], part["whole"], len(part["good"])) == (1, 1, 1)
    second = district.proposal("replied", title="第二件")
    act(second, "rate", as_=district.member, rating="dissatisfied", faults=["vague"])
    assert {score.unit.pk: score.total for score in unit_scores(scope)}[district.units[0].pk] < 100
    mark.refresh_from_db()
    assert mark.points == 100


def test_an_objection_that_is_upheld_changes_the_mark_and_both_are_kept(district, shown):
    _case, mark = shown
    act(mark, "object", as_=district.unit, item="content", why="提案者当面说很满意。")
    todo = Todo.objects.get(case=mark, closed_at=None)
    assert (todo.role, todo.step, todo.rule) == ("proposal_office", "answer", "P-28-ANSWER")
    with pytest.raises(Missing, match="加几分"):
        act(mark, "answer", as_=district.office, upheld="yes", words="成立。")
    act(mark, "answer", as_=district.office, upheld="yes", change="-2.5", words="另有一次没有记录。")
    mark.refresh_from_db()
    assert (mark.points, str(mark.change), str(mark.total), mark.state) == (100, "-2.5", "97.5", "shown")


def test_a_unit_objects_to_its_own_mark_within_the_window_only(district, shown):
    _case, mark = shown
    with pytest.raises(NotAllowed):
        act(mark, "object", as_=district.co_unit, why="不对。")
    with clock.frozen(clock.today() + timedelta(days=40)), pytest.raises(Missing, match="已经过了"):
        act(mark, "object", as_=district.unit, why="不对。")


def test_it_is_settled_when_the_window_is_over_and_every_objection_answered(district, shown):
    case, mark = shown
    with pytest.raises(Missing, match="异议期到"):
        act(case, "settle", as_=district.director)
    act(mark, "object", as_=district.unit, why="不对。")
    with pytest.raises(Missing, match="还没有答复"):
        settled(district, case)
    act(mark, "answer", as_=district.office, upheld="no", words="记录属实。")
    settled(district, case)
    assert case.state == "settled"


def test_the_digest_of_all_marks_is_sealed_in_the_ledger(district, shown):
    case, _mark = shown
    settled(district, case)
    event = Event.objects.get(case=case.pk, step="freeze")
    marks = list(UnitMark.objects.filter(of_round=case.pk))
    assert case.sha256 == digest_of(marks)
    assert case.sha256 in event.facts
    assert {mark.state for mark in marks} == {"settled"}
    assert sorted(mark.rank for mark in marks) == [1, 1]
    assert ledger.verify(district.committee).faults == []
    marks[0].points += 1
    assert digest_of(marks) != case.sha256


def test_the_best_are_named_by_decision_with_reasons_and_not_more_than_the_share(district, shown):
    case, _mark = shown
    settled(district, case)
    both = [unit.pk for unit in district.units[:2]]
    with clock.frozen(clock.today() + timedelta(days=25)):
        with pytest.raises(Missing, match="最多命名 1 个"):
            act(case, "name", as_=district.director, decision="第 15 次主席会议", units=both, words="得分在前。")
        act(case, "name", as_=district.director, decision="第 15 次主席会议", units=both[:1], words="得分在前。")
    assert (case.state, Honour.objects.get().organisation_id) == ("named", district.units[0].pk)
    assert Notice.objects.filter(organisation=district.units[0], text__contains="先进承办单位").exists()
    scope = figures.Scope(district.committee, figures.period(district.committee, "9-5"))
    assert [figures.REGISTRY[name].value(scope) for name in ("units.marked", "units.honoured")] == [2, 1]


def test_the_office_of_another_committee_neither_sees_nor_settles(district, shown):
    other = type(district).build()
    assert not may(FLOWS["evaluation"].by_step["settle"], other.director, shown[0])


def test_an_occurrence_takes_points_as_far_as_its_cap(district, scope):
    district.set("P-28-EACH", [["returned", "退回重写", "-3", "-4"], ["promise_kept", "兑现", "1", "2"]])
    district.committee.refresh_from_db()
    case = district.proposal("handling", co=[])
    part = district.lead(case)
    act(part, "contact", as_=district.unit, **district.talk())
    for _time in range(2):
        act(part, "reply", as_=district.unit, **district.answer(part))
        act(part, "fail_reply", as_=district.assigning, why="措施空泛。")
    score = next(one for one in unit_scores(scope) if one.unit.pk == district.units[0].pk)
    taken = next(one for one in score.parts if one.code == "returned")
    assert (taken.part, taken.points, len(taken.good)) == (2, -4.0, 2)
    assert "退回重写 2 次，扣 4 分" in score.why
