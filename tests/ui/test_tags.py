"""Each tag, told as a small story."""

import datetime as dt
from types import SimpleNamespace

from django.contrib.messages import constants as levels
from django.core.paginator import Paginator
from django.utils.safestring import mark_safe

from huiyin.ui.svg import Point, Series
from huiyin.ui.templatetags.ui import clock_state, used_share

TODAY = dt.date(2026, 6, 18)


def test_a_late_clock_says_so_in_shape_colour_and_words(render):
    drawn = render("{% clock due today %}", due=dt.date(2026, 6, 12), today=TODAY)
    assert 'class="clock is-late"' in drawn
    assert "ring--late" in drawn
    assert "逾期 6 天" in drawn


def test_a_clock_is_soon_within_a_week_and_calm_before():
    states = [clock_state(TODAY + dt.timedelta(n), TODAY) for n in (-1, 0, 7, 8)]
    assert states == ["late", "soon", "soon", "calm"]
    assert clock_state(None, TODAY) == "none"


def test_the_share_used_runs_from_start_to_due():
    start, due = dt.date(2026, 6, 8), dt.date(2026, 6, 28)
    assert used_share(start, due, TODAY) == 50
    assert used_share(start, start, TODAY) == 100


def test_a_finished_clock_needs_no_date(render):
    assert render('{% clock state="done" %}').endswith("<span>已办结</span></span>")


def test_filters_give_nothing_for_nothing(render):
    assert render("{{ x|day }}{{ x|moment }}{{ x|left }}{{ x|month_day }}{{ x|weekday }}", x=None) == ""


def test_a_query_string_is_replaced_key_by_key(render):
    assert render('{% qs sort="due" page=None %}', "/?page=3&unit=1&unit=2") == "?unit=1&amp;unit=2&amp;sort=due"


def test_pages_keep_the_filters_and_name_where_we_are(render):
    drawn = render("{% pages page_obj %}", "/?unit=7&page=5", page_obj=Paginator(range(400), 40).page(5))
    assert "第 161—200 件，共 400 件" in drawn
    assert '<a href="?unit=7&amp;page=4" rel="prev">上一页</a>' in drawn
    assert '<a href="?unit=7" aria-label="第 1 页">1</a>' in drawn
    assert 'aria-current="page" aria-label="第 5 页"' in drawn


def test_a_single_page_counts_without_links(render):
    drawn = render('{% pages page_obj "条" %}', page_obj=Paginator(range(3), 40).page(1))
    assert "第 1—3 条，共 3 条" in drawn
    assert "<a" not in drawn


def test_bars_are_a_table_whose_marks_and_numbers_are_links(render):
    row = {"label": "解决了", "value": 201, "unit": "件", "share": 56.1, "text": "56.1%", "url": "/x", "tone": "green"}
    drawn = render('{% bars rows caption="按结果" %}', rows=[row])
    assert '<th scope="row">解决了</th>' in drawn
    assert 'href="/x" aria-label="打开解决了的 201 件"' in drawn
    assert '<a class="fig" href="/x">201 件</a>　<span class="mute">56.1%</span>' in drawn


def test_a_row_without_an_address_is_plain(render):
    drawn = render("{% bars rows %}", rows=[SimpleNamespace(label="已更新", value=7, share=35)])
    assert "<b>7</b>" in drawn
    assert "<a" not in drawn


def test_a_line_chart_states_its_finding_and_carries_its_table(render):
    series = [Series("今年", [Point("1月", 3, "/one"), Point("2月", None)])]
    drawn = render('{% line_chart series finding="比去年早" unit="件" axis="月底" %}', series=series)
    assert "<figcaption><b>比去年早</b>" in drawn
    assert '<a href="/one" aria-label="今年 1月 3 件">' in drawn
    assert '<td class="num"><a class="fig" href="/one">3</a></td><td class="num">—</td>' in drawn


def test_messages_are_told_by_their_weight_and_escape_what_is_not_ours(render):
    def message(level, text, tags=""):
        return SimpleNamespace(level=level, message=text, extra_tags=tags)

    told = [
        message(levels.SUCCESS, mark_safe('送到了。<a href="/a">看</a>')),
        message(levels.ERROR, "<b>坏</b>", "没有签发"),
    ]
    drawn = render("{% messages_flash %}", messages=told)
    assert '<div class="flash flash--ok" role="status"><b>已办</b><p>送到了。<a href="/a">看</a></p></div>' in drawn
    assert '<div class="flash flash--bad" role="alert"><b>没有签发</b><p>&lt;b&gt;坏&lt;/b&gt;</p></div>' in drawn


def test_the_words_of_the_script_come_as_data(render):
    drawn = render("{% ui_words %}")
    assert drawn.startswith('<script id="ui-words" type="application/json">')
