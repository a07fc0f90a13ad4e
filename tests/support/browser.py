"""Pages in a real Chromium: `page` (desktop), `phone` (390 × 844), `plain_page` (without JavaScript).

Each page ends its test with a failure when the browser reported a script error or a breach of the content policy.
"""

import os
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, ConsoleMessage, Page, sync_playwright

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
DESKTOP: dict[str, Any] = {"viewport": {"width": 1280, "height": 800}}
PHONE: dict[str, Any] = {
    "viewport": {"width": 390, "height": 844},
    "device_scale_factor": 2,
    "is_mobile": True,
    "has_touch": True,
}
AXE = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"], "resultTypes": ["violations"]}


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for the session, the system's own; skipped, loudly, where there is none."""
    program = next((p for p in (os.environ.get("CHROMIUM"), shutil.which("chromium"), "/usr/bin/chromium") if p), "")
    if not Path(program).exists():
        pytest.skip("no chromium on this machine: no page was seen in a browser")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=program, args=ARGUMENTS)
        yield started
        started.close()


@pytest.fixture
def live(live_server: Any) -> str:
    """The address of the running site, without a slash at the end. Data is committed and flushed after the test."""
    return str(live_server.url)


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    with watched(browser, **DESKTOP) as opened:
        yield opened


@pytest.fixture
def phone(browser: Browser) -> Iterator[Page]:
    with watched(browser, **PHONE) as opened:
        yield opened


@pytest.fixture
def plain_page(browser: Browser) -> Iterator[Page]:
    """A desktop page with JavaScript off: everything must work there, too."""
    with watched(browser, java_script_enabled=False, **DESKTOP) as opened:
        yield opened


@contextmanager
def watched(browser: Browser, **options: Any) -> Iterator[Page]:
    """A page in a context of its own (cookies, storage); AssertionError at the end when it complained on the way."""
    context = browser.new_context(locale="zh-CN", timezone_id="Asia/Shanghai", reduced_motion="reduce", **options)
    opened = context.new_page()
    opened.set_default_timeout(10_000)
    complaints: list[str] = []

    def hear(message: ConsoleMessage) -> None:
        if message.type == "error" and "Content Security Policy" in message.text:
            complaints.append(message.text)

    opened.on("pageerror", lambda error: complaints.append(str(error)))
    opened.on("console", hear)
    try:
        yield opened
    finally:
        context.close()
    assert not complaints, "the browser complained: " + " · ".join(complaints)


@pytest.fixture(scope="session")
def assert_accessible() -> Callable[..., None]:
    """assert_accessible(page): axe-core finds nothing (WCAG 2.1 A and AA, and its best practices) on it, or in a part of it.

    `contrast=False` leaves out what costs as much as all else together, where the same colours were looked at before.
    """

    def check(seen: Page, part: str = "", contrast: bool = True) -> None:
        options = AXE if contrast else AXE | {"rules": {"color-contrast": {"enabled": False}}}
        found = Axe().run(seen, part or None, options).response["violations"]
        lines = [f"{v['id']} ({v['impact']}): {v['help']}\n    {targets(v)}" for v in found]
        assert not found, f"{seen.url}\n" + "\n".join(lines)

    return check


def targets(violation: dict[str, Any]) -> str:
    return "\n    ".join(str(node["html"])[:160] for node in violation["nodes"][:3])


@pytest.fixture
def screens(request: pytest.FixtureRequest) -> Callable[..., None]:
    """screens(page, "name"): a screenshot into $HUIYIN_SCREENS (`make screens`); nothing when that is not set."""
    directory = os.environ.get("HUIYIN_SCREENS")

    def save(seen: Page, name: str = "", full_page: bool = True) -> None:
        if directory:
            file = re.sub(r"[^\w.-]+", "-", name or request.node.name)
            Path(directory).mkdir(parents=True, exist_ok=True)
            seen.screenshot(path=Path(directory) / f"{file}.png", full_page=full_page)

    return save
