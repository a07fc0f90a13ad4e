"""Several people at the same moment, each with a connection of his own: one is first, the others are told, nothing is half done."""

import threading

import pytest
from django.db import connection, connections

from huiyin.kernel import ledger
from huiyin.kernel.act import Move, act, act_many
from huiyin.kernel.models import Chain, Event, Number, Stay
from huiyin.kernel.refusal import Refused, Stale
from huiyin.proposals.models import Proposal
from tests.district import District

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def district():
    return District.build()


def at_once(*calls):
    """What each call gave (or raised), all started together."""
    found, gate = [None] * len(calls), threading.Barrier(len(calls))

    def run(number, call):
        try:
            gate.wait()
            found[number] = call()
        except Exception as trouble:
            found[number] = trouble
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=each) for each in enumerate(calls)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return found


def sound(district):
    assert ledger.verify(district.committee).faults == []
    seqs = list(Event.objects.filter(committee=district.committee).order_by("seq").values_list("seq", flat=True))
    assert seqs == list(range(1, len(seqs) + 1))
    assert Chain.objects.get(committee=district.committee).seq == len(seqs)
    return True


def test_two_clerks_decide_the_same_case_and_one_is_told_that_it_moved_on(district):
    proposal = district.proposal("review_f")
    found = at_once(
        lambda: act(proposal, "file", as_=district.director, subject="其他"),
        lambda: act(proposal, "decline", as_=district.office, reasons=["empty"], words="空泛。", disposition="kept"),
    )
    assert sorted(isinstance(each, Stale) for each in found) == [False, True]
    assert sorted(isinstance(each, Event) for each in found) == [False, True]
    assert Stay.objects.filter(case=proposal, here=True).count() == 1
    assert sound(district)


def test_one_page_posted_twice_at_once_lands_once(district):
    assignment = district.lead(district.proposal("handling"))
    copies = [type(assignment).objects.get(pk=assignment.pk) for _ in range(4)]
    found = at_once(*[
        lambda copy=copy: act(copy, "contact", as_=district.unit, key="one-page", **district.talk()) for copy in copies
    ])  # fmt: skip
    assert len({each.pk for each in found}) == 1
    assert assignment.contacts.count() == 1
    assert sound(district)


def test_numbers_taken_at_once_are_all_different_and_without_a_gap(district):
    proposals = [district.proposal("review_f") for _ in range(6)]
    at_once(*[lambda p=p: act(p, "file", as_=district.director, subject="其他") for p in proposals])
    assert sorted(Proposal.objects.values_list("number", flat=True)) == [f"{n:03}" for n in range(1, 7)]
    assert Number.objects.filter(series__startswith="case").count() == 6
    assert sound(district)


def test_two_units_that_sign_at_once_bring_the_case_under_way_once(district):
    proposal = district.proposal("assigned")
    parts = district.parts(proposal)
    found = at_once(*[lambda p=p: act(p, "sign_in", as_=district.unit_post(p)) for p in parts])
    assert all(isinstance(each, Event) for each in found), found
    proposal.refresh_from_db()
    assert (proposal.state, Event.objects.filter(case=proposal, step="take_up").count()) == ("handling", 1)
    assert sound(district)


def test_two_separate_units_that_answer_at_once_complete_it_once(district):
    district.set("P-16", False)
    district.set("P-18", False)
    proposal = district.proposal("handling", separate=district.units[:2])
    facts = [district.answer(part) for part in district.parts(proposal)]
    found = at_once(*[
        lambda p=p, f=f: act(p, "reply", as_=district.unit_post(p), **f)
        for p, f in zip(district.parts(proposal), facts, strict=True)
    ])  # fmt: skip
    assert all(isinstance(each, Event) for each in found), found
    proposal.refresh_from_db()
    assert (proposal.state, proposal.rounds) == ("replied", 1)
    assert sound(district)


def test_two_who_take_the_same_many_in_opposite_order_do_not_wait_for_each_other(district):
    proposals = [district.proposal("submitted") for _ in range(8)]
    moves = [Move(p, "accept") for p in proposals]
    found = at_once(
        lambda: act_many(moves, as_=district.office),
        lambda: act_many(moves[::-1], as_=district.director),
    )
    outcomes = [outcome for many in found for outcome in many]
    assert sorted(isinstance(o.refusal, Refused) for o in outcomes) == [False] * 8 + [True] * 8
    assert Event.objects.filter(step="accept").count() == 8
    assert sound(district)


def test_many_at_once_in_one_ledger_keep_one_chain(district):
    proposals = [district.proposal("submitted") for _ in range(8)]
    found = at_once(*[lambda p=p: act(p, "accept", as_=district.office) for p in proposals])
    assert [type(each).__name__ for each in found] == ["Event"] * 8
    assert sound(district)


def test_the_connections_are_several(district):
    mine = id(connection.connection)
    assert mine not in at_once(lambda: id(connection.cursor() and connection.connection))
