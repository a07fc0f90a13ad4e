"""How many durable acts a second, against the raw driver that commits the same rows: `python -m benchmarks.acts`.

The act is an office receiving a proposal: state, stay, a todo closed and one opened with its clock, a notice, the sealed event.
The raw driver replays exactly the writes that such acts made, one commit each, in turns with the acts so that both meet the same
machine. On PostgreSQL: `tools/with_postgres.py .venv/bin/python -m benchmarks.acts` (never with --fast).
"""

import atexit
import os
import re
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROUNDS, EACH = 12, 40
GOALS = {"sqlite": 25, "postgresql": 35}
Statement = tuple[str, tuple[Any, ...]]


def main() -> bool:
    home = tempfile.mkdtemp(prefix="huiyin-acts-")
    atexit.register(shutil.rmtree, home, ignore_errors=True)
    os.environ["HUIYIN_HOME"] = home
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "huiyin.config.settings")
    sys.path.insert(0, str(Path(__file__).parent.parent))
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    return measure()


def measure() -> bool:
    from django.db import connection

    from benchmarks.line import line
    from huiyin.kernel.act import act
    from tests.district import District

    # Two committees, since a recorded act follows the head of its own chain.
    ours_, theirs_ = (District.build(f"acts{time.time_ns()}") for _ in range(2))
    acted, copied = submitted(ours_, ROUNDS * EACH + 10), submitted(theirs_, ROUNDS * EACH)
    acts = [lambda p=p: act(p, "accept", as_=ours_.office) for p in acted]
    recorded = record([lambda p=p: act(p, "accept", as_=theirs_.office) for p in copied])
    raw, close = driver()
    print(f"statements of one act ({connection.vendor}):")
    for sql in every_statement(acts.pop()):
        print("   ", sql)
    rates: dict[str, list[float]] = {"raw": [], "act": []}
    for number in range(ROUNDS):
        part = slice(number * EACH, (number + 1) * EACH)
        rates["raw"].append(per_second([lambda one=one: raw(one) for one in recorded[part]]))
        rates["act"].append(per_second(acts[part]))
    close()
    ours, theirs = (statistics.median(rates[name]) for name in ("act", "raw"))
    name = f"acts.{connection.vendor}"
    print(f"{name}: {ours:,.0f} acts/s, raw driver {theirs:,.0f} commits/s of the same rows")
    return line(f"{name}.of_raw", 100 * ours / theirs, "%", GOALS[connection.vendor], "more")


def submitted(district: Any, count: int) -> list[Any]:
    """That many proposals that wait for the office."""
    from huiyin.kernel.act import Move, act_many

    drafts = [district.draft() for _ in range(count)]
    facts = {"publish_wish": "yes", "no_secret": True}
    for start in range(0, count, 100):
        act_many([Move(draft, "submit", facts) for draft in drafts[start : start + 100]], as_=district.member)
    for draft in drafts:
        draft.refresh_from_db()
    return drafts


def record(calls: list[Callable[[], Any]]) -> list[list[Statement]]:
    """The writes that each call makes, in order; all of it is rolled back in the end."""
    from django.db import connection, transaction

    found: list[list[Statement]] = []

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if re.match(r"INSERT|UPDATE", sql):
            found[-1] += [(sql, tuple(row)) for row in (params if many else [params])]
        return execute(sql, params, many, context)

    with transaction.atomic(), connection.execute_wrapper(note):
        for call in calls:
            found.append([])
            call()
        transaction.set_rollback(True)
    return found


def every_statement(call: Callable[[], Any]) -> list[str]:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as seen:
        call()
    return [re.sub(r"\s+", " ", query["sql"])[:110] for query in seen.captured_queries]


def driver() -> tuple[Callable[[list[Statement]], None], Callable[[], None]]:
    """The driver without Django, as durable as Django's own connection; asserted of both."""
    from django.db import connection

    return _sqlite() if connection.vendor == "sqlite" else _postgresql()


def _sqlite() -> tuple[Callable[[list[Statement]], None], Callable[[], None]]:
    import sqlite3

    from django.db import connection

    from huiyin.config.database import SQLITE_PRAGMAS

    plain = sqlite3.connect(connection.settings_dict["NAME"], isolation_level=None)
    plain.executescript(SQLITE_PRAGMAS)
    connection.ensure_connection()
    for each in (plain, connection.connection):
        assert each.execute("PRAGMA synchronous").fetchone()[0] == 2, "a connection is not synchronous=FULL"
        assert each.execute("PRAGMA journal_mode").fetchone()[0] == "wal"

    def commit(statements: list[Statement]) -> None:
        plain.execute("BEGIN IMMEDIATE")
        for sql, values in statements:
            plain.execute(sql.replace("%s", "?"), values)
        plain.execute("COMMIT")

    return commit, plain.close


def _postgresql() -> tuple[Callable[[list[Statement]], None], Callable[[], None]]:
    import psycopg
    from django.db import connection

    plain = psycopg.connect(os.environ["DATABASE_URL"])
    with connection.cursor() as django_cursor, plain.cursor() as plain_cursor:
        for setting in ("synchronous_commit", "fsync", "full_page_writes"):
            for cursor in (django_cursor, plain_cursor):
                cursor.execute(f"SHOW {setting}")
                assert cursor.fetchone() == ("on",), f"{setting} is not on: this would not be durable"
    plain.commit()

    def commit(statements: list[Statement]) -> None:
        with plain.cursor() as cursor:
            for sql, values in statements:
                cursor.execute(sql, values)
        plain.commit()

    return commit, plain.close


def per_second(calls: list[Callable[[], Any]]) -> float:
    start = time.perf_counter()
    for call in calls:
        call()
    return len(calls) / (time.perf_counter() - start)


if __name__ == "__main__":
    raise SystemExit(0 if main() else 1)
