"""A unit is dissolved or merged into another mid-handling: every open part goes to the successor by an event of its own."""

import pytest

from huiyin.handling.models import Assignment, Commitment
from huiyin.handling.succession import succeed
from huiyin.kernel import ledger
from huiyin.kernel.act import act
from huiyin.kernel.models import Event, Todo
from huiyin.kernel.refusal import Missing, NotAllowed, Refused
from tests.stories.promises import promising, rate


def hand_on(district, old=0, new=2):
    old, new = district.units[old], district.units[new]
    return succeed(district.committee, old, new, as_=district.assigning, why="机构改革方案第三条。")


def test_open_parts_todos_and_the_case_itself_are_the_successors(district):
    cases = [district.proposal("handling"), district.proposal("assigned")]
    due = {part.pk: part.due for case in cases for part in district.parts(case)}
    outcomes = hand_on(district)
    assert [outcome.refusal for outcome in outcomes] == [None, None]
    old, new = district.units[0], district.units[2]
    assert not Todo.objects.filter(organisation=old, closed_at=None).exists()
    for case in cases:
        case.refresh_from_db()
        lead = district.lead(case)
        assert (lead.unit_id, lead.due, case.lead_unit_id, case.owner_organisation_id) == (
            new.pk,
            due[lead.pk],
            new.pk,
            new.pk,
        )
        assert case.unit_names.startswith(new.name)
        assert Event.objects.filter(case=lead, step="succeed").count() == 1
    act(district.lead(cases[0]), "contact", as_=district.third_unit, **district.talk())
    with pytest.raises(NotAllowed):
        act(district.lead(cases[0]), "contact", as_=district.unit, **district.talk())
    assert ledger.verify(district.committee).sound


def test_promises_go_along(district):
    case, _lead, promise = promising(district)
    rate(district, case)
    hand_on(district)
    promise = Commitment.objects.get(pk=promise.pk)
    case.refresh_from_db()
    assert (promise.unit_id, case.owner_organisation_id) == (district.units[2].pk,) * 2
    act(promise, "report", as_=district.third_unit, text="接办以后办成。")


def test_a_unit_is_not_its_own_co_handler(district):
    case = district.proposal("handling")
    hand_on(district, old=0, new=1)  # the lead is merged into its own co-handler
    roles = {(p.unit_id, p.role, p.state) for p in Assignment.objects.filter(parent=case)}
    new = district.units[1].pk
    assert roles == {(new, "lead", "working"), (new, "co", "ended")}


def test_the_co_handler_merged_into_the_lead_ends(district):
    case = district.proposal("handling")
    hand_on(district, old=1, new=0)
    assert {(p.role, p.state) for p in Assignment.objects.filter(parent=case)} == {("lead", "working"), ("co", "ended")}


def test_two_separate_answers_of_one_unit_are_for_the_office_to_plan_anew(district):
    case = district.proposal("handling", separate=[district.units[0], district.units[2]])
    outcome = hand_on(district)[0]
    assert isinstance(outcome.refusal, Missing)
    assert "重新拟交办" in str(outcome.refusal.sentence)
    assert district.parts(case)[0].unit_id == district.units[0].pk


def test_the_same_unit_or_a_foreign_one_is_no_successor(district):
    from tests.district import District

    other = District.build()
    with pytest.raises(Refused):
        hand_on(district, 0, 0)
    with pytest.raises(Refused):
        succeed(district.committee, district.units[0], other.units[0], as_=district.assigning, why="。")
