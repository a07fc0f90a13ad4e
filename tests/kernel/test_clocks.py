"""What is owed, until when: a clock keeps the value it started with, and only named acts stop it or move its end."""

from datetime import date, timedelta

import pytest

from huiyin.kernel import clock
from huiyin.kernel.act import act, plan
from huiyin.kernel.batch import Batch
from huiyin.kernel.models import Todo
from huiyin.kernel.refusal import BadDate, Refused

MONDAY = date(2026, 3, 2)


@pytest.fixture(autouse=True)
def at_nine():
    with clock.frozen(MONDAY):
        yield


def open_todo(case, step=""):
    todos = Todo.objects.filter(case=case, closed_at=None)
    return todos.get(step=step) if step else todos.get()


def test_a_clock_says_where_it_comes_from(district):
    todo = open_todo(district.proposal("submitted"))
    assert (todo.step, todo.rule, todo.span, todo.starts, todo.due) == (
        "accept",
        "P-ACK",
        "2wd",
        MONDAY,
        date(2026, 3, 4),
    )
    assert (todo.role, todo.person, todo.organisation) == ("proposal_office", None, None)


def test_a_running_clock_keeps_the_value_it_started_with(district):
    proposal = district.proposal("submitted")
    district.set("P-ACK", "10wd", MONDAY)
    assert open_todo(proposal).span == "2wd"
    assert open_todo(district.proposal("submitted")).span == "10wd"


def test_a_value_counts_from_the_day_it_holds(district):
    district.set("P-ACK", "10wd", MONDAY + timedelta(days=7))
    assert open_todo(district.proposal("submitted")).span == "2wd"
    with clock.frozen(MONDAY + timedelta(days=7)):
        assert open_todo(district.proposal("submitted")).span == "10wd"


def test_a_units_clock_runs_from_the_day_of_hand_over(district):
    proposal = district.proposal("assigned")
    with clock.frozen(MONDAY + timedelta(days=2)):
        act(district.lead(proposal), "sign_in", as_=district.unit)
    dues = dict(Todo.objects.filter(case=district.lead(proposal), closed_at=None).values_list("step", "due"))
    assert dues == {"reply": date(2026, 6, 2), "contact": date(2026, 3, 23)}


def test_the_case_shows_whom_it_waits_for_through_its_parts(district):
    proposal = district.proposal("assigned", co=[])
    assert (proposal.owner_role, proposal.owner_organisation_id, proposal.due) == (
        "unit",
        district.units[0].pk,
        date(2026, 3, 5),
    )
    assignment = district.lead(proposal)
    act(assignment, "sign_in", as_=district.unit)
    proposal.refresh_from_db()
    assert (proposal.state, proposal.owner_role, proposal.due) == ("handling", "unit", date(2026, 6, 2))
    act(assignment, "contact", as_=district.unit, **district.talk())
    act(assignment, "reply", as_=district.unit, **district.answer(assignment))
    proposal.refresh_from_db()
    assert (proposal.owner_role, proposal.owner_organisation_id) == ("assigning", district.government.pk)
    act(assignment, "fail_reply", as_=district.assigning, why="措施不具体。")
    proposal.refresh_from_db()
    assert (proposal.owner_role, proposal.due) == ("unit", date(2026, 6, 2))


def test_with_separate_units_the_one_with_the_least_time_left_is_shown(district):
    proposal = district.proposal("assigned", separate=district.units[:2])
    one, other = district.parts(proposal)
    act(one, "sign_in", as_=district.unit)
    proposal.refresh_from_db()
    assert (proposal.owner_organisation_id, proposal.due) == (other.unit_id, date(2026, 3, 5))


def test_an_act_that_stays_closes_only_its_own_todo(district):
    assignment = district.lead(district.proposal("handling"))
    act(assignment, "contact", as_=district.unit, **district.talk())
    assert list(Todo.objects.filter(case=assignment, closed_at=None).values_list("step", flat=True)) == ["reply"]


def test_another_step_that_settles_it_closes_the_todo_too(district):
    proposal = district.proposal("replied")
    scan = district.scan(proposal)
    act(proposal, "rate_on_paper", as_=district.office, rating="satisfied", scan=scan)
    assert open_todo(proposal).step == "archive"


class TestMoved:
    """Pause, resume and extension, as an effect of an act that stays in its state (here: the urging of a unit)."""

    @pytest.fixture
    def assignment(self, district):
        return district.lead(district.proposal("handling"))

    def doing(self, district, assignment, effect, on=MONDAY):
        with clock.frozen(on):
            batch = Batch(district.committee)
            assignment.refresh_from_db()
            assignment.committee = district.committee
            done = plan(batch, assignment, "urge", district.office, clock.now(), {})
            effect(done)
            batch.write()
        return done.event

    def test_a_paused_clock_stands_still_and_runs_on_by_as_long(self, district, assignment):
        event = self.doing(district, assignment, lambda a: a.pause("reply"), MONDAY + timedelta(days=7))
        todo = open_todo(assignment, "reply")
        assert (todo.paused_on, todo.alarm_on) == (date(2026, 3, 9), None)
        assert '"pause"' in event.facts
        self.doing(district, assignment, lambda a: a.resume("reply"), MONDAY + timedelta(days=17))
        todo.refresh_from_db()
        assert (todo.paused_on, todo.due, todo.alarm_on) == (None, date(2026, 6, 12), date(2026, 5, 13))
        assert [line["what"] for line in todo.history] == ["pause", "resume"]
        assert todo.history[1]["days"] == 10
        assignment.refresh_from_db()
        assert assignment.due == date(2026, 6, 12)

    def test_the_clocks_not_named_run_on(self, district, assignment):
        self.doing(district, assignment, lambda a: a.pause("reply"))
        assert open_todo(assignment, "contact").paused_on is None
        self.doing(district, assignment, lambda a: a.pause())
        assert open_todo(assignment, "contact").paused_on == MONDAY

    def test_what_was_late_stays_late(self, district, assignment):
        self.doing(district, assignment, lambda a: a.pause("contact"), date(2026, 4, 1))
        assert open_todo(assignment, "contact").paused_on is None

    def test_what_does_not_stand_still_is_not_moved_by_resuming(self, district, assignment):
        self.doing(district, assignment, lambda a: a.resume())
        assert open_todo(assignment, "reply").due == date(2026, 6, 2)

    def test_an_extension_by_a_span_or_to_a_day(self, district, assignment):
        event = self.doing(district, assignment, lambda a: a.extend("reply", "1m", "涉及面广"))
        todo = open_todo(assignment, "reply")
        assert todo.due == date(2026, 7, 2)
        assert (todo.history[0]["reason"], "涉及面广" in event.facts) == ("涉及面广", False)
        self.doing(district, assignment, lambda a: a.extend("reply", date(2026, 7, 31)))
        todo.refresh_from_db()
        assert (todo.due, [line["to"] for line in todo.history]) == (date(2026, 7, 31), ["2026-07-02", "2026-07-31"])
        assignment.refresh_from_db()
        assert assignment.due == date(2026, 7, 31)

    @pytest.mark.parametrize("until", [date(2026, 6, 2), date(2026, 1, 1), "none", "许久"])
    def test_an_extension_that_is_none_is_refused(self, district, assignment, until):
        with pytest.raises(BadDate):
            self.doing(district, assignment, lambda a: a.extend("reply", until))

    def test_what_is_not_owed_is_not_extended(self, district, assignment):
        with pytest.raises(Refused):
            self.doing(district, assignment, lambda a: a.extend("sign_in", "1m"))

    def test_a_paused_clock_that_is_extended_still_stands(self, district, assignment):
        def both(a):
            a.pause("reply")
            a.extend("reply", "1m")

        self.doing(district, assignment, both)
        todo = open_todo(assignment, "reply")
        assert (todo.paused_on, todo.alarm_on, todo.due) == (MONDAY, None, date(2026, 7, 2))
