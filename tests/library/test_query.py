"""What a person typed: words, phrases, conditions, and what is said of those that cannot be meant."""

import pytest

from huiyin.library.query import read
from huiyin.library.vocabulary import Vocabulary


@pytest.fixture
def known(district):
    return Vocabulary.of(district.committee)


@pytest.mark.parametrize(
    ("text", "words", "conditions"),
    [
        ("加装电梯 补助", ["加装电梯", "补助"], []),
        ("電梯", ["电梯"], []),
        ("加装dianti", ["加装", "dianti"], []),
        ("“公共停车场，收费”", ["公共停车场,收费"], []),
        ("电梯 单位：住建", ["电梯"], [("unit", "住房城乡建设局")]),
        ("unit:住建局 class:b", [], [("unit", "住房城乡建设局"), ("class", "B 正在解决或列入计划解决")]),
        ("unit:caizheng", [], [("unit", "财政局")]),
        ("year:2026 状态:逾期", [], [("year", "2026"), ("look", "已逾期")]),
        ("state:overdue", [], [("look", "已逾期")]),
        ("state:handling", [], [("state", "办理中")]),
        ("评价:满意", [], [("rating", "满意")]),
        ("编号:087", [], [("number", "87")]),
        ("", [], []),
        ("，。！……（）", [], []),
    ],
)
def test_it_is_read_as_it_was_meant(known, text, words, conditions):
    asked = read(text, known)
    assert [word.text for word in asked.words] == words
    assert [(one.side, one.label) for one in asked.conditions] == conditions
    assert asked.said == []


@pytest.mark.parametrize(
    ("text", "said", "words"),
    [
        ("部门:住建 电梯", "没有“部门”这个条件", ["部门", "住建", "电梯"]),
        ("单位:外星局", "“单位:外星局”里的“外星局”对不上", ["外星局"]),
        ("class:Z", "例如 类别:A", ["z"]),
        ("单位:", "“单位:”后面还没有写", []),
        ("“加装电梯", "引号没有合上", ["加装电梯"]),
        ("电梯 " * 300, "只看前 500 个字", ["电梯"] * 20),
    ],
)
def test_what_cannot_be_meant_is_said_and_looked_for_as_words(known, text, said, words):
    asked = read(text, known)
    assert said in "".join(asked.said)
    assert [word.text for word in asked.words] == words


def test_a_word_may_be_left_out(known):
    asked = read("电梯 -补助", known)
    assert ([word.text for word in asked.words], [word.text for word in asked.without]) == (["电梯"], ["补助"])
