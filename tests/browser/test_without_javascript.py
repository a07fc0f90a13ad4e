"""The whole road of the member and of the unit with JavaScript off."""

from playwright.sync_api import Page, expect

from huiyin.kernel import clock
from huiyin.proposals.models import Proposal

PAPER = {
    "name": "答复.pdf",
    "mimeType": "application/pdf",
    "buffer": b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n",
}


def test_a_member_writes_hands_in_and_rates_without_a_script(plain_page: Page, enter, town):
    page = plain_page
    enter(page, town.member, "/proposals/new/")
    page.locator("#title").fill("关于无障碍的提案")
    page.get_by_label("情况", exact=True).fill("路口没有坡道。")
    page.get_by_label("分析").fill("施工时漏了。")
    page.get_by_role("button", name="下一步：写建议").click()
    page.get_by_role("button", name="再加一条建议").click()
    for n, text in enumerate(("补齐坡道。", "装上提示音。", "请使用者来验收。"), 1):
        page.get_by_label(f"第 {n} 条").fill(text)
    page.get_by_role("button", name="下一步：看一遍再提交").click()
    page.get_by_role("button", name="提交提案").click()
    expect(page.locator(".flash--bad")).to_be_visible()
    page.get_by_label("同意公开", exact=True).check()
    page.get_by_label("内容不涉及国家秘密").check()
    page.get_by_role("button", name="提交提案").click()
    expect(page.locator(".flash--ok")).to_contain_text("提案已提交")
    case = Proposal.objects.get(title="关于无障碍的提案")
    assert (case.state, len(case.items)) == ("submitted", 3)

    replied = town.proposal("replied", title="关于长椅的提案")
    page.goto(page.url.split("/case/")[0] + f"/case/{replied.uid}/?step=rate")
    page.locator("input[name=rating][value=satisfied]").check()
    page.get_by_role("button", name="提交评价").first.click()
    expect(page.locator(".flash--ok")).to_be_visible()
    replied.refresh_from_db()
    assert replied.state == "closed"


def test_a_unit_signs_talks_and_answers_without_a_script(plain_page: Page, enter, town):
    page, case = plain_page, town.proposal("assigned", title="关于排水的提案", co=[])
    enter(page, town.unit, "/work/")
    page.get_by_role("link", name="关于排水的提案").first.click()
    page.get_by_role("link", name="签收").first.click()
    page.locator("#step").get_by_role("button", name="签收").click()
    page.get_by_role("link", name="登记沟通").first.click()
    page.locator("#id_on").fill(clock.today().isoformat())
    page.locator("#step input[name=way][value=visit]").check()
    page.locator("[name=ours]").fill("秦联络")
    page.locator("[name=said]").fill("看了低洼处。")
    page.locator("#step input[name=view][value=agrees]").check()
    page.locator("#step").get_by_role("button", name="记下这次沟通").click()
    expect(page.locator(".flash--ok")).to_be_visible()
    page.get_by_role("link", name="写答复").first.click()
    page.locator("[name=doc_number]").fill("澄住建函〔2026〕88号")
    page.locator("#step [name=result]").first.check()
    for box in page.locator("#step input[type=radio][value=adopted]").all():
        box.check()
    for text in page.locator("#step textarea[name^=points]").all():
        text.fill("汛期前办成。")
    page.locator("[name=contact_name]").fill("秦联络")
    page.locator("[name=contact_phone]").fill("1")
    page.locator("#step input[name=publicity]").first.check()
    page.locator("[name=scan]").set_input_files(PAPER)
    page.locator("#step").get_by_role("button", name="送出答复").click()
    expect(page.locator(".flash--ok")).to_be_visible()
    part = town.lead(case)
    assert part.state == "audit"


def test_a_clerk_accepts_many_without_a_script(plain_page: Page, enter, town):
    cases = [town.proposal("submitted", title=f"关于{name}的提案") for name in ("桥", "渠")]
    enter(plain_page, town.office, "/work/?step=proposal.accept")
    for case in cases:
        plain_page.get_by_label(f"选中 {case.title}").check()
    plain_page.locator("[data-batch]").get_by_role("button", name="受理").click()
    expect(plain_page.locator(".flash--ok")).to_contain_text("“受理”2 件")
