from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.urls import reverse

from huiyin.kernel import clock
from huiyin.kernel.models import Activation
from huiyin.kernel.refusal import Refused
from huiyin.people.activation import activate, make_slips, waiting

GOOD = "清江水暖鸭先知-2026"


@pytest.fixture
def person(founded):
    return founded.administrators["security_admin"]


@pytest.fixture
def code(person, committee, system):
    [(_person, code)] = make_slips([person], committee, system)
    return code


def test_a_slip_sets_the_password_once(person, code):
    activate(person.username, code.lower().replace("-", " "), GOOD)
    person.refresh_from_db()
    assert person.check_password(GOOD)
    with pytest.raises(Refused):
        activate(person.username, code, GOOD)


def test_only_the_digest_of_a_code_is_kept(code):
    assert code not in str(list(Activation.objects.values()))


def test_a_slip_is_no_use_for_another_name_or_a_wrong_code(person, code, founded):
    for name, tried in (("sys1", code), (person.username, "AAAA-BBBB-CCCC"), ("nobody", code)):
        with pytest.raises(Refused):
            activate(name, tried, GOOD)


def test_a_slip_ends_after_thirty_days(person, code):
    with clock.frozen(clock.now() + timedelta(days=31)), pytest.raises(Refused):
        activate(person.username, code, GOOD)


def test_a_new_slip_ends_the_old(person, code, committee, system):
    make_slips([person], committee, system)
    with pytest.raises(Refused):
        activate(person.username, code, GOOD)


def test_a_weak_password_is_refused_and_the_slip_stays_good(person, code):
    with pytest.raises(Refused) as refusal:
        activate(person.username, code, "1234567890")
    assert "password" in refusal.value.fields
    assert activate(person.username, code, GOOD) == person


def test_people_without_a_password_are_waiting(committee, person, code):
    assert len(waiting(committee)) == 3
    activate(person.username, code, GOOD)
    assert person not in waiting(committee)


@pytest.mark.parametrize(("address", "status"), [("127.0.0.1", 302), ("203.0.113.9", 422)])
def test_the_demo_lets_nobody_in_from_afar_by_a_slip_either(client, committee, person, code, address, status):
    committee.demo = True
    committee.save()
    sent = {"username": person.username, "code": code, "password": GOOD, "again": GOOD}
    assert client.post("/activate/", sent, REMOTE_ADDR=address).status_code == status
    assert ("_auth_user_id" in client.session) == (status == 302)


def test_a_slip_does_not_take_the_second_step_away(client, person, code):
    Authenticator.objects.create(user=person, type=Authenticator.Type.TOTP, data={"secret": "x"})
    sent = {"username": person.username, "code": code, "password": GOOD, "again": GOOD}
    answer = client.post("/activate/", sent)
    assert (answer.status_code, answer["Location"]) == (302, reverse("account_login"))
    assert "_auth_user_id" not in client.session
