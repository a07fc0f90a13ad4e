"""A number and its rows come from one declaration; what is not known is left out; a rate shows both its parts."""

from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.kernel import clock, figures, ledger
from huiyin.kernel.act import act
from huiyin.kernel.figures import REGISTRY, Figure, Rate, Scope, about_words, declare, percent, period
from huiyin.kernel.models import Case, Event, Period
from huiyin.kernel.refusal import Refused
from huiyin.people.figures import OfMembers
from tests.district import District


def value(district, name, text="all", **more):
    return REGISTRY[name].answer(Scope(district.committee, period(district.committee, text), **more))


@pytest.fixture
def year(district):
    """One of each: received, filed, not filed, answered, rated three ways, unrated; and a draft that counts nowhere."""
    for state in ("draft", "submitted", "not_filed", "filed", "handling", "replied"):
        district.proposal(state)
    for rating in ("satisfied", "satisfied", "basically", "dissatisfied"):
        district.proposal("rehandle" if rating == "dissatisfied" else "closed", rating=rating)
    return district


class TestMainRoad:
    @pytest.mark.parametrize(
        ("name", "expected"),
        [
            ("received", 9), ("filed", 7), ("not_filed", 1), ("assigned", 6), ("in_hand", 2), ("replied", 5), ("unrated", 1),
            ("rated", 4), ("satisfied", 2), ("basically", 1), ("dissatisfied", 1), ("closed", 3), ("unit_times", 12), ("units", 2),
            ("suggestions", 18), ("proposers", 1), ("replies", 5), ("class_solved", 5), ("contacted", 5), ("adopted", 10),
            ("received_individual", 9), ("received_collective", 0), ("archived", 0), ("withdrawn", 0),
        ],
    )  # fmt: skip
    def test_each_figure_counts_what_it_says(self, year, name, expected):
        answer = value(year, f"proposals.{name}")
        assert answer.value == expected
        assert (
            REGISTRY[f"proposals.{name}"].rows(Scope(year.committee, period(year.committee, "all"))).count()
            == answer.rows
        )

    def test_rates_show_both_parts(self, year):
        rate = value(year, "proposals.satisfaction_wide")
        assert (rate.numerator, rate.denominator, rate.value, rate.text) == (3, 4, Decimal("75.0"), "75.0%")
        assert value(year, "proposals.satisfaction_strict").value == Decimal("50.0")
        assert value(year, "proposals.filing_rate").value == Decimal("77.8")

    def test_every_part_lies_within_its_whole(self, year):
        for text in ("all", "9-5", "2026-01-01..2026-03-01"):
            scope = Scope(year.committee, period(year.committee, text))
            for rate in (f for f in REGISTRY.values() if isinstance(f, Rate)):
                answer = rate.answer(scope)
                assert answer.numerator <= answer.denominator, rate.name
                # Counted in one walk or in two, each side is the number of its own rows; and so for every session and unit.
                sides = (rate.part.number(rate.rows(scope)), rate.whole.value(scope))
                assert (answer.numerator, answer.denominator) == sides, rate.name
                for split, at in ((rate.split_sessions, "session_at"), (rate.split_units, "unit_at")):
                    if column := getattr(rate.whole, at):
                        counts = rate.part.numbers(rate.rows(scope), getattr(rate.part, at))
                        whole = rate.whole.split(scope, column)
                        assert split(scope) == {key: (counts.get(key, 0), n) for key, n in whole.items()}, rate.name
                if rate.whole.measure == "case":
                    whole = set(rate.whole.cases(scope).values_list("pk", flat=True))
                    part, rest = (
                        set(rows.values_list("pk", flat=True)) for rows in (rate.cases(scope), rate.rest(scope))
                    )
                    assert (part | rest, part & rest) == (whole, set()), rate.name

    def test_another_committee_counts_nothing_of_it(self, year):
        other = District.build()
        counted = {name for name, one in REGISTRY.items() if not isinstance(getattr(one, "whole", one), OfMembers)}
        assert {value(other, name).rows for name in counted} == {0}

    def test_a_voided_act_is_in_no_figure(self, district):
        proposal = district.proposal("not_filed")
        assert value(district, "proposals.not_filed").value == 1
        ledger.void(Event.objects.get(case=proposal, step="decline"), as_=district.director, reason="改主意。")
        assert value(district, "proposals.not_filed").value == 0


def test_without_a_denominator_a_rate_is_a_dash_and_not_a_hundred(district):
    answer = value(district, "proposals.satisfaction_wide")
    assert (answer.value, answer.text, answer.as_dict()["denominator"]) == (None, "—", 0)


@pytest.mark.parametrize(
    ("part", "whole", "shown"), [(1, 8, "12.5"), (1, 16, "6.3"), (2, 3, "66.7"), (1, 2000, "0.1"), (0, 5, "0.0")]
)
def test_percentages_are_rounded_half_up_to_one_decimal(part, whole, shown):
    assert str(percent(part, whole)) == shown


@given(st.integers(0, 10**6), st.integers(1, 10**6))
def test_a_part_of_a_whole_is_never_over_a_hundred(part, whole):
    assert 0 <= percent(min(part, whole), whole) <= 100


@pytest.mark.parametrize(("number", "words"), [(23, "20余次"), (20, "20次"), (7, "7次"), (109, "100余次")])
def test_round_numbers_are_said_with_a_word(number, words):
    assert about_words(number, "次") == words


class TestAsOf:
    @pytest.fixture
    def told(self, district):
        """Received on 2 March, filed on 9 March; rated first badly, then well."""
        with clock.frozen(date(2026, 3, 2)):
            proposal = district.proposal("review_f")
        with clock.frozen(date(2026, 3, 9)):
            act(proposal, "file", as_=district.director, subject="其他")
        return district, proposal

    def test_what_had_not_happened_by_then_is_not_counted(self, told):
        district, _ = told
        with clock.frozen(date(2026, 6, 1)):
            seen = [value(district, "proposals.filed", as_of=date(2026, 3, day)).value for day in (1, 8, 9, 10)]
            assert seen == [0, 0, 1, 1]
            assert [value(district, "proposals.received", as_of=date(2026, 3, day)).value for day in (1, 2)] == [0, 1]

    def test_what_was_typed_in_later_was_not_known(self, told):
        district, proposal = told
        with clock.frozen(date(2026, 4, 1)):
            noon = datetime(2026, 3, 10, 12, tzinfo=ZoneInfo("Asia/Shanghai"))
            act(proposal, "plan", as_=district.office, at=noon, lead=district.units[0].pk)
            act(proposal, "assign", as_=district.assigning, at=noon, lead=district.units[0].pk)
            by_then = date(2026, 3, 20)
            assert value(district, "proposals.assigned", as_of=by_then).value == 1
            assert value(district, "proposals.assigned", as_of=by_then, known_on=by_then).value == 0

    def test_a_rating_holds_until_the_next_one(self, district):
        with clock.frozen(date(2026, 3, 2)):
            proposal = district.proposal("rehandle")
        with clock.frozen(date(2026, 3, 30)):
            again(district, proposal)
            act(proposal, "rate", as_=district.member, rating="satisfied")
        with clock.frozen(date(2026, 4, 1)):
            for day, bad, good in ((date(2026, 3, 15), 1, 0), (date(2026, 3, 31), 0, 1)):
                assert value(district, "proposals.dissatisfied", as_of=day).value == bad
                assert value(district, "proposals.satisfied", as_of=day).value == good
            assert value(district, "proposals.rated").value == 1

    def test_standing_as_of_a_day(self, told):
        district, _ = told
        figure = Figure("x", "x", "件", figures.standing("proposal", "review_f"))
        with clock.frozen(date(2026, 6, 1)):
            for day, expected in ((1, 0), (2, 1), (8, 1), (9, 0)):
                scope = Scope(district.committee, period(district.committee, "all"), as_of=date(2026, 3, day))
                assert figure.value(scope) == expected

    def test_suggestions_of_a_first_version_are_counted_until_they_are_replaced(self, district):
        with clock.frozen(date(2026, 3, 2)):
            proposal = district.proposal("returned")
            type(proposal).objects.filter(pk=proposal.pk).update(items=["只剩一条"])
        with clock.frozen(date(2026, 3, 5)):
            act(proposal, "submit", as_=district.member, publish_wish="yes", no_secret=True)
            assert value(district, "proposals.suggestions", as_of=date(2026, 3, 3)).value == 2
            assert value(district, "proposals.suggestions").value == 1
            assert value(district, "proposals.received").value == 1, "a corrected submission is no second proposal"


def again(district, proposal):
    """A second reply after a second visit."""
    assignment = district.lead(proposal)
    act(assignment, "contact", as_=district.unit, **district.talk())
    act(assignment, "reply", as_=district.unit, **district.answer(assignment))
    act(assignment, "pass_reply", as_=district.assigning)


class TestPeriods:
    def test_a_proposal_belongs_to_its_session_and_not_to_a_calendar_year(self, district):
        """Trap 1: one of session 9-5 that is filed in the next calendar year still counts in 2026 and 9-5."""
        with clock.frozen(date(2026, 12, 30)):
            proposal = district.proposal("review_f")
        with clock.frozen(date(2027, 1, 5)):
            act(proposal, "file", as_=district.director, subject="其他")
            shown = [
                value(district, "proposals.filed", text).value
                for text in ("2026", "9-5", "2027", "2027-01-01..2027-01-31")
            ]
        assert shown == [1, 1, 0, 1]

    def test_part_and_whole_of_a_stretch_of_days_never_cross(self, district):
        """Filed in January of what came in December: within January it is no part of what was received."""
        with clock.frozen(date(2026, 12, 30)):
            proposal = district.proposal("review_f")
        with clock.frozen(date(2027, 1, 5)):
            act(proposal, "file", as_=district.director, subject="其他")
            rate = value(district, "proposals.filing_rate", "2027-01-01..2027-01-31")
        assert (rate.numerator, rate.denominator, rate.text) == (0, 0, "—")

    def test_what_belongs_to_no_session_counts_by_its_own_date(self, district):
        proposal = district.proposal("filed")
        Case.objects.filter(pk=proposal.pk).update(session=None)
        this = str(clock.today().year)
        assert [value(district, "proposals.filed", text).value for text in (this, "9-5", "1999")] == [1, 0, 0]

    def test_unknown_dates_are_left_out_of_what_asks_for_dates_and_kept_in_the_rest(self, district):
        proposal = district.proposal("review_f")
        act(proposal, "file", as_=district.director, at=None, source="imported")
        assert [
            value(district, "proposals.filed", text).value for text in ("all", "9-5", "2026-01-01..2099-12-31")
        ] == [1, 1, 0]
        assert value(district, "proposals.filed", as_of=date(2026, 1, 1)).value == 1, "unknown is not 'later'"

    def test_a_term_is_its_sessions(self, district):
        term = Period.objects.create(committee=district.committee, kind="term", code="9", name="九届")
        Period.objects.filter(pk=district.session.pk).update(parent=term)
        district.proposal("filed")
        assert [value(district, "proposals.filed", text).value for text in ("9", "all", "")] == [1, 1, 1]

    def test_a_period_that_is_none_is_refused_with_those_there_are(self, district):
        with pytest.raises(Refused, match="9-5"):
            period(district.committee, "第三季度")


def test_a_figure_is_declared_once():
    taken = REGISTRY["proposals.filed"]
    declare(taken)
    with pytest.raises(ValueError, match="twice"):
        declare(Figure("proposals.filed", "冒名", "件", taken.source))


def test_the_parts_of_the_road_never_grow_larger_than_what_they_came_from(year):
    shown = {
        name: value(year, f"proposals.{name}").value
        for name in ("received", "filed", "assigned", "replied", "rated", "satisfied")
    }
    assert list(shown.values()) == sorted(shown.values(), reverse=True)


@pytest.mark.parametrize("text", ["9999", "0001-01-01..9999-12-31", "9999-12-31..9999-12-31"])
def test_a_day_at_the_end_of_all_calendars_is_a_period_like_another(district, text):
    scope = Scope(district.committee, period(district.committee, text), as_of=date.max, known_on=date.min)
    assert REGISTRY["proposals.in_hand"].answer(scope).value == 0
    assert REGISTRY["proposals.rated"].answer(scope).value == 0


def test_a_number_of_wholes_lists_the_wholes_and_not_their_parts(district):
    for _case in range(2):
        district.proposal("replied")
    figure, scope = REGISTRY["proposals.contacted"], Scope(district.committee, period(district.committee, "all"))
    assert figure.answer(scope).value == figure.cases(scope).count() == 2
    assert set(figure.cases(scope).values_list("kind", flat=True)) == {"proposal"}
