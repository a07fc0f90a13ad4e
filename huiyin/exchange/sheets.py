"""A table that an office sends, as rows under their headers: .xlsx, .xls, .csv or .jsonl."""

import io
import re
import unicodedata
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

from huiyin.exchange import texts, xlsx
from huiyin.exchange.refused import SheetRefused

__all__ = ["LIMIT_ROWS", "Row", "Rows", "SheetRefused", "header_key", "read_rows"]

LIMIT_ROWS = 30_000
MAX_BYTES = 50 * 1024 * 1024
MAX_UNFOLDED = 200 * 1024 * 1024
HEADER_WITHIN = 12
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
EXTENSIONS = ("xlsx", "xls", "csv", "jsonl")
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]|_x000[dD]_")

Grid = list[list[Any]]
Merge = tuple[tuple[int, int], tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Row:
    """`line` is the number that Excel shows at the row; `cells` holds the cells that are not empty, by header;
    `broken` holds a sentence for each cell whose value is not in the file (a formula never calculated)."""

    line: int
    cells: dict[str, object]
    broken: dict[str, str] = field(default_factory=dict)


class Rows(list[Row]):
    """The rows, and where they were found: `headers` in column order, `header_line`, `sheet`, and `sheets_left`,
    the names of other visible sheets, which were not read."""

    def __init__(self) -> None:
        super().__init__()
        self.headers: list[str] = []
        self.header_line = 0
        self.sheet = ""
        self.sheets_left: list[str] = []


def read_rows(
    source: str | Path | bytes,
    name: str = "",
    *,
    limit_rows: int = LIMIT_ROWS,
    known: Collection[str] = (),
    max_unfolded: int = MAX_UNFOLDED,
) -> Rows:
    """Rows under their header row, which may stand below title rows; raises SheetRefused with a sentence.

    `source` is a path or the content, `name` the file's name as its sender knows it. `known` are header words (any
    spelling that `header_key` makes equal): the header row is then the one that holds the most of them, otherwise
    the first with two different texts. Values stay what the file holds: str, int, float, bool, date, datetime;
    lists and dicts in .jsonl.
    """
    name = name or (Path(source).name if not isinstance(source, bytes) else "")
    content = _content(source, name)
    extension = name.rpartition(".")[2].lower()
    if extension not in EXTENSIONS:
        raise SheetRefused(_("“%(name)s”不是能读的表格。请另存为 .xlsx、.xls、.csv 或 .jsonl。") % {"name": name})
    _same_as_named(content, extension, name)
    keys = {header_key(word) for word in known}
    match extension:
        case "xlsx":
            rows = _from_xlsx(content, name, limit_rows, keys, max_unfolded)
        case "xls":
            rows = _from_xls(content, name, limit_rows, keys)
        case "csv":
            grid = texts.csv_grid(content, name, limit_rows + xlsx.HEADING)
            rows = _under_header(grid, [], {}, name, keys)
        case _:
            rows = _from_json(content, name, limit_rows)
    if len(rows) > limit_rows:
        raise SheetRefused(xlsx.over_limit(name, limit_rows))
    if not rows:
        raise SheetRefused(_("“%(name)s”只有表头，没有内容。请填好后再传一次。") % {"name": name})
    return rows


def header_key(text: object) -> str:
    """A header without what people decorate it with: width, blanks, line breaks, colons, asterisks, case."""
    return re.sub(r"[\s:*_.、]+", "", unicodedata.normalize("NFKC", str(text))).lower()


def _content(source: str | Path | bytes, name: str) -> bytes:
    if isinstance(source, bytes):
        content = source[: MAX_BYTES + 1]
    else:
        try:
            with open(source, "rb") as file:
                content = file.read(MAX_BYTES + 1)
        except OSError as error:
            raise SheetRefused(_("找不到“%(name)s”，或者读不了。请检查路径和权限。") % {"name": source}) from error
    if len(content) > MAX_BYTES:
        raise SheetRefused(_("“%(name)s”超过 50 MB。请去掉图片，或分成几个文件。") % {"name": name})
    if not content.strip(b" \r\n\t\xef\xbb\xbf"):
        raise SheetRefused(_("“%(name)s”是空的。请检查原文件，再传一次。") % {"name": name})
    return content


def _same_as_named(content: bytes, extension: str, name: str) -> None:
    """What a name promises, the first bytes must keep."""
    zipped, compound = content.startswith(b"PK\x03\x04"), content.startswith(OLE)
    if compound and "EncryptedPackage\0".encode("utf-16-le") in content:
        raise SheetRefused(_("“%(name)s”设了密码。请去掉密码，再传一次。") % {"name": name})
    kept = {"xlsx": zipped, "xls": compound}.get(extension, not (zipped or compound))
    if kept:
        return
    if content.lstrip(b"\xef\xbb\xbf \r\n\t")[:1] == b"<":
        found = _("其实是网页")
    else:
        found = _("其实是 .xlsx") if zipped else _("其实是 .xls") if compound else _("不是 Excel 文件")
    raise SheetRefused(
        _("“%(name)s”的名字是 .%(extension)s，内容%(found)s。请用 Excel 或 WPS 打开，另存为 .xlsx。")
        % {"name": name, "extension": extension, "found": found}
    )


def _from_xlsx(content: bytes, name: str, limit: int, known: set[str], max_unfolded: int) -> Rows:
    book = xlsx.unpack(content, name, max_unfolded)
    with _open(book.content, name) as reader:
        refused: SheetRefused | None = None
        for sheet in book.parts:
            found = xlsx.inspect(book, sheet, name, limit)
            if not found.rows:
                continue
            page = _page(reader, sheet, name)
            try:
                rows = _under_header(page[0], page[1], found.broken, name, known)
            except _NoHeader as error:
                refused = refused or error
                continue
            return _placed(rows, sheet, list(book.parts))
    raise refused or _empty(name)


def _from_xls(content: bytes, name: str, limit: int, known: set[str]) -> Rows:
    with _open(io.BytesIO(content), name) as reader:
        sheets = [
            sheet.name
            for sheet in reader.sheets_metadata
            if sheet.visible == SheetVisibleEnum.Visible and sheet.typ == SheetTypeEnum.WorkSheet
        ]
        refused: SheetRefused | None = None
        for sheet in sheets:
            grid, merges = _page(reader, sheet, name, limit)
            if not grid:
                continue
            try:
                return _placed(_under_header(grid, merges, {}, name, known), sheet, sheets)
            except _NoHeader as error:
                refused = refused or error
    raise refused or _empty(name)


def _from_json(content: bytes, name: str, limit: int) -> Rows:
    rows = Rows()
    for line, cells in texts.json_lines(content, name, limit):
        filled = {key: _clean(value) for key, value in cells.items()}
        rows.append(Row(line, {key: value for key, value in filled.items() if value not in (None, "", [], {})}))
    rows.headers = list(dict.fromkeys(key for row in rows for key in row.cells))
    return rows


def _open(content: io.BytesIO, name: str) -> CalamineWorkbook:
    try:
        return CalamineWorkbook.from_filelike(content)
    except PasswordError as error:
        raise SheetRefused(_("“%(name)s”设了密码。请去掉密码，再传一次。") % {"name": name}) from error
    except (CalamineError, OSError, ValueError) as error:
        raise _damaged(name) from error


def _page(reader: CalamineWorkbook, sheet: str, name: str, limit: int | None = None) -> tuple[Grid, list[Merge]]:
    """All cells from A1 on, and the merged ranges, both counted from 0."""
    try:
        page = reader.get_sheet_by_name(sheet)
        if limit is not None and page.end and page.end[0] > limit + xlsx.HEADING:
            raise SheetRefused(xlsx.over_limit(name, limit))
        merges = getattr(page, "merged_cell_ranges", None) or []
        return (page.to_python(skip_empty_area=False) if page.end else []), merges
    except (CalamineError, OSError, ValueError) as error:
        if isinstance(error, SheetRefused):
            raise
        raise _damaged(name) from error


def _damaged(name: str) -> SheetRefused:
    return SheetRefused(_("“%(name)s”已经损坏，打不开。请用 Excel 或 WPS 打开，另存为 .xlsx。") % {"name": name})


def _empty(name: str) -> SheetRefused:
    return SheetRefused(_("“%(name)s”里没有填了内容的表。请检查原文件，再传一次。") % {"name": name})


def _placed(rows: Rows, sheet: str, sheets: list[str]) -> Rows:
    rows.sheet = sheet
    rows.sheets_left = [other for other in sheets if other != sheet]
    return rows


class _NoHeader(SheetRefused):
    """This sheet has no header row; another one may."""


def _under_header(
    grid: Grid, merges: list[Merge], broken: dict[tuple[int, int], str], name: str, known: set[str]
) -> Rows:
    top = _header_row(grid, known)
    if top is None:
        raise _NoHeader(
            _("在“%(name)s”的前 %(within)s 行里没有找到表头。请让一行写着各列的名称，每列一个。")
            % {"name": name, "within": HEADER_WITHIN}
        )
    top, bottom = _header_block(top, merges)
    _refuse_merged_data(merges, bottom, name)
    headers = _headers(grid, merges, top, bottom, known, name)
    rows = Rows()
    rows.headers, rows.header_line = [text for text in headers if text], bottom + 1
    at = _broken_by_row(broken)
    for index in range(bottom + 1, len(grid)):
        row = _row(index + 1, grid[index], headers, at.get(index + 1, {}))
        if row.cells or row.broken:
            rows.append(row)
    used = dict.fromkeys(header for row in rows for header in (*row.cells, *row.broken))
    rows.headers += [header for header in used if header not in rows.headers]
    return rows


def _header_row(grid: Grid, known: set[str]) -> int | None:
    best, most = None, 0
    for index, cells in enumerate(grid[:HEADER_WITHIN]):
        words = {header_key(cell) for cell in cells if isinstance(cell, str) and cell.strip()}
        score = sum(_knows(word, known) for word in words) if known else int(len(words) >= 2)
        if score > most:
            best, most = index, score
            if not known:
                break
    return best


def _knows(word: str, known: set[str]) -> bool:
    return word in known or re.sub(r"\(.*?\)", "", word) in known


def _header_block(top: int, merges: list[Merge]) -> tuple[int, int]:
    """First and last row of a header that is several rows high: cells merged downwards say so."""
    crossing = [(start[0], end[0]) for start, end in merges if start[0] <= top <= end[0] and end[0] > start[0]]
    first = min([top, *(start for start, _end in crossing)])
    last = max([top, *(end for _start, end in crossing)])
    return first, last


def _refuse_merged_data(merges: Iterable[Merge], bottom: int, name: str) -> None:
    ranges = [_range(merge) for merge in sorted(merges) if merge[1][0] > bottom]
    if ranges:
        raise SheetRefused(
            _(
                "“%(name)s”的内容里有合并单元格（%(ranges)s），看不出每一行各是什么。"
                "请选中它们取消合并，把每一行填完整，再传一次。"
            )
            % {"name": name, "ranges": "、".join(ranges[:5]) + (_(" 等 %s 处") % len(ranges) if ranges[5:] else "")}
        )


def _range(merge: Merge) -> str:
    (first_row, first_column), (last_row, last_column) = merge
    return f"{_letters(first_column)}{first_row + 1}:{_letters(last_column)}{last_row + 1}"


def _letters(column: int) -> str:
    text = ""
    while column >= 0:
        text, column = chr(65 + column % 26) + text, column // 26 - 1
    return text


def _headers(grid: Grid, merges: list[Merge], top: int, bottom: int, known: set[str], name: str) -> list[str]:
    """A name for each column, "" for none; the lowest known word of a header several rows high, else its lowest."""
    block = [list(cells) for cells in grid[top : bottom + 1]]
    for (first, left), (last, right) in merges:
        if top <= first and last <= bottom:
            for row in range(first, last + 1):
                for column in range(left, min(right + 1, len(block[row - top]))):
                    block[row - top][column] = grid[first][left]
    width = max(len(cells) for cells in grid[top:])
    headers: list[str] = []
    for column in range(width):
        words = [_word(cells[column]) for cells in reversed(block) if column < len(cells) and _word(cells[column])]
        word = next((word for word in words if _knows(header_key(word), known)), words[0] if words else "")
        headers.append(_unique(word, column, headers, known, name))
    return headers


def _word(cell: object) -> str:
    return "" if cell is None else " ".join(str(cell).split())


def _unique(word: str, column: int, before: list[str], known: set[str], name: str) -> str:
    if not word or word not in before:
        return word
    if _knows(header_key(word), known):
        raise SheetRefused(
            _("“%(name)s”有两列都叫“%(header)s”（%(first)s 列和 %(second)s 列）。请改成不同的名称，或删去一列。")
            % {"name": name, "header": word, "first": _letters(before.index(word)), "second": _letters(column)}
        )
    return f"{word}（{_letters(column)}）"


def _broken_by_row(broken: dict[tuple[int, int], str]) -> dict[int, dict[int, str]]:
    by_row: dict[int, dict[int, str]] = {}
    for (line, column), sentence in broken.items():
        by_row.setdefault(line, {})[column - 1] = sentence
    return by_row


def _row(line: int, values: list[Any], headers: list[str], broken: dict[int, str]) -> Row:
    cells: dict[str, object] = {}
    for column, value in enumerate(values):
        if value is None or value == "":
            continue
        value = _clean(value)
        if value != "":
            cells[(headers[column] if column < len(headers) else "") or f"{_letters(column)} 列"] = value
    wrong = {(headers[c] if c < len(headers) else "") or f"{_letters(c)} 列": text for c, text in broken.items()}
    return Row(line, cells, wrong)


def _clean(value: object) -> object:
    return CONTROL.sub("", value).strip() if isinstance(value, str) else value
