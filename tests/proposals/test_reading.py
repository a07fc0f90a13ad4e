"""A member's own Word file is taken apart into what a proposal needs; he confirms it."""

import io

import pytest
from docx import Document

from huiyin.kernel.refusal import Refused
from huiyin.proposals.reading import read_text, read_word

USUAL = """关于规范电动自行车充电的提案

一、基本情况
全区有电动自行车六万余辆，充电口只有九千个。
二、存在的问题
（一）飞线充电屡禁不止。
（二）收费标准不一。
三、对策建议
（一）新建充电口五千个，由区住建局牵头，年内完成。
所需资金列入预算。
（二）公布统一的收费上限。
"""


def test_a_file_with_the_usual_headings_falls_into_its_parts():
    parts = read_text(USUAL)
    assert parts.title == "关于规范电动自行车充电的提案"
    assert parts.situation == "全区有电动自行车六万余辆，充电口只有九千个。"
    assert parts.analysis == "（一）飞线充电屡禁不止。\n（二）收费标准不一。"
    assert parts.items == [
        "新建充电口五千个，由区住建局牵头，年内完成。\n所需资金列入预算。",
        "公布统一的收费上限。",
    ]
    assert parts.notes == []
    signed = read_text(
        USUAL.replace("\n一、", "\n提案人：林知远\n联系电话：0000-1234567\n\n一、", 1) + "2026 年 1 月 8 日\n"
    )
    assert (signed.situation, signed.items) == (parts.situation, parts.items)
    assert "没有放进正文的：提案人：林知远；联系电话：0000-1234567；2026 年 1 月 8 日" in signed.notes[0]


@pytest.mark.parametrize("heading", ["建议：", "具体建议", "三、建议如下：", "3. 意见建议", "几点建议"])
def test_the_heading_of_the_suggestions_may_be_said_in_many_ways(heading):
    parts = read_text(f"情况：很多。\n问题：不少。\n{heading}\n1、建一个。\n2、管起来。")
    assert parts.items == ["建一个。", "管起来。"]


def test_a_text_on_one_line_after_a_colon_is_not_lost():
    parts = read_text("情况：很多。\n分析：不少。\n建议：建一个。")
    assert (parts.situation, parts.analysis, parts.items) == ("很多。", "不少。", ["建一个。"])


def test_what_cannot_be_told_apart_stays_and_is_said():
    parts = read_text("我觉得路灯太暗。\n晚上不好走。")
    assert parts.situation == "我觉得路灯太暗。\n晚上不好走。"
    assert len(parts.notes) == 3


def test_a_line_of_the_text_that_only_begins_like_a_signature_stays():
    assert (
        read_text("情况：很多。\n方式：政府购买服务。\n号码：一人一号。").situation
        == "很多。\n方式：政府购买服务。\n号码：一人一号。"
    )


def test_nothing_of_a_text_is_lost():
    parts = read_text(USUAL)
    kept = "".join([parts.title, parts.situation, parts.analysis, *parts.items])
    for sentence in ("九千个", "飞线充电", "收费标准", "五千个", "列入预算", "收费上限"):
        assert sentence in kept


def test_a_word_file_is_read_and_another_file_is_refused_with_a_sentence():
    document = Document()
    for line in USUAL.splitlines():
        document.add_paragraph(line)
    file = io.BytesIO()
    document.save(file)
    assert len(read_word(file.getvalue()).items) == 2
    with pytest.raises(Refused) as refusal:
        read_word(b"%PDF-1.7 not word")
    assert "docx" in str(refusal.value)


def test_a_heading_of_one_word_is_a_heading():
    parts = read_text("第一部分 情况\n很多。\n二、分析\n不少。\n三、建议\n1、建一个。")
    assert (parts.situation, parts.analysis, parts.items) == ("很多。", "不少。", ["建一个。"])
