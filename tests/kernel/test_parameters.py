"""Local rules are data: a declared default, a value per committee, from a day on."""

from contextlib import suppress
from datetime import date, timedelta

import pytest
from django.db import transaction

from huiyin.kernel import clock, parameters
from huiyin.kernel.parameters import REGISTRY, Parameter, declare
from huiyin.kernel.rulebook import set_day
from tests.district import District

TODAY = date(2026, 3, 2)


@pytest.fixture(autouse=True)
def today():
    with clock.frozen(TODAY):
        yield


def test_until_somebody_decides_the_declared_value_holds(district):
    assert parameters.get_with_date(district.committee, "P-11") == ("3m", None)


def test_a_value_holds_from_its_day_and_the_old_one_before(district):
    district.set("P-11", "60d", TODAY)
    district.set("P-11", "45d", TODAY + timedelta(days=30))
    seen = [parameters.get(district.committee, "P-11", TODAY + timedelta(days=n)) for n in (-1, 0, 29, 30)]
    assert seen == ["3m", "60d", "60d", "45d"]
    assert parameters.get_with_date(district.committee, "P-11") == ("60d", TODAY)


def test_the_later_decision_for_one_day_wins(district):
    for value in ("60d", "30d"):
        with clock.frozen(TODAY + timedelta(days=1 if value == "30d" else 0)):
            district.set("P-11", value, TODAY)
    assert parameters.get(district.committee, "P-11") == "30d"


def test_a_value_is_one_committees_own(district):
    district.set("P-11", "60d")
    assert parameters.get(District.build().committee, "P-11") == "3m"


def test_a_parameter_is_declared_once():
    declare(REGISTRY["P-11"])
    with pytest.raises(ValueError, match="twice"):
        declare(Parameter("P-11", "冒名", "1m", "span"))


def test_every_declared_default_is_one_that_its_kind_allows(district):
    for code, parameter in REGISTRY.items():
        if parameter.kind == "span":
            clock.Span.parse(str(parameter.default))
        if parameter.kind == "ladder":
            assert clock.rungs(parameter.default), code
        if parameter.choices:
            assert parameter.default in dict(parameter.choices), code


def test_what_was_read_of_rules_that_were_taken_back_is_forgotten(district):
    """The version number that was taken back comes to stand for other rules, in this very process."""
    committee, day = district.committee, TODAY + timedelta(days=3)
    with suppress(RuntimeError), transaction.atomic():
        district.set("P-11", "60d", TODAY)
        set_day(committee, day, False, "停电", district.system_admin)
        assert parameters.get(committee, "P-11") == "60d"
        assert not parameters.calendar(committee).working(day)
        raise RuntimeError
    committee.refresh_from_db()
    assert parameters.get(committee, "P-11") == "3m"
    district.set("P-11", "45d", TODAY)
    set_day(committee, day + timedelta(days=1), False, "停水", district.system_admin)
    assert parameters.get(committee, "P-11") == "45d"
    assert parameters.calendar(committee).working(day)
