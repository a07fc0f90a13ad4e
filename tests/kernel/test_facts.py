"""What a step asks for is made plain before anything is written."""

from datetime import date, datetime
from types import SimpleNamespace

import pytest

from huiyin.kernel.facts import cleaned, split
from huiyin.kernel.flow import Fact, step
from huiyin.kernel.refusal import Missing
from huiyin.kernel.who import anyone

CASE = SimpleNamespace(committee_id=1, pk=1)


def taken(fact, value, **more):
    line = step("do", "办", "a", "b", anyone, facts=(fact,))
    return cleaned(line, CASE, None, {fact.name: value}, **more).get(fact.name)


def refused(fact, value, **more):
    with pytest.raises(Missing) as trouble:
        taken(fact, value, **more)
    return str(trouble.value.fields[fact.name])


CHOICES = lambda case, post: [("a", "甲"), (2, "乙")]  # noqa: E731


@pytest.mark.parametrize(
    ("kind", "value", "plain"),
    [
        ("text", "  两头的空格 ", "两头的空格"),
        ("text", "零\x00字节\x07和\ud800半个字", "零字节和半个字"),
        ("long", "一行\n又一行\t完", "一行\n又一行\t完"),
        ("date", "2026-06-16", "2026-06-16"),
        ("date", "2026.6.5", "2026-06-05"),
        ("date", "2026/6/5", "2026-06-05"),
        ("date", date(2026, 6, 5), "2026-06-05"),
        ("date", datetime(2026, 6, 5, 23), "2026-06-05"),
        ("number", " 12.50 ", "12.50"),
        ("number", 3, "3"),
        ("flag", "on", True),
        ("items", ["一", " ", "\x00", "二 "], ["一", "二"]),
        ("items", "只有一条", ["只有一条"]),
        ("org", "17", 17),
        ("org", SimpleNamespace(pk=17), 17),
        ("orgs", ["3", "", "3", 4], [3, 4]),
        ("orgs", "12", [12]),
        ("choices", "a", ["a"]),
        ("points", [{"text": "办\x00好 ", "n": 1}], [{"text": "办好", "n": 1}]),
    ],
)
def test_values_are_made_plain(kind, value, plain):
    assert taken(Fact("it", "它", kind), value) == plain


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("date", "昨天"), ("date", "2026-02-30"), ("date", "20260616"), ("date", "99999-1-1"), ("number", "许多"),
        ("number", "NaN"), ("number", "Infinity"), ("number", "1e999999"), ("org", "别的"), ("orgs", ["x"]), ("points", ["x"]),
        ("file", "secret.pdf"), ("text", "\x00\x01"), ("text", "   "), ("items", []), ("flag", False),
    ],
)  # fmt: skip
def test_what_is_not_what_it_should_be_is_refused_with_a_sentence(kind, value):
    assert "它" in refused(Fact("it", "它", kind), value)


def test_too_long_says_by_how_much():
    assert "5" in refused(Fact("it", "它", longest=4), "一二三四五")
    assert taken(Fact("it", "它", longest=4), "一二三四") == "一二三四"


def test_only_what_is_offered_is_taken():
    assert taken(Fact("it", "它", "choice", choices=CHOICES), "a") == "a"
    assert "现在选不了" in refused(Fact("it", "它", "choice", choices=CHOICES), "c")
    assert "现在选不了" in refused(Fact("it", "它", "choices", choices=CHOICES), ["a", "c"])
    assert "现在选不了" in refused(Fact("it", "它", "org", choices=CHOICES), 3)


def test_a_file_of_another_committee_is_no_file():
    assert taken(Fact("it", "它", "file"), SimpleNamespace(committee_id=1)) is not None
    assert "它" in refused(Fact("it", "它", "file"), SimpleNamespace(committee_id=2))


def test_a_fact_that_depends_on_another_is_asked_for_only_then():
    line = step("do", "办", "a", "b", anyone, facts=(
        Fact("view", "意见", "choice", choices=lambda c, p: [("good", "好"), ("bad", "坏")]),
        Fact("why", "为什么", when=("view", ("bad",))),
    ))  # fmt: skip
    assert cleaned(line, CASE, None, {"view": "good", "why": "不问也答"}) == {"view": "good"}
    with pytest.raises(Missing) as trouble:
        cleaned(line, CASE, None, {"view": "bad"})
    assert set(trouble.value.fields) == {"why"}


def test_history_may_leave_out_all_but_what_is_always_needed():
    assert taken(Fact("it", "它"), None, history=True) is None
    assert "它" in refused(Fact("it", "它", always=True), None, history=True)
    assert taken(Fact("it", "它", "choice", choices=CHOICES), "旧称", history=True) == "旧称"


def test_what_is_personal_or_free_never_goes_into_the_sealed_part():
    line = step("do", "办", "a", "b", anyone, facts=(
        Fact("code", "代码"), Fact("name", "姓名", personal=True), Fact("words", "话", "long"),
    ))  # fmt: skip
    assert split(line, {"code": "a", "name": "林知夏", "words": "说了很多"}) == (
        {"code": "a"},
        {"name": "林知夏", "words": "说了很多"},
    )
