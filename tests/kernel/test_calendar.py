"""Working days with 调休: the published notice, the office's own table, and years that nobody has published yet."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.kernel.calendar import Calendar

CALENDAR = Calendar()
days = st.dates(date(2003, 1, 1), date(2029, 12, 31))
tables = st.dictionaries(st.dates(date(2026, 1, 1), date(2027, 12, 31)), st.booleans(), max_size=40)


@pytest.mark.parametrize(
    "day, works",
    [
        (date(2026, 2, 14), True),  # a Saturday, made up for the Spring Festival
        (date(2026, 2, 28), True),
        (date(2026, 5, 9), True),
        (date(2025, 1, 26), True),  # a Sunday
        (date(2025, 10, 11), True),
        (date(2026, 2, 16), False),
        (date(2026, 6, 19), False),  # a Friday, Dragon Boat Festival
        (date(2026, 6, 27), False),
        (date(2026, 6, 29), True),
    ],
)
def test_the_notice_of_the_state_council_decides(day, works):
    assert CALENDAR.working(day) is works


def test_a_year_without_a_notice_follows_the_weekday():
    assert not CALENDAR.known(2031)
    assert CALENDAR.working(date(2031, 10, 1))  # a Wednesday
    assert not CALENDAR.working(date(2031, 10, 4))
    assert CALENDAR.known(2026)
    assert CALENDAR.known(2004)
    assert not CALENDAR.known(2003)


def test_the_office_enters_next_year_itself():
    table = {date(2031, 10, day): False for day in range(1, 8)} | {date(2031, 10, 11): True}
    calendar = Calendar(table, {date(2031, 10, 1): "国庆节"})
    assert calendar.known(2031)
    assert not calendar.working(date(2031, 10, 1))
    assert calendar.working(date(2031, 10, 11))
    assert calendar.name(date(2031, 10, 1)) == "国庆节"
    assert calendar.working(date(2032, 10, 1))


def test_a_day_closed_for_a_move_does_not_make_a_year_known():
    assert not Calendar({date(2031, 3, 3): False}).known(2031)


def test_the_office_table_wins_over_the_notice():
    calendar = Calendar({date(2026, 2, 14): False, date(2026, 2, 16): True})
    assert not calendar.working(date(2026, 2, 14))
    assert calendar.working(date(2026, 2, 16))
    assert calendar.name(date(2026, 2, 16)) == ""
    assert CALENDAR.working(date(2026, 2, 14))


def test_holidays_have_chinese_names_and_other_days_have_none():
    names = {
        "2026-01-01": "元旦",
        "2026-02-17": "春节",
        "2026-04-05": "清明",
        "2026-06-19": "端午",
        "2026-10-01": "国庆节",
    }
    assert {day: CALENDAR.name(date.fromisoformat(day)) for day in names} == names
    assert CALENDAR.name(date(2026, 2, 14)) == ""
    assert CALENDAR.name(date(2026, 6, 27)) == ""


def test_holidays_come_whole_even_when_the_window_cuts_them():
    assert CALENDAR.holidays(date(2025, 10, 3), date(2025, 10, 4)) == [
        (date(2025, 10, 1), date(2025, 10, 8), ["国庆节", "中秋"])
    ]
    assert CALENDAR.holidays(date(2026, 7, 1), date(2026, 8, 1)) == []


def test_a_weekday_that_the_office_closes_is_a_holiday_without_a_name():
    calendar = Calendar({date(2026, 7, 8): False})
    assert calendar.holidays(date(2026, 7, 1), date(2026, 7, 31)) == [(date(2026, 7, 8), date(2026, 7, 8), [])]


def test_made_up_days_are_the_weekends_on_which_people_work():
    assert CALENDAR.made_up(date(2026, 2, 1), date(2026, 5, 31)) == [
        date(2026, 2, 14),
        date(2026, 2, 28),
        date(2026, 5, 9),
    ]


def test_working_days_are_counted_over_the_spring_festival():
    assert CALENDAR.add_working(date(2026, 2, 13), 1) == date(2026, 2, 14)
    assert CALENDAR.add_working(date(2026, 2, 13), 2) == date(2026, 2, 24)
    assert CALENDAR.add_working(date(2026, 2, 24), -2) == date(2026, 2, 13)


def test_counting_crosses_the_year_in_both_directions():
    assert CALENDAR.add_working(date(2025, 12, 31), 1) == date(2026, 1, 4)  # a Sunday, made up for New Year
    assert CALENDAR.add_working(date(2026, 1, 4), -1) == date(2025, 12, 31)
    assert CALENDAR.working_between(date(2024, 12, 31), date(2025, 12, 31)) == 248


@given(days, st.integers(1, 600), tables)
def test_what_is_added_is_what_lies_between(day, n, table):
    calendar = Calendar(table)
    end = calendar.add_working(day, n)
    assert calendar.working_between(day, end) == n
    assert calendar.working(end)


@given(days, st.integers(0, 600), tables)
def test_working_days_are_those_that_one_would_count_on_fingers(day, n, table):
    calendar = Calendar(table)
    fingers = sum(calendar.working(day + timedelta(days=i)) for i in range(1, n + 1))
    assert calendar.working_between(day, day + timedelta(days=n)) == fingers
    assert calendar.working_between(day + timedelta(days=n), day) == -fingers


@given(days, st.integers(1, 300))
def test_going_back_undoes_going_forward_from_a_working_day(day, n):
    start = CALENDAR.next_working(day)
    assert CALENDAR.add_working(CALENDAR.add_working(start, n), -n) == start


@given(days, tables)
def test_the_next_working_day_is_the_day_itself_when_it_works(day, table):
    calendar = Calendar(table)
    following = calendar.next_working(day)
    assert calendar.working(following)
    assert (following == day) is calendar.working(day)
    assert not any(calendar.working(day + timedelta(days=i)) for i in range((following - day).days))
