"""The language of rules refuses what makes no sense, each time with a sentence that names the row (bad input of issue 8)."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from huiyin.duties.language import check, read
from huiyin.duties.parameters import POINTS
from huiyin.duties.sources import SOURCES
from tests.duties.tables import row, table


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ([row("a", source="group", cap=5, group="a")], "绕了一圈又归到自己"),
        (
            [row("a", source="group", cap=5, group="b"), row("b", source="group", cap=5, group="a")],
            "绕了一圈又归到自己",
        ),
        ([row("a", group="nowhere")], "没有这一组"),
        ([row("a"), row("b", source="came.training", group="a")], "没有这一组"),
        ([row("a", source="group")], "要写最多几分"),
        ([row("a", per=0)], "永远数不完"),
        ([row("a", start=0)], "永远数不完"),
        ([row("a", points=5, cap=10, least=3)], "至少要 3 件，值 15 分，可是最多只给 10 分"),
        ([row("a", points=5, cap=4)], "不小于它"),
        ([row("a", points=-5, cap=10)], "同号"),
        ([row("a"), row("b", points=2)], "会计两次分"),
        ([row("a", role="lead"), row("b", role="alone")], "会计两次分"),
        ([row("a", once="year", start=2), row("b", start=2)], "会计两次分"),
        ([row("a", source="came.moon")], "这里没有"),
        ([row("a", points="1e3")], "要写数字"),
        ([row("a", points="NaN")], "要写数字"),
        ([row("a", points="٣")], "要写数字"),
        ([row("a", factor="2")], "系数"),
        ([row("a", who="everyone")], "不认识"),
        ([row("A 1")], "小写字母"),
        ([row("a"), row("a", source="came.training")], "写了两次"),
        ([["a", "少几格"]], "要有 13 格"),
    ],
)
def test_a_table_that_makes_no_sense_is_refused_with_a_sentence(rows, words):
    with pytest.raises(ValueError, match=words):
        check(rows, SOURCES)


@pytest.mark.parametrize(
    "rows",
    [
        [row("a", who="standing"), row("b", who="ordinary")],
        [row("a", role="alone"), row("b", role="first"), row("c", role="co")],
        [row("a", once="year"), row("b", start=2)],
        [
            row("g", source="group", cap=9),
            row("a", once="record", group="g"),
            row("b", points=2, once="record", group="g"),
        ],
        [row("a"), row("b", points=0)],
    ],
)
def test_two_rules_that_never_meet_on_one_record_stand_side_by_side(rows):
    assert len(check(rows, SOURCES)) == len(rows)


def test_the_declared_default_is_a_table_that_passes_and_reads_back_as_it_was():
    assert [rule.row() for rule in check(POINTS, SOURCES)] == POINTS


@settings(max_examples=40)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["came.plenary", "came.training", "group"]), st.sampled_from(["all", "standing", "ordinary"]),
            st.sampled_from(["any", "alone", "lead", "co"]), st.integers(-9, 9), st.integers(0, 3), st.sampled_from(["-", "3", "12"]),
            st.sampled_from(["-", "year", "record"]), st.sampled_from(["-", "r0", "r1", "r2"]),
        ),
        max_size=5,
    )
)  # fmt: skip
def test_whatever_is_written_is_read_back_or_refused_with_a_sentence(cells):
    rows = [
        row(f"r{n}", source=source, who=who, role=role, points=points, start=start, cap=cap, once=once, group=group)
        for n, (source, who, role, points, start, cap, once, group) in enumerate(cells)
    ]
    try:
        rules = check(rows, SOURCES)
    except ValueError:
        return
    assert [rule.row() for rule in rules] == rows
    assert len(table(*rows).rules) == len(rows)
    assert read(rows) == rules
