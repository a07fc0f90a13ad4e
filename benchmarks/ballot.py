"""A ballot of 15 items by 300 phones on the embedded server: `python -m benchmarks.ballot [phones]`.

Each phone signs in, draws its slip, and votes; every third sends its vote twice, as after a lost answer. None may be lost, none doubled; and no slip
that was used may stand anywhere in the database files, the key's folder aside.
"""

import http.client
import os
import re
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from queue import Empty, Queue
from urllib.parse import urlencode

from benchmarks.line import line
from benchmarks.voices import PORT, Server

ITEMS = 15
FOUND = """
import sys, django; django.setup()
from django.contrib.sessions.backends.db import SessionStore
from django.conf import settings
from importlib import import_module
from huiyin.kernel.models import Committee, Person, Post
from huiyin.people.models import Member
from huiyin.oversight import voting
from huiyin.oversight.balloting import begin
from huiyin.oversight.models import Entitled
from huiyin.kernel.act import act
one = Committee.objects.create(code="hall", name="政协清源区委员会", short="清源区政协", place="清源区")
office = Post.objects.create(committee=one, role="general_office", title="政协办公室", person=Person.objects.create(username="office", name="钟办公"))
store = import_module(settings.SESSION_ENGINE).SessionStore
keys = []
for n in range(int(sys.argv[1])):
    person = Person.objects.create(username=f"m{n}", name=f"委员{n:03}")
    Post.objects.create(committee=one, role="member", title="委员", person=person)
    Member.objects.create(committee=one, person=person)
    session = store()
    session["_auth_user_id"], session["_auth_user_backend"] = str(person.pk), "django.contrib.auth.backends.ModelBackend"
    session["_auth_user_hash"] = person.get_session_auth_hash()
    session.create()
    keys.append(session.session_key)
case = begin(office, title="对十五项重点工作的民主测评", items="\\n".join(f"第{n}项工作" for n in range(int(sys.argv[2]))), everybody=True)
voting.register(case, list(Entitled.objects.filter(case=case.pk).values_list("pk", flat=True)), "here")
act(case, "start", as_=office)
print(settings.SESSION_COOKIE_NAME, case.door, *keys)
"""
COUNT = """
import django; django.setup()
from huiyin.oversight import urn
from huiyin.oversight.models import Ballot
box = urn.look(Ballot.objects.get().pk)
print(len(box.votes), len(box.spent), len(box.issued), len(box.held))
"""


def phone(door: str, jobs: "Queue[tuple[int, str]]", told: list[str]) -> None:
    while True:
        try:
            number, cookie = jobs.get_nowait()
        except Empty:
            return
        for _try in range(20):
            try:
                if slip := vote(door, number, cookie):
                    told.append(slip)
                    break
            except (OSError, http.client.HTTPException):
                time.sleep(0.2)


def vote(door: str, number: int, cookie: str) -> str:
    """One member's way: the page, the slip, the ballot. The slip once it was taken, else nothing."""
    link = http.client.HTTPConnection("127.0.0.1", PORT, timeout=30)
    link.request("GET", f"/b/{door}/", headers={"Cookie": cookie})
    answer = link.getresponse()
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', answer.read().decode())
    given = "; ".join(one.split(";")[0] for one in answer.headers.get_all("Set-Cookie", []))
    if token is None:
        return ""
    head = {"Cookie": f"{cookie}; {given}", "Content-Type": "application/x-www-form-urlencoded"}
    form = {"csrfmiddlewaretoken": token[1]}
    link.request("POST", f"/b/{door}/slip/", urlencode(form), head)
    slip = re.search(r'name="slip" value="([^"]+)"', link.getresponse().read().decode())
    if slip is None:
        return ""
    form |= {"slip": slip[1], **{f"item-{n + 1}": ("good", "fair", "bad", "")[(number + n) % 4] for n in range(ITEMS)}}
    done = 0
    for _again in range(2 if number % 3 == 0 else 1):
        link.request("POST", f"/b/{door}/", urlencode(form), {**head, "Cookie": given})
        answer = link.getresponse()
        answer.read()
        done = done or answer.status
    return slip[1] if done == 302 else ""


def run(environment: dict[str, str], code: str, *more: str) -> list[str]:
    told = subprocess.run(
        [sys.executable, "-c", code, *more], env=environment, check=True, capture_output=True, text=True
    )
    return told.stdout.split("\n")[-2].split()


def main() -> bool:
    phones = int(sys.argv[1]) if len(sys.argv) > 1 else 300
    with tempfile.TemporaryDirectory() as folder:
        environment = os.environ | {"HUIYIN_HOME": folder, "DJANGO_SETTINGS_MODULE": "huiyin.config.settings"}
        environment.pop("DATABASE_URL", None)
        migrate = [sys.executable, "-m", "huiyin.config.cli", "migrate"]
        subprocess.run(migrate, env=environment, check=True, stdout=subprocess.DEVNULL)
        name, door, *keys = run(environment, FOUND, str(phones), str(ITEMS))
        server = Server(environment)
        jobs: Queue[tuple[int, str]] = Queue()
        for number, key in enumerate(keys):
            jobs.put((number, f"{name}={key}"))
        told: list[str] = []
        threads = [threading.Thread(target=phone, args=(door, jobs, told)) for _ in range(100)]
        started = time.perf_counter()
        for one in threads:
            one.start()
        for one in threads:
            one.join()
        took = time.perf_counter() - started
        server.kill()
        votes, spent, issued, held = (int(one) for one in run(environment, COUNT))
        files = b"".join(
            path.read_bytes() for path in Path(folder).rglob("*") if path.is_file() and path.suffix != ".key"
        )
        found = sum(slip.encode() in files for slip in told)
        return all([
            line("ballot.took", took, "s", 60 * phones / 300),
            line("ballot.lost", phones - votes, "", 0),
            line("ballot.doubled", max(votes, spent) - len(set(told)), "", 0),
            line("ballot.open", issued - votes + held, "", 0),
            line("ballot.slips_found", found, "", 0),
        ])  # fmt: skip


if __name__ == "__main__":
    raise SystemExit(0 if main() else 1)
