"""kill -9 at random moments: nothing acknowledged is lost, nothing is half done, ledger and states agree."""

import json
import random
import subprocess
import sys
import time

import pytest

from tests.support.homes import command, home

KILLS = 5
STEPS = {"submitted": 2, "review_f": 3, "filed": 4}
READ = """
import json, django
django.setup()
from huiyin.kernel.models import Event, Number, Stay, Todo
from huiyin.proposals.models import Proposal, Sponsor
from huiyin.suggestions.models import Suggestion
rows = []
for case in Proposal.objects.all():
    rows.append({
        "case": case.pk, "state": case.state, "version": case.version, "number": case.number, "source": case.source,
        "events": list(Event.objects.filter(case=case).values_list("pk", flat=True)),
        "here": Stay.objects.filter(case=case, here=True).count(), "stays": Stay.objects.filter(case=case).count(),
        "open": Todo.objects.filter(case=case, closed_at=None).count(), "numbers": Number.objects.filter(case=case).count(),
        "items": Suggestion.objects.filter(case=case).count(), "sponsors": Sponsor.objects.filter(case=case).count(),
    })
print(json.dumps(rows))
"""


def read(run):
    done = subprocess.run([sys.executable, "-c", READ], env=run.environment, capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


@pytest.fixture
def office(tmp_path):
    """A home with a committee, a session and three posts, made by the replay of nothing but founding."""
    with home(tmp_path / "home") as run:
        run(
            "init", "--code", "qy", "--name", "政协清源区委员会", "--short", "清源区政协", "--place", "清源区", "--system", "何衡:hh",
            "--security", "孔明:km", "--audit", "曾照:zz",
        )  # fmt: skip
        hire = (
            "import django; django.setup()\n"
            "from huiyin.kernel.models import Committee, Person, Post\n"
            "for role in ('member', 'proposal_office', 'proposal_director'):\n"
            "    person = Person.objects.create(username=role, name=role)\n"
            "    Post.objects.create(committee=Committee.objects.get(), person=person, role=role, title=role)\n"
        )
        subprocess.run([sys.executable, "-c", hire], env=run.environment, check=True)
        yield run


def test_acts_killed_at_any_moment(office):
    dice = random.Random(time.time_ns())
    acknowledged = []
    for _kill in range(KILLS):
        worker = office.start(sys.executable, "-m", "tests.trouble.office")
        assert worker.stdout is not None
        acknowledged.append(worker.stdout.readline())  # it has begun
        time.sleep(dice.uniform(0.02, 0.5))
        worker.kill()
        acknowledged += worker.stdout.readlines()
        worker.wait()
    whole = [line.split() for line in acknowledged if line.endswith("\n")]
    rows = {row["case"]: row for row in read(office)}
    assert len(whole) > KILLS
    for event, case, _state, *_number in whole:
        assert int(event) in rows[int(case)]["events"], "an acknowledged act was lost"
    for row in rows.values():
        length = STEPS.get(row["state"], 1)
        assert (row["version"], len(row["events"]), row["stays"]) == (length, length, length)
        assert (row["here"], row["open"], row["numbers"]) == (1, 1, (length > 1) + (length > 3))
        assert (row["items"], row["sponsors"]) == ((2, 1) if length > 1 else (0, 0))
    filed = [row["number"] for row in rows.values() if row["state"] == "filed"]
    assert len(set(filed)) == len(filed)
    assert office.json("verify")[0]["sound"] is True


def test_an_import_killed_at_any_moment_is_whole_or_absent(office, tmp_path):
    count = 600
    path = tmp_path / "目录.csv"
    rows = "".join(f"{n},关于第{n}件事的提案,区{n % 9}局,2023.5.6,满意\n" for n in range(1, count + 1))
    path.write_text(f"案号,案由,主办单位,答复日期,满意度\n{rows}", "utf-8")
    dice = random.Random(time.time_ns())
    for _kill in range(3):
        worker = office.start(*command("import", "proposals", str(path), "--create-missing"))
        time.sleep(dice.uniform(0.6, 2.6))
        worker.kill()
        worker.wait()
        [report] = office.json("verify")
        assert (report["sound"], report["cases"]) in ((True, 0), (True, 2 * count))
    office("import", "proposals", str(path), "--create-missing", code=1 if report["cases"] else 0)
    found = read(office)
    assert {row["state"] for row in found} == {"closed"}
    assert (len(found), office.json("verify")[0]["sound"]) == (count, True)


CLOCKS = 3_000
WIND = f"""
import datetime, django
django.setup()
from huiyin.kernel import clock
from huiyin.kernel.act import open_case
from huiyin.kernel.models import Period, Person, Post, Todo
session = Period.objects.create(committee=Post.objects.first().committee, kind="session", code="5-1", name="五届一次", year=2026)
post = Post.objects.get(role="member")
case = open_case("proposal", as_=post, title="关于一件事的提案", session=session, first_person=post.person)
today = clock.today()
Todo.objects.filter(case=case).delete()
Todo.objects.bulk_create([
    Todo(committee=case.committee, case=case, kind="proposal", step="rate", role="member", person=post.person, event_id=case.pk,
         starts=today, due=today + datetime.timedelta(days=7), alarm_on=today)
    for _ in range({CLOCKS})
])
"""
COUNT = """
import json, django
django.setup()
from huiyin.kernel.models import Notice, Todo
from huiyin.kernel import clock
names = list(Notice.objects.exclude(once="").exclude(once=None).values_list("once", flat=True))
print(json.dumps([len(names), len(set(names)), Todo.objects.filter(alarm_on__lte=clock.today()).count()]))
"""


def test_a_tick_killed_at_any_moment_loses_no_reminder_and_writes_none_twice(office):
    subprocess.run([sys.executable, "-c", WIND], env=office.environment, check=True)
    dice = random.Random(time.time_ns())
    for _kill in range(KILLS):
        worker = office.start(*command("tick"))
        time.sleep(dice.uniform(0.4, 1.8))
        worker.kill()
        worker.wait()
    office("tick")
    done = subprocess.run(
        [sys.executable, "-c", COUNT], env=office.environment, capture_output=True, text=True, check=True
    )
    assert json.loads(done.stdout) == [CLOCKS, CLOCKS, 0]
