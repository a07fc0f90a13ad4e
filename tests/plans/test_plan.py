"""The year's consultation plan (DOMAIN 3.11, R-130, R-131): collected, sorted, edited jointly, decided, issued, carried out, changed by the same road."""

import pytest
from django.test import Client
from django.urls import reverse

from huiyin.consultations.models import Consultation
from huiyin.desk.middleware import SESSION_KEY
from huiyin.kernel import clock, figures
from huiyin.kernel.act import act
from huiyin.kernel.models import Link, Notice, Todo
from huiyin.kernel.reachedby import answers
from huiyin.kernel.refusal import Missing, NotAllowed, Refused
from huiyin.plans.models import AnnualPlan, PlanChange, PlanTopic
from huiyin.plans.raising import begin, raise_topic

YEAR = 2026


def topic(district, post, title, **more):
    return raise_topic(post, year=clock.today().year, title=title, background="大家关心。", **more)


def fresh(row):
    return type(row).objects.get(pk=row.pk)


def arrange(district, case, **more):
    given = {
        "form": "research",
        "quarter": 4,
        "leader": district.leader.person,
        "lead": "提案委",
        "units": [district.units[0]],
    }
    act(case, "arrange", as_=district.general, **{**given, **more})


def decided(district, case):
    """The road that the plan and each of its changes take: two offices, the chairpersons, the Party committee."""
    act(case, "consult", as_=district.general, offices=[district.government, district.party])
    with pytest.raises(Missing, match="还没有回意见"):
        act(case, "to_chair", as_=district.general)
    act(case, "opine", as_=district.assigning, view="agree")
    act(
        case,
        "on_paper",
        as_=district.general,
        office=district.party.pk,
        view="amend",
        words="第二条缓一缓。",
        paper=district.scan(case),
    )
    assert not Todo.objects.filter(case=case.pk, step="opine", closed_at=None).exists()
    with pytest.raises(Missing):
        act(case, "opine", as_=district.assigning, view="agree")
    act(case, "to_chair", as_=district.general)
    with pytest.raises(NotAllowed):
        act(case, "chair_meeting", as_=district.general, decision="第 20 次")
    act(case, "chair_meeting", as_=district.leader, decision="第 20 次主席会议")
    act(case, "party_decides", as_=district.general, decision="区委常委会第 31 次会议", paper=district.scan(case))


def issued(district):
    whole = begin(district.general, clock.today().year)
    case = topic(district, district.member, "老旧小区加装电梯的补助怎么给")
    act(case, "shortlist", as_=district.general)
    arrange(district, case, supervisory=True)
    decided(district, whole)
    act(whole, "issue", as_=district.general, document="澄委办〔2026〕3号", paper=district.scan(whole))
    return fresh(whole), fresh(case)


def page(post, **query):
    client = Client()
    client.force_login(post.person)
    session = client.session
    session[SESSION_KEY] = post.pk
    session.save()
    return client, client.get(reverse("plan"), query).content.decode()


def test_topics_come_from_four_sides_and_each_hears_what_became_of_it(district):
    year = clock.today().year
    with pytest.raises(Refused, match="还没有开始征集"):
        topic(district, district.member, "停车")
    whole = begin(district.general, year)
    with pytest.raises(Refused, match="已经开了"):
        begin(district.general, year)
    with pytest.raises(Refused, match="只能开"):
        begin(district.general, year + 5)
    raised = [
        topic(district, post, f"议题 {n}", raised_as="people", key=f"k{n}")
        for n, post in enumerate((district.member, district.unit, district.assigning, district.station))
    ]
    assert topic(district, district.member, "议题 0", key="k0").pk == raised[0].pk
    assert [row.raised_as for row in raised] == ["member", "unit", "party", "people"]
    for given, field in (
        ({"title": " "}, "title"),
        ({"title": "长" * 101}, "title"),
        ({"background": ""}, "background"),
        ({"raised_as": ""}, "raised_as"),
    ):
        with pytest.raises(Missing) as refusal:
            raise_topic(
                district.general, **{"year": year, "title": "路灯", "background": "暗", "raised_as": "people", **given}
            )
        assert field in refusal.value.fields
    with pytest.raises(Missing, match="没有决定列入"):
        act(whole, "consult", as_=district.general, offices=[district.party])
    for row in raised[1:]:
        act(row, "pass_over", as_=district.general, why="去年协商过。")
    assert Notice.objects.filter(case=raised[1].pk, role="unit", text__contains="没有列入").exists()
    act(raised[0], "shortlist", as_=district.general)
    with pytest.raises(Missing, match="还没有定形式、时间"):
        act(whole, "consult", as_=district.general, offices=[district.party])
    # Each raiser reads his own topic, and no other's, until the plan is issued.
    assert "议题 0" in page(district.member, view="shortlisted")[1]
    assert "议题 0" not in page(district.unit, view="shortlisted")[1]


def test_the_plan_is_issued_and_each_topic_shows_what_it_became(district, django_assert_max_num_queries):
    whole, case = issued(district)
    assert (whole.state, case.state, case.quarter, case.due_on.month) == ("issued", "issued", 4, 12)
    assert Todo.objects.get(case=case, closed_at=None).step == "begin"
    assert Notice.objects.filter(role="unit", organisation=district.units[0], text__contains="印发了").exists()
    with pytest.raises(NotAllowed, match="不再征集"):
        topic(district, district.member, "来晚了的议题")
    act(case, "begin", as_=district.general)
    talk = Consultation.objects.get()
    assert (talk.state, talk.form, talk.raised_as, talk.parent_id) == ("preparing", "research", "member", None)
    assert "年度协商计划" in talk.convener
    assert Link.objects.get(kind="plan").target_id == talk.pk
    with pytest.raises(Missing, match="还没有办完"):
        act(case, "finish", as_=district.general, words="商量完了。")
    client, text = page(district.member)
    assert case.title in text
    assert talk.number in text
    with django_assert_max_num_queries(12):
        client.get(reverse("plan"))
    office, _text = page(district.general)
    # 12 is the goal; the office also reads the five figures of the year, which are three statements.
    with django_assert_max_num_queries(15):
        office.get(reverse("plan"))
    act(talk, "cancel", as_=district.general, why="并到别的协商里。")
    act(case, "finish", as_=district.general, words="商量完了。")
    scope = figures.Scope(district.committee, figures.period(district.committee, str(clock.today().year)))
    assert [
        figures.REGISTRY[f"plans.{name}"].answer(scope).text
        for name in ("collected", "issued", "supervisory", "done", "done_rate")
    ] == ["1", "1", "1", "1", "100.0%"]
    several = [
        figures.REGISTRY[f"plans.{name}"] for name in ("done", "supervisory", "collected", "dropped", "done_rate")
    ]
    assert answers(several, scope) == [one.answer(scope) for one in several]
    assert client.get(reverse("plan_paper")).content.startswith(b"PK")


def test_a_change_takes_the_same_road_and_nothing_moves_before_its_end(district):
    whole, case = issued(district)
    for given, field in (
        ({"what": "drop"}, "topic"),
        ({"what": "alter", "topic": case.pk}, "title"),
        ({"what": "add", "title": "新的"}, "leader"),
    ):
        with pytest.raises(Missing) as refusal:
            act(whole, "change", as_=district.general, why="上级部署", **given)
        assert field in refusal.value.fields
    act(whole, "change", as_=district.general, what="alter", topic=case.pk, quarter=2, lead="城建委", why="提前")
    act(
        whole,
        "change",
        as_=district.general,
        what="add",
        title="夜间经济怎么搞",
        form="standing",
        quarter=3,
        leader=district.leader.person,
        lead="经济委",
        why="区委交来的",
    )
    act(whole, "change", as_=district.general, what="drop", topic=case.pk, why="上级统一部署")
    alter, add, drop = PlanChange.objects.order_by("pk")
    for row in (alter, add, drop):
        decided(district, row)
        assert PlanTopic.objects.filter(title="夜间经济怎么搞").exists() is (row is drop)
        act(row, "issue", as_=district.general, document="澄委办〔2026〕9号", paper=district.scan(row))
        if row is alter:
            assert (fresh(case).quarter, fresh(case).lead, fresh(case).state) == (2, "城建委", "issued")
            owed = Todo.objects.get(case=case, closed_at=None)
            assert (owed.step, owed.due, fresh(case).due) == ("begin", fresh(case).due_on, fresh(case).due_on), (
                "the day moves with the quarter"
            )
    assert PlanTopic.objects.get(title="夜间经济怎么搞").state == "issued"
    assert fresh(case).state == "dropped"
    page_of = page(district.general, view="out")[1]
    assert case.title in page_of
    assert "计划调整：夜间经济怎么搞" in page_of


def test_sent_back_it_goes_round_once_more_and_its_page_shows_each_step(district):
    whole = begin(district.general, clock.today().year)
    case = topic(district, district.leader, "河道保洁", raised_as="people")
    act(case, "shortlist", as_=district.general)
    arrange(district, case)
    decided(district, whole)
    assert AnnualPlan.objects.get().state == "decided"
    client, _text = page(district.general)
    seen = client.get(reverse("case", args=[whole.uid])).content.decode()
    assert "第二条缓一缓" in seen
    assert "河道保洁" in client.get(reverse("case", args=[case.uid])).content.decode()
    again = begin(district.general, clock.today().year + 1)
    other = raise_topic(
        district.general, year=clock.today().year + 1, title="明年的事", background="早做。", raised_as="party"
    )
    act(other, "shortlist", as_=district.general)
    arrange(district, other)
    act(again, "consult", as_=district.general, offices=[district.party])
    act(again, "opine", as_=district.other_assigning, view="agree")
    act(again, "to_chair", as_=district.general)
    with pytest.raises(Missing, match="退回修改时再改"):
        arrange(district, other)
    act(again, "back", as_=district.leader, why="题目太大。")
    owed = Todo.objects.filter(case=again, closed_at=None, role="assigning").values_list("organisation", "step")
    assert list(owed) == [(district.party.pk, "opine")]
    arrange(district, other, quarter=1)
    posted, _text = page(district.general)
    assert posted.post(f"{reverse('plan')}?year={clock.today().year}").status_code == 302
    form = posted.post(
        f"{reverse('plan_topic_new')}?year={clock.today().year + 1}",
        {"title": "x", "background": "", "raised_as": "people"},
    )
    assert form.status_code == 422
