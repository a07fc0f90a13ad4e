import pytest

from huiyin.exchange import excel
from huiyin.exchange import lists as tables
from huiyin.exchange.refused import SheetRefused
from huiyin.kernel import ledger
from huiyin.kernel.models import Organisation, Person, Post
from huiyin.kernel.refusal import Refused
from huiyin.people import lists
from huiyin.people.columns import COLUMNS
from huiyin.people.found import found
from huiyin.people.models import Member, MemberAttribute, Unit


def sheet(headers, *rows):
    return excel.workbook(headers.split(), rows)


@pytest.fixture
def send(committee, system):
    def run(kind, headers, *rows, **more):
        plan = tables.load(kind, sheet(headers, *rows), "名单.xlsx")
        return lists.apply(plan, committee, system, **more)

    return run


@pytest.fixture
def refused(committee, system):
    def run(kind, headers, *rows):
        plan = tables.load(kind, sheet(headers, *rows), "名单.xlsx")
        with pytest.raises(Refused):
            lists.apply(plan, committee, system)
        return plan.problems

    return run


def counts(done):
    return done.created, done.updated, done.same


def test_a_district_moves_in(send, committee):
    assert counts(send("assigning", "名称 联络员姓名 手机", ("区政府督查室", "周明", "13900000001"))) == (1, 0, 0)
    done = send(
        "units", "名称 归口交办机关 口 机关代字 联络员姓名 手机 签发领导",
        ("区住建局", "区政府督查室", "政府口", "澄住建函", "王一", "13900000002", "李二"),
        ("区教育局", "区政府督查室", "政府", "", "王二", "", ""),
    )  # fmt: skip
    assert [p.username for p in done.people] == ["u001", "h001", "u002"]
    send("places", "乡镇 村社区", ("清泉镇", "新华村"), ("白马镇", "新华村"), ("城关街道", ""))
    done = send(
        "members", "姓名 界别 党派 手机 工作单位 居住乡镇 委员证号",
        ("陈甲", "教育界", "民盟", "13800000001", "一中", "清泉镇", "001"), ("陈乙", "农业界", "", "13800000002", "", "", "002"),
    )  # fmt: skip
    assert counts(done) == (2, 0, 0)
    assert Unit.objects.get(name="区住建局").parent.name == "区政府督查室"
    assert sorted(Organisation.objects.filter(kind="village").values_list("name", flat=True)) == [
        "新华村",
        "新华村（白马镇）",
    ]
    assert sorted(Post.objects.filter(role="member").values_list("person__username", flat=True)) == ["m001", "m002"]
    assert ledger.verify(committee).faults == []


@pytest.mark.parametrize("kind", ["assigning", "units", "places", "sectors", "members", "staff"])
def test_what_is_downloaded_comes_in_again_and_changes_nothing(send, committee, system, kind):
    send("assigning", "名称 联络员姓名 手机", ("区政府督查室", "周明", "13900000001"))
    send(
        "units",
        "名称 归口交办机关 联络员姓名 手机 签发领导",
        ("区住建局", "区政府督查室", "王一", "13900000002", "李二"),
    )
    send("places", "乡镇 村社区", ("清泉镇", "新华村"), ("白马镇", "新华村"))
    send(
        "members",
        "姓名 界别 手机 居住乡镇",
        ("陈甲", "教育界", "13800000001", "清泉镇"),
        ("陈甲", "教育界", "13800000009", "白马镇"),
    )
    send("staff", "姓名 角色", ("赵三", "提案委办公室"))
    people = Person.objects.count()
    plan = tables.load(kind, tables.download(kind, committee), "名单.xlsx")
    done = lists.apply(plan, committee, system)
    assert (done.created, done.updated, Person.objects.count()) == (0, 0, people)


def test_a_second_list_updates_and_keeps_the_history_of_an_attribute(send):
    send("members", "姓名 界别 手机 委员证号", ("陈甲", "教育界", "13800000001", "001"))
    send("sectors", "界别", ("经济界",))
    assert counts(send("members", "姓名 界别 手机 委员证号", ("陈甲", "经济界", "13800000009", "001"))) == (0, 1, 0)
    assert Person.objects.get(name="陈甲").phone == "13800000009"
    rows = MemberAttribute.objects.filter(name="sector").order_by("pk")
    assert [(row.text, row.ends is None) for row in rows] == [("教育界", False), ("经济界", True)]


def test_every_refused_row_says_row_column_what_and_how(refused):
    problems = refused(
        "members", "姓名 手机 邮箱 居住乡镇",
        ("", "13800000001", "", ""), ("陈乙", "无号码", "", ""), ("陈丙", "", "a@b", ""), ("陈丙", "", "", ""), ("陈丙", "", "", ""), ("陈丁", "", "", "清泉镇"),
    )  # fmt: skip
    assert [(p.line, p.column) for p in problems] == [
        (2, "姓名"),
        (3, "手机"),
        (4, "邮箱"),
        (6, "姓名"),
        (7, "居住乡镇"),
    ]
    assert all(p.what and p.mend for p in problems)
    assert Member.objects.count() == 0


def test_one_unknown_name_refuses_the_whole_list_and_names_what_is_near(send, refused):
    send("assigning", "名称", ("区政府督查室",))
    [problem] = refused("units", "名称 归口交办机关", ("区住建局", "区政府督查室"), ("区教育局", "政府督查室"))
    assert (problem.line, problem.column, "区政府督查室" in problem.mend) == (3, "归口交办机关", True)
    assert Unit.objects.count() == 0


def test_a_dry_run_writes_nothing(send):
    assert counts(send("sectors", "界别", ("教育界",), dry_run=True)) == (1, 0, 0)
    assert Organisation.objects.filter(kind="sector").count() == 0


def test_a_username_of_somebody_else_is_refused(refused):
    [problem] = refused("members", "姓名 用户名", ("陈甲", "sys1"))
    assert problem.column == "用户名"


def test_nobody_gives_himself_a_post_by_a_list(send, committee):
    send("staff", "姓名 角色 手机", ("赵三", "提案委办公室", "13800000003"))
    own = Post.objects.get(role="proposal_office")
    plan = tables.load("staff", sheet("姓名 角色 手机", ("赵三", "提案委主任", "13800000003")), "a.xlsx")
    with pytest.raises(Refused):
        lists.apply(plan, committee, own)
    assert "不能给自己" in plan.problems[0].what


def test_a_table_without_the_needed_column_is_refused_as_a_whole(committee):
    with pytest.raises(SheetRefused, match="姓名"):
        tables.load("members", sheet("界别 党派", ("教育界", "民盟")), "名单.xlsx")


@pytest.mark.parametrize("kind", list(COLUMNS))
def test_a_template_is_empty_and_its_headers_are_understood(kind):
    with pytest.raises(SheetRefused):
        tables.load(kind, tables.template(kind), "样表.xlsx")


def test_the_lists_of_two_committees_do_not_meet(send, committee):

    send("members", "姓名 手机", ("陈甲", "13800000001"))
    other = found(
        "other",
        "政协乙区委员会",
        "乙区政协",
        "乙区",
        administrators={k: (k, f"o{k}") for k in ("system", "security", "audit")},
    )
    plan = tables.load("members", sheet("姓名 手机", ("陈甲", "13800000001")), "a.xlsx")
    assert lists.apply(plan, other.committee, other.system).created == 1
    assert Person.objects.filter(name="陈甲").count() == 2
