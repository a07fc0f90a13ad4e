"""Catalogue rows moved in per second: `python -m benchmarks.importing [rows]`. A home of its own on this disk; the reading of the file counts."""

import datetime as dt
import os
import random
import sys
import tempfile
import time
from pathlib import Path

GOAL = 300  # rows a second, of about seven acts each
HEADS = [
    "案号",
    "案由",
    "届次",
    "提案者",
    "类别",
    "主办单位",
    "会办单位",
    "提交日期",
    "立案日期",
    "交办日期",
    "答复日期",
    "答复类别",
    "满意度",
]


def rows(count: int) -> list[list[object]]:
    """Invented rows: half answered and rated, a quarter in hand, a quarter only filed."""
    dice = random.Random(7)
    units = [f"区{name}局" for name in "住建 财政 教育 卫健 交通 水务 民政 人社 城管 文旅 司法 应急".split()]
    made = []
    for n in range(1, count + 1):
        day = dt.date(2023, 1, 10) + dt.timedelta(days=n % 90)
        lead, *others = dice.sample(units, dice.choice((1, 1, 2, 3)))
        row: list[object] = [
            str(n),
            f"关于第{n}项民生实事的提案",
            f"九届{'一二三四五'[n % 5]}次会议",
            f"委员{n % 200}",
            "城乡建设",
        ]
        row += [lead, "、".join(others), day, day + dt.timedelta(20), day + dt.timedelta(50)]
        done = n % 4 >= 2
        row += [day + dt.timedelta(120), "ABC"[n % 3], "满意"] if done else [None, None, None]
        made.append(row if n % 4 else [*row[:5], "", "", day, day, None, None, None, None])
    return made


def main(count: int = 10_000) -> bool:
    home = tempfile.mkdtemp(prefix="huiyin-bench-", dir=".")
    os.environ |= {"HUIYIN_HOME": home, "DJANGO_SETTINGS_MODULE": "huiyin.config.settings"}
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    from benchmarks.line import line
    from huiyin.exchange.excel import workbook
    from huiyin.exchange.proposals import move_in
    from huiyin.kernel.models import Committee, Event

    call_command("migrate", verbosity=0)
    path = Path(home, "catalogue.xlsx")
    path.write_bytes(workbook(HEADS, rows(count)))
    committee = Committee.objects.create(code="bench", name="政协", short="政协", place="区")
    start = time.perf_counter()
    moved = move_in(committee, path, create=True)
    took = time.perf_counter() - start
    if not moved.written:
        raise SystemExit(str(moved.refused[0]))
    events = Event.objects.count()
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA synchronous") if connection.vendor == "sqlite" else cursor.execute(
            "SHOW synchronous_commit"
        )
        durable = cursor.fetchone()[0]
    print(f"import: {count} rows, {moved.acts} acts, {events} events, {took:.1f} s, synchronous={durable}")
    return line("import.rows", count / took, "rows/s", GOAL, "more")


if __name__ == "__main__":
    raise SystemExit(0 if main(*map(int, sys.argv[1:2])) else 1)
