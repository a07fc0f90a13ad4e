"""What an act will write, gathered in memory and written at once: few statements for one act, few more for a hundred.

The SQL is standard and made once per table from the model's own fields. Every row's id is known beforehand, so nothing has to be
read back. The head of the ledger's chain is taken last, and held only until the commit.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache, lru_cache
from typing import Any

from django.db import connection, models

from huiyin.kernel import clock
from huiyin.kernel.models import Case, Chain, Committee, Event, Remark, Stay, Todo
from huiyin.kernel.seal import seal_of


def canonical(value: Any) -> str:
    """JSON whose text is always the same for the same value: keys sorted, no spaces, characters as they are."""
    if value == {}:
        return "{}"
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str)


@lru_cache(4096)
def moment(value: datetime | None) -> str:
    """A time as it is sealed: UTC, microseconds, no zone: 2026-06-18 01:05:00.000000; empty when unknown."""
    return "" if value is None else value.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S.%f")


@cache
def _tables(model: type[models.Model]) -> list[tuple[str, list[Any]]]:
    """The tables of a model, the parent's first, each with the fields it holds."""
    chain = [*model._meta.get_parent_list()][::-1] + [model]
    tables = []
    for part in chain:
        fields = [f for f in part._meta.local_concrete_fields if not getattr(f, "generated", False)]
        columns = ", ".join(f'"{f.column}"' for f in fields)
        marks = ", ".join(["%s"] * len(fields))
        tables.append((f'INSERT INTO "{part._meta.db_table}" ({columns}) VALUES ({marks})', fields))
    return tables


Statement = tuple[str, list[list[Any]]]


def inserts(rows: Iterable[models.Model]) -> Iterator[Statement]:
    """Rows of any models as statements and their values: parents first, one statement per table."""
    grouped: dict[type[models.Model], list[models.Model]] = defaultdict(list)
    for row in rows:
        grouped[type(row)].append(row)
    for model, group in grouped.items():
        for sql, columns in _plans(model):
            yield sql, [_values(columns, row) for row in group]


@cache
def _plans(model: type[models.Model]) -> list[tuple[str, list[tuple[str, Any, bool]]]]:
    """Each table's statement, and of each column: where its value stands, its field, whether plain values go in as they are."""
    return [
        (sql, [(field.attname, field, not isinstance(field, models.JSONField)) for field in fields])
        for sql, fields in _tables(model)
    ]


def _values(columns: list[tuple[str, Any, bool]], row: models.Model) -> list[Any]:
    held = row.__dict__
    return [
        value
        if (value := held.get(name)) is not None and as_it_is and type(value) in PLAIN
        else None
        if value is None and name in held
        else _value(field, row)
        for name, field, as_it_is in columns
    ]


def run(cursor: Any, statements: Iterable[Statement]) -> None:
    """Signals are not sent."""
    for sql, values in statements:
        if len(values) == 1:
            cursor.execute(sql, values[0])
        else:
            cursor.executemany(sql, values)


@dataclass(slots=True)
class Folded:
    """What a batch would write, as plain values: statements in order, events as they are sealed and as they are stored (their number
    and seal still to come), and the remarks that hang on them."""

    statements: list[Statement]
    events: list[tuple[list[Any], list[Any]]]
    remarks: list[Statement]


PLAIN = (int, str, bool)
SOONEST = """UPDATE kernel_case SET soonest = (SELECT MIN(due) FROM kernel_todo WHERE case_id = %s AND closed_at IS NULL)
    WHERE id = %s"""


@lru_cache(4096)
def _moment(vendor: str, value: datetime) -> Any:
    """A time as the driver wants it. The rows of an act share theirs, and so do many acts of one day in history."""
    return connection.ops.adapt_datetimefield_value(value)


def _value(field: "models.Field[Any, Any]", row: models.Model) -> Any:
    value = getattr(row, field.attname)
    if value is None or (type(value) in PLAIN and not isinstance(field, models.JSONField)):
        return value
    if type(value) is datetime:
        return _moment(connection.vendor, value)
    return field.get_db_prep_save(
        field.pre_save(row, False) if isinstance(field, models.FileField) else value, connection
    )


class Batch:
    """The rows of one or many acts of one committee, waiting to be written in one transaction."""

    def __init__(self, committee: Committee) -> None:
        self.committee = committee
        self.new: dict[int, models.Model] = {}
        self.events: list[Event] = []
        self.changed: dict[int, tuple[models.Model, set[str]]] = {}
        self.closing: list[tuple[str, list[Any]]] = []
        self.fresh: set[int] = set()
        self.todos: dict[int, list[Todo]] = {}
        self.clocked: dict[int, Any] = {}
        self.cleared: set[int] = set()
        self.stays: dict[int, Stay] = {}
        self.cases: dict[int, Any] = {}
        self.children: dict[int, list[Any]] = {}
        self.memory: dict[Any, Any] = {}
        self.remarks: list[Remark] = []
        self.locked: set[int] = set()
        self.writes = 0
        self.now = clock.now()

    def mark(self) -> tuple[int, int, int]:
        """Where the batch stands, to come back to when an act is refused."""
        return self.writes, len(self.events), len(self.remarks)

    def back_to(self, mark: tuple[int, int, int]) -> bool:
        """Forget the event of a refused act. False when that act had already changed rows, so that it takes a new batch."""
        writes, events, remarks = mark
        if self.writes != writes:
            return False
        del self.events[events:], self.remarks[remarks:]
        return True

    def add(self, row: models.Model) -> None:
        self.writes += 1
        self.new[row.pk] = row
        self.fresh.add(row.pk)
        if isinstance(row, Case):
            self.cases[row.pk] = row
            if row.parent_id:
                self.children.setdefault(row.parent_id, []).append(row)

    def change(self, row: models.Model, **values: Any) -> None:
        """Set fields now and write them at the end, in one UPDATE per table however often they change."""
        self.writes += 1
        for name, value in values.items():
            setattr(row, name, value)
        if row.pk in self.fresh:
            return
        _, fields = self.changed.setdefault(row.pk, (row, set()))
        fields.update(values)

    def later(self, sql: str, values: list[Any]) -> None:
        self.writes += 1
        self.closing.append((sql, values))

    def clocks_of(self, case: Any, cleared: bool | None = None) -> None:
        """Note that open todos of a case changed. `cleared`: all that the database holds were closed (True), or some may be open again
        (False)."""
        self.clocked[case.pk] = case
        if cleared is not None:
            (self.cleared.add if cleared else self.cleared.discard)(case.pk)

    def write(self) -> None:
        """Errors: IntegrityError when an idempotency key, a number or an id is there already."""
        with connection.cursor() as cursor:
            run(cursor, self._statements())
            if self.events:
                self._seal(cursor)

    def fold(self) -> Folded:
        """All of it as plain values, to be written later (kernel/spool.py)."""
        _sql, columns = _plans(Event)[0]
        events = [(sealed_values(event), _values(columns, event)) for event in self.events]
        return Folded(list(self._statements()), events, list(inserts(self.remarks)))

    def _statements(self) -> Iterator[Statement]:
        asked = [[pk, pk] for pk, case in self.clocked.items() if not self._soonest(case)]
        for row, fields in self.changed.values():
            yield from _updates(row, fields)
        for sql, values in self.closing:
            yield sql, [values]
        yield from inserts(self.new.values())
        if asked:
            yield SOONEST, asked

    def _soonest(self, case: Any) -> bool:
        """Set a case's soonest day, where the batch holds all its open todos; else the database must tell it once they are written."""
        if case.pk not in self.fresh and case.pk not in self.cleared:
            return False
        day = min((todo.due for todo in self.todos.get(case.pk, ()) if todo.due), default=None)
        if day != case.soonest:
            self.change(case, soonest=day)
        return True

    def _seal(self, cursor: Any) -> None:
        seq, seal, algorithm = head(cursor, self.committee)
        for event in self.events:
            seq += 1
            event.seq = seq
            event.seal = seal = seal_of(seal, self.committee.code, sealed_values(event), algorithm)
        run(cursor, inserts(self.events))
        run(cursor, inserts(self.remarks))
        set_head(cursor, self.committee, seq, seal)


def head(cursor: Any, committee: Committee) -> tuple[int, str, str]:
    """The last number and seal of the chain, and its algorithm; held until the commit."""
    lock = " FOR UPDATE" if connection.vendor == "postgresql" else ""
    cursor.execute(f"SELECT seq, seal, algorithm FROM kernel_chain WHERE committee_id = %s{lock}", [committee.pk])
    found: tuple[int, str, str] | None = cursor.fetchone()
    if found is None:
        Chain.objects.create(committee=committee)
        found = (0, Chain._meta.get_field("seal").default, "sha256")
    return found


def set_head(cursor: Any, committee: Committee, seq: int, seal: str) -> None:
    cursor.execute("UPDATE kernel_chain SET seq = %s, seal = %s WHERE committee_id = %s", [seq, seal, committee.pk])


def event_insert() -> tuple[str, int, int]:
    """The statement that stores an event, and where in its values the number and the seal stand."""
    sql, fields = _tables(Event)[0]
    names = [field.name for field in fields]
    return sql, names.index("seq"), names.index("seal")


def sealed_values(event: Event) -> list[Any]:
    """An event's fields in the order of seal.FIELDS, times as text."""
    return [
        event.seq, event.id, event.case_id, event.kind, event.step, event.from_state, event.to_state,
        moment(event.at), moment(event.recorded_at), event.post_id, event.person_id, event.organisation_id,
        event.for_post_id, event.source, event.facts, event.digest, event.voids, event.key,
    ]  # fmt: skip


def _updates(row: models.Model, names: set[str]) -> Iterator[Statement]:
    for _, fields in _tables(type(row)):
        touched = [field for field in fields if field.name in names or field.attname in names]
        if touched:
            model = touched[0].model
            sets = ", ".join(f'"{field.column}" = %s' for field in touched)
            pk = model._meta.pk
            assert pk is not None
            sql = f'UPDATE "{model._meta.db_table}" SET {sets} WHERE "{pk.column}" = %s'
            yield sql, [[*[_value(field, row) for field in touched], row.pk]]
