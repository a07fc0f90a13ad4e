"""Suggested units: from duties on the first day, from what was decided later; given back, renamed, merged."""

import pytest

from huiyin.handling.succession import succeed
from huiyin.kernel.act import act
from huiyin.kernel.models import Organisation
from huiyin.library.units import successors, suggest
from huiyin.people.models import Unit


def names(found):
    return [one.name for one in found]


def asked(district, title="关于整治占道经营的提案", **values):
    return district.proposal(
        "filed", title=title, situation="路边摊贩多。", analysis="管理不到位。", items=["划定经营区域"], **values
    )


def test_on_the_first_day_duties_speak(district):
    found = suggest(district.committee, asked(district, "关于规范电梯价格和食品安全监管的提案"))
    assert found.leads[0].name == "市场监督管理局"
    assert found.learned == 0
    assert "职责里有" in found.leads[0].why[0]


def test_what_clerks_decide_is_learned(district):
    for n in range(8):
        district.proposal(
            "assigned", title=f"关于疏浚第{n}条河道的提案", lead=district.units[1], co=[district.units[2]]
        )
        district.proposal("assigned", title=f"关于第{n}所学校食堂的提案", lead=district.units[0], co=[])
    found = suggest(district.committee, asked(district, "关于疏浚青石河道的提案"))
    assert found.leads[0].name == "财政局"
    assert any("办过《关于疏浚" in why for why in found.leads[0].why)
    assert names(found.helps) == ["市场监督管理局"]
    assert found.learned == 16


def test_when_nothing_speaks_it_says_so(district):
    found = suggest(district.committee, asked(district, "表扬信"))
    assert found.unsure


def test_what_a_unit_asks_to_give_back_teaches_as_it_is_asked_refused_and_granted(district):
    new = asked(district, "关于整治电梯广告的提案")
    before = suggest(district.committee, new)
    first = next(unit for unit in district.units if unit.name == before.leads[0].name)
    case = district.proposal("assigned", title="关于电梯广告的提案", lead=first, co=[])
    part = district.lead(case)
    office = district.assigning if case.assigning_office_id == district.government.pk else district.other_assigning
    request = {"reason": "不归我们管。", "suggested": district.units[3].pk}

    def told() -> tuple[float, str]:
        """The chance of the unit that asked, and the last sentence about it."""
        found = [one for one in suggest(district.committee, new).leads if one.name == first.name]
        return (found[0].chance, found[0].why[-1]) if found else (0.0, "")

    alone, _why = told()
    act(part, "ask_adjustment", as_=district.unit_post(part), file=district.scan(part), **request)
    waiting, why = told()
    assert waiting < alone
    assert "刚申请退回《关于电梯广告的提案》" in why
    if district.units[3].name in (leads := {one.name: one.why for one in suggest(district.committee, new).leads}):
        assert "说该由它办" in leads[district.units[3].name][-1]
    act(part, "refuse_adjustment", as_=office, words="就是你们管的")
    refused, why = told()
    assert refused >= alone > waiting
    assert "没有同意" in why
    act(part, "ask_adjustment", as_=district.unit_post(part), file=district.scan(part), **request)
    act(part, "grant_adjustment", as_=office, words="同意")
    granted, why = told()
    assert granted < waiting
    assert not why or "交办机关同意了" in why


@pytest.fixture
def rivers(district):
    for n in range(6):
        district.proposal("assigned", title=f"关于疏浚第{n}条河道的提案", lead=district.units[1], co=[])
        district.proposal("assigned", title=f"关于第{n}所学校食堂的提案", lead=district.units[0], co=[])
    return district


def test_a_renamed_unit_bears_its_new_name(rivers):
    Organisation.objects.filter(pk=rivers.units[1].pk).update(name="财政金融局")
    found = suggest(rivers.committee, asked(rivers, "关于疏浚青石河道的提案"))
    assert found.leads[0].name == "财政金融局"


def test_a_merged_unit_is_its_successor_and_never_itself(rivers):
    new = Unit.objects.create(
        committee=rivers.committee, kind="unit", name="某某中心", parent=rivers.government, branch="government"
    )
    succeed(
        rivers.committee,
        rivers.units[1].organisation_ptr if hasattr(rivers.units[1], "organisation_ptr") else rivers.units[1],
        new,
        as_=rivers.office,
        why="机构改革",
    )
    Organisation.objects.filter(pk=rivers.units[1].pk).update(ends="2026-01-01")
    found = suggest(rivers.committee, asked(rivers, "关于疏浚青石河道的提案"))
    assert found.leads[0].name == "某某中心"
    assert "财政局" not in names(found.leads)
    assert successors(rivers.committee) == {rivers.units[1].pk: new.pk}


def test_a_committee_without_units_is_told_nothing(district):
    case = asked(district)
    Organisation.objects.filter(kind="unit").update(ends="2020-01-01")
    found = suggest(district.committee, case)
    assert (found.leads, found.helps, found.unsure) == ([], [], True)
