"""The portal with 100,000 published items: `python -m benchmarks.portal [items]`.

Half of the items stand on the Echo Wall (twenty years of voices), half are published proposals. First every page as it is made anew (queries,
wall and CPU time of a whole request, the goal 25 ms). Then `huiyin serve` on one core beside a bare Django JSON view under
the same server with the same settings: requests a second by the clock, and requests for each second of the server's own CPU time, which is what
counts on a machine that is shared. Last, something is withdrawn, and the next request must not show it.
"""

import http.client
import os
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from datetime import date, timedelta
from pathlib import Path

from benchmarks.line import line, median_both, pace
from benchmarks.seed import Sheet, start

PORT, SECONDS, TIMES = 18_531, 6, 15
GOAL_MS, SHARE = 25, 40
YEARS = 20
BARE = """
import sys
import django
from django.conf import settings
settings.configure(SECRET_KEY="x", ALLOWED_HOSTS=["*"], ROOT_URLCONF="bare", MIDDLEWARE=[], DEBUG=False)
from django.http import JsonResponse
from django.urls import path
urlpatterns = [path("", lambda request: JsonResponse({"ok": True, "items": list(range(20))}))]
from django.core.wsgi import get_wsgi_application
application = get_wsgi_application()
"""
SERVE_BARE = """
from granian import Granian
from granian.constants import Interfaces
Granian("bare:application", address="127.0.0.1", port=%d, interface=Interfaces.WSGI, workers=1, blocking_threads=4, backlog=1024, websockets=False).serve()
"""


class Seeder:
    """Published voices and proposals in bulk, written with the kernel's own statements."""

    def __init__(self, count: int) -> None:
        from huiyin.handling.models import Publication, PublicVersion
        from huiyin.kernel.models import Chain, Committee, Facet, Organisation, Period, Stay
        from huiyin.places import sites
        from huiyin.proposals.models import Proposal
        from huiyin.reception.models import Echo, PublicVoice, Verdict, Voice

        self.committee = Committee.objects.create(
            code="bench", name="政协样例区委员会", short="样例区政协", place="样例区"
        )
        Chain.objects.create(committee=self.committee)
        self.sites = [sites.add(self.committee, f"样例{n}站", as_=None) for n in range(12)]
        self.unit = Organisation.objects.create(committee=self.committee, kind="unit", name="样例局")
        self.session = Period.objects.create(
            committee=self.committee, kind="session", code="1-1", name="一届一次会议", year=2026
        )
        models = {
            "voice": Voice, "stay": Stay, "facet": Facet, "echo": Echo, "verdict": Verdict, "public": PublicVoice,
            "proposal": Proposal, "publication": Publication, "version": PublicVersion,
        }  # fmt: skip
        self.sheets = {name: Sheet(model) for name, model in models.items()}
        self.half, self.common = count // 2, {"committee_id": self.committee.pk}

    def run(self) -> None:
        from django.db import connection, transaction

        for at in range(0, self.half, 1000):
            for n in range(at, min(at + 1000, self.half)):
                day = date.today() - timedelta(days=40 + n * 365 * YEARS // self.half)
                self.voice(n, day)
                self.proposal(n, day)
            with transaction.atomic(), connection.cursor() as cursor:
                for sheet in self.sheets.values():
                    sheet.write(cursor)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")

    def voice(self, n: int, day: date) -> None:
        from huiyin.kernel.ids import new_id

        pk, site, result = new_id(), self.sites[n % 12].pk, ("solved", "solved", "partly", "explained", "told")[n % 5]
        said, told, number = f"{day} 02:00:00", f"{day + timedelta(days=9)} 02:00:00", f"{day.year}-{n:05}"
        dated = {**self.common, "case_id": pk, "at": said, "recorded_at": said, "event_id": pk}
        self.sheets["voice"].add(
            id=pk, case_ptr_id=pk, **self.common, kind="voice", root_id=pk, number=number, title=f"第 {n} 件：路灯不亮", state="echoed", version=4,
            opened_at=said, moved_at=told, site_id=site, channel="qr", subject="utilities", words="路灯不亮，晚上看不见台阶。" * 4, people=1, back="self",
            raised_on=day.isoformat(), result=result, echoed_on=(day + timedelta(days=9)).isoformat(), answer="换了灯泡。", times=0,
        )  # fmt: skip
        for state, came, left in (("received", said, told), ("echoed", told, None)):
            self.sheets["stay"].add(
                id=new_id(), **self.common, case_id=pk, kind="voice", state=state, entered_at=came, left_at=left, here=left is None, recorded_at=came,
                event_id=pk,
            )  # fmt: skip
        for name, value in (("subject", "utilities"), ("channel", "qr"), ("site", str(site))):
            self.sheets["facet"].add(id=new_id(), **dated, name=name, value=value)
        later = {**dated, "at": told, "recorded_at": told}
        self.sheets["echo"].add(id=new_id(), **later, way="page", result=result, days=9, in_time=True)
        if n % 2:
            self.sheets["verdict"].add(id=new_id(), **later, solved="yes", by_citizen=True)
        self.sheets["public"].add(
            id=new_id(), **later, heading=f"第 {n} 件：路灯不亮", text="路灯不亮，晚上看不见台阶。" * 4, answer="换了灯泡，三天内修好。" * 3, sha256="0" * 64
        )  # fmt: skip

    def proposal(self, n: int, day: date) -> None:
        from huiyin.kernel.ids import new_id

        pk, at, title = new_id(), f"{day} 02:00:00", f"关于修好第 {n} 盏路灯的提案"
        row = {
            **self.common,
            "root_id": pk,
            "session_id": self.session.pk,
            "number": f"{n:05}",
            "title": title,
            "version": 9,
            "opened_at": at,
            "moved_at": at,
        }
        self.sheets["proposal"].add(
            id=pk, case_ptr_id=pk, kind="proposal", state="archived", finished=True, items="[]", planned="{}", **row
        )
        for what, heading in (("proposal", title), ("reply", f"关于《{title}》的答复")):
            own = new_id()
            unit = self.unit.pk if what == "reply" else None
            self.sheets["publication"].add(
                id=own, case_ptr_id=own, kind="publication", parent_id=pk, state="published", what=what, unit_id=unit, extent="full", **row
            )  # fmt: skip
            self.sheets["version"].add(
                id=new_id(), **self.common, case_id=own, at=at, recorded_at=at, event_id=own, what=what, extent="full", heading=heading,
                text="全区有这样的情况。" * 60, sha256="0" * 64, channel="",
            )  # fmt: skip


def seed(count: int) -> None:
    from django.core.management import call_command
    from django.db import connection

    call_command("migrate", verbosity=0)
    from huiyin.kernel.models import Committee

    if Committee.objects.filter(code="bench").exists():
        return
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA synchronous=OFF")
    Seeder(count).run()


def addresses() -> dict[str, str]:
    from huiyin.handling.models import PublicVersion

    item = PublicVersion.objects.filter(what="proposal").order_by("-pk")[100]
    deep = "/p/bench/proposals/?page=1500"
    return {
        "wall": "/p/bench/wall/", "list": "/p/bench/proposals/", "list_deep": deep, "item": f"/p/bench/proposals/{item.uid}/",
        "feed": "/p/bench/wall.rss",
    }  # fmt: skip


def uncached(pages: dict[str, str]) -> bool:
    """Each page made anew: the way past what is kept ready is a session cookie of nobody."""
    from django.conf import settings
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    client = Client()
    client.cookies[settings.SESSION_COOKIE_NAME] = "nobody"
    met = []
    for name, url in pages.items():
        assert client.get(url).status_code == 200, url
        with CaptureQueriesContext(connection) as seen:
            client.get(url)
        line(f"portal.{name}.queries", len(seen), "queries", 30)
        if "--sql" in sys.argv:
            for query in sorted(seen.captured_queries, key=lambda row: -float(row["time"]))[:6]:
                print("   ", query["time"], query["sql"][:700])
        wall, cpu = median_both([lambda url=url: client.get(url)] * TIMES)  # type: ignore[misc]
        line(f"portal.{name}.uncached.wall", wall, "ms", GOAL_MS)
        met.append(line(f"portal.{name}.uncached.cpu", cpu, "ms", GOAL_MS))
    return all(met)


class Server:
    """A server of one worker on one core."""

    def __init__(self, command: list[str], environment: dict[str, str], where: str, path: str) -> None:
        core = str(min(os.sched_getaffinity(0)))
        self.process = subprocess.Popen(
            ["taskset", "-c", core, *command], env=environment, cwd=where, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
        )  # fmt: skip
        for _try in range(300):
            try:
                if ask(path)[0] == 200:
                    return
            except OSError:
                pass
            time.sleep(0.1)
        self.stop()
        raise SystemExit("the server did not start")

    def cpu(self) -> float:
        """Seconds of CPU of the server's whole process group so far."""
        ticks = 0
        for stat in Path("/proc").glob("[0-9]*/stat"):
            try:
                fields = stat.read_text().rpartition(")")[2].split()
            except OSError:
                continue
            if int(fields[2]) == self.process.pid:
                ticks += int(fields[11]) + int(fields[12])
        return ticks / os.sysconf("SC_CLK_TCK")

    def stop(self) -> None:
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


def ask(path: str, cookie: str = "") -> tuple[int, bytes]:
    link = http.client.HTTPConnection("127.0.0.1", PORT, timeout=10)
    link.request("GET", path, headers={"Cookie": cookie} if cookie else {})
    answer = link.getresponse()
    return answer.status, answer.read()


def load(server: Server, path: str, connections: int = 8) -> tuple[float, float]:
    """(requests a second by the clock, requests for each second of the server's CPU) over kept-alive connections."""
    done, stop = [0] * connections, time.monotonic() + SECONDS

    def run(at: int) -> None:
        link = http.client.HTTPConnection("127.0.0.1", PORT, timeout=10)
        while time.monotonic() < stop:
            link.request("GET", path)
            answer = link.getresponse()
            answer.read()
            assert answer.status == 200, answer.status
            done[at] += 1

    used, began = server.cpu(), time.perf_counter()
    threads = [threading.Thread(target=run, args=(n,)) for n in range(connections)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    took, used = time.perf_counter() - began, server.cpu() - used
    return sum(done) / took, sum(done) / used


def beside(pages: dict[str, str]) -> bool:
    """The pages, kept ready, beside the bare view; each by turns, so that a busy moment falls on both."""
    environment = os.environ | {"HUIYIN_HOSTS": "127.0.0.1"}
    ours = [sys.executable, "-m", "huiyin.config.cli", "serve", "--port", str(PORT), "--workers", "1", "--no-tick"]
    rates: dict[str, list[tuple[float, float]]] = {name: [] for name in ("bare", *pages)}
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "bare.py").write_text(BARE, "utf-8")
        for _turn in range(2):
            server = Server([sys.executable, "-c", SERVE_BARE % PORT], environment, folder, "/")
            load(server, "/")
            rates["bare"].append(load(server, "/"))
            server.stop()
            server = Server(ours, environment, os.getcwd(), "/healthz")
            for name, path in pages.items():
                ask(path)
                rates[name].append(load(server, path))
            server.stop()
    by_clock, by_cpu = (
        {name: statistics.fmean(rate[at] for rate in found) for name, found in rates.items()} for at in (0, 1)
    )
    line("portal.bare.cpu", by_cpu["bare"], "requests/CPU-s", 0, "more")
    met = []
    for name in pages:
        line(f"portal.{name}.ready", by_clock[name], "requests/s", 0, "more")
        line(f"portal.{name}.ready.share_by_clock", 100 * by_clock[name] / by_clock["bare"], "%", SHARE, "more")
        met.append(line(f"portal.{name}.ready.share_by_cpu", 100 * by_cpu[name] / by_cpu["bare"], "%", SHARE, "more"))
    return all(met)


def nothing_stale(pages: dict[str, str]) -> bool:
    """The newest item of the wall is taken down by the kernel in this process; the server, in another, must not show it again."""
    from huiyin.kernel.act import act
    from huiyin.kernel.models import Post
    from huiyin.reception.models import PublicVoice

    environment = os.environ | {"HUIYIN_HOSTS": "127.0.0.1"}
    ours = [sys.executable, "-m", "huiyin.config.cli", "serve", "--port", str(PORT), "--workers", "1", "--no-tick"]
    server = Server(ours, environment, os.getcwd(), "/healthz")
    general, _new = Post.objects.get_or_create(
        committee_id=PublicVoice.objects.values_list("committee", flat=True)[0],
        role="general_office",
        defaults={"title": "办公室"},
    )
    stale = 0
    for row in PublicVoice.objects.filter(until=None).order_by("-at", "-pk")[:20].select_related("case__voice"):
        words = f"{row.heading.split('：')[0]}：".encode()
        url = f"{pages['wall']}?voice={row.uid}"
        ask(url), ask(pages["feed"])
        assert words in ask(pages["feed"])[1]
        act(row.case.voice, "take_down", as_=general, why="核对。")
        stale += words in ask(pages["feed"])[1] or row.text.encode()[:30] in ask(url)[1]
    server.stop()
    return line("portal.stale", stale, "pages", 0)


def main(count: int) -> bool:
    home = Path(os.environ.get("HUIYIN_BENCH_HOME") or Path(tempfile.gettempdir()) / f"huiyin-portal-{count}")
    start(home)
    seed(count)
    pace()
    pages = addresses()
    met = [uncached(pages)]
    if "--uncached" not in sys.argv:
        met += [beside(pages), nothing_stale(pages)]
    return all(met)


if __name__ == "__main__":
    numbers = [int(word) for word in sys.argv[1:] if word.isdigit()]
    raise SystemExit(0 if main(numbers[0] if numbers else 100_000) else 1)
