"""A question open on the net: views read before they are shown, one answer of one voter, and a map that tells nothing of a few."""

from datetime import timedelta

import pytest
from django.test import Client

from huiyin.consultations import answering
from huiyin.consultations.models import Answer, Deliberation, Statement
from huiyin.kernel import clock, ledger
from huiyin.kernel.act import act
from huiyin.kernel.models import Event
from huiyin.kernel.refusal import BadDate, Missing, Refused
from huiyin.portal import gate, topics
from huiyin.reception.raising import public_post
from tests.district import District
from tests.stories.test_consultation import agreed

VIEWS = "东侧晚上可以停。\n消防通道一米也不能占。\n夜间停车应当收费。"


def asked(district, **facts):
    given = {
        "question": "晚上停哪里",
        "about": "车位 80 个，车 210 辆。",
        "until": clock.today() + timedelta(days=7),
        "views": VIEWS,
        "checked": True,
    }
    case = agreed(district)
    act(case, "ask_online", as_=district.station, **{**given, **facts})
    return Deliberation.objects.get(parent=case.pk)


@pytest.fixture
def district(db):
    return District.build()


def page(case):
    return f"/p/{case.committee.code}/topics/{case.uid}/"


def press(client, case, view, how):
    return client.post(page(case), {"answer": f"{view.uid}:{how}"}, follow=True).content.decode()


def test_a_question_needs_a_day_within_reach_three_views_and_no_other_beside_it(district):
    for wrong, error, words in (
        ({"until": clock.today()}, BadDate, "明天以后"),
        ({"until": clock.today() + timedelta(days=91)}, BadDate, "90 天以内"),
        ({"views": "一条\n两条"}, Missing, "先写 3 条"),
        ({"views": VIEWS + "\n" + "长" * 141}, Missing, "太长了"),
    ):
        with pytest.raises(error, match=words):
            asked(district, **wrong)
    case = asked(district)
    assert list(Statement.objects.filter(case=case.pk).values_list("state", flat=True)) == ["shown"] * 3
    with pytest.raises(Refused, match="正在网上征集"):
        act(
            case.parent.consultation,
            "ask_online",
            as_=district.station,
            question="再问",
            about="x",
            until=clock.today() + timedelta(days=3),
            views=VIEWS,
            checked=True,
        )


def test_views_are_held_until_they_are_read_and_sealed_when_it_ends(district, client):
    case, public = asked(district), public_post(district.committee)
    act(case, "state", as_=public, words="张老三电话 13900000000，他占着两个车位", mark="m")
    act(case, "state", as_=public, words="地下车库便宜点就有人停了。")
    abusive, good = Statement.objects.filter(case=case.pk, state="waiting").order_by("pk")
    assert "13900000000" not in abusive.words
    text = client.get(page(case)).content.decode()
    assert abusive.words not in text
    assert good.words not in text
    with pytest.raises(Missing, match="一样的话"):
        act(case, "state", as_=public, words=good.words)
    act(case, "show", as_=district.station, statements=[good.pk], checked=True)
    act(case, "hold", as_=district.station, statements=[abusive.pk], why="点了名")
    text = client.get(page(case)).content.decode()
    assert abusive.words not in text
    assert district.member.person.name not in text, "nobody is named"
    good = next(row for row in answering.shown(case) if row == good)
    answering.answer(case, good, answering.mark_of(case, "a"), 1)
    act(case, "end", as_=district.station, used="交给交警大队定方案。")
    case.refresh_from_db()
    assert (case.voters, case.answers) == (1, 1)
    assert case.sha256 in Event.objects.get(committee=district.committee, step="deliberation.counted").facts
    before = Deliberation.objects.get(pk=case.pk)
    before.state = "open"  # as it was read before somebody ended it
    with pytest.raises(Refused, match="已经结束"):
        answering.answer(before, good, "m", 1)
    assert "交给交警大队定方案" in client.get(page(case)).content.decode()
    assert ledger.verify(district.committee).sound


def test_what_a_member_writes_bears_neither_his_name_nor_the_mark_of_his_answers(district, client):
    case = asked(district)
    client.force_login(district.member.person)
    press(client, case, answering.shown(case)[0], 1)
    assert "收到了" in client.post(page(case), {"words": "夜里开放学校操场。"}, follow=True).content.decode()
    view, given = Statement.objects.get(case=case.pk, state="waiting"), Answer.objects.get(case=case.pk)
    said = Event.objects.get(case=case.pk, step="state")
    assert (said.person_id, view.mark != given.voter, given.voter in said.facts) == (None, True, False)


def test_one_voter_cannot_vote_as_ten(district, client, monkeypatch):
    case = asked(district)
    view = answering.shown(case)[0]
    assert "再按一次" in press(client, case, view, 1), "who sends before he was given a mark is asked again"
    assert not Answer.objects.exists()
    for how in (1, 1, -1, 0, -1):
        press(client, case, view, how)
    assert list(Answer.objects.values_list("how", flat=True)) == [-1], "the last answer counts, once"
    client.cookies[topics.COOKIE] = "browser-forged"
    press(client, case, view, 1)
    assert Answer.objects.count() == 1, "a mark that we did not sign is none"
    for _n in range(topics.NEWCOMERS):
        gate.bump(f"voters:{case.pk}:127.0.0.1", 3600)
    other = Client()
    other.get(page(case))
    assert "来表态的人太多" in press(other, case, view, 1)
    assert Answer.objects.count() == 1
    member = Client()
    member.force_login(district.member.person)
    press(member, case, view, 1)
    press(member, case, view, 1)
    assert Answer.objects.count() == 2, "a member answers as himself, from any number of browsers"
    assert district.member.person.name not in str(list(Answer.objects.values_list("voter", flat=True)))
    assert "这条看法已经不在了" in member.post(page(case), {"answer": "x:1"}, follow=True).content.decode()


def test_nothing_is_told_under_five_and_what_everyone_says_above(district, client, django_assert_max_num_queries):
    case = asked(district)
    first, second, third = answering.shown(case)
    for n in range(4):
        answering.answer(case, first, f"v{n}", 1)
    assert "还不到五位" in client.get(page(case)).content.decode()
    for n in range(4, 30):
        answering.answer(case, first, f"v{n}", 1)
    for n in range(30):
        answering.answer(case, second, f"v{n}", 1 if n % 2 else -1)
        answering.answer(case, third, f"v{n}", -1 if n % 2 else 1)
    read = answering.map_of(case)
    assert [view.words for view in read.agreed] == [first.words]
    assert {view.words for view in read.divided} == {second.words, third.words}
    assert [(group.people, group.percent) for group in read.groups] == [(15, 50), (15, 50)]
    with django_assert_max_num_queries(12):
        text = client.get(page(case)).content.decode()
    assert "30 人表了态" in text
    assert "第 1 群，15 人，占 50%" in text
