"""面商 (R-043…R-045): the proposer confirms or disputes it; silence is noted as silence."""

from datetime import timedelta

import pytest

from huiyin.handling.models import Contact
from huiyin.handling.rules import standing
from huiyin.kernel import clock
from huiyin.kernel.act import act
from huiyin.kernel.models import Notice
from huiyin.kernel.refusal import BadDate, Missing, NotAllowed


@pytest.fixture
def talked(district):
    lead = district.lead(district.proposal("handling", co=[]))
    act(lead, "contact", as_=district.unit, **district.talk())
    return lead


def reply(district, part):
    return act(part, "reply", as_=district.unit, **district.answer(part))


def contact(part):
    return Contact.objects.filter(case=part).latest("recorded_at")


def test_the_proposer_is_told_and_confirms(district, talked):
    assert Notice.objects.filter(case=talked, person=district.member.person, text__contains="沟通记录").exists()
    act(talked, "confirm_contact", as_=district.member, contact=contact(talked).pk, answer="yes")
    assert standing(contact(talked), district.committee) == "confirmed"
    reply(district, talked)


def test_a_disputed_contact_does_not_count(district, talked):
    act(talked, "confirm_contact", as_=district.member, contact=contact(talked).pk, answer="no", words="没有人来过。")
    with pytest.raises(Missing, match="不认可"):
        reply(district, talked)
    act(talked, "contact", as_=district.unit, **district.talk())
    reply(district, talked)


def test_disputing_says_what_was(district, talked):
    with pytest.raises(Missing) as refused:
        act(talked, "confirm_contact", as_=district.member, contact=contact(talked).pk, answer="no")
    assert "words" in refused.value.fields


def test_nobody_confirms_for_the_proposer_nor_twice(district, talked):
    with pytest.raises(NotAllowed):
        act(talked, "confirm_contact", as_=district.unit, contact=contact(talked).pk, answer="yes")
    with pytest.raises(NotAllowed):
        act(talked, "confirm_contact", as_=district.other_member, contact=contact(talked).pk, answer="yes")
    act(talked, "confirm_contact", as_=district.member, contact=contact(talked).pk, answer="yes")
    with pytest.raises(Missing, match="没有等您确认"):
        act(talked, "confirm_contact", as_=district.member, contact=contact(talked).pk, answer="no", words="改口。")


def test_where_only_confirmed_talks_count_silence_counts_after_its_days(district, talked):
    district.set("P-CONFIRMED", True)
    talked.committee.refresh_from_db()
    with pytest.raises(Missing, match="等提案者确认"):
        reply(district, talked)
    with clock.frozen(clock.now() + timedelta(days=9)):
        assert standing(contact(talked), district.committee) == "unanswered"
        reply(district, talked)


def test_a_waiver_is_a_value_of_its_own(district):
    lead = district.lead(district.proposal("handling", co=[]))
    act(lead, "contact", as_=district.unit, **district.talk(way="phone", view="waived"))
    district.set("P-CONFIRMED", True)
    reply(district, lead)


def test_every_co_signer_is_talked_with_where_the_committee_wants_it(district):
    from huiyin.proposals.models import Sponsor

    district.set("P-17-TALK", True)
    case = district.proposal(
        "handling", co=[], proposers=f"{district.member.person.name}、{district.other_member.person.name}"
    )
    Sponsor.objects.filter(case=case, position=2).update(person=district.other_member.person)
    lead = district.lead(case)
    both = [district.member.person_id, district.other_member.person_id]
    act(lead, "contact", as_=district.unit, **district.talk(people=both[:1]))
    with pytest.raises(Missing, match="周其远"):
        reply(district, lead)
    act(lead, "contact", as_=district.unit, **district.talk(people=both[1:]))
    reply(district, lead)


def test_a_talk_is_not_older_than_what_it_was_about(district):
    lead = district.lead(district.proposal("handling", co=[]))
    with pytest.raises(BadDate, match="还没有交办") as refused:
        act(lead, "contact", as_=district.unit, **district.talk(on=lead.handed_on - timedelta(days=1), phase="before"))
    assert "on" in refused.value.fields
    act(lead, "contact", as_=district.unit, **district.talk(on=lead.handed_on, phase="before"))
