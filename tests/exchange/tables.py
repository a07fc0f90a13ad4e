"""Files as offices send them, made for a test."""

import csv
import io

import openpyxl
import xlsxwriter

HEADERS = ["案由", "提案者", "主办单位", "答复日期"]
ROW = ["关于增设老年食堂的提案", "张三", "区民政局", "2023.5.6"]


def xlsx(rows, merges=()) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    for merge in merges:
        book.active.merge_cells(merge)
    return saved(book)


def saved(book) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def written(fill) -> bytes:
    """What xlsxwriter makes after `fill(book, sheet)`."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        fill(book, book.add_worksheet())
    return out.getvalue()


def csv_text(rows, delimiter=",") -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows(rows)
    return out.getvalue()
