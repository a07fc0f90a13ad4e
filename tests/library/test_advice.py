"""Findings on a draft: what a careful reader would mention, and what he would not."""

import pytest

from huiyin.kernel.models import Committee
from huiyin.library.advice import findings
from huiyin.proposals.models import Proposal

GOOD = {
    "title": "关于推进老旧小区加装电梯的提案", "situation": "全区六层以上无电梯住宅 812 栋。", "analysis": "居民意见不一，资金缺口大。",
    "items": ["由区住建局设立一站式受理窗口", "区财政局每年安排补助资金 500 万元"],
}  # fmt: skip


def kinds(level="district", **values):
    return [one.kind for one in findings(Proposal(committee=Committee(level=level), **GOOD | values))]


def test_a_good_draft_is_left_alone():
    assert kinds() == []


@pytest.mark.parametrize(
    ("values", "found"),
    [
        ({"title": "老旧小区加装电梯"}, ["title"]),
        ({"situation": "电梯很少，老人下楼难。"}, ["numbers"]),
        ({"analysis": ""}, ["analysis"]),
        ({"analysis": "全区六层以上无电梯住宅 812 栋。"}, ["analysis"]),
        ({"items": []}, ["items"]),
        ({"items": ["建立一站式受理窗口，方便居民"]}, ["who"]),
        ({"items": ["由区住建局进一步加强管理，高度重视居民诉求"]}, ["vague"]),
        ({"items": ["区住建局修"]}, ["short"]),
        ({"items": ["建议国务院制定全国统一的补助办法"]}, ["addressed"]),
        ({"items": ["由市住建局制定补助办法并向社会公布"]}, ["addressed"]),
        ({"items": ["由省住房城乡建设厅制定补助办法"]}, ["addressed"]),
        ({"situation": "联系 13800001111，全区 812 栋没有电梯。"}, ["personal"]),
        ({"analysis": "据内部资料，资金缺口大。"}, ["secret"]),
        ({"analysis": "业主已经起诉开发商，法院还没有判。"}, ["court"]),
        ({"situation": "我家住六楼，全区这样的住宅有 812 栋。"}, ["private"]),
        ({"analysis": "作为人大代表，我提出这个议案。"}, ["confused"]),
    ],
)
def test_each_fault_is_found_and_nothing_else(values, found):
    assert kinds(**values) == found


def test_a_city_may_address_its_own_offices():
    assert kinds("city", items=["由市住建局制定补助办法并向社会公布"]) == []


def test_two_matters_are_pointed_out_by_the_rule_of_proposals():
    assert "matters" in kinds(
        title="关于推进老旧小区加装电梯和疏浚青石河道的提案",
        items=["由区住建局设立受理窗口", "由区水务局每年疏浚河道一次"],
    )


def test_a_wished_unit_says_who():
    assert kinds(items=["建立一站式受理窗口，方便居民"], wished_units="区住建局") == []


def test_nothing_written_and_much_written_are_no_error():
    assert kinds(title="", situation="", analysis="", items=[]) == []
    kinds(situation="梯" * 2_000_000)
    kinds(title="，。", situation="😀", analysis="\x00", items=["", None, "a" * 10_000])


def test_each_finding_names_its_place_and_the_words_it_stands_on():
    [one] = findings(Proposal(committee=Committee(), **GOOD | {"items": ["由区住建局加强管理，重视诉求"]}))
    assert (one.part, one.number, one.words) == ("items", 1, "加强")
    assert "第 1 条只说了“加强”" in one.sentence
