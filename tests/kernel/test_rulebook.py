from datetime import date

import pytest

from huiyin.kernel import ledger, parameters, rulebook, rulevalues
from huiyin.kernel.models import Committee, Event, Post
from huiyin.kernel.refusal import Refused


@pytest.fixture
def committee(db):
    return Committee.objects.create(code="rules", name="政协", short="政协", place="区")


@pytest.fixture
def clerk(committee):
    return Post.objects.create(committee=committee, role="system", title="系统")


@pytest.fixture
def put(committee, clerk):
    def run(code, text, day=date(2026, 3, 1), reason="主席会议定的"):
        value = rulevalues.read(parameters.REGISTRY[code], text)
        return rulebook.set_parameter(committee, code, value, day, clerk, reason)

    return run


def test_a_new_value_holds_from_its_day_and_the_old_one_before(put, committee):
    put("P-11", "2m")
    assert parameters.get(committee, "P-11", date(2026, 2, 28)) == "3m"
    assert parameters.get_with_date(committee, "P-11", date(2026, 3, 1)) == ("2m", date(2026, 3, 1))


def test_value_event_and_version_go_together(put, committee):
    event = put("P-11", "2m")
    assert (committee.rules_version, event.step, Event.objects.filter(committee=committee).count()) == (
        2,
        "parameter.set",
        1,
    )
    assert ledger.verify(committee).faults == []


def test_no_change_no_reason_and_an_odd_day_are_refused(put, committee):
    for more in ({"text": "3m"}, {"text": "2m", "reason": " "}, {"text": "2m", "day": date(1900, 1, 1)}):
        with pytest.raises(Refused):
            put("P-11", **more)
    assert committee.rules_version == 1


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("P-11", "三个月"), ("P-01", "很多"), ("P-01", "-1"), ("P-16", "也许"), ("P-21", "other"), ("P-05", "{seq.__class__}"),
        ("P-05", "{n}"), ("P-05", "{seq"), ("P-05", "案"), ("P-28a", ""), ("P-28a", "经济\n经济"), ("P-20", "A | 已解决"),
        ("P-20", "A | 已解决 | done"), ("P-26", "天天"), ("P-26", "-1000"),
    ],
)  # fmt: skip
def test_a_value_that_makes_no_sense_is_refused_under_its_field(code, text):
    with pytest.raises(Refused) as refusal:
        rulevalues.read(parameters.REGISTRY[code], text)
    assert list(refusal.value.fields) == ["value"]


@pytest.mark.parametrize("code", list(parameters.REGISTRY))
def test_every_default_can_be_written_and_read_back(code):
    parameter = parameters.REGISTRY[code]
    assert rulevalues.read(parameter, rulevalues.write(parameter, parameter.default)) == parameter.default
    assert rulevalues.words(parameter, parameter.default)


def test_a_holiday_of_the_office_closes_a_day_and_can_be_taken_back(committee, clerk):
    day = date(2026, 3, 4)
    rulebook.set_day(committee, day, False, "区庆", clerk)
    assert not parameters.calendar(committee).working(day)
    with pytest.raises(Refused):
        rulebook.set_day(committee, day, False, "区庆", clerk)
    rulebook.clear_day(committee, day, clerk)
    assert parameters.calendar(committee).working(day)
    with pytest.raises(Refused):
        rulebook.clear_day(committee, day, clerk)
    assert committee.rules_version == 3
