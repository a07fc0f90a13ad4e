"""`huiyin tick` over 100,000 open clocks of which 5,000 cross a rung: `python -m benchmarks.tick`. A home of its own, thrown away.

Every reminder is written once: a second tick writes none. That none is lost or doubled when it is killed is tests/trouble/test_kill.py's.
"""

import tempfile
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

from benchmarks.line import line, pace
from benchmarks.seed import Seeder, Sheet, start

CASES, CLOCKS, CROSSING, SECONDS = 1_000, 100_000, 5_000, 2


def main() -> bool:
    with tempfile.TemporaryDirectory(prefix="huiyin-tick-") as home:
        start(Path(home))
        clocks()
        return measured()


def clocks() -> None:
    """A committee with as many open clocks; those that cross have a rung today, those that do not have one next week."""
    from django.core.management import call_command
    from django.db import connection, transaction

    from huiyin.kernel import clock
    from huiyin.kernel.ids import new_id
    from huiyin.kernel.models import Case, Todo

    call_command("migrate", verbosity=0)
    seeder = Seeder(CASES)
    seeder.people()
    for _done in seeder.cases():
        pass
    Todo.objects.all().delete()
    sheet, today, now = Sheet(Todo), clock.today(), clock.now()
    cases = list(Case.objects.filter(kind="assignment").values_list("pk", "assignment__unit"))
    for n in range(CLOCKS):
        pk, unit = cases[n % len(cases)]
        due = today + timedelta(days=7 if n < CROSSING else 14)
        sheet.add(
            id=new_id(), committee_id=seeder.committee.pk, case_id=pk, kind="assignment", step="reply", role="unit", organisation_id=unit,
            opened_at=seeder.t(today), event_id=pk, rule="P-11", span="3m", starts=seeder.d(today - timedelta(days=80)), due=seeder.d(due),
            alarm_on=seeder.d(due - timedelta(days=7)),
        )  # fmt: skip
    with transaction.atomic(), connection.cursor() as cursor:
        sheet.write(cursor)
        cursor.execute("UPDATE kernel_notice SET sent_at = %s WHERE sent_at IS NULL", [now])


def measured() -> bool:
    from huiyin.kernel.models import Notice
    from huiyin.kernel.outbox import tick

    before = Notice.objects.count()
    pace()
    first, wall, cpu = timed(tick)
    second, again, _cpu = timed(tick)
    written = Notice.objects.count() - before
    print(
        f"tick: {first.reminders} reminders, then {second.reminders}; {written} notices; a tick with nothing to do {again:.2f} s"
    )
    whole = (first.reminders, second.reminders, written) == (CROSSING, 0, CROSSING)
    in_time = [line("tick.wall", wall, "s", SECONDS), line("tick.cpu", cpu, "s", SECONDS)]
    return whole and all(in_time)


def timed(call: Any) -> tuple[Any, float, float]:
    wall, cpu = time.perf_counter(), time.process_time()
    found = call()
    return found, time.perf_counter() - wall, time.process_time() - cpu


if __name__ == "__main__":
    raise SystemExit(0 if main() else 1)
