"""Letters without an account: confirmed by a mailed link, once a week, of what still stands; and data in batches, not too often."""

import re
from datetime import timedelta

from django.core import mail
from django.test import Client
from django.urls import reverse

from huiyin.kernel import clock, outbox
from huiyin.kernel.act import act
from huiyin.kernel.models import Delivery, Notice
from huiyin.portal import bulk, subscribe
from huiyin.portal.models import Subscription
from tests.stories.test_voice import taken

ADDRESS = "Qin.Lan@example.cn"
PUBLIC = {"text": "楼里的电梯停了一个多月。", "answer": "", "checked": True}


def linked(message):
    return re.search(r"http://testserver(\S+)", message.body)[1]


def test_a_letter_a_week_from_the_confirmation_until_one_leaves(district):
    here, citizen = reverse("subscribe", args=[district.committee.code]), Client()
    stays, goes = taken(district), taken(district)
    for _twice in range(2):
        assert citizen.post(here, {"email": ADDRESS, "website": ""}).status_code == 302
    outbox.tick()
    letters = [one for one in mail.outbox if one.to == [ADDRESS]]
    assert len(letters) == 1, "typed twice, one letter"
    kept = [*Subscription.objects.values_list("sealed", "mark"), *Delivery.objects.values_list("address", "error")]
    assert "example.cn" not in str(kept) + str(list(Notice.objects.values_list("text")))
    confirm = linked(letters[0])
    assert "确认" in citizen.get(confirm).content.decode()
    assert Subscription.objects.get().confirmed_at is None, "a program that opens links confirms nothing"
    assert Client().post(confirm).status_code == 302
    mail.outbox.clear()
    for case, heading in ((stays, "电梯停运"), (goes, "要撤下的")):
        act(case, "publish", as_=district.general, heading=heading, **PUBLIC)
    outbox.tick()
    assert [one for one in mail.outbox if one.to == [ADDRESS]] == []
    with clock.frozen(clock.now() + timedelta(days=8)):
        act(goes, "take_down", as_=district.general, why="家属要求。")
        for _twice in range(2):
            outbox.tick()
        letters = [one for one in mail.outbox if one.to == [ADDRESS]]
        assert len(letters) == 1
        assert "电梯停运" in letters[0].body
        assert "要撤下的" not in letters[0].body
        leave = (
            linked(letters[0])
            if "leave=" in linked(letters[0])
            else letters[0].extra_headers["List-Unsubscribe"][18:-1]
        )
        assert citizen.get(leave).status_code == 200
        citizen.post(leave)
        assert not Subscription.objects.exists()
        assert citizen.get(leave).status_code == 404


def test_what_was_never_confirmed_is_forgotten_and_a_made_up_link_opens_nothing(district):
    here, citizen = reverse("subscribe", args=[district.committee.code]), Client()
    citizen.post(here, {"email": ADDRESS})
    bad = citizen.post(here, {"email": "不是邮箱"})
    assert (bad.status_code, "不是邮箱" in bad.content.decode()) == (422, True)
    assert citizen.post(f"{here}?confirm=1:abc:def").status_code == 404
    with clock.frozen(clock.now() + timedelta(days=4)):
        outbox.tick()
    assert not Subscription.objects.exists()
    late = citizen.post(here, {"email": ADDRESS})
    assert late.status_code == 302
    late = [citizen.post(here, {"email": f"x{n}@example.cn"}) for n in range(subscribe.ASKED)][-1]
    assert (late.status_code, "过一会儿再来" in late.content.decode()) == (422, True)


def test_data_comes_in_batches_and_too_often_is_told_to_wait(district, monkeypatch):
    monkeypatch.setattr(bulk, "BATCH", 2)
    monkeypatch.setattr(bulk, "DOWNLOADS", 6)
    for n in range(3):
        act(taken(district), "publish", as_=district.general, heading=f"第{n}件", **PUBLIC)
    code, client = district.committee.code, Client()
    first = client.get(reverse("wall_data", args=[code, "json"]), REMOTE_ADDR="10.1.1.1").json()
    second = client.get(first["next"], REMOTE_ADDR="10.1.1.1").json()
    assert [one["heading"] for one in first["voices"] + second["voices"]] == ["第2件", "第1件", "第0件"]
    assert second["next"] is None
    for name in ("wall_data", "public_cases_data", "public_consultations_data"):
        feed = client.get(reverse(name, args=[code, "atom"]), REMOTE_ADDR="10.1.1.1")
        assert feed["Content-Type"].startswith("application/atom+xml")
    again = [client.get(f"{first['next']}&n={n}", REMOTE_ADDR="10.1.1.1") for n in range(2)]
    assert [one.status_code for one in again] == [200, 429]
    assert again[1]["Retry-After"] == "60"
    assert client.get(f"{first['next']}&n=9", REMOTE_ADDR="10.1.1.2").status_code == 200
