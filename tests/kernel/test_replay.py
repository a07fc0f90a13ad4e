"""History at its true dates, and nothing that it does not say."""

import json
import re
from datetime import date
from pathlib import Path

import pytest

from huiyin.handling.models import Assignment, Rating
from huiyin.kernel import clock, figures, ledger
from huiyin.kernel.act import act
from huiyin.kernel.history import parse
from huiyin.kernel.models import Case, Event, Notice, Number, Stay, Todo
from huiyin.kernel.replay import Line, ReplayRefused, play
from huiyin.people.models import Unit
from huiyin.proposals.models import Proposal, Sponsor
from tests.district import District

DOCS = Path(__file__).resolve().parents[2] / "docs" / "history.md"


def lines(*given):
    """Lines of a history file from dicts."""
    return parse(json.dumps(one, ensure_ascii=False) for one in given)


def opened(case="p1", at=None, **facts):
    return {
        "at": at,
        "do": "open",
        "kind": "proposal",
        "case": case,
        "session": "9-5",
        "facts": {"title": "关于老电梯的提案", **facts},
    }


def road(case="p1", number="87"):
    """To filed, of unknown dates."""
    return [
        opened(case),
        {"do": "submit", "case": case},
        {"do": "accept", "case": case, "to": "review_f"},
        {"do": "file", "case": case, "facts": {"number": number}},
    ]


def refusal(district, *given, **options):
    with pytest.raises(ReplayRefused) as refused:
        play(district.committee, lines(*given), **options)
    assert Case.objects.filter(committee=district.committee).count() == 0
    return str(refused.value)


@pytest.fixture
def town(district):
    """The district of the documentation's example: its units and its member by their names."""
    for name in ("区住建局", "区财政局", "区卫健局"):
        Unit.objects.create(committee=district.committee, kind="unit", name=name, parent=district.government)
    district.post("member", None, "林知远")
    district.post("unit", Unit.objects.get(committee=district.committee, name="区住建局"), "高明远")
    return district


def example():
    return re.search(r"```jsonl\n(.*?)```", DOCS.read_text("utf-8"), re.S)[1].splitlines()


def test_the_example_of_the_documentation_is_replayed_at_its_true_dates(town):
    played = play(town.committee, parse(example()))
    whole, little = (Proposal.objects.get(pk=played.cases[name]) for name in ("p1", "p2"))
    assert (played.acts, whole.state, whole.number, whole.intake_number) == (19, "archived", "087", "0141")
    assert (whole.submitted_on, whole.filed_on, whole.assigned_on) == (
        date(2023, 1, 14),
        date(2023, 2, 2),
        date(2023, 3, 27),
    )
    assert whole.replied_on == date(2023, 6, 24)
    assert whole.opened_at.astimezone(clock.now().tzinfo).hour == 16
    assert (little.state, little.number, little.filed_on, little.lead_unit.name) == (
        "assigned",
        "012",
        None,
        "区卫健局",
    )
    assert {event.source for event in Event.objects.filter(case__root_id=whole.pk)} == {"imported"}
    assert Sponsor.objects.filter(case=whole).order_by("position").values_list("name", "person__name").get(
        position=1
    ) == ("林知远", "林知远")
    assert ledger.verify(town.committee).sound


def test_what_history_leaves_open_is_owed_by_no_date_and_tells_nobody(town):
    played = play(town.committee, parse(example()))
    assert Notice.objects.filter(committee=town.committee).count() == 0
    todos = Todo.objects.filter(case__root_id=played.cases["p2"])
    assert [(todo.step, todo.due, todo.alarm_on) for todo in todos] == [("sign_in", None, None)]


def test_an_act_stands_in_the_name_of_whoever_held_the_post_that_day(town):
    played = play(town.committee, parse(example()))
    unit = Unit.objects.get(committee=town.committee, name="区财政局")
    part = Assignment.objects.get(parent=played.cases["p1"], unit=unit)
    event = Event.objects.get(case=part, step="sign_in")
    assert (event.person_id, event.organisation_id) == (None, unit.pk)
    lead = Assignment.objects.get(parent=played.cases["p1"], unit__name="区住建局")
    assert Event.objects.get(case=lead, step="sign_in").person_id is not None


def test_an_unknown_date_stays_unknown_everywhere(town):
    play(town.committee, lines(*road()))
    proposal = Proposal.objects.get(committee=town.committee)
    assert list(Stay.objects.filter(case=proposal).values_list("entered_at", flat=True)) == [None] * 4
    assert (proposal.opened_at, proposal.moved_at, proposal.submitted_on) == (None, None, None)
    scope = figures.Scope(town.committee, figures.period(town.committee, "9-5"))
    assert figures.REGISTRY["proposals.filed"].answer(scope).value == 1


def test_numbers_are_those_that_history_names(town):
    play(town.committee, lines(*road(number="87"), opened("p2"), {"do": "submit", "case": "p2"}))
    assert list(Number.objects.filter(committee=town.committee).values_list("text", flat=True)) == ["87"]


def test_a_replayed_case_goes_on_by_hand(town):
    play(town.committee, lines(*road()))
    proposal = Proposal.objects.get(committee=town.committee)
    act(proposal, "plan", as_=town.office, lead=town.units[0].pk)
    assert proposal.state == "planned"
    assert Todo.objects.get(case=proposal, closed_at=None).due is not None


def test_more_acts_than_one_batch_holds_come_out_the_same(town):
    given = [line for n in range(60) for line in road(f"p{n}", str(n + 1))]
    by_time = [given[n + 4 * case] for n in range(4) for case in range(60)]
    play(town.committee, lines(*by_time))
    assert Proposal.objects.filter(committee=town.committee, state="filed").count() == 60
    assert ledger.verify(town.committee).sound


@pytest.mark.parametrize(
    ("bad", "words"),
    [
        ({"do": "file", "case": "p9"}, "“p9”还没有开过"),
        ({"do": "fly", "case": "p1"}, "没有“fly”这一步"),
        ({"do": "rate", "case": "p1"}, "不能“评价答复”"),
        ({"do": "submit", "case": "p1", "facts": {"colour": "red"}}, "没有这几项：colour"),
        ({"do": "submit", "case": "p1", "at": "2020-01-01"}, "早于上一步"),
        ({"do": "submit", "case": "p1", "at": "2199-01-01"}, "还没到"),
        ({"do": "submit", "case": "p1", "at": "1月3日"}, "不是一个时间"),
        ({"do": "submit", "case": "p1/区水务局"}, "没有“区水务局”这个单位"),
        ({"do": "submit", "case": "p1/区住建局"}, "没有交给区住建局"),
        ({"do": "open", "kind": "proposal", "case": "p1", "facts": {"title": "甲"}}, "前面已经开过"),
        ({"do": "open", "kind": "song", "case": "p2", "facts": {"title": "甲"}}, "没有“song”这种工作"),
        ({"do": "open", "kind": "proposal", "case": "p2"}, "没有写案由"),
        ({"do": "open", "kind": "proposal", "case": "p2", "facts": {"title": "甲", "state": "closed"}}, "没有“state”这一项"),
        ({"do": "open", "kind": "proposal", "case": "p2", "facts": {"title": "甲", "first_person": "无名氏"}}, "没有叫“无名氏”的人"),
        ({"do": "open", "kind": "proposal", "case": "p2", "session": "1-1", "facts": {"title": "甲"}}, "没有“1-1”这次会议"),
        ({"do": "submit", "case": "p1", "when": "2023"}, "没有“when”这几项"),
        ({"case": "p1"}, "没有写 do"),
    ],
)  # fmt: skip
def test_a_line_that_cannot_be_played_is_named_and_nothing_is_done(town, bad, words):
    said = refusal(town, opened(at="2023-01-14"), bad)
    assert said.startswith("第 2 行：")
    assert words in said


def test_a_line_that_is_no_json_is_named(town):
    with pytest.raises(ReplayRefused, match="第 2 行：不是一行 JSON"):
        play(town.committee, parse(["", "{'do': 1}"]))


def test_a_number_given_twice_undoes_everything(town):
    assert "编号 87 已经给过别的案" in refusal(town, *road("p1"), *road("p2"))


def test_live_lines_are_acted_with_every_check_under_their_own_clock(district):
    district.post("member", None, "林知远")
    base = {"case": "p1", "as": "member:林知远"}
    facts = {
        "first_person": "林知远", "proposers": "林知远", "situation": "情况", "analysis": "分析", "items": ["一条"], "title": "关于老电梯的提案",
    }  # fmt: skip
    start = {"do": "open", "kind": "proposal", "at": "2026-03-02T09:00", "session": "9-5", "facts": facts, **base}
    hand_in = {"do": "submit", "at": "2026-03-02T10:00", "facts": {"publish_wish": "yes", "no_secret": True}, **base}
    play(district.committee, lines(start, hand_in), live=True)
    proposal = Proposal.objects.get(committee=district.committee)
    event = Event.objects.get(case=proposal, step="submit")
    assert (event.source, event.recorded_at) == ("entered", event.at)
    assert (proposal.intake_number, proposal.due) == ("0001", date(2026, 3, 4))


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ({"do": "submit", "at": None}, "没有写明时间"),
        (
            {"do": "submit", "at": "2026-03-02T10:00", "facts": {"publish_wish": "yes", "no_secret": True}},
            "还没有写情况",
        ),
        ({"do": "submit", "at": "2026-03-02T10:00", "as": "leader"}, "由第一提案人办理"),
        ({"do": "submit", "at": "2026-03-02T10:00", "as": "unit:住房城乡建设局"}, "由第一提案人办理"),
        ({"do": "submit", "at": "2026-03-02T10:00", "as": "member:无名氏"}, "没有人担任"),
    ],
)
def test_live_lines_are_refused_like_any_act(district, line, words):
    person = district.post("member", None, "林知远").person.name
    start = {**opened(at="2026-03-02T09:00", first_person=person), "as": f"member:{person}"}
    given = {"as": f"member:{person}", "case": "p1", **line}
    assert words in refusal(district, start, given, live=True)


def test_a_rating_of_history_is_the_last_word_and_closes(town):
    play(town.committee, parse(example()))
    rating = Rating.objects.get(committee=town.committee)
    assert (rating.value, rating.person.name, rating.until) == ("basically", "林知远", None)


def test_lines_may_come_as_objects_too(town):
    played = play(town.committee, [Line(1, "open", "a", kind="proposal", facts={"title": "关于乙的提案"})])
    assert Proposal.objects.get(pk=played.cases["a"]).session is None


def test_an_id_of_another_committee_is_refused_and_an_own_one_is_taken(town):
    theirs = District.build("elsewhere").units[0]
    given = {"do": "plan", "case": "p1", "facts": {"lead": theirs.pk}}
    assert "不是这个机构的编号" in refusal(town, *road(), given)
    own = Unit.objects.get(committee=town.committee, name="区财政局")
    play(town.committee, lines(*road(), {"do": "plan", "case": "p1", "facts": {"lead": own.pk}}))
    assert Proposal.objects.get(committee=town.committee).planned["lead"] == own.pk


def test_a_case_is_merged_into_another_by_its_name_in_the_file(town):
    play(town.committee, lines(*road(), *road("p2", "88"), {"do": "merge", "case": "p2", "facts": {"main": "p1"}}))
    rows = {row.number: row for row in Proposal.objects.filter(committee=town.committee)}
    assert (rows["88"].state, rows["88"].merged_into) == ("merged", rows["87"])
