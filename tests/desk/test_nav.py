"""The bar of places stays one line on a desk's screen: what no longer fits stands behind one word, and says where one is."""

import pytest

from huiyin.desk.page_data import ROOM, _put_behind


def bar(*labels):
    found = [{"label": label, "url": "/", "current": False} for label in labels]
    _put_behind(found)
    return [one["label"] for one in found if not one.get("behind")], [
        one["label"] for one in found if one.get("behind")
    ]


def test_few_places_stand_side_by_side():
    assert bar("我的工作", "提案", "数字") == (["我的工作", "提案", "数字"], [])


def test_what_does_not_fit_stands_behind_one_word_in_its_order():
    shown, behind = bar(*["提案"] * 20)
    assert len(shown) + len(behind) == 20
    assert len(shown) * 7 <= ROOM < (len(shown) + 2) * 7


@pytest.mark.django_db
def test_a_leader_finds_every_place_and_sees_the_one_that_is_open(district, client):
    client.force_login(district.leader.person, backend="django.contrib.auth.backends.ModelBackend")
    answer = client.get("/board/")
    assert answer["Cache-Control"] == "private, no-cache", "no proxy keeps somebody's own page"
    page = answer.content.decode()
    assert '<details class="more"><summary>进度</summary>' in page
    assert 'href="/reports/"' in page
