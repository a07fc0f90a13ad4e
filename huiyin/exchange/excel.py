"""Tables out: an .xlsx that prints well, a .csv that Excel opens in Chinese. No cell of ours ever runs as a formula."""

import csv
import datetime as dt
import io
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import xlsxwriter
from django.utils import timezone
from django.utils.translation import gettext as _

FONT = "宋体"
RUNS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
CELL_LENGTH = 32_767
EXACT_DIGITS = 15
MAX_ROWS = 1_048_575
WIDTHS = range(8, 61)


@dataclass(frozen=True, slots=True)
class Column:
    """A column's header; width in characters of Latin text, measured from the header when it is None."""

    label: str
    width: int | None = None


def workbook(columns: Sequence[Column | str], rows: Iterable[Sequence[object]], sheet: str = "") -> bytes:
    """An .xlsx with one sheet: frozen header, filter, A4 across with the header on each page.

    Cells may be str, bool, int, float, Decimal, date, datetime, a list of str, or None. Raises ValueError past
    1,048,575 rows.
    """
    out = io.BytesIO()
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(out, options) as book:
        book.formats[0].set_font_name(FONT)
        page = book.add_worksheet(sheet_name(sheet) or _("清单"))
        heads = [column if isinstance(column, Column) else Column(column) for column in columns]
        _set_up(page, heads)
        style = _styles(book)
        for index, head in enumerate(heads):
            page.write_string(0, index, head.label, style["head"])
        last = 0
        for last, row in enumerate(rows, 1):
            if last > MAX_ROWS:
                raise ValueError(_("超过 Excel 一张表能放的 1048575 行。请缩小范围，分几次导出。"))
            for index, value in enumerate(row):
                _write(page, last, index, value, style)
        page.autofilter(0, 0, last, max(0, len(heads) - 1))
    return out.getvalue()


def csv_bytes(columns: Sequence[Column | str], rows: Iterable[Sequence[object]]) -> bytes:
    """The same table as CSV: UTF-8 with BOM; a text that Excel would run has a ' before it."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(_inert(column.label if isinstance(column, Column) else column) for column in columns)
    writer.writerows([_text(value) for value in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def sheet_name(text: str) -> str:
    """At most 31 characters without those that Excel forbids in the name of a sheet."""
    return "".join(sign for sign in text if sign not in "[]:*?/\\" and sign.isprintable()).strip("' ")[:31]


def _set_up(page: Any, heads: list[Column]) -> None:
    for index, head in enumerate(heads):
        measured = min(max(len(head.label.encode("gb18030")) + 4, WIDTHS.start), WIDTHS.stop - 1)
        page.set_column(index, index, head.width or measured)
    page.freeze_panes(1, 0)
    page.repeat_rows(0)
    page.set_landscape()
    page.set_paper(9)  # A4
    page.fit_to_pages(1, 0)
    page.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.6)
    page.set_footer(_("&C第 &P 页，共 &N 页"))


def _styles(book: Any) -> dict[str, Any]:
    base = {"font_name": FONT, "font_size": 11, "valign": "top"}
    return {
        "head": book.add_format({**base, "bold": True, "bottom": 1, "text_wrap": True}),
        "text": book.add_format({**base, "text_wrap": True}),
        # The same as a ' typed before the text: it stays text when a clerk edits the cell.
        "inert": book.add_format({**base, "text_wrap": True, "quote_prefix": True}),
        "number": book.add_format(base),
        "date": book.add_format({**base, "num_format": "yyyy-mm-dd", "align": "left"}),
        "time": book.add_format({**base, "num_format": "yyyy-mm-dd hh:mm", "align": "left"}),
    }


def _write(page: Any, row: int, column: int, value: object, style: dict[str, Any]) -> None:
    value = _plain(value)
    if value is None or value == "":
        return
    if isinstance(value, dt.datetime):
        page.write_datetime(row, column, value, style["time"])
    elif isinstance(value, dt.date):
        page.write_datetime(row, column, value, style["date"])
    elif isinstance(value, int | float | Decimal):
        page.write_number(row, column, value, style["number"])
    else:
        text = _fitting(str(value))
        page.write_string(row, column, text, style["inert" if text.startswith(RUNS) else "text"])


def _plain(value: object) -> object:
    """Values as a table shows them: 是 and 否, lists joined, local time, numbers that Excel would round as text."""
    if isinstance(value, bool):
        return _("是") if value else _("否")
    if isinstance(value, float | Decimal) and not math.isfinite(value):
        return None
    if isinstance(value, int) and len(str(abs(value))) > EXACT_DIGITS:
        return str(value)
    if isinstance(value, list | tuple | set | frozenset):
        return "、".join(str(item) for item in value)
    if isinstance(value, dt.datetime):
        return timezone.make_naive(value) if timezone.is_aware(value) else value
    return value


def _fitting(text: str) -> str:
    if len(text) <= CELL_LENGTH:
        return text
    cut = _("……（这一格放不下全文，请到系统里看）")
    return text[: CELL_LENGTH - len(cut)] + cut


def _text(value: object) -> object:
    value = _plain(value)
    if value is None:
        return ""
    if isinstance(value, dt.datetime):
        return value.isoformat(" ", "minutes")
    if isinstance(value, dt.date):
        return value.isoformat()
    return value if isinstance(value, int | float | Decimal) else _inert(str(value))


def _inert(text: str) -> str:
    return f"'{text}" if text.startswith(RUNS) else text
