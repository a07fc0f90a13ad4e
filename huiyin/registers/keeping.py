"""Writing a line: one from a page, or many from a sheet in one transaction."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from huiyin.kernel import clock
from huiyin.kernel.act import act, open_case
from huiyin.kernel.batch import Batch
from huiyin.kernel.locks import lock
from huiyin.kernel.models import Event, Post
from huiyin.kernel.refusal import Missing, NotAllowed, Refused
from huiyin.kernel.underway import plan
from huiyin.registers.effects import MEMORY, current
from huiyin.registers.finding import Names
from huiyin.registers.models import Entry, Record
from huiyin.registers.reading import Given, read
from huiyin.registers.shape import REGISTERS, Field, Register
from huiyin.registers.who import sees

KIND = "register_entry"


def facts_of(line: Given) -> dict[str, Any]:
    facts: dict[str, Any] = {"values": line.values or {"-": ""}}
    return facts | ({"private": line.private} if line.private else {})


def mine(register: Register, post: Post, given: Mapping[str, Any]) -> dict[str, Any]:
    """What was given, with the adder himself where the register lets people add of their own. Errors: NotAllowed."""
    if post.role not in register.writers:
        raise NotAllowed(_("“{label}”不由您现在的身份登记。").format(label=register.label))
    if post.role in register.keeps:
        return dict(given)
    return {**given, register.whose: post.person_id}


def about(one: Field, post: Post) -> set[int] | None:
    """The lines of another register that whoever only adds may name: those that he may see. None where he may name any."""
    if one.kind != "record" or post.role in REGISTERS[one.to].keeps:
        return None
    rows = Record.objects.filter(sees.twin(post), committee=post.committee_id, register=one.to)
    return set(rows.values_list("pk", flat=True))


def _about(register: Register, post: Post, line: Given) -> None:
    for one, pk in line.ties:
        if (seen := about(one, post)) is not None and pk not in seen:
            said = _("“{label}”里选的这一条您看不到。请重新选。").format(label=one.label)
            raise Missing(said, {one.name: said})


def keep(
    register: Register, post: Post, given: Mapping[str, Any], record: Record | None = None, *, why: str = "",
    edition: bool = False, key: str | None = None, seen: int | None = None,
) -> Record:  # fmt: skip
    """Write a line, or correct one. Errors: Missing with its fields, NotAllowed, Refused for one that is there already."""
    names = Names(post.committee)
    line = read(register, mine(register, post, given), names)
    _about(register, post, line)
    if record is None and key and (made := _sent_before(post, key)):
        return made
    _once(register, line, post.committee_id, record)
    if record is not None:
        act(record, "write", as_=post, key=key, seen=seen, why=why, edition=edition, **facts_of(line))
        return record
    with transaction.atomic():
        made = open_case(KIND, as_=post, title=line.title, key=key, row={"register": register.code, "writer_id": post.person_id})  # fmt: skip
        if made.version == 1:
            act(made, "write", as_=post, key=f"{key}-w" if key else None, **facts_of(line))
    return made  # type: ignore[no-any-return]


def _sent_before(post: Post, key: str) -> Record | None:
    """The line that this very sending made before: a second press is no second line."""
    event = Event.objects.filter(committee=post.committee_id, key=key, post_id=post.pk, kind=KIND).first()
    return Record.objects.get(pk=event.case_id or 0) if event is not None else None


def same(register: Register, line: Given) -> tuple[str, ...]:
    """By what two lines of the register are the same line."""
    if not register.once:
        return (line.name, str(line.day))
    return tuple(str({**line.values, **line.private}.get(name, "")) for name in register.once)


def _once(register: Register, line: Given, committee: int, record: Record | None) -> None:
    if not register.once:
        return
    there = known(register, committee).get(same(register, line))
    if there is not None and (record is None or there.case_id != record.pk):
        said = _("这一条已经有了：《{title}》。要改，请打开那一条。").format(title=there.name)
        raise Refused(said, {register.once[0]: said})


def known(register: Register, committee: int) -> dict[tuple[str, ...], Entry]:
    """The lines of a register as they stand, by what makes them the same. One query."""
    found: dict[tuple[str, ...], Entry] = {}
    rows = Entry.objects.filter(committee=committee, register=register.code, voided_by=None).order_by("edition", "pk")
    for row in rows:
        line = Given(values=row.values, private=row.private, name=row.name)
        line.columns = {"at": clock.local_day(row.at) if row.at else None}
        found[same(register, line)] = row
    return found


@dataclass
class Sent:
    """What came of a sheet: how many lines are new, changed, the same; what is wrong: (line, column, what)."""

    created: int = 0
    updated: int = 0
    same: int = 0
    problems: list[tuple[int, str, str]] = field(default_factory=list)


def keep_all(register: Register, post: Post, rows: Iterable[tuple[int, Mapping[str, Any]]], dry_run: bool = False) -> Sent:  # fmt: skip
    """Write a sheet: all its lines in one transaction, or none. Coming again with the same sheet doubles nothing.

    Errors: NotAllowed. What is wrong with lines stands in `problems`, and then nothing was written.
    """
    sent, names, there = Sent(), Names(post.committee), known(register, post.committee_id)
    labels = {one.name: str(one.label) for one in register.fields}
    lines: list[tuple[Given, Entry | None]] = []
    seen: dict[tuple[str, ...], int] = {}
    for number, given in rows:
        try:
            line = read(register, mine(register, post, given), names)
        except Missing as trouble:
            sent.problems += [(number, labels.get(name, ""), str(what)) for name, what in trouble.fields.items()]
            continue
        mark = same(register, line)
        if mark in seen:
            sent.problems.append((number, "", _("和第 {n} 行是同一条，请删去一行。").format(n=seen[mark])))
            continue
        seen[mark] = number
        entry = there.get(mark)
        if entry is not None and (entry.values, entry.private) == (line.values or {}, line.private):
            sent.same += 1
            continue
        sent.updated, sent.created = sent.updated + (entry is not None), sent.created + (entry is None)
        lines.append((line, entry))
    if not sent.problems and not dry_run:
        _write(register, post, names, lines)
    return sent


def _write(register: Register, post: Post, names: Names, lines: list[tuple[Given, Entry | None]]) -> None:
    with transaction.atomic():
        batch, now = Batch(post.committee), clock.now()
        batch.memory[MEMORY] = names
        for line, entry in lines:
            if entry is None:
                row = {"register": register.code, "writer_id": post.person_id}
                case = open_case(KIND, as_=post, title=line.title, batch=batch, row=row)
            else:
                case = lock(batch, Record.objects.get(pk=entry.case_id))
            facts = facts_of(line) | ({"why": _("按导入的表格更正")} if entry is not None else {})
            plan(batch, case, "write", post, now, facts)
        batch.write()


def as_given(record: Record) -> dict[str, Any]:
    """The values of a line as it stands, to begin a correction from."""
    entry = current(record)
    return {**entry.values, **entry.private} if entry is not None else {}
