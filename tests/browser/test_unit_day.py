"""A unit's day: sign for it, record a talk (with a wrong day first), answer each point with the stamped paper, read the letter."""

from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from huiyin.handling.models import Reply
from huiyin.kernel import clock
from tests.browser.conftest import fits

PAPER = {
    "name": "答复.pdf",
    "mimeType": "application/pdf",
    "buffer": b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n",
}
PROGRAM = {"name": "答复.pdf", "mimeType": "application/pdf", "buffer": b"MZ\x90\x00 a program"}


@pytest.mark.parametrize("seen", ["page", "phone"])
def test_a_unit_signs_for_a_case_talks_about_it_and_answers(request, enter, town, screens, seen):
    desk: Page = request.getfixturevalue(seen)
    title = f"关于老旧电梯的提案（{seen}）"
    case = town.proposal("assigned", title=title, co=[])
    part = town.lead(case)
    enter(desk, town.unit, "/work/")
    desk.get_by_role("link", name=title).first.click()
    desk.get_by_role("link", name="签收").first.click()
    desk.locator("#step").get_by_role("button", name="签收").click()
    expect(desk.locator(".flash--ok")).to_be_visible()
    expect(desk.locator(".steps-bar")).to_contain_text("还不能“写答复”")

    talk(desk, clock.today() + timedelta(days=2))
    expect(desk.locator(".flash--bad")).to_be_focused()
    expect(desk.get_by_label("谈了什么")).to_have_value("到小区看了两部电梯。")
    assert fits(desk)
    screens(desk, f"unit-contact-{seen}")
    desk.locator("#id_on").fill(clock.today().isoformat())
    desk.locator("#step").get_by_role("button", name="记下这次沟通").click()
    expect(desk.locator(".flash--ok")).to_be_visible()

    answer(desk)
    desk.locator("[name=scan]").set_input_files(PROGRAM)
    desk.locator("#step").get_by_role("button", name="送出答复").click()
    expect(desk.locator(".flash--bad")).to_contain_text("程序")
    expect(desk.get_by_label("怎么办、什么时候办好").first).to_have_value("九月底前办成。")
    desk.locator("[name=scan]").set_input_files(PAPER)
    desk.locator("#step").get_by_role("button", name="送出答复").click()
    expect(desk.locator(".flash--ok")).to_be_visible()
    assert Reply.objects.filter(case=part.pk).exists()

    desk.goto(desk.url.split("/case/")[0] + f"/case/{case.uid}/letter/")
    expect(desk.locator("article.letter")).to_contain_text("住房城乡建设局")
    assert fits(desk)
    screens(desk, f"unit-letter-{seen}")
    with desk.expect_download() as coming:
        desk.get_by_role("link", name="下载 Word").click()
    assert coming.value.suggested_filename.endswith(".docx")


def talk(desk: Page, day) -> None:
    desk.get_by_role("link", name="登记沟通").first.click()
    desk.locator("#id_on").fill(day.isoformat())
    desk.get_by_label("登门走访").or_(desk.locator("#step input[name=way][value=visit]")).first.check()
    desk.get_by_label("我方到场").fill("秦联络")
    desk.get_by_label("谈了什么").fill("到小区看了两部电梯。")
    desk.locator("#step input[name=view][value=agrees]").check()
    desk.locator("#step").get_by_role("button", name="记下这次沟通").click()


def answer(desk: Page) -> None:
    desk.get_by_role("link", name="写答复").first.click()
    desk.get_by_label("发文字号").fill(f"澄住建函〔2026〕{Reply.objects.count() + 1}号")
    desk.locator("#step [name=result]").first.check()
    for box in desk.locator("#step input[type=radio][value=adopted]").all():
        box.check()
    for text in desk.get_by_label("怎么办、什么时候办好").all():
        text.fill("九月底前办成。")
    desk.get_by_label("联系人").fill("秦联络")
    desk.get_by_label("联系电话").fill("0000-1234567")
    desk.locator("#step input[name=publicity]").first.check()
