"""An open call for leads: a citizen sends one, the office reads it first, a member writes from it, and the page says so."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from huiyin.desk.middleware import SESSION_KEY
from huiyin.kernel import clock
from huiyin.kernel.act import act
from huiyin.kernel.models import Link
from huiyin.kernel.refusal import BadDate
from huiyin.proposals import calling
from huiyin.proposals.models import Lead, Proposal
from huiyin.reception.models import Problem
from tests.stories.test_voice import taken

WORDS = "城北公园晚上没有灯，老人不敢走。电话 13800001111。"


def entered(post):
    client = Client()
    client.force_login(post.person, backend="django.contrib.auth.backends.ModelBackend")
    session = client.session
    session[SESSION_KEY] = post.pk
    session.save()
    return client


def page(client, name, *args):
    return client.get(reverse(name, args=args)).content.decode()


@pytest.fixture
def call(district):
    until = clock.today() + timedelta(days=30)
    return calling.begin(district.office, title="明年提案，请您出题目", about="路灯、道路都行。", closes_on=until)


def test_a_lead_is_read_let_out_and_written_into_a_proposal(district, call):
    here, citizen = reverse("public_leads", args=[district.committee.code]), Client()
    send = {"call": call.uid, "words": WORDS, "website": ""}
    assert citizen.post(here, send).status_code == 302
    member = entered(district.member)
    assert "城北公园" not in Client().get(here).content.decode() + page(member, "leads")
    row = Lead.objects.get()
    assert "13800001111" not in row.words
    office = entered(district.office)
    assert "1 条待审" in page(office, "leads")
    assert "城北公园" in page(office, "case", call.uid)
    act(call, "show", as_=district.office, leads=[row.pk], checked=True)
    assert "城北公园" in Client().get(here).content.decode()
    again = citizen.post(here, send)
    assert (again.status_code, "已经有人提过" in again.content.decode()) == (422, True)
    assert "城北公园晚上没有灯" in again.content.decode()
    written = member.post(reverse("leads"), {"do": "write", "lead": row.uid})
    case = Proposal.objects.get(situation__contains="城北公园")
    assert written["Location"] == reverse("draft", args=[case.uid])
    assert "<small>写进了提案" not in Client().get(here).content.decode()  # a draft is its author's own affair
    other = entered(district.other_member).post(reverse("leads"), {"do": "write", "lead": row.uid}, follow=True)
    assert "有委员拿去写了" in other.content.decode()
    assert Proposal.objects.filter(situation__contains="城北公园").count() == 1
    Lead.objects.filter(pk=row.pk).update(proposal=district.proposal("submitted"))
    assert "<small>写进了提案" in Client().get(here).content.decode()
    act(call, "end", as_=district.office, used="写成了一件提案。")
    closed = citizen.post(here, send).content.decode()
    assert "已经结束" in closed
    assert WORDS in closed


def test_script_stays_words_and_many_from_one_address_are_asked_to_wait(district, call):
    here, citizen = reverse("public_leads", args=[district.committee.code]), Client()
    for n in range(10):
        Client().post(here, {"call": call.uid, "words": f"<script>alert({n})</script>"})
    act(call, "show", as_=district.office, leads=[row.pk for row in Lead.objects.all()], checked=True)
    shown = citizen.get(here).content.decode()
    assert "&lt;script&gt;alert(9)" in shown
    assert "<script>alert" not in shown
    late = citizen.post(here, {"call": call.uid, "words": "还有一条"})
    assert (late.status_code, "过一会儿再来" in late.content.decode()) == (422, True)
    begin = {"do": "begin", "title": "昨天的", "about": "晚了。", "closes_on": clock.today().isoformat()}
    refused = entered(district.office).post(reverse("leads"), begin)
    assert (refused.status_code, "截止那天要在明天以后" in refused.content.decode()) == (422, True)
    with pytest.raises(BadDate):
        calling.begin(district.office, title="昨天", about="", closes_on=clock.today())


def test_what_a_station_hands_on_becomes_a_proposal_or_a_good_deed_and_stays_linked(district):
    voice = taken(district)
    problem = Problem.objects.get()
    act(problem, "refer", as_=district.station, to="proposal", words="请住建口的委员写一件。")
    member = entered(district.member)
    assert "请住建口的委员写一件" in page(member, "leads")
    member.post(reverse("leads"), {"do": "write", "problem": problem.uid})
    link = Link.objects.get(source=problem.pk, kind="proposal")
    assert link.target.proposal.first_person_id == district.member.person_id
    assert "请住建口的委员写一件" not in page(entered(district.other_member), "leads")
    assert member.get(reverse("deed_new"), {"from": voice.uid}).status_code == 404  # not his to see
    act(problem, "refer", as_=district.station, to="deed", words="请装一盏灯。")
    assert "请装一盏灯" in page(member, "leads")
    where = f"{reverse('deed_new')}?from={problem.uid}"
    assert problem.title in member.get(where).content.decode()
    given = {
        "deed_kind": "good",
        "title": "装了一盏灯",
        "on": clock.today().isoformat(),
        "words": "三号楼门口。",
        "key": "d1",
    }
    assert [member.post(where, given).status_code for _twice in range(2)] == [302, 302]
    assert Link.objects.get(source=problem.pk, kind="deed").target.deed.person_id == district.member.person_id
