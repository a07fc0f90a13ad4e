"""Registers as Excel: read, as an empty workbook to fill in, and as they stand."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.utils.translation import gettext as _

from huiyin.exchange import excel
from huiyin.exchange.refused import SheetRefused
from huiyin.exchange.sheets import header_key, read_rows
from huiyin.registers.finding import names_of
from huiyin.registers.models import Entry
from huiyin.registers.reading import told_of
from huiyin.registers.shape import REGISTERS, Field, Register

MOST = 5_000


def load(register: Register, content: bytes, name: str) -> list[tuple[int, dict[str, Any]]]:
    """(line, values by field) of a sheet. Errors: SheetRefused for the file as a whole, with the columns that it lacks."""
    words = {header_key(str(field.label)): field.name for field in register.fields}
    rows = read_rows(content, name, limit_rows=MOST, known=tuple(words))
    fields = {header: words[header_key(header)] for header in rows.headers if header_key(header) in words}
    missing = [str(field.label) for field in register.fields if field.required and field.name not in fields.values()]
    if missing:
        raise SheetRefused(_("“{name}”里没有“{columns}”这一列。请下载样表，照样表的表头填。").format(name=name, columns="、".join(missing)))  # fmt: skip
    if broken := next(((row.line, what) for row in rows for what in row.broken.values()), None):
        raise SheetRefused(_("第 {line} 行：{what}").format(line=broken[0], what=broken[1]))
    found = []
    for row in rows:
        given = {fields[header]: plain(value) for header, value in row.cells.items() if header in fields}
        if any(value not in (None, "") for value in given.values()):
            found.append((row.line, given))
    return found


def plain(value: object) -> Any:
    """A number that Excel made of a text of digits is its digits again."""
    return str(int(value)) if isinstance(value, float) and value.is_integer() else value


def head(field: Field) -> str:
    return f"{field.label}*" if field.required else str(field.label)


def template(register: Register) -> bytes:
    """An empty workbook: the headers (required ones marked *), and under the choices what may be written, as a first line to overwrite."""
    return excel.workbook([head(field) for field in register.fields], [], str(register.label))


def workbook(register: Register, entries: Iterable[Entry], private: bool) -> bytes:
    """The lines in the columns in which they can be sent in again; what is private for the keepers only."""
    fields = [field for field in register.fields if private or not field.private]
    return excel.workbook([head(field) for field in fields], _rows(fields, list(entries), private), str(register.label))


def _rows(fields: list[Field], entries: list[Entry], keeps: bool) -> Iterator[list[Any]]:
    names = names_of(entries, REGISTERS, keeps)
    for entry in entries:
        values = {**entry.values, **entry.private}
        yield [values.get(field.name) if field.kind == "day" else told_of(field, values.get(field.name), names) for field in fields]  # fmt: skip
