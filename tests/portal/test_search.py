"""The public search: it finds what is published and nothing else, and what is withdrawn is gone with the next request."""

import pytest
from django.test import Client
from django.urls import reverse

from huiyin.consultations.models import Deliberation, Statement
from huiyin.handling.models import Publication
from huiyin.kernel.act import act
from huiyin.kernel.models import Attachment
from huiyin.library import freshness, public
from huiyin.portal import gate
from huiyin.reception.raising import public_post
from tests.consultations.test_online import asked as open_question
from tests.library.test_search import attach, docx
from tests.stories.test_consultation import finished
from tests.world import World

SECRET = "鸭嘴兽"


@pytest.fixture
def citizen(settings):
    settings.CACHES = {
        "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "portal-search"}
    }
    return Client()


def find(citizen, district, q, **more):
    answer = citizen.get(reverse("public_search", args=[district.committee.code]), {"q": q, **more})
    assert answer.status_code == 200
    return answer.content.decode().partition("<main")[2].replace(f'value="{q}"', "")


def published(district, case, *kinds):
    for one in Publication.objects.filter(parent=case.pk, what__in=kinds):
        proposes, approves = (
            (district.office, district.director) if one.what == "proposal" else (district.unit, district.assigning)
        )
        act(one, "propose", as_=proposes, extent="full")
        act(one, "approve", as_=approves, no_secret=True)
        act(one, "publish", as_=proposes)


def on_the_wall(district, text, answer="下午修好了。"):
    from tests.portal.test_voices import raised

    voice = raised(district).voice
    act(voice, "on_spot", as_=district.station, words=answer, result="solved", way="spot")
    act(voice, "publish", as_=district.general, heading="桂园电梯", text=text, answer=answer, checked=True)
    return voice


def test_all_that_is_public_is_found_by_its_words_and_gone_once_it_is_withdrawn(district, citizen):
    case = district.proposal("replied", title="关于老旧小区加装电梯的提案", co=[], publish_wish=True)
    published(district, case, "proposal", "reply")
    voice = on_the_wall(district, "电梯停了一个多月。")
    talk, _items = finished(district)
    act(talk, "publish", as_=district.general, heading="门口停车怎么停", text="商量好了：电梯口不停车。", checked=True)
    question = open_question(district, about="电梯口晚上停不停车？", views="电梯口不停车。\n可以停一排。\n晚上可以停。")
    act(question, "state", as_=public_post(district.committee), words=f"{SECRET}电梯。")  # nobody has read it yet
    for q in ("电梯", "電梯", "“电梯”"):
        page = find(citizen, district, q)
        for word in ("提案和答复", "协商", "网络议政", "回音壁"):
            assert f"{word}<span>1</span>" in page, (q, word)
    page = find(citizen, district, "电梯 年份:2026 -停车")
    assert "<mark>电梯</mark>停了一个多月" in page
    assert "门口停车" not in page
    assert "加装" in find(citizen, district, "jiazhuangdianti")
    assert "没有找到" in find(citizen, district, SECRET)
    views = find(citizen, district, "可以停一排", kind="topic")
    assert "可以停一排</mark>" in views
    assert citizen.get(views.partition('quiet" href="')[2].partition('"')[0]).status_code == 200
    first = Statement.objects.get(words="可以停一排。")
    act(question, "hold", as_=district.station, statements=[first.pk], why="重复")
    assert "没有找到" in find(citizen, district, "“可以停一排”")
    assert "住房城乡建设局" in find(citizen, district, "九月底前"), "in the words of the reply"
    assert "年份" in find(citizen, district, "单位:住建 电梯"), "there is no such condition here"
    only = find(citizen, district, "电梯", kind="voice")
    assert "桂园" in only
    assert "加装" not in only
    where = only.partition('href="/p/')[2].partition('"')[0]
    assert "电梯停了一个多月" in citizen.get(f"/p/{where.partition('#')[0]}").content.decode()
    asked = citizen.get(reverse("public_search", args=[district.committee.code]), {"q": "电梯", "page": "9"})
    assert asked.status_code == 200

    act(voice, "take_down", as_=district.general, why="居民要求")
    assert "桂园" not in find(citizen, district, "电梯")
    assert "回音壁<span>0</span>" in find(citizen, district, "电梯")
    reply = Publication.objects.get(parent=case.pk, what="reply")
    act(reply, "withdraw", as_=district.unit, why="有错")
    assert "提案和答复<span>0</span>" in find(citizen, district, "已列入今年计划")
    act(Publication.objects.get(parent=case.pk, what="proposal"), "withdraw", as_=district.office, why="有错")
    act(talk, "take_down", as_=district.general, why="有错")
    assert "没有找到" in find(citizen, district, "小区加装")
    assert "全部<span>1</span>" in find(citizen, district, "电梯"), "the question alone"


# The door of a meeting and a question that was put on the net are there for anyone who comes.
OPEN = ("front", "activity_here", "voice_door", "ballot_door", "topics", "topic")


def test_no_public_list_feed_search_snippet_export_or_attachment_tells_of_what_is_not_published(citizen, db):
    from tests.matrix import PUBLIC, UNTOLD, URLS, WRITES

    world = World.build(SECRET)
    Deliberation.objects.update(title="一个问题", about="一个问题")  # which is public, with its views
    Statement.objects.update(words="一个看法")
    district, case = world.district, world.answered
    attach(district, case, f"{SECRET}.docx", docx(SECRET))
    hidden = on_the_wall(district, f"{SECRET}停了。")
    act(hidden, "take_down", as_=district.general, why="居民要求")
    published(district, case, "reply")  # the reply alone: its proposal is not public, and neither has a page
    found = {}
    code = district.committee.code
    for name, who in URLS.items():
        if who in (PUBLIC, UNTOLD) and name not in WRITES and name not in OPEN:
            found[name] = citizen.get(world.url(name)).content.decode()
    for kind in ("csv", "json"):
        found[kind] = citizen.get(reverse("wall_data", args=[code, kind])).content.decode()
    for q in (
        SECRET,
        "yazuishou",
        "yzs",
        "加装电梯",
        case.number,
        world.voice.number,
        f"{SECRET[:2]}咀兽",
        "年份:2026",
    ):
        for kind in ("", *public.KINDS):
            found[q, kind] = find(citizen, district, q, kind=kind)
        found["list", q] = citizen.get(reverse("public_cases", args=[code]), {"q": q}).content.decode()
    for one in Attachment.objects.filter(committee=district.committee):
        answer = citizen.get(reverse("attachment", args=[one.uid]))
        assert answer.status_code in (302, 404)
    own = (district.committee.name, f"{SECRET}小区站", district.site.name)  # sites are public

    def told(text):
        for word in own:
            text = text.replace(word, "")
        return SECRET in text.replace(f'value="{SECRET}"', "") or "812 栋" in text or "<mark>" in text

    assert [name for name, text in found.items() if told(text)] == []


def test_without_an_index_the_public_words_themselves_are_searched_and_too_many_are_told_to_wait(
    district, citizen, settings, tmp_path, monkeypatch
):
    on_the_wall(district, "电梯停了一个多月。")
    (tmp_path / "file").write_text("no folder")
    library = settings.LIBRARY
    settings.LIBRARY = tmp_path / "file"
    page = find(citizen, district, "电梯")
    assert "电梯</mark>停了" in page
    assert "索引正在重建" in page
    assert "没有找到" in find(citizen, district, "电梯 -停了")
    settings.LIBRARY = library
    assert "桂园" in find(citizen, district, "电梯")
    (freshness.folder_of(district.committee, public.SOURCE) / "position.json").write_text("{")
    assert "桂园" in find(citizen, district, "电梯")
    for odd in ("", "，。！", "梯" * 100_000, 'AND OR ( "*:', "单位:", "😀", "年份:", "年份:1999"):
        find(citizen, district, odd[:3000])
    monkeypatch.setattr(gate, "SEARCHES", 0)
    held = citizen.get(reverse("public_search", args=[district.committee.code]), {"q": "电梯"})
    assert held.status_code == 429
    assert 'value="电梯"' in held.content.decode()


def test_a_search_makes_a_constant_number_of_queries(district, citizen, django_assert_max_num_queries):
    for n in range(3):
        on_the_wall(district, f"电梯停了{n}回。")
    find(citizen, district, "电梯")
    with django_assert_max_num_queries(16):
        find(citizen, district, "电梯")
