"""Tables that are plain text: .csv as offices save it, and .jsonl."""

import csv
import io
import json

from django.utils.translation import gettext as _

from huiyin.exchange.refused import SheetRefused


def csv_grid(content: bytes, name: str, limit: int) -> list[list[object]]:
    """Records of the file in order, blank ones included, so that an index is the row number that Excel shows less 1.

    UTF-8 with or without BOM, UTF-16 with BOM, GB18030; comma, semicolon or tab. At most `limit` + 1 records.
    """
    text = _decode(content, name)
    delimiter = _delimiter(text)
    grid: list[list[object]] = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        for record in reader:
            grid.append(list(record))
            if len(grid) > limit:
                break
    except csv.Error as error:
        raise SheetRefused(
            _("“%(name)s”第 %(line)s 行附近的引号不成对。请用 Excel 或 WPS 打开检查，另存为 .xlsx。")
            % {"name": name, "line": len(grid) + 1}
        ) from error
    return grid


def json_lines(content: bytes, name: str, limit: int) -> list[tuple[int, dict[str, object]]]:
    """(line, object) of every line that is not blank; at most `limit` + 1 of them."""
    rows: list[tuple[int, dict[str, object]]] = []
    for line, text in enumerate(_decode(content, name).split("\n"), 1):
        if not text.strip():
            continue
        value = _json(text)
        if not isinstance(value, dict):
            raise SheetRefused(
                _("“%(name)s”第 %(line)s 行不是一个 JSON 对象。请让每行是一个用花括号括起的对象。")
                % {"name": name, "line": line}
            )
        rows.append((line, value))
        if len(rows) > limit:
            break
    return rows


def _json(text: str) -> object:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _decode(content: bytes, name: str) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        attempts: tuple[str, ...] = ("utf-16",)
    else:
        attempts = () if b"\0" in content else ("utf-8-sig", "gb18030")
    for encoding in attempts:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise SheetRefused(
        _("“%(name)s”里的文字认不出编码。请用 Excel 或 WPS 打开，另存为“CSV UTF-8”或 .xlsx。") % {"name": name}
    )


def _delimiter(text: str) -> str:
    """The one that cuts the first lines into the most columns; a comma when none does."""
    first = text[:20_000].splitlines()[:12]
    return max(",;\t", key=lambda mark: max((line.count(mark) for line in first), default=0))
