"""The pages of members' duties: one's year, who is behind and a reminder, the rules tried out and changed, deeds and objections."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from huiyin.desk.middleware import SESSION_KEY
from huiyin.duties import posting
from huiyin.duties.beginning import begin
from huiyin.duties.models import Deed, DutyObjection, ScoreEntry
from huiyin.kernel import clock, parameters
from huiyin.kernel.act import act
from huiyin.kernel.models import Event, Notice
from huiyin.places.models import SiteMember
from tests.duties.tables import row
from tests.duties.test_year import NOW, RULES, deed, held


@pytest.fixture
def frozen():
    with clock.frozen(NOW):
        yield


@pytest.fixture
def year(district, frozen):
    district.set("P-40", RULES, date(2025, 1, 1))
    district.committee.refresh_from_db()
    return begin(district.general, 2026)


def client(post):
    one = Client()
    one.force_login(post.person, backend="django.contrib.auth.backends.ModelBackend")
    session = one.session
    session[SESSION_KEY] = post.pk
    session.save()
    return one


def test_the_year_tells_what_is_asked_what_was_done_and_why_in_a_dozen_queries(
    district, year, django_assert_max_num_queries
):
    for number in range(3):
        act(held(district, district.member, title=f"全体会议第 {number} 场"), "settle", as_=district.general)
    page = client(district.member)
    page.get("/duties/")
    with django_assert_max_num_queries(12):
        text = page.get("/duties/").content.decode()
    for words in ("30 分", "还差 1 项", "全体会议第 2 场", "做到了", "有异议"):
        assert words in text
    assert (
        client(district.other_member).get(reverse("duty_member", args=[district.member.person.uid])).status_code == 404
    )


def test_what_the_reader_of_a_year_may_not_see_bears_its_rule_and_no_name(district, year):
    case = held(district, district.member, title="全体会议")
    act(case, "settle", as_=district.general)
    hidden = district.proposal("draft")
    type(hidden).objects.filter(pk=hidden.pk).update(title="还没有交的草稿")
    ScoreEntry.objects.bulk_create([
        ScoreEntry(committee=district.committee, case=year, person=district.member.person, rule="good", label="某条规则", source="x", record=hidden.case_ptr,
                   on=NOW, points=1, mark="x", at=clock.now(), recorded_at=clock.now(), event_id=1)
    ])  # fmt: skip
    page = reverse("duty_member", args=[district.member.person.uid])
    for reader, named in ((district.general, False), (district.member, True)):
        text = client(reader).get(page).content.decode()
        assert ("还没有交的草稿" in text, "某条规则" in text, "全体会议" in text) == (named, True, True)


def test_an_objection_goes_from_the_entry_to_the_office(district, year):
    act(held(district, district.member), "settle", as_=district.general)
    entry = ScoreEntry.objects.get()
    address = f"{reverse('duty_object')}?entry={entry.uid}"
    assert "全体会议" in client(district.member).get(address).content.decode()
    assert client(district.other_member).get(address).status_code == 404
    answer = client(district.member).post(address, {"why": "我还发了言。", "key": "a"})
    assert answer["Location"] == DutyObjection.objects.get().get_absolute_url()
    assert "异议待答复" in client(district.general).get("/duties/").content.decode()
    with clock.frozen(NOW + timedelta(days=40)):
        late = client(district.member).post(address, {"why": "又想起来了。", "key": "b"})
    assert (late.status_code, "异议期" in late.content.decode()) == (422, True)


def test_a_deed_is_written_once_and_sent_on_to_its_evidence(district, year):
    facts = {"deed_kind": "good", "title": "装了路灯", "on": "2026-06-17", "key": "k"}
    page = client(district.member)
    for _time in range(2):
        answer = page.post(reverse("deed_new"), facts)
        assert answer["Location"].endswith("?step=send#step")
    assert Deed.objects.get().person_id == district.member.person_id
    soon = page.post(reverse("deed_new"), facts | {"on": "2026-06-30", "key": "l"})
    assert (soon.status_code, "还没有到" in soon.content.decode()) == (422, True)


def test_who_is_behind_is_reminded_kindly_and_not_again_within_a_week(district, year):
    SiteMember.objects.create(
        committee=district.committee, site=district.site, person=district.member.person, recorded_at=clock.now()
    )
    head = client(district.station)
    text = head.get("/duties/").content.decode()
    assert ("林知夏" in text, "周其远" in text, "1 位还差" in text) == (True, False, True)
    assert head.get(reverse("duty_member", args=[district.member.person.uid])).status_code == 200
    assert head.get(reverse("duty_member", args=[district.other_member.person.uid])).status_code == 404
    for expected in (1, 1, 2):
        head.post(reverse("duty_remind"), {"year": "2026"})
        if expected == 2:
            client(district.general).post(reverse("duty_remind"), {"year": "2026"})
        assert Notice.objects.filter(text__contains="的履职还差").count() == expected
    assert Event.objects.filter(step="duties.reminded").count() == 2
    assert client(district.office).post(reverse("duty_remind"), {"year": "2026"}).status_code == 403


def test_a_changed_rule_is_tried_on_a_year_and_shows_who_moves_before_it_takes_effect(district, year):
    act(held(district, district.member), "settle", as_=district.general)
    made = deed(district, district.other_member, kind="honour")
    act(made, "confirm", as_=district.general)
    office, address = client(district.general), f"{reverse('duty_rule')}?code=honour"
    cells = {"code": "honour", "label": "受到表彰", "source": "deed.honour", "who": "all", "role": "any", "points": "50", "factor": "full", "start": "1",
             "per": "1", "once": "-", "valid_from": "2026-06-18", "year": "2026"}  # fmt: skip
    text = office.post(address, cells | {"try": "1"}).content.decode()
    for words in ("2 位会变", "周其远", "升 1 位", "只是试算"):
        assert words in text
    assert ScoreEntry.objects.count() == 2
    missing = office.post(address, cells | {"set": "1"})
    assert (missing.status_code, "依据" in missing.content.decode()) == (422, True)
    circle = office.post(address, cells | {"source": "group", "cap": "9", "group": "nowhere", "try": "1"})
    assert circle.status_code == 422
    low = office.post(address, cells | {"cap": "60", "minimum": "2", "try": "1"})
    assert "至少要 2 件，值 100 分，可是最多只给 60 分" in low.content.decode()
    assert office.post(address, cells | {"set": "1", "reason": "第 12 次主席会议"})["Location"] == reverse("duty_rules")
    district.committee.refresh_from_db()
    assert row("honour", label="受到表彰", source="deed.honour", points=50) in parameters.get(
        district.committee, "P-40"
    )
    assert "第 12 次" not in Event.objects.filter(step="parameter.set").latest("seq").facts
    act(year, "post", as_=district.general)
    assert posting.totals(year)[district.other_member.person_id] == 5, (
        "what was done before the change keeps the rule of its day"
    )
    assert office.post(address, cells | {"drop": "1", "reason": "重复", "valid_from": "2026-07-01"}).status_code == 302


def test_an_activity_is_made_members_are_asked_and_it_waits_to_be_settled(district, year):
    office = client(district.general)
    facts = {
        "title": "一季度学习",
        "activity_kind": "training",
        "meets_on": "2026-06-20",
        "meets_at": "9:00",
        "place": "礼堂",
        "key": "k",
    }
    answer = office.post(reverse("activity_new"), facts)
    assert answer["Location"].endswith("?step=invite#step")
    past = office.post(reverse("activity_new"), facts | {"meets_on": "2026-06-01", "key": "m"})
    assert (past.status_code, "已经过去" in past.content.decode()) == (422, True)
    held(district, district.member)
    assert "定出席" in office.get(f"{reverse('activities')}?view=to_settle").content.decode()
