"""Database triggers that make the ledger, the numbers and the anchors append-only, on SQLite and on PostgreSQL.

SQLite's INSERT OR REPLACE deletes a row without asking delete triggers unless recursive_triggers is on, and a stranger's
connection will not have it on; so an insert that would replace a row is refused by a trigger of its own.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connections

TABLES = {
    "kernel_event": "id=NEW.id OR (committee_id=NEW.committee_id AND (seq=NEW.seq OR key=NEW.key))",
    "kernel_number": "id=NEW.id OR (committee_id=NEW.committee_id AND series=NEW.series AND text=NEW.text)",
    "kernel_anchor": "id=NEW.id OR (committee_id=NEW.committee_id AND day=NEW.day)",
}
SENTENCE = "this record is append-only"


def statements(vendor: str) -> list[str]:
    """The DROP and CREATE statements, in order."""
    return _postgresql() if vendor == "postgresql" else _sqlite()


def _sqlite() -> list[str]:
    lines = []
    for table, same in TABLES.items():
        refuse = f"BEGIN SELECT RAISE(ABORT, '{SENTENCE}'); END"
        for name, when in (
            ("no_update", f"BEFORE UPDATE ON {table}"),
            ("no_delete", f"BEFORE DELETE ON {table}"),
            ("no_replace", f"BEFORE INSERT ON {table} WHEN EXISTS (SELECT 1 FROM {table} WHERE {same})"),
        ):
            lines.append(f"DROP TRIGGER IF EXISTS {table}_{name}")
            lines.append(f"CREATE TRIGGER {table}_{name} {when} {refuse}")
    return lines


def _postgresql() -> list[str]:
    lines = [
        "CREATE OR REPLACE FUNCTION huiyin_refuse() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{SENTENCE}'; END $$"
    ]
    for table in TABLES:
        lines += [
            f"DROP TRIGGER IF EXISTS {table}_rows ON {table}",
            f"CREATE TRIGGER {table}_rows BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION huiyin_refuse()",
            f"DROP TRIGGER IF EXISTS {table}_all ON {table}",
            f"CREATE TRIGGER {table}_all BEFORE TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION huiyin_refuse()",
        ]
    return lines


def lay(using: str = "default") -> None:
    """Lay every trigger whose table exists, again if it is there already."""
    connection = connections[using]
    existing = set(connection.introspection.table_names())
    if not set(TABLES) <= existing:
        return
    with connection.cursor() as cursor:
        for line in statements(connection.vendor):
            cursor.execute(line)


def lift(using: str = "default") -> None:
    """Take the triggers away. Nothing but `lifted()` calls it."""
    connection = connections[using]
    with connection.cursor() as cursor:
        for line in statements(connection.vendor):
            if line.startswith("DROP"):
                cursor.execute(line)


@contextmanager
def lifted(using: str = "default") -> Iterator[None]:
    """For tests that flush the database, and for restoring a backup into an empty one."""
    lift(using)
    try:
        yield
    finally:
        lay(using)


def laid(using: str = "default") -> bool:
    """Whether every trigger is there, as `huiyin verify` asks."""
    connection = connections[using]
    query = {
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
        "postgresql": "SELECT tgname FROM pg_trigger WHERE tgenabled = 'O'",
    }[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(query)
        there = {name for (name,) in cursor.fetchall()}
    wanted = {line.split()[2] for line in statements(connection.vendor) if line.startswith("CREATE TRIGGER")}
    return wanted <= there


def after_migrate(using: str = "default", **kwargs: Any) -> None:
    lay(using)
