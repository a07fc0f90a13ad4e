"""Merge groups: proposed with a reason; what a reviewer has parted stays apart."""

from huiyin.library.case import Text
from huiyin.library.groups import propose

CASES = [
    Text("1", "关于推进老旧小区加装电梯的建议"),
    Text("2", "关于疏浚城北河道的建议"),
    Text("3", "关于加快老旧小区加装电梯的提案"),
    Text("4", "关于办好社区老年食堂的建议"),
    Text("5", "老旧小区加装电梯亟待推进"),
]


def test_cases_of_one_matter_are_one_group_with_a_reason() -> None:
    (group,) = propose(CASES)
    assert group.ids == ("1", "3", "5")
    assert "加装电梯" in group.why


def test_rejected_pairs_stay_apart() -> None:
    proposed = propose(CASES, apart=[("3", "1"), ("1", "gone")])
    assert not [group for group in proposed if {"1", "3"} <= set(group.ids)]
    assert proposed


def test_nothing_alike_no_groups() -> None:
    assert propose([]) == []
    assert propose(CASES[1:4:2]) == []
    assert propose([Text("1", ""), Text("2", ""), Text("3", "。")]) == []


def test_texts_that_say_nothing_or_too_much_are_in_no_group_and_do_no_harm() -> None:
    odd = ["", "   ", "，。！？", "\n", "😀", "\ud800", "梯" * 300_000, "Ünïcode ไทย план"]
    assert list(propose([])) == []
    assert list(propose([Text(str(n), one, "河道疏浚" * 250_000 if n == 1 else "") for n, one in enumerate(odd)])) == []
