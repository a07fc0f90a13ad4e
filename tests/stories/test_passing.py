"""P15: a proposal handed over is being handled once all have signed for it, or once the days for signing are over."""

from datetime import date, timedelta

import pytest

from huiyin.kernel import clock, ledger, outbox, passing
from huiyin.kernel.act import act
from huiyin.kernel.models import Event, Notice, Post, Stay
from huiyin.kernel.refusal import NotAllowed

MONDAY = date(2026, 3, 2)
THURSDAY, FRIDAY = date(2026, 3, 5), date(2026, 3, 6)


@pytest.fixture
def handed_over(district):
    with clock.frozen(MONDAY):
        return district.proposal("assigned")


def tick_on(day, case):
    with clock.frozen(day):
        done = outbox.tick()
    case.refresh_from_db()
    return done.passed, case.state


def test_after_three_working_days_it_is_handled_though_nobody_signed(district, handed_over):
    assert tick_on(THURSDAY, handed_over) == (0, "assigned"), "the third working day is still theirs"
    assert tick_on(FRIDAY, handed_over) == (1, "handling")
    assert tick_on(FRIDAY, handed_over) == (0, "handling")
    event = Event.objects.get(case=handed_over, step="begin")
    assert (event.source, Post.objects.get(pk=event.post_id).role, event.from_state, event.to_state) == (
        "computed",
        "system",
        "assigned",
        "handling",
    )
    assert Notice.objects.filter(
        case=handed_over, person=district.member.person_id, text__contains="签收期限已过"
    ).exists()
    assert ledger.verify(district.committee).faults == []


def test_whoever_has_not_signed_still_has_to(district, handed_over):
    tick_on(FRIDAY, handed_over)
    parts = district.parts(handed_over)
    assert {part.state for part in parts} == {"pending"}
    with clock.frozen(FRIDAY):
        for part in parts:
            act(part, "sign_in", as_=district.unit_post(part))
    handed_over.refresh_from_db()
    assert (handed_over.state, Event.objects.filter(case=handed_over, step="take_up").count()) == ("handling", 0)


def test_where_all_have_signed_time_has_nothing_to_do(district):
    with clock.frozen(MONDAY):
        proposal = district.proposal("handling")
    assert tick_on(date(2026, 4, 1), proposal) == (0, "handling")
    assert not Event.objects.filter(case=proposal, step="begin").exists()


def test_how_long_is_the_committees_rule(district):
    district.set("P-SIGN", "10wd")
    with clock.frozen(MONDAY):
        proposal = district.proposal("assigned")
    assert tick_on(FRIDAY, proposal) == (0, "assigned")
    assert tick_on(date(2026, 3, 17), proposal) == (1, "handling")


def test_history_does_not_move_by_itself(district, handed_over):
    stay = Stay.objects.get(case=handed_over, here=True)
    Stay.objects.filter(pk=stay.pk).update(entered_at=None)
    assert tick_on(FRIDAY, handed_over) == (0, "assigned"), "nobody knows since when"


def test_nobody_takes_the_step_by_hand(district, handed_over):
    with clock.frozen(FRIDAY), pytest.raises(NotAllowed):
        act(handed_over, "begin", as_=district.assigning)


def test_two_ticks_at_once_take_it_once(district, handed_over, monkeypatch):
    """The second has read it as assigned before the first took it."""
    with clock.frozen(FRIDAY):
        read = passing._over

        def slow(*args):
            found = read(*args)
            monkeypatch.setattr(passing, "_over", read)
            if found:
                assert passing.pass_on(district.committee) == 1
            return found

        monkeypatch.setattr(passing, "_over", slow)
        assert passing.pass_on(district.committee) == 0
    assert Event.objects.filter(case=handed_over, step="begin").count() == 1


def test_the_case_page_says_that_time_did_it(district, handed_over, client):
    tick_on(FRIDAY, handed_over)
    client.force_login(district.member.person, backend="django.contrib.auth.backends.ModelBackend")
    with clock.frozen(FRIDAY + timedelta(days=1)):
        page = client.get(f"/case/{handed_over.uid}/").content.decode()
    assert "签收期限已过，进入办理" in page
