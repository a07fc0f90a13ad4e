"""A citizen's day on a phone, with a script and without; and the reception day of a station."""

import pytest
from playwright.sync_api import Browser, Page, expect

from huiyin.kernel.act import act
from huiyin.reception.citizens import code_of
from huiyin.reception.models import Problem, PublicVoice, Voice
from tests.browser.conftest import fits
from tests.support.browser import PHONE, watched


@pytest.fixture
def plain_phone(browser: Browser):
    """A phone with JavaScript off."""
    with watched(browser, java_script_enabled=False, **PHONE) as opened:
        yield opened


def speaks(phone: Page, live: str, town, words: str) -> Voice:
    """At the door of the site, by its QR code: three sentences, no telephone. Returns what came in."""
    phone.goto(f"{live}/v/{town.site.door}/")
    phone.get_by_label("什么事，在哪里").fill(words)
    phone.get_by_label("我自己来查，不留电话").check()
    assert fits(phone)
    phone.get_by_role("button", name="说好了，送出去").click()
    expect(phone.get_by_role("heading", name="收到了，谢谢您")).to_be_visible()
    voice = Voice.objects.get(words=words)
    shown = phone.get_by_role("region", name="回执").inner_text()
    assert voice.number in shown
    assert code_of(voice) in shown.replace(" ", "")
    assert fits(phone)
    return voice


def answered(town, voice: Voice, words: str) -> None:
    act(voice, "on_spot", as_=town.station, words=words, result="solved", way="page")


def judges(phone: Page, voice: Voice, words: str) -> None:
    expect(phone.get_by_text(words).first).to_be_visible()
    phone.get_by_label("解决了", exact=True).check()
    assert fits(phone)
    phone.get_by_role("button", name="告诉联络站").click()
    expect(phone.locator(".flash--ok")).to_contain_text("您说：解决了")
    assert fits(phone)


def test_a_citizen_speaks_follows_by_the_codes_address_and_judges(phone, plain_page, live, town, screens):
    voice = speaks(phone, live, town, "巷子口的井盖翘起来了。骑车的人摔过。")
    screens(phone, "citizen-receipt")
    answered(town, voice, "井盖换好了。")
    phone.context.clear_cookies()
    phone.goto(f"{live}/p/{town.committee.code}/track/#{voice.number}.{code_of(voice)}")
    if phone.get_by_role("button", name="查进展").is_visible():
        expect(phone.get_by_label("编号", exact=True)).to_have_value(voice.number)
        phone.get_by_role("button", name="查进展").click()
    judges(phone, voice, "井盖换好了。")
    screens(phone, "citizen-verdict")


def test_without_a_script_a_citizen_does_all_of_it(plain_phone, live, town):
    voice = speaks(plain_phone, live, town, "小广场的长椅断了一根。老人坐着危险。")
    answered(town, voice, "长椅修好了。")
    plain_phone.context.clear_cookies()
    plain_phone.goto(f"{live}/p/{town.committee.code}/track/")
    plain_phone.get_by_label("编号", exact=True).fill(voice.number)
    plain_phone.get_by_label("查询码", exact=True).fill(code_of(voice).upper())
    plain_phone.get_by_role("button", name="查进展").click()
    judges(plain_phone, voice, "长椅修好了。")


def test_a_station_takes_a_voice_down_makes_it_a_problem_and_it_stands_on_the_wall(page, enter, live, town, screens):
    enter(page, town.station, "/voices/")
    page.get_by_role("link", name="登记一件").first.click()
    page.get_by_label("说了什么事，在哪里").fill("桥头的路灯不亮。晚上看不见台阶。")
    page.get_by_role("button", name="记下，打开这一件").click()
    expect(page.locator(".flash--ok")).to_contain_text("查询码")
    expect(page.get_by_text("晚上看不见台阶")).to_be_visible()
    voice = Voice.objects.get(title="桥头的路灯不亮")
    page.get_by_role("link", name="立为问题").first.click()
    page.get_by_label("或者立一个新问题").fill("桥头路灯不亮")
    page.locator("#step").get_by_role("button", name="立为问题").click()
    expect(page.locator(".flash--ok")).to_be_visible()
    problem = Problem.objects.get(title="桥头路灯不亮")
    page.goto(f"{live}/problems/")
    page.get_by_role("link", name="桥头路灯不亮").click()
    expect(page.get_by_text("1 件诉求").first).to_be_visible()
    screens(page, "station-problem")
    act(problem, "work", as_=town.station, words="请电工看看。")
    problem.refresh_from_db()
    act(problem, "settle", as_=town.station, result="solved", words="灯修好了。")
    enter(page, town.general, f"/case/{problem.uid}/?step=confirm#step")
    page.locator("#step").get_by_role("button").last.click()
    expect(page.locator(".flash--ok")).to_be_visible()
    enter(page, town.station, f"/case/{voice.uid}/?step=echo#step")
    expect(page.get_by_label("告诉群众的话")).to_have_value("灯修好了。")
    page.get_by_label("电话", exact=True).check()
    page.locator("#step").get_by_role("button", name="登记回音").click()
    expect(page.locator(".flash--ok")).to_be_visible()
    enter(page, town.general, f"/case/{voice.uid}/?step=publish#step")
    page.get_by_label("不涉及国家秘密").check()
    page.locator("#step").get_by_role("button", name="上回音壁").click()
    expect(page.locator(".flash--ok")).to_be_visible()
    assert PublicVoice.objects.filter(case=voice.pk).exists()
    page.goto(f"{live}/p/{town.committee.code}/wall/")
    expect(page.get_by_text("灯修好了。").first).to_be_visible()
    screens(page, "wall")
