"""What the acting post owes: its open todos, counted once by step and day, and read a page at a time."""

from collections import Counter
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from typing import Any

from django.db.models import Case, Count, F, Q, QuerySet, When
from django.utils.translation import gettext as _

from huiyin.desk.lists import picking
from huiyin.desk.lists.clocks import BUCKETS, Clocks, Face
from huiyin.desk.lists.rows import about, case_url, draft_url, own_rows, role_of
from huiyin.kernel.flow import FLOWS
from huiyin.kernel.ids import to_text
from huiyin.kernel.models import Post, Todo
from huiyin.people.roles import OFFICE


def owed_by(post: Post) -> QuerySet[Todo]:
    """The open todos addressed to a post: to its person, or to its role and body.

    In a small committee one clerk does the reviewing and deciding too: what is addressed to a role of the proposal office
    that nobody holds is owed by those of the office who are there.
    """
    rows = Todo.objects.filter(committee=post.committee_id, closed_at=None)
    if post.role == "member":
        return rows.filter(person=post.person_id, role="member")
    roles = {post.role}
    if post.role in OFFICE:
        shared = {"reviewer", *OFFICE}
        held = Post.objects.filter(committee=post.committee_id, role__in=shared).values_list("role", flat=True)
        roles |= shared - set(held)
    role = {"role__in": roles} if len(roles) > 1 else {"role": post.role}
    return rows.filter(**role, organisation=post.organisation_id, person=None)


@dataclass(frozen=True)
class Tally:
    """How many todos there are, by step and by group of days."""

    cells: Counter[tuple[str, str]]

    def of(self, step: str = "", bucket: str = "", beside: bool | None = None) -> int:
        """`beside`: only what waits beside the main work (True), or only the main work (False)."""
        return sum(
            n for (s, b), n in self.cells.items()
            if step in ("", s) and bucket in ("", b) and beside in (None, s.partition(".")[0] in beside_kinds())
        )  # fmt: skip

    def steps(self) -> list[str]:
        return list(dict.fromkeys(step for step, _bucket in self.cells))


def tally(rows: QuerySet[Todo], clocks: Clocks) -> Tally:
    """One query: todos by kind, step and due day, summed up in groups here."""
    cells: Counter[tuple[str, str]] = Counter()
    columns = ("kind", "step", "due", "case__source")
    for kind, step, due, source, count in rows.order_by().values_list(*columns).annotate(n=Count("pk")):
        cells[f"{kind}.{step}", clocks.bucket(due, source)] += count
    return Tally(cells)


def chosen(rows: QuerySet[Todo], step: str, bucket: str, clocks: Clocks) -> QuerySet[Todo]:
    """The todos of one step and one group; unknown words choose nothing away."""
    if bucket in BUCKETS:
        rows = rows.filter(clocks.within(bucket))
    kind, _dot, name = step.partition(".")
    if name:
        rows = rows.filter(kind=kind, step=name)
    past = Case(When(case__source="imported", then=1), default=0)
    if step or bucket:
        return rows.order_by(F("due").asc(nulls_last=True), past, "pk")
    # Until the end of the week, what only follows the work comes after the work itself, however late it is.
    soon = Q(due__lte=clocks.sunday)
    weight = Case(When(soon & ~Q(kind__in=beside_kinds()), then=0), When(soon, then=1), default=2)
    return rows.order_by(weight, F("due").asc(nulls_last=True), past, "pk")


@cache
def beside_kinds() -> tuple[str, ...]:
    return tuple(kind for kind, flow in FLOWS.items() if flow.beside)


@dataclass(slots=True)
class Row:
    """One todo as the list shows it. `pick` names the case and the version that was seen."""

    pk: int
    kind: str
    state: str
    uid: str
    pick: str
    url: str
    verb: str
    title: str
    meta: str
    face: Face
    bucket: str
    own: Any
    open: bool = False


def shown(todos: list[Todo], post: Post, clocks: Clocks) -> list[Row]:
    """The rows of a page; two or three queries however many."""
    own = own_rows([(todo.kind, todo.case_id) for todo in todos], post.committee)
    return [_row(todo, own, clocks) for todo in todos if todo.case_id in own]


def _row(todo: Todo, own: dict[int, Any], clocks: Clocks) -> Row:
    case = own[todo.case_id]
    top = own.get(case.root_id, case)
    uid = to_text(case.pk)
    part = role_of(case) if case is not top else ""
    return Row(
        case.pk, case.kind, case.state, uid, f"{uid}.{case.version}", address(todo, case), step_label(case.kind, todo.step),
        case.title or _("还没有写案由"), " · ".join(str(x) for x in (about(top), part) if x),
        clocks.face(todo.due, todo.starts, todo.span, todo.rule, mine=True), clocks.bucket(todo.due, case.source), case,
    )  # fmt: skip


def address(todo: Todo, case: Any) -> str:
    """Where the todo is done: the writing page for a draft, else the page of the case at the top."""
    return draft_url(case.pk) if todo.step == "submit" else case_url(case.root_id)


def step_label(kind: str, name: str) -> str:
    flow = FLOWS.get(kind)
    return str(flow.owed_label(name)) if flow and name in flow.by_step else name


def groups(rows: list[Row], counts: Tally, step: str, bucket: str = "") -> list[dict[str, Any]]:
    """The rows under their headings, with how many there are in all; in the order of `chosen`, which parts what only follows the work."""
    parted = not (step or bucket) and counts.of(beside=True) and counts.of(beside=False)

    def place(row: Row) -> tuple[str, bool | None]:
        return row.bucket, row.kind in beside_kinds() if parted and row.bucket in ("late", "today", "week") else None

    found: list[dict[str, Any]] = []
    for (name, beside), together in groupby(rows, place):
        here, total = list(together), counts.of(step, name, beside)
        label = _("{days} · 答复以后的公开和回头看").format(days=BUCKETS[name]) if beside else BUCKETS[name]
        found.append(
            {"label": label, "late": name == "late" and not beside, "total": total, "part": len(here) < total, "rows": here, "n": len(here)}
        )  # fmt: skip
    return found


def acts(rows: list[Row], post: Post) -> list[dict[str, Any]]:
    """The steps that can be taken on many at once, for the states that stand on this page."""
    first: dict[tuple[str, str], Row] = {}
    for row in rows:
        first.setdefault((row.kind, row.state), row)
    return picking.buttons((row.kind, line) for row in first.values() for line in picking.batch_steps(row.own, post))
