"""The story of a cultivation (DOMAIN 3.10): a team of five kinds, a shared draft, handed up, numbered, answered, adopted; and two levels in one house."""

from datetime import timedelta

import pytest

from huiyin.cultivation.directory import leave
from huiyin.cultivation.models import DraftVersion, Expert, HandedUp, HigherAdoption
from huiyin.kernel import clock, figures, ledger
from huiyin.kernel.act import act
from huiyin.kernel.models import Event, Todo
from huiyin.kernel.refusal import Missing, NotAllowed, Refused
from tests.cultivation.walks import begun, expert, fresh, handed_up, province, ready, received
from tests.orders.walks import published

pytestmark = pytest.mark.django_db


def number(district, name):
    scope = figures.Scope(district.committee, figures.period(district.committee, "2026"))
    return figures.REGISTRY[name].value(scope)


def test_nobody_stands_in_the_directory_without_consent_and_leaving_erases_how_to_reach_him(district):
    with pytest.raises(Missing) as caught:
        expert(district, consent=" ", consented_on=clock.today() + timedelta(days=1), kind="member")
    assert set(caught.value.fields) == {"consent", "consented_on", "kind"}
    row = expert(district)
    leave(district.office, row)
    assert Expert.objects.get().reach == ""
    with pytest.raises(Refused, match="已经不在专家库"):
        leave(district.office, Expert.objects.get())
    assert ledger.verify(district.committee).sound


def test_the_team_writes_versions_and_comments_and_every_version_is_kept(district):
    case = begun(district)
    assert case.state == "writing"
    with pytest.raises(NotAllowed):
        act(case, "write", as_=district.other_member, body="我不在专班。")
    with pytest.raises(Missing, match="还没有稿子"):
        act(case, "to_review", as_=district.office)
    act(case, "write", as_=district.member, body="第一稿。")
    with pytest.raises(Missing, match="没有改动"):
        act(case, "write", as_=district.member, body="第一稿。")
    act(case, "to_review", as_=district.office)
    whose = next(row.pk for row in case.contributors.all() if row.expert_id)
    act(case, "comment", as_=district.office, whose=str(whose), opinion="数据要有出处。")
    act(case, "write", as_=district.office, body="第二稿，有出处。", change="补了出处")
    assert list(DraftVersion.objects.order_by("n").values_list("n", "text")) == [
        (1, "第一稿。"),
        (2, "第二稿，有出处。"),
    ]
    said = case.draftcomments.get()
    assert (said.name, said.kind, said.review, said.version) == ("白教授", "expert", True, 1)
    assert number(district, "cultivation.helpers") == 1


def test_where_the_higher_level_is_elsewhere_its_number_answer_and_adoptions_are_written_down_with_evidence(district):
    case = ready(district)
    act(case, "cosponsor", as_=district.office, kind="university", name="云川大学", consent="3 月 2 日来函")
    act(
        case,
        "hand_up",
        as_=district.office,
        to="0",
        level="city",
        form="collective",
        carrier_kind="member",
        carrier="市政协委员",
        items=["一条", "两条"],
    )
    with pytest.raises(Missing, match="凭据"):
        act(case, "numbered", as_=district.office, number="市 12 号")
    act(case, "numbered", as_=district.office, number="市 12 号", file=district.scan(case))
    act(case, "answered", as_=district.office, reply="列入明年计划。", file=district.scan(case))
    act(
        case,
        "adopt",
        as_=district.office,
        form="speech",
        level="province",
        how="省政协全会重点发言",
        file=district.scan(case),
    )
    assert (fresh(case).state, fresh(case).upper_number) == ("answered", "市 12 号")
    told = {
        name: number(district, f"cultivation.{name}")
        for name in ("handed_up", "joint", "items", "accepted", "adoptions", "adopted_province", "adopted_speeches")
    }
    assert told == {
        "handed_up": 1,
        "joint": 1,
        "items": 2,
        "accepted": 1,
        "adoptions": 2,
        "adopted_province": 1,
        "adopted_speeches": 1,
    }


def test_within_one_house_handing_up_opens_a_case_above_and_the_answer_comes_back_by_itself(district):
    above = province(district)
    case = handed_up(district, above)
    there = received(above)
    assert (there.title, there.text, there.signed_by, there.state) == (
        case.title,
        case.text,
        district.committee.short,
        "received",
    )
    assert Todo.objects.get(case=there.pk, closed_at=None).role == "proposal_office"
    waits = Todo.objects.filter(case=case.pk, closed_at=None)
    assert (waits.exists(), fresh(case).due) == (False, None), "what is done above is owed above, and by nobody here"
    with pytest.raises(Missing, match="由上级登记"):
        act(case, "numbered", as_=district.office, number="自己编", file=district.scan(case))
    with pytest.raises(NotAllowed):
        act(there, "take", as_=district.office)
    act(there, "take", as_=above.office)
    assert (fresh(case).state, fresh(case).upper_number) == ("accepted", fresh(there).number)
    assert not waits.exists()
    with pytest.raises(Refused):
        act(case, "take_back", as_=district.office, why="晚了。")
    act(there, "answer", as_=above.office, reply="已转省交通厅研究。")
    assert (fresh(case).state, fresh(case).came_to) == ("answered", "已转省交通厅研究。")
    assert HigherAdoption.objects.get().number == fresh(there).number
    for one in (district, above):
        assert ledger.verify(one.committee).sound, "each in its own ledger"
    assert Event.objects.filter(committee=above.committee, kind="handed_up").count() == 3
    assert number(above, "handed_up.answered") == 1
    assert number(above, "cultivation.handed_up") == 0, "what a district handed up is the district's to count"


def test_what_is_withdrawn_in_time_is_withdrawn_above_too_and_what_is_refused_may_be_handed_up_again(district):
    above = province(district)
    case = handed_up(district, above)
    act(case, "take_back", as_=district.office, why="还要改。")
    assert (fresh(case).state, received(above).state) == ("ready", "withdrawn")
    with pytest.raises(Refused, match="撤回|不能"):
        act(received(above), "take", as_=above.office)
    again = {"level": "province", "form": "proposal", "carrier_kind": "cppcc", "carrier": "省政协", "items": ["一条"]}
    act(case, "hand_up", as_=district.office, to=str(above.committee.pk), **again)
    newest = HandedUp.objects.order_by("pk").last()
    act(newest, "decline", as_=above.office, why="去年已有同类提案。")
    assert (fresh(case).state, fresh(case).came_to) == ("not_accepted", "去年已有同类提案。")
    assert number(district, "cultivation.acceptance_rate") == 0
    # Only upward: a neighbour that is not above is no choice.
    stranger = type(district).build()
    with pytest.raises(Missing, match="选不了"):
        act(case, "hand_up", as_=district.office, to=str(stranger.committee.pk), **again)
    assert not HandedUp.objects.filter(committee=stranger.committee).exists()


def test_a_lead_may_go_the_way_upward_and_its_unit_hears_of_it(district):
    above, row = province(district), published(district)
    act(row, "cultivate", as_=district.office, level="province")
    case = fresh(row).links_out.get(kind="order").target.cultivation
    assert "住房城乡建设局" in case.origin_words
    act(case, "team", as_=district.office, members=[district.member.person_id])
    act(case, "write", as_=district.member, body="全稿。")
    act(case, "ready", as_=district.office)
    act(
        case,
        "hand_up",
        as_=district.office,
        to=str(above.committee.pk),
        level="province",
        form="proposal",
        carrier_kind="member",
        carrier="某委员",
        items=["一条"],
    )
    assert fresh(row).state == "converted"
    assert number(district, "orders.converted") == 1
    act(received(above), "take", as_=above.office)
    assert "编号" in fresh(row).came_to
