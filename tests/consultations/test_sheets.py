"""A sheet kept on a phone at the meeting and sent later: nothing lost, nothing doubled, and what is refused waits in the tray."""

import json
from datetime import timedelta

import pytest
from django.db import IntegrityError
from django.test import Client
from django.urls import reverse

from huiyin.activities.models import Attendance, Speech
from huiyin.consultations import sheets
from huiyin.consultations.models import SheetEntry, SubIssue
from huiyin.kernel import clock, ledger
from huiyin.kernel.act import act
from huiyin.kernel.models import Event, Notice
from huiyin.kernel.refusal import NotAllowed, Refused
from tests.stories.test_consultation import fresh, meeting, noticed, on_the_day

ISSUE = {
    "question": "停哪一侧",
    "said": "有车的：东侧。",
    "came": "partly",
    "agreed": "东侧单边",
    "dissent": "赵大爷：不同意",
}


def line(key, step, at="", **facts):
    return {"key": f"{key}-device-1", "step": step, "facts": facts, "at": at or clock.now().isoformat()}


def sheet(district, device):
    """What was written at the meeting; another device has the same, with keys of its own."""
    return [
        line(f"{device}1", "members", members=[str(district.member.person_id)]),
        line(
            f"{device}2",
            "guests",
            category="villager",
            names="王桂芳，桂园 3 栋" if device == "a" else "王桂芳, 桂园  3 栋",
        ),
        line(f"{device}3", "speak", name="王桂芳", words="晚上八点以后总可以停吧。"),
        line(f"{device}4", "issue", **ISSUE),
    ]


def states(taken):
    return [one.state for one in taken]


def test_it_is_sent_later_sent_again_and_sent_by_a_second_device_and_each_line_counts_once(district):
    case = noticed(district)
    with on_the_day(case):
        there = meeting(case)
        first = sheet(district, "a")
        assert states(sheets.receive(district.station, there, first[:2])) == ["done", "done"]
        # The connection broke before the answer came: the whole sheet is sent again.
        assert states(sheets.receive(district.station, there, first)) == ["done"] * 4
        assert states(sheets.receive(district.general, there, sheet(district, "b"))) == ["same"] * 4
        # What the door knows already is no second attendance.
        act(there, "check_in", as_=district.other_member, code=there.door)
        assert states(
            sheets.receive(
                district.station, there, [line("c1", "members", members=[str(district.other_member.person_id)])]
            )
        ) == ["same"]
        assert (Attendance.objects.filter(until=None).count(), Speech.objects.count(), SubIssue.objects.count()) == (
            3,
            1,
            1,
        )
        assert set(SheetEntry.objects.values_list("fate", "why")) == {("done", "")}
        assert not any(SheetEntry.objects.values_list("facts", flat=True))
        # Who was struck off meanwhile is not told to be there: the device keeps the line and says so.
        gone = Attendance.objects.get(person=district.member.person_id)
        act(there, "strike", as_=district.station, row=gone.pk, why="记错了人")
        told = sheets.receive(
            district.station, there, [line("c2", "members", members=[str(district.member.person_id)])]
        )
        assert (told[0].state, "去掉了" in told[0].said) == ("bad", True)
        # The same question in other words waits for somebody to compare.
        told = sheets.receive(district.station, there, [line("d1", "issue", **{**ISSUE, "agreed": "西侧单边"})])
        assert (told[0].state, "内容不一样" in told[0].said) == ("held", True)
        assert SubIssue.objects.count() == 1


def test_what_comes_after_the_meeting_was_settled_waits_in_the_tray_and_is_never_dropped(district):
    case = noticed(district)
    with on_the_day(case):
        there = meeting(case)
        act(there, "guests", as_=district.station, category="villager", names="先到的人")
        act(there, "hold", as_=district.station)
        act(there, "settle", as_=district.station)
        late = sheet(district, "a")
        assert states(sheets.receive(district.station, there, late)) == ["held", "held", "held", "done"]
        held = list(sheets.tray(district.station).filter(fate="held"))
        assert [row.step for row in held] == ["members", "guests", "speak"]
        assert states(sheets.receive(district.station, there, late)) == ["held", "held", "held", "done"]
        assert SheetEntry.objects.filter(fate="held").count() == 3
        assert Notice.objects.filter(text__contains="对账盘", role="station").count() == 1
        assert Event.objects.filter(step=sheets.HELD).count() == 3
        client, where = client_of(district.station), reverse("consultation_tray")
        page = client.get(where).content.decode()
        assert "王桂芳，桂园 3 栋" in page
        assert "林知夏" in page
        guests = held[1]
        assert "出席已经定了" in text(client.post(where, {"entry": guests.uid, "go": "again"}, follow=True))
        assert fresh(guests).fate == "held"
        act(there, "reopen", as_=district.general, why="会上登记的送到了")
        for row in held:
            assert "记进去了" in text(client.post(where, {"entry": row.uid, "go": "again"}, follow=True))
        assert "已经处理过了" in text(client.post(where, {"entry": guests.uid, "go": "again"}, follow=True))
        assert Attendance.objects.filter(case=there.pk).count() == 3
        assert ledger.verify(district.committee).sound


def test_minutes_once_written_a_late_question_is_settled_in_words(district):
    case = noticed(district)
    with on_the_day(case):
        there = meeting(case)
        sheets.receive(district.station, there, sheet(district, "a"))
        act(there, "hold", as_=district.station)
        act(case, "write_minutes", as_=district.station, minutes="商量了一个下午。")
        told = sheets.receive(district.station, there, [line("z1", "issue", **{**ISSUE, "question": "收不收费"})])
        assert told[0].state == "held"
        client, where = client_of(district.general), reverse("consultation_tray")
        entry = SheetEntry.objects.get(fate="held")
        assert "请写明是怎么处理的" in text(
            client.post(where, {"entry": entry.uid, "go": "settle", "words": " "}, follow=True)
        )
        shown = text(client.post(where, {"entry": entry.uid, "go": "settle", "words": "已写进纪要第二段"}, follow=True))
        assert "已写进纪要第二段" in shown
        assert "收不收费" in shown
        other = district.post("station", district.units[0])
        assert not sheets.tray(other).exists()
        assert client_of(other).post(where, {"entry": entry.uid, "go": "again"}).status_code == 404
        with pytest.raises(NotAllowed):
            sheets.receive(other, there, [])


def test_what_no_device_of_ours_writes_is_told_and_changes_nothing(district):
    case = noticed(district)
    there = meeting(case)
    client, where = client_of(district.station), reverse("activity_sheet", args=[there.uid])
    assert "记在这台手机上" in text(client.get(where))
    for body in (
        "{",
        "[]",
        '{"lines": 3}',
        '{"lines": ' + "[" * 3000,
        json.dumps({"lines": [line("a1", "speak")] * 501}),
    ):
        assert client.post(where, body, content_type="application/json").status_code == 422
    bad = [
        {}, 3, None, line("a1", "hold"), {**line("a1", "speak"), "key": "x"}, {**line("a1", "speak"), "key": 'a"><script>'}, line("a2", "members", members=["x"]),
        line("a3", "members", members=["1", "2"]), line("a4", "guests", names={"a": 1}), {**line("a5", "speak"), "facts": []}, line("a6", "speak", words="长" * 9000),
    ]  # fmt: skip
    answer = client.post(where, json.dumps({"lines": bad}), content_type="application/json")
    assert {one["state"] for one in answer.json()["lines"]} == {"bad"}
    future = (clock.now() + timedelta(days=400)).isoformat()
    odd = [
        line("b1", "guests", at=future, category="villager", names="孙小小"),
        line("b2", "guests", at="昨天", category="nobody", names="钱多多"),
        line("b3", "members", members=["99"]),
    ]
    told = client.post(where, json.dumps({"lines": odd}), content_type="application/json").json()["lines"]
    assert [one["state"] for one in told] == ["done", "held", "held"]
    assert client_of(district.unit).post(where, "{}", content_type="application/json").status_code == 404


def test_two_devices_that_send_at_the_same_moment_write_one_row(district):
    case = noticed(district)
    there = meeting(case)
    entry = line("a1", "guests", category="villager", names="王桂芳，桂园 3 栋")
    assert states(sheets.receive(district.station, there, [entry])) == ["done"]
    row = SheetEntry.objects.get()
    with pytest.raises(IntegrityError):
        SheetEntry.objects.bulk_create(
            [
                SheetEntry(
                    committee=row.committee,
                    activity=there,
                    step=row.step,
                    key="other-key",
                    digest=row.digest,
                    post_id=1,
                    happened_at=row.happened_at,
                    received_at=row.received_at,
                    fate="done",
                )
            ]
        )


def test_those_who_were_left_out_are_put_on_the_list_late_with_a_reason(district):
    case = noticed(district)
    there = meeting(case)
    act(there, "guests", as_=district.station, category="villager", names="先到的人")
    act(there, "hold", as_=district.station)
    for given in ({}, {"names": "王桂芳"}, {"names": "先到的人", "category": "villager"}):
        with pytest.raises(Refused):
            act(there, "late", as_=district.station, why="补", **given)
    act(
        there,
        "late",
        as_=district.station,
        why="签到表后到",
        members=[district.member.person_id],
        names="王桂芳，3 栋",
        category="villager",
    )
    assert Attendance.objects.filter(case=there.pk).count() == 3


def client_of(post):
    client = Client()
    client.force_login(post.person)
    return client


def text(answer):
    return answer.content.decode()
