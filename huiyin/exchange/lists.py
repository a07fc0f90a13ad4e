"""The lists of people and bodies as Excel: read, as empty workbooks to fill in, and as they stand today."""

import io
from collections.abc import Iterator
from typing import Any

import xlsxwriter
from django.db.models import Q
from django.utils.translation import gettext as _

from huiyin.activities.models import Activity, Attendance
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
from huiyin.places import sites
from huiyin.suggestions.models import Suggestion

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


def _sites(committee: Committee) -> Iterator[list[str]]:
    for row in sites.existing(committee):
        area, day = row.area.name if row.area else "", row.opened_on.isoformat() if row.opened_on else ""
        room = "" if row.capacity is None else str(row.capacity)
        yield [
            row.name,
            row.get_site_kind_display(),
            row.get_level_display(),
            area,
            row.address,
            row.phone,
            day,
            row.hours,
            row.field,
            room,
        ]


def _activities(committee: Committee) -> Iterator[list[str]]:
    rows = (
        Activity.objects.filter(committee=committee)
        .exclude(state="cancelled")
        .select_related("host")
        .order_by("meets_on", "pk")
    )
    for row in rows.iterator():
        host = row.host.name if row.host else ""
        yield [row.title, row.meets_on.isoformat(), row.get_activity_kind_display(), row.meets_at, row.place, host]


def _attendance(committee: Committee) -> Iterator[list[str]]:
    """Who stands there by name; heads that were only counted have none."""
    rows = (
        Attendance.objects.filter(committee=committee, until=None, voided_by=None)
        .exclude(way="heads")
        .exclude(case__state="cancelled")
    )
    numbers = dict(Member.objects.filter(committee=committee).values_list("person", "number"))
    for row in rows.select_related("case__activity", "person").order_by("case__activity__meets_on", "pk").iterator():
        name, number = (row.person.name, numbers.get(row.person.pk, "")) if row.person else (row.name, "")
        activity = row.case.activity
        yield [activity.title, activity.meets_on.isoformat(), name, row.get_category_display(), row.body, number]


def _suggestions(committee: Committee) -> Iterator[list[str]]:
    rows = Suggestion.objects.filter(committee=committee, case__kind="activity", until=None, voided_by=None)
    for row in rows.select_related("case__activity").prefetch_related("answers__organisation").order_by("pk"):
        activity, answer = row.case.activity, next((one for one in row.answers.all() if one.until is None), None)
        said = [answer.organisation.name, answer.get_adoption_display(), answer.text] if answer else ["", "", ""]
        yield [activity.title, activity.meets_on.isoformat(), row.text, *said]


def _by_body(committee: Committee) -> dict[tuple[int | None, str], Any]:
    held = posts.in_office(committee).exclude(organisation=None).order_by("-pk")
    return {(post.organisation_id, post.role): post.person for post in held if post.person}


def _contact(person: Any) -> list[str]:
    return [person.name, person.phone, person.email] if person else ["", "", ""]


ROWS = {
    "assigning": _assigning, "units": _units, "places": _places, "sectors": _sectors, "members": _members, "staff": _staff,
    "sites": _sites, "activities": _activities, "attendance": _attendance, "suggestions": _suggestions,
}  # fmt: skip
