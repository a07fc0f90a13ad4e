"""Two matters in one proposal are pointed out, and nobody is kept from anything."""

import pytest

from huiyin.kernel.act import act
from huiyin.proposals.matters import addressed, finding
from huiyin.proposals.models import Proposal
from tests.desk.reading import text_of


def of(title, items=(), situation=""):
    return finding(Proposal(title=title, items=list(items), situation=situation))


@pytest.mark.parametrize(
    "title",
    [
        "关于修建口袋公园以及调整公交线路的提案",
        "关于增设停车位；规范电动车充电的建议",
        "关于整治河道，同时改造菜场的提案",
    ],
)
def test_a_title_that_joins_two_clauses_looks_like_two_matters(title):
    assert of(title).startswith("像是两件事")


def test_several_headings_look_like_several_matters():
    assert of("关于两项工作的提案", situation="一、关于校车\n很挤。\n二、关于路灯\n很暗。").startswith("像是 2 件事")


def test_a_pair_whose_suggestions_go_to_different_bodies_looks_like_two():
    found = of("关于校园餐和路灯的提案", ["请教育局公开食谱。", "请城管局每月检修路灯。"])
    assert "教育局和城管局" in found


@pytest.mark.parametrize(
    ("title", "items"),
    [
        ("关于提升低洼片区雨污分流和排涝能力的提案", ["汛前逐个清掏雨水口。", "两年内完成 7 处改造。"]),
        ("关于加强校车管理的提案", ["请教育局查车况。", "请公安局查路线。"]),
        ("", []),
    ],
)
def test_one_matter_is_left_alone(title, items):
    assert of(title, items) == ""


def test_whom_a_suggestion_addresses():
    assert addressed(["建议区住建局牵头修。", "由区教育局负责。", "每月公开一次。"]) == ["区住建局", "区教育局"]


def test_the_author_and_the_office_read_it_and_may_go_on(district, client):
    case = district.proposal("submitted", title="关于修建口袋公园以及调整公交线路的提案")
    client.force_login(district.office.person)
    page = text_of(client, f"/case/{case.uid}/")
    assert "像是两件事：“修建口袋公园”和“调整公交线路”" in page
    assert "受理" in page
    act(case, "accept", as_=district.office)
    assert Proposal.objects.get(pk=case.pk).state == "review_f"
