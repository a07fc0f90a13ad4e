"""退办、申请调整 (R-033…R-036): a window, an arbiter, and a unit that stays responsible meanwhile."""

from datetime import timedelta

import pytest

from huiyin.handling.models import Adjustment, Assignment
from huiyin.kernel import clock, ledger
from huiyin.kernel.act import act
from huiyin.kernel.models import Notice, Todo
from huiyin.kernel.refusal import Missing, NotAllowed, Stale


def ask(district, part, **facts):
    post = district.unit_post(part)
    given = {"reason": "三定方案里由别的单位负责。", "file": district.scan(part, "申请.pdf")} | facts
    return act(part, "ask_adjustment", as_=post, **given)


def fresh(case):
    case.refresh_from_db()
    return case


def test_the_unit_stays_responsible_and_its_clock_runs_while_it_is_decided(district):
    case = district.proposal("handling")
    lead = district.lead(case)
    due = Todo.objects.get(case=lead, step="reply", closed_at=None).due
    ask(district, lead, suggested=district.units[2].pk)
    assert Todo.objects.get(case=lead, step="reply", closed_at=None).due == due
    asked = Todo.objects.get(case=lead, step="grant_adjustment", closed_at=None)
    assert (asked.role, asked.organisation, asked.rule) == ("assigning", district.government, "P-10")
    act(lead, "contact", as_=district.unit, **district.talk())
    assert Notice.objects.filter(case=lead, role="proposal_office", text__contains="申请调整").count() == 1


def test_a_request_survives_the_signing_in(district):
    case = district.proposal("assigned")
    lead = district.lead(case)
    ask(district, lead)
    act(lead, "sign_in", as_=district.unit)
    assert Todo.objects.filter(case=lead, step="grant_adjustment", closed_at=None).count() == 1


def test_refused_it_goes_on_with_the_same_limit(district):
    lead = district.lead(district.proposal("handling"))
    due = fresh(lead).due
    ask(district, lead)
    act(lead, "refuse_adjustment", as_=district.assigning, words="职责清单写明由你局牵头。")
    assert (fresh(lead).state, lead.due) == ("working", due)
    assert Adjustment.objects.get(case=lead).granted is False
    assert not Todo.objects.filter(case=lead, step="grant_adjustment", closed_at=None).exists()


def test_granted_to_a_lead_the_whole_is_planned_anew_and_the_new_unit_has_a_new_clock(district):
    with clock.frozen(clock.at_noon(clock.today() - timedelta(days=20))):
        case = district.proposal("handling")
        lead, co = district.parts(case)
        ask(district, lead)
    act(lead, "grant_adjustment", as_=district.assigning, words="改由市场监管局办。")
    assert (fresh(lead).state, fresh(case).state, fresh(co).state) == ("ended", "planned", "working")
    act(case, "assign", as_=district.assigning, lead=district.units[2].pk, co=[district.units[1].pk])
    parts = {part.unit_id: part for part in Assignment.objects.filter(parent=case).exclude(state="ended")}
    assert set(parts) == {district.units[1].pk, district.units[2].pk}
    assert parts[district.units[1].pk].pk == co.pk  # the co-handler goes on with its own part and clock
    assert parts[district.units[2].pk].handed_on == clock.today()
    act(parts[district.units[2].pk], "sign_in", as_=district.third_unit)
    assert (fresh(case).state, case.lead_unit_id) == ("handling", district.units[2].pk)
    assert ledger.verify(district.committee).sound


def test_a_co_handler_is_simply_replaced(district):
    case = district.proposal("handling")
    lead, co = district.parts(case)
    ask(district, co)
    act(co, "grant_adjustment", as_=district.assigning, unit=district.units[2].pk)
    new = Assignment.objects.get(parent=case, unit=district.units[2])
    assert (fresh(co).state, new.role, new.state, fresh(case).state) == ("ended", "co", "pending", "handling")
    assert "市场监督管理局" in case.unit_names
    assert "财政局" not in case.unit_names


def test_a_second_lead_is_refused_and_so_is_a_unit_that_is_in_it_already(district):
    case = district.proposal("handling")
    lead, co = district.parts(case)
    ask(district, lead)
    ask(district, co)
    with pytest.raises(Missing, match="重新拟交办"):
        act(lead, "grant_adjustment", as_=district.assigning, unit=district.units[2].pk)
    with pytest.raises(Missing, match="已经在办"):
        act(co, "grant_adjustment", as_=district.assigning, unit=district.units[0].pk)
    planned = district.proposal("planned")
    with pytest.raises(Missing, match="不能两样都填"):
        act(
            planned,
            "assign",
            as_=district.assigning,
            lead=district.units[0].pk,
            separate=[u.pk for u in district.units[1:3]],
        )


def test_after_the_window_only_the_assigning_office_lets_it_in(district):
    with clock.frozen(clock.at_noon(clock.today() - timedelta(days=20))):
        lead = district.lead(district.proposal("handling"))
    with pytest.raises(Missing, match="已经过了"):
        ask(district, lead)
    with pytest.raises(NotAllowed):
        act(lead, "allow_late_adjustment", as_=district.unit, why="确实不归我们管。")
    act(lead, "allow_late_adjustment", as_=district.assigning, why="机构改革，职责刚划转。")
    ask(district, lead)
    assert Adjustment.objects.get(case=lead).late


def test_a_unit_that_answers_after_it_was_relieved_is_told_where_to_go(district):
    lead = district.lead(district.proposal("handling"))
    ask(district, lead)
    act(lead, "grant_adjustment", as_=district.assigning)
    with pytest.raises(Stale, match="不由你单位承办"):
        act(lead, "reply", as_=district.unit, **district.answer(lead))


def test_asking_twice_and_without_the_sealed_file_is_refused(district):
    lead = district.lead(district.proposal("handling"))
    with pytest.raises(Missing) as refused:
        ask(district, lead, file=None)
    assert "file" in refused.value.fields
    ask(district, lead)
    with pytest.raises(Missing, match="已经申请过"):
        ask(district, lead)


def test_with_separate_handling_one_unit_leaves_and_the_other_goes_on(district):
    first, second, third = district.units[:3]
    case = district.proposal("handling", separate=[first, second])
    one, two = district.parts(case)
    ask(district, one)
    act(one, "grant_adjustment", as_=district.assigning)
    act(case, "assign", as_=district.assigning, separate=[second.pk, third.pk])
    live = Assignment.objects.filter(parent=case).exclude(state="ended")
    assert {(row.unit_id, row.pk == two.pk) for row in live} == {(second.pk, True), (third.pk, False)}
