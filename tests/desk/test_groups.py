"""The page of the merge board."""

import re

import pytest

from huiyin.library.models import Apart
from tests.desk.reading import queries_of, text_of

LIFTS = ("关于推进老旧小区加装电梯的提案", "关于加快老旧小区加装电梯的建议", "关于推进老小区加装电梯的提案")


@pytest.fixture
def three(district):
    return [district.proposal("review_f", title=title) for title in LIFTS]


def members(rows):
    return [f"{row.uid}.{row.version}" for row in rows]


def test_the_office_merges_a_group_and_may_split_it(district, sign_in, three):
    client = sign_in(district.office)
    page = text_of(client, "/groups/")
    assert "1 组提案可能说的是一件事" in page
    token = re.search(r'name="token" value="(\w+)"', page)[1]
    sent = {
        "verb": "accept",
        "member": members(three),
        "case": [row.uid for row in three],
        "main": three[0].uid,
        "words": "都谈加梯",
        "token": token,
    }
    assert client.post("/groups/decide/", sent).status_code == 302
    page = text_of(client, "/groups/")
    assert "没有要并的提案" in page
    assert f"/case/{three[1].uid}/?step=split#step" in page


def test_a_reviewer_rejects_and_splits_but_does_not_merge(district, sign_in, three):
    client = sign_in(district.reviewer)
    assert "把选中的并入主案" not in text_of(client, "/groups/")
    client.post("/groups/decide/", {"verb": "split", "member": members(three), "case": [three[2].uid]})
    assert Apart.objects.count() == 2
    client.post("/groups/decide/", {"verb": "reject", "member": members(three)})
    assert Apart.objects.count() == 3
    page = text_of(client, "/groups/")
    assert "不是一件事的 3 对" in page
    client.post("/groups/decide/", {"verb": "rejoin", "pair": Apart.objects.first().uid})
    assert Apart.objects.filter(ended_by=None).count() == 2


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"verb": "accept"}, "请选一件主案"), ({"verb": "split"}, "请勾选要分出去的几件"), ({"verb": "dance"}, "没有看懂要办什么"), ({}, "没有看懂要办什么"),
    ],
)  # fmt: skip
def test_what_cannot_be_done_is_said(district, sign_in, three, sent, said):
    client = sign_in(district.office)
    answer = client.post("/groups/decide/", sent | {"member": members(three)}, follow=True)
    assert said in answer.content.decode()


def test_a_stale_page_merges_nothing(district, sign_in, three):
    client = sign_in(district.office)
    sent = {
        "verb": "accept",
        "member": [f"{row.uid}.{row.version - 1}" for row in three],
        "case": [three[1].uid],
        "main": three[0].uid,
        "words": "都谈",
    }
    assert "1 件没有办成" in client.post("/groups/decide/", sent).content.decode()


def test_another_committees_cases_are_not_there(district, sign_in, three):
    other = type(district).build()
    sent = {"verb": "reject", "member": members(three)}
    sign_in(other.office).post("/groups/decide/", sent)
    assert not Apart.objects.exists()


def test_one_group_and_two_cost_the_same(district, sign_in, three):
    client = sign_in(district.office)
    one = queries_of(client, "/groups/")
    for _n in range(2):
        district.proposal("review_f", title="关于学校门口停车难的提案")
    assert queries_of(client, "/groups/") == one <= 15
