"""Clocks: what day it is, when something is due, what a pause or an extension does to it, and when to remind."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.kernel.clock import (
    LADDER,
    Calendar,
    Span,
    due,
    extend,
    frozen,
    next_rung,
    now,
    pause,
    remaining,
    rungs,
    share,
    today,
)

CALENDAR = Calendar()
days = st.dates(date(2004, 1, 1), date(2029, 12, 31))
units = st.tuples(st.integers(1, 400), st.sampled_from(["wd", "d", "m"])).map(lambda pair: f"{pair[0]}{pair[1]}")
years = st.integers(1, 20).map(lambda n: f"{n}y")
parts = st.one_of(units, years, days.map(lambda day: f"{day:%m-%d}"), days.map(date.isoformat))
texts = st.one_of(st.just("none"), st.lists(parts, min_size=1, max_size=3, unique=True).map("|".join))


def end(text: str, start: date, roll: bool = True) -> date | None:
    return due(Span.parse(text), start, CALENDAR, roll)


# What day it is


def test_now_is_aware_and_local():
    assert str(now().tzinfo) == "Asia/Shanghai"
    assert today() == now().date()


def test_frozen_time_stands_still_and_starts_again():
    with frozen(datetime(2026, 6, 17, 16, 30, tzinfo=UTC)):
        assert now() == datetime(2026, 6, 17, 16, 30, tzinfo=UTC)
        assert today() == date(2026, 6, 18)  # already past midnight in Shanghai
        with frozen(date(2023, 5, 6)):
            assert (today(), now().hour) == (date(2023, 5, 6), 9)
        assert today() == date(2026, 6, 18)
    assert abs(now() - datetime.now(UTC)) < timedelta(seconds=5)


def test_a_naive_moment_is_local():
    with frozen(datetime(2026, 6, 18, 9, 5)):
        assert now().isoformat() == "2026-06-18T09:05:00+08:00"


def test_time_starts_again_after_an_error():
    with pytest.raises(RuntimeError, match="stop"), frozen(date(1999, 1, 1)):
        raise RuntimeError("stop")
    assert today().year > 1999


# When it is due


@pytest.mark.parametrize(
    "text, start, last",
    [
        ("3m", "2026-03-27", "2026-06-29"),  # 27 June is a Saturday
        ("1m", "2026-01-31", "2026-02-28"),  # the last day of a shorter month, and a Saturday that is worked
        ("1m", "2027-01-31", "2027-03-01"),  # Sunday 28 February
        ("1m", "2024-01-31", "2024-02-29"),
        ("1y", "2024-02-29", "2025-02-28"),
        ("30d", "2026-05-20", "2026-06-22"),  # 19 June opens the Dragon Boat Festival
        ("15wd", "2026-04-28", "2026-05-21"),
        ("2wd", "2026-02-13", "2026-02-24"),
        ("5wd", "2026-10-01", "2026-10-13"),  # counted from a holiday
        ("07-31", "2026-03-27", "2026-07-31"),
        ("07-31", "2026-07-31", "2026-07-31"),
        ("07-31", "2026-08-01", "2027-07-31"),  # a Saturday, and it stays: the date was named, not counted
        ("02-29", "2026-01-05", "2026-02-28"),
        ("2026-07-31", "2025-03-27", "2026-07-31"),
        ("3m|07-31", "2026-03-27", "2026-06-29"),
        ("3m|07-31", "2026-05-27", "2026-07-31"),
        ("30d", "2030-09-02", "2030-10-02"),  # a year unknown to the package: Wednesday in the National Day week
    ],
)
def test_the_last_day_in_time(text, start, last):
    assert end(text, date.fromisoformat(start)) == date.fromisoformat(last)


def test_without_roll_the_end_may_fall_on_a_weekend():
    assert end("3m", date(2026, 3, 27), roll=False) == date(2026, 6, 27)


def test_none_is_no_limit():
    assert end("none", date(2026, 3, 27)) is None


@pytest.mark.parametrize("text", ["", "x", "3", "0d", "-3d", "3.5m", "3m|", "none|3m", "1000d", "7-31", "３m"])
def test_a_limit_that_cannot_be_read_is_refused_with_examples(text):
    with pytest.raises(ValueError, match="看不懂。请写成 15wd（工作日）"):
        Span.parse(text)


@pytest.mark.parametrize("text", ["02-30", "2026-02-29", "13-01"])
def test_a_day_that_does_not_exist_is_refused(text):
    with pytest.raises(ValueError, match=f"期限“{text}”不是日历上的一天"):
        Span.parse(text)


@pytest.mark.parametrize(
    "text, words",
    [
        ("3m", "3 个月"),
        ("15wd", "15 个工作日"),
        ("30d", "30 天"),
        ("1y", "1 年"),
        ("07-31", "7月31日"),
        ("2026-07-31", "2026年7月31日"),
        ("3m|07-31", "3 个月或 7月31日，取早的"),
        ("none", "不限期"),
    ],
)
def test_a_limit_in_words(text, words):
    assert Span.parse(text).words() == words


@given(texts)
def test_a_limit_survives_writing_and_reading(text):
    span = Span.parse(text)
    assert str(span) == text
    assert Span.parse(str(span)) == span


@given(days, days, st.integers(1, 400))
def test_who_starts_later_in_working_days_is_not_due_earlier(a, b, n):
    first, second = sorted((a, b))
    assert end(f"{n}wd", first) <= end(f"{n}wd", second)


@given(days, st.integers(1, 200))
def test_months_never_skip_a_month(start, n):
    last = end(f"{n}m", start, roll=False)
    assert (last.year * 12 + last.month) - (start.year * 12 + start.month) == n
    assert last.day == start.day or (last.day < start.day and (last + timedelta(days=1)).day == 1)


@given(days, st.lists(parts, min_size=1, max_size=4, unique=True))
def test_the_earlier_of_several_is_one_of_them_and_not_later_than_any(start, several):
    assert end("|".join(several), start) == min(end(text, start) for text in several)


@given(days, units)
def test_a_counted_end_falls_on_a_working_day_after_the_start(start, text):
    assert CALENDAR.working(end(text, start))
    assert end(text, start) > start


# Pauses and extensions


def test_a_pause_gives_back_working_days_to_a_clock_of_working_days():
    span, last = Span.parse("5wd"), end("5wd", date(2026, 6, 15))
    assert last == date(2026, 6, 23)
    assert pause(last, date(2026, 6, 17), date(2026, 6, 22), span, CALENDAR) == date(2026, 6, 25)


def test_a_pause_gives_back_days_to_other_clocks_and_rolls():
    span = Span.parse("3m")
    assert pause(date(2026, 6, 29), date(2026, 5, 6), date(2026, 5, 11), span, CALENDAR) == date(2026, 7, 6)


def test_a_pause_does_not_mend_what_was_late_before():
    assert pause(date(2026, 6, 29), date(2026, 7, 1), date(2026, 7, 9), Span.parse("3m"), CALENDAR) == date(2026, 6, 29)


def test_a_pause_cannot_end_before_it_begins():
    with pytest.raises(ValueError, match="恢复计时的日期早于暂停的日期"):
        pause(date(2026, 6, 29), date(2026, 6, 2), date(2026, 6, 1), Span.parse("3m"), CALENDAR)


@given(days, days, texts.filter(lambda text: text != "none"))
def test_a_pause_of_no_days_changes_nothing(start, at, text):
    last = end(text, start)
    assert pause(last, at, at, Span.parse(text), CALENDAR) == last


@given(days, st.integers(1, 60), st.data())
def test_a_paused_clock_of_working_days_resumes_with_what_was_left(start, n, data):
    last = end(f"{n}wd", start)
    at = data.draw(st.dates(start, last))
    resumed = data.draw(st.dates(at, at + timedelta(days=90)))
    new = pause(last, at, resumed, Span.parse(f"{n}wd"), CALENDAR)
    assert CALENDAR.working_between(resumed, new) == CALENDAR.working_between(at, last)


def test_an_extension_counts_from_the_due_day():
    assert extend(date(2026, 6, 29), Span.parse("3m"), CALENDAR) == date(2026, 9, 29)
    assert extend(date(2026, 6, 29), Span.parse("10wd"), CALENDAR) == date(2026, 7, 13)


@pytest.mark.parametrize("text", ["none", "2026-06-29", "3m|2026-06-01"])
def test_an_extension_must_end_later(text):
    with pytest.raises(ValueError, match="延期后的期限要晚于原来的 2026年6月29日"):
        extend(date(2026, 6, 29), Span.parse(text), CALENDAR)


# Reminders


def test_the_ladder_is_read_in_order_and_once():
    assert rungs(LADDER) == [-30, -15, -7, -3, 0, 3, 7]
    assert rungs(" 7，-3, 0,+3,-3 ") == [-3, 0, 3, 7]
    assert rungs("") == []


def test_a_ladder_that_cannot_be_read_is_refused():
    with pytest.raises(ValueError, match="提醒阶梯“-3,soon”看不懂"):
        rungs("-3,soon")


def test_reminders_follow_one_another_and_end():
    last, seen = date(2026, 6, 29), []
    day: date | None = date(2026, 3, 27)
    while day := next_rung(last, day, LADDER):
        seen.append((day - last).days)
    assert seen == [-30, -15, -7, -3, 0, 3, 7]


def test_a_reminder_waits_for_a_working_day_but_not_past_the_due_day():
    assert next_rung(date(2026, 6, 29), date(2026, 6, 1), "-9", CALENDAR) == date(2026, 6, 22)  # 20 June is a holiday
    assert next_rung(date(2026, 8, 1), date(2026, 7, 1), "0", CALENDAR) == date(2026, 8, 1)
    assert next_rung(date(2026, 6, 30), date(2026, 6, 30), "4", CALENDAR) == date(2026, 7, 6)
    assert next_rung(date(2026, 6, 30), date(2026, 6, 30), "-1,0") is None


@given(days, days, st.lists(st.integers(-60, 60), max_size=8))
def test_the_next_reminder_is_strictly_later_and_nothing_lies_between(last, after, ladder):
    text = ",".join(map(str, ladder))
    later = [last + timedelta(days=rung) for rung in ladder if last + timedelta(days=rung) > after]
    assert next_rung(last, after, text) == min(later, default=None)


# What is left


@pytest.mark.parametrize(
    "on, days, working, state, words, short",
    [
        ("2026-06-18", 11, 6, "soon", "还有 11 天（6 个工作日）", "剩 11 天"),
        ("2026-06-13", 16, 10, "calm", "还有 16 天（10 个工作日）", "剩 16 天"),
        ("2026-06-14", 15, 10, "soon", "还有 15 天（10 个工作日）", "剩 15 天"),
        ("2026-06-29", 0, 0, "today", "今天到期", "今天到期"),
        ("2026-07-05", -6, -4, "late", "逾期 6 天", "逾期 6 天"),
    ],
)
def test_what_is_left(on, days, working, state, words, short):
    left = remaining(date(2026, 6, 29), date.fromisoformat(on), CALENDAR)
    assert (left.days, left.working_days, left.state, left.words, left.short) == (days, working, state, words, short)
    assert left.late is (state == "late")


def test_the_ring_shows_the_share_of_time_used():
    start, last = date(2026, 3, 27), date(2026, 6, 29)
    assert share(start, last, date(2026, 6, 18)) == 88
    assert [share(start, last, day) for day in (date(2026, 1, 1), start, last, date(2027, 1, 1))] == [0, 0, 100, 100]
    assert share(last, last, date(2026, 6, 28)) == 0


@given(days, days, days)
def test_the_share_stays_between_nothing_and_all(start, last, on):
    assert 0 <= share(start, last, on) <= 100
