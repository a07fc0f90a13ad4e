"""Accounts: setup, slips, activation, posts, lists by page."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from huiyin.desk.records import AccessLog
from huiyin.exchange import excel
from huiyin.kernel import ledger
from huiyin.kernel.models import Committee, Person, Post
from huiyin.people import activation
from tests.district import District

GOOD = "清江水暖鸭先知-2026"
SETUP = {
    "name": "政协澄江区委员会", "short": "澄江区政协", "place": "澄江区", "code": "chengjiang", "level": "district", "term": "9",
    "session": "5", "opens": "2026-01-12", "system_name": "甲", "system_username": "sys1", "security_name": "乙",
    "security_username": "sec1", "audit_name": "丙", "audit_username": "aud1",
}  # fmt: skip


@pytest.fixture
def district(db):
    return District.build()


@pytest.fixture
def security(client, district):
    client.force_login(district.security_admin.person, backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_the_first_committee_is_set_up_once_and_its_slips_work(client, db):
    assert client.get("/setup/").status_code == 200
    bad = client.post("/setup/", SETUP | {"audit_name": "甲", "audit_username": "sys1"})
    assert (bad.status_code, Committee.objects.count()) == (422, 0)
    done = client.post("/setup/", SETUP)
    codes = re.findall(r"<b>([A-Z0-9]{4}-[A-Z0-9]{4}-[A-Z0-9]{4})</b>", done.content.decode())
    assert (done.status_code, "no-store" in done["Cache-Control"], len(codes)) == (200, True, 3)
    assert client.get("/setup/").status_code == 404
    assert client.post("/setup/", SETUP | {"code": "other"}).status_code == 404
    # slips stand in the order of the usernames: aud1, sec1, sys1
    sent = {"username": "sec1", "code": codes[1], "password": GOOD, "again": GOOD}
    assert client.post("/activate/", sent).status_code == 302
    assert client.get(reverse("settings_people")).status_code == 200
    assert ledger.verify(Committee.objects.get()).faults == []


def test_two_different_passwords_a_weak_one_and_a_wrong_code_are_refused_with_sentences(client, district):
    [(person, code)] = activation.make_slips([district.member.person], district.committee, None)
    sent = {"username": person.username, "code": code, "password": GOOD, "again": GOOD}
    for change, sentence in (
        ({"again": "x"}, "两遍写得不一样"),
        ({"password": "1234567890", "again": "1234567890"}, "field--error"),
        ({"code": "AAAA-BBBB-CCCC"}, "对不上"),
    ):
        answer = client.post("/activate/", sent | change)
        assert (answer.status_code, sentence in answer.content.decode()) == (422, True)
    assert client.post("/activate/", sent).status_code == 302


def test_ten_wrong_codes_close_the_page_for_a_while(client, district):
    sent = {"username": "x", "code": "AAAA", "password": GOOD, "again": GOOD}
    answers = [client.post("/activate/", sent).content.decode() for _i in range(11)]
    assert ["错了 10 次" in answer for answer in answers] == [False] * 10 + [True]


def test_a_person_is_added_with_a_post_and_gets_a_slip(security, district):
    sent = {"name": "赵三", "role": "unit", "organisation": district.units[0].pk, "username": ""}
    assert security.post(reverse("settings_person_new"), sent).status_code == 302
    person = Person.objects.get(name="赵三")
    assert (person.username[0], person.has_usable_password()) == ("u", False)
    sheet = security.post(reverse("settings_slips_make"), {"person": person.uid})
    assert (sheet.status_code, person.username in sheet.content.decode()) == (200, True)


def test_a_post_without_its_unit_and_a_doubled_username_are_refused(security, district):
    page = reverse("settings_person_new")
    for change, sentence in (
        ({"role": "unit"}, "哪个单位"),
        ({"username": district.member.person.username}, "已经有人用了"),
    ):
        answer = security.post(page, {"name": "赵三", "role": "leader", "username": ""} | change)
        assert (answer.status_code, sentence in answer.content.decode()) == (422, True)
    assert not Person.objects.filter(name="赵三").exists()


def test_nobody_acts_on_himself(security, district):
    me = district.security_admin
    answer = security.post(reverse("settings_person", args=[me.person.uid]), {"role": "leader"})
    assert Post.objects.filter(person=me.person).count() == 1
    assert answer.status_code == 422
    for name, args, sent in (
        ("settings_post_end", me.uid, {}),
        ("settings_person_switch", me.person.uid, {"reason": "试试"}),
    ):
        told = security.post(reverse(name, args=[args]), sent, follow=True).content.decode()
        assert "自己" in told
    assert (
        "自己的账号"
        in security.post(reverse("settings_slips_make"), {"person": me.person.uid}, follow=True).content.decode()
    )


def test_a_disabled_account_is_out_at_once(security, district, django_user_model):
    from django.test import Client

    member = Client()
    member.force_login(district.member.person, backend="django.contrib.auth.backends.ModelBackend")
    assert member.get(reverse("settings_me")).status_code == 200
    security.post(reverse("settings_person_switch", args=[district.member.person.uid]), {"reason": "离任"})
    assert member.get(reverse("settings_me")).status_code == 302


def test_five_wrong_passwords_say_a_sentence_and_are_noted(client, district):
    from django.core.cache import cache

    cache.clear()
    sent = {"login": district.member.person.username, "password": "wrong-password"}
    answers = [client.post("/accounts/login/", sent).content.decode() for _i in range(6)]
    assert "对不上" in answers[0]
    assert "连着错了 5 次" in answers[5]
    results = list(AccessLog.objects.order_by("pk").values_list("result", flat=True))
    assert results == ["failed"] * 5 + ["locked"]
    assert "wrong-password" not in str(list(AccessLog.objects.values()))
    cache.clear()


def upload(kind, headers, *rows):
    return {"file": SimpleUploadedFile("名单.xlsx", excel.workbook(headers.split(), rows))}


def test_a_list_is_tried_then_written_and_its_problems_are_shown_by_row(client, district):
    client.force_login(district.system_admin.person, backend="django.contrib.auth.backends.ModelBackend")
    page = reverse("settings_import", args=["units"])
    bad = client.post(page, upload("units", "名称 归口交办机关", ("民政局", "没有的机关")))
    assert (bad.status_code, "第 2 行" in bad.content.decode()) == (422, True)
    tried = client.post(page, upload("units", "名称 联络员姓名", ("民政局", "王一")) | {"try_only": "on"})
    assert "查过了" in tried.content.decode()
    assert not Person.objects.filter(name="王一").exists()
    assert client.post(page, upload("units", "名称 联络员姓名", ("民政局", "王一"))).status_code == 302
    assert Person.objects.filter(name="王一").count() == 1
    assert client.post(page, {"file": SimpleUploadedFile("a.xlsx", b"MZ not a sheet")}).status_code == 422


@pytest.mark.parametrize("kind", ["units", "assigning", "places", "sectors", "members"])
def test_templates_and_present_lists_are_downloaded(client, district, kind):
    client.force_login(district.system_admin.person, backend="django.contrib.auth.backends.ModelBackend")
    for name in ("settings_import_template", "settings_import_download"):
        assert client.get(reverse(name, args=[kind])).content[:2] == b"PK"
    assert client.get(reverse("settings_import", args=["staff"])).status_code == 403
    assert client.get(reverse("settings_import", args=["nothing"])).status_code == 404
