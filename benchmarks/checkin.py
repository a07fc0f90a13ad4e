"""Five hundred people check in through the page behind the QR code, on the embedded server: `python -m benchmarks.checkin [people]`.

Each phone is signed in, opens the page and checks in; every third presses twice, as after a lost answer. None may be lost, none doubled.
"""

import http.client
import os
import re
import subprocess
import sys
import tempfile
import threading
import time
from queue import Empty, Queue
from urllib.parse import urlencode

from benchmarks.ballot import run
from benchmarks.line import line
from benchmarks.voices import PORT, Server

FOUND = """
import sys, django; django.setup()
from importlib import import_module
from django.conf import settings
from huiyin.activities.attending import new_door
from huiyin.kernel import clock
from huiyin.kernel.act import open_case
from huiyin.kernel.models import Committee, Person, Post
one = Committee.objects.create(code="hall", name="政协清源区委员会", short="清源区政协", place="清源区")
office = Post.objects.create(committee=one, role="general_office", title="政协办公室", person=Person.objects.create(username="office", name="钟办公"))
store = import_module(settings.SESSION_ENGINE).SessionStore
keys = []
for n in range(int(sys.argv[1])):
    person = Person.objects.create(username=f"m{n}", name=f"委员{n:03}")
    Post.objects.create(committee=one, role="member", title="委员", person=person)
    session = store()
    session["_auth_user_id"], session["_auth_user_backend"] = str(person.pk), "django.contrib.auth.backends.ModelBackend"
    session["_auth_user_hash"] = person.get_session_auth_hash()
    session.create()
    keys.append(session.session_key)
case = open_case("activity", as_=office, title="全体会议", row={"activity_kind": "plenary", "meets_on": clock.today(), "door": new_door()})
print(settings.SESSION_COOKIE_NAME, case.door, *keys)
"""
COUNT = """
import django; django.setup()
from huiyin.activities.models import Attendance
from huiyin.kernel import ledger
from huiyin.kernel.models import Committee
rows = Attendance.objects.all()
print(rows.count(), rows.values("person").distinct().count(), int(ledger.verify(Committee.objects.get()).sound))
"""


def phone(door: str, jobs: "Queue[tuple[int, str]]", told: list[int]) -> None:
    while True:
        try:
            number, cookie = jobs.get_nowait()
        except Empty:
            return
        for _try in range(20):
            try:
                if checked_in(door, number, cookie):
                    told.append(number)
                    break
            except (OSError, http.client.HTTPException):
                time.sleep(0.2)


def checked_in(door: str, number: int, cookie: str) -> bool:
    link = http.client.HTTPConnection("127.0.0.1", PORT, timeout=30)
    link.request("GET", f"/a/{door}/", headers={"Cookie": cookie})
    answer = link.getresponse()
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', answer.read().decode())
    given = "; ".join(one.split(";")[0] for one in answer.headers.get_all("Set-Cookie", []))
    if token is None:
        return answer.status == 200  # checked in by the first of two presses, whose answer was lost
    head = {"Cookie": f"{cookie}; {given}", "Content-Type": "application/x-www-form-urlencoded"}
    status = 0
    for _again in range(2 if number % 3 == 0 else 1):
        link.request("POST", f"/a/{door}/", urlencode({"csrfmiddlewaretoken": token[1]}), head)
        answer = link.getresponse()
        answer.read()
        status = answer.status
    return status == 302


def main() -> bool:
    people = int(sys.argv[1]) if len(sys.argv) > 1 else 500
    with tempfile.TemporaryDirectory() as folder:
        environment = os.environ | {"HUIYIN_HOME": folder, "DJANGO_SETTINGS_MODULE": "huiyin.config.settings"}
        environment.pop("DATABASE_URL", None)
        migrate = [sys.executable, "-m", "huiyin.config.cli", "migrate"]
        subprocess.run(migrate, env=environment, check=True, stdout=subprocess.DEVNULL)
        name, door, *keys = run(environment, FOUND, str(people))
        server = Server(environment)
        jobs: Queue[tuple[int, str]] = Queue()
        for number, key in enumerate(keys):
            jobs.put((number, f"{name}={key}"))
        told: list[int] = []
        threads = [threading.Thread(target=phone, args=(door, jobs, told)) for _ in range(100)]
        started = time.perf_counter()
        for one in threads:
            one.start()
        for one in threads:
            one.join()
        took = time.perf_counter() - started
        server.kill()
        rows, different, sound = (int(one) for one in run(environment, COUNT))
        return all([
            line("checkin.took", took, "s", 60 * people / 500),
            line("checkin.lost", people - different, "", 0),
            line("checkin.doubled", rows - different, "", 0),
            line("checkin.ledger", sound, "", 1, "more"),
        ])  # fmt: skip


if __name__ == "__main__":
    raise SystemExit(0 if main() else 1)
