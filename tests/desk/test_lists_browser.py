"""The lists in a real browser: the pane swaps, many at once, all of it without a script too."""

from datetime import timedelta

import pytest

from huiyin.kernel import clock


@pytest.fixture
def town(transactional_db, live):
    """A few cases, one of them late; committed, since the browser reads them in another thread."""
    from tests.district import District

    built = District.build()
    built.proposal("submitted", title="关于口袋公园的提案")
    built.proposal("submitted", title="关于社区食堂的提案")
    built.proposal("replied")
    with clock.frozen(clock.today() - timedelta(days=120)):
        built.proposal("handling", title="晚了的一件")
    return built


def enter(seen, client, live, post):
    client.force_login(post.person, backend="django.contrib.auth.backends.ModelBackend")
    seen.context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live}])


def test_the_pane_follows_the_chosen_row(page, client, live, town):
    enter(page, client, live, town.office)
    page.goto(live + "/work/")
    page.click("text=并排看")
    page.click(".todo a:has-text('社区食堂')")
    page.wait_for_selector("#open-title:has-text('社区食堂')")
    assert "社区食堂" in page.inner_text(".todo .is-open")
    assert page.locator(".todo .is-open").count() == 1


def test_two_are_accepted_at_once_without_a_script(plain_page, client, live, town):
    enter(plain_page, client, live, town.office)
    plain_page.goto(live + "/work/?step=proposal.accept")
    for box in plain_page.locator(".pick input").all():
        box.check()
    plain_page.click("button:has-text('受理')")
    assert "“受理”2 件" in plain_page.inner_text(".flash--ok")
