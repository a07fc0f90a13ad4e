#!/usr/bin/env python
"""Take the pictures of docs/tour.md from a running demo district, each seen by the role that it is about.

    tools/screens.py                     a fresh demo in a home of its own, all pictures
    tools/screens.py case board          only these
    tools/screens.py --home DIR --url http://127.0.0.1:8000    a demo that runs already, and its home

A page that is not there, or complains, gets no picture: it is named, and the exit code is 1. Needs a Chromium.
"""

import argparse
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tools.png import shrink  # noqa: E402

PICTURES = ROOT / "docs" / "pictures"
LARGEST = 150_000
DESKTOP: dict[str, Any] = {"viewport": {"width": 1280, "height": 860}}
PHONE: dict[str, Any] = {
    "viewport": {"width": 390, "height": 844}, "device_scale_factor": 1.5, "is_mobile": True, "has_touch": True,
}  # fmt: skip


@dataclass(frozen=True)
class Shot:
    """A picture: whose page, on which screen, at which address. `state`: a case that stands there takes `{uid}`'s place.

    `step` is opened in the page; `child` says that the state is that of a unit's assignment. `to` is scrolled into view.
    """

    name: str
    role: str
    path: str
    state: str = ""
    screen: str = "desktop"
    child: bool = False
    to: str = ""


SHOTS = (
    Shot("door", "", "/accounts/login/"),
    Shot("write", "member", "/proposals/new/", screen="phone"),
    Shot("work", "proposal_office", "/work/"),
    Shot("filing", "proposal_director", "/case/{uid}/?step=file#step", "review_f", to="#step"),
    Shot("assign", "assigning", "/case/{uid}/?step=assign#step", "planned", to="#step"),
    Shot("contact", "unit", "/case/{uid}/?step=contact#step", "working", child=True, screen="phone", to="#step"),
    Shot("reply", "unit", "/case/{uid}/?step=reply#step", "working", child=True, to="#step"),
    Shot("letter", "proposal_office", "/case/{uid}/letter/", "replied"),
    Shot("rate", "member", "/case/{uid}/?step=rate#step", "replied", screen="phone"),
    Shot("case", "proposal_office", "/case/{uid}/", "handling"),
    Shot("board", "proposal_office", "/board/"),
    Shot("leader", "leader", "/leader/"),
    Shot("leader-phone", "leader", "/leader/", screen="phone"),
    Shot("figures", "proposal_office", "/figures/"),
    Shot("figure", "proposal_office", "/figures/proposals.satisfaction_wide/"),
    Shot("groups", "proposal_office", "/groups/"),
    Shot("voice", "", "/p/demo/voice/", screen="phone"),
    Shot("voices", "station", "/voices/"),
    Shot("wall", "", "/p/demo/wall/"),
    Shot("audit", "audit_admin", "/audit/"),
)


class NoPicture(Exception):
    """Why a picture was not taken, in a sentence."""


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("names", nargs="*", help="only these pictures")
    parser.add_argument("--url", help="where the demo runs")
    parser.add_argument("--home", help="its HUIYIN_HOME")
    options = parser.parse_args(arguments)
    wanted = [shot for shot in SHOTS if not options.names or shot.name in options.names]
    if bool(options.url) != bool(options.home):
        parser.error("--url and --home go together")
    with running(options.url, options.home) as url:
        missed = [line for line in take_all(wanted, url) if line]
    for line in missed:
        print(line)
    return 1 if missed else 0


@contextmanager
def running(url: str | None, home: str | None) -> Iterator[str]:
    """The address of a demo; one of our own, in a home that is thrown away, unless it is named."""
    os.environ.pop("DATABASE_URL", None)
    if url and home:
        os.environ["HUIYIN_HOME"] = home
        yield url.rstrip("/")
        return
    own, port = tempfile.mkdtemp(prefix="huiyin-screens-"), free_port()
    os.environ |= {"HUIYIN_HOME": own, "HOST": "127.0.0.1", "PORT": str(port)}
    server = subprocess.Popen([sys.executable, "-m", "huiyin.config.cli", "serve", "--demo"], cwd=ROOT)
    try:
        wait(f"http://127.0.0.1:{port}/healthz", server)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(20)
        shutil.rmtree(own, ignore_errors=True)


def free_port() -> int:
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        port: int = door.getsockname()[1]
    return port


def wait(address: str, server: "subprocess.Popen[bytes]", seconds: float = 300) -> None:
    """Until the demo is loaded and answers. Errors: SystemExit when it ended or took too long."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if server.poll() is not None:
            raise SystemExit("the demo did not start")
        try:
            with urllib.request.urlopen(address, timeout=5):
                return
        except OSError:
            time.sleep(0.5)
    raise SystemExit(f"the demo did not answer within {seconds:.0f} s")


def take_all(shots: list[Shot], url: str) -> list[str]:
    """A sentence for each picture that could not be taken, "" for the others."""
    from playwright.sync_api import sync_playwright

    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # playwright keeps an event loop in this thread
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "huiyin.config.settings")
    import django

    django.setup()
    PICTURES.mkdir(parents=True, exist_ok=True)
    program = os.environ.get("CHROMIUM") or shutil.which("chromium") or "/usr/bin/chromium"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-gpu"])
        return [told(shot, lambda shot=shot: take(browser, shot, url)) for shot in shots]


def told(shot: Shot, work: Callable[[], None]) -> str:
    try:
        work()
    except NoPicture as why:
        return f"{shot.name}: {why}"
    except Exception as trouble:  # one page's trouble is no reason to miss the others
        return f"{shot.name}: {type(trouble).__name__}: {str(trouble).splitlines()[0]}"
    return ""


def take(browser: Any, shot: Shot, url: str) -> None:
    """Errors: NoPicture."""
    screen = PHONE if shot.screen == "phone" else DESKTOP
    context = browser.new_context(locale="zh-CN", timezone_id="Asia/Shanghai", reduced_motion="reduce", **screen)
    try:
        page = context.new_page()
        page.set_default_timeout(15_000)
        path = shot.path
        if shot.role:
            person, uid = whose(page, shot, url)
            page.goto(f"{url}/accounts/login/")
            page.locator(f'button[name=person][value="{person}"]').first.click()
            page.wait_for_load_state()
            path = path.replace("{uid}", uid)
        answer = page.goto(url + path)
        if answer is None or answer.status != 200 or "/accounts/login/" in page.url and shot.role:
            raise NoPicture(f"{path} answered {answer.status if answer else 'nothing'}")
        if shot.to:
            page.locator(shot.to).first.evaluate("element => element.scrollIntoView({block: 'start'})")
        save(shot.name, page.screenshot())
    finally:
        context.close()


def whose(page: Any, shot: Shot, url: str) -> tuple[str, str]:
    """Someone whom the door offers and who holds the role, and a case in that state which is his: (person, uid)."""
    from huiyin.kernel.models import Post

    page.goto(f"{url}/accounts/login/")
    offered = [button.get_attribute("value") for button in page.locator("button[name=person]").all()]
    for person in offered:
        for post in Post.objects.filter(person=person, role=shot.role, committee__demo=True).select_related(
            "committee"
        ):
            if not shot.state:
                return person, ""
            if uid := case_of(post, shot):
                return person, uid
    raise NoPicture(f"the door offers no {shot.role}" + (f" with a case in {shot.state}" if shot.state else ""))


def case_of(post: Any, shot: Shot) -> str:
    """The case with the most to show that the post may see (for a child: the case it serves), or ""."""
    from huiyin.handling.models import ANSWERING, Assignment
    from huiyin.kernel.flow import flow_of
    from huiyin.kernel.ids import to_text
    from huiyin.proposals.models import Proposal

    model = Assignment if shot.child else Proposal
    rows = model.objects.filter(flow_of("assignment" if shot.child else "proposal").sees.twin(post))
    rows = rows.filter(committee=post.committee, state=shot.state)
    if shot.child:
        rows = rows.filter(unit=post.organisation_id, role__in=ANSWERING)
    elif shot.role == "member":
        rows = rows.filter(first_person=post.person_id)
    row = rows.order_by("-version", "-pk").first()
    return to_text(row.root_id) if row else ""


def save(name: str, png: bytes) -> None:
    """Errors: NoPicture when it stays too large."""
    small = min(png, shrink(png), key=len)
    if len(small) > LARGEST:
        raise NoPicture(f"{len(small)} bytes are more than {LARGEST}")
    (PICTURES / f"{name}.png").write_bytes(small)
    print(f"docs/pictures/{name}.png {len(small) // 1000} kB")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
