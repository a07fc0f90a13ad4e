"""The words of a reply's letter that are not typed: headings of the points, whom it addresses, who took part."""

from types import SimpleNamespace

from huiyin.handling.letters import _opening, short, you


def test_a_heading_is_a_whole_suggestion_or_its_place_never_half_a_sentence():
    assert short("建立一站式受理窗口。", 1) == "关于建立一站式受理窗口"
    long = "由区住建局牵头，2027年3月底前在南门修一条坡道，坡度按无障碍规范，并公布维护电话。"
    assert short(long, 3) == "关于第三条建议"


def test_one_member_is_addressed_as_one():
    assert you(SimpleNamespace(proposers="林知远")) == "你"
    assert you(SimpleNamespace(proposers="林知远、陆青禾")) == "你们"
    assert you(SimpleNamespace(proposers="民盟澄江区总支部委员会", collective=True)) == "你们"


def test_only_whoever_gave_an_opinion_took_part():
    def co(name, state):
        return SimpleNamespace(unit=SimpleNamespace(name=name), role="co", state=state)

    case = SimpleNamespace(title="甲", proposers="林知远")
    assert "会同区财政局认真研究" in _opening(case, [co("区城管局", "working"), co("区财政局", "done")])
