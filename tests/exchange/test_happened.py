"""Sites, activities, who came and what was suggested move in from Excel; errors by line and column, nothing half done, nothing doubled."""

import pytest

from huiyin.activities.models import Activity, Attendance
from huiyin.exchange.happened import MORE
from huiyin.exchange.lists import download, load
from huiyin.kernel import clock, figures, ledger
from huiyin.kernel.models import Notice, Organisation, Todo
from huiyin.kernel.refusal import Refused
from huiyin.people.lists import apply
from huiyin.places.models import Site
from huiyin.suggestions.models import Suggestion
from tests.exchange.tables import xlsx

ACTIVITIES = [
    ["名称", "日期", "种类", "地点", "主办站点"],
    ["停车视察", "2025-06-16", "视察", "桂园", ""],
    ["城北学习会", "2025年7月1日", "学习", "站里", "城北街道委员联络站"],
    ["没人来的会", "2025.7.2", "座谈", "", ""],
]
CAME = [
    ["会议名称", "日期", "姓名", "哪类人", "单位"], ["停车视察", "2025-06-16", "林知夏", "", ""], ["停车视察", "2025-06-16", "周其远", "委员", ""], ["停车视察", "2025/6/16", "王桂芳", "群众代表", "桂园 3 栋"],
    ["城北学习会", "2025-07-01", "林知夏", "", ""],
]  # fmt: skip
SAID = [
    ["名称", "日期", "意见建议", "承办单位", "采纳情况", "答复"],
    ["停车视察", "2025-06-16", "东侧划单边车位", "住房城乡建设局", "采纳", "年内划好"],
    ["停车视察", "2025-06-16", "清出消防通道", "", "", ""],
]


def send(district, kind, table, dry=False):
    plan = load(kind, xlsx(table), f"{kind}.xlsx")
    return plan, apply(plan, district.committee, district.system_admin, dry_run=dry)


def counted(done):
    return done.created, done.updated, done.same


def told(district, kind, *rows):
    plan = load(kind, xlsx([MORE_HEADS[kind], *rows]), "a.xlsx")
    with pytest.raises(Refused, match="一行也没有写进去"):
        apply(plan, district.committee, district.system_admin)
    return [(one.line, one.column) for one in plan.problems]


MORE_HEADS = {kind: [column.label for column in columns] for kind, (_label, columns) in MORE.items()}


def test_a_year_of_activities_moves_in_and_coming_again_doubles_nothing(district):
    assert counted(send(district, "activities", ACTIVITIES, dry=True)[1]) == (3, 0, 0)
    assert not Activity.objects.exists()
    assert counted(send(district, "activities", ACTIVITIES)[1]) == (3, 0, 0)
    assert counted(send(district, "attendance", CAME)[1]) == (4, 0, 0)
    assert counted(send(district, "suggestions", SAID)[1]) == (2, 0, 0)
    for kind, table in (("activities", ACTIVITIES), ("attendance", CAME), ("suggestions", SAID)):
        assert counted(send(district, kind, table)[1]) == (0, 0, len(table) - 1)
    states = dict(Activity.objects.values_list("title", "state"))
    assert states == {"停车视察": "held", "城北学习会": "held", "没人来的会": "planned"}
    assert (Attendance.objects.count(), Suggestion.objects.count(), Notice.objects.count()) == (4, 2, 0)
    assert not Todo.objects.filter(closed_at=None).exclude(due=None).exists()
    scope = figures.Scope(district.committee, figures.period(district.committee, "2025"))
    assert [
        figures.REGISTRY[f"activities.{name}"].answer(scope).value
        for name in ("held", "attendance", "members", "items", "adopted")
    ] == [2, 4, 3, 2, 1]
    assert ledger.verify(district.committee).sound
    for kind, rows in (("activities", 3), ("attendance", 4), ("suggestions", 2), ("sites", 1)):
        again = load(kind, download(kind, district.committee), f"{kind}.xlsx")
        assert counted(apply(again, district.committee, district.system_admin)) == (0, 0, rows)


def test_sites_move_in_and_are_mended(district):
    Organisation.objects.create(committee=district.committee, kind="township", name="桂园街道")
    table = [
        ["站点名称", "种类", "所在乡镇街道", "地址", "挂牌日期", "容纳委员"],
        ["桂园联络站", "", "桂园街道", "东路 41 号", "2022-05-01", "30"],
        ["方小满工作室", "委员工作室", "", "", "", ""],
    ]
    assert counted(send(district, "sites", table)[1]) == (2, 0, 0)
    table[1][3] = "东路 42 号"
    assert counted(send(district, "sites", table)[1]) == (0, 1, 1)
    row = Site.objects.get(name="桂园联络站")
    assert (row.address, row.capacity, row.area.name, row.site_kind) == ("东路 42 号", 30, "桂园街道", "station")


def test_each_wrong_cell_is_told_by_line_and_column_and_nothing_is_written(district):
    tomorrow = (clock.today().replace(year=clock.today().year + 1)).isoformat()
    send(district, "activities", ACTIVITIES)
    assert told(district, "activities", ["", "2025-01-01", "学习", "", "", ""], ["会", "去年", "学习", "", "", ""], ["会", tomorrow, "学习", "", "", ""], ["会", "2025-01-01", "开会", "", "", "没有的站"]) == [
        (2, "名称"), (3, "日期"), (4, "日期"), (5, "种类"),
    ]  # fmt: skip
    assert told(district, "activities", ["会", "2025-01-01", "学习", "", "", "没有的站"]) == [(2, "主办站点")]
    assert told(district, "attendance", ["停车视察", "2025-06-17", "林知夏", "", "", ""], ["停车视察", "2025-06-16", "不认识", "", "", ""], ["停车视察", "2025-06-16", "林知夏", "路人", "", ""]) == [
        (2, "名称"), (3, "姓名"), (4, "哪类人"),
    ]  # fmt: skip
    assert told(
        district,
        "suggestions",
        ["停车视察", "2025-06-16", "划车位", "", "采纳", ""],
        ["停车视察", "2025-06-16", "划车位二", "没有的局", "", ""],
    ) == [(2, "承办单位"), (3, "承办单位")]
    assert told(district, "sites", ["甲站", "饭店", "", "", "", "", "", "", "", ""], ["乙站", "", "", "没有的镇", "", "", "", "", "", ""], ["丙站", "", "", "", "", "", "", "", "", "许多"]) == [
        (2, "种类"), (3, "所在乡镇街道"), (4, "容纳委员"),
    ]  # fmt: skip
    assert not Attendance.objects.exists()
    assert Activity.objects.count() == 3
