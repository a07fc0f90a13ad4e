"""What goes wrong in the course of a year: people leave, letters are renamed, somebody reaches for what is not his."""

import json
from datetime import timedelta

from django.test import Client

from huiyin.desk.middleware import SESSION_KEY
from huiyin.desk.office import sayings
from huiyin.handling.models import Rating, ResultClass
from huiyin.kernel import clock, figures
from huiyin.kernel.act import act
from huiyin.kernel.models import Event, Notice


def signed_in(post):
    client = Client()
    client.force_login(post.person, backend="django.contrib.auth.backends.ModelBackend")
    session = client.session
    session[SESSION_KEY] = post.pk
    session.save()
    return client


def test_a_unit_that_reaches_for_the_rating_is_refused_and_it_stands_in_the_record(district):
    proposal = district.proposal("replied")
    signed_in(district.unit).post(f"/case/{proposal.uid}/do/rate/", {"rating": "satisfied", "key": "k"})
    assert not Rating.objects.filter(case=proposal).exists()
    event = Event.objects.get(step="act.refused")
    assert (event.person_id, json.loads(event.facts)["case"]) == (district.unit.person_id, proposal.pk)
    assert proposal.title not in event.facts, (
        "a title may be a citizen's own words, and what is sealed cannot be forgotten"
    )
    assert proposal.title in sayings.sentence(event, sayings.names_of([event]))


def test_letters_renamed_mid_year_keep_what_was_said_before(district):
    """Trap: a letter is a label; figures count by what it meant on its day (P-20)."""
    before = district.proposal("replied", lead=district.units[0], co=[])
    row = ResultClass.objects.get(case__parent=before)
    assert (row.letter, row.tag) == ("A", "solved")
    with clock.frozen(clock.today() + timedelta(days=10)):
        district.set("P-20", [["A", "留作参考", "reference"], ["B", "已解决", "solved"]], since=clock.today())
        after = district.proposal("replied", lead=district.units[0], co=[])
        assert ResultClass.objects.get(case__parent=after).tag == "reference"
        scope = figures.Scope(district.committee, figures.period(district.committee, "9-5"))
        assert figures.REGISTRY["proposals.class_solved"].value(scope) == 1
    row.refresh_from_db()
    assert (row.letter, row.tag, row.until) == ("A", "solved", None)


def test_a_proposer_who_left_office_is_still_answered_and_the_office_may_enter_his_paper(district):
    proposal = district.proposal("handling")
    district.member.ends = clock.today() - timedelta(days=1)
    district.member.save()
    lead = district.lead(proposal)
    act(lead, "contact", as_=district.unit, **district.talk())
    for part in district.parts(proposal)[1:]:
        act(part, "co_opinion", as_=district.unit_post(part), text="同意。")
    act(lead, "reply", as_=district.unit, **district.answer(lead))
    act(lead, "pass_reply", as_=district.assigning)
    proposal.refresh_from_db()
    assert proposal.state == "replied"
    assert Notice.objects.filter(case=proposal, person=district.member.person).exists()
    act(proposal, "rate_on_paper", as_=district.office, rating="satisfied", scan=district.scan(proposal))
    proposal.refresh_from_db()
    assert proposal.state == "closed"
