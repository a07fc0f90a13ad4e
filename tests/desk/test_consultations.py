"""The pages of consultation: the list, a new topic, the case page, the minutes, the code at the door and what anyone reads."""

import io
from datetime import timedelta

from django.test import Client
from django.urls import reverse
from docx import Document

from huiyin.activities.models import Activity, Attendance
from huiyin.consultations.models import Consultation, Opinion
from huiyin.kernel import clock
from huiyin.kernel.act import act
from huiyin.kernel.models import Link
from huiyin.reception.models import Problem
from huiyin.reception.raising import public_post, raise_voice
from tests.stories.test_consultation import addressed, filed, finished, meeting, noticed, on_the_day, topic


def signed_in(post):
    client = Client()
    client.force_login(post.person)
    return client


def text(response):
    return response.content.decode()


def test_a_station_raises_a_topic_from_a_problem_and_the_problem_is_no_longer_waiting(district):
    voice = raise_voice(public_post(district.committee), words="没地方停车", channel="qr", site=district.site).voice
    act(voice, "take", as_=district.station, title="桂园停车难")
    problem = Problem.objects.get()
    act(problem, "refer", as_=district.station, to="topic", words="下月协商")
    client = signed_in(district.station)
    assert "桂园停车难" in text(client.get(reverse("consultations")))
    where = f"{reverse('consultation_new')}?from={problem.uid}"
    assert "来自群众的问题" in text(client.get(where))
    refused = client.post(where, {"title": "停车怎么停", "background": "", "raised_as": "people"})
    assert refused.status_code == 422
    sent = {"title": "停车怎么停", "background": "车多位少", "raised_as": "people", "key": "k1"}
    assert client.post(where, sent).status_code == 302
    assert client.post(where, sent).status_code == 302
    assert Link.objects.get().source_id == problem.pk
    assert Consultation.objects.count() == 1
    assert "把“桂园停车难”提成议题" not in text(client.get(reverse("consultations")))


def test_the_list_asks_the_same_number_of_queries_however_long_it_is(district, django_assert_max_num_queries):
    client = signed_in(district.general)
    for n in range(3):
        topic(district, title=f"议题 {n}")
    client.get(reverse("consultations"))
    for n in range(20):
        topic(district, title=f"又一个议题 {n}")
    with django_assert_max_num_queries(22):
        assert "又一个议题 7" in text(client.get(reverse("consultations")))


def test_a_unit_lists_what_it_was_asked_to_and_nothing_else(district):
    noticed(district, units=[district.units[0]])
    assert "桂园小区停车怎么停" in text(signed_in(district.unit).get(reverse("consultations")))
    assert "桂园小区停车怎么停" not in text(signed_in(district.co_unit).get(reverse("consultations")))


def test_the_case_page_shows_who_came_by_name_only_to_those_who_keep_the_list(district):
    case = filed(district)
    for post, named in ((district.station, True), (district.member, False)):
        page = text(signed_in(post).get(reverse("case", args=[case.uid])))
        assert "西侧一辆也不能停" in page
        assert ("赵大爷（桂园 5 栋）" in page) is named


def test_the_page_of_a_consultation_costs_a_constant_number_of_queries(district, django_assert_max_num_queries):
    case, _items = finished(district)
    client = signed_in(district.station)
    client.get(reverse("case", args=[case.uid]))
    # 12 is the goal; the meetings, the questions and the items of the outcome are a statement each.
    with django_assert_max_num_queries(15):
        assert "划好了 60 个" in text(client.get(reverse("case", args=[case.uid])))


def test_the_minutes_are_a_word_document_with_both_what_is_agreed_and_what_is_not(district):
    case = filed(district)
    answer = signed_in(district.member).get(reverse("consultation_minutes", args=[case.uid]))
    words = "\n".join(one.text for one in Document(io.BytesIO(answer.content)).paragraphs)
    assert "东侧单边停" in words
    assert "不同意见：赵大爷" in words
    assert "待确认" not in words


def test_a_member_checks_in_by_the_address_behind_the_code_and_is_counted_once(district):
    case = noticed(district)
    there = meeting(case)
    assert there.door in text(signed_in(district.station).get(reverse("activity_door", args=[there.uid])))
    where = reverse("activity_here", args=[there.door])
    assert "/accounts/login/" in Client().post(where).headers["Location"]
    client = signed_in(district.member)
    with on_the_day(case):
        client = signed_in(district.member)
        assert "签到" in text(client.get(where))
        client.post(where)
        client.post(where)
        assert "您已经签到了" in text(client.get(where))
    assert Attendance.objects.filter(case=there.pk).count() == 1
    assert client.get(reverse("activity_here", args=["nosuchxx"])).status_code == 404


def test_whoever_was_there_rates_the_discussion_once_and_the_handling_later(district):
    case, _items = addressed(district)
    where, client = reverse("activity_here", args=[meeting(case).door]), Client()
    page = text(client.get(where))
    assert "商量得好不好" in page
    assert 'value="handling"' not in page
    assert client.post(where, {"about": "discussion", "view": "good"}).status_code == 302
    assert "已经评过了" in text(client.post(where, {"about": "discussion", "view": "bad"}))
    assert client.post(where, {"about": "handling", "view": "bad"}).status_code == 422
    assert [row.view for row in Opinion.objects.all()] == ["good"]


def test_what_is_published_is_read_by_anyone_and_gone_when_it_is_taken_down(district):
    case, _items = finished(district)
    listed, client = reverse("public_consultations", args=[district.committee.code]), Client()
    assert "还没有公开的协商" in text(client.get(listed))
    act(case, "publish", as_=district.general, heading="停车有了办法", text="划了 60 个车位。", checked=True)
    row = case.publicconsultations.get()
    where = reverse("public_consultation", args=[district.committee.code, row.uid])
    assert "停车有了办法" in text(client.get(listed))
    assert "划了 60 个车位" in text(client.get(where))
    act(case, "take_down", as_=district.general, why="有错")
    assert client.get(where).status_code == 404


def test_a_second_meeting_has_a_door_of_its_own(district):
    case = noticed(district)
    first = meeting(case)
    act(first, "guests", as_=district.station, category="villager", names="王桂芳，3 栋")
    act(first, "hold", as_=district.station)
    on = clock.today() + timedelta(days=3)
    act(case, "again", as_=district.station, on=on, hour="9:00", place="议事室", why="没谈拢")
    assert len(set(Activity.objects.values_list("door", flat=True))) == 2
