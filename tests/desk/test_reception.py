"""The pages of whoever answers voices: what was said is on the page, and their own numbers come first."""

from huiyin.kernel import clock
from huiyin.kernel.act import act
from huiyin.places import sites as places
from huiyin.places.models import Duty
from huiyin.reception.models import Coordination
from huiyin.reception.raising import raise_voice
from tests.desk.reading import text_of

WORDS = "桥头的路灯不亮。晚上下班看不见台阶。"


def raised(district):
    return raise_voice(district.station, words=WORDS, channel="visit", site=district.site, name="毛桂芳").voice


def test_the_page_of_a_voice_has_the_citizens_words_and_masks_who_it_was(district, sign_in):
    page = text_of(sign_in(district.station), f"/case/{raised(district).uid}/")
    assert "晚上下班看不见台阶" in page
    assert "毛**" in page
    assert "毛桂芳" not in page
    assert "受理" in text_of(sign_in(district.station), "/work/")  # taking it up is one way of several


def test_what_was_answered_on_the_spot_has_no_open_stop_left(district, sign_in):
    voice = raised(district)
    act(voice, "on_spot", as_=district.station, words="当场告诉他了。", result="solved", way="spot", subject="other")
    page = text_of(sign_in(district.station), f"/case/{voice.uid}/")
    road = page.split('class="steps"')[1].split("</ol>")[0]
    assert road.count("is-past") == road.count("<li")


def test_a_problem_shows_its_voices_and_what_units_say_and_a_unit_what_it_is_asked(district, sign_in):
    voice = raised(district)
    act(voice, "take", as_=district.station, title="桥头路灯")
    voice.refresh_from_db()
    problem = voice.of_problem
    act(problem, "coordinate", as_=district.station, units=[district.units[0].pk], words="请查线路。")
    asked = Coordination.objects.get()
    assert "请查线路。" in text_of(sign_in(district.unit), f"/case/{problem.uid}/")
    act(asked, "answer", as_=district.unit, degree="solved", words="换了电缆。")
    page = text_of(sign_in(district.station), f"/case/{problem.uid}/")
    assert all(words in page for words in ("1 件诉求", "桥头的路灯不亮", "请查线路。", "换了电缆。"))
    assert page.split("发生过的事")[0].count("住房城乡建设局") == 1
    assert "桥头的路灯不亮" not in text_of(sign_in(district.unit), f"/case/{problem.uid}/")


def test_a_station_reads_the_voices_of_the_year_first(district, sign_in):
    raised(district)
    page = text_of(sign_in(district.station), "/figures/")
    assert "收到群众诉求" in page
    assert "收到提案" not in page
    page = text_of(sign_in(district.station), "/figures/?of=all")
    assert page.index("收到群众诉求") < page.index("收到提案")
    assert f"{clock.today().year} 年" in page
    page = text_of(sign_in(district.office), "/figures/?of=all")
    assert page.index("收到提案") < page.index("收到群众诉求")


def test_reception_days_come_every_week_or_month_and_members_take_turns(district, sign_in):
    site, office = district.site, sign_in(district.general)
    for post in (district.member, district.other_member):
        places.join(site, post.person, as_=district.general)
    where = f"/sites/{site.uid}/keep/"
    given = {"do": "duty", "person": "turns", "every": "week", "on": "2027-01-06", "until": "2027-02-03"}
    assert "排了 5 天" in office.post(where, given, follow=True).content.decode()
    rows = list(Duty.objects.filter(site=site).order_by("on"))
    assert {row.on.weekday() for row in rows} == {2}
    assert [row.person_id for row in rows][:2] == [row.person_id for row in rows][2:4]
    assert "都排过了" in office.post(where, given, follow=True).content.decode()
    assert "最多排一年" in office.post(where, given | {"until": ""}, follow=True).content.decode()
    tenth = given | {"every": "month", "on": "2027-01-31", "until": "2027-04-30", "person": district.member.person.uid}
    assert "排了 2 天" in office.post(where, tenth, follow=True).content.decode()  # February and April have no 31st
    assert Duty.objects.filter(site=site).count() == 7
