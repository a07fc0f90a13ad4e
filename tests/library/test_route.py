"""Units: what is suggested without a past, what a past teaches, when to be unsure."""

import numpy as np
import pytest

from huiyin.library.case import Text
from huiyin.library.duties import concerns, kinds_of, own_names, standing_in
from huiyin.library.knowledge import by_name, matters, unit_kinds
from huiyin.library.route import Router, unsure

UNITS = ["区教育局", "区水务局", "区公安分局", "区民政局", "城北街道办事处", "区综合行政执法局（城管局）"]
PAST = [
    *(
        Text(f"e{n}", title, "", "区教育局")
        for n, title in enumerate(["关于小学扩建", "关于幼儿园招生", "关于中考体育"])
    ),
    *(
        Text(f"c{n}", title, "", "区城投公司")
        for n, title in enumerate(["关于路灯不亮", "关于增设路灯", "关于路灯节能"])
    ),
]


@pytest.mark.parametrize(
    ("title", "unit"),
    [
        ("关于疏浚河道的建议", "区水务局"),
        ("关于增加学位、解决入学难", "区教育局"),
        ("关于整治电信诈骗", "区公安分局"),
        ("关于社区居家养老", "区民政局"),
        ("关于城北菜场周边环境的建议", "城北街道办事处"),
        ("关于流动摊贩占道经营", "区综合行政执法局（城管局）"),
    ],
)
def test_without_any_past_a_unit_is_known_by_its_duties_or_its_place(title: str, unit: str) -> None:
    assert Router([], UNITS).suggest(Text("", title))[0].id == unit


def test_the_past_teaches_what_no_name_tells_and_is_given_as_the_reason() -> None:
    hit = Router(PAST).suggest(Text("", "城东路灯太暗"))[0]
    assert hit.id == "区城投公司"
    assert any("路灯" in reason for reason in hit.why)


def test_chances_sum_to_one() -> None:
    assert Router(PAST, UNITS).chances(Text("", "关于校园安全")).sum() == pytest.approx(1)


@pytest.mark.parametrize("text", ["", "。。。", "\ud800", "план"])
def test_a_text_that_says_nothing_makes_it_unsure(text: str) -> None:
    assert unsure(Router(PAST, UNITS).suggest(Text("", text, text)))


def test_a_text_of_two_megabytes_is_answered() -> None:
    assert Router(PAST).suggest(Text("", "关于路灯", "路灯不亮。" * 130_000))[0].id == "区城投公司"


def test_no_units_no_suggestion() -> None:
    assert Router([]).suggest(Text("", "关于路灯")) == []
    assert unsure([])


def test_one_unit_only_is_suggested_without_learning() -> None:
    assert [hit.id for hit in Router(PAST[:3]).suggest(Text("", "关于路灯"))] == ["区教育局"]


def test_a_unit_of_which_nothing_is_known_still_has_a_chance() -> None:
    chances = Router(PAST, ["某某中心"]).chances(Text("", "关于路灯"))
    assert np.all(chances > 0)


def test_names_tell_the_kind() -> None:
    assert kinds_of("市财政地税局") == ("财政", "税务")
    assert kinds_of("市综合行政执法局（市城管局）") == ("城管",)
    assert kinds_of("上海市浦东新区卫生健康委员会") == ("卫健",)
    assert kinds_of("区人力资源和社会保障局") == ("人社",)
    assert kinds_of("某某中心") == ()
    assert own_names("慈溪市浒山街道办事处") == ("浒山",)


def test_where_a_kind_is_missing_another_stands_in() -> None:
    assert standing_in("房管", frozenset({"住建"})) == {"住建": pytest.approx(0.8)}
    assert standing_in("房管", frozenset({"房管", "住建"})) == {"房管": 1.0}
    assert standing_in("街镇", frozenset({"教育"})) == {}


def test_the_tables_name_only_what_there_is() -> None:
    kinds = {kind.name for kind in unit_kinds()}
    assert {unit for matter in matters() for unit in matter.units} <= kinds
    assert {other for kind in unit_kinds() for other in kind.instead} <= kinds
    assert len(by_name()) == len(matters())


def test_a_word_said_twice_counts_once() -> None:
    assert concerns("停车停车") == concerns("停车")
