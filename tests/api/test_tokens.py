"""A token is one post's, shown once, kept as a digest, and dead with its day, its post and its person."""

from datetime import timedelta

import pytest

from huiyin.api import tokens
from huiyin.api.models import Token
from huiyin.kernel import clock, ledger
from huiyin.kernel.models import Event
from huiyin.kernel.refusal import NotAllowed, Refused
from tests.district import District


def test_a_token_opens_what_its_post_may_and_dies_with_it(district, program):
    unit = program(district.unit)
    assert unit.get("me/")[1]["role"] == "unit"
    row = Token.objects.get()
    assert unit.head["Authorization"].removeprefix("Bearer ") not in str(row.__dict__)
    tomorrow = clock.now() + timedelta(days=1)
    district.unit.ends = clock.today()
    district.unit.save()
    assert unit.get("me/")[0] == 200
    with clock.frozen(tomorrow):
        code, said = unit.get("me/")
    assert (code, said["error"]["code"], "令牌" in said["error"]["sentence"]) == (401, "token", True)
    with clock.frozen(clock.now() + timedelta(days=31)):
        assert program(district.member, days=1).get("me/")[0] == 200
    office = program(district.office)
    with clock.frozen(clock.now() + timedelta(days=30, seconds=1)):
        assert office.get("me/")[0] == 401
    district.office.person.is_active = False
    district.office.person.save()
    assert office.get("me/")[0] == 401


def test_nobody_makes_one_for_another_and_the_administrator_may_end_it(district):
    other = District.build()
    for by in (district.office, district.security_admin, district.system_admin, other.system_admin, other.unit):
        with pytest.raises(NotAllowed):
            tokens.make(district.unit, by=by, name="x", scope="act", days=1)
    for by in (district.unit, district.system_admin):
        token, _secret = tokens.make(district.unit, by=district.unit, name="督查系统", scope="read", days=1)
        with pytest.raises(NotAllowed):
            tokens.end(token, by=district.office)
        with pytest.raises(NotAllowed):
            tokens.end(token, by=other.system_admin)
        tokens.end(token, by=by)
        tokens.end(token, by=by)
    steps = Event.objects.filter(committee=district.committee, step__startswith="token").values_list("step", flat=True)
    assert sorted(steps) == ["token.ended", "token.ended", "token.made", "token.made"]
    assert ledger.verify(district.committee).sound
    for days in (0, 367):
        with pytest.raises(Refused, match="最长"):
            tokens.make(district.unit, by=district.unit, name="x", scope="read", days=days)


def test_it_dies_when_its_post_passes_to_another_person(district, program):
    unit = program(district.unit)
    assert unit.get("me/")[0] == 200
    former, district.unit.person = district.unit.person, district.office.person
    district.unit.save()
    assert unit.get("me/")[0] == 401
    district.unit.person = former
    district.unit.save()
    assert unit.get("me/")[0] == 200


def test_a_cookie_opens_nothing_and_a_wrong_token_says_what_to_do(district, client, program):
    client.force_login(district.office.person, backend="django.contrib.auth.backends.ModelBackend")
    for head in (
        {},
        {"Authorization": "Bearer hy_wrong"},
        {"Authorization": "Basic eDp5"},
        {"Authorization": "Bearer"},
    ):
        answer = client.get("/api/v1/me/", headers=head)
        assert (answer.status_code, answer["WWW-Authenticate"]) == (401, 'Bearer realm="huiyin"')
    case = district.proposal("submitted")
    reader = program(district.office, scope="read")
    assert reader.get(f"cases/proposal/{case.uid}/")[0] == 200
    assert reader.post(f"cases/proposal/{case.uid}/do/accept/")[0] == 401
    calendar = program(district.office, scope="calendar")
    assert calendar.get("me/")[0] == 401
    csrf = program(district.office, enforce_csrf_checks=True)
    assert csrf.post(f"cases/proposal/{case.uid}/do/accept/")[0] in (200, 422)


def test_the_page_makes_one_shows_it_once_and_ends_it(district, client):
    def enter(post):
        client.force_login(post.person, backend="django.contrib.auth.backends.ModelBackend")

    enter(district.member)
    sent = {"post": district.member.uid, "name": "我的日历", "scope": "calendar", "days": 30}
    page = client.post("/settings/api/", sent).content.decode()
    address = page.partition("/calendar/")[2].partition(".ics")[0]
    feed = client.get(f"/calendar/{address}.ics")
    assert (feed.status_code, feed["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    again = client.get("/settings/api/").content.decode()
    assert ("我的日历" in again, address in again) == (True, False)
    other = client.post("/settings/api/", sent | {"post": district.office.uid})
    assert (other.status_code, "身份换过了" in other.content.decode()) == (422, True)
    assert f'value="{district.member.uid}"' in other.content.decode(), "the form is the present post's again"
    mine = Token.objects.get(name="我的日历")
    enter(district.unit)
    client.post("/settings/api/", {"end": mine.uid})
    assert client.get(f"/calendar/{address}.ics").status_code == 200
    enter(district.member)
    client.post("/settings/api/", {"end": mine.uid})
    assert client.get(f"/calendar/{address}.ics").status_code == 404
    enter(district.unit)
    sent |= {"post": district.unit.uid, "name": "督查", "scope": "act"}
    secret = client.post("/settings/api/", sent).content.decode().partition("<code>hy_")[2][:20]
    enter(district.system_admin)
    assert client.post("/settings/api/", sent | {"name": "替他建"}).status_code == 422
    page = client.get("/settings/api/").content.decode()
    assert ("督查" in page, "还没用过" in page, secret in page) == (True, True, False)
    client.post("/settings/api/", {"end": Token.objects.get(post=district.unit).uid})
    assert Token.objects.get(post=district.unit).ended_at is not None
