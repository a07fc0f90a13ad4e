"""Dates and remaining time are words."""

import datetime as dt

import pytest
from django.utils import translation

from huiyin.ui import days

TODAY = dt.date(2026, 6, 18)


@pytest.mark.parametrize(
    ("value", "words"),
    [(dt.date(2026, 6, 29), "6月29日 周一"), (dt.date(2025, 12, 31), "2025年12月31日 周三")],
)
def test_a_day_carries_its_weekday_and_its_year_only_when_it_is_another(value, words):
    assert days.day(value, TODAY) == words


def test_english_names_the_month():
    with translation.override("en"):
        assert days.day(dt.date(2026, 6, 29), TODAY) == "29 Jun, Mon"
        assert days.day(dt.date(2025, 6, 29), TODAY) == "29 Jun 2025, Sun"


def test_a_moment_of_today_says_today_and_others_their_date():
    assert days.moment(dt.datetime(2026, 6, 18, 9, 5), TODAY) == "今天 09:05"
    assert days.moment(dt.datetime(2026, 6, 15, 14, 30), TODAY) == "6月15日 14:30"


def test_a_moment_is_written_in_local_time():
    late_in_london = dt.datetime(2026, 6, 17, 23, 0, tzinfo=dt.UTC)
    assert days.moment(late_in_london, TODAY) == "今天 07:00"


@pytest.mark.parametrize(
    ("due", "words"),
    [
        (dt.date(2026, 6, 29), "还有 11 天"),
        (dt.date(2026, 6, 18), "今天到期"),
        (dt.date(2026, 6, 12), "逾期 6 天"),
        (-6, "逾期 6 天"),
        (1, "还有 1 天"),
    ],
)
def test_what_is_left_is_never_a_negative_number(due, words):
    assert days.left(due, TODAY) == words


def test_what_is_no_date_is_nothing():
    assert days.parse("昨天") is None
    assert days.parse(None) is None
    assert days.parse("2026-06-29") == dt.date(2026, 6, 29)
