"""Writing a proposal: begun once, kept while typing, handed in; by its author alone."""

import json
from threading import Barrier, Thread

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection

from huiyin.kernel.models import Attachment, Event, Notice
from huiyin.proposals import drafts
from huiyin.proposals.models import Proposal
from huiyin.suggestions.models import Suggestion
from tests.desk.reading import queries_of, text_of
from tests.district import District

WRITTEN = {
    "part": "situation",
    "title": "关于建设口袋公园的提案",
    "situation": "老城区没有公园。",
    "analysis": "地块零碎。",
}


def test_looking_at_the_page_begins_nothing(district, sign_in):
    assert "起草提案" in text_of(sign_in(district.member), "/proposals/new/")
    assert not Proposal.objects.exists()


def test_the_first_save_begins_the_draft_once_and_gives_it_its_address(district, sign_in):
    client = sign_in(district.member)
    answers = [
        client.post("/proposals/new/", WRITTEN | {"key": "n1"}, headers={"X-Requested-With": "autosave"})
        for _ in range(2)
    ]
    proposal = Proposal.objects.get()
    for answer in answers:
        assert json.loads(answer.content)["action"] == f"/proposals/{proposal.uid}/write/"
    assert (proposal.title, proposal.situation, proposal.session) == (
        WRITTEN["title"],
        "老城区没有公园。",
        district.session,
    )
    assert (proposal.first_person, proposal.proposers) == (district.member.person, "林知夏")


def test_suggestions_are_written_one_by_one_and_rows_are_added_without_a_script(district, sign_in):
    proposal = district.draft(items=[])
    client = sign_in(district.member)
    url = f"/proposals/{proposal.uid}/write/"
    assert text_of(client, f"{url}?part=items").count('name="items"') == 2
    page = client.post(url, {"part": "items", "items": ["第一条", "第二条"], "add_row": "items"}).content.decode()
    assert page.count('name="items"') == 3
    client.post(url, {"part": "items", "items": ["第一条", " ", "第二条"], "go": "submit"})
    proposal.refresh_from_db()
    assert proposal.items == ["第一条", "第二条"]


def test_what_is_missing_is_said_before_and_after_sending(district, sign_in):
    proposal = district.draft(items=[], analysis="")
    client = sign_in(district.member)
    url = f"/proposals/{proposal.uid}/write/"
    assert "还没有写建议，至少 1 条。" in text_of(client, f"{url}?part=submit")
    answer = client.post(url, {"part": "submit", "send": "1", "publish_wish": "yes", "no_secret": "on", "key": "x"})
    assert answer.status_code == 200
    assert "还没有写分析。" in answer.content.decode()
    assert not Event.objects.filter(step="submit").exists()


def test_it_is_handed_in_once_with_its_files(district, sign_in):
    proposal = district.draft()
    client = sign_in(district.member)
    url = f"/proposals/{proposal.uid}/write/"
    picture = SimpleUploadedFile("现场.txt", "桂园小区三栋".encode())
    client.post(url, {"part": "items", "items": proposal.items, "attachment": picture, "upload": "1"})
    assert "现场.txt" in text_of(client, f"{url}?part=submit")
    refused = client.post(url, {"part": "submit", "send": "1", "contact_phone": "0000", "key": "h"})
    assert "请选“是否同意公开提案”" in refused.content.decode()
    sent = {
        "part": "submit",
        "send": "1",
        "publish_wish": "yes",
        "no_secret": "on",
        "contact_phone": "0000",
        "key": "h",
    }
    answer = client.post(url, sent, follow=True)
    assert "提案已提交，流水 0001" in answer.content.decode()
    again = client.post(url, sent)
    assert again.url == f"/case/{proposal.uid}/"
    event = Event.objects.get(case=proposal.pk, step="submit")
    assert Attachment.objects.get(case=proposal.pk).event_id == event.pk
    assert Suggestion.objects.filter(case=proposal.pk).count() == 2


def test_only_the_author_writes_and_only_before_it_is_handed_in(district, sign_in):
    proposal = district.draft()
    url = f"/proposals/{proposal.uid}/write/"
    assert sign_in(district.other_member).get(url).status_code == 404
    sign_in(district.office).post(url, WRITTEN)
    proposal.refresh_from_db()
    assert proposal.title != WRITTEN["title"]
    handed_in = district.proposal("submitted")
    answer = sign_in(district.member).post(f"/proposals/{handed_in.uid}/write/", WRITTEN)
    assert answer.url == f"/case/{handed_in.uid}/"
    assert sign_in(district.unit).get("/proposals/new/").status_code == 403


def test_a_returned_proposal_is_mended_and_handed_in_again(district, sign_in):
    proposal = district.proposal("returned")
    client = sign_in(district.member)
    url = f"/proposals/{proposal.uid}/write/"
    client.post(url, {"part": "items", "items": ["三个月内公布名单"], "go": "submit"})
    client.post(
        url, {"part": "submit", "send": "1", "publish_wish": "no", "publish_reason": "有住户姓名", "no_secret": "on"}
    )
    proposal.refresh_from_db()
    assert proposal.state == "submitted"
    assert [row.text for row in Suggestion.objects.filter(case=proposal.pk, until=None)] == ["三个月内公布名单"]


def test_the_page_costs_no_more_than_twelve_queries(district, sign_in):
    proposal = district.draft()
    client = sign_in(district.member)
    for part in ("situation", "items", "submit"):
        client.get(f"/proposals/{proposal.uid}/write/?part={part}")
        assert queries_of(client, f"/proposals/{proposal.uid}/write/?part={part}") <= 12


@pytest.mark.django_db(transaction=True)
def test_two_sendings_at_the_same_moment_begin_one_draft():
    post, barrier, found = District.build().member, Barrier(2), []

    def begin():
        try:
            barrier.wait()
            found.append(drafts.begin(post, "same").pk)
        finally:
            connection.close()

    threads = [Thread(target=begin) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 2
    assert len(set(found)) == 1


def test_a_draft_can_be_thrown_away_by_its_author(district, sign_in):
    proposal = district.draft()
    client = sign_in(district.member)
    assert "删除这份草稿" in text_of(client, f"/proposals/{proposal.uid}/write/")
    client.post(f"/proposals/{proposal.uid}/write/", {"part": "situation", "discard": "1"})
    proposal.refresh_from_db()
    assert proposal.state == "discarded"
    assert proposal.title not in text_of(client, "/work/")
    assert not Notice.objects.filter(case=proposal.pk).exists()


@pytest.mark.parametrize("autosave", [{}, {"X-Requested-With": "autosave"}])
def test_an_empty_form_makes_no_draft(district, sign_in, autosave):
    client = sign_in(district.member)
    sent = {"part": "situation", "title": " ", "situation": "", "analysis": "", "key": "k1", "go": "items"}
    answer = client.post("/proposals/new/", sent, headers=autosave)
    assert answer.status_code == 200
    assert not Proposal.objects.filter(committee=district.committee).exists()
    assert autosave or "先写案由或情况" in answer.content.decode()
    client.post("/proposals/new/", sent | {"situation": "路灯不亮。"})
    assert Proposal.objects.get(committee=district.committee).situation == "路灯不亮。"
