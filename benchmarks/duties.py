"""Members' duties: `python -m benchmarks.duties [members]`. 300 members, 60 rules, 20,000 source records of the year; and a tenth of it.

Posting one settled activity of everybody, the yearly evaluation (every record gone through, every entry posted, the marks settled), a changed rule
tried out on the year, and the year page of a member who has 2,000 records of his own.
"""

import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from benchmarks.line import line, median_both, pace
from benchmarks.pages import entered_as
from benchmarks.seed import start

RULES, PER_MEMBER = 60, 66
OWN = 2_000


def main(members: int = 300) -> bool:
    with tempfile.TemporaryDirectory() as home:
        start(Path(home))
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        pace()
        return all([*of_size(max(members // 10, 2), ""), *of_size(members, f".{members}", goals=True)])


def of_size(members: int, mark: str, goals: bool = False) -> list[bool]:
    """One committee of so many members; the goals hold at the full size."""
    made = Town(members, mark)
    scale = 1.0 if goals else 0.2
    met = []
    for name, goal, do in (
        ("evaluate", 2.0, made.evaluate), ("settle_activity", 0.5, made.settle), ("simulate", 2.0, made.simulate),
    ):  # fmt: skip
        met.append(line(f"duties.{name}{mark or '.tenth'}", timed(do), "s", goal * scale))
    if goals:
        post = made.of_much()
        met += page_of(post)
    return met


def page_of(post: Any) -> list[bool]:
    """The year page of one member: queries, and the server's own time."""
    from django.db import connection, reset_queries
    from django.test.utils import CaptureQueriesContext

    reset_queries()
    client = entered_as(post)
    assert client.get("/duties/").status_code == 200
    with CaptureQueriesContext(connection) as seen:
        client.get("/duties/")
    wall, cpu = median_both([lambda: client.get("/duties/")] * 20)
    line("duties.year_page.wall", wall, "ms", 25)
    return [line("duties.year_page.queries", len(seen), "queries", 12), line("duties.year_page.cpu", cpu, "ms", 25)]


def timed(do: Callable[[], Any]) -> float:
    begun = time.perf_counter()
    do()
    return time.perf_counter() - begun


class Town:
    """A committee with its members, a table of sixty rules and a year of activities, written with the kernel's own statements."""

    def __init__(self, members: int, mark: str) -> None:
        from huiyin.kernel import clock
        from huiyin.kernel.models import Committee, ParameterValue, Person, Post
        from huiyin.people.models import Member

        self.today = clock.today()
        self.first = date(self.today.year, 1, 1)
        self.committee = Committee.objects.create(
            code=f"duties{mark.strip('.')}", name="政协清源区委员会", short="清源区政协"
        )
        clerk = Person.objects.create(username=f"clerk{mark}", name="办公室")
        self.office = Post.objects.create(committee=self.committee, person=clerk, role="general_office", title="办公室")
        names = [Person(username=f"m{mark}{n}", name=f"委员{n}", password="!") for n in range(members)]
        self.people = Person.objects.bulk_create(names)
        Member.objects.bulk_create(
            Member(committee=self.committee, person=one, begins=date(2021, 12, 1)) for one in self.people
        )
        ParameterValue.objects.create(
            committee=self.committee, code="P-40", value=table(), valid_from=date(2020, 1, 1), recorded_at=clock.now()
        )
        self.committee.rules_version += 1
        self.committee.save()
        self.activities()

    def activities(self) -> None:
        """So many that every member has his records; all settled but the last."""
        from django.db import connection

        from huiyin.activities.models import KINDS, Activity, Attendance
        from huiyin.kernel import clock
        from huiyin.kernel.batch import inserts, run
        from huiyin.kernel.models import Facet
        from huiyin.kernel.models.base import made

        days = max((self.today - self.first).days, 1)
        now, stamp = (
            clock.now(),
            {"committee_id": self.committee.pk, "recorded_at": clock.now(), "event_id": 1, "at": clock.now()},
        )
        rows: list[Any] = []
        for number in range(PER_MEMBER + 1):
            case = made(
                Activity, kind="activity", state="held", title=f"活动 {number}", committee_id=self.committee.pk, opened_at=now, moved_at=now,
                activity_kind=KINDS[number % len(KINDS)][0], meets_on=self.first + timedelta(days=number * days // PER_MEMBER % days),
                door=f"{self.committee.pk % 1000}{number}", version=1,
            )  # fmt: skip
            case.case_ptr_id = case.root_id = case.id
            rows.append(case)
            if number < PER_MEMBER:
                rows.append(made(Facet, case_id=case.pk, name="settled", value="yes", **stamp))
            rows += [
                made(
                    Attendance,
                    case_id=case.pk,
                    person_id=one.pk,
                    category="member",
                    way="list",
                    mark=f"p{one.pk}",
                    **stamp,
                )
                for one in self.people
            ]
            self.last = case
        with connection.cursor() as cursor:
            run(cursor, inserts(rows))

    def evaluate(self) -> None:
        from huiyin.duties.beginning import begin

        self.year = begin(self.office, self.today.year)

    def settle(self) -> None:
        from huiyin.kernel.act import act

        self.last.committee = self.committee
        act(self.last, "settle", as_=self.office)

    def simulate(self) -> None:
        from huiyin.duties.language import read
        from huiyin.duties.simulate import simulate

        rows = table()
        rows[0][5] = "9"
        assert len(simulate(self.committee, self.today.year, read(rows))) == len(self.people)

    def of_much(self) -> Any:
        """A member with 2,000 entries."""
        from huiyin.duties.models import ScoreEntry
        from huiyin.kernel import clock
        from huiyin.kernel.models import Post

        one, now = self.people[0], clock.now()
        ScoreEntry.objects.bulk_create(
            ScoreEntry(
                committee=self.committee, case_id=self.year.pk, at=now, recorded_at=now, event_id=1, person=one, rule=f"r{n % RULES}", label=f"规则{n % RULES}",
                source="came.training", record_id=self.last.pk, row=n, on=self.first, points=1, mark=f"more{n}",
            )
            for n in range(OWN)
        )  # fmt: skip
        return Post.objects.create(committee=self.committee, person=one, role="member", title="委员")


def table() -> list[list[str]]:
    """Sixty rows: what came, was excused, absent and spoke in each kind of activity."""
    from huiyin.activities.models import KINDS

    rows = []
    for what, points in (("came", "2"), ("leave", "0"), ("absent", "-1"), ("spoke", "3"), ("wrote", "1")):
        for code, _label in KINDS:
            rows.append(
                [
                    f"{what}_{code}",
                    f"{what} {code}",
                    f"{what}.{code}",
                    "all",
                    "any",
                    points,
                    "full",
                    "1",
                    "1",
                    "-",
                    "-",
                    "-",
                    "-",
                ]
            )
    return rows[:RULES]


if __name__ == "__main__":
    raise SystemExit(0 if main(int(sys.argv[1]) if len(sys.argv) > 1 else 300) else 1)
