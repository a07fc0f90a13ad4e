"""A catalogue becomes the acts that it proves: as far as there is evidence, at the true dates, all rows or none."""

import json
from collections import Counter
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from huiyin.exchange.evidence import suggestions
from huiyin.exchange.excel import workbook
from huiyin.exchange.places import code_of
from huiyin.exchange.proposals import move_in
from huiyin.handling.models import Assignment, Rating, Reply, ResultClass
from huiyin.kernel import clock, figures, ledger
from huiyin.kernel.act import act
from huiyin.kernel.actors import system_post
from huiyin.kernel.figures import Scope, period
from huiyin.kernel.models import Case, Committee, Event, Facet, Notice, Number, Organisation, Period, Todo
from huiyin.proposals.models import Proposal, Sponsor
from huiyin.suggestions.models import Suggestion

UNIT = "住房城乡建设局"


@pytest.fixture
def moved(district, tmp_path):
    """move_in() of rows given as dicts of header → cell."""

    def run(*rows, **options):
        heads = list(dict.fromkeys(head for row in rows for head in row))
        path = tmp_path / "目录.xlsx"
        path.write_bytes(workbook(heads, [[row.get(head) for head in heads] for row in rows]))
        return move_in(district.committee, path, **options)

    return run


def only(district):
    return Proposal.objects.get(committee=district.committee)


def one(title="关于增设老年食堂的提案", **cells):
    return {"案由": title, **cells}


@pytest.mark.parametrize(
    ("cells", "state"),
    [
        ({}, "submitted"),
        ({"流水号": 3, "提案者": "张三"}, "submitted"),
        ({"案号": "12"}, "filed"),
        ({"审查结果": "立案"}, "filed"),
        ({"立案日期": "2026.2.2"}, "filed"),
        ({"审查结果": "不予立案"}, "not_filed"),
        ({"审查结果": "转社情民意"}, "not_filed"),
        ({"审查结果": "撤案"}, "withdrawn"),
        ({"审查结果": "并入第12号"}, "submitted"),
        ({"主办单位": UNIT}, "assigned"),
        ({"会办单位": UNIT}, "assigned"),
        ({"分办单位": f"{UNIT}、财政局"}, "assigned"),
        ({"交办日期": "2026.3.1"}, "assigned"),
        ({"主办单位": UNIT, "签收日期": "2026.3.2"}, "handling"),
        ({"主办单位": UNIT, "答复日期": "2026.5.6"}, "replied"),
        ({"主办单位": UNIT, "答复类别": "B"}, "replied"),
        ({"分办单位": f"{UNIT}、财政局", "答复日期": "2026.5.6"}, "replied"),
        ({"答复日期": "2026.5.6"}, "replied"),
        ({"主办单位": UNIT, "满意度": "未评价"}, "assigned"),
        ({"主办单位": UNIT, "满意度": "满意"}, "closed"),
        ({"主办单位": UNIT, "满意度": "不满意"}, "replied"),
        ({"主办单位": UNIT, "满意度": "不满意", "办理状态": "重新办理"}, "rehandle"),
        ({"主办单位": UNIT, "满意度": "不满意", "二次答复日期": "2026.6.6"}, "replied"),
        ({"主办单位": UNIT, "满意度": "不满意", "二次满意度": "基本满意"}, "closed"),
        ({"主办单位": UNIT, "满意度": "不满意", "二次满意度": "不满意"}, "replied"),
        ({"主办单位": UNIT, "二次答复日期": "2026.6.6", "二次满意度": "满意", "办理状态": "归档"}, "archived"),
        ({"二次答复日期": "2026.6.6"}, "replied"),
        ({"主办单位": UNIT, "答复文号": "澄住建函〔2026〕41号"}, "replied"),
        ({"主办单位": UNIT, "满意度": "不满意", "答复日期": "2026.5.6", "办结日期": "2026.6.6"}, "closed"),
        ({"主办单位": UNIT, "答复日期": "2026.5.6", "满意度": "未反馈"}, "replied"),
        ({"主办单位": UNIT, "答复日期": "2026.5.6", "办结日期": "2026.6.6"}, "closed"),
        ({"主办单位": UNIT, "满意度": "满意", "办理状态": "已归档"}, "archived"),
    ],
)
def test_a_row_comes_as_far_as_it_proves(district, moved, cells, state):
    found = moved(one(**cells))
    assert (found.refused, found.written) == ([], True)
    assert only(district).state == state
    assert found.states == {state: 1}
    assert ledger.verify(district.committee).sound


def test_a_whole_row_is_replayed_at_its_true_dates(district, moved):
    moved(one(
        案号="45", 届次="九届五次会议", 提案者="林知夏、周其远", 类别="民政", 主办单位=UNIT, 会办单位="财政局", 提交日期="2026.1.13",
        立案日期="2026年2月2日", 交办日期="2026/3/27", 答复日期="2026-6-3", 答复类别="A", 满意度="基本满意", 评价日期="2026.6.20", 建议="一、建食堂。\n二、发补贴。",
    ))  # fmt: skip
    proposal = only(district)
    days = (proposal.submitted_on, proposal.filed_on, proposal.assigned_on, proposal.replied_on)
    assert days == (date(2026, 1, 13), date(2026, 2, 2), date(2026, 3, 27), date(2026, 6, 3))
    assert (proposal.number, proposal.session.code, proposal.lead_unit.name) == ("45", "9-5", UNIT)
    assert (proposal.first_person, proposal.proposal_kind) == (district.member.person, "joint")
    assert list(Sponsor.objects.filter(case=proposal).values_list("person__name", flat=True)) == ["林知夏", "周其远"]
    assert list(Suggestion.objects.filter(case=proposal).values_list("text", flat=True)) == ["建食堂。", "发补贴。"]
    assert Rating.objects.get(case=proposal).value == "basically"
    assert ResultClass.objects.get(case__parent=proposal).letter == "A"
    assert Reply.objects.get(case__parent=proposal).delivered_at.date() == date(2026, 6, 3)


def test_what_the_row_does_not_say_stays_unknown(district, moved):
    moved(one(主办单位=UNIT, 满意度="满意"))
    proposal = only(district)
    assert (proposal.number, proposal.intake_number, proposal.session, proposal.proposal_kind) == ("", "", None, "")
    assert (proposal.submitted_on, proposal.assigned_on, proposal.replied_on, proposal.opened_at) == (None,) * 4
    assert set(Event.objects.filter(case__root_id=proposal.pk).values_list("at", flat=True)) == {None}
    assert set(Facet.objects.filter(case=proposal).values_list("name", flat=True)) == {"form"}
    assert Number.objects.filter(committee=district.committee).count() == 0


def test_it_alarms_nobody(district, moved):
    moved(one(主办单位=UNIT, 交办日期="2026.1.15"), one("关于另一件事的提案", 案号="2"))
    assert Notice.objects.filter(committee=district.committee).count() == 0
    assert set(Todo.objects.filter(committee=district.committee).values_list("due", "alarm_on")) == {(None, None)}


def test_a_unit_whose_part_of_an_answered_case_is_unknown_is_asked_for_nothing(district, moved):
    moved(one(主办单位=UNIT, 会办单位="财政局", 答复日期="2026.5.6"))
    part = Assignment.objects.get(parent=only(district), role="co")
    assert (part.state, part.owner_role) == ("pending", "")
    assert Todo.objects.filter(case=part, closed_at=None).count() == 0


def test_an_old_dissatisfaction_is_a_word_and_sends_nobody_back_to_work(district, moved):
    moved(one(主办单位=UNIT, 答复日期="2026.5.6", 满意度="不满意"))
    proposal = only(district)
    assert (proposal.state, proposal.owner_role, proposal.rounds) == ("replied", "", 1)
    assert Rating.objects.get(case=proposal).value == "dissatisfied"
    assert Assignment.objects.get(parent=proposal).state == "done"
    assert Todo.objects.filter(case__root_id=proposal.pk, closed_at=None).count() == 0
    scan = district.scan(proposal, "意见表.pdf")
    act(proposal, "rate_on_paper", as_=district.office, rating="dissatisfied", scan=scan)
    assert (proposal.state, Assignment.objects.get(parent=proposal).state) == ("rehandle", "rework")


def test_a_second_reply_is_a_second_round_with_its_own_word(district, moved):
    moved(one(
        主办单位=UNIT, 答复日期="2026.5.6", 答复类别="A", 满意度="不满意", 评价日期="2026.5.20", 二次答复日期="2026.6.6", 二次满意度="满意", 二次评价日期="2026.6.16",
    ))  # fmt: skip
    proposal = only(district)
    assert (proposal.state, proposal.rounds, proposal.replied_on) == ("closed", 2, date(2026, 6, 6))
    said = Rating.objects.filter(case=proposal).order_by("round").values_list("value", "round", "at__date", "until")
    assert [(value, n, day, until is None) for value, n, day, until in said] == [
        ("dissatisfied", 1, date(2026, 5, 20), False), ("satisfied", 2, date(2026, 6, 16), True),
    ]  # fmt: skip
    replies = Reply.objects.filter(case__parent=proposal).order_by("round").values_list("round", "delivered_at__date")
    assert list(replies) == [(1, date(2026, 5, 6)), (2, date(2026, 6, 6))]
    assert ResultClass.objects.get(case__parent=proposal, until=None).letter == "A"


def test_merged_rows_go_with_their_main_case_whichever_side_says_it(district, moved):
    found = moved(
        one("关于扶梯的提案", 案号="15", 届次="9-5", 提案者="温以宁"),
        one("关于加装电梯的提案", 案号="12", 届次="9-5", 提案者="林知夏", 主办单位=UNIT, 答复日期="2026.5.6", 合并提案="015号"),
        one("关于电梯补助的提案", 流水号="77", 届次="9-5", 提案者="陆青禾", 并入案号="第12号", 主办单位=UNIT, 答复日期="2026.5.6"),
    )  # fmt: skip
    assert (found.refused, found.written, found.states) == ([], True, {"merged": 2, "replied": 1})
    rows = {row.title: row for row in Proposal.objects.filter(committee=district.committee)}
    main, first, second = rows["关于加装电梯的提案"], rows["关于扶梯的提案"], rows["关于电梯补助的提案"]
    assert (first.merged_into, second.merged_into, first.number) == (main, main, "15")
    assert main.proposers == "林知夏、温以宁、陆青禾"
    via = Sponsor.objects.filter(case=main, via=second.pk).values_list("name", "position")
    assert list(via) == [("陆青禾", 3)]
    assert not Assignment.objects.filter(parent=second).exists()
    assert ledger.verify(district.committee).sound


def test_a_case_is_merged_into_one_that_came_with_an_earlier_catalogue(district, moved):
    moved(one(案号="12", 届次="9-5", 提案者="林知夏", 主办单位=UNIT))
    assert moved(one("关于电梯补助的提案", 届次="9-5", 提案者="陆青禾", 并案="并入12号")).states == {"merged": 1}
    main = Proposal.objects.get(committee=district.committee, number="12")
    assert (main.proposers, main.merged.get().title) == ("林知夏、陆青禾", "关于电梯补助的提案")


@pytest.mark.parametrize(
    ("cells", "what"),
    [
        ({"并入案号": "99"}, "这次会议没有案号 99"),
        ({"案号": "3", "并入案号": "3"}, "并入的是它自己"),
        ({"并入案号": "2"}, "2 自己也并入了 1"),
    ],
)
def test_a_merge_that_cannot_be_is_told(district, moved, cells, what):
    found = moved(one("主案", 案号="1"), one("从案", 案号="2", 并入案号="1"), one("又一件", **cells))
    assert [(problem.line, problem.what) for problem in found.refused] == [(4, what)]


def test_one_round_tells_everything_that_is_to_be_mended(district, moved):
    found = moved(
        one(主办单位="区建设局", 届次="九届四次会议", 答复日期="2023.5"), one("关于另一件事的提案", 满意度="还行")
    )
    assert [(problem.line, problem.column) for problem in found.refused] == [(2, "答复日期"), (3, "满意度")]
    assert (found.units_missing, found.sessions_missing) == ({"区建设局": 1}, {"九届四次会议": 1})


def test_planning_a_catalogue_holds_nobody_up(district, moved):
    """Until everything is planned nothing is written, not even a row that is taken back again."""
    system_post(district.committee)
    with CaptureQueriesContext(connection) as seen:
        moved(one(案号="3", 主办单位="区水务局", 届次="九届四次会议"), dry=True, create=True)
    assert [q["sql"] for q in seen if not q["sql"].startswith("SELECT")] == []


def test_a_number_given_while_the_file_was_planned_is_kept_by_the_other(district, moved):
    def meanwhile(_count, _total):
        Number.objects.create(
            committee=district.committee, series="case:9-5", value=3, text="3", case=other, given_at=clock.now()
        )

    other = district.proposal("submitted")
    rows = [one(f"关于第{n}件事的提案", 案号=str(n), 届次="9-5") for n in range(1, 502)]
    found = moved(*rows, progress=meanwhile)
    assert (found.written, len(found.refused)) == (False, 1)
    assert "请再来一次" in str(found.refused[0])
    assert Case.objects.filter(committee=district.committee, source="imported").count() == 0


def test_rates_count_only_what_the_file_knows(district, moved):
    rows = [
        one(f"关于第{n}件事的提案", 主办单位=UNIT, 答复日期="2026.5.6", 满意度=word)
        for n, word in enumerate(["满意", "不满意", "未反馈", None])
    ]
    moved(*rows)
    scope = Scope(district.committee, period(district.committee, "all"))
    strict = figures.REGISTRY["proposals.satisfaction_strict"].answer(scope)
    assert (strict.numerator, strict.denominator, strict.text) == (1, 2, "50.0%")


def test_unknown_units_and_sessions_are_listed_and_nothing_is_written(district, moved):
    found = moved(
        one(主办单位="区水务局", 届次="九届四次会议"), one("关于另一件事的提案", 会办单位="区水务局", 主办单位=UNIT)
    )
    assert (found.written, found.well) == (False, False)
    assert (found.units_missing, found.sessions_missing) == ({"区水务局": 2}, {"九届四次会议": 1})
    assert Case.objects.filter(committee=district.committee).count() == 0


def test_they_are_created_when_asked(district, moved):
    Organisation.objects.filter(pk=district.party.pk).update(ends=date(2020, 1, 1))
    found = moved(one(主办单位="区水务局", 届次="九届四次会议", 年度="2025"), create=True)
    assert (found.written, found.units_created, found.sessions_created) == (True, ["区水务局"], ["9-4"])
    proposal = only(district)
    assert (proposal.session.year, proposal.lead_unit.parent_id) == (2025, district.government.pk)


def test_a_year_finds_its_session(district, moved):
    assert moved(one(年度="2026年")).written
    assert only(district).session == district.session


def test_a_new_session_takes_the_year_in_which_its_rows_were_raised(district, moved):
    moved(one(届次="八届二次会议", 提交日期="2023.1.6", 主办单位=UNIT), create=True)
    assert Period.objects.get(committee=district.committee, code="8-2").year == 2023


def test_rows_of_no_known_session_are_counted_in_the_year_that_their_own_dates_say(district, moved):
    moved(
        one(提交日期="2023.1.6", 交办日期="2023.2.10", 主办单位=UNIT, 答复日期="2023.5.6", 答复类别="A"),
        one("关于公园照明的提案", 提交日期="2022.12.30", 主办单位=UNIT),
    )
    scope = Scope(district.committee, period(district.committee, "2023"))
    counted = {name: figures.REGISTRY[f"proposals.{name}"].value(scope) for name in ("received", "filed", "replied")}
    assert counted == {"received": 1, "filed": 1, "replied": 1}


def test_a_year_of_two_sessions_is_refused(district, moved):
    Period.objects.create(committee=district.committee, kind="session", code="9-6", name="九届六次会议", year=2026)
    assert [problem.what for problem in moved(one(年度="2026")).refused] == ["2026 年不止一次会议"]


def test_rows_without_a_session_take_the_one_that_is_named(district, moved):
    assert moved(one(), session="9-5").written
    assert only(district).session == district.session


def test_a_number_that_was_given_before_is_refused_row_by_row(district, moved):
    rows = [one(f"关于第{n}件事的提案", 案号=str(n), 届次="9-5") for n in (1, 2, 3)]
    moved(*rows)
    again = moved(*rows, one("关于新事的提案", 案号="4", 届次="9-5"))
    assert [(p.line, p.column) for p in again.refused] == [(2, "案号"), (3, "案号"), (4, "案号")]
    assert "案号 1 已经给过别的案" in str(again.refused[0])
    assert Case.objects.filter(committee=district.committee).count() == 3


def test_the_very_same_file_is_refused_even_without_numbers(district, moved, tmp_path):
    moved(one())
    again = move_in(district.committee, tmp_path / "目录.xlsx")
    assert (again.written, [problem.what for problem in again.refused]) == (False, ["这份文件已经导入过"])


def test_one_bad_row_keeps_all_out(district, moved):
    found = moved(one(), one("关于另一件事的提案", 提交日期="2026.5.6", 答复日期="2026.4.1"))
    assert [(problem.line, problem.column) for problem in found.refused] == [(3, "答复日期")]
    assert Case.objects.filter(committee=district.committee).count() == 0


def test_a_dry_run_writes_nothing_and_says_what_would_be(district, moved):
    found = moved(one(主办单位="区水务局"), dry=True, create=True)
    assert (found.written, found.cases, found.units_created) == (False, 1, ["区水务局"])
    assert Case.objects.filter(committee=district.committee).count() == 0
    assert not Organisation.objects.filter(committee=district.committee, name="区水务局").exists()
    assert not Event.objects.filter(committee=district.committee).exists()


def test_an_open_case_is_walked_on_to_the_archive_by_those_who_owe_it(district, moved):
    moved(one(案号="7", 主办单位=UNIT, 交办日期="2026.1.15", 建议="一、建食堂。"))
    proposal = only(district)
    part = district.lead(proposal)
    act(part, "sign_in", as_=district.unit)
    act(part, "contact", as_=district.unit, **district.talk())
    act(part, "reply", as_=district.unit, **district.answer(part))
    act(part, "pass_reply", as_=district.assigning)
    proposal.refresh_from_db()
    assert (proposal.state, proposal.owner_role) == ("replied", "proposal_office")
    scan = district.scan(proposal, "意见表.pdf")
    act(proposal, "rate_on_paper", as_=district.office, rating="satisfied", scan=scan)
    act(proposal, "archive", as_=district.office)
    assert proposal.state == "archived"
    assert ledger.verify(district.committee).sound


def test_the_counter_goes_on_after_the_numbers_of_the_file(district, moved):
    moved(one(案号="45", 届次="9-5"))
    assert district.proposal("filed").number == "046"


@pytest.mark.parametrize(
    ("name", "code"),
    [("九届五次会议", "9-5"), ("政协第十二届三次会议", "12-3"), ("市人大十七届一次会议", "17-1"), ("2023年", "2023"), ("9-5", "9-5"), ("第九届第五次", "9-5")],
)  # fmt: skip
def test_the_name_of_a_session_tells_its_code(name, code):
    assert code_of(name) == code


def test_numbered_suggestions_are_taken_one_by_one():
    assert suggestions("一、建食堂。\n先建三家。\n二、发补贴。") == ["建食堂。\n先建三家。", "发补贴。"]
    assert suggestions("1.5万元太少，提高到2万元。") == ["1.5万元太少，提高到2万元。"]
    assert suggestions(None) == []


def cixi(shared_data, tmp_path):
    """The real catalogue of a county-level city, as the Excel that its office would send."""
    text = (shared_data / "catalogues" / "cixi_2017.jsonl").read_text("utf-8")
    rows = [json.loads(line) for line in text.splitlines()]
    heads = [
        "编号",
        "案由",
        "届次",
        "年度",
        "类别",
        "审查结果",
        "主办单位",
        "会办单位",
        "提交日期",
        "答复日期",
        "答复类别",
        "办理状态",
    ]
    names = [
        "number",
        "title",
        "session",
        "year",
        "category",
        "review",
        "host",
        "cohosts",
        "registered",
        "host_replied",
        "result_class",
        "step",
    ]
    path = tmp_path / "慈溪2017.xlsx"
    path.write_bytes(workbook(heads, [[row[name] for name in names] for row in rows]))
    return rows, path


def test_a_real_catalogue_moves_in_and_its_figures_agree_with_the_file(district, shared_data, tmp_path):
    rows, path = cixi(shared_data, tmp_path)
    committee = Committee.objects.create(code="real", name="政协", short="政协", place="市")
    listed = move_in(committee, path)
    # One name has a half-width bracket in the source; it is the same unit.
    units = {unit.replace(")", "）") for row in rows for unit in (*row["host"], *row["cohosts"])}
    assert (listed.written, listed.refused, set(listed.units_missing)) == (False, [], units)
    found = move_in(committee, path, create=True)
    assert (found.written, found.cases) == (True, len(rows))
    answered = [row for row in rows if row["host_replied"] or row["result_class"]]
    want = {
        "received": len(rows), "filed": len(rows), "assigned": len(rows), "replied": len(answered), "units": len(units),
        "unit_times": sum(len(row["host"]) + len(row["cohosts"]) for row in rows), "rated": 0,
        "class_solved": sum(row["result_class"] == "A" for row in rows),
    }  # fmt: skip
    scope = Scope(committee, period(committee, "2017"))
    assert {name: figures.REGISTRY[f"proposals.{name}"].answer(scope).value for name in want} == want
    kept = Proposal.objects.filter(committee=committee).values_list("number", "title", "submitted_on")
    told = [(str(row["number"]), row["title"], date.fromisoformat(row["registered"])) for row in rows]
    assert Counter(kept) == Counter(told)
    assert ledger.verify(committee).sound
    again = move_in(committee, path, create=True)
    assert (again.written, len({problem.line for problem in again.refused})) == (False, len(rows))


def test_dates_of_the_file_are_true_to_the_day_in_figures(district, shared_data, tmp_path):
    rows, path = cixi(shared_data, tmp_path)
    committee = Committee.objects.create(code="real", name="政协", short="政协", place="市")
    move_in(committee, path, create=True)
    day = date(2017, 6, 15)
    by_then = sum(bool(row["host_replied"]) and date.fromisoformat(row["host_replied"]) <= day for row in rows)
    undated = sum(not row["host_replied"] and bool(row["result_class"]) for row in rows)
    scope = Scope(committee, period(committee, "2017"), as_of=day)
    assert figures.REGISTRY["proposals.replied"].answer(scope).value == by_then + undated
    assert clock.today() > day
