"""Base pages, error pages and partials: right for an anonymous visitor, and free of anything inline."""

import re
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.template.loader import render_to_string
from django.test import RequestFactory

from huiyin.ui import context, elder

UI = Path(context.__file__).parent
TEMPLATES = sorted(path for path in UI.glob("templates/**/*.html"))
INLINE = re.compile(r"\sstyle=|\son[a-z]+=|<style|<script(?![^>]*\bsrc=)|javascript:", re.IGNORECASE)


def visit(address="/", **known):
    request = RequestFactory().get(address)
    if known:
        request.page_data = lambda: known
    return request


def drawn(name, request, **more):
    return render_to_string(name, {"page": context.build(request), "request": request, **more})


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(UI / "templates")))
def test_no_template_has_anything_inline(path):
    assert INLINE.findall(path.read_text()) == []


def test_every_class_in_the_templates_is_in_the_stylesheet():
    css = (UI / "static/ui/huiyin.css").read_text()
    used = {
        word
        for path in TEMPLATES
        for value in re.findall(r'class="([^"{}%]+)"', path.read_text())
        for word in value.split()
    }
    assert sorted(word for word in used if not re.search(rf"\.{re.escape(word)}(?![\w-])", css)) == []


def test_ui_imports_nothing_of_ours_but_itself():
    ours = re.compile(r"^(?:from|import) huiyin\.(?!ui\b)\w+", re.MULTILINE)
    assert [path.name for path in UI.rglob("*.py") if ours.search(path.read_text())] == []


def test_a_visitor_who_is_not_known_gets_a_whole_public_page():
    page = drawn("base_public.html", visit())
    assert '<header class="mast">' in page
    assert page.count("<main") == 1
    assert "跳到正文" in page
    assert 'class="who"' not in page
    assert "演示" not in page


def test_the_desk_names_who_is_acting_and_what_else_they_may_be():
    posts = [
        SimpleNamespace(label="联络员", url_value=1, current=True),
        SimpleNamespace(label="承办人", url_value=2, current=False),
    ]
    acting = SimpleNamespace(name="高明远", title="联络员")
    nav = [SimpleNamespace(label="我的工作", url="/work/", current=True, only_phone=False)]
    page = drawn(
        "base.html",
        visit(acting=acting, posts=posts, nav=nav, switch_url="/as/", notices=3, notices_url="/n/", demo=True),
    )
    assert "<summary>高明远<small>联络员</small></summary>" in page
    assert "<b>联络员</b>（当前）" in page
    assert '<button class="link" name="post" value="2">承办人</button>' in page
    assert '<a href="/work/" aria-current="page">我的工作</a>' in page
    assert "3 条新消息" in page
    assert "演示：这里的人、单位、数字都是编的。" in page


def test_what_the_request_knows_wins_over_the_defaults():
    page = context.build(visit(brand="澄江区政协"))
    assert page["brand"] == "澄江区政协"
    assert page["nav"] == []


@pytest.mark.parametrize("name", ["404.html", "403.html", "403_csrf.html", "400.html"])
def test_error_pages_say_what_to_do(name):
    page = drawn(name, visit("/nowhere"))
    assert page.count("<h1>") == 1
    assert "回音" in page


def test_the_page_of_our_own_failure_needs_no_context():
    assert "我们这边出错了" in render_to_string("500.html")


def test_elder_mode_is_a_cookie_and_goes_back_where_it_came_from():
    on = elder.switch(RequestFactory().post("/elder/", {"on": "1", "next": "/wall/?page=2"}))
    assert (on.url, on.cookies["elder"].value) == ("/wall/?page=2", "1")
    request = visit()
    request.COOKIES["elder"] = "1"
    assert '<html lang="zh-CN" class="elder">' in drawn("base_public.html", request)


def test_elder_mode_never_leads_away_from_the_site():
    assert elder.switch(RequestFactory().post("/elder/", {"on": "1", "next": "https://else.where/"})).url == "/"
    assert elder.switch(RequestFactory().get("/elder/")).status_code == 405


def test_an_item_of_the_record_is_a_sentence_and_a_void_one_stays():
    item = {"state": "void", "at": "3月4日", "who": "办公室", "text": "拟由甲主办。", "why": "3月6日作废。"}
    page = render_to_string("ui/timeline.html", {"items": [item]})
    assert '<li class="is-void">' in page
    assert "<b>已作废</b>" in page
    assert "<s><b>办公室</b> 拟由甲主办。</s> 3月6日作废。" in page


def test_the_first_thing_on_a_case_is_who_and_when_and_why():
    now = {"who": "区住建局", "state": "late", "due": "2026-06-12", "left": "逾期 6 天", "why": ["从 3月27日起算。"]}
    page = render_to_string("ui/now.html", {"now": now})
    assert 'class="now now--late"' in page
    assert "<b>区住建局</b>" in page
    assert '<small class="is-late">逾期 6 天</small>' in page
    assert "<li>从 3月27日起算。</li>" in page


def test_a_list_to_do_can_be_walked_by_keys_and_picked():
    rows = [
        {"url": "/1", "verb": "受理", "title": "甲", "state": "soon", "share": 86, "due_words": "今天 18:00", "pick": 9}
    ]
    page = render_to_string("ui/todo.html", {"rows": rows, "name": "case"})
    assert "data-keys" in page
    assert 'name="case" value="9" aria-label="选中 甲"' in page
    assert '<span class="act">受理</span>甲</a>' in page
    assert 'class="todo todo--plain"' in render_to_string("ui/todo.html", {"rows": rows})
