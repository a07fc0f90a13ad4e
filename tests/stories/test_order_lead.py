"""The story of an order lead (DOMAIN 3.10): called for with the government's office, sent, screened, taken up, looked into, turned into a proposal, told."""

from datetime import timedelta

import pytest

from huiyin.kernel import clock, figures
from huiyin.kernel.act import act
from huiyin.kernel.models import Facet, Notice, Todo
from huiyin.kernel.refusal import Missing, NotAllowed, Refused
from huiyin.orders import rules
from huiyin.orders.calling import begin
from huiyin.orders.models import OrderClaim, OrderLead
from huiyin.proposals.models import Proposal
from tests.orders.walks import WORDS, called, drafting, fresh, lead, published

pytestmark = pytest.mark.django_db


def owed(case, step):
    return Todo.objects.filter(case=case.pk, step=step, closed_at=None)


def told(post):
    return list(
        Notice.objects.filter(role=post.role, organisation=post.organisation_id)
        .order_by("pk")
        .values_list("text", flat=True)
    )


def number(district, name):
    return figures.REGISTRY[name].value(figures.Scope(district.committee, figures.period(district.committee, "2026")))


def test_a_call_goes_out_when_the_governments_office_has_signed_and_each_unit_owes_an_answer_by_its_day(district):
    call = called(district, agreed=False)
    assert call.state == "joint"
    assert not owed(call, "finish").exists()
    assert call.session == district.session
    with pytest.raises(NotAllowed):
        act(call, "agree", as_=district.other_assigning)
    act(call, "agree", as_=district.assigning)
    todos = owed(call, "finish")
    assert {todo.organisation_id for todo in todos} == {unit.pk for unit in district.units[:3]}
    assert {todo.due for todo in todos} == {call.reply_by}
    # A unit that has nothing says so; one that sent a lead need not.
    with pytest.raises(Missing) as caught:
        act(call, "finish", as_=district.co_unit)
    assert "写一句说明" in caught.value.fields["answer"]
    act(call, "finish", as_=district.co_unit, answer="今年没有。")
    lead(district, call)
    act(call, "finish", as_=district.unit)
    assert {todo.organisation_id for todo in owed(call, "finish")} == {district.units[2].pk}
    act(call, "close", as_=district.office)
    with pytest.raises(Refused):
        act(call, "send", as_=district.third_unit, title="晚了", **WORDS)
    # A small office that asks nobody's signature (P-ORDER).
    district.set("P-ORDER", False)
    assert called(district, agreed=False).state == "collecting"
    with pytest.raises(Missing) as caught:
        begin(district.office, title="", units=[], office=district.party, reply_by=clock.today() - timedelta(days=1))
    assert set(caught.value.fields) == {"title", "units", "reply_by"}


def test_leads_are_screened_merged_and_refused_and_the_unit_hears_why(district):
    call = called(district)
    one, two, three = (
        lead(district, call),
        lead(district, call, district.co_unit, title="市场停车"),
        lead(district, call, title="要经费"),
    )
    act(one, "accept", as_=district.office)
    assert fresh(one).number.startswith("线〔2026〕")
    act(two, "merge", as_=district.office, main=one.pk)
    assert "并入" in fresh(two).came_to
    assert fresh(two).state == "merged"
    act(three, "reject", as_=district.office, why="属于部门自身职责。")
    assert any("没有采用" in text for text in told(district.unit))
    # Members read nothing before it is published.
    assert not rules.sees_lead(district.member, fresh(one))
    assert not OrderLead.objects.filter(rules.sees_lead.twin(district.member)).exists()
    act(one, "publish", as_=district.office)
    assert rules.sees_lead(district.member, fresh(one))
    assert not rules.sees_lead(district.co_unit, fresh(one)), "another unit's lead"
    assert (
        number(district, "orders.received"),
        number(district, "orders.accepted"),
        number(district, "orders.claim_rate"),
    ) == (3, 1, 0)


def test_members_take_a_lead_up_alone_or_together_within_limits_and_hand_it_on(district):
    district.set("P-ORDERN", 2)
    district.set("P-ORDERM", 1)
    row, third = published(district), district.post("member")
    act(row, "claim", as_=district.member, behalf="城建界")
    assert fresh(row).state == "claimed"
    assert owed(row, "research").get().person_id == district.member.person_id
    assert fresh(row).owner_person_id == district.member.person_id
    assert fresh(row).due is not None
    with pytest.raises(Missing, match="您已经认领了"):
        act(row, "claim", as_=district.member)
    act(row, "claim", as_=district.other_member)
    assert owed(row, "research").get().person_id == district.member.person_id, "the first leads"
    with pytest.raises(Missing, match="满了"):
        act(row, "claim", as_=third)
    other = published(district)
    with pytest.raises(Missing, match="最多 1 条"):
        act(other, "claim", as_=district.member)
    with pytest.raises(NotAllowed):
        act(row, "research", as_=third, on=clock.today(), way="site", found="没有我。")
    act(row, "release", as_=district.member, why="另有任务。")
    assert fresh(row).state == "claimed"
    assert owed(row, "research").get().person_id == district.other_member.person_id
    act(row, "release", as_=district.other_member, why="也去不了。")
    assert fresh(row).state == "published"
    assert not owed(row, "research").exists()
    assert not OrderClaim.objects.filter(case=row.pk, until=None).exists()


def test_a_proposal_drafted_from_a_lead_shows_its_source_and_the_unit_learns_what_became_of_it(district):
    row = published(district)
    act(row, "claim", as_=district.member)
    with pytest.raises(Refused, match="不能晚于今天"):
        act(row, "research", as_=district.member, on=clock.today() + timedelta(days=1), way="site", found="还没去。")
    act(row, "research", as_=district.unit, on=clock.today(), way="site", people="秦联络", found="夜里看了三个市场。")
    act(row, "draft", as_=district.member)
    proposal = Proposal.objects.get(order_source__gt="")
    assert proposal.order_source == f"住房城乡建设局（{fresh(row).number}）"
    assert proposal.first_person_id == district.member.person_id
    assert "夜里看了" in proposal.analysis
    assert fresh(row).state == "drafting"
    assert number(district, "orders.converted") == 0
    Proposal.objects.filter(pk=proposal.pk).update(items=["建错时共享停车平台"])
    act(proposal, "submit", as_=district.member, publish_wish="yes", no_secret=True)
    assert fresh(row).state == "converted"
    assert number(district, "orders.conversion_rate") == 100
    assert "已形成提案" in told(district.unit)[-1]
    act(proposal, "accept", as_=district.office)
    while (here := fresh(proposal)).state != "review_f":
        act(here, here.state, as_=district.reviewer, opinion="file")
    act(proposal, "file", as_=district.director, subject="城乡建设与环境资源")
    assert "已立案" in fresh(row).came_to
    assert "已立案" in told(district.unit)[-1]
    assert number(district, "proposals.ordered") == 1
    assert Facet.objects.get(case=proposal, name="order").value == fresh(row).number


def test_a_draft_that_is_thrown_away_gives_the_lead_back(district):
    row = drafting(district)
    proposal = Proposal.objects.get(order_source__gt="")
    act(proposal, "discard", as_=district.member)
    assert fresh(row).state == "researched"
    assert owed(row, "draft").get().person_id == district.member.person_id
    act(row, "expire", as_=district.office, why="届内没有再起草。")
    assert fresh(row).state == "expired"
    scope = figures.Scope(district.committee, figures.period(district.committee, "2026"))
    split = figures.REGISTRY["orders.researched"].split(scope, "case__orderlead__unit")
    assert split == {district.units[0].pk: 1}
