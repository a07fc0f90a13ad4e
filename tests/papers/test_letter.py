from dataclasses import replace
from datetime import date

import pytest

from huiyin.papers.letter import BLANK_DATE, DRAFT_NOTE, Point, content, date_text, numeral, paragraphs
from tests.papers.letters import HOSTILE, REPLY


@pytest.mark.parametrize(
    "number, chinese", [(1, "一"), (9, "九"), (10, "十"), (11, "十一"), (20, "二十"), (21, "二十一"), (99, "九十九")]
)
def test_numbers_are_written_as_chinese_numerals(number, chinese):
    assert numeral(number) == chinese


@pytest.mark.parametrize("number", [0, -1, 100])
def test_numbers_outside_1_to_99_have_no_numeral(number):
    with pytest.raises(ValueError, match="1 to 99"):
        numeral(number)


def test_points_are_numbered_in_order_whatever_was_typed_in():
    points = (Point("三、甲", "一"), Point("", "接上"), Point("乙", "二"))
    shown = content(replace(REPLY, points=points))["points"]
    assert [point["heading"] for point in shown] == ["一、甲", "", "二、乙"]


def test_more_points_than_numerals_go_on_in_figures():
    shown = content(replace(REPLY, points=tuple(Point("事", "答") for _ in range(101))))["points"]
    assert shown[98]["heading"] == "九十九、事"
    assert shown[100]["heading"] == "101、事"


def test_the_date_is_in_arabic_figures_without_zeros():
    assert date_text(date(2026, 6, 4)) == "2026年6月4日"


def test_a_letter_not_yet_issued_leaves_the_date_to_be_filled_in():
    shown = content(replace(REPLY, date=None, draft=True))
    assert shown["date"] == BLANK_DATE
    assert shown["draft_note"] == DRAFT_NOTE


def test_an_issued_letter_carries_no_draft_note():
    assert content(REPLY)["draft_note"] == ""


def test_the_unit_signs_unless_another_name_is_given():
    assert content(REPLY)["signer"] == REPLY.sender
    assert content(replace(REPLY, signer="澄江区人民政府"))["signer"] == "澄江区人民政府"


@pytest.mark.parametrize("typed", ["高明远，电话：1", "联系人：高明远，电话：1", "（联系人：高明远，电话：1）"])
def test_the_contact_stands_in_brackets_once(typed):
    assert content(replace(REPLY, contact=typed))["contact"] == "（联系人：高明远，电话：1）"


def test_copies_are_one_sentence():
    assert content(replace(REPLY, copies=("甲委", " ", "乙局。")))["copies"] == "甲委，乙局。"
    assert content(replace(REPLY, copies=()))["copies"] == ""


def test_every_kind_of_line_end_parts_paragraphs():
    assert paragraphs("一\r\n二\r三\n\n四\x0b五\u2028六\t七") == ["一", "二", "三", "四", "五", "六 七"]


def test_characters_that_no_document_can_carry_are_left_out():
    assert paragraphs(HOSTILE)[0].endswith("👍🏽 龘")
    assert not set(paragraphs(HOSTILE)[0]) & set("\x00\x07\x1b\ud800\u202e")
