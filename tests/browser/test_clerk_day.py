"""A clerk's day, at a desk: accept many by the keyboard, file, decline, plan, archive, and change a rule."""

import pytest
from playwright.sync_api import Page, expect

from huiyin.kernel import parameters
from huiyin.kernel.models import Organisation
from huiyin.people.models import Unit
from huiyin.proposals.models import Proposal


def states(*cases: Proposal) -> list[str]:
    return [Proposal.objects.get(pk=case.pk).state for case in cases]


def test_a_clerk_accepts_a_batch_without_touching_the_mouse(page: Page, enter, town, screens):
    first, second, third = (town.proposal("submitted", title=f"关于第{n}号路的提案") for n in "一二三")
    enter(page, town.office, "/work/?step=proposal.accept")
    for key in "jxjx":
        page.keyboard.press(key)
    expect(page.locator("[data-batch]")).to_contain_text("2")
    assert page.locator(".pick input:checked").count() == 2
    screens(page, "clerk-batch")
    page.locator("[data-batch]").get_by_role("button", name="受理").press("Enter")
    expect(page.locator(".flash--ok")).to_contain_text("“受理”2 件")
    assert sorted(states(first, second, third)) == ["review_f", "review_f", "submitted"]


def test_single_keys_can_be_turned_off(page: Page, enter, town):
    town.proposal("submitted", title="关于按键的提案")
    enter(page, town.office)
    page.get_by_role("button", name="关掉单键").click()
    page.keyboard.press("j")
    assert page.locator(".todo .is-at").count() == 0
    page.keyboard.press("/")
    expect(page.locator("[data-find]")).not_to_be_focused()


def test_a_case_is_read_beside_the_list(page: Page, enter, town):
    case = town.proposal("submitted", title="关于并排看的提案", situation="右边是正文。")
    enter(page, town.office, f"/work/?open={case.uid}")
    expect(page.locator("#pane")).to_contain_text("右边是正文。")
    page.locator(".todo a").last.click()
    expect(page.locator(".todo li.is-open")).to_have_count(1)


def test_one_is_filed_with_a_number_and_one_declined_with_reasons(page: Page, enter, town, screens):
    good, poor = (town.proposal("review_f", title=f"关于{name}的提案") for name in ("养老", "重名"))
    enter(page, town.director, f"/case/{good.uid}/?step=file#step")
    page.get_by_label("提案分类").select_option(index=1)
    page.locator("#step").get_by_role("button", name="审定立案").click()
    page.get_by_role("dialog").get_by_role("button", name="审定立案").click()
    expect(page.locator(".flash--ok")).to_contain_text("审定立案")
    assert Proposal.objects.get(pk=good.pk).number
    page.goto(page.url.replace(good.uid, poor.uid) + "?step=decline#step")
    page.locator("#step").get_by_role("button", name="不予立案").click()
    expect(page.locator(".flash--bad")).to_be_focused()
    screens(page, "clerk-decline-refused")
    page.locator("#step input[name=reasons]").first.check()
    page.get_by_label("说明").fill("去年的 88 号已经答复。")
    page.locator("#step input[name=disposition]").first.check()
    page.locator("#step").get_by_role("button", name="不予立案").click()
    expect(page.locator(".flash--ok")).to_contain_text("不予立案")
    assert states(good, poor) == ["filed", "not_filed"]


def test_units_are_planned_and_two_lead_units_are_refused(page: Page, enter, town):
    case = town.proposal("filed", title="关于停车的提案")
    enter(page, town.office, f"/case/{case.uid}/?step=plan#step")
    lead, co = (str(unit.pk) for unit in town.units[:2])
    page.locator("[name=lead]").select_option(lead)
    page.locator(f"[name=co][value='{lead}']").check()
    page.locator("#step").get_by_role("button", name="送交办机关").click()
    expect(page.locator(".flash--bad")).to_be_visible()
    page.locator(f"[name=co][value='{lead}']").uncheck()
    page.locator(f"[name=co][value='{co}']").check()
    page.locator("#step").get_by_role("button", name="送交办机关").click()
    expect(page.locator(".flash--ok")).to_be_visible()
    assert states(case) == ["planned"]


def test_a_closed_case_is_archived(page: Page, enter, town):
    case = town.proposal("closed", title="关于图书馆的提案")
    enter(page, town.office, f"/case/{case.uid}/")
    page.get_by_role("link", name="归档").first.click()
    page.locator("#step").get_by_role("button", name="归档").click()
    page.get_by_role("dialog").get_by_role("button", name="归档").click()
    expect(page.locator(".flash--ok")).to_contain_text("归档")
    assert states(case) == ["archived"]


def test_a_list_is_filtered_and_taken_away_as_excel(page: Page, enter, town):
    town.proposal("filed", title="关于渡口的提案")
    enter(page, town.office, "/proposals/?session=all&q=渡口")
    expect(page.locator("main")).to_contain_text("关于渡口的提案")
    with page.expect_download() as coming:
        page.locator("a[href^='export/']").first.click()
    assert coming.value.suggested_filename.endswith(".xlsx")


def test_a_rule_is_changed_and_a_unit_added(page: Page, enter, town):
    enter(page, town.office, "/settings/")
    page.get_by_role("link", name="规则参数").first.click()
    page.locator("a[href*='P-11']").first.click()
    expect(page.locator("h1")).to_be_visible()
    assert parameters.get(town.committee, "P-11")
    page.goto(page.url.split("/settings/")[0] + "/settings/bodies/new/unit/")
    page.get_by_label("名称", exact=True).fill("城市管理局")
    page.locator("[name=parent]").select_option(label="区政府督查室")
    page.locator("main button.button--main").click()
    expect(page.locator(".flash--ok")).to_contain_text("城市管理局添好了")
    assert Organisation.objects.filter(committee=town.committee, name="城市管理局").exists()


def test_nobody_is_asked_to_confirm_a_form_that_is_not_whole(page: Page, enter, town):
    case = town.proposal("review_f", title="关于确认的提案")
    enter(page, town.director, f"/case/{case.uid}/?step=file#step")
    subject = page.get_by_label("提案分类")
    chosen = subject.input_value()
    subject.select_option("")
    button = page.locator("#step").get_by_role("button", name="审定立案")
    button.click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.locator("#step .error")).to_have_text("请选“提案分类”。")
    expect(subject).to_be_focused()
    if chosen:
        subject.select_option(chosen)
    else:
        subject.select_option(index=1)
    expect(page.locator("#step .error")).to_have_count(0)
    button.click()
    expect(page.get_by_role("dialog")).to_be_visible()


@pytest.fixture
def many_units(town):
    """More units than one looks through."""
    return [
        Unit.objects.get_or_create(committee=town.committee, kind="unit", name=name, defaults={"parent": office})[0]
        for office, names in (
            (town.government, ("教育局", "卫生健康局", "城市管理局", "水务局")),
            (town.party, ("编办", "统战部")),
        )
        for name in names
    ]


def test_a_unit_is_found_by_typing_its_name_or_first_letters(page: Page, enter, town, many_units, screens):
    case = town.proposal("filed", title="关于校门口积水的提案", items=["请教育局先疏通。", "请水务局改管。"])
    enter(page, town.office, f"/case/{case.uid}/?step=plan#step")
    form = page.locator("#step")
    expect(form.get_by_role("complementary")).to_contain_text("请水务局改管。")
    expect(form.locator("[name=co]:visible")).to_have_count(0)
    form.locator(".find-choice").first.fill("jyj")
    page.keyboard.press("Enter")
    assert form.locator("[name=lead]").input_value() == str(many_units[0].pk)
    form.locator(".find-choice").nth(1).fill("水务")
    expect(form.locator("[name=co]:visible")).to_have_count(1)
    page.keyboard.press("Enter")
    screens(page, "clerk-units")
    form.get_by_role("button", name="送交办机关").click()
    expect(page.locator(".flash--ok")).to_be_visible()
    planned = Proposal.objects.get(pk=case.pk).planned
    assert (planned["lead"], planned["co"]) == (many_units[0].pk, [many_units[3].pk])


def test_without_a_script_units_stand_in_groups_and_the_labels_are_true(plain_page: Page, enter, town, many_units):
    case = town.proposal("filed", title="关于站台的提案")
    enter(plain_page, town.office, f"/case/{case.uid}/?step=plan#step")
    assert plain_page.locator("[name=lead] optgroup").evaluate_all("all => all.map(one => one.label)") == [
        "区委办公室",
        "区政府督查室",
    ]
    expect(plain_page.locator("#step")).to_contain_text("主办、分办必须选一样")
    expect(plain_page.locator("[name=co]:visible")).to_have_count(Unit.objects.filter(committee=town.committee).count())
    plain_page.locator("#step").get_by_role("button", name="送交办机关").click()
    expect(plain_page.locator("#step .flash--bad")).to_contain_text("几个单位分办的")
