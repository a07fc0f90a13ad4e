"""The audit: the ledger in sentences, checks, anchors, sign-ins, words forgotten."""

import json

import pytest
from django.core.cache import cache
from django.urls import reverse

from huiyin.desk.records import AccessLog, Verification
from huiyin.kernel import ledger
from huiyin.kernel.models import Event, Remark
from tests.district import District

BACKEND = "django.contrib.auth.backends.ModelBackend"


@pytest.fixture
def district(db):
    cache.clear()
    return District.build()


@pytest.fixture
def audit(client, district):
    client.force_login(district.audit_admin.person, backend=BACKEND)
    return client


@pytest.fixture
def event(district):
    return ledger.record(
        district.committee, "account.disabled", as_=district.security_admin, facts={"person": district.member.person_id},
        personal={"reason": "本人去世"},
    )  # fmt: skip


def test_the_ledger_is_shown_newest_first_in_sentences(audit, district, event):
    proposal = district.draft("关于公厕的提案")
    shown = audit.get(reverse("audit")).content.decode()
    assert "停用了林知夏的账号。" in shown
    assert "《关于公厕的提案》" in shown
    assert shown.index("关于公厕") < shown.index("停用了林知夏")
    assert proposal.committee == district.committee


def test_it_is_filtered_by_person_step_and_day(audit, district, event):
    district.draft()
    for query, found in (
        ({"person": "孔安全"}, True), ({"person": "没有这个人"}, False), ({"step": "account.disabled"}, True),
        ({"step": "post.given"}, False), ({"day": event.recorded_at.date().isoformat()}, True), ({"day": "2020-01-01"}, False),
    ):  # fmt: skip
        assert ("停用了林知夏" in audit.get(reverse("audit"), query).content.decode()) is found


def test_fifty_events_stand_on_a_page(audit, district):
    for number in range(60):
        ledger.record(district.committee, "file.opened", as_=district.office, facts={"n": number})
    first = audit.get(reverse("audit")).content.decode()
    assert (first.count("<td>打开了一个附件。"), "before=11" in first) == (50, True)
    assert audit.get(reverse("audit"), {"before": 11}).content.decode().count("<td>打开了一个附件。") == 10


def test_another_committees_events_are_not_shown(audit, district):
    other = District.build()
    foreign = ledger.record(other.committee, "file.opened", as_=other.office)
    assert "<td>打开了一个附件" not in audit.get(reverse("audit")).content.decode()
    assert audit.get(reverse("audit_event", args=[foreign.uid])).status_code == 404


def test_a_check_is_run_by_the_audit_administrator_kept_and_told_at_the_foot(audit, district, event):
    assert "还没有核验过" in audit.get(reverse("audit_checks")).content.decode()
    told = audit.post(reverse("audit_verify"), follow=True).content.decode()
    assert "核验完了：1 条记录" in told
    assert "最近一次核验" in told
    assert Verification.objects.get().sound


def test_a_broken_ledger_is_told_in_sentences(audit, district, event):
    Remark.objects.filter(event=event).update(body=json.dumps({"reason": "改过"}))
    told = audit.post(reverse("audit_verify"), follow=True).content.decode()
    assert ("核验发现 1 处异常" in told, "第 1 条记录所附的文字被改过" in told) == (True, True)


def test_the_security_administrator_cannot_run_a_check_nor_the_auditor_erase(client, district, event):
    client.force_login(district.security_admin.person, backend=BACKEND)
    assert client.post(reverse("audit_verify")).status_code == 403
    client.force_login(district.audit_admin.person, backend=BACKEND)
    assert client.post(reverse("audit_event", args=[event.uid]), {"reason": "本人要求"}).status_code == 403


def test_words_are_forgotten_with_a_reason_and_the_chain_stays_whole(client, district, event):
    client.force_login(district.security_admin.person, backend=BACKEND)
    page = reverse("audit_event", args=[event.uid])
    assert "本人去世" in client.get(page).content.decode()
    assert client.post(page, {"reason": ""}).status_code == 422
    assert client.post(page, {"reason": "家属要求"}).status_code == 302
    assert "本人去世" not in client.get(page).content.decode()
    assert Event.objects.filter(step="remark.erased").count() == 1
    assert ledger.verify(district.committee).faults == []


def test_anchors_are_listed_and_downloaded(audit, district, event):
    assert audit.get(reverse("audit_anchors_file")).status_code == 404
    anchor = ledger.anchor(district.committee)
    assert anchor.seal in audit.get(reverse("audit_anchors")).content.decode()
    assert audit.get(reverse("audit_anchors_file")).content.decode() == ledger.anchor_lines(district.committee)


def test_sign_ins_are_listed_and_foreign_ones_are_not(audit, district):
    from huiyin.desk.doors import note

    other = District.build()
    note(None, other.member.person.username, "in", other.member.person)
    note(None, "nobody", "failed")
    shown = audit.get(reverse("audit_access")).content.decode()
    assert district.audit_admin.person.username in shown
    assert other.member.person.username not in shown
    assert "nobody" not in shown
    assert AccessLog.objects.count() == 3


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01"])
def test_a_day_beyond_all_records_is_an_empty_list(audit, event, day):
    assert audit.get(reverse("audit"), {"day": day}).status_code == 200
