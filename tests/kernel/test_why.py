"""Every due date explains itself in a few sentences."""

from datetime import date

from huiyin.kernel.clock import Calendar, Span, explain

CALENDAR = Calendar()
HANDED = "提案交办会交办"


def why(text: str, start: date, calendar: Calendar = CALENDAR, **more) -> list[str]:
    return explain(Span.parse(text), start, HANDED, calendar, **more)


def test_three_months_that_end_on_a_saturday():
    assert why("3m", date(2026, 3, 27), rule="本区规定", valid_from=date(2024, 1, 1), label="答复期限") == [
        "3月27日（周五）提案交办会交办，从这天起算。",
        "答复期限为 3 个月（本区规定，2024年1月1日起），满 3 个月是 6月27日，周六。",
        "遇周末和节假日，顺延到下一个工作日：6月29日，周一。6月19日至21日端午放假，不计入工作日。",
        "没有延期，没有暂停。",
    ]


def test_working_days_name_the_holidays_and_the_days_made_up():
    assert why("15wd", date(2026, 4, 28)) == [
        "4月28日（周二）提案交办会交办，从第二天起数工作日。",
        "期限为 15 个工作日，满 15 个工作日是 5月21日，周四。",
        "周末和节假日不算在内。5月1日至5日劳动节放假，不计入工作日。5月9日调休上班，算工作日。",
        "没有延期，没有暂停。",
    ]


def test_the_earlier_of_two_is_named():
    assert why("3m|07-31", date(2026, 5, 27))[1:3] == [
        "期限为 3 个月或 7月31日，取早的，满 3 个月是 8月27日，周四；规定的日子是 7月31日，周五。",
        "取早的：7月31日，周五。",
    ]


def test_a_named_date_is_not_moved():
    assert why("08-01", date(2026, 5, 27), rule="本区规定")[1:3] == [
        "期限为 8月1日（本区规定），周六。",
        "这是规定的日子，遇周末和节假日不顺延。",
    ]
    assert why("07-31", date(2026, 5, 27))[1:] == ["期限为 7月31日，周五。", "没有延期，没有暂停。"]


def test_an_end_on_a_working_day_says_so():
    assert why("3m", date(2026, 4, 8))[2] == "这天是工作日，不用顺延。"


def test_the_history_of_extensions_and_pauses_is_told():
    extended = [(date(2026, 6, 29), date(2026, 9, 29), "要等专家论证"), (date(2026, 9, 29), date(2026, 10, 30), "")]
    assert why("3m", date(2026, 3, 27), extensions=extended)[3] == (
        "延期 2 次：由 6月29日延到 9月29日，周二（要等专家论证）；由 9月29日延到 10月30日，周五。没有暂停。"
    )
    assert why("3m", date(2026, 3, 27), paused_days=5)[3] == "没有延期。暂停过 5 天，期限相应移到 7月6日，周一。"
    assert why("5wd", date(2026, 7, 6), paused_days=2)[3] == "没有延期。暂停过 2 个工作日，期限相应移到 7月15日，周三。"
    assert why("3m", date(2026, 3, 27), paused_days=5, extensions=extended[:1])[3].endswith(
        "暂停过 5 天，期限相应后移。"
    )


def test_a_year_without_a_notice_is_owned_up_to():
    assert why("3m", date(2026, 11, 27))[1:3] == [
        "期限为 3 个月，满 3 个月是 2027年2月27日，周六。",
        "遇周末和节假日，顺延到下一个工作日：2027年3月1日，周一。日历里没有 2027 年的放假安排，这一年先按周一到周五上班算。",
    ]


def test_the_holiday_of_two_feasts_and_the_single_closed_day_read_well():
    assert "10月1日至8日国庆节和中秋放假" in why("5wd", date(2025, 9, 28))[2]
    assert "7月8日放假，" in why("5wd", date(2026, 7, 6), Calendar({date(2026, 7, 8): False}))[2]


def test_a_step_without_a_limit_says_so():
    assert why("none", date(2026, 5, 27)) == ["5月27日（周三）提案交办会交办。", "这一步不限期。"]
