import datetime as dt
import io
import time
import zipfile

import openpyxl
import pytest

from huiyin.exchange import excel
from huiyin.exchange.headers import known_headers
from huiyin.exchange.sheets import SheetRefused, read_rows
from tests.exchange.biff import xls
from tests.exchange.tables import HEADERS, ROW, csv_text, saved, written, xlsx

KNOWN = known_headers()


def read(content, name="目录.xlsx", **options):
    return read_rows(content, name, known=KNOWN, **options)


def refusal(content, name="目录.xlsx", **options):
    with pytest.raises(SheetRefused) as caught:
        read(content, name, **options)
    return str(caught.value)


def repacked(content, change):
    """The same zip with `change(name, part)` applied to each part."""
    source, out = zipfile.ZipFile(io.BytesIO(content)), io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            target.writestr(name, change(name, source.read(name)))
    return out.getvalue()


def test_rows_stand_under_their_headers_with_the_line_that_excel_shows():
    rows = read(xlsx([HEADERS, ROW]))
    assert rows[0].line == 2
    assert rows[0].cells == dict(zip(HEADERS, ROW, strict=True))


def test_the_header_row_is_found_below_merged_title_rows():
    rows = read(xlsx([["清溪区政协提案办理情况表"], ["制表：提案委", None, "2023年"], [], HEADERS, ROW], ["A1:D1"]))
    assert (rows.header_line, rows[0].line, rows[0].cells["案由"]) == (4, 5, ROW[0])


def test_a_header_two_rows_high_gives_each_column_its_own_name():
    grid = [
        ["案由", "办理单位", None, "办理", None],
        [None, "主办", "会办", "答复日期", "附注"],
        ["甲", "乙", "丙", "2023.5.6", "丁"],
    ]
    rows = read(xlsx(grid, ["A1:A2", "B1:C1", "D1:E1"]))
    assert rows[0].cells == {"案由": "甲", "主办": "乙", "会办": "丙", "答复日期": "2023.5.6", "附注": "丁"}


def test_dates_and_numbers_come_as_they_are_kept():
    book = openpyxl.Workbook()
    book.active.append(HEADERS)
    book.active.append(["甲", 3, None, dt.date(2023, 5, 6)])
    assert read(saved(book))[0].cells == {"案由": "甲", "提案者": 3, "答复日期": dt.date(2023, 5, 6)}


def test_the_first_visible_sheet_with_a_header_is_read_and_the_others_are_named():
    book = openpyxl.Workbook()
    book.active.title = "填表说明"
    book.active.append(["请按说明填写", "谢谢"])
    for name in ("第一批", "第二批"):
        for row in (HEADERS, ROW):
            (book[name] if name in book.sheetnames else book.create_sheet(name)).append(row)
    hidden = book.create_sheet("旧", 0)
    hidden.append(HEADERS)
    hidden.append(["不该读到"])
    hidden.sheet_state = "hidden"
    book.active = 1
    rows = read(saved(book))
    assert (rows.sheet, rows.sheets_left, rows[0].cells["案由"]) == ("第一批", ["填表说明", "第二批"], ROW[0])


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_csv_is_read_in_the_encodings_and_with_the_delimiters_of_offices(encoding, delimiter):
    content = csv_text([HEADERS, [], ["龘㐀", "张三, 李四;王五", "x\ny", ""]], delimiter).encode(encoding)
    rows = read(content, "目录.csv")
    assert (rows[0].line, rows[0].cells) == (3, {"案由": "龘㐀", "提案者": "张三, 李四;王五", "主办单位": "x\ny"})


def test_xls_is_read():
    rows = read(xls([["清溪区政协"], HEADERS, [*ROW[:3], 45052.0]]), "目录.xls")
    assert (rows[0].line, rows[0].cells) == (3, {**dict(zip(HEADERS, ROW, strict=True)), "答复日期": 45052.0})


def test_xls_with_merged_data_is_refused():
    assert "A2:A3" in refusal(xls([HEADERS, ROW, [None, "李四"]], [(1, 2, 0, 0)]), "目录.xls")


def test_json_lines_keep_lists_and_their_line():
    rows = read('{"title": "甲", "cohosts": ["乙", "丙"]}\n\n{"title": "丁", "host": null}\n'.encode(), "a.jsonl")
    assert [(r.line, r.cells) for r in rows] == [(1, {"title": "甲", "cohosts": ["乙", "丙"]}), (3, {"title": "丁"})]


def test_a_line_that_is_no_object_is_refused_with_its_number():
    assert "第 2 行" in refusal(b'{"title": "x"}\n[1]\n', "a.jsonl")
    assert "第 1 行" in refusal(b'{"title": ' + b"[" * 100_000, "a.jsonl")


def test_merged_data_cells_are_refused_with_their_range():
    sentence = refusal(xlsx([HEADERS, ROW, ROW], ["C2:C3"]))
    assert "C2:C3" in sentence
    assert "取消合并" in sentence


def test_a_formula_is_read_by_the_value_that_was_kept():
    content = written(
        lambda book, sheet: (sheet.write_row(0, 0, HEADERS), sheet.write_formula(1, 0, '="甲"', None, "甲"))
    )
    assert read(content)[0].cells == {"案由": "甲"}


def test_a_formula_without_its_value_breaks_its_row_alone():
    rows = read(xlsx([HEADERS, ['="甲"&"乙"', "张三"], ROW]))
    assert list(rows[0].broken) == ["案由"]
    assert "公式" in rows[0].broken["案由"]
    assert rows[1].broken == {}


def test_a_formula_that_failed_breaks_its_row():
    content = written(
        lambda book, sheet: (sheet.write_row(0, 0, HEADERS), sheet.write_formula(1, 3, "=A9/0", None, "#DIV/0!"))
    )
    assert "出错" in read(content)[0].broken["答复日期"]


def test_a_zip_bomb_is_refused_before_it_is_opened():
    bomb = repacked(xlsx([HEADERS, ROW]), lambda name, part: part + b" " * (60 << 20) if "sheet1" in name else part)
    began = time.perf_counter()
    assert "大得不正常" in refusal(bomb)
    assert time.perf_counter() - began < 1


def test_a_zip_that_lies_about_its_size_is_not_unfolded():
    honest = repacked(xlsx([HEADERS, ROW]), lambda name, part: part + b" " * (30 << 20) if "sheet1" in name else part)
    info = next(i for i in zipfile.ZipFile(io.BytesIO(honest)).infolist() if "sheet1" in i.filename)
    lying = honest.replace(info.file_size.to_bytes(4, "little"), (4000).to_bytes(4, "little"))
    assert "损坏" in refusal(lying)


def test_too_many_entries_are_refused():
    out = io.BytesIO(xlsx([HEADERS, ROW]))
    with zipfile.ZipFile(out, "a") as archive:
        for index in range(5001):
            archive.writestr(f"xl/media/{index}", b"")
    assert "大得不正常" in refusal(out.getvalue())


def test_one_cell_at_the_far_corner_does_not_take_the_memory():
    book = openpyxl.Workbook()
    book.active.append(HEADERS)
    book.active["XFD20000"] = "x"
    assert "太宽" in refusal(saved(book))


def test_a_far_cell_outside_any_row_is_seen_as_well():
    stray = b'<worksheet><sheetData><c r="XFD20000"><v>1</v></c></sheetData></worksheet>'
    content = repacked(xlsx([HEADERS]), lambda name, part: stray if "sheet1" in name else part)
    assert "太宽" in refusal(content)


def test_a_long_text_used_by_many_cells_does_not_take_the_memory():
    uses = "".join(f'<row r="{n}"><c r="A{n}" t="s"><v>0</v></c></row>' for n in range(1, 20_000)).encode()

    def change(name, part):
        if "sheet1" in name:
            return b"<worksheet><sheetData>" + uses + b"</sheetData></worksheet>"
        return b"<sst><si><t>" + b"x" * 32_000 + b"</t></si></sst>" if "sharedStrings" in name else part

    content = repacked(written(lambda book, sheet: sheet.write_row(0, 0, HEADERS)), change)
    assert "太大" in refusal(content)


def test_entities_are_refused():
    content = repacked(
        xlsx([HEADERS]), lambda n, part: b"<!DOCTYPE x [<!ENTITY a 'b'>]>" + part if "sheet1" in n else part
    )
    assert "损坏" in refusal(content)


def test_fifty_thousand_rows_are_refused_and_taken_when_the_limit_is_raised():
    content = excel.workbook(["案由"], ([f"第{n}件"] for n in range(50_000)))
    assert "30000 行" in refusal(content)
    assert len(read(content, limit_rows=50_000)) == 50_000


@pytest.mark.parametrize("extension", ["csv", "jsonl"])
def test_text_tables_keep_to_the_limit(extension):
    lines = "案由\n" + "甲\n" * 40 if extension == "csv" else '{"title": "甲"}\n' * 40
    assert "39 行" in refusal(lines.encode(), f"a.{extension}", limit_rows=39)
    assert len(read(lines.encode(), f"a.{extension}", limit_rows=40)) == 40


def test_ten_thousand_rows_are_read_in_a_second():
    content = excel.workbook(HEADERS, (ROW for _ in range(10_000)))
    began = time.process_time()
    assert len(read(content)) == 10_000
    assert time.process_time() - began < 1


@pytest.mark.parametrize(
    "content, name, says",
    [
        (b"", "a.xlsx", "是空的"),
        (b"\xef\xbb\xbf \r\n", "a.csv", "是空的"),
        (b"MZ\x90\x00", "a.xlsx", "不是 Excel"),
        (b"<html><table>", "a.xls", "网页"),
        (b"PK\x03\x04" + b"x" * 50, "a.xlsx", "损坏"),
        (b"PK\x03\x04" + b"x" * 50, "a.csv", "其实是 .xlsx"),
        (b"a,b\n1,2\n", "a.xlsx", "不是 Excel"),
        (b"\x00\x01\x02", "a.csv", "编码"),
        (b"\xff\xff\xff\xff", "a.csv", "编码"),
        (b"%PDF-1.4", "a.pdf", "不是能读的表格"),
        ("甲,乙\n丙,丁\n".encode(), "a.csv", "没有找到表头"),
        ("案由,案由\n丙,丁\n".encode(), "a.csv", "A 列和 B 列"),
        ("案由,提案者\n".encode(), "a.csv", "只有表头"),
        ('案由,提案者\n"甲,乙\n'.encode(), "a.csv", "引号不成对"),
        (xls([HEADERS, ROW]), "a.xlsx", "其实是 .xls"),
        (xls([HEADERS, ROW])[:700], "a.xls", "损坏"),
        (xls([HEADERS, ROW]) + "EncryptedPackage\0".encode("utf-16-le"), "a.xlsx", "密码"),
        (xlsx([]), "a.xlsx", "没有填了内容"),
    ],
)
def test_what_cannot_be_read_is_refused_in_a_sentence(content, name, says):
    sentence = refusal(content, name)
    assert says in sentence
    assert name in sentence
    assert sentence.endswith("。")


def test_a_path_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(SheetRefused, match="找不到"):
        read_rows(tmp_path / "没有.xlsx")
