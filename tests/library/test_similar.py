"""Look-alikes: what is found, why, and texts that are no texts."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.paraphrases import Language, corpus, queries
from huiyin.library.case import Text
from huiyin.library.similar import Lookalikes, bare, longest_shared
from huiyin.library.vectors import Vectors
from huiyin.library.words import clean, known

CASES = [
    Text("1", "关于推进老旧小区加装电梯的建议", "很多老房子没有电梯，老人下楼难。"),
    Text("2", "关于解决学校周边停车难的提案", "上下学时段车辆乱停。"),
    Text("3", "关于疏浚城北河道的建议", "淤泥多，一到雨季就漫上来。"),
    Text("4", "关于办好社区老年食堂的建议", "助餐点少，老人吃饭不便。"),
]


@pytest.fixture(scope="module")
def library() -> Lookalikes:
    return Lookalikes(CASES)


def first(library: Lookalikes, title: str, text: str = "") -> str:
    return library.find(Text("", title, text))[0].id


def test_the_same_matter_in_other_words_is_found_and_the_reason_names_both_words(library: Lookalikes) -> None:
    hit = library.find(Text("", "老房子也该有加梯"))[0]
    assert hit.id == "1"
    assert "“加梯”与“加装电梯”是同一类事项（加装电梯）" in hit.why


def test_a_case_of_the_library_is_not_its_own_hit(library: Lookalikes) -> None:
    assert "1" not in [hit.id for hit in library.find(CASES[0])]


def test_a_case_listed_twice_is_one_hit() -> None:
    library = Lookalikes([*CASES, CASES[1]])
    assert [hit.id for hit in library.find(Text("", "停车难"))].count("2") == 1


def test_a_body_alone_finds_a_case_as_a_title_does(library: Lookalikes) -> None:
    assert first(library, "", "河里淤泥多，一到雨季就漫上来，请疏浚城北河道") == "3"


@pytest.mark.parametrize("text", ["", "   ", "。，！？……——", "\n\n\t", "的", "😀", "\ud800"])
def test_a_text_that_says_nothing_is_like_nothing(library: Lookalikes, text: str) -> None:
    assert library.find(Text("", text, text)) in ([], library.find(Text("", text, text)))
    assert not [hit for hit in library.find(Text("", text, text)) if hit.score > 0.5]


def test_a_text_of_two_megabytes_is_answered(library: Lookalikes) -> None:
    assert first(library, "关于停车难", "学校门口停车难，车辆乱停。" * 55_000) == "2"


def test_a_text_of_two_megabytes_can_be_part_of_the_library() -> None:
    long = Text("long", "关于停车难", "学校门口停车难，车辆乱停。" * 55_000)
    assert Lookalikes([*CASES, long]).find(Text("", "停车难"), 2)[0].id in ("2", "long")


def test_mixed_scripts_full_width_and_small_letters_are_one() -> None:
    library = Lookalikes([*CASES, Text("5", "关于ＡＥＤ进学校的建议"), Text("6", "Wi-Fi 覆盖公园 план города")])
    assert first(library, "公共场所aed配置") == "5"
    assert first(library, "план города wi-fi") == "6"


def test_an_empty_library_answers_nothing() -> None:
    assert Lookalikes([]).find(CASES[0]) == []


def test_cases_without_any_words_do_no_harm() -> None:
    library = Lookalikes([Text("a", ""), Text("b", "。。。"), *CASES])
    assert first(library, "城北河道清淤") == "3"


def test_the_longest_known_word_wins() -> None:
    assert [word for _, word in known(clean("老旧小区加装电梯"))] == ["老旧小区", "加装电梯"]


def test_set_phrases_are_cut_from_the_ends_of_a_reason() -> None:
    assert bare("关于进一步加强公厕建设的建议") == "公厕"
    assert longest_shared("关于城北河道的建议", "疏浚城北河道") == "城北河道"


def test_saved_arrays_answer_as_the_first_did_and_broken_ones_are_refused(library: Lookalikes, tmp_path: Path) -> None:
    library.vectors.save(tmp_path)
    again = Vectors.open(tmp_path)
    query = again.vector(Text("", "停车难"))
    assert np.array_equal(again.likely(query, 64, 4), library.vectors.likely(query, 64, 4))
    np.save(tmp_path / "places.npy", np.zeros(3, dtype=np.int32))
    with pytest.raises(ValueError, match="do not belong together"):
        Vectors.open(tmp_path)


def test_paraphrases_are_found_and_the_generator_repeats_itself() -> None:
    language = Language()
    library = Lookalikes(corpus(language, 300, 400))
    asked = list(queries(language, 300, 20, "L3", 400))
    assert asked == list(queries(language, 300, 20, "L3", 400))
    assert sum(name in [hit.id for hit in library.find(case)] for name, case in asked) >= 19


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=60), st.text(max_size=200))
def test_any_text_is_most_like_itself(title: str, text: str) -> None:
    library = Lookalikes([*CASES, Text("own", title, text)])
    hits = library.find(Text("", title, text))
    assert all(0 < hit.score <= 1 for hit in hits)
    assert not hits or hits[0].id == "own" or hits[0].score == pytest.approx(1, abs=0.02)
