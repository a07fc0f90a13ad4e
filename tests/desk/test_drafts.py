"""Writing a proposal: begun once, kept while typing, handed in; by its author alone."""

import json
from threading import Barrier, Thread

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection

from huiyin.kernel.act import act
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


PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


def brought(district, **more):
    return {
        "member": district.member.person_id, "names": "", "kind": "individual", "way": "hand", "consent": "on", "key": "p1",
        "page": SimpleUploadedFile("签字页.pdf", PDF),
    } | more  # fmt: skip


def test_the_office_types_in_for_a_member_who_came_with_paper(district, sign_in):
    client = sign_in(district.office)
    assert "代委员录入提案" in text_of(client, "/work/")
    begun = client.post("/proposals/on-paper/", brought(district))
    case = Proposal.objects.get()
    assert begun.headers["Location"] == f"/proposals/{case.uid}/write/"
    assert (case.first_person, case.proposers, case.came_by) == (district.member.person, "林知夏", "hand")
    assert "代 林知夏 录入提案" in text_of(client, begun.headers["Location"])
    client.post(begun.headers["Location"], WRITTEN)
    client.post(begun.headers["Location"], {"part": "items", "items": ["建一处公园。"]})
    sent = {"part": "submit", "send": "1", "key": "s1", "publish_wish": "yes", "no_secret": "on"}
    assert client.post(begun.headers["Location"], sent).headers["Location"] == f"/case/{case.uid}/"
    event = Event.objects.get(case=case.pk, step="submit")
    assert (event.post_id, event.for_post_id) == (district.office.pk, district.member.pk)
    page = text_of(client, f"/case/{case.uid}/")
    assert "代 林知夏 录入" in page
    assert "登记纸面来稿（当面交来），本人同意代录。" in page
    assert "签字页.pdf" in page
    assert "签字页.pdf" in text_of(sign_in(district.member), f"/case/{case.uid}/")


def test_nothing_begins_without_consent_and_page_or_without_a_name(district, sign_in):
    client = sign_in(district.office)
    answer = client.post("/proposals/on-paper/", {"way": "hand", "kind": "individual"})
    said = answer.content.decode()
    assert answer.status_code == 422
    assert "没有本人同意不能代录" in said
    assert "请选委员；没有账号的" in said
    bad = client.post("/proposals/on-paper/", brought(district, page=SimpleUploadedFile("签字.pdf", b"MZ")))
    assert "不是 pdf" in bad.content.decode()
    assert not Proposal.objects.exists()
    assert sign_in(district.member).get("/proposals/on-paper/").status_code == 403


def test_paper_of_one_without_an_account_is_the_offices_own(district, sign_in):
    client = sign_in(district.office)
    sent = brought(district, member="", names="澄江区工商联", kind="people_org")
    for _ in range(2):  # pressed twice
        where = client.post("/proposals/on-paper/", sent | {"page": SimpleUploadedFile("盖章.pdf", PDF)}).headers[
            "Location"
        ]
    case = Proposal.objects.get()
    assert (case.first_person, case.proposers, where) == (None, "澄江区工商联", f"/proposals/{case.uid}/write/")
    assert Attachment.objects.filter(case=case.pk).count() == 1


def test_word_or_pasted_text_is_taken_apart_and_what_was_written_stays(district, sign_in):
    case = district.draft(items=["先修路。"], analysis="")
    client = sign_in(district.member)
    url = f"/proposals/{case.uid}/write/"
    pasted = "一、情况\n路灯太暗。\n二、分析\n没人管。\n三、建议\n1、每月检修。\n2、公开电话。"
    page = client.post(
        url, {"part": "situation", "situation": "原来写的。", "pasted": pasted, "read": "1"}
    ).content.decode()
    case.refresh_from_db()
    assert (case.situation, case.analysis) == ("原来写的。\n路灯太暗。", "没人管。")
    assert case.items == ["先修路。", "每月检修。", "公开电话。"]
    assert "请逐页核对" in page
    refused = client.post(url, {"part": "situation", "read": "1"}).content.decode()
    assert "还没有选 Word 文件" in refused
    false = SimpleUploadedFile("稿.docx", b"%PDF-1.7")
    assert "的内容不是 docx" in client.post(url, {"part": "situation", "read": "1", "word": false}).content.decode()


def test_who_invited_co_signers_can_still_hand_his_proposal_in(district, sign_in):
    proposal = district.draft()
    act(proposal, "invite", as_=district.member, people=[district.other_member.person_id])
    client = sign_in(district.member)
    url = f"/proposals/{proposal.uid}/write/"
    assert "已经请人联名" in text_of(client, url)
    assert "建立一站式受理窗口" in text_of(sign_in(district.other_member), f"/case/{proposal.uid}/")
    client = sign_in(district.member)
    client.post(url, {"part": "submit", "send": "1", "publish_wish": "yes", "no_secret": "on"})
    proposal.refresh_from_db()
    assert proposal.state == "submitted"
