"""The settings and the audit: who may open which page, and that each page stands."""

import re

import pytest
from django.urls import reverse

from huiyin.people import bodies
from tests.district import District

OPEN = {
    "settings": ("system_admin", "security_admin", "audit_admin", "office", "director", "member", "unit", "leader"),
    "settings_me": ("system_admin", "member", "unit"),
    "settings_bodies": ("system_admin", "office", "director"),
    "settings_members": ("system_admin", "office"),
    "settings_imports": ("system_admin", "security_admin", "office"),
    "settings_sessions": ("system_admin", "office"),
    "settings_session_new": ("system_admin", "office"),
    "settings_rules": ("system_admin", "office"),
    "settings_days": ("system_admin",),
    "settings_people": ("security_admin",),
    "settings_person_new": ("security_admin",),
    "settings_slips": ("security_admin",),
    "audit": ("audit_admin", "security_admin"),
    "audit_access": ("audit_admin", "security_admin"),
    "audit_checks": ("audit_admin", "security_admin"),
    "audit_anchors": ("audit_admin", "security_admin"),
}
EVERYONE = ("system_admin", "security_admin", "audit_admin", "office", "member", "unit", "leader")


@pytest.fixture
def district(db):
    return District.build()


@pytest.fixture
def as_post(client, district):
    def run(name):
        client.force_login(district.posts[name].person, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return run


@pytest.mark.parametrize("name", OPEN)
def test_a_page_opens_for_its_roles_and_for_nobody_else(as_post, name):
    opened = {post for post in EVERYONE if as_post(post).get(reverse(name)).status_code == 200}
    allowed = set(OPEN[name]) & set(EVERYONE)
    assert opened == (set(EVERYONE) if name in ("settings", "settings_me") else allowed)


@pytest.mark.parametrize("name", OPEN)
def test_a_visitor_is_sent_to_the_sign_in(client, db, name):
    assert client.get(reverse(name)).status_code == 302


def test_every_parameter_has_its_page(as_post):
    from huiyin.kernel.parameters import REGISTRY

    client = as_post("system_admin")
    assert [code for code in REGISTRY if client.get(reverse("settings_rule", args=[code])).status_code != 200] == []


@pytest.mark.parametrize("kind", ["unit", "assigning", "sector", "township", "village"])
def test_every_kind_of_body_has_its_list_and_its_form(as_post, kind):
    client = as_post("system_admin")
    assert client.get(reverse("settings_bodies"), {"kind": kind}).status_code == 200
    assert client.get(reverse("settings_body_new", args=[kind])).status_code == 200


def test_what_belongs_to_another_committee_is_not_found(as_post, district):
    other = District.build()
    system = as_post("system_admin")
    assert system.get(reverse("settings_body", args=[other.units[0].uid])).status_code == 404
    assert system.get(reverse("settings_session", args=[other.session.uid])).status_code == 404
    security = as_post("security_admin")
    stranger = other.member
    assert security.get(reverse("settings_person", args=[stranger.person.uid])).status_code == 404
    assert security.post(reverse("settings_post_end", args=[stranger.uid])).status_code == 404
    made = security.post(reverse("settings_slips_make"), {"person": stranger.person.uid}, follow=True)
    assert "还没有选人" in made.content.decode()


def test_the_office_may_not_change_an_assigning_office(as_post, district):
    client = as_post("office")
    assert client.get(reverse("settings_body", args=[district.government.uid])).status_code == 403
    assert client.get(reverse("settings_body", args=[district.units[0].uid])).status_code == 200


def test_an_added_unit_stands_in_the_list(as_post, district):
    client = as_post("system_admin")
    sent = {
        "name": "民政局",
        "full_name": "",
        "parent": district.government.pk,
        "branch": "government",
        "prefix": "澄民函",
    }
    assert client.post(reverse("settings_body_new", args=["unit"]), sent).status_code == 302
    [unit] = bodies.existing(district.committee, "unit").filter(name="民政局")
    assert (unit.prefix, unit.parent.pk) == ("澄民函", district.government.pk)
    again = client.post(reverse("settings_body_new", args=["unit"]), sent)
    assert (again.status_code, "已经有一个承办单位叫“民政局”" in again.content.decode()) == (422, True)


def test_a_session_is_opened_and_its_bad_dates_are_refused(as_post, district):
    client = as_post("office")
    new = reverse("settings_session_new")
    bad = client.post(new, {"term": 9, "session": 6, "opens": "2027-01-12", "closes": "2027-01-10"})
    assert (bad.status_code, "闭幕那天在开幕之前" in bad.content.decode()) == (422, True)
    assert (
        client.post(
            new, {"term": 9, "session": 6, "opens": "2027-01-12", "closes": "2027-01-15", "cutoff": "2027-01-13"}
        ).status_code
        == 302
    )
    assert "九届六次会议" in client.get(reverse("settings_sessions")).content.decode()


def test_a_rule_is_changed_with_its_reason_and_its_history_is_shown(as_post, district):
    client, page = as_post("office"), reverse("settings_rule", args=["P-11"])
    bad = client.post(page, {"value": "三个月", "valid_from": "2026-03-01", "reason": ""})
    assert bad.status_code == 422
    assert (
        client.post(page, {"value": "2m", "valid_from": "2026-03-01", "reason": "主席会议", "past": "on"}).status_code
        == 302
    )
    shown = client.get(page).content.decode()
    assert ("2 个月" in shown, "主席会议" in shown) == (True, True)
    assert client.post(reverse("settings_rule", args=["P-26"]), {"value": "-3"}).status_code == 403


def test_a_holiday_is_added_and_taken_back(as_post, district):
    client, page = as_post("system_admin"), reverse("settings_days")
    assert client.post(page, {"day": "2026-03-04", "working": "0", "name": "区庆"}).status_code == 302
    assert "区庆" in client.get(page, {"year": 2026}).content.decode()
    client.post(reverse("settings_day_clear"), {"day": "2026-03-04"})
    assert "区庆" not in client.get(page, {"year": 2026}).content.decode()


@pytest.fixture
def gateway(settings):
    settings.SMS = settings.SMS | {"url": "http://127.0.0.1:9/"}


def test_each_chooses_by_which_ways_he_is_told(as_post, district, gateway):
    client, person, page = as_post("member"), district.member.person, reverse("settings_me")
    boxes = re.findall(r'choice--on"[^>]*><input[^>]* value="(\w+)"', client.get(page).content.decode())
    assert boxes == ["email"], "who has an address is told by it"
    refused = client.post(page, {"phone": "0510-1234567", "email": "", "ways": ["email", "sms"]})
    assert refused.status_code == 422
    assert [sentence in refused.content.decode() for sentence in ("要收邮件，请填邮箱", "要收短信，请填手机号")] == [
        True,
        True,
    ]
    client.post(page, {"phone": "13800001234", "email": "a@b.cn", "ways": ["sms"]})
    person.refresh_from_db()
    assert person.unwanted == ["email"]
    client.post(page, {"phone": "13800001234", "email": "a@b.cn", "ways": ["email", "sms"]})
    person.refresh_from_db()
    assert person.unwanted == []


def test_where_no_gateway_is_no_text_message_is_offered(as_post, district):
    client, page = as_post("member"), reverse("settings_me")
    assert "短信" not in client.get(page).content.decode()
    district.member.person.unwanted = ["sms"]
    district.member.person.save()
    client.post(page, {"phone": "", "email": "a@b.cn", "ways": ["email"]})
    district.member.person.refresh_from_db()
    assert district.member.person.unwanted == ["sms"], "what was said before stands"


def test_ones_own_phone_is_mended(as_post, district):
    client = as_post("member")
    assert client.post(reverse("settings_me"), {"phone": "拨我", "email": ""}).status_code == 422
    assert client.post(reverse("settings_me"), {"phone": "138 0000 0000", "email": "a@b.cn"}).status_code == 302
    district.member.person.refresh_from_db()
    assert (district.member.person.phone, district.member.person.email) == ("13800000000", "a@b.cn")
