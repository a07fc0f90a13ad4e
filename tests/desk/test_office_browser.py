"""A district that begins, in a browser: without JavaScript, and on a phone."""

import pytest

from huiyin.kernel.models import Committee

GOOD = "清江水暖鸭先知-2026"
SETUP = {
    "name": "政协澄江区委员会", "short": "澄江区政协", "place": "澄江区", "code": "chengjiang", "term": "9", "session": "5",
    "system_name": "甲", "system_username": "sys1", "security_name": "乙", "security_username": "sec1",
    "audit_name": "丙", "audit_username": "aud1",
}  # fmt: skip


def begin(page, live, who):
    """Set the committee up, and sign in with the slip of one of the three."""
    page.goto(f"{live}/setup/")
    for name, value in SETUP.items():
        page.fill(f"[name={name}]", value)
    page.click("button.button--main")
    slip = page.locator(".slips li", has_text=who)
    code = slip.locator("dd b").nth(1).inner_text()
    page.goto(f"{live}/activate/")
    for name, value in (("username", who), ("code", code), ("password", GOOD), ("again", GOOD)):
        page.fill(f"[name={name}]", value)
    page.click("button.button--main")


@pytest.mark.django_db(transaction=True)
def test_a_committee_is_set_up_and_its_security_administrator_adds_a_clerk_without_javascript(plain_page, live):
    begin(plain_page, live, "sec1")
    assert Committee.objects.get().code == "chengjiang"
    plain_page.goto(f"{live}/settings/people/new/")
    plain_page.fill("[name=name]", "何佩")
    plain_page.click("button.button--main")
    assert "何佩的账号建好了，用户名 s001" in plain_page.content()
    plain_page.get_by_role("button", name="发一张激活单").click()
    assert plain_page.locator(".slips li").count() == 1
