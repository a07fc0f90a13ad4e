"""The ladder of urging (R-073, P-26): the unit, then its head, then the assigning office, then the leader, each on a day of his own."""

from datetime import date, timedelta

import pytest

from huiyin.kernel import clock, outbox
from huiyin.kernel.act import act
from huiyin.kernel.models import Notice, Todo

HANDED_OVER = date(2026, 3, 2)
DUE = date(2026, 6, 2)


@pytest.fixture
def part(district):
    """One unit's part whose answer is due on 2 June and which is talked over already."""
    with clock.frozen(HANDED_OVER):
        proposal = district.proposal("handling", co=[])
        part = district.lead(proposal)
        act(part, "contact", as_=district.unit, **district.talk())
        Todo.objects.exclude(case=part, step="reply").update(alarm_on=None)
    assert Todo.objects.get(case=part, closed_at=None).due == DUE
    return part


def told(day, part):
    """Who is told on that day, by role, with the words of the last of them."""
    before = set(Notice.objects.values_list("pk", flat=True))
    with clock.frozen(day):
        outbox.tick()
        outbox.tick()
    fresh = Notice.objects.filter(case=part, once__isnull=False).exclude(pk__in=before).order_by("pk")
    return [notice.role for notice in fresh], [notice.text for notice in fresh][-1:]


def late(days):
    return DUE + timedelta(days=days)


def test_it_rises_step_by_step(district, part):
    days = range(-40, 40)
    heard = {day: roles for day in days if (roles := told(late(day), part)[0])}
    assert heard == {
        -30: ["unit"], -15: ["unit"], -7: ["unit"], -3: ["unit"], 0: ["unit"], 3: ["unit", "unit_head"], 7: ["unit", "assigning"],
        15: ["leader"],
    }  # fmt: skip


def test_those_above_read_which_body_and_how_late(district, part):
    told(late(7), part)
    [words] = told(late(15), part)[1]
    assert (
        words == "第001号《关于推进老旧小区加装电梯的提案》：住房城乡建设局的“写答复”逾期 15 天，期限是6月2日。请过问。"
    )
    head = Notice.objects.get(case=part, role="unit_head")
    assert (head.organisation_id, head.person_id) == (district.units[0].pk, None)


def test_after_an_outage_each_hears_of_it_once(district, part):
    assert sorted(told(late(20), part)[0]) == ["assigning", "leader", "unit", "unit_head"]
    assert told(late(21), part)[0] == []


def test_what_is_answered_rises_no_further(district, part):
    told(late(3), part)
    with clock.frozen(late(4)):
        act(part, "reply", as_=district.unit, **district.answer(part))
        Todo.objects.update(alarm_on=None)
    assert told(late(30), part)[0] == []


def test_the_days_are_a_rule_of_the_committee_and_nought_is_never(district):
    district.set("P-26-HEAD", 0)
    district.set("P-26-LEADER", 1)
    with clock.frozen(HANDED_OVER):
        part = district.lead(district.proposal("handling", co=[]))
        Todo.objects.exclude(case=part, step="reply").update(alarm_on=None)
    told(late(0), part)
    heard = [told(late(day), part)[0] for day in (1, 3, 7)]
    assert heard == [["leader"], ["unit"], ["unit", "assigning"]]


def test_of_the_assigning_offices_own_delay_only_the_leader_hears(district):
    with clock.frozen(HANDED_OVER):
        part = district.lead(district.proposal("handling", co=[]))
        act(part, "contact", as_=district.unit, **district.talk())
        act(part, "reply", as_=district.unit, **district.answer(part))
        Todo.objects.exclude(case=part).update(alarm_on=None)
    assert told(HANDED_OVER + timedelta(days=60), part)[0] == ["assigning", "leader"]


def test_a_clock_that_is_moved_rises_anew(district, part):
    with clock.frozen(late(-2)):
        act(part, "ask_extension", as_=district.unit, until=date(2026, 7, 2), reason="等资金。")
        act(part, "grant_extension", as_=district.assigning)
        Todo.objects.exclude(case=part, step="reply").update(alarm_on=None)
    assert "unit_head" not in told(late(3), part)[0]
    told(date(2026, 7, 4), part)
    assert told(date(2026, 7, 5), part)[0] == ["unit", "unit_head"]
