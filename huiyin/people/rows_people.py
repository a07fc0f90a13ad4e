"""One row of the lists of people: members with their dated attributes, the committee's own staff."""

from collections.abc import Mapping
from datetime import timedelta

from django.utils.translation import gettext as _

from huiyin.kernel import clock
from huiyin.kernel.models import Organisation, Person
from huiyin.people import bodies
from huiyin.people.columns import STAFF
from huiyin.people.models import Member, MemberAttribute
from huiyin.people.writing import CREATED, SAME, UPDATED, Writing

Cells = Mapping[str, str]


def member(writing: Writing, cells: Cells) -> str:
    sector = _sector(writing, cells["sector"])
    residence = _residence(writing, cells["residence"])
    found = _find(writing, cells)
    if found is None:
        person = _someone(writing, cells, STAFF + ("member",), "m")
        row = Member.objects.create(committee=writing.committee, person=person, number=cells["number"])
        writing.give(person, "member")
        _attributes(writing, row, cells, sector, residence, fresh=True)
        return CREATED
    changed = writing.contact_details(found.person, cells["phone"], cells["email"], cells["name"])
    if cells["number"] and cells["number"] != found.number:
        found.number, changed = cells["number"], True
        found.save(update_fields=["number"])
    changed = writing.give(found.person, "member") or changed
    changed = _attributes(writing, found, cells, sector, residence, fresh=False) or changed
    return UPDATED if changed else SAME


def staff(writing: Writing, cells: Cells) -> str:
    before = len(writing.people)
    person = _someone(writing, cells, (*STAFF, "member"), "s")
    given = writing.give(person, cells["role"])
    changed = writing.contact_details(person, cells["phone"], cells["email"])
    if len(writing.people) > before:
        return CREATED
    return UPDATED if given or changed else SAME


def _find(writing: Writing, cells: Cells) -> Member | None:
    """The present membership a row means: by number, by username, else by name (and phone). Errors: Wrong."""
    rows = Member.objects.filter(committee=writing.committee, ends=None).select_related("person")
    if cells["number"] and (found := rows.filter(number=cells["number"]).first()):
        if found.person.name != cells["name"] and (not cells["phone"] or found.person.phone != cells["phone"]):
            raise writing.wrong(
                "number",
                _("证号 {n} 是{name}的").format(n=cells["number"], name=found.person.name),
                _("请核对证号和姓名。"),
            )
        return found
    if cells["username"]:
        return rows.filter(person__username=cells["username"]).first()
    named = list(rows.filter(person__name=cells["name"]))
    if cells["number"]:
        named = [row for row in named if not row.number]
    if cells["phone"]:
        exact = [row for row in named if row.person.phone == cells["phone"]]
        named = exact or [row for row in named if not row.person.phone]
    if len(named) > 1:
        raise writing.wrong(
            "name",
            _("有 {n} 位委员叫“{name}”").format(n=len(named), name=cells["name"]),
            _("请填委员证号、用户名或手机，分清是哪一位。"),
        )
    return named[0] if named else None


def _someone(writing: Writing, cells: Cells, roles: tuple[str, ...], prefix: str) -> Person:
    """An account of this committee that the row means, else a new one. Errors: Wrong when the username is another's."""
    username = cells["username"]
    if username and (found := Person.objects.filter(username__iexact=username).first()):
        ours = any(post.person_id == found.pk for post in writing.held())
        if not ours or found.name != cells["name"]:
            raise writing.wrong(
                "username", _("用户名“{name}”已经有人用了").format(name=username), _("请换一个，或空着让系统编。")
            )
        return found
    if not username:
        named = writing.named(cells["name"], cells["phone"], cells["email"], roles)
        sure = [
            p
            for p in named
            if (cells["phone"] and p.phone == cells["phone"]) or (cells["email"] and p.email == cells["email"])
        ]
        if prefix == "s" and not sure:
            sure = [p for p in named if any(post.person_id == p.pk and post.role in STAFF for post in writing.held())]
        if len(sure) > 1:
            raise writing.wrong(
                "name",
                _("有 {n} 个人叫“{name}”").format(n=len(sure), name=cells["name"]),
                _("请填用户名或手机，分清是哪一位。"),
            )
        if sure:
            return sure[0]
    return writing.person(cells["name"], prefix, cells["phone"], cells["email"], username)


def _sector(writing: Writing, name: str) -> Organisation | None:
    """The first list of a committee that has no sectors yet brings them along; later a new name is a mistake until added."""
    if not name:
        return None
    known = writing.bodies("sector")
    if name not in known and (not known or writing.first_sectors):
        writing.first_sectors = True
        known[name] = bodies.add(writing.committee, "sector", name, as_=writing.as_)
    return writing.body("sector", name, "sector")


def _residence(writing: Writing, name: str) -> Organisation | None:
    if name and name in writing.bodies("village"):
        return writing.bodies("village")[name]
    return writing.body("township", name, "residence")


def _attributes(
    writing: Writing,
    row: Member,
    cells: Cells,
    sector: Organisation | None,
    residence: Organisation | None,
    fresh: bool,
) -> bool:
    """Write what differs from what holds today, from today on; the first ones hold from the beginning."""
    of_list = {"sector": sector, "residence": residence}
    wanted = {name: cells[name] for name in ("sector", "party", "residence", "employer") if cells[name]}
    there = {} if fresh else {a.name: a for a in row.attributes.filter(ends=None)}
    today, changed = clock.today(), False
    for name, text in wanted.items():
        old = there.get(name)
        if old is not None and old.text == text:
            continue
        if old is not None and old.begins == today:
            old.delete()
        elif old is not None:
            old.ends = today - timedelta(days=1)
            old.save(update_fields=["ends"])
        MemberAttribute.objects.create(
            committee=writing.committee, member=row, name=name, text=text, organisation=of_list.get(name),
            begins=today if old else None, recorded_at=clock.now(),
        )  # fmt: skip
        changed = True
    return changed
