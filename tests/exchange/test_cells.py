import contextlib
import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.exchange.cells import (
    CellRefused,
    date,
    flag,
    names,
    one_line,
    plain,
    reply_class,
    review,
    satisfaction,
    units,
)

TODAY = dt.date(2024, 6, 1)
DAY = dt.date(2023, 5, 6)


@pytest.mark.parametrize(
    "written",
    [
        "2023.5.6", "2023-5-6", "2023/05/06", "2023年5月6日", "2023年05月06号", "20230506", "2023．5．6", "２０２３.５.６",
        " 2023.5.6 ", "2023. 5. 6", "2023-05-06 14:30", "2023-05-06T14:30:05Z", "2023-05-06T14:30:05.123+08:00",
        "2023/5/6 9:05:00", "2023年5月6日（星期六）", "2023年5月6日 周六", "2023年5月6日9时5分",
        20230506, 45052, 45052.0, 45052.75, DAY, dt.datetime(2023, 5, 6, 23, 59),
    ],
)  # fmt: skip
def test_a_day_is_read_in_every_form_that_offices_write(written):
    assert date(written, TODAY) == DAY


@pytest.mark.parametrize("written", [None, "", "  ", "—", "——", "/", "无", "-"])
def test_an_empty_cell_is_no_day(written):
    assert date(written, TODAY) is None


@pytest.mark.parametrize(
    "written, says",
    [
        ("2023.2.30", "日历上没有"), ("2023.13.1", "日历上没有"), ("20231301", "日历上没有"),
        ("23.5.6", "只有两位"), ("'23/5/6", "只有两位"),
        ("2023.5", "没有写到哪一天"), (2023.5, "没有写到哪一天"), ("2023年5月", "没有写到哪一天"), ("2023年", "没有写到哪一天"), (2023, "没有写到哪一天"),
        ("5月6日", "没有写年份"), ("5.6", "没有写年份"),
        ("2023.5.6-5.8", "认不出"), ("2023.5.6、2023.5.8", "认不出"), ("上半年", "认不出"), (True, "认不出"), (12, "认不出"),
        ("2203.5.6", "还没到"), (dt.date(2024, 6, 2), "还没到"), ("1023.5.6", "太早"),
    ],
)  # fmt: skip
def test_what_is_no_whole_day_is_refused_and_says_how_to_mend(written, says):
    with pytest.raises(CellRefused) as caught:
        date(written, TODAY)
    assert says in caught.value.what
    assert caught.value.mend.endswith("。")


@given(
    st.dates(dt.date(1950, 1, 1), TODAY), st.sampled_from(["{0.year}.{0.month}.{0.day}", "{0:%Y%m%d}", "{0:%Y-%m-%d}"])
)
def test_every_day_survives_being_written(day, form):
    assert date(form.format(day), TODAY) == day


@given(st.text(max_size=20))
def test_no_text_breaks_the_reading_of_a_day(text):
    with contextlib.suppress(CellRefused):
        assert isinstance(date(text, TODAY), dt.date | None)


@pytest.mark.parametrize(
    "cell, listed",
    [
        ("张三、李四，王五；赵六/钱七\n孙八", ["张三", "李四", "王五", "赵六", "钱七", "孙八"]),
        ("张 三 李四五 王　五", ["张三", "李四五", "王五"]),
        ("民盟区委 九三学社区委", ["民盟区委", "九三学社区委"]),
        ("区工商联（总商会、直属商会）、张三", ["区工商联（总商会、直属商会）", "张三"]),
        ("李四、张三（领衔）", ["张三", "李四"]),
        ("张三、张三", ["张三"]),
        (["张三", "李四"], ["张三", "李四"]),
        ("阿依古丽·买买提", ["阿依古丽·买买提"]),
        (None, []),
        ("/", []),
    ],
)
def test_names_are_told_apart(cell, listed):
    assert names(cell).names == listed


@pytest.mark.parametrize(
    "cell, listed, count",
    [
        ("张三等3人", ["张三"], 3),
        ("张三、李四等12名委员", ["张三", "李四"], 12),
        ("张三等十二人", ["张三"], 12),
        ("张三等二十位委员", ["张三"], 20),
        ("张三等", ["张三"], None),
    ],
)
def test_and_others_is_a_count_and_no_name(cell, listed, count):
    assert (names(cell).names, names(cell).count) == (listed, count)


@pytest.mark.parametrize(
    "cell, listed",
    [
        ("市综合行政执法局（市城管局）", {"hosts": ["市综合行政执法局（市城管局）"]}),
        ("市综合行政执法局 (市城管局)", {"hosts": ["市综合行政执法局（市城管局）"]}),
        ("市住建局（含房管、园林）、市财政局", {"hosts": ["市住建局（含房管、园林）", "市财政局"]}),
        ("区 住建局 区财政局", {"hosts": ["区住建局", "区财政局"]}),
        ("主办：市住建局；会办：市财政局、市公安局", {"hosts": ["市住建局"], "cohosts": ["市财政局", "市公安局"]}),
        ("市住建局（主办）、市财政局（会办）", {"hosts": ["市住建局"], "cohosts": ["市财政局"]}),
        ("分办单位：甲局、乙局", {"separate": ["甲局", "乙局"]}),
        (["甲局", "乙局（城管、市政）"], {"hosts": ["甲局", "乙局（城管、市政）"]}),
        ("无", {}),
        (None, {}),
    ],
)
def test_units_keep_their_brackets_and_are_told_apart_by_their_role(cell, listed):
    assert units(cell, "hosts") == listed


@pytest.mark.parametrize(
    "reader, cell, code",
    [
        (satisfaction, "满意", "satisfied"),
        (satisfaction, "非常满意", "satisfied"),
        (satisfaction, "A.满意", "satisfied"),
        (satisfaction, "基本满意", "basically"),
        (satisfaction, "理解", "basically"),
        (satisfaction, "不 满 意", "dissatisfied"),
        (satisfaction, "未反馈", "unrated"),
        (satisfaction, "", None),
        (review, "立案", "filed"),
        (review, "不予立案", "declined"),
        (review, "并入第12号", "merged"),
        (review, "与第12号并案", "merged"),
        (review, "撤案", "withdrawn"),
        (review, "转社情民意", "converted"),
        (review, "不予立案，转意见建议", "converted"),
        (flag, "是", True),
        (flag, "√", True),
        (flag, 0, False),
        (flag, None, None),
        (reply_class, "A类", "A"),
        (reply_class, "ｂ", "B"),
        (reply_class, "已经解决", "已经解决"),
    ],
)
def test_words_become_codes(reader, cell, code):
    assert reader(cell) == code


@pytest.mark.parametrize("reader", [satisfaction, review, flag])
def test_words_that_are_not_known_are_refused_and_never_guessed(reader):
    with pytest.raises(CellRefused, match="保留"):
        reader("保留")


def test_text_is_plain():
    assert [plain(v) for v in (1.0, 1.5, 3, " 甲 ", "N/A", dt.datetime(2023, 5, 6))] == [
        "1",
        "1.5",
        "3",
        "甲",
        None,
        "2023-05-06",
    ]
    assert one_line("关于\n老年食堂\r\n的提案") == "关于老年食堂的提案"
