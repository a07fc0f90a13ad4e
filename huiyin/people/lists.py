"""A list checked as a whole and written as a whole: members, units, assigning offices, places, sectors, staff.

First every row is read and checked, then all are written in one transaction, or none. Coming again with the same list
changes what differs and doubles nothing.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, field

from django.db import transaction
from django.utils.translation import gettext as _

from huiyin.kernel import ledger
from huiyin.kernel.models import Committee, Person, Post
from huiyin.kernel.refusal import Refused
from huiyin.people import rows_bodies, rows_people
from huiyin.people.columns import COLUMNS, LABELS, Wrong, read_cell
from huiyin.people.writing import Writing

IMPORTED = "list.imported"


@dataclass(frozen=True)
class Problem:
    """Why a row was refused: the line as Excel numbers it, the column, what is wrong, how to mend it."""

    line: int
    column: str
    what: str
    mend: str

    def as_dict(self) -> dict[str, object]:
        return asdict(self)

    def __str__(self) -> str:
        return _("第 {line} 行“{column}”：{what}。{mend}").format(
            line=self.line, column=self.column, what=self.what.rstrip("。"), mend=self.mend
        )


@dataclass
class Plan:
    """A list that was read: the rows that may be written, and the problems. Written only when there is no problem."""

    kind: str
    rows: list[tuple[int, dict[str, str]]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)


@dataclass
class Applied:
    """What came of it: how many rows were new, changed, the same; the new accounts; sentences worth reading."""

    kind: str
    created: int = 0
    updated: int = 0
    same: int = 0
    people: list[Person] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def words(self) -> str:
        return _("{label}：新增 {created}，更新 {updated}，没有变化 {same}。").format(
            label=LABELS[self.kind], created=self.created, updated=self.updated, same=self.same
        )


WRITERS: dict[str, Callable[[Writing, Mapping[str, str]], str]] = {
    "assigning": rows_bodies.assigning,
    "units": rows_bodies.unit,
    "places": rows_bodies.place,
    "sectors": rows_bodies.sector,
    "members": rows_people.member,
    "staff": rows_people.staff,
}
KEYS = {
    "assigning": ("name",), "units": ("name",), "places": ("township", "village"), "sectors": ("name",),
    "members": ("name", "phone", "number", "username"), "staff": ("name", "role", "phone", "username"),
}  # fmt: skip


def check(kind: str, rows: Iterable[tuple[int, Mapping[str, str]]]) -> Plan:
    """Read rows of texts ((line, {field: text})) into a plan. Errors: KeyError for an unknown kind."""
    plan = Plan(kind)
    seen: dict[tuple[str, ...], int] = {}
    labels = {column.field: column.label for column in COLUMNS[kind]}
    for line, cells in rows:
        values, bad = {}, False
        for column in COLUMNS[kind]:
            try:
                values[column.field] = read_cell(column, cells.get(column.field, ""))
            except Wrong as wrong:
                bad = True
                plan.problems.append(Problem(line, column.label, wrong.what, wrong.mend))
        if bad:
            continue
        key = tuple(values[name] for name in KEYS[kind])
        if key in seen:
            what = _("和第 {n} 行重复").format(n=seen[key])
            plan.problems.append(
                Problem(line, labels[KEYS[kind][0]], what, _("请删去一行；同名的两个人，请填手机或证号区别。"))
            )
            continue
        seen[key] = line
        plan.rows.append((line, values))
    return plan


def apply(plan: Plan, committee: Committee, as_: Post, dry_run: bool = False) -> Applied:
    """Write the plan in one transaction. New problems found on the way (a name that does not exist) end in `plan.problems`.

    Errors: Refused when there are problems; then nothing was written. With `dry_run` everything is tried and taken back.
    """
    done = Applied(plan.kind)
    with transaction.atomic():
        writing = Writing(committee, as_)
        _write(plan, writing, done)  # even when some rows are wrong already, so that all mistakes are told at once
        if plan.problems or dry_run:
            transaction.set_rollback(True)
        else:
            ledger.record(
                committee, IMPORTED, as_=as_,
                facts={"list": plan.kind, "created": done.created, "updated": done.updated, "same": done.same},
            )  # fmt: skip
    if plan.problems:
        plan.problems.sort(key=lambda problem: problem.line)
        raise Refused(
            _("这份名单有 {n} 处要改，一行也没有写进去。请照下面的说明改好，再传一次。").format(n=len(plan.problems))
        )
    done.people, done.notes = list(dict.fromkeys(writing.people)), writing.notes
    return done


def _write(plan: Plan, writing: Writing, done: Applied) -> None:
    labels = {column.field: column.label for column in COLUMNS[plan.kind]}
    for line, values in plan.rows:
        try:
            outcome = WRITERS[plan.kind](writing, values)
        except Wrong as wrong:
            column = getattr(wrong, "column", "") or next(iter(labels))
            plan.problems.append(Problem(line, labels.get(column, column), wrong.what, wrong.mend))
            continue
        except Refused as refusal:
            column = next((name for name in refusal.fields if name in labels), next(iter(labels)))
            plan.problems.append(Problem(line, labels[column], str(refusal.sentence), _("请改好这一格。")))
            continue
        setattr(done, outcome, getattr(done, outcome) + 1)
