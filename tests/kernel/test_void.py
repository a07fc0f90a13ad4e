"""A mistake is not wiped out; a new event voids it, and everything is as it was before."""

from datetime import date, timedelta

import pytest

from huiyin.kernel import clock, figures, ledger
from huiyin.kernel.act import act
from huiyin.kernel.models import Event, Facet, Stay, Todo
from huiyin.kernel.refusal import Missing, NotAllowed, Refused
from huiyin.proposals.models import Review
from tests.district import District


def voided(district, event, reason="点错了。", as_=None):
    return ledger.void(event, as_=as_ or district.director, reason=reason)


def test_the_case_goes_back_and_both_events_stay(district):
    proposal = district.proposal("submitted")
    event = act(proposal, "accept", as_=district.office)
    undo = voided(district, event)
    proposal.refresh_from_db()
    assert (proposal.state, proposal.version, proposal.owner_role) == ("submitted", 4, "proposal_office")
    assert (undo.voids, undo.from_state, undo.to_state) == (event.pk, "review_f", "submitted")
    assert Event.objects.filter(case=proposal).count() == 4
    assert ledger.verify(district.committee).faults == []


def test_what_was_owed_is_owed_again_by_its_old_date(district):
    with clock.frozen(date(2026, 3, 2)):
        proposal = district.proposal("submitted")
        before = Todo.objects.get(case=proposal, closed_at=None)
    with clock.frozen(date(2026, 3, 3)):
        event = act(proposal, "accept", as_=district.office)
    with clock.frozen(date(2026, 3, 16)):
        voided(district, event)
    todo = Todo.objects.get(case=proposal, closed_at=None)
    proposal.refresh_from_db()
    assert (todo.pk, todo.due, proposal.due) == (before.pk, before.due, before.due)


def test_asked_as_of_a_day_in_between_the_case_stands_where_it_stood(district):
    days = [date(2026, 3, day) for day in (2, 4, 9)]
    with clock.frozen(days[0]):
        proposal = district.proposal("submitted")
    with clock.frozen(days[1]):
        event = act(proposal, "accept", as_=district.office)
    with clock.frozen(days[2]):
        voided(district, event)
        standing = figures.standing("proposal", "submitted")
        reached = figures.reached("proposal", "review_f")

        def count(source, **more):
            scope = figures.Scope(district.committee, figures.period(district.committee, "all"), **more)
            return figures.Figure("x", "x", "件", source).value(scope)

        between = date(2026, 3, 6)
        assert count(standing, as_of=between) == 1
        assert count(reached) == 0
        assert count(reached, as_of=between, known_on=between) == 1, "on the 6th nobody knew that it would be voided"
        assert count(standing, as_of=between, known_on=between) == 0
    assert Stay.objects.filter(case=proposal, here=True).get().state == "submitted"


def test_dated_rows_of_the_act_are_voided_and_what_they_had_ended_holds_again(district):
    district.set("P-ROUNDS", 2)
    proposal = district.proposal("review_1")
    event = act(proposal, "review_1", as_=district.reviewer, opinion="file")
    voided(district, event)
    assert Review.objects.get(case=proposal).voided_by is not None
    first = Facet.objects.get(case=proposal, name="meeting")
    assert first.until is None


def test_a_confirmed_talk_is_voided_and_owed_again(district):
    proposal = district.proposal("handling")
    assignment = district.lead(proposal)
    event = act(assignment, "contact", as_=district.unit, **district.talk())
    assert not Todo.objects.filter(case=assignment, step="contact", closed_at=None).exists()
    voided(district, event, as_=district.unit)
    assert Todo.objects.filter(case=assignment, step="contact", closed_at=None).count() == 1
    with pytest.raises(Missing):
        act(assignment, "reply", as_=district.unit, **district.answer(assignment))


def test_after_a_void_the_step_is_taken_again_even_for_an_earlier_day(district):
    with clock.frozen(date(2026, 3, 2)):
        proposal = district.proposal("submitted")
    with clock.frozen(date(2026, 3, 9)):
        event = act(proposal, "accept", as_=district.office)
        voided(district, event)
        act(proposal, "accept", as_=district.office, at=clock.now() - timedelta(days=3))
    proposal.refresh_from_db()
    assert proposal.state == "review_f"


class TestRefused:
    @pytest.fixture
    def accepted(self, district):
        proposal = district.proposal("submitted")
        return proposal, act(proposal, "accept", as_=district.office)

    def test_without_a_reason(self, district, accepted):
        for reason in ("", "  \x00 "):
            with pytest.raises(Missing):
                voided(district, accepted[1], reason=reason)

    def test_by_somebody_else(self, district, accepted):
        with pytest.raises(NotAllowed):
            voided(district, accepted[1], as_=district.office)

    def test_by_a_director_of_yesterday(self, district, accepted):
        former = district.post("proposal_director", ends=clock.today() - timedelta(days=1))
        with pytest.raises(NotAllowed):
            voided(district, accepted[1], as_=former)

    def test_by_the_director_next_door(self, district, accepted):
        with pytest.raises(NotAllowed):
            voided(district, accepted[1], as_=District.build().director)

    def test_when_something_was_built_on_it(self, district, accepted):
        proposal, event = accepted
        act(proposal, "file", as_=district.director, subject="其他")
        with pytest.raises(Refused, match="后面"):
            voided(district, event)

    def test_twice(self, district, accepted):
        voided(district, accepted[1])
        with pytest.raises(Refused):
            voided(district, accepted[1])

    def test_a_step_that_cannot_be_taken_back(self, district):
        proposal = district.proposal("filed")
        event = Event.objects.get(case=proposal, step="file")
        with pytest.raises(Refused):
            voided(district, event)

    def test_a_void_itself(self, district, accepted):
        undo = voided(district, accepted[1])
        with pytest.raises(Refused):
            voided(district, undo)


def test_a_repeated_void_lands_once(district):
    proposal = district.proposal("submitted")
    event = act(proposal, "accept", as_=district.office)
    first = ledger.void(event, as_=district.director, reason="错", key="k")
    assert ledger.void(event, as_=district.director, reason="错", key="k").pk == first.pk


def test_only_what_the_voided_act_ended_holds_again_though_two_acts_of_one_day_share_their_noon(district):
    proposal = district.proposal("submitted")
    event = act(proposal, "accept", as_=district.office)
    stamp = {"committee": district.committee, "case": proposal, "recorded_at": clock.now(), "event_id": 1}
    mine = Facet.objects.create(name="a", value="1", until=event.at, ended_by=event.pk, **stamp)
    another = Facet.objects.create(name="b", value="1", until=event.at, ended_by=event.pk + 1, **stamp)
    voided(district, event)
    mine.refresh_from_db()
    another.refresh_from_db()
    assert (mine.until, mine.ended_by) == (None, None)
    assert another.until == event.at


def test_an_end_written_later_was_not_known_before(district):
    with clock.frozen(date(2026, 3, 2)):
        proposal = district.proposal("submitted")
        stamp = {"committee": district.committee, "case": proposal, "recorded_at": clock.now(), "event_id": 1}
        row = Facet.objects.create(name="x", value="1", at=clock.now(), **stamp)
    with clock.frozen(date(2026, 3, 9)):
        event = act(proposal, "accept", as_=district.office, at=clock.now() - timedelta(days=5))
        Facet.objects.filter(pk=row.pk).update(until=event.at, ended_by=event.pk)
        facets = figures.Source("kernel.Facet", where={"name": "x"})

        def count(source, **more):
            scope = figures.Scope(district.committee, figures.period(district.committee, "all"), **more)
            return figures.Figure("x", "x", "件", source).value(scope)

        sixth = date(2026, 3, 6)
        assert count(facets, as_of=sixth) == 0, "the act happened on the 4th"
        assert count(facets, as_of=sixth, known_on=sixth) == 1, "on the 6th nobody had written it down"
        submitted = figures.standing("proposal", "submitted")
        assert count(submitted, as_of=sixth) == 0
        assert count(submitted, as_of=sixth, known_on=sixth) == 1
        assert count(submitted, known_on=sixth) == 1


def test_what_history_brought_is_not_voided(district):
    proposal = district.proposal("submitted")
    event = act(proposal, "accept", as_=district.office, source="imported")
    with pytest.raises(Refused, match="导入"):
        voided(district, event)
