"""A burst of voices: `python -m benchmarks.voices [voices] [connections]`. The server is killed (-9) in the middle and started again.

Every acknowledged receipt must exist exactly once; a citizen whose sending got no answer sends the same form again, and it is one voice.
"""

import http.client
import os
import re
import signal
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import suppress
from pathlib import Path
from queue import Empty, Queue
from urllib.parse import urlencode

from benchmarks.line import line

PORT = 18_517
QUESTION = re.compile(r"(\d+) 加 (\d+) 等于几")
FOUND = """
import django; django.setup()
from django.conf import settings
from huiyin.kernel.models import Committee
from huiyin.places import sites
one = Committee.objects.create(code="burst", name="政协清源区委员会", short="清源区政协", place="清源区")
from huiyin.kernel.models import Post
Post.objects.create(committee=one, role="system", title="系统")
print(sites.add(one, "城北联络站", as_=None).door)
"""
COUNT = """
import django; django.setup()
from collections import Counter
from huiyin.kernel.models import Event
keys = list(Event.objects.filter(kind="voice", step="register").values_list("key", flat=True))
from huiyin.reception.models import Voice
numbers = list(Voice.objects.values_list("number", flat=True))
print("\\n".join(key or "" for key in keys)); print("=", len(numbers), len(set(numbers)))
"""


class Server:
    """`huiyin serve` as a process group of its own."""

    def __init__(self, environment: dict[str, str]) -> None:
        self.environment = environment
        self.start()

    def start(self) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "huiyin.config.cli", "serve", "--port", str(PORT), "--no-tick"],
            env=self.environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
        )  # fmt: skip
        for _try in range(300):
            try:
                link = http.client.HTTPConnection("127.0.0.1", PORT, timeout=5)
                link.request("GET", "/healthz")
                if link.getresponse().status == 200:
                    return
            except OSError:
                time.sleep(0.1)
        raise SystemExit("the server did not start")

    def cpu(self) -> float:
        """Seconds of CPU of the server's process group so far: on a shared machine the clock says little."""
        ticks = 0
        for stat in Path("/proc").glob("[0-9]*/stat"):
            with suppress(OSError):
                fields = stat.read_text().rpartition(")")[2].split()
                if int(fields[2]) == self.process.pid:
                    ticks += int(fields[11]) + int(fields[12])
        return ticks / os.sysconf("SC_CLK_TCK")

    def kill(self) -> None:
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


def citizen(door: str, jobs: "Queue[int]", told: list[str]) -> None:
    """Takes forms from the queue until it is empty; what is not acknowledged is sent again, with the same key."""
    while True:
        try:
            number = jobs.get_nowait()
        except Empty:
            return
        for _try in range(60):
            try:
                if send(door, number):
                    told.append(f"voice-burst{number}")
                    break
            except (OSError, http.client.HTTPException):
                time.sleep(0.3)


def send(door: str, number: int) -> bool:
    """One form, as a browser sends it: opened, the question answered if one is asked, sent. True once a receipt is shown."""
    link = http.client.HTTPConnection("127.0.0.1", PORT, timeout=30)
    link.request("GET", f"/v/{door}/")
    answer = link.getresponse()
    page = answer.read().decode()
    cookies = "; ".join(one.split(";")[0] for one in answer.headers.get_all("Set-Cookie", []))
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
    if token is None:
        return False
    form = {
        "csrfmiddlewaretoken": token[1],
        "words": f"第 {number} 件：路灯不亮。",
        "back": "self",
        "key": f"burst{number}",
    }
    if asked := QUESTION.search(page):
        form |= {
            "answer": str(int(asked[1]) + int(asked[2])),
            "sum_": re.search(r'name="sum_" value="([^"]+)"', page)[1],
        }  # type: ignore[index]
    link.request(
        "POST", f"/v/{door}/", urlencode(form), {"Cookie": cookies, "Content-Type": "application/x-www-form-urlencoded"}
    )
    done = link.getresponse()
    done.read()
    return done.status == 302


def main() -> bool:
    voices, connections = (
        (int(given) for given in (*sys.argv[1:3], "2000", "200")[:2]) if len(sys.argv) > 2 else (2000, 200)
    )
    with tempfile.TemporaryDirectory() as folder:
        environment = os.environ | {
            "HUIYIN_HOME": str(Path(folder)),
            "DJANGO_SETTINGS_MODULE": "huiyin.config.settings",
        }
        environment.pop("DATABASE_URL", None)
        subprocess.run(
            [sys.executable, "-m", "huiyin.config.cli", "migrate"],
            env=environment,
            check=True,
            stdout=subprocess.DEVNULL,
        )
        door = subprocess.run(
            [sys.executable, "-c", FOUND], env=environment, check=True, capture_output=True, text=True
        ).stdout.split()[-1]
        server = Server(environment)
        jobs: Queue[int] = Queue()
        for number in range(voices):
            jobs.put(number)
        told: list[str] = []
        threads = [threading.Thread(target=citizen, args=(door, jobs, told)) for _ in range(connections)]
        started = time.perf_counter()
        for one in threads:
            one.start()
        while len(told) < voices // 2 and any(one.is_alive() for one in threads):
            time.sleep(0.05)
        spent = server.cpu()
        server.kill()
        server.start()
        for one in threads:
            one.join()
        took = time.perf_counter() - started
        spent = spent + server.cpu()
        server.kill()
        lines = subprocess.run(
            [sys.executable, "-c", COUNT], env=environment, check=True, capture_output=True, text=True
        ).stdout.split("\n")
        there = [row for row in lines if row.startswith("voice-burst")]
        lost, doubled = set(told) - set(there), len(there) - len(set(there))
        line("voices.cpu", spent, "CPU-s of the servers, two cores", 2 * 60 * voices / 2000)
        met = [
            line("voices.burst", took, "s", 60 * voices / 2000),
            line("voices.lost", len(lost), "", 0),
            line("voices.doubled", doubled, "", 0),
        ]
        met.append(line("voices.acknowledged", len(told), "", voices, "more"))
    return all(met)


if __name__ == "__main__":
    raise SystemExit(0 if main() else 1)
