"""A leader's page: what is late, with whom, and this week; at a desk and in the hand."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from huiyin.kernel import clock
from tests.browser.conftest import fits
from tests.district import District


@pytest.fixture(scope="module")
def late(town: District) -> District:
    with clock.frozen(clock.now() - timedelta(days=160)):
        town.proposal("handling", title="关于老旧电梯的提案")
        town.proposal("handling", title="关于校门口拥堵的提案", lead=town.units[2], co=[])
    town.proposal("handling", title="关于口袋公园的提案")
    return town


@pytest.mark.parametrize("seen", ["page", "phone"])
def test_a_leader_sees_at_once_what_is_late_and_with_whom(request, enter, late, screens, seen):
    desk = request.getfixturevalue(seen)
    enter(desk, late.leader, "/")
    desk.goto(desk.url.rstrip("/") + "/work/")
    assert desk.url.endswith("/leader/")
    expect(desk.locator("main")).to_contain_text("住房城乡建设局")
    expect(desk.locator("main")).to_contain_text("逾期")
    assert fits(desk)
    screens(desk, f"leader-{seen}")
    desk.locator("main a[href^='/case/']").first.click()
    expect(desk.locator(".now--late")).to_be_visible()
    assert fits(desk)
    assert desk.locator(".steps-bar .button--main").count() == 0, "a leader reads"


def test_the_board_names_the_units_and_urges_all_that_is_late(page, enter, late):
    enter(page, late.office, "/board/")
    expect(page.locator("main")).to_contain_text("关于校门口拥堵的提案")
    page.locator("form[action*='/board/urge/'] button").first.click()
    expect(page.locator("h1")).to_contain_text("催办")
    page.locator("main form button.button--main").first.click()
    expect(page.locator(".flash--ok")).to_contain_text("催办")
