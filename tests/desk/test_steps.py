"""Taking a step on the page: done, refused with everything kept, stale, twice, and kept while typing."""

import json
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from huiyin.desk.models import Draft
from huiyin.handling.models import Reply
from huiyin.kernel import clock
from huiyin.kernel.act import act
from huiyin.kernel.models import Attachment, Event
from huiyin.suggestions.models import Suggestion
from tests.desk.reading import queries_of, text_of

PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


def scan(name="答复.pdf", content=PDF):
    return SimpleUploadedFile(name, content, content_type="application/pdf")


def reply(part, **more):
    """What a browser sends for a whole reply."""
    rows = Suggestion.objects.filter(case=part.parent_id)
    sent = {f"points-{row.pk}-adoption": "adopted" for row in rows} | {
        f"points-{row.pk}-text": "九月底前办成。" for row in rows
    }
    facts = {"doc_number": "函1号", "result": "A", "contact_name": "秦", "contact_phone": "1", "publicity": "open"}
    return sent | facts | {"key": "k-reply", "scan": scan()} | more


@pytest.fixture
def ready(district):
    """A sole unit's part that may be answered."""
    part = district.lead(district.proposal("handling", co=[]))
    act(part, "contact", as_=district.unit, **district.talk())
    return part


def test_a_step_is_taken_and_said(district, sign_in):
    proposal = district.proposal("submitted")
    client = sign_in(district.office)
    answer = client.post(f"/case/{proposal.uid}/do/accept/", {"key": "a", "seen": proposal.version}, follow=True)
    assert answer.redirect_chain == [(f"/case/{proposal.uid}/", 302)]
    assert "已受理，进入审查。" in answer.content.decode()
    proposal.refresh_from_db()
    assert proposal.state == "review_f"


def test_sending_twice_lands_once(district, sign_in):
    proposal = district.proposal("submitted")
    client = sign_in(district.office)
    for _ in range(2):
        answer = client.post(f"/case/{proposal.uid}/do/accept/", {"key": "twice", "seen": proposal.version})
        assert answer.status_code == 302
    assert Event.objects.filter(case=proposal.pk, step="accept").count() == 1


def test_a_refused_step_keeps_what_was_typed_and_leads_to_the_field(district, sign_in):
    part = district.lead(district.proposal("handling"))
    tomorrow = (clock.today() + timedelta(days=1)).isoformat()
    facts = {
        "on": tomorrow,
        "way": "visit",
        "phase": "during",
        "ours": "秦联络",
        "said": "谈了三件事",
        "view": "agrees",
    }
    answer = sign_in(district.unit).post(f"/case/{part.uid}/do/contact/", facts)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "还没到。请填面商当天的日期。" in page
    assert 'href="#id_on"' in page
    assert "谈了三件事" in page
    assert f'value="{tomorrow}"' in page
    facts["on"] = clock.today().isoformat()
    assert sign_in(district.unit).post(f"/case/{part.uid}/do/contact/", facts).status_code == 302


def test_a_reply_answers_each_suggestion_and_brings_its_paper(district, sign_in, ready):
    client = sign_in(district.unit)
    page = text_of(client, f"/case/{ready.parent.uid}/?step=reply&on={ready.uid}")
    assert page.count("怎么办、什么时候办好") == 2
    assert client.post(f"/case/{ready.uid}/do/reply/", reply(ready)).status_code == 302
    found = Reply.objects.get(case=ready)
    assert [point["adoption"] for point in found.points] == ["adopted", "adopted"]
    event = Event.objects.get(case=ready, step="reply")
    assert Attachment.objects.get(case=ready).event_id == event.pk


def test_a_refused_reply_keeps_the_paper_too(district, sign_in, ready):
    client = sign_in(district.unit)
    row = Suggestion.objects.filter(case=ready.parent_id).first()
    answer = client.post(f"/case/{ready.uid}/do/reply/", reply(ready) | {f"points-{row.pk}-text": ""})
    page = answer.content.decode()
    assert f'href="#id_points-{row.pk}-text"' in page
    assert "已收到“答复.pdf”，不用再传" in page
    kept = Attachment.objects.get(case=ready)
    again = reply(ready) | {"kept_scan": kept.uid}
    del again["scan"]
    assert client.post(f"/case/{ready.uid}/do/reply/", again).status_code == 302
    assert Reply.objects.get(case=ready).scan_id == kept.pk


def test_a_file_that_is_not_what_it_says_is_refused(district, sign_in, ready):
    answer = sign_in(district.unit).post(
        f"/case/{ready.uid}/do/reply/", reply(ready, scan=scan(content=b"MZ\x90\x00 program"))
    )
    assert "而是可以运行的程序" in answer.content.decode()
    assert not Reply.objects.filter(case=ready).exists()


def test_a_stale_page_shows_what_changed_and_keeps_what_was_typed(district, sign_in):
    part = district.lead(district.proposal("handling", co=[]))
    seen = part.version
    act(part, "urge", as_=district.office, words="请抓紧")
    facts = {
        "on": clock.today().isoformat(),
        "way": "visit",
        "phase": "during",
        "ours": "秦",
        "said": "谈妥了",
        "view": "agrees",
    }
    client = sign_in(district.unit)
    answer = client.post(f"/case/{part.uid}/do/contact/", facts | {"seen": seen, "key": "s1"})
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "有新进展" in page
    assert "催办。" in page
    assert "谈妥了" in page
    part.refresh_from_db()
    assert f'name="seen" value="{part.version}"' in page
    assert client.post(f"/case/{part.uid}/do/contact/", facts | {"seen": part.version, "key": "s1"}).status_code == 302


def test_a_step_that_is_no_longer_ones_own_still_shows_what_was_typed(district, sign_in):
    proposal = district.proposal("review_f")
    seen = proposal.version
    act(proposal, "file", as_=district.director, subject="经济建设")
    answer = sign_in(district.office).post(
        f"/case/{proposal.uid}/do/decline/",
        {"reasons": ["duplicate"], "words": "去年答复过了", "disposition": "kept", "seen": seen},
    )
    page = answer.content.decode()
    assert "去年答复过了" in page
    assert "这一步现在不用您办了" in page


def test_who_may_not_is_told_who_may(district, sign_in):
    proposal = district.proposal("submitted")
    answer = sign_in(district.leader).post(f"/case/{proposal.uid}/do/accept/", {})
    assert answer.status_code == 200
    assert "由提案委办公室办理" in answer.content.decode()
    proposal.refresh_from_db()
    assert proposal.state == "submitted"


def test_a_computed_step_has_no_address(district, sign_in):
    proposal = district.proposal("assigned")
    assert sign_in(district.office).post(f"/case/{proposal.uid}/do/take_up/", {}).status_code == 404
    assert sign_in(district.office).get(f"/case/{proposal.uid}/do/accept/").status_code == 405


def test_what_is_typed_is_kept_and_shown_again_to_the_whole_office(district, sign_in, ready):
    row = Suggestion.objects.filter(case=ready.parent_id).first()
    typed = {"opening": "感谢您", f"points-{row.pk}-text": "写了一半", f"points-{row.pk}-adoption": "partly"}
    answer = sign_in(district.unit).post(
        f"/case/{ready.uid}/keep/reply/", typed, headers={"X-Requested-With": "autosave"}
    )
    assert json.loads(answer.content)["saved_at"]
    colleague = district.post("unit", district.units[0], "同事")
    page = text_of(sign_in(colleague), f"/case/{ready.parent.uid}/?step=reply&on={ready.uid}")
    assert "感谢您" in page
    assert "写了一半" in page
    assert "写了一半" not in text_of(sign_in(district.member), f"/case/{ready.parent.uid}/")
    sign_in(district.unit).post(f"/case/{ready.uid}/do/reply/", reply(ready))
    assert not Draft.objects.exists()


def test_a_paper_that_came_by_hand_is_typed_in_for_its_author_with_evidence(district, sign_in):
    proposal = district.draft()
    client = sign_in(district.office)
    page = text_of(client, f"/case/{proposal.uid}/?step=submit")
    assert "代录：" in page
    sent = {"publish_wish": "yes", "no_secret": "on", "typed": "1", "key": "paper"}
    assert "请上传扫描件。" in client.post(f"/case/{proposal.uid}/do/submit/", sent).content.decode()
    sent["evidence"] = scan("签名页.pdf")
    assert client.post(f"/case/{proposal.uid}/do/submit/", sent).status_code == 302
    event = Event.objects.get(case=proposal.pk, step="submit")
    assert (event.post_id, event.for_post_id) == (district.office.pk, district.member.pk)
    assert "代 林知夏 录入" in text_of(client, f"/case/{proposal.uid}/")


def test_the_rating_page_says_what_each_choice_leads_to(district, sign_in):
    proposal = district.proposal("replied")
    client = sign_in(district.member)
    page = text_of(client, f"/case/{proposal.uid}/?step=rate")
    assert "答复您满意吗" in page
    assert "会退回住房城乡建设局，30 天内重新办理" in page
    assert "您提了 2 条，答复是这样" in page
    assert client.post(f"/case/{proposal.uid}/do/rate/", {"key": "r"}).content.decode().count("请选“总的看”") >= 1
    assert client.post(f"/case/{proposal.uid}/do/rate/", {"rating": "satisfied", "key": "r"}).status_code == 302
    proposal.refresh_from_db()
    assert proposal.state == "closed"


def test_only_the_form_is_sent_to_a_script(district, sign_in):
    proposal = district.proposal("submitted")
    answer = sign_in(district.office).get(f"/case/{proposal.uid}/?step=return_", headers={"HX-Request": "true"})
    page = answer.content.decode()
    assert "<html" not in page
    assert 'id="step"' in page


@pytest.mark.parametrize(
    ("state", "role", "step"),
    [
        ("handling", "unit", "reply"),
        ("handling", "unit", "contact"),
        ("planned", "assigning", "assign"),
        ("filed", "office", "plan"),
        ("replied", "member", "rate"),
        ("review_f", "director", "file"),
    ],
)
def test_an_open_form_keeps_within_twelve_queries(district, sign_in, state, role, step):
    proposal = district.proposal(state, co=district.units[1:3])
    client = sign_in(getattr(district, role))
    url = f"/case/{proposal.uid}/?step={step}"
    client.get(url)
    assert queries_of(client, url) <= 12


def test_the_office_may_say_on_which_day_it_happened_and_the_record_says_that_it_was_typed_in_later(district, sign_in):
    with clock.frozen(clock.today() - timedelta(days=9)):
        proposal = district.proposal("submitted")
    client = sign_in(district.office)
    assert "不是今天办的？" in text_of(client, f"/case/{proposal.uid}/?step=accept")
    tomorrow = (clock.today() + timedelta(days=1)).isoformat()
    refused = client.post(f"/case/{proposal.uid}/do/accept/", {"happened": tomorrow, "key": "h"}).content.decode()
    assert "还没到" in refused
    assert f'value="{tomorrow}"' in refused
    day = clock.today() - timedelta(days=3)
    assert client.post(f"/case/{proposal.uid}/do/accept/", {"happened": day.isoformat(), "key": "h"}).status_code == 302
    event = Event.objects.get(case=proposal.pk, step="accept")
    assert clock.local_day(event.at) == day
    assert "补记）" in text_of(client, f"/case/{proposal.uid}/")


@pytest.mark.parametrize("seen", ["²", "x", "9" * 5000, ""])
def test_a_version_that_is_no_number_is_passed_over(district, sign_in, seen):
    proposal = district.proposal("submitted")
    answer = sign_in(district.office).post(f"/case/{proposal.uid}/do/accept/", {"key": "n", "seen": seen})
    assert answer.status_code == 302
    assert Event.objects.filter(case=proposal.pk, step="accept").exists()


def test_the_doer_reads_what_comes_of_it(district, sign_in, ready):
    sent = sign_in(district.unit).post(f"/case/{ready.uid}/do/reply/", reply(ready), follow=True)
    assert "答复已送区政府督查室审核" in sent.content.decode()
    proposal = district.proposal("replied")
    rated = {"rating": "dissatisfied", "faults": "vague", "key": "r"}
    page = sign_in(district.member).post(f"/case/{proposal.uid}/do/rate/", rated, follow=True).content.decode()
    assert "您的评价记下了。退回住房城乡建设局重新办理，30 天内再答复您。" in page


def test_the_button_says_what_it_does(district, sign_in, ready):
    page = text_of(sign_in(district.unit), f"/case/{ready.parent.uid}/?step=reply")
    assert ">送出答复</button>" in page


def test_an_empty_reply_is_told_everything_at_once_and_each_point_by_its_number(district, sign_in, ready):
    page = sign_in(district.unit).post(f"/case/{ready.uid}/do/reply/", {"key": "e"}).content.decode()
    wanted = 6 + 2 * Suggestion.objects.filter(case=ready.parent_id).count()
    found = [line for line in page.split("<li>") if 'href="#id_' in line and "：" in line]
    assert "第 2 条</a>：请写明怎么办。" in page
    assert "第 1 条</a>：请选采纳与否。" in page
    assert "请填写“发文字号”。" in page
    assert len(found) == wanted
    sent = {name: value for name, value in reply(ready).items() if name.startswith("points-")}
    again = sign_in(district.unit).post(f"/case/{ready.uid}/do/reply/", sent | {"key": "e2"}).content.decode()
    assert "请写明怎么办。</" not in again.split("points-")[0]


def test_nothing_is_kept_of_a_step_that_is_not_ones_own(district, sign_in):
    proposal = district.proposal("submitted")
    client = sign_in(district.office)
    assert client.post(f"/case/{proposal.uid}/keep/rate/", {"words": "好"}).status_code == 404
    assert client.post(f"/case/{proposal.uid}/keep/return_/", {"words": "请改"}).status_code == 200
    assert list(Draft.objects.values_list("step", flat=True)) == ["return_"]
