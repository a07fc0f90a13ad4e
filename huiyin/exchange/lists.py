"""The lists of people and bodies as Excel: read, as empty workbooks to fill in, and as they stand today."""

import io
from collections.abc import Iterator
from typing import Any

import xlsxwriter
from django.db.models import Q
from django.utils.translation import gettext as _

from huiyin.exchange import excel
from huiyin.exchange.cells import one_line
from huiyin.exchange.refused import SheetRefused
from huiyin.exchange.sheets import header_key, read_rows
from huiyin.kernel import clock
from huiyin.kernel.models import Committee, Organisation
from huiyin.people import bodies, lists, posts
from huiyin.people.columns import COLUMNS, LABELS
from huiyin.people.models import Member, Unit
from huiyin.people.roles import ROLES

MOST = 5_000


def load(kind: str, content: bytes, name: str) -> lists.Plan:
    """Read a table (.xlsx, .xls, .csv) into a checked plan. Errors: SheetRefused for the file as a whole.

    Write it with `people.lists.apply(plan, committee, as_)`.
    """
    words = {header_key(text): column.field for column in COLUMNS[kind] for text in (column.label, *column.other)}
    rows = read_rows(content, name, limit_rows=MOST, known=tuple(words))
    fields = {header: words[header_key(header)] for header in rows.headers if header_key(header) in words}
    missing = [column.label for column in COLUMNS[kind] if column.required and column.field not in fields.values()]
    if missing:
        raise SheetRefused(
            _("“{name}”里没有“{columns}”这一列。请下载样表，照样表的表头填。").format(
                name=name, columns="、".join(missing)
            )
        )
    plan = lists.check(kind, _texts(rows, fields))
    plan.problems += [
        lists.Problem(row.line, header, what, _("请填上确定的值。"))
        for row in rows
        for header, what in row.broken.items()
    ]
    plan.unread = [header for header in rows.headers if header not in fields]
    return plan


def _texts(rows: Any, fields: dict[str, str]) -> Iterator[tuple[int, dict[str, str]]]:
    for row in rows:
        texts: dict[str, str] = {}
        for header, value in row.cells.items():
            if header in fields and not texts.get(fields[header]):
                texts[fields[header]] = one_line(_whole(value)) or ""
        if any(texts.values()):
            yield row.line, texts


def _whole(value: object) -> object:
    """A phone number that Excel made a number is its digits again."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


def template(kind: str) -> bytes:
    """An empty workbook with the headers (required ones marked *), and a second sheet with an example and what each means."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        text, bold = (
            book.add_format({"num_format": "@"}),
            book.add_format({"bold": True, "bottom": 1, "num_format": "@"}),
        )
        sheet, example = book.add_worksheet(excel.sheet_name(str(LABELS[kind]))), book.add_worksheet(_("填写说明"))
        sheet.freeze_panes(1, 0)
        for at, column in enumerate(COLUMNS[kind]):
            sheet.set_column(at, at, 18, text)
            sheet.write_string(0, at, column.label + ("*" if column.required else ""), bold)
        example.set_column(0, 2, 24, text)
        for at, words in enumerate((_("列"), _("例子"), _("说明"))):
            example.write_string(0, at, words, bold)
        for line, column in enumerate(COLUMNS[kind], 1):
            about = str(column.about) or (_("必填") if column.required else _("可不填"))
            for at, words in enumerate((column.label, column.example, about)):
                example.write_string(line, at, words)
    return out.getvalue()


def download(kind: str, committee: Committee) -> bytes:
    """The list as it stands today, in the columns in which it can be sent in again."""
    columns = [column.label for column in COLUMNS[kind]]
    return excel.workbook(columns, ROWS[kind](committee), str(LABELS[kind]))


def _places(committee: Committee) -> Iterator[list[str]]:
    for township in bodies.existing(committee, "township"):
        yield [township.name, ""]
    for village in bodies.existing(committee, "village").order_by("parent__name", "name"):
        parent = village.parent.name if village.parent else ""
        yield [parent, village.name.removesuffix(f"（{parent}）")]


def _units(committee: Committee) -> Iterator[list[str]]:
    held = _by_body(committee)
    branches = {code: str(label) for code, label in Unit.BRANCHES}
    for unit in bodies.existing(committee, "unit"):
        contact, head = held.get((unit.pk, "unit")), held.get((unit.pk, "unit_head"))
        yield [
            unit.name, unit.full_name, unit.parent.name if unit.parent else "", branches.get(unit.branch, ""), unit.prefix,
            *_contact(contact), head.name if head else "",
        ]  # fmt: skip


def _assigning(committee: Committee) -> Iterator[list[str]]:
    held = _by_body(committee)
    for office in bodies.existing(committee, "assigning"):
        yield [office.name, office.full_name, *_contact(held.get((office.pk, "assigning")))]


def _members(committee: Committee) -> Iterator[list[str]]:
    today = clock.today()
    rows = Member.objects.filter(Q(ends=None) | Q(ends__gte=today), committee=committee).select_related("person")
    for row in rows.prefetch_related("attributes").order_by("number", "person__username"):
        now = {a.name: a.text for a in row.attributes.all() if a.ends is None}
        person = row.person
        yield [
            person.name, person.username, row.number, now.get("sector", ""), now.get("party", ""), person.phone, person.email,
            now.get("employer", ""), now.get("residence", ""),
        ]  # fmt: skip


def _staff(committee: Committee) -> Iterator[list[str]]:
    from_list = posts.in_office(committee).filter(
        role__in=("proposal_office", "proposal_director", "reviewer", "leader")
    )
    for post in from_list.order_by("role", "person__username"):
        if post.person:
            yield [post.person.name, str(ROLES[post.role]), post.person.username, post.person.phone, post.person.email]


def _sectors(committee: Committee) -> Iterator[list[str]]:
    for sector in Organisation.objects.filter(pk__in=bodies.existing(committee, "sector")).order_by("name"):
        yield [sector.name]


def _by_body(committee: Committee) -> dict[tuple[int | None, str], Any]:
    held = posts.in_office(committee).exclude(organisation=None).order_by("-pk")
    return {(post.organisation_id, post.role): post.person for post in held if post.person}


def _contact(person: Any) -> list[str]:
    return [person.name, person.phone, person.email] if person else ["", "", ""]


ROWS = {
    "assigning": _assigning, "units": _units, "places": _places, "sectors": _sectors, "members": _members, "staff": _staff,
}  # fmt: skip
