"""Special actions (DOMAIN 3.7): a tree read from the work points, projects with four fields, reports that fall due by themselves."""

import io
from datetime import date, datetime, timedelta

import pytest
from docx import Document

from huiyin.initiatives import outline, pulling, raising, rounds
from huiyin.initiatives.models import Progress, ProgressReport, Project
from huiyin.initiatives.rules import nodes, uncovered
from huiyin.kernel import clock, figures, ledger
from huiyin.kernel.act import act
from huiyin.kernel.models import Todo
from huiyin.kernel.refusal import BadDate, Missing, NotAllowed, Refused, Stale
from tests.initiatives.walks import action, fresh, projects, started


def number(district, name, as_of=None):
    scope = figures.Scope(district.committee, figures.period(district.committee, "2026"), as_of)
    return figures.REGISTRY[f"initiatives.{name}"].answer(scope).text


def reports(whole, what="month"):
    rows = list(ProgressReport.objects.filter(whole=whole.pk, what=what).order_by("ends", "number"))
    for row in rows:
        row.committee = whole.committee
    return rows


def word():
    document = Document()
    document.add_paragraph("主线：以高质量发展统揽全局")
    document.add_heading("一、聚焦产业", 1)
    document.add_paragraph("全年工作的重心。")
    document.add_heading("（一）电子信息", 2)
    document.add_paragraph("1. 走访企业一百家")
    document.add_heading("二、聚焦民生", 1)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def test_levels_are_recognised_by_labels_headings_and_numbers_and_wrong_lines_are_named():
    pieces = outline.of_word(word())
    assert [(one.level, one.text) for one in pieces] == [
        ("line", "以高质量发展统揽全局"),
        ("priority", "聚焦产业"),
        ("", "全年工作的重心。"),
        ("aspect", "电子信息"),
        ("point", "走访企业一百家"),
        ("priority", "聚焦民生"),
    ]
    assert outline.read(outline.written(pieces))[1] == outline.Piece("priority", "聚焦产业")
    with pytest.raises(Missing, match="第 2 行“没有层级”没有写层级"):
        outline.read("主线：甲\n没有层级")
    with pytest.raises(Missing, match="不是完好的 Word 文档"):
        outline.of_word(b"PK")


def test_a_tree_is_covered_by_projects_before_the_action_is_launched(district):
    with clock.frozen(date(2026, 3, 2)):
        whole = raising.begin(district.general, title="同心行动", begins=date(2026, 1, 1), ends=date(2026, 12, 31))
        with pytest.raises(Missing, match="还没有主线"):
            act(whole, "launch", as_=district.general)
        act(
            whole, "lay", as_=district.general, outline="主线：一\n重点：二\n方面：三\n方面：四\n项目：办夜市\n重点：五"
        )
        assert [node.text for node in uncovered(whole)] == ["三", "五"]
        with pytest.raises(Missing, match="还有 2 条没有落到项目：三、五"):
            act(whole, "launch", as_=district.general)
        two = nodes(whole).get(text="二")
        with pytest.raises(Missing, match="现在选不了"):
            act(whole, "strike", as_=district.general, node=two.pk, why="多余")
        act(whole, "strike", as_=district.general, node=nodes(whole).get(text="五").pk, why="并到二里")
        act(whole, "add", as_=district.general, node=nodes(whole).get(text="三").pk, title="走访企业")
        act(whole, "launch", as_=district.leader)
        act(whole, "lay", as_=district.general, outline="重点：六\n方面：七\n项目：食堂")
        six = nodes(whole).get(text="六")
        assert (six.above.text, nodes(whole).get(text="七").above) == ("一", six)
        assert [row.node.text for row in projects(whole)] == ["四", "三", "七"]
        assert [number(district, name) for name in ("lines", "priorities", "aspects", "projects")] == [
            "1",
            "2",
            "3",
            "3",
        ]
        with pytest.raises(NotAllowed):
            act(whole, "add", as_=district.unit, node=six.pk, title="x")


def test_a_project_cannot_start_without_its_four_fields_and_its_days_lie_within_the_action(district):
    with clock.frozen(date(2026, 3, 2)):
        whole = action(district)
        row = projects(whole)[0]
        with pytest.raises(Missing) as told:
            act(row, "start", as_=district.general)
        assert [word in told.value.sentence for word in ("责任主体", "目标要求", "实施方式", "完成时限")] == [True] * 4
        act(row, "set_out", as_=district.general, body=district.units[0].pk, goal="走访", method="分组")
        with pytest.raises(Missing, match="^还没有完成时限"):
            act(row, "start", as_=district.general)
        with pytest.raises(BadDate, match="专项行动期间"):
            act(row, "set_out", as_=district.general, ends=date(2027, 2, 1))
        with pytest.raises(BadDate, match="晚于开始"):
            act(row, "set_out", as_=district.general, begins=date(2026, 5, 1), ends=date(2026, 4, 1))
        act(row, "set_out", as_=district.general, ends=date(2026, 6, 30))
        act(row, "start", as_=district.general)
        todo = Todo.objects.get(case=row, closed_at=None)
        assert (todo.step, todo.organisation_id, todo.due) == ("finish", district.units[0].pk, date(2026, 6, 30))
        with pytest.raises(Missing, match="还没有到 100%"):
            act(row, "finish", as_=district.unit, words="好了", file=district.scan(row))
        act(row, "progress", as_=district.unit, percent="60")
        with pytest.raises(Missing, match="上次报的是 60%，这次 50%"):
            act(row, "progress", as_=district.unit, percent="50")
        with pytest.raises(Missing, match="0 到 100 的整数"):
            act(row, "progress", as_=district.unit, percent="160")
        act(row, "progress", as_=district.unit, percent="50", why="两家企业搬走了。")
        with pytest.raises(NotAllowed):
            act(row, "progress", as_=district.co_unit, percent="70")
        act(row, "change", as_=district.leader, ends=date(2026, 9, 30), why="汛期停工。")
        assert Todo.objects.get(case=row, closed_at=None).due == fresh(row).due == date(2026, 9, 30)
        act(row, "progress", as_=district.unit, percent="100")
        act(row, "finish", as_=district.unit, words="走访了一百家。", file=district.scan(row))
        act(row, "accept", as_=district.general, words="核过台账。")
        assert (fresh(row).state, number(district, "finish_rate")) == ("accepted", "33.3%")


def test_reports_create_themselves_pull_the_records_go_late_and_are_refused_for_a_closed_period(district):
    with clock.frozen(date(2026, 4, 1)):
        whole = action(district)
        one, two, three = projects(whole)
        one = started(district, one, ends=date(2026, 12, 31))
        two = started(district, two, unit=1, ends=date(2026, 6, 30))
        act(one, "milestone", as_=district.unit, title="名单定稿", due_on=date(2026, 4, 20))
        act(whole, "record", as_=district.general, number=one.number)
        with pytest.raises(Missing, match="已经在这里"):
            act(whole, "record", as_=district.general, number=one.number)
        with pytest.raises(Missing, match="没有编号为“无此号”的记录"):
            act(one, "record", as_=district.general, number="无此号")
    with clock.frozen(datetime(2026, 4, 24, 23, 0)):
        assert rounds.make(district.committee) == 0
    with clock.frozen(date(2026, 4, 25)):
        assert (rounds.make(district.committee), rounds.make(district.committee)) == (2, 0)
        mine, other = reports(whole)
        assert (mine.title, mine.body_id, mine.by) == (
            f"{one.title}：2026 年 4 月月报",
            district.units[0].pk,
            date(2026, 4, 29),
        )
        assert Todo.objects.get(case=mine, closed_at=None).due == date(2026, 4, 29)
        stand = pulling.stand_of(fresh(one), date(2026, 4, 25), overdue=True)
        assert (stand.time, stand.task, stand.lags) == (11, 0, True)
        act(fresh(one), "reach", as_=district.unit, milestone=one.milestones.get().pk)
        with pytest.raises(Missing, match="请写任务进度"):
            act(mine, "submit", as_=district.unit, words="定了名单。")
        act(mine, "submit", as_=district.unit, percent="20", words="定了名单。")
        assert fresh(mine).pulled == ["完成节点：名单定稿"]
        with pytest.raises(Missing) as told:
            act(other, "submit", as_=district.co_unit, percent="5", words="还在设计。")
        assert set(told.value.fields) == {"reason", "measure"}
        act(
            other,
            "submit",
            as_=district.co_unit,
            percent="5",
            words="还在设计。",
            reason="图纸返工。",
            measure="加一组人。",
        )
        act(other, "return_", as_=district.general, why="写具体。")
        act(mine, "accept", as_=district.general)
    with clock.frozen(date(2026, 6, 30)):
        # every month of the quarter, the stock-taking of the quarter and the summary of the half year, though nobody looked in between
        assert rounds.make(district.committee) == 2 * 2 + 2
        quarter = reports(whole, "quarter")[0]
        assert "在册项目 2 个，已完成 0 个，滞后 2 个。" in pulling.beginning(quarter, district.general)
        assert "应交 6 份，已交 1 份" in pulling.beginning(quarter, district.general)
        assert (number(district, "reports_due"), number(district, "report_rate")) == ("8", "25.0%")
        act(quarter, "submit", as_=district.general, words="盘点过了。")
        with pytest.raises(NotAllowed):
            act(quarter, "accept", as_=district.general)
        act(quarter, "accept", as_=district.secretary)
        assert fresh(whole).closed_to == date(2026, 6, 30)
        may = reports(whole)[2]
        with pytest.raises(Refused, match="6月30日以前的已经封账"):
            act(may, "submit", as_=district.unit, percent="30", words="五月。")
        rounds.make(district.committee)
        with pytest.raises(Stale, match="已经封账，不能再交"):
            act(fresh(may), "submit", as_=district.unit, percent="30", words="五月。")
        assert not Todo.objects.filter(case=may, closed_at=None).exists()
        assert sorted(row.state for row in reports(whole)) == ["accepted"] + ["missed"] * 5
        act(fresh(whole), "reopen_books", as_=district.leader, why="补一份。")
        assert fresh(whole).closed_to is None
    with clock.frozen(date(2026, 7, 2)):
        with pytest.raises(Missing, match="还有 3 个项目没有销号"):
            act(fresh(whole), "end", as_=district.leader, words="完。")
        assert Project.objects.filter(whole=whole.pk, state="active").count() == 2
        assert Progress.objects.filter(case=one.pk, until=None).get().percent == 20
        assert not ledger.verify(district.committee).faults


def test_time_is_reckoned_with_both_ends():
    year = (date(2023, 1, 1), date(2023, 12, 31))
    assert [pulling.time_share(*year, day) for day in (date(2022, 12, 31), date(2023, 5, 30), date(2024, 3, 1))] == [
        0,
        41,
        100,
    ]
    assert pulling.time_share(date(2026, 1, 1), date(2026, 1, 1) + timedelta(days=9), date(2026, 1, 1)) == 10
