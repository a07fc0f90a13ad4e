"""A holiday calendar changed under running clocks: offered, decided, recorded; never in silence (R-312)."""

import pytest

from huiyin.kernel import ledger, recount
from huiyin.kernel.models import CalendarDay, Todo
from huiyin.kernel.refusal import Missing, NotAllowed, Refused


@pytest.fixture
def shut(district):
    """A part that waits to be signed for; then its due day becomes a holiday. Returns (part, its todo)."""
    part = district.lead(district.proposal("assigned"))
    todo = Todo.objects.get(case=part, closed_at=None)
    CalendarDay.objects.create(committee=district.committee, day=todo.due, working=False, name="抗洪停工")
    district.committee.rules_version += 1
    district.committee.save()
    return part, todo


def test_nothing_moves_by_itself(district, shut):
    part, todo = shut
    offered = recount.moved(district.committee)
    assert todo.pk in {one.todo.pk for one in offered}
    assert all(one.after > one.before for one in offered)
    assert Todo.objects.get(pk=todo.pk).due == todo.due


def test_what_is_decided_moves_the_clock_the_case_and_the_whole_and_stands_in_the_ledger(district, shut):
    part, todo = shut
    event = recount.recount(district.committee, [todo], as_=district.office, reason="区政府停工通知〔2026〕3 号")
    after = Todo.objects.get(pk=todo.pk)
    part.refresh_from_db()
    part.parent.refresh_from_db()
    assert after.due > todo.due
    assert after.history[-1]["what"] == "recount"
    assert (part.due, part.parent.due) == (after.due, after.due)
    assert event.step == recount.RECOUNTED
    assert part.uid in event.facts
    assert todo.pk not in {one.todo.pk for one in recount.moved(district.committee)}
    assert ledger.verify(district.committee).sound


def test_it_needs_one_who_may_decide_a_reason_and_something_to_move(district, shut):
    _part, todo = shut
    with pytest.raises(NotAllowed):
        recount.recount(district.committee, [todo], as_=district.unit, reason="停工")
    with pytest.raises(Missing):
        recount.recount(district.committee, [todo], as_=district.office, reason=" ")
    recount.recount(district.committee, [todo], as_=district.office, reason="停工")
    with pytest.raises(Refused, match="没有变化"):
        recount.recount(district.committee, [todo], as_=district.office, reason="停工")
