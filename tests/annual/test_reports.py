"""A report: filled from records, checked, approved, frozen with its rows, counted again."""

import json
from datetime import timedelta

import pytest

from huiyin.annual import freezing
from huiyin.annual.models import FigureDispute, FrozenFigure
from huiyin.kernel import clock, ledger
from huiyin.kernel.act import act
from huiyin.kernel.models import Event, Todo
from huiyin.kernel.refusal import Missing, NotAllowed, Refused


def test_a_report_is_frozen_with_a_digest_in_the_ledger_and_the_ids_of_its_rows(district, write):
    district.proposal("replied")
    report = write(state="frozen")
    rows = freezing.frozen(report)
    assert [(row.name, row.value) for row in rows] == [
        ("proposals.received", "1"), ("proposals.filed", "1"), ("proposals.filing_rate", "100.0"), ("proposals.reply_rate", "100.0"),
    ]  # fmt: skip
    assert len(freezing.unpacked(rows[0].rows)) == 1
    facts = json.loads(Event.objects.get(case=report.pk, step="seal_figures").facts)
    assert (facts["sha256"], facts["figures"]) == (report.sha256, "4")
    assert freezing.digest_now(report, rows) == report.sha256 == freezing.sealed(report)
    assert ledger.verify(district.committee).sound


def test_counted_again_it_is_the_same_and_what_changed_is_listed_with_whom(district, write):
    district.proposal("filed")
    replied = district.proposal("replied")
    report = write(state="frozen")
    with clock.frozen(clock.now() + timedelta(hours=1)):
        district.proposal("submitted")
        verdicts = freezing.recompute(report)
    assert [one.agrees for one in verdicts] == [True] * 4
    received = verdicts[0]
    assert (received.frozen_text, received.now.text) == ("2件", "3件")
    assert [(change["what"], change["who"][-3:]) for change in received.changes] == [("新算入", "林知夏")]
    assert replied.title


def test_what_was_tampered_with_no_longer_agrees_with_the_ledger(district, write):
    report = write(state="frozen")
    FrozenFigure.objects.filter(case=report.pk, position=0).update(digest="0" * 64)
    assert freezing.digest_now(report, freezing.frozen(report)) != freezing.sealed(report)


def test_words_may_be_edited_while_it_is_a_draft_and_numbers_never(district, write):
    report = write()
    act(report, "words", as_=district.office, words='立案{{ figure "立案" 余 }}，我们尽力了。')
    assert "尽力" in report.words
    with pytest.raises(Missing) as refused:
        act(report, "words", as_=district.office, words='近{{ figure "立案" 余 }}')
    assert "近、余、约由系统算" in refused.value.fields["words"]
    act(report, "check", as_=district.office)
    with pytest.raises(Refused):
        act(report, "words", as_=district.office, words="别的")


def test_an_as_of_day_in_the_future_is_refused(district, write):
    report = write()
    with pytest.raises(Refused) as refused:
        act(report, "day", as_=district.office, as_of=clock.today() + timedelta(days=1))
    assert "还没有到" in refused.value.sentence


def test_a_doubted_figure_goes_to_its_keeper_and_holds_up_the_approval(district, write):
    report = write()
    act(report, "dispute", as_=district.leader, figure="proposals.filed", why="少了一件。")
    doubt = FigureDispute.objects.get(parent=report.pk)
    assert Todo.objects.get(case=doubt.pk, closed_at=None).role == "proposal_office"
    with pytest.raises(Missing) as refused:
        act(report, "check", as_=district.office)
    assert "还有没答复的数字异议" in refused.value.sentence
    with pytest.raises(NotAllowed):
        act(doubt, "answer", as_=district.general, outcome="stands", words="没有错。")
    act(doubt, "answer", as_=district.office, outcome="stands", words="那件是并案的从案。")
    act(report, "check", as_=district.office)
    assert report.state == "checked"


def test_a_rate_without_a_denominator_is_a_dash_also_when_frozen(district, write):
    report = write(state="frozen")
    row = freezing.frozen(report)[3]
    assert (row.value, freezing.as_numbers([row])[row.name].text) == ("", "—")
    assert all(one.agrees for one in freezing.recompute(report))


def test_who_checked_it_does_not_approve_it_and_only_a_leader_does(district, write):
    report = write(state="checked")
    with pytest.raises(NotAllowed):
        act(report, "approve", as_=district.office, decision="x")


def test_a_correction_is_written_beside_the_frozen_report(district, write):
    report = write(state="published")
    act(report, "correct", as_=district.office, words="一件提案重复登记，已作废。")
    assert report.sha256 == freezing.sealed(report)
