"""延期 (R-040, P-12): one, before expiry, granted by the assigning office, told to the proposers; the date explains itself."""

from datetime import timedelta

import pytest

from huiyin.handling.models import Extension, Reply
from huiyin.kernel import clock
from huiyin.kernel.act import act
from huiyin.kernel.models import Notice, Todo
from huiyin.kernel.refusal import BadDate, Missing, NotAllowed


@pytest.fixture
def lead(district):
    return district.lead(district.proposal("handling"))


def due_of(part):
    return Todo.objects.get(case=part, step="reply", closed_at=None).due


def ask(district, part, days=30, **facts):
    given = {"until": due_of(part) + timedelta(days=days), "reason": "要等省里的资金文件。"} | facts
    return act(part, "ask_extension", as_=district.unit, **given)


def test_granted_the_limit_moves_the_parent_follows_and_the_proposer_is_told(district, lead):
    before = due_of(lead)
    ask(district, lead)
    assert due_of(lead) == before  # until it is granted, nothing moves
    act(lead, "grant_extension", as_=district.assigning)
    after = before + timedelta(days=30)
    lead.refresh_from_db()
    lead.parent.refresh_from_db()
    assert (due_of(lead), lead.due, lead.parent.due) == (after, after, after)
    todo = Todo.objects.get(case=lead, step="reply", closed_at=None)
    assert [(line["what"], line["from"], line["to"]) for line in todo.history] == [
        ("extend", before.isoformat(), after.isoformat())
    ]
    assert Notice.objects.filter(case=lead, person=district.member.person, text__contains="延了一次").exists()


def test_the_date_explains_itself_with_the_extension(district, lead):
    ask(district, lead)
    act(lead, "grant_extension", as_=district.assigning)
    todo = Todo.objects.get(case=lead, step="reply", closed_at=None)
    told = [(d["from"], d["to"], d["reason"]) for d in todo.history if d["what"] == "extend"]
    assert told[0][2] == "经交办机关批准"


def test_only_once(district, lead):
    ask(district, lead)
    with pytest.raises(Missing, match="正在等"):
        ask(district, lead)
    act(lead, "grant_extension", as_=district.assigning)
    with pytest.raises(Missing, match="已经延过一次"):
        ask(district, lead)


def test_refused_the_limit_stays(district, lead):
    before = due_of(lead)
    ask(district, lead)
    act(lead, "refuse_extension", as_=district.assigning, words="今年必须办成。")
    assert due_of(lead) == before
    assert Extension.objects.get(case=lead).granted is False


def test_after_expiry_it_is_too_late(district, lead):
    with clock.frozen(clock.at_noon(due_of(lead) + timedelta(days=1))), pytest.raises(Missing, match="已经过了"):
        ask(district, lead)


def test_not_beyond_the_longest_and_not_backwards(district, lead):
    with pytest.raises(BadDate, match="最多延到"):
        ask(district, lead, days=200)
    with pytest.raises(BadDate, match="晚于现在"):
        ask(district, lead, days=0)


def test_the_unit_does_not_grant_itself_more_time(district, lead):
    ask(district, lead)
    with pytest.raises(NotAllowed):
        act(lead, "grant_extension", as_=district.unit)
    with pytest.raises(NotAllowed):
        act(lead, "grant_extension", as_=district.other_assigning)


def test_a_reply_within_the_extension_is_on_time_and_after_it_is_late(district):
    found = []
    for days in (20, 40):
        lead = district.lead(district.proposal("handling", co=[]))
        limit = due_of(lead)
        ask(district, lead)
        act(lead, "grant_extension", as_=district.assigning)
        with clock.frozen(clock.at_noon(limit + timedelta(days=days))):
            act(lead, "contact", as_=district.unit, **district.talk())
            act(lead, "reply", as_=district.unit, **district.answer(lead))
            act(lead, "pass_reply", as_=district.assigning)
        found.append(Reply.objects.get(case=lead).late)
    assert found == [False, True]
