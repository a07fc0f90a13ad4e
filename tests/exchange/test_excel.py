import csv
import datetime as dt
import io
import zipfile

import openpyxl
import pytest

from huiyin.exchange.excel import Column, csv_bytes, sheet_name, workbook

FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", '=HYPERLINK("http://x")', "＝1+1"]


def opened(content):
    return openpyxl.load_workbook(io.BytesIO(content)).active


@pytest.mark.parametrize("text", FORMULAS)
def test_a_text_that_looks_like_a_formula_never_runs(text):
    content = workbook(["案由"], [[text]])
    assert b"<f>" not in zipfile.ZipFile(io.BytesIO(content)).read("xl/worksheets/sheet1.xml")
    assert opened(content)["A2"].data_type == "s"
    assert opened(content)["A2"].quotePrefix
    assert list(csv.reader(io.StringIO(csv_bytes(["案由"], [[text]]).decode("utf-8-sig"), newline="")))[1] == [
        "'" + text
    ]


def test_a_header_that_looks_like_a_formula_does_not_run_either():
    assert opened(workbook(["=1"], []))["A1"].data_type == "s"
    assert csv_bytes(["=1"], []) == "\ufeff'=1\r\n".encode()


def test_values_keep_their_kind():
    row = [
        dt.date(2023, 5, 6),
        3,
        -1.5,
        True,
        None,
        ["甲", "乙"],
        330282199001011234,
        float("nan"),
        dt.datetime(2023, 5, 6, 8, 30),
    ]
    cells = [cell.value for cell in opened(workbook([str(n) for n in range(9)], [row]))[2]]
    assert cells == [
        dt.datetime(2023, 5, 6), 3, -1.5, "是", None, "甲、乙", "330282199001011234", None, dt.datetime(2023, 5, 6, 8, 30),
    ]  # fmt: skip
    assert csv_bytes(["a"] * 9, [row]).decode().splitlines()[1] == (
        "2023-05-06,3,-1.5,是,,甲、乙,330282199001011234,,2023-05-06 08:30"
    )


def test_an_aware_time_is_shown_as_local_time():
    moment = dt.datetime(2023, 5, 6, 0, 30, tzinfo=dt.UTC)
    assert opened(workbook(["时间"], [[moment]]))["A2"].value == dt.datetime(2023, 5, 6, 8, 30)


def test_the_sheet_is_ready_to_read_and_to_print():
    sheet = opened(workbook([Column("案由", 40), "主办单位"], [["甲", "乙"]], "提案/目录"))
    assert (sheet.title, sheet.freeze_panes, sheet.print_title_rows) == ("提案目录", "A2", "$1:$1")
    assert (sheet.page_setup.orientation, str(sheet.page_setup.paperSize), sheet.page_setup.fitToHeight) == (
        "landscape",
        "9",
        0,
    )
    assert round(sheet.column_dimensions["A"].width) == 41
    assert sheet["A2"].font.name == "宋体"


def test_a_text_longer_than_a_cell_is_cut_and_says_so():
    text = opened(workbook(["正文"], [["长" * 40_000]]))["A2"].value
    assert len(text) == 32_767
    assert text.endswith("到系统里看）")


def test_a_sheet_name_holds_only_what_excel_allows():
    assert sheet_name("'[a]:*?/\\b'" + "长" * 40) == "ab'" + "长" * 28
