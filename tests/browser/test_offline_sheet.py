"""At the meeting there is no network: the sheet is written on the phone, survives, and is sent when there is one again."""

from datetime import timedelta

from playwright.sync_api import Page, expect

from huiyin.activities.models import Activity, Attendance
from huiyin.consultations.models import SheetEntry, SubIssue
from huiyin.kernel import clock
from tests.browser.conftest import fits
from tests.stories.test_consultation import noticed


def guest(phone: Page, name: str, body: str) -> None:
    phone.get_by_label("姓名", exact=True).fill(name)
    phone.get_by_label("单位或住处").fill(body)
    phone.get_by_role("button", name="登记", exact=True).click()


def test_a_sheet_is_written_without_a_network_and_sent_with_one(phone, enter, town, screens):
    case = noticed(town, on=clock.today() + timedelta(days=4))
    there = Activity.objects.get(parent=case.pk)
    enter(phone, town.station, f"/consultations/{there.uid}/sheet/")
    expect(phone.locator("[data-status]")).to_contain_text("有网")
    phone.context.set_offline(True)
    phone.evaluate("window.dispatchEvent(new Event('offline'))")
    phone.get_by_label("林知夏").check()
    guest(phone, "王桂芳", "桂园 3 栋")
    guest(phone, "记错的", "")
    phone.get_by_role("button", name="去掉 记错的").click()
    phone.get_by_label("什么问题").fill("晚上停哪一侧")
    phone.get_by_label("各方怎么说").fill("有车的：东侧。没车的：都不行。")
    phone.get_by_role("button", name="记下").last.click()
    expect(phone.locator("[data-status]")).to_contain_text("请写共识")
    phone.get_by_label("共识", exact=True).fill("东侧单边夜间停。")
    phone.get_by_role("button", name="记下").last.click()
    phone.get_by_label("谁说的").fill("赵大爷")
    phone.get_by_label("说了什么").fill("消防通道一米也不能")
    phone.get_by_role("button", name="送出").click()
    expect(phone.locator("[data-status]")).to_contain_text("一条也没有丢")
    assert Attendance.objects.filter(case=there.pk).count() == 0
    assert fits(phone)
    screens(phone, "offline-sheet")
    # The page was closed by mistake; with a network it is opened again, and all of it is there, half a sentence too.
    phone.context.set_offline(False)
    phone.reload()
    expect(phone.locator("[data-list] li")).to_have_count(3)
    expect(phone.get_by_label("说了什么")).to_have_value("消防通道一米也不能")
    # Signed in anew in another window, the token of this page is an old one; it is taken anew and nothing has to be reloaded.
    phone.context.clear_cookies(name="csrftoken")
    phone.get_by_role("button", name="送出").click()
    expect(phone.locator("[data-status]")).to_contain_text("记进去 3 条")
    assert Attendance.objects.filter(case=there.pk).count() == 2
    assert SubIssue.objects.get(case=case.pk).agreed == "东侧单边夜间停。"
    assert set(SheetEntry.objects.values_list("fate", flat=True)) == {"done"}
    phone.get_by_role("button", name="送出").click()
    expect(phone.locator("[data-status]")).to_contain_text("没有要送的")
