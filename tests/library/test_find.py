"""Keyword search: short words, long words, signs, a new case, a gone case, a broken index."""

from pathlib import Path

import pytest

from huiyin.library.case import Text
from huiyin.library.find import Shelf

CASES = [
    Text("1", "关于推进老旧小区加装电梯的建议", "很多老房子没有电梯，老人下楼难。"),
    Text("2", "关于解决学校周边停车难的提案", "上下学时段车辆乱停，电，梯。"),
    Text("3", "关于公共场所配置ＡＥＤ的建议", "急救 4 分钟。"),
]


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    made = Shelf(tmp_path / "library")
    assert made.fresh
    assert made.fill(CASES) == 3
    return made


def ids(shelf: Shelf, words: str) -> list[str]:
    return [name for name, _ in shelf.find(words)]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("梯", ["1", "2"]),
        ("电梯", ["1"]),
        ("老旧小区加装电梯", ["1"]),
        ("小区 老人", ["1"]),
        ("电梯 停车", []),
        ("aed", ["3"]),
        ("“停车难”", ["2"]),
        ("下楼难。关于", ["1"]),
        ("", []),
        ('AND OR ("*:', []),
        ("\ud800", []),
    ],
)
def test_every_word_is_wanted_and_nothing_is_an_error(shelf: Shelf, words: str, found: list[str]) -> None:
    assert sorted(ids(shelf, words)) == found


def test_a_word_of_the_title_counts_more(shelf: Shelf) -> None:
    shelf.put([Text("4", "别的事", "电梯")])
    assert ids(shelf, "电梯") == ["1", "4"]


def test_a_new_case_is_found_at_once_a_changed_one_anew_a_gone_one_no_more(shelf: Shelf) -> None:
    shelf.put([Text("9", "关于河道")])
    assert ids(shelf, "河道") == ["9"]
    shelf.put([Text("9", "关于菜场")])
    assert (ids(shelf, "河道"), ids(shelf, "菜场")) == ([], ["9"])
    shelf.drop(["9"])
    assert ids(shelf, "菜场") == []


def test_what_was_kept_is_there_when_opened_again(shelf: Shelf) -> None:
    again = Shelf(shelf.folder)
    assert not again.fresh
    assert ids(again, "电梯") == ["1"]


def test_a_broken_index_is_made_anew_and_asks_to_be_filled(shelf: Shelf) -> None:
    (shelf.folder / "meta.json").write_text("{broken")
    again = Shelf(shelf.folder)
    assert again.fresh
    again.fill(CASES)
    assert ids(again, "电梯") == ["1"]


def test_a_text_of_two_megabytes_is_kept_and_asked_for(shelf: Shelf) -> None:
    shelf.put([Text("long", "", "河道疏浚" * 170_000)])
    assert ids(shelf, "河道疏浚" * 10) == ["long"]
    assert ids(shelf, "河道疏浚" * 170_000) == ["long"]
