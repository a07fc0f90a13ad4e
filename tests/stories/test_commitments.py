"""承诺事项 (R-055, R-080, 3.1d): dated, reminded, verified, moved with leave, given up with an explanation, outliving the closing."""

from datetime import date, timedelta

import pytest

from huiyin.handling.models import Commitment, CommitmentChange, ResultClass
from huiyin.kernel import clock, ledger
from huiyin.kernel.act import act
from huiyin.kernel.models import Notice, Todo
from huiyin.kernel.outbox import remind
from huiyin.kernel.refusal import BadDate, Missing, NotAllowed, Stale
from tests.stories.promises import promising, rate, reply


def fresh(case):
    case.refresh_from_db()
    return case


def move(district, promise, days=30):
    act(
        promise,
        "ask_change",
        as_=district.unit,
        by=fresh(promise).by + timedelta(days=days),
        why="管线迁改比预想的慢。",
    )


def test_a_point_with_a_date_becomes_a_promise_with_that_day_as_its_limit(district):
    case, lead, promise = promising(district)
    todo = Todo.objects.get(case=promise, step="report", closed_at=None)
    assert (promise.what, promise.in_charge, promise.state) == ("明年三月底前加装 20 台。", "李科长", "open")
    assert (todo.due, promise.due, todo.organisation_id) == (promise.by, promise.by, lead.unit_id)


def test_an_unfinished_class_needs_a_promise_and_a_finished_one_does_not(district):
    lead = district.lead(district.proposal("handling", co=[]))
    act(lead, "contact", as_=district.unit, **district.talk())
    with pytest.raises(Missing, match="承诺事项"):
        act(lead, "reply", as_=district.unit, **district.answer(lead, result="B"))
    past = district.answer(lead, result="B")
    past["points"][0]["by"] = "2020-01-01"
    with pytest.raises(Missing, match="已经过了"):
        act(lead, "reply", as_=district.unit, **past)
    past["points"][0]["by"] = "明年"
    with pytest.raises(Missing, match="日期要写成"):
        act(lead, "reply", as_=district.unit, **past)
    act(lead, "reply", as_=district.unit, **district.answer(lead, result="A"))


def test_a_committee_may_do_without(district):
    district.set("P-PROMISE", False)
    lead = district.lead(district.proposal("handling", co=[]))
    act(lead, "contact", as_=district.unit, **district.talk())
    act(lead, "reply", as_=district.unit, **district.answer(lead, result="B"))
    assert not Commitment.objects.exists()


def test_it_outlives_the_closing_and_settles_the_case_when_verified(district):
    case, lead, promise = promising(district)
    rate(district, case)
    assert (fresh(case).state, case.owner_organisation_id, case.due) == ("tracking", lead.unit_id, promise.by)
    with pytest.raises(Stale):
        act(case, "archive", as_=district.office)
    act(promise, "report", as_=district.unit, text="二十台全部投用。")
    act(promise, "verify", as_=district.office, result="A")
    assert (fresh(promise).state, fresh(case).state) == ("verified", "closed")
    held = ResultClass.objects.filter(case=lead).order_by("recorded_at").values_list("letter", "given", "until")
    assert [(letter, given, until is None) for letter, given, until in held] == [
        ("B", "first", False),
        ("A", "later", True),
    ]
    act(case, "archive", as_=district.office)
    assert ledger.verify(district.committee).sound


def test_what_was_not_so_goes_on(district):
    _case, _lead, promise = promising(district)
    act(promise, "report", as_=district.unit, text="办成了。")
    act(promise, "deny", as_=district.office, why="现场只有十二台。")
    todo = Todo.objects.get(case=promise, step="report", closed_at=None)
    assert (fresh(promise).state, todo.due) == ("open", promise.by)


def test_the_assigning_office_moves_it_twice_and_the_third_time_the_director(district):
    case, _lead, promise = promising(district)
    rate(district, case)
    for number in (1, 2):
        move(district, promise)
        act(promise, "allow_change", as_=district.assigning)
        assert fresh(promise).changes == number
    move(district, promise)
    assert Todo.objects.get(case=promise, step="allow_change", closed_at=None).role == "proposal_director"
    with pytest.raises(NotAllowed, match="提案委主任"):
        act(promise, "allow_change", as_=district.assigning)
    act(promise, "allow_change", as_=district.director, words="最后一次。")
    assert list(CommitmentChange.objects.filter(case=promise).order_by("number").values_list("number", flat=True)) == [
        1,
        2,
        3,
    ]
    assert (fresh(promise).by, promise.due) == (promise.first_by + timedelta(days=90),) * 2
    assert fresh(case).due == promise.by


def test_a_change_refused_leaves_the_day(district):
    _case, _lead, promise = promising(district)
    day = promise.by
    with pytest.raises(BadDate, match="晚于原来"):
        act(promise, "ask_change", as_=district.unit, by=day, why="。")
    move(district, promise)
    with pytest.raises(Missing, match="正在等决定"):
        move(district, promise)
    act(promise, "refuse_change", as_=district.assigning, words="已经向社会公布了日期。")
    assert (fresh(promise).by, Todo.objects.get(case=promise, closed_at=None).due) == (day, day)


def test_what_cannot_be_kept_is_explained_to_the_proposer(district):
    case, _lead, promise = promising(district)
    rate(district, case)
    with pytest.raises(Missing):
        act(promise, "fail", as_=district.unit)
    act(promise, "fail", as_=district.unit, why="上级取消了专项资金。")
    assert (fresh(promise).state, fresh(case).state) == ("failed", "closed")
    assert Notice.objects.filter(case=promise, person=district.member.person, text__contains="不能兑现").exists()


def test_it_reminds_by_its_own_date(district):
    _case, _lead, promise = promising(district, days=90)
    with clock.frozen(clock.at_noon(promise.by - timedelta(days=6))):
        remind(district.committee)
    assert Notice.objects.filter(case=promise, organisation=district.units[0], text__contains="报称办成").exists()


def test_two_promises_are_tracked_to_the_last(district):
    lead = district.lead(district.proposal("handling", co=[]))
    answer = district.answer(lead)
    for point, day in zip(answer["points"], (200, 100), strict=True):
        point["by"] = (clock.today() + timedelta(days=day)).isoformat()
    case, lead, _ = promising(district, part=lead, points=answer["points"])
    rate(district, case)
    late, soon = Commitment.objects.filter(part=lead).order_by("-by")
    assert fresh(case).due == soon.by
    act(soon, "fail", as_=district.unit, why="无地可用。")
    assert (fresh(case).state, case.due) == ("tracking", late.by)


def test_a_second_reply_replaces_the_promise_on_the_same_point(district):
    case, lead, old = promising(district)
    rate(district, case, "dissatisfied")
    reply(district, lead, days=60)
    assert (fresh(old).state, Commitment.objects.filter(part=lead, state="open").count()) == ("replaced", 1)


def test_the_unit_that_promised_reports_and_nobody_else(district):
    _case, _lead, promise = promising(district)
    for post in (district.co_unit, district.member, district.office):
        with pytest.raises(NotAllowed):
            act(promise, "report", as_=post, text="办成了。")


def test_the_day_of_a_promise_is_the_day_that_was_written(district):
    lead = district.lead(district.proposal("handling", co=[]))
    answer = district.answer(lead)
    answer["points"][0]["by"] = f"{clock.today().year + 1}-10-01"
    _case, _lead, promise = promising(district, part=lead, points=answer["points"])
    assert promise.due == date(clock.today().year + 1, 10, 1)  # a holiday, and yet the day that was promised
