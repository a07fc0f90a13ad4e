"""The door of an account: what a mail that opens it may say."""

import pytest
from django.core import mail
from django.urls import reverse

from huiyin.kernel.models import Person


@pytest.mark.parametrize(
    ("hosts", "origins", "leads_to"),
    [
        (["*"], [], "http://127.0.0.1:8000/"),
        (["huiyin.example"], [], "http://huiyin.example/"),
        (["*"], ["https://huiyin.example"], "https://huiyin.example/"),
    ],
)
def test_a_forgotten_password_leads_to_this_site_whatever_the_visitor_called_it(
    client, district, settings, hosts, origins, leads_to
):
    settings.ALLOWED_HOSTS, settings.CSRF_TRUSTED_ORIGINS = hosts, origins
    settings.HOST, settings.PORT = "127.0.0.1", 8000
    person = district.member.person
    person.set_password("清江水暖鸭先知-2026")
    person.email = "lin@example.cn"
    person.save()
    assert Person.objects.filter(email="lin@example.cn").count() == 1
    called = "evil.example" if "*" in hosts else "huiyin.example"
    client.post(reverse("account_reset_password"), {"email": "lin@example.cn"}, headers={"host": called})
    [letter] = mail.outbox
    assert leads_to in letter.body
    assert "//evil.example" not in letter.body
