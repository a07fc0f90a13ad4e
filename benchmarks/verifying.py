"""How long `huiyin verify` takes over a million events, with folding: `python -m benchmarks.verifying [events]`.

Two sizes a decade apart, each in a committee of its own. Events, cases, stays and remarks are written in bulk with true seals; only
the verifying is measured. On PostgreSQL: `tools/with_postgres.py .venv/bin/python -m benchmarks.verifying`.
"""

import atexit
import os
import shutil
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

GOAL = 15.0
EACH = 20  # events a case
REMARKS = 4  # of which so many carry words
CHUNK = 20_000


def main(events: int = 1_000_000) -> bool:
    home = tempfile.mkdtemp(prefix="huiyin-verify-")
    atexit.register(shutil.rmtree, home, ignore_errors=True)
    os.environ["HUIYIN_HOME"] = home
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "huiyin.config.settings")
    sys.path.insert(0, str(Path(__file__).parent.parent))
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    call_command("migrate", verbosity=0)
    from benchmarks.line import line
    from huiyin.kernel import ledger

    met = []
    for size in (events // 10, events):
        start = time.perf_counter()
        committee = seed(size)
        print(f"{size:,} events written in {time.perf_counter() - start:.0f} s", flush=True)
        start, worked = time.perf_counter(), time.process_time()
        report = ledger.verify(committee)
        took, worked = time.perf_counter() - start, time.process_time() - worked
        assert report.sound, report.faults[:3]
        assert report.events == size
        name = f"verify.{connection.vendor}.{size // 1000}k"
        print(
            f"{name}: {report.events:,} events, {report.cases:,} cases, {report.remarks:,} remarks; {worked:.1f} s of this processor"
        )
        met.append(line(name, took, "s", GOAL * size / 1_000_000))
    return all(met)


def seed(events: int) -> Any:
    """A committee with that many sealed events, twenty a case, as the kernel would have written them."""
    from django.db import connection, transaction

    from huiyin.kernel.models import Chain, Committee

    code = f"verify{events}-{time.time_ns()}"
    committee = Committee.objects.create(code=code, name="量", short="量", place="量")
    seal, seq = "0" * 64, 0
    for first in range(0, events // EACH, CHUNK // EACH):
        numbers = range(first, min(first + CHUNK // EACH, events // EACH))
        with transaction.atomic():
            seq, seal = _write(connection, committee, numbers, seq, seal)
    Chain.objects.create(committee=committee, seq=seq, seal=seal)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    return committee


def _write(connection: Any, committee: Any, numbers: range, seq: int, seal: str) -> tuple[int, str]:
    from huiyin.kernel.batch import moment
    from huiyin.kernel.ids import new_id
    from huiyin.kernel.seal import FIELDS, digest_of, seal_of

    rows: dict[str, list[tuple[Any, ...]]] = {"case": [], "event": [], "stay": [], "remark": []}
    for number in numbers:
        case, begun = new_id(), datetime(2020, 1, 1, tzinfo=UTC) + timedelta(hours=number % 40_000)
        for turn in range(EACH):
            seq, event, at = seq + 1, new_id(), begun + timedelta(days=turn)
            before, after = (f"state_{turn - 1}" if turn else ""), f"state_{turn}"
            body, salt, digest = "", "", ""
            if turn < REMARKS:
                body, salt = '{"address":"192.0.2.7","words":"和提案者见了面，逐条说了办法。"}', f"{event:x}{seq:x}"
                digest = digest_of(salt, body)
                rows["remark"].append((event, committee.pk, salt, body))
            facts = '{"disposition":"reference","reasons":["duplicate"]}'
            values = [
                seq, event, case, "proposal", f"step_{turn}", before, after, moment(at), moment(at), 11, 12, 13, None,
                "entered", facts, digest, None, None,
            ]  # fmt: skip
            seal = seal_of(seal, committee.code, values)
            values[7] = values[8] = _time(connection, at)
            rows["event"].append((*values, seal, committee.pk))
        rows["case"].append(
            (case, committee.pk, "proposal", case, "量", f"state_{EACH - 1}", EACH, "", False, "", "entered")
        )
        rows["stay"].append(
            (new_id(), committee.pk, case, "proposal", f"state_{EACH - 1}", True, _time(connection, begun), event)
        )
    columns = {
        "case": "id, committee_id, kind, root_id, title, state, version, number, finished, owner_role, source",
        "event": ", ".join(FIELDS) + ", seal, committee_id",
        "stay": "id, committee_id, case_id, kind, state, here, recorded_at, event_id",
        "remark": "event_id, committee_id, salt, body",
    }
    with connection.cursor() as cursor:
        for table in ("case", "event", "stay", "remark"):
            _insert(connection, cursor, f"kernel_{table}", columns[table], rows[table])
    return seq, seal


def _time(connection: Any, at: datetime) -> Any:
    return connection.ops.adapt_datetimefield_value(at) if connection.vendor == "sqlite" else at


def _insert(connection: Any, cursor: Any, table: str, columns: str, rows: list[tuple[Any, ...]]) -> None:
    if connection.vendor == "postgresql":
        with cursor.cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
        return
    marks = ", ".join(["?"] * len(rows[0]))
    connection.connection.executemany(f"INSERT INTO {table} ({columns}) VALUES ({marks})", rows)


if __name__ == "__main__":
    raise SystemExit(0 if main(*map(int, sys.argv[1:])) else 1)
