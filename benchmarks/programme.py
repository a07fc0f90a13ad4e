"""The page of a special action with 500 projects and 5,000 reports: `python -m benchmarks.programme [projects]`.

Its four views for the office, and the timetable for a unit: queries and the median of server time of a whole request, by the clock on the wall and by
this process's own.
"""

import sys
from datetime import date, timedelta
from functools import partial
from typing import Any

from benchmarks.line import line, median_both, pace
from benchmarks.pages import entered_as
from benchmarks.seed import home_of, start

QUERIES, MILLISECONDS, TIMES = 12, 25, 15
REPORTS = 10


def main(count: int) -> bool:
    start(home_of(count + 7))
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    pace()
    whole, office, unit = seeded(count)
    from django.urls import reverse

    page = reverse("programme", args=[whole.uid])
    met = []
    for name, who, view in (("projects", office, ""), ("lagging", office, "?only=lagging"), ("map", office, "?view=map"), ("reports", office, "?view=reports"), ("unit", unit, "")):  # fmt: skip
        met.append(measured(f"programme.{name}", who, page + view))
    return all(met)


def measured(name: str, client: Any, address: str) -> bool:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    for _warm in range(2):
        assert client.get(address).status_code == 200, name
    with CaptureQueriesContext(connection) as seen:
        client.get(address)
    few = line(f"{name}.queries", len(seen), "queries", QUERIES)
    wall, cpu = median_both([partial(client.get, address)] * TIMES)
    line(f"{name}.wall", wall, "ms", MILLISECONDS)
    return line(f"{name}.cpu", cpu, "ms", MILLISECONDS) and few


def seeded(count: int) -> tuple[Any, Any, Any]:
    """One action, 13 nodes, so many projects of ten units, ten reports each; every other one is still owed."""
    from django.db import transaction

    from huiyin.initiatives.models import Programme, ProgressReport, Project
    from huiyin.initiatives.raising import begin
    from huiyin.initiatives.rules import nodes
    from huiyin.kernel import clock
    from huiyin.kernel.act import act, open_case
    from huiyin.kernel.actors import system_post
    from huiyin.kernel.batch import Batch
    from huiyin.kernel.models import Committee, Person, Post
    from huiyin.people.models import Unit

    one = Committee.objects.filter(code="action").first()
    if one is None:
        one = Committee.objects.create(code="action", name="政协清源区委员会", short="清源区政协", place="清源区")
        units = [
            Unit.objects.create(committee=one, kind="unit", name=f"第{n}局", branch="government") for n in range(10)
        ]
        person = Person.objects.create(username="action-office", name="钟办公")
        office = Post.objects.create(committee=one, role="general_office", title="政协办公室", person=person)
        liaison = Person.objects.create(username="action-unit", name="秦联络")
        Post.objects.create(committee=one, role="unit", title="联络员", person=liaison, organisation=units[0])
        with clock.frozen(clock.today() - timedelta(days=2)), transaction.atomic():
            today = clock.today()
            whole = begin(office, title="同心行动", begins=date(today.year, 1, 1), ends=date(today.year, 12, 31))
            outline = ["主线：向新"] + [f"{'重点' if n % 3 == 0 else '方面'}：第{n}件" for n in range(12)]
            act(whole, "lay", as_=office, outline="\n".join(outline))
            ends = [node for node in nodes(whole) if node.level == "aspect"]
            batch, post = Batch(one), system_post(one)
            for n in range(count):
                row = {
                    "whole": whole,
                    "node": ends[n % len(ends)],
                    "body": units[n % 10],
                    "begins": whole.begins,
                    "ends": whole.ends,
                    "percent": n % 100,
                    "number": f"{n:03}",
                }
                made = open_case(
                    "project", as_=post, title=f"第 {n} 个项目，名字不长不短", source="computed", batch=batch, row=row
                )
                batch.change(made, state="active")
                for month in range(REPORTS):
                    last = date(today.year, month + 1, 28)
                    values = {
                        "parent": made,
                        "whole": whole,
                        "what": "month",
                        "begins": last.replace(day=1),
                        "ends": last,
                        "mark": f"{made.pk}-{month}",
                        "by": last,
                        "body": units[n % 10],
                        "number": f"{n}-{month}",
                    }
                    report = open_case(
                        "progress_report",
                        as_=post,
                        title=f"第 {n} 个项目：{month + 1} 月月报",
                        source="computed",
                        batch=batch,
                        row=values,
                    )
                    if month < REPORTS - 1:
                        batch.change(report, state="accepted")
            batch.write()
    whole = Programme.objects.get(committee=one)
    assert (Project.objects.count(), ProgressReport.objects.count()) == (count, count * REPORTS)
    posts = {
        post.role: post
        for post in Post.objects.filter(committee=one, person__isnull=False).select_related("committee", "person")
    }
    return whole, entered_as(posts["general_office"]), entered_as(posts["unit"])


if __name__ == "__main__":
    numbers = [int(word) for word in sys.argv[1:] if word.isdigit()]
    raise SystemExit(0 if main(numbers[0] if numbers else 500) else 1)
