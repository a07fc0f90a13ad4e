"""The pages of consultation with 50,000 activities and a million rows of attendance: `python -m benchmarks.consulted [activities]`.

A station's page, the year's plan with thirty topics and what they became, and a consultation that was looked back on: queries and the median of
server time of a whole request, by the wall's clock and by this process's own. Makes its own home; HUIYIN_BENCH_HOME names one to keep.
"""

import os
import sys
import tempfile
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

from benchmarks.line import line, median_both, pace
from benchmarks.seed import start

QUERIES, MILLISECONDS, TIMES = 12, 25, 15
PEOPLE, TOPICS, SITES = 20, 30, 40
CODE = "talks"


def main(count: int) -> bool:
    kept = os.environ.get("HUIYIN_BENCH_HOME")
    start(Path(kept) if kept else Path(tempfile.gettempdir()) / f"huiyin-talks-{count}")
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    from huiyin.kernel.models import Committee

    if not Committee.objects.filter(code=CODE).exists():
        seed(count)
    pace()
    met = [measured(*one) for one in pages()]
    return all(met)


def seed(count: int) -> None:
    """A district, one consultation of each topic of the plan, and the rows of a generation of meetings."""
    from django.db import connection

    from huiyin.kernel.act import act
    from huiyin.kernel.models import Committee, Person, Post
    from huiyin.people.models import Member, Unit
    from huiyin.places import sites
    from huiyin.plans.raising import begin, raise_topic

    if connection.vendor == "sqlite":
        connection.cursor().execute("PRAGMA synchronous=OFF")
    one = Committee.objects.create(code=CODE, name="政协清源区委员会", short="清源区政协", place="清源区")

    def post(role: str, name: str, body: Any = None) -> Any:
        person = Person.objects.create(username=f"{CODE}-{name}", name=name)
        return Post.objects.create(committee=one, role=role, title=role, person=person, organisation=body)

    office, leader = post("general_office", "钟办公"), post("leader", "高副主席")
    members = [post("member", f"委员{n:03}") for n in range(300)]
    Member.objects.bulk_create([Member(committee=one, person=row.person) for row in members])
    unit = Unit.objects.create(committee=one, kind="unit", name="住建局")
    places = [sites.add(one, f"第 {n} 联络站", as_=None) for n in range(SITES)]
    post("station", "柳站长", places[0])
    for n, row in enumerate(members):
        sites.join(places[n % SITES], row.person, as_=None)
    year = date_of().year
    whole = begin(office, year)
    for n in range(TOPICS):
        case = raise_topic(office, year=year, title=f"第 {n} 个议题", background="大家关心。", raised_as="people")
        act(case, "shortlist", as_=office)
        act(
            case,
            "arrange",
            as_=office,
            form="research",
            quarter=n % 4 + 1,
            leader=leader.person_id,
            lead="提案委",
            units=[unit.pk],
        )
        talks(one, office, case, places[n % SITES], unit)
    # Only the pages are measured: the road of the plan is the tests' matter.
    type(whole).objects.filter(pk=whole.pk).update(state="issued", document="清委办〔2026〕3号", issued_on=date_of())
    whole.topics.update(state="in_progress")
    rows(one, places, [row.person_id for row in members], count)


def date_of() -> Any:
    from huiyin.kernel import clock

    return clock.today()


def talks(one: Any, office: Any, topic: Any, site: Any, unit: Any) -> None:
    """What a topic became: a consultation with its meeting, two questions and an outcome of three suggestions."""
    from huiyin.activities.models import Activity
    from huiyin.consultations.raising import raise_topic
    from huiyin.kernel.act import act
    from huiyin.kernel.models import Event, Link
    from huiyin.plans.rules import PLANNED

    case = raise_topic(
        office, title=topic.title, background="车多位少。", form="research", raised_as="party", site=site
    )
    act(case, "agree", as_=office, fit=["small", "public", "lawful", "ripe"], convener="马立新")
    act(
        case,
        "notify",
        as_=office,
        on=date_of() + timedelta(days=1),
        hour="9:00",
        place="议事室",
        chair="柳站长",
        stakeholders="各方",
        hurry="急",
        checked=True,
    )
    there = Activity.objects.get(parent=case.pk)
    there.committee = one
    act(there, "guests", as_=office, category="villager", names="\n".join(f"群众{n}，{n} 栋" for n in range(PEOPLE)))
    act(there, "hold", as_=office)
    for n in range(2):
        act(case, "issue", as_=office, question=f"问题 {n}", said="各方都说了。", came="consensus", agreed="东侧停。")
    act(case, "write_minutes", as_=office, minutes="商量了一个下午。")
    type(case).objects.filter(pk=case.pk).update(state="handling", outcome="minutes")
    event = Event.objects.filter(case=case.pk).latest("seq")
    link = Link(source_id=topic.pk, target_id=case.pk, kind=PLANNED, event_id=event.pk)
    link.committee = one
    link.save(force_insert=True)


def rows(one: Any, places: list[Any], people: list[int], count: int) -> None:
    """The meetings of many years, each with those who came, written as the kernel writes rows."""
    from django.db import connection, transaction

    from huiyin.activities.models import Activity, Attendance
    from huiyin.kernel import clock
    from huiyin.kernel.batch import inserts, run
    from huiyin.kernel.models import Stay
    from huiyin.kernel.models.base import made

    now = clock.now()
    for begins in range(0, count, 500):
        found: list[Any] = []
        for n in range(begins, min(begins + 500, count)):
            at = now - timedelta(days=n % 3000 + 1)
            case = made(
                Activity, kind="activity", state="held", title=f"第 {n} 次会议", committee_id=one.pk, opened_at=at, moved_at=at, source="imported",
                activity_kind="study", host_id=places[n % SITES].pk, meets_on=at.date(), door=f"d{n:08}",
            )  # fmt: skip
            case.root_id = case.case_ptr_id = case.id
            stamp = {"committee_id": one.pk, "case_id": case.pk, "recorded_at": now, "event_id": 1}
            found += [case, made(Stay, kind="activity", state="held", entered_at=at, **stamp)]
            found += [
                made(
                    Attendance,
                    at=at,
                    category="member",
                    way="code",
                    person_id=people[(n * 7 + m) % len(people)],
                    mark=f"p{people[(n * 7 + m) % len(people)]}",
                    **stamp,
                )
                for m in range(PEOPLE)
            ]
        with transaction.atomic(), connection.cursor() as cursor:
            run(cursor, inserts(found))
        if begins % 10_000 == 0:
            print(f"{begins} activities", file=sys.stderr)
    connection.cursor().execute("ANALYZE")


def pages() -> list[tuple[str, Any, str]]:
    from django.urls import reverse

    from huiyin.consultations.models import Consultation
    from huiyin.kernel.models import Post
    from huiyin.places.models import Site

    posts = {
        role: Post.objects.select_related("committee", "person")
        .filter(committee__code=CODE, role=role)
        .order_by("pk")[0]
        for role in ("general_office", "station", "member")
    }
    site = Site.objects.filter(committee__code=CODE).order_by("pk")[0]
    case = Consultation.objects.filter(committee__code=CODE, site=site).order_by("pk")[0]
    return [
        ("consulted.station.station", posts["station"], reverse("site", args=[site.uid])),
        ("consulted.plan.office", posts["general_office"], reverse("plan")),
        ("consulted.plan.member", posts["member"], reverse("plan")),
        ("consulted.consultation.office", posts["general_office"], reverse("case", args=[case.uid])),
        ("consulted.consultation.member", posts["member"], reverse("case", args=[case.uid])),
        ("consulted.activities.station", posts["station"], reverse("activities")),
    ]  # fmt: skip


def measured(name: str, post: Any, address: str) -> bool:
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    client = Client()
    client.force_login(post.person, backend="django.contrib.auth.backends.ModelBackend")
    for _warm in range(2):
        answer = client.get(address)
        assert answer.status_code == 200, (name, address, answer.status_code)
    with CaptureQueriesContext(connection) as seen:
        client.get(address)
    few = line(f"{name}.queries", len(seen), "queries", QUERIES)
    wall, cpu = median_both([partial(client.get, address)] * TIMES)
    line(f"{name}.wall", wall, "ms", MILLISECONDS)
    fast = line(f"{name}.cpu", cpu, "ms", MILLISECONDS)
    if "--sql" in sys.argv:
        for query in seen.captured_queries:
            print("   ", query["time"], query["sql"][:200])
    return few and fast


if __name__ == "__main__":
    numbers = [int(word) for word in sys.argv[1:] if word.isdigit()]
    raise SystemExit(0 if main(numbers[0] if numbers else 50_000) else 1)
