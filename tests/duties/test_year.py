"""A member's year from the first entry to the published grade: entries follow the records, post and reverse, and never change."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db.models import Sum

from huiyin.activities.attending import new_door
from huiyin.activities.models import Expected
from huiyin.duties import deeds, objecting, people, posting, reading
from huiyin.duties.beginning import begin
from huiyin.duties.evaluating import digest_of
from huiyin.duties.keeping import keep_up
from huiyin.duties.models import DutyMark, DutyYear, ModelMember, ScoreEntry
from huiyin.kernel import clock, figures, ledger
from huiyin.kernel.act import Move, act, act_many, open_case
from huiyin.kernel.models import Committee, Event, Notice
from huiyin.kernel.refusal import BadDate, Missing, NotAllowed, Refused, Stale
from huiyin.people.models import Member, MemberAttribute
from tests.duties.tables import row

NOW = date(2026, 6, 18)
RULES = [
    row("plenary", points=10, least=1), row("absent", source="absent.plenary", points=-5), row("filed", source="proposal.filed", points=10),
    row("good", source="deed.good", points=3, cap=3, least=1), row("honour", source="deed.honour", points=5),
]  # fmt: skip


@pytest.fixture
def frozen():
    with clock.frozen(NOW):
        yield


@pytest.fixture
def year(district, frozen):
    district.set("P-40", RULES, date(2025, 1, 1))
    district.committee.refresh_from_db()
    return begin(district.general, 2026)


def meeting(district, title="全体会议", hour="", on=NOW, kind="plenary"):
    row = {"activity_kind": kind, "meets_on": on, "meets_at": hour, "place": "礼堂", "door": new_door()}
    return open_case("activity", as_=district.general, title=title, row=row)


def held(district, *here, **more):
    case = meeting(district, **more)
    act(case, "members", as_=district.general, members=[post.person_id for post in here])
    act(case, "hold", as_=district.general)
    return case


def points(year, post):
    return posting.totals(year).get(post.person_id, Decimal(0))


def deed(district, post, kind="good", typed_by=None, **more):
    values = {
        "title": "给桂园社区修了路灯",
        "deed_kind": kind,
        "on": NOW - timedelta(days=2),
        "words": "见公示栏",
        **more,
    }
    made = deeds.hand_in(typed_by or post, person=post.person, **values)
    act(made, "send", as_=typed_by or post, evidence_file=district.scan(made))
    return made


def test_a_settled_activity_posts_and_a_reopened_one_reverses_and_nothing_is_changed(district, year):
    case = meeting(district)
    act(
        case,
        "invite",
        as_=district.general,
        members=[district.member.person_id, district.other_member.person_id],
        must="must",
    )
    act(case, "members", as_=district.general, members=[district.member.person_id])
    act(case, "hold", as_=district.general)
    assert points(year, district.member) == 0, "points are posted at settling (R-183)"
    act(case, "settle", as_=district.general)
    assert (points(year, district.member), points(year, district.other_member)) == (10, -5)
    entry = ScoreEntry.objects.get(person=district.member.person_id)
    assert (entry.record_id, entry.rule, entry.event_id) == (
        case.pk,
        "plenary",
        Event.objects.filter(case=case, step="settle").get().pk,
    )
    with pytest.raises(TypeError, match="never changed"):
        entry.save()
    with pytest.raises(Missing, match="出席已经定了"):
        act(case, "settle", as_=district.general)
    act(case, "reopen", as_=district.general, why="漏了一个人")
    assert posting.totals(year) == {}
    back = ScoreEntry.objects.get(reverses=entry)
    assert (back.points, back.why) == (-10, "《全体会议》重新打开")
    act(case, "settle", as_=district.general)
    assert points(year, district.member) == 10
    assert ScoreEntry.objects.aggregate(n=Sum("points"))["n"] == 5, "the whole book sums to what stands"
    assert ledger.verify(district.committee).faults == []


def test_leave_is_asked_with_a_reason_before_the_day_and_granted_by_whom_the_rule_names(district, year):
    case = meeting(district, on=NOW + timedelta(days=3))
    act(case, "invite", as_=district.general, members=[district.member.person_id], must="must")
    with pytest.raises(Missing, match="请写明理由请假"):
        act(case, "decline", as_=district.member)
    with pytest.raises(Missing, match="为什么来不了"):
        act(case, "ask_leave", as_=district.member)
    act(case, "ask_leave", as_=district.member, why="出差")
    with pytest.raises(NotAllowed):
        act(case, "allow_leave", as_=district.general, people=[district.member.person_id])
    act(case, "refuse_leave", as_=district.leader, people=[district.member.person_id], why="全会要求到")
    act(case, "ask_leave", as_=district.member, why="住院")
    with pytest.raises(Missing, match="最多请 2 回"):
        act(case, "ask_leave", as_=district.member, why="再请")
    act(case, "allow_leave", as_=district.leader, people=[district.member.person_id])
    with clock.frozen(NOW + timedelta(days=3)):
        with pytest.raises(Missing, match="要在那天以前"):
            act(case, "ask_leave", as_=district.other_member, why="补请")
        act(case, "members", as_=district.general, members=[district.other_member.person_id])
        act(case, "hold", as_=district.general)
        act(case, "settle", as_=district.general)
    assert Expected.objects.get(person=district.member.person_id, until=None).answer == "leave_ok"
    assert points(year, district.member) == 0


def test_one_person_is_not_at_two_places_at_once(district, year):
    first = held(district, district.member, hour="9:00")
    second = held(district, district.member, district.other_member, title="座谈会", hour="9:00", kind="talk")
    with pytest.raises(Missing, match="林知夏也在《座谈会》"):
        act(first, "settle", as_=district.general)
    wrong = next(value for value, label in _rows(second) if "林知夏" in label)
    act(second, "strike", as_=district.general, row=wrong, why="在开全会")
    act(first, "settle", as_=district.general)
    assert points(year, district.member) == 10


def _rows(case):
    from huiyin.activities.attending import rows_here

    return rows_here(case, None)


def test_entries_follow_the_records_when_time_passes_or_the_office_asks(district, year):
    district.proposal("filed")
    assert points(year, district.member) == 0
    with clock.frozen(NOW + timedelta(hours=9)):
        pass
    with clock.frozen(NOW + timedelta(days=1)):
        assert keep_up(district.committee) == 1
        assert keep_up(district.committee) == 0, "once an hour, and only where the ledger has grown"
    assert points(year, district.member) == 10
    act(year, "post", as_=district.general)
    assert ScoreEntry.objects.count() == 1, "posting again posts nothing twice"


def test_a_deed_is_confirmed_by_somebody_else_and_unconfirmed_it_takes_its_points_back(district, year):
    clerk = district.post("general_office", person=district.member.person)
    made = deed(district, district.member, typed_by=district.general)
    for himself in (clerk, district.general, district.post("secretary", person=district.general.person)):
        with pytest.raises(NotAllowed):  # whose it is, and whoever typed it in and sent it, in whatever post
            act(made, "confirm", as_=himself)
    act(made, "confirm", as_=district.secretary)
    assert points(year, district.member) == 3
    second = deed(district, district.member)
    act(second, "confirm", as_=district.general)
    assert [entry.note for entry in reading.entries(year, district.member.person_id).order_by("pk")] == [
        "counted",
        "capped",
    ]
    act(made, "revoke", as_=district.general, why="照片是去年的")
    assert (points(year, district.member), ScoreEntry.objects.filter(reverses__isnull=False).count()) == (3, 2)
    with pytest.raises(BadDate, match="还没有到"):
        deed(district, district.member, on=NOW + timedelta(days=1))
    with pytest.raises(NotAllowed):
        deeds.hand_in(district.unit, title="别人的", on=NOW)


def test_a_member_objects_within_the_window_and_an_answer_is_an_entry_of_its_own(district, year):
    case = held(district, district.member)
    act(case, "settle", as_=district.general)
    entry = ScoreEntry.objects.get()
    with pytest.raises(NotAllowed):
        objecting.object_(district.other_member, year, "不是我的", entry)
    one = objecting.object_(district.member, year, "我讲了话，应当加分。", entry)
    with pytest.raises(Refused, match="不用再提"):
        objecting.object_(district.member, year, "再提一次", entry)
    with pytest.raises(Missing, match="加几分"):
        act(one, "answer", as_=district.general, upheld="yes", words="成立。")
    act(one, "answer", as_=district.general, upheld="yes", change="2.5", words="补记发言。")
    assert points(year, district.member) == Decimal("12.5")
    act(year, "post", as_=district.general)
    assert points(year, district.member) == Decimal("12.5"), "what an answer gave is no record to be gone through"
    with clock.frozen(NOW + timedelta(days=30)), pytest.raises(Refused, match="异议期"):
        objecting.object_(district.member, year, "晚了", entry)


def test_what_is_confirmed_after_the_settling_is_posted_nowhere(district, year, monkeypatch):
    made = deed(district, district.member)
    before = posting.year_of(district.committee, 2026)
    DutyYear.objects.filter(pk=year.pk).update(state="settled")
    monkeypatch.setattr(posting, "year_of", lambda committee, of: before)  # as it was read before somebody settled it
    act(made, "confirm", as_=district.general)
    assert not ScoreEntry.objects.exists()


def walk(district, year):
    """To the end: statements, marks shown, settled when the window is over."""
    act(year, "ask", as_=district.general)
    mark = DutyMark.objects.get(person=district.member.person_id)
    mark.committee = district.committee
    draft = reading.beginning(mark)
    act(mark, "state", as_=district.member, statement=draft + "明年再接再厉。")
    act(year, "show", as_=district.general)
    with pytest.raises(Missing, match="异议期到"):
        act(year, "settle", as_=district.secretary, decision="第 20 次主席会议")
    with clock.frozen(NOW + timedelta(days=20)):
        act(year, "settle", as_=district.secretary, decision="第 20 次主席会议")
    return mark, draft


def test_the_evaluation_is_settled_once_with_a_digest_and_leaders_have_no_place(district, year):
    case = held(district, district.member)
    act(case, "settle", as_=district.general)
    leader = district.post("leader", person=district.other_member.person)
    act(year, "waive", as_=district.general, person=district.member.person_id, rule="good", why="长期住院")
    mark, draft = walk(district, year)
    assert "plenary 1 次" in draft
    marks = list(DutyMark.objects.filter(of_year=year).order_by("-points"))
    assert [(one.points, one.rank, one.grade, one.exempt) for one in marks] == [
        (10, 1, "不称职", ""), (0, None, "", "主席会议成员，不参加排名")
    ]  # fmt: skip
    assert ([one[0] for one in marks[0].lacking], [one[0] for one in marks[1].lacking]) == ([], ["plenary", "good"])
    assert year.sha256 == digest_of(marks)
    assert year.sha256 in Event.objects.get(case=year.pk, step="freeze").facts
    with clock.frozen(NOW + timedelta(days=22)):
        with pytest.raises(Missing, match="理由"):
            act(year, "publish", as_=district.general, models=[district.member.person_id])
        act(year, "publish", as_=district.general, models=[district.member.person_id], words="全勤。")
        with pytest.raises(Missing, match="已经审定"):
            act(case, "reopen", as_=district.general, why="想改")
        with pytest.raises(Refused, match="已经审定"):
            objecting.object_(district.member, year, "太少了")
        assert begin(district.general, 2026).pk == year.pk, "a year is evaluated once"
        for step in ("ask", "show", "settle"):
            with pytest.raises(Stale):
                act(year, step, as_=district.secretary, **({"decision": "再来一次"} if step == "settle" else {}))
        scope = figures.Scope(district.committee, figures.period(district.committee, "2026"))
        assert figures.REGISTRY["members.models"].value(scope) == 1
        met = figures.REGISTRY["members.assignments_met"].answer(scope)
        assert (met.numerator, met.denominator) == (1, 3), (
            "two are asked of each of two members, one was waived (S4-F10)"
        )
    assert ModelMember.objects.get().person_id == district.member.person_id
    assert Notice.objects.filter(person=district.member.person_id, text__contains="标兵委员").exists()
    assert leader.role == "leader"
    assert ledger.verify(district.committee).faults == []


def test_who_changed_sector_in_the_year_stands_once_and_a_posthumous_honour_goes_into_the_file(district, year):
    committee, member = district.committee, Member.objects.get(person=district.member.person_id)
    common = {"committee": committee, "member": member, "name": "sector", "recorded_at": clock.now()}
    MemberAttribute.objects.create(text="经济界", begins=date(2021, 12, 1), ends=date(2026, 5, 31), **common)
    MemberAttribute.objects.create(text="科技界", begins=date(2026, 6, 1), **common)
    assert (people.sectors(committee, date(2026, 3, 1)), people.sectors(committee, NOW)) == (
        {district.member.person_id: "经济界"}, {district.member.person_id: "科技界"}
    )  # fmt: skip
    other = Member.objects.filter(person=district.other_member.person_id)
    other.update(ends=date(2026, 5, 1), why_ended="去世")
    made = deed(district, district.other_member, kind="honour", typed_by=district.general, on=date(2026, 6, 10))
    act(made, "confirm", as_=district.secretary)
    assert points(year, district.other_member) == 5
    assert people.exempt(year, NOW)[district.other_member.person_id] == "年内离任：去世"


def test_two_postings_in_one_commit_are_refused_for_the_second_could_not_see_the_first(district, year):
    cases = [held(district, district.member, title=f"会 {n}", kind="plenary") for n in range(2)]
    outcomes = act_many([Move(case, "settle") for case in cases], as_=district.general)
    assert [outcome.refusal is None for outcome in outcomes] == [True, False]
    assert points(year, district.member) == 10


def test_nobody_of_another_committee_sees_or_settles_anything(district, year):
    other = type(district).build()
    with pytest.raises(NotAllowed):
        act(year, "post", as_=other.general)
    assert DutyYear.objects.count() == 1
    assert posting.year_of(Committee.objects.get(pk=other.committee.pk), 2026) is None
