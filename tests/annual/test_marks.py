"""The text of a report: marks that figures fill, words that are computed, and what is refused with its place."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.annual.builtin import BUILTIN, text
from huiyin.annual.marks import names, read, typed
from huiyin.annual.rounding import phrase, rounded
from huiyin.kernel.figures import REGISTRY
from huiyin.kernel.refusal import Missing


@pytest.mark.parametrize(
    ("value", "word", "to", "said"),
    [
        (27, "余", 0, "20余次"), (27, "近", 0, "近30次"), (20, "余", 0, "20次"), (534, "余", 0, "500余次"), (534, "余", 10, "530余次"),
        (487, "近", 0, "近500次"), (1387, "近", 0, "近1400次"), (15620, "约", 0, "约16000次"), (7, "余", 0, "7次"), (0, "近", 0, "0次"),
        (Decimal("496.5"), "近", 100, "近500次"), (12, "", 0, "12次"),
    ],
)  # fmt: skip
def test_words_for_round_numbers_are_computed(value, word, to, said):
    assert phrase(value, "次", word, to) == said


@given(st.integers(1, 10**9), st.sampled_from(["", "10", "100", "1000"]))
def test_more_than_is_rounded_down_and_nearly_is_rounded_up(value, to):
    assert rounded(value, "余", int(to or 0)) <= value <= rounded(value, "近", int(to or 0))


def test_a_label_stands_for_a_name_and_curly_quotes_do_too():
    lines = read("立案{{ figure “立案” 余10 }}。", REGISTRY)
    assert names(lines) == ["proposals.filed"]
    assert (lines[0].pieces[1].word, lines[0].pieces[1].to) == ("余", 10)


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ('收到{{ figure "proposals.nothing" }}。', "第 1 段：没有“proposals.nothing”这个数"),
        ('一\n近{{ figure "立案" 余 }}。', "第 2 段“近（数）。”：近、余、约由系统算"),
        ('{{ figure "立案" 近余 }}。', "“近余”不能用在数的后面"),
        ("调研近500余人次", "近是往上凑整，余是往下舍"),
        ('{{ figure "立案" }}余件', "近、余、约由系统算"),
        ("{{ __import__('os') }}", "不是能填的内容"),
        ('{{ figure "立案" ', "大括号没有成对"),
    ],
)
def test_what_cannot_be_filled_is_refused_with_its_place(words, sentence):
    with pytest.raises(Missing) as refused:
        read(words, REGISTRY)
    assert sentence in refused.value.sentence


@pytest.mark.parametrize("words", ['最近{{ figure "立案" }}', '签约{{ figure "立案" }}'])
def test_words_that_only_end_like_a_rounding_word_stay(words):
    assert names(read(words, REGISTRY)) == ["proposals.filed"]


def test_numbers_typed_by_hand_are_named_but_days_and_sessions_are_not():
    assert typed('2026年九届五次会议，6月16日，走访34人次，{{ figure "立案" }}，占50.07%') == ["34人次", "50.07%"]


@pytest.mark.parametrize("code", BUILTIN)
@pytest.mark.parametrize("satisfaction", ["wide", "strict"])
def test_our_own_templates_name_only_figures_that_there_are(code, satisfaction):
    lines = read(text(code, REGISTRY, satisfaction), REGISTRY)
    assert len(names(lines)) >= 20
    assert len([line for line in lines if line.heading]) >= 2


def test_lines_whose_figures_nobody_declares_are_left_out_with_their_heading():
    known = {name: figure for name, figure in REGISTRY.items() if name.startswith("proposals.")}
    assert "群众" not in text("year", known, "wide")
