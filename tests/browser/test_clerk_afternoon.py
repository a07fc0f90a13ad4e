"""Eighty in an afternoon: the keys that a head clerk presses for a routine case are counted; and her busiest day is walked."""

from dataclasses import dataclass

import pytest
from playwright.sync_api import Page, expect

from huiyin.proposals.models import Proposal
from tests.browser.conftest import fits
from tests.district import District

SUBJECT = "城乡建设与环境资源"
ROUTINE = 6
"""The most keys that a routine case may cost (issue 3)."""


@dataclass
class Keys:
    """A keyboard that counts."""

    page: Page
    pressed: int = 0

    def __call__(self, *names: str) -> None:
        for name in names:
            self.page.keyboard.press(name)
            self.pressed += 1


@pytest.fixture
def keys(page: Page) -> Keys:
    return Keys(page)


def state_of(case: Proposal) -> str:
    return Proposal.objects.get(pk=case.pk).state


def open_title(page: Page) -> str:
    return page.locator("#open-title").inner_text()


def test_a_routine_case_is_filed_within_six_keys_and_the_next_one_opens(page: Page, enter, town, keys, screens):
    cases = [town.proposal("review_f", title=f"关于第{n}号井盖的提案", subject=SUBJECT) for n in "一二三四"]
    enter(page, town.director, "/work/?step=proposal.file")
    page.keyboard.press("v")  # once an afternoon
    for number, case in enumerate(cases, 1):
        expect(page.locator("#open-title")).to_have_text(case.title)
        keys("Enter")
        expect(page.get_by_role("dialog")).to_be_visible()
        if number == 1:
            screens(page, "clerk-keyboard", full_page=False)
        keys("y")
        expect(page.locator(".flash--ok")).to_contain_text("审定立案")
        if number < len(cases):
            expect(page.locator("#open-title")).to_have_text(cases[number].title)
    assert [state_of(case) for case in cases] == ["filed"] * 4
    assert keys.pressed / len(cases) <= ROUTINE
    assert keys.pressed == 2 * len(cases)


def test_a_review_is_given_by_its_number_and_what_is_left_open_is_said(page: Page, enter, town, keys):
    town.set("P-ROUNDS", 2)
    first, second = (town.proposal("review_1", title=f"关于{name}的提案") for name in ("门牌", "站牌"))
    enter(page, town.reviewer, "/work/?step=proposal.review_1&open=first")
    expect(page.locator("#open-title")).to_have_text(first.title)
    keys("1", "Enter")
    expect(page.locator("#open-title")).to_have_text(second.title)
    assert (state_of(first), keys.pressed) == ("review_f", 2)
    keys("k", "2", "Enter")
    expect(page.locator(".flash--bad")).to_contain_text("理由")
    assert state_of(second) == "review_1"
    town.set("P-ROUNDS", 1)


def test_the_question_of_confirming_stays_away_from_an_unfinished_form(page: Page, enter, town, keys):
    case = town.proposal("review_f", title="关于分类的提案")
    Proposal.objects.filter(pk=case.pk).update(subject="")
    enter(page, town.director, f"/work/?step=proposal.file&open={case.uid}")
    keys("Enter")
    expect(page.locator("#pane .error")).to_have_text("请选“提案分类”。")
    expect(page.get_by_role("dialog")).to_have_count(0)
    keys("1", "Enter", "y")
    expect(page.locator(".flash--ok")).to_be_visible()
    assert state_of(case) == "filed"


def test_all_keys_are_listed_by_the_question_mark(page: Page, enter, town, keys):
    town.proposal("submitted", title="关于按键表的提案")
    enter(page, town.office, "/work/?open=first")
    expect(page.locator(".keys")).to_contain_text("全部按键")
    keys("?")
    expect(page.get_by_role("dialog")).to_contain_text("办好自动打开下一件")
    keys("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_j_opens_the_next_case_beside_the_list_and_enter_never_acts_on_another(page: Page, enter, town, keys):
    first, second, third = (town.proposal("submitted", title=f"关于{name}的提案") for name in ("井", "桥", "渠"))
    enter(page, town.office, f"/work/?step=proposal.accept&open={first.uid}")
    keys("j")
    expect(page.locator("#open-title")).to_have_text(second.title)
    keys("Enter")
    expect(page.locator("#open-title")).to_have_text(third.title)
    assert [state_of(case) for case in (first, second, third)] == ["submitted", "review_f", "submitted"]


def test_the_busiest_day_by_batch_and_by_keys(page: Page, enter, town, keys, screens):
    """Ten come in: eight accepted together, one returned; then one is declined, one merged, the others filed."""
    town = District.build()  # nothing of the other tests stands in her list
    cases = [town.proposal("submitted", title=f"关于{n}里小区的提案", subject=SUBJECT) for n in "甲乙丙丁戊己"]
    enter(page, town.office, f"/work/?step=proposal.accept&open={cases[0].uid}")
    # the first has two matters in it: back to its author
    keys("r")
    page.locator("#step input[name=reasons]").nth(1).check()
    page.get_by_label("请这样改").fill("请分成两件。")
    page.locator("#step").get_by_role("button", name="退回提案者").click()
    expect(page.locator(".flash--ok")).to_contain_text("已退回")
    expect(page.locator("#open-title")).to_have_text(cases[1].title)
    # the others are accepted together
    page.goto(page.url.split("/work/")[0] + "/work/?step=proposal.accept")
    keys(*("j", "x") * 5, "b")
    expect(page.locator(".flash--ok")).to_contain_text("“受理”5 件")
    assert [state_of(case) for case in cases] == ["returned", *["review_f"] * 5]
    # one is declined, one merged, the rest filed by the keyboard
    enter(page, town.director, f"/work/?step=proposal.file&open={cases[1].uid}")
    keys("r")
    page.locator("#step input[name=reasons]").first.check()
    page.get_by_label("说明").fill("去年已经答复。")
    page.locator("#step input[name=disposition]").nth(1).check()
    page.locator("#step").get_by_role("button", name="不予立案").click()
    expect(page.locator("#open-title")).to_have_text(cases[2].title)
    keys("w")
    page.locator("#step [name=main]").select_option(str(cases[3].pk))
    page.get_by_label("并案的理由").fill("同一条路。")
    page.locator("#step").get_by_role("button", name="并案").click()
    expect(page.locator("#open-title")).to_have_text(cases[3].title)
    for case in cases[3:]:
        expect(page.locator("#open-title")).to_have_text(case.title)
        keys("Enter", "y")
        expect(page.locator(".todo", has_text=case.title)).to_have_count(0)
    assert [state_of(case) for case in cases] == ["returned", "not_filed", "merged", "filed", "filed", "filed"]
    assert fits(page)
    screens(page, "clerk-busiest-day")
