"""会签: by parameter; co-handlers agree or object, silence is decided by the assigning office (3.1c)."""

from datetime import timedelta

import pytest

from huiyin.handling.models import Countersign
from huiyin.kernel import clock
from huiyin.kernel.act import act
from huiyin.kernel.models import Todo
from huiyin.kernel.refusal import Missing, NotAllowed


@pytest.fixture
def draft(district):
    """A lead's draft that waits for two co-handlers."""
    district.set("P-COUNTER", True)
    case = district.proposal("handling", co=district.units[1:3])
    lead, *co = district.parts(case)
    for part in co:
        act(part, "co_opinion", as_=district.unit_post(part), text="同意。")
    act(lead, "contact", as_=district.unit, **district.talk())
    act(lead, "reply", as_=district.unit, **district.answer(lead))
    lead.refresh_from_db()
    assert lead.state == "countersign"
    return lead


def test_when_the_last_has_agreed_it_goes_on_by_itself(district, draft):
    act(draft, "countersign", as_=district.co_unit, opinion="agree")
    waiting = Todo.objects.filter(case=draft, step="countersign", closed_at=None)
    assert [todo.organisation_id for todo in waiting] == [district.units[2].pk]
    act(draft, "countersign", as_=district.third_unit, opinion="agree")
    assert draft.state == "audit"


def test_nobody_signs_twice_and_no_stranger_signs(district, draft):
    act(draft, "countersign", as_=district.co_unit, opinion="agree")
    with pytest.raises(Missing, match="已经签过"):
        act(draft, "countersign", as_=district.co_unit, opinion="agree")
    with pytest.raises(NotAllowed):
        act(draft, "countersign", as_=district.unit, opinion="agree")


def test_after_an_objection_the_lead_takes_it_back_and_all_are_asked_again(district, draft):
    act(draft, "countersign", as_=district.co_unit, opinion="object", words="资金数写错了。")
    act(draft, "countersign", as_=district.third_unit, opinion="agree")
    assert draft.state == "countersign"
    act(draft, "take_back", as_=district.unit)
    act(draft, "reply", as_=district.unit, **district.answer(draft))
    assert Todo.objects.filter(case=draft, step="countersign", closed_at=None).count() == 2
    assert Countersign.objects.filter(case=draft, until=None).count() == 0


def test_the_assigning_office_decides_an_objection_at_once_and_silence_after_its_days(district, draft):
    with pytest.raises(Missing, match="会签期限"):
        act(draft, "decide_countersign", as_=district.assigning, words="照此答复。")
    with clock.frozen(clock.now() + timedelta(days=15)):
        act(draft, "decide_countersign", as_=district.assigning, words="照此答复。")
    assert draft.state == "audit"


def test_where_no_one_wants_it_and_where_nobody_co_handles_there_is_none(district):
    sole = district.lead(district.proposal("handling", co=[]))
    district.set("P-COUNTER", True)
    act(sole, "contact", as_=district.unit, **district.talk())
    act(sole, "reply", as_=district.unit, **district.answer(sole))
    assert sole.state == "audit"


def test_without_audit_the_last_agreement_delivers_it(district):
    district.set("P-COUNTER", True)
    district.set("P-18", False)
    case = district.proposal("handling")
    lead, co = district.parts(case)
    act(co, "co_opinion", as_=district.co_unit, text="同意。")
    act(lead, "contact", as_=district.unit, **district.talk())
    act(lead, "reply", as_=district.unit, **district.answer(lead))
    act(lead, "countersign", as_=district.co_unit, opinion="agree")
    case.refresh_from_db()
    assert (lead.state, case.state) == ("done", "replied")
