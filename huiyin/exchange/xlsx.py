"""What must be known of an .xlsx before a reader may open it: its true size, its sheets, formulas without a value.

The reader allocates a rectangle up to the last cell, so one cell at XFD1048576 would take all memory; and it unfolds
entries for as long as they go on. `inspect` therefore reads the zip itself, weighs it, and hands on a clean copy:
what was checked is what is read.
"""

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.etree import ElementTree

from django.utils.translation import gettext as _

from huiyin.exchange.refused import SheetRefused
from huiyin.kernel.zips import ZipRefused, open_checked

MAX_AREA = 3_000_000
MAX_TEXT = 200 * 1024 * 1024
HEADING = 30
WANTED = re.compile(
    r"^(\[content_types\]\.xml|_rels/.*|xl/(_rels/.*|workbook|sharedstrings|styles|worksheets/[^/]*)\.?(xml|rels)?)$",
    re.I,
)

ROW = re.compile(rb"<(?:\w+:)?row\b")
ROW_NUMBER = re.compile(rb"^[^>]*?\sr\s*=\s*[\"'](\d+)[\"']")
CELL_PLACE = re.compile(rb"\sr\s*=\s*[\"']\s*([A-Za-z]+)(\d+)\s*[\"']")
HAS_VALUE = re.compile(rb"<(?:\w+:)?(?:v|is)\b")
CELL = re.compile(rb"<(?:\w+:)?c\b([^>]*)>(.*?)</(?:\w+:)?c>", re.S)
EMPTY_CELL = re.compile(rb"<(?:\w+:)?c\b[^>]*/>")
FORMULA = re.compile(rb"<(?:\w+:)?f\b")
VALUE = re.compile(rb"<(?:\w+:)?v\b[^>]*>([^<]+)</")
ERROR = re.compile(rb"\st\s*=\s*[\"']e[\"']")
SHARED = re.compile(rb"<(?:\w+:)?si\b")
SHARED_USE = re.compile(rb"\st\s*=\s*[\"']s[\"'][^>]*>\s*<(?:\w+:)?v>(\d+)<")


@dataclass(slots=True)
class Book:
    """`content` is the clean copy of the file, `parts` the XML of each visible sheet by its name."""

    content: io.BytesIO
    parts: dict[str, bytes]
    shared: list[int] = field(default_factory=list)


@dataclass(slots=True)
class Inspection:
    """Last row and column that hold a value (from 1), and the cells whose value is missing: (row, column) → sentence."""

    rows: int
    columns: int
    broken: dict[tuple[int, int], str]


def unpack(content: bytes, name: str, max_unfolded: int) -> Book:
    """Weigh and open the zip; raises SheetRefused for bombs, passwords, damage and what is no workbook."""
    try:
        archive = open_checked(io.BytesIO(content), max_unfolded)
        parts = {entry: archive.read(entry) for entry in archive.namelist() if WANTED.match(entry)}
    except ZipRefused as refused:
        raise SheetRefused(_sentence(refused.reason) % {"name": name}) from refused
    except (zipfile.BadZipFile, EOFError, NotImplementedError, OSError, ValueError, RuntimeError) as error:
        raise SheetRefused(_sentence("broken") % {"name": name}) from error
    except Exception as error:  # zlib.error and lzma errors have no common parent
        raise SheetRefused(_sentence("broken") % {"name": name}) from error
    if "xl/workbook.xml" not in parts:
        raise SheetRefused(_("“%(name)s”不是 Excel 工作簿。请用 Excel 或 WPS 打开，另存为 .xlsx。") % {"name": name})
    if any(b"<!DOCTYPE" in part or b"<!ENTITY" in part or b"\0" in part[:64] for part in parts.values()):
        raise SheetRefused(_sentence("broken") % {"name": name})
    shared = next((part for entry, part in parts.items() if entry.lower() == "xl/sharedstrings.xml"), b"")
    return Book(_repack(parts), _visible_sheets(parts, name), [len(text) for text in SHARED.split(shared)[1:]])


def inspect(book: Book, sheet: str, name: str, limit_rows: int) -> Inspection:
    """Walk the sheet's XML once; raises SheetRefused when it is longer or wider than may be read."""
    found = Inspection(0, 0, {})
    for number, row in _rows(book.parts[sheet]):
        if not HAS_VALUE.search(row) and not FORMULA.search(row):
            continue
        places = CELL_PLACE.findall(row[row.find(b">") :])
        found.rows = max(found.rows, number, *(int(place[1]) for place in places), 0)
        found.columns = max(found.columns, len(EMPTY_CELL.findall(row)) if not places else 0, _widest(places))
        if b"f" in row and (FORMULA.search(row) or ERROR.search(row)):
            found.broken.update(_broken(row, number))
    if found.rows > limit_rows + HEADING:
        raise SheetRefused(over_limit(name, limit_rows))
    if found.rows * found.columns > MAX_AREA or _text_size(book, sheet) > MAX_TEXT:
        raise SheetRefused(
            _("“%(name)s”的“%(sheet)s”太宽或太大。请删去表格右边和下边用不到的内容，再传一次。")
            % {"name": name, "sheet": sheet}
        )
    return found


def over_limit(name: str, limit: int) -> str:
    """The sentence for a table that is too long."""
    return _("“%(name)s”不止 %(limit)s 行，一次收不下。请按届次或年度分成几个文件，分次导入。") % {
        "name": name,
        "limit": limit,
    }


def _sentence(reason: str) -> str:
    return {
        "bomb": _("“%(name)s”展开后大得不正常，没有打开。请用 Excel 或 WPS 另存一份，再传一次。"),
        "locked": _("“%(name)s”设了密码。请去掉密码，再传一次。"),
    }.get(reason, _("“%(name)s”已经损坏，打不开。请用 Excel 或 WPS 打开，另存为 .xlsx。"))


def _repack(parts: dict[str, bytes]) -> io.BytesIO:
    clean = io.BytesIO()
    with zipfile.ZipFile(clean, "w", zipfile.ZIP_STORED) as archive:
        for entry, part in parts.items():
            archive.writestr(entry, part)
    clean.seek(0)
    return clean


def _visible_sheets(parts: dict[str, bytes], name: str) -> dict[str, bytes]:
    try:
        book = ElementTree.fromstring(parts["xl/workbook.xml"])
        links = ElementTree.fromstring(parts.get("xl/_rels/workbook.xml.rels", b"<none/>"))
    except ElementTree.ParseError as error:
        raise SheetRefused(_sentence("broken") % {"name": name}) from error
    targets = {link.get("Id"): _target(link.get("Target", "")) for link in links}
    sheets = {}
    for sheet in book.iter():
        if sheet.tag.rpartition("}")[2] == "sheet" and sheet.get("state", "visible") == "visible":
            link = next((value for key, value in sheet.items() if key.rpartition("}")[2] == "id"), "")
            if (part := targets.get(link)) in parts:
                sheets[sheet.get("name", "")] = parts[part]
    return sheets


def _target(target: str) -> str:
    return target.lstrip("/") if target.startswith("/") else f"xl/{target}"


def _rows(xml: bytes) -> Iterator[tuple[int, bytes]]:
    """Each row element as (its number, its bytes); a row without a number follows the one before.

    What stands before the first row comes first, as row 0: a reader may take cells from there, too.
    """
    number = -1
    starts = [0, *(match.end() for match in ROW.finditer(xml))]
    for start, end in zip(starts, [*starts[1:], len(xml)], strict=True):
        row = xml[start:end]
        stated = ROW_NUMBER.match(row)
        number = int(stated[1]) if stated else number + 1
        yield number, row


def _widest(places: list[tuple[bytes, bytes]]) -> int:
    if not places:
        return 0
    letters = max((place[0].upper() for place in places), key=lambda text: (len(text), text))
    return column_number(letters.decode())


def column_number(letters: str) -> int:
    """A → 1, Z → 26, AA → 27."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number


def _broken(row: bytes, number: int) -> dict[tuple[int, int], str]:
    broken = {}
    for attributes, inside in CELL.findall(EMPTY_CELL.sub(b"", row)):
        place = CELL_PLACE.search(attributes)
        column = column_number(place[1].decode()) if place else 0
        if ERROR.search(attributes):
            broken[number, column] = _("这一格的公式出错了")
        elif FORMULA.search(inside) and not VALUE.search(inside):
            broken[number, column] = _("这一格是公式，文件里没有存它的结果")
    return broken


def _text_size(book: Book, sheet: str) -> int:
    """Bytes of text once every use of a shared string is its own copy, which is how the reader keeps them."""
    if not book.shared or max(book.shared) < 1000:
        return 0
    uses = (int(index) for index in SHARED_USE.findall(book.parts[sheet]))
    return sum(book.shared[index] for index in uses if index < len(book.shared))
