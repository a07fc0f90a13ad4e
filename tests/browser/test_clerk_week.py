"""The head clerk's busiest week, day by day: many at once from the lists, what was declined passed on, the late urged, the archive filled."""

from datetime import timedelta

from playwright.sync_api import Page, expect

from huiyin.handling.models import Contact
from huiyin.kernel import clock
from huiyin.kernel.act import act
from huiyin.proposals.models import Proposal
from tests.browser.conftest import fits

SUBJECT = "城乡建设与环境资源"


def states(*cases):
    found = dict(Proposal.objects.filter(pk__in=[case.pk for case in cases]).values_list("pk", "state"))
    return [found[case.pk] for case in cases]


def all_of_this_page(page: Page) -> None:
    """One is ticked by the keyboard, the rest with one press."""
    page.keyboard.press("j")
    page.keyboard.press("x")
    if (rest := page.locator("[data-pick-all]")).is_visible():
        rest.click()


def go_on(page: Page) -> None:
    """Whatever is asked for all of them is left to each; then they are done."""
    page.locator("main form button.button--seal, main form button.button--main").last.click()


def test_monday_to_wednesday_a_heap_goes_from_the_door_to_the_units(page: Page, enter, town, screens):
    cases = [town.proposal("submitted", title=f"关于{n}里小区的提案", subject=SUBJECT) for n in "甲乙丙"]
    enter(page, town.office, "/proposals/?state=submitted")
    all_of_this_page(page)
    screens(page, "clerk-week-picked", full_page=False)
    page.keyboard.press("b")
    expect(page.locator(".flash--ok")).to_contain_text("“受理”3 件")
    enter(page, town.director, "/proposals/?state=review_f")
    all_of_this_page(page)
    page.locator(".batch button", has_text="审定立案").click()
    expect(page.locator("h1")).to_contain_text("审定立案：3 件")
    go_on(page)
    expect(page.locator(".flash--ok")).to_contain_text("“审定立案”3 件")
    for case in cases:
        act(Proposal.objects.get(pk=case.pk), "plan", as_=town.office, lead=town.units[0].pk, co=[])
    enter(page, town.assigning, "/proposals/?state=planned")
    all_of_this_page(page)
    page.locator(".batch button", has_text="交办").click()
    go_on(page)
    expect(page.locator(".flash--ok")).to_contain_text("“交办”3 件")
    assert states(*cases) == ["assigned"] * 3


def test_thursday_what_was_declined_goes_on_with_its_proposers_consent(page: Page, enter, town):
    case = town.proposal("informed", title="关于家风的提案")
    enter(page, town.office, f"/case/{case.uid}/?step=ask_onward#step")
    page.locator("#step input[name=channel]").first.check()
    page.locator("#step").get_by_role("button", name="送出征求").click()
    expect(page.locator(".flash--ok")).to_be_visible()
    enter(page, town.member, f"/case/{case.uid}/?step=agree_onward#step")
    expect(page.locator("main")).to_contain_text("没有立案，转到哪里")
    page.locator("#step input[name=answer]").first.check()
    page.locator("#step").get_by_role("button", name="送出答复").click()
    enter(page, town.office, f"/case/{case.uid}/?step=pass_onward#step")
    page.locator("[name=taker]").fill("区政协研究室")
    page.locator("#step [name=on]").fill(clock.today().isoformat())
    page.locator("#step").get_by_role("button", name="登记转出").click()
    expect(page.locator("main")).to_contain_text("已转出")


def test_friday_the_late_are_urged_and_the_archive_names_what_is_not_whole(page: Page, enter, town, screens):
    with clock.frozen(clock.today() - timedelta(days=120)):
        late = [town.proposal("handling", title=f"关于{n}桥的提案", co=[]) for n in "东西"]
    enter(page, town.assigning, f"/board/?unit={town.units[0].pk}&due=late")
    for case in late:
        page.locator("tr", has_text=case.title).locator("input[type=checkbox]").check()
    page.locator(".batch button", has_text="催办").click()
    page.get_by_label("催办的话").fill("请本周五前答复。")
    go_on(page)
    expect(page.locator(".flash--ok")).to_contain_text("“催办”2 件")
    expect(page.locator("tr", has_text="关于东桥的提案")).to_contain_text("今天已催")
    whole, poor = (town.proposal("closed", title=f"关于{n}井的提案", co=[]) for n in "南北")
    Contact.objects.filter(case=town.lead(poor)).update(confirmed=False)
    enter(page, town.office, "/proposals/?state=closed")
    all_of_this_page(page)
    page.keyboard.press("b")
    go_on(page)
    expect(page.locator("main")).to_contain_text("有 1 件没有办成")
    expect(page.locator("main")).to_contain_text("沟通记录")
    screens(page, "clerk-week-refused")
    assert (states(whole, poor), fits(page)) == (["archived", "closed"], True)
