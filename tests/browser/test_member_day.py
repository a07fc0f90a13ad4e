"""A member's day, on a phone: write, lose the line, hand in, follow, rate."""

from playwright.sync_api import Page, expect

from huiyin.proposals.models import Proposal
from tests.browser.conftest import fits

TITLE = "关于建设口袋公园的提案"
KEPT_HERE = (
    "Object.entries(localStorage).filter(([key]) => key.startsWith('huiyin-draft:')).map(([, value]) => value).join()"
)


def test_a_member_writes_on_a_phone_and_nothing_is_lost_with_the_line(phone: Page, enter, town, screens):
    enter(phone, town.member, "/work/")
    phone.get_by_role("link", name="写一件提案").first.click()
    phone.locator("#title").fill(TITLE)
    phone.get_by_label("情况", exact=True).fill("老城区三个社区没有一处公园。")
    expect(phone.locator("[data-autosave-state]")).to_contain_text("草稿已存")
    case = Proposal.objects.get(title=TITLE)
    assert phone.url.endswith(f"/proposals/{case.uid}/write/?part=situation"), "the draft has an address of its own"

    phone.context.set_offline(True)
    phone.get_by_label("分析").fill("地块零碎，产权分散。")
    expect(phone.locator("[data-autosave-state]")).to_contain_text("网断了")
    assert "产权分散" in phone.evaluate(KEPT_HERE), "kept on the device at once"
    screens(phone, "member-offline")
    phone.context.set_offline(False)
    expect(phone.locator("[data-autosave-state]")).to_contain_text("草稿已存")
    case.refresh_from_db()
    assert case.analysis == "地块零碎，产权分散。"

    phone.get_by_role("button", name="下一步：写建议").click()
    phone.get_by_label("第 1 条").fill("每个社区腾出一处边角地。")
    phone.get_by_label("第 2 条").fill("明年六月前建成三处。")
    phone.get_by_role("button", name="再加一条建议").click()
    expect(phone.get_by_label("第 3 条")).to_be_focused()
    assert fits(phone)
    phone.get_by_role("button", name="下一步：看一遍再提交").click()
    phone.get_by_label("同意公开", exact=True).check()
    phone.get_by_label("内容不涉及国家秘密").check()
    phone.get_by_role("button", name="提交提案").click()
    dialog = phone.get_by_role("dialog")
    expect(dialog).to_contain_text("提交后正文不能改")
    screens(phone, "member-submit")
    dialog.get_by_role("button", name="提交提案").click()
    expect(phone.locator(".flash--ok")).to_contain_text("提案已提交，流水")
    case.refresh_from_db()
    assert (case.state, case.items) == ("submitted", ["每个社区腾出一处边角地。", "明年六月前建成三处。"])
    assert phone.evaluate(KEPT_HERE) == "", "what arrived is forgotten on the device"


def test_a_closed_page_offers_what_the_device_kept(phone: Page, enter, town):
    draft = town.draft(title="关于夜间公交的提案", analysis="")
    where = f"/proposals/{draft.uid}/write/?part=situation"
    enter(phone, town.member, where)
    phone.route("**/write/", lambda route: route.abort() if route.request.method == "POST" else route.fallback())
    phone.get_by_label("分析").fill("末班车太早。")
    expect(phone.locator("[data-autosave-state]")).to_contain_text("网断了")
    phone.unroute("**/write/")
    phone.goto(phone.url)
    phone.get_by_role("button", name="用这台设备里的").click()
    expect(phone.get_by_label("分析")).to_have_value("末班车太早。")


def test_a_member_follows_and_rates(phone: Page, enter, town, screens):
    case = town.proposal("replied", title="关于盲道的提案")
    enter(phone, town.member, "/work/")
    phone.get_by_role("link", name="关于盲道的提案").first.click()
    expect(phone.locator(".now")).to_contain_text("您本人")
    expect(phone.locator("#record")).to_contain_text("答复送达提案者")
    assert fits(phone)
    screens(phone, "member-follow")
    phone.get_by_role("link", name="评价答复").first.click()
    assert phone.get_by_label("没有和我当面沟通").is_hidden(), "asked only of who is not satisfied"
    phone.locator("input[name=rating][value=dissatisfied]").check()
    phone.get_by_label("没有和我当面沟通").check()
    phone.get_by_label("请说一说").fill("电话里说了两句。")
    assert fits(phone)
    screens(phone, "member-rate")
    phone.get_by_role("button", name="提交评价").first.click()
    phone.get_by_role("dialog").get_by_role("button", name="提交评价").click()
    expect(phone.locator(".flash--ok")).to_be_visible()
    case.refresh_from_db()
    assert case.state == "rehandle"


def test_a_proposal_that_was_sent_back_says_why_and_can_be_mended(phone: Page, enter, town):
    case = town.proposal("returned", title="关于路灯的提案")
    enter(phone, town.member, f"/case/{case.uid}/")
    expect(phone.locator("main")).to_contain_text("请把建议写具体。")
    phone.get_by_role("link", name="提交提案").first.click()
    phone.get_by_role("button", name="下一步：写建议").click()
    phone.get_by_label("第 1 条").fill("滨河路每 30 米一盏。")
    phone.get_by_role("button", name="下一步：看一遍再提交").click()
    expect(phone.locator("main")).to_contain_text("滨河路每 30 米一盏。")
