"""The search page: with and without a script, what it marks, counts, says and costs."""

from huiyin.library import freshness
from tests.desk.reading import queries_of, text_of

TYPING = {"HTTP_HX_REQUEST": "true", "HTTP_HX_TARGET": "found"}


def test_words_are_marked_in_title_and_passage(district, sign_in):
    district.proposal("filed", title="关于推进老旧小区加装电梯的提案")
    page = text_of(sign_in(district.office), "/find/?q=dianti 资金")
    assert "<mark>电梯</mark>" in page
    assert "居民意见不一，<mark>资金</mark>缺口大。" in page
    assert "找到 1 件" in page


def test_while_typing_only_the_found_part_comes(district, sign_in):
    case = district.proposal("filed", title="电梯")
    client = sign_in(district.office)
    part = client.get("/find/?q=001", **TYPING).content.decode()
    assert f"/case/{case.uid}/" in part, "no jump away from what is being typed"
    assert "<html" not in part
    assert 'hx-swap-oob="true"' in part


def test_a_count_is_a_link_that_narrows_and_a_condition_one_that_widens(district, sign_in):
    district.proposal("handling", title="电梯甲")
    district.proposal("filed", title="电梯乙")
    client = sign_in(district.office)
    page = text_of(client, "/find/?q=电梯")
    narrow = "/find/?q=%E7%94%B5%E6%A2%AF+%E7%8A%B6%E6%80%81%3A%E5%8A%9E%E7%90%86%E4%B8%AD"
    assert narrow.removeprefix("/find/") in page
    inner = text_of(client, narrow)
    assert "电梯甲" in inner.replace("<mark>", "").replace("</mark>", "")
    assert "找到 1 件" in inner
    assert 'href="?q=%E7%94%B5%E6%A2%AF"' in inner


def test_a_misspelt_condition_is_explained_and_answered(district, sign_in):
    district.proposal("filed", title="外星局来访")
    page = text_of(sign_in(district.office), "/find/?q=单位:外星局")
    assert "对不上，把它当普通的字找了" in page
    assert "找到 1 件" in page


def test_an_index_that_is_gone_is_said_and_the_page_answers(district, sign_in):
    district.proposal("filed", title="电梯")
    client = sign_in(district.office)
    text_of(client, "/find/?q=电梯")
    freshness.forget(district.committee)
    page = text_of(client, "/find/?q=电梯")
    assert "刚刚重建好" in page
    assert "找到 1 件" in page


def test_one_hit_and_three_cost_the_same_queries(district, sign_in):
    district.proposal("closed", title="电梯")
    client = sign_in(district.office)
    one = queries_of(client, "/find/?q=电梯")
    district.proposal("handling", title="电梯")
    district.proposal("filed", title="电梯")
    assert queries_of(client, "/find/?q=电梯") == one <= 18


def test_pages_follow_one_another(district, sign_in):
    for _n in range(23):
        district.proposal("submitted", title="电梯")
    client = sign_in(district.office)
    assert "第 1—20" in text_of(client, "/find/?q=电梯")
    assert "第 21—23" in text_of(client, "/find/?q=电梯&page=2")
    assert "第 21—23" in text_of(client, "/find/?q=电梯&page=99")
    assert text_of(client, "/find/?q=电梯&page=²")


def test_what_was_written_is_never_a_tag(district, sign_in):
    district.proposal("filed", title="<b>电梯</b>", situation="<script>alert(1)</script>电梯 12 部。")
    page = text_of(sign_in(district.office), "/find/?q=电梯")
    assert "&lt;b&gt;<mark>电梯</mark>&lt;/b&gt;" in page
    assert "<script>alert" not in page
