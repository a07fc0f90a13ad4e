import datetime as dt
import json
import re
from pathlib import Path

import pytest

from huiyin.exchange import catalogue, excel
from huiyin.exchange.headers import LABELS, SYNONYMS, load_mapping, match
from huiyin.exchange.sheets import Row, SheetRefused
from tests.exchange.tables import xlsx

DOC = Path(__file__).resolve().parents[2] / "docs" / "import.md"
TODAY = dt.date(2024, 6, 1)
CHAIN = ["提交日期", "立案日期", "交办日期", "签收日期", "答复日期", "评价日期"]


def parse(*rows, **options):
    lines = [Row(line, {key: value for key, value in cells.items() if value}) for line, cells in enumerate(rows, 2)]
    return catalogue.parse(lines, today=TODAY, **options)


def problems(*rows, **options):
    return [(p.line, p.column, p.what) for p in parse(*rows, **options)[1]]


def test_a_full_row_of_an_office_is_understood():
    full = {
        "提案编号": "第012号", "届次会议": "十届二次会议", "年度": "2023年", "案由": "关于增设\n老年食堂的提案", "第一提案人": "张三", "联名": "李四等5人",
        "提案形式": "联名", "提案类别": "社会民生", "主办单位": "区民政局", "会办单位": "区财政局、区住建局", "提交时间": "2023.1.5",
        "立案日期": "2023.1.20", "交办时间": dt.date(2023, 2, 6), "签收日期": "2023-2-7", "办复日期": "2023/5/6", "评价日期": "2023年5月16日",
        "办结日期": "20230520", "办理结果": "a类", "委员意见": "满意", "是否立案": "是", "是否重点": "是", "备注": "现场办理",
    }  # fmt: skip
    (row,), wrong, summary = parse(full)
    assert wrong == []
    assert row == catalogue.CatalogueRow(
        line=2, number="第012号", session="十届二次会议", year=2023, title="关于增设老年食堂的提案", proposers=("张三", "李四"),
        proposer_count=5, proposer_kind="联名", subject="社会民生", hosts=("区民政局",), cohosts=("区财政局", "区住建局"),
        submitted=dt.date(2023, 1, 5), filed=dt.date(2023, 1, 20), assigned=dt.date(2023, 2, 6), signed=dt.date(2023, 2, 7),
        replied=dt.date(2023, 5, 6), rated=dt.date(2023, 5, 16), closed=dt.date(2023, 5, 20), reply_class="A",
        satisfaction="satisfied", review="filed", review_text="是", key=True, note="现场办理",
    )  # fmt: skip
    assert summary.units == {"区民政局": 1, "区财政局": 1, "区住建局": 1}
    assert summary.sessions == {"十届二次会议": 1}


def test_only_the_title_is_required_and_nothing_is_invented():
    (row,), wrong, _summary = parse({"案由": "甲"})
    assert (row, wrong) == (catalogue.CatalogueRow(line=2, title="甲"), [])


def test_a_row_without_a_title_is_refused():
    assert problems({"案由": "甲"}, {"提案者": "王五"}) == [(3, "案由", "没有案由")]


@pytest.mark.parametrize(
    "cells",
    [
        {"提案编号": "合计", "主办单位": "23"},
        {"案由": "合 计", "提案者": "12"},
        {"案由": "总计：23件"},
        {"提案编号": "小计", "案由": "共12件"},
        {"提案编号": "注：空白的为未答复"},
        {"案由": "制表人：张三"},
    ],
)
def test_a_total_is_passed_over_and_said(cells):
    taken, wrong, summary = parse({"案由": "甲"}, cells, {"案由": "乙"})
    assert ([row.title for row in taken], wrong) == (["甲", "乙"], [])
    assert summary.notes == ["第 3 行是合计或表下的说明，没有当作提案。"]


def test_a_proposal_about_totals_is_one():
    assert [row.title for row in parse({"案由": "关于公布决算合计的提案", "提案者": "总计"})[0]] == [
        "关于公布决算合计的提案"
    ]


@pytest.mark.parametrize("cell", [45000, 45000.0, "45000", "４５０００", "45000.4"])
def test_a_date_that_lost_its_format_is_read_by_its_number_and_said(cell):
    (row,), wrong, summary = parse({"案由": "甲", "答复日期": cell})
    assert (row.replied, wrong) == (dt.date(2023, 3, 15), [])
    (note,) = summary.notes
    assert "“答复日期”有 1 格是 Excel 的日期序号" in note
    assert "第 2 行 45000 是 2023-03-15" in note


def test_a_number_that_can_be_no_day_is_still_refused():
    assert problems({"案由": "甲", "答复日期": "999"}, {"案由": "乙", "答复日期": "72000"}) == [
        (2, "答复日期", "“999”认不出是哪一天"),
        (3, "答复日期", "2097-02-14 还没到"),
    ]


@pytest.mark.parametrize("cell", ["李四、王五", "李四，王五", "李四 王五", "李四/王五", "李四;王五", "李四\n王五"])
@pytest.mark.parametrize("header", ["联名人", "附议人", "联名委员"])
def test_cosigners_stand_after_the_first_proposer_however_they_are_separated(header, cell):
    assert parse({"案由": "甲", "第一提案人": "张三", header: cell})[0][0].proposers == ("张三", "李四", "王五")


@pytest.mark.parametrize(
    ("cells", "into", "merges", "review"),
    [
        ({"并入案号": "第12号"}, "12", (), "merged"),
        ({"并入案号": "012"}, "012", (), "merged"),
        ({"审查结果": "与第12号并案"}, "12", (), "merged"),
        ({"并案": "并入12号提案"}, "12", (), "merged"),
        ({"并案": "是"}, None, (), "merged"),
        ({"并案": "否"}, None, (), None),
        ({"并案": "12"}, "12", (), "merged"),
        ({"并案": "12、15", "主办单位": "区民政局"}, None, ("12", "15"), None),
        ({"合并提案": "12号，15号"}, None, ("12", "15"), None),
    ],
)
def test_a_merge_is_read_on_either_side(cells, into, merges, review):
    (row,), wrong, _summary = parse({"案由": "甲", **cells})
    assert (row.merged_into, row.merges, row.review, wrong) == (into, merges, review, [])


def test_one_case_goes_into_one():
    assert problems({"案由": "甲", "并入案号": "12、15"}) == [(2, "并入案号", "写了 2 个并入的案号（12、15）")]


def test_only_what_was_not_satisfactory_is_answered_again():
    assert problems({"案由": "甲", "满意度": "满意", "二次答复日期": "2023.5.6"}) == [
        (2, "满意度", "第一次已经满意，又有二次答复")
    ]
    (row,), wrong, _summary = parse(
        {"案由": "甲", "满意度": "不满意", "二次答复日期": "2023.5.6", "二次满意度": "满意"}
    )
    assert (row.satisfaction_again, row.replied_again, wrong) == ("satisfied", dt.date(2023, 5, 6), [])


def test_a_problem_is_a_sentence_with_its_place():
    (wrong,) = parse({"案由": "甲", "答复日期": "2023.5"})[1]
    assert str(wrong) == "第 2 行“答复日期”：“2023.5”没有写到哪一天。请补上日，例如 2023.5.6；不知道就留空。"


def test_a_day_that_is_not_known_may_be_taken_as_unknown():
    (row,), wrong, _summary = parse({"案由": "甲", "答复日期": "2023.5"}, day_unknown=True)
    assert (row.replied, row.vague, wrong) == (None, {"replied": "2023.5"}, [])


@pytest.mark.parametrize("late", range(1, 6))
def test_a_date_before_its_cause_is_refused(late):
    dates = {header: f"2023.{month}.1" for month, header in enumerate(CHAIN, 2)}
    assert problems({"案由": "甲", **dates}) == []
    assert (2, CHAIN[late]) in [p[:2] for p in problems({"案由": "甲", **dates, CHAIN[late]: "2023.1.1"})]


def test_the_same_day_is_no_wrong_order():
    assert problems({"案由": "甲", **dict.fromkeys(CHAIN, "2023.2.1")}) == []


def test_a_case_number_is_given_once_in_a_session():
    rows = [
        {"案由": "甲", "案号": "001", "届次": "一次"},
        {"案由": "乙", "案号": "第1号", "届次": "一次"},
        {"案由": "丙", "案号": 1, "届次": "二次"},
    ]
    assert problems(*rows) == [(3, "案号", "案号 第1号 和第 2 行重了")]


def test_several_lead_units_are_refused_or_taken_as_separate_handling():
    row = {"案由": "甲", "承办单位": "区民政局、区财政局"}
    assert problems(row) == [(2, "承办单位", "写了 2 家单位（区民政局、区财政局），看不出谁主办")]
    (taken,), wrong, _summary = parse(row, hosts_as_separate=True)
    assert (taken.hosts, taken.separate, wrong) == ((), ("区民政局", "区财政局"), [])


@pytest.mark.parametrize("other", [{"分办单位": "乙局、丙局"}, {"会办单位": "甲局"}])
def test_a_unit_has_one_role_in_a_case(other):
    assert len(problems({"案由": "甲", "主办单位": "甲局", **other})) == 1


def test_columns_of_the_same_meaning_add_up_where_they_hold_several_names():
    (row,), _wrong, _summary = parse({"案由": "甲", "独办单位": "", "主办单位": "甲局", "会办": "乙局", "协办": "丙局"})
    assert (row.hosts, row.cohosts) == (("甲局",), ("乙局", "丙局"))


def test_the_row_number_of_a_list_is_never_an_intake_number():
    found = match(["序号", "案由", "流水号"])
    assert found["intake"] == ["流水号"]
    assert match(["序号", "案由"]) == {"title": ["案由"]}
    assert match(["序号", "案由"], {"intake": "序号"}) == {"title": ["案由"], "intake": ["序号"]}


def test_the_last_date_of_a_short_table_is_the_reply():
    assert match(["案由", "办结日期"])["replied"] == ["办结日期"]
    assert match(["案由", "答复日期", "办结日期"])["closed"] == ["办结日期"]


def test_headers_are_known_in_other_dress():
    assert match(["案 由*", "答复日期（年月日）", "主办\n单位："]) == {
        "title": ["案 由*"], "replied": ["答复日期（年月日）"], "hosts": ["主办\n单位："],
    }  # fmt: skip


def test_no_header_word_has_two_meanings():
    words = [word for listed in SYNONYMS.values() for word in listed]
    assert len(words) == len(set(words))
    assert set(SYNONYMS) == set(LABELS)


@pytest.mark.parametrize(
    "name, text",
    [
        ("m.json", '{"title": "事由", "会办单位": ["配合方", "协助方"]}'),
        ("m.toml", 'title = "事由"\n"会办单位" = ["配合方", "协助方"]'),
    ],
)
def test_a_mapping_file_names_headers_of_its_own(tmp_path, name, text):
    (tmp_path / name).write_text(text, "utf-8")
    content = xlsx([["某某区二〇二三年办件表"], ["事由", "配合方", "协助方", "电话"], ["甲", "乙局", "丙局", "123"]])
    (row,), wrong, summary = catalogue.read(content, "a.xlsx", load_mapping(tmp_path / name))
    assert (row.line, row.title, row.cohosts, wrong) == (3, "甲", ("乙局", "丙局"), [])
    assert summary.headers_used == {"事由": "title", "配合方": "cohosts", "协助方": "cohosts"}
    assert summary.headers_ignored == ["电话"]


@pytest.mark.parametrize(
    "text, says", [('{"titel": "事由"}', "titel"), ('{"title": 3}', "右边"), ("[1]", "一组"), ("{", "读不了")]
)
def test_a_mapping_file_that_cannot_be_is_refused(tmp_path, text, says):
    (tmp_path / "m.json").write_text(text, "utf-8")
    with pytest.raises(SheetRefused, match=says):
        load_mapping(tmp_path / "m.json")


def test_a_formula_without_value_is_refused_where_we_read_it_and_only_there():
    content = xlsx([["案由", "主办单位", "小计"], ["甲", "=B9", "=1+1"], ["乙", "甲局", "=1+1"]])
    taken, wrong, _summary = catalogue.read(content, "a.xlsx")
    assert [(p.line, p.column) for p in wrong] == [(2, "主办单位")]
    assert [row.title for row in taken] == ["乙"]


def test_the_docs_list_every_header_that_is_understood():
    text = DOC.read_text("utf-8")
    table = dict(re.findall(r"^\| `(\w+)` \| [^|]+ \| ([^|]+) \|$", text, re.M))
    assert {field: tuple(words.strip().split("、")) for field, words in table.items()} == SYNONYMS


# What an office would call the keys of the collected files.
OFFICE = {
    "number": "提案编号", "session": "届次会议", "year": "年度", "title": "案由", "category": "提案类别", "proposer_type": "提案者类型",
    "review": "审查结果", "host": "主办单位", "cohosts": "会办单位", "registered": "登记日期", "host_replied": "答复日期",
    "result_class": "办理结果", "satisfaction_result": "满意度", "step": "办理状态",
    "period": "提案时段", "doc_number": "答复文号",
}  # fmt: skip


def catalogues(shared_data, name):
    path = shared_data / "catalogues" / f"{name}.jsonl"
    return path, [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def wide(units):
    """The files mix () with （）, sometimes in one name; we write （）."""
    return [unit.replace("(", "（").replace(")", "）") for unit in units]


def as_offices_write(value):
    if isinstance(value, list):
        return "、".join(value)
    if isinstance(value, str) and re.fullmatch(r"\d{4}-\d\d-\d\d", value):
        return ".".join(str(int(part)) for part in value.split("-"))
    return value


@pytest.mark.parametrize("name, rows", [("cixi_2017", 284), ("jiangsu", 436)])
def test_a_real_catalogue_reads_the_same_as_lines_and_as_the_excel_of_an_office(shared_data, name, rows):
    path, lines = catalogues(shared_data, name)
    keys = [key for key in OFFICE if key in lines[0]]
    content = excel.workbook(
        [OFFICE[key] for key in keys], ([as_offices_write(line[key]) for key in keys] for line in lines)
    )
    taken, wrong, summary = catalogue.read(content, f"{name}.xlsx")
    direct, wrong_direct, _summary = catalogue.read(path)
    assert (len(taken), wrong, wrong_direct) == (rows, [], [])
    assert summary.headers_ignored == []
    same = [f for f in catalogue.CatalogueRow.__slots__ if f not in ("line", "intake")]
    assert [[getattr(r, f) for f in same] for r in taken] == [[getattr(r, f) for f in same] for r in direct]
    for row, line in zip(taken, lines, strict=True):
        assert row.title == line["title"].strip()
        assert list(row.hosts) == wide(line.get("host", []))
        assert list(row.cohosts) == wide(line.get("cohosts", []))
        assert (row.replied.isoformat() if row.replied else None) == line.get("host_replied")


def test_letters_of_many_places_are_read_with_a_mapping(shared_data):
    path, lines = catalogues(shared_data, "from_letters")
    taken, wrong, _summary = catalogue.read(path, mapping={"hosts": "addressed_host", "session": "place"})
    assert len(taken) + len({p.line for p in wrong}) == len(lines)
    assert all("重了" in p.what for p in wrong)
