"""A district that begins: an empty home, the set-up page, a slip, a password, a second factor."""

from playwright.sync_api import Page, expect

from huiyin.kernel.models import Committee, Person, Post
from tests.browser.conftest import fits

GOOD = "清江水暖鸭先知-2026"
SETUP = {
    "name": "政协澄江区委员会", "short": "澄江区政协", "place": "澄江区", "code": "chengjiang", "term": "9", "session": "5",
    "system_name": "甲", "system_username": "sys1", "security_name": "乙", "security_username": "sec1",
    "audit_name": "丙", "audit_username": "aud1",
}  # fmt: skip


def test_from_an_empty_home_to_a_clerk_at_work(page: Page, phone: Page, house, assert_accessible, screens):
    page.goto(f"{house}/")
    page.locator("main a[href='/setup/']").first.click()
    assert_accessible(page)
    for name, value in SETUP.items():
        page.fill(f"[name={name}]", value)
    page.locator("main button.button--main").click()
    expect(page.locator(".slips li")).to_have_count(3)
    assert_accessible(page)
    screens(page, "begin-slips")
    assert Committee.objects.get().code == "chengjiang"
    assert Post.objects.filter(role__endswith="_admin").count() == 3
    code = page.locator(".slips li", has_text="sec1").locator("dd b").nth(1).inner_text()
    assert page.goto(f"{house}/setup/").status == 404, "it opens once"

    phone.goto(f"{house}/activate/")
    fill(phone, username="sec1", code=code, password=GOOD, again=GOOD + "x")
    expect(phone.locator(".flash--bad")).to_be_focused()
    fill(phone, password=GOOD, again=GOOD)
    expect(phone.locator(".flash--ok")).to_contain_text("密码设好了")
    assert fits(phone)

    page.goto(f"{house}/settings/people/")
    assert "/accounts/login/" in page.url
    fill(page, login="sec1", password="wrong-password-1")
    expect(page.locator(".flash--bad")).to_be_visible()
    fill(page, login="sec1", password=GOOD)
    assert page.url.endswith("/settings/people/"), "and back to where one wanted to be"
    page.get_by_role("link", name="添一个人").click()
    page.fill("[name=name]", "何佩")
    page.locator("main button.button--main").click()
    expect(page.locator(".flash--ok")).to_contain_text("何佩的账号建好了")
    assert Person.objects.filter(name="何佩").exists()

    page.goto(f"{house}/settings/me/")
    page.get_by_role("link", name="两步验证").click()
    expect(page.locator("h1")).to_have_text("两步验证")
    page.get_by_role("link", name="打开两步验证").click()
    if "reauthenticate" in page.url:
        fill(page, password=GOOD)
    expect(page.locator("main")).to_contain_text("验证")
    assert page.locator("main svg, main img").count() >= 1, "the square to photograph"
    assert_accessible(page)
    screens(page, "begin-mfa")


def fill(seen: Page, **values: str) -> None:
    for name, value in values.items():
        seen.fill(f"main [name={name}]", value)
    seen.locator("main form button.button--main, main form button[type=submit]").first.click()
