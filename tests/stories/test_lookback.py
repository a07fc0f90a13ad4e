"""回头看 (R-080): some months after the closing; what has come back is promised again."""

from datetime import timedelta

import pytest

from huiyin.handling.models import LookBack
from huiyin.kernel import clock
from huiyin.kernel.act import act
from huiyin.kernel.models import Todo
from huiyin.kernel.refusal import Missing, NotAllowed
from tests.stories.promises import promising, rate


@pytest.fixture
def closed(district):
    """A case that was answered with a promise, kept and closed; returns (case, promise, look-back)."""
    case, _lead, promise = promising(district)
    rate(district, case)
    act(promise, "report", as_=district.unit, text="办成了。")
    act(promise, "verify", as_=district.office)
    case.refresh_from_db()
    return case, promise, LookBack.objects.get(parent=case)


def test_it_is_planned_half_a_year_after_the_closing_for_what_was_not_finished(district, closed):
    _case, _promise, look = closed
    todo = Todo.objects.get(case=look, closed_at=None)
    assert (todo.role, todo.rule, todo.step) == ("proposal_office", "P-LOOK", "look")
    assert 175 < (todo.due - clock.today()).days < 195


def test_a_solved_case_is_not_looked_back_at_unless_the_committee_wants_it(district):
    district.proposal("closed")
    assert not LookBack.objects.exists()
    district.set("P-LOOK-TAGS", [["solved", "已解决"]])
    district.proposal("closed")
    assert LookBack.objects.count() == 1


def test_done_is_written_down(district, closed):
    case, _promise, look = closed
    act(look, "look", as_=district.office, finding="done", words="电梯都在运行。")
    look.refresh_from_db()
    case.refresh_from_db()
    assert (look.state, look.finding, look.looked_on, case.state) == ("looked", "done", clock.today(), "closed")


def test_a_rebound_takes_the_promise_up_again(district, closed):
    case, promise, look = closed
    day = clock.today() + timedelta(days=60)
    act(look, "look", as_=district.office, finding="rebound", words="停了五台。", again=[promise.pk], by=day)
    promise.refresh_from_db()
    case.refresh_from_db()
    assert (promise.state, promise.by, promise.due, case.state, case.due) == ("open", day, day, "tracking", day)


def test_taking_up_again_needs_a_reason_and_a_day(district, closed):
    _case, promise, look = closed
    with pytest.raises(Missing, match="到哪一天"):
        act(look, "look", as_=district.office, finding="rebound", words="停了。", again=[promise.pk])


def test_the_unit_does_not_look_back_at_itself(district, closed):
    with pytest.raises(NotAllowed):
        act(closed[2], "look", as_=district.unit, finding="done", words="很好。")


def test_the_member_may_say_it_himself(district, closed):
    act(closed[2], "look", as_=district.member, finding="partly", words="三号楼还没有装。")
