"""A skipped test is said aloud, and in CI (HUIYIN_FORBID_SKIPS=1) it is a failure.

Two reasons remain lawful in CI: real data that is not on the machine, and a test of the other database.
"""

import os
from collections import Counter
from collections.abc import Iterator

import pytest

from tests.support.data import SHARED_DATA

FORBIDDEN = os.environ.get("HUIYIN_FORBID_SKIPS") == "1"
MUST_RUN = ("tests/architecture/", "tests/browser/")


def lawful(item: pytest.Item, reason: str) -> bool:
    about_data = item.get_closest_marker("shared_data") is not None or "shared/data" in reason
    if about_data:
        return not SHARED_DATA.is_dir()
    return item.get_closest_marker("browser") is None and not item.nodeid.startswith(MUST_RUN)


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    outcome = yield
    report = outcome.get_result()
    if FORBIDDEN and report.skipped and not hasattr(report, "wasxfail"):
        reason = skip_reason(report)
        if not lawful(item, reason):
            report.outcome = "failed"
            report.longrepr = f"skipped ({reason}), which HUIYIN_FORBID_SKIPS=1 forbids"


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    skipped = Counter(skip_reason(report) for report in terminalreporter.stats.get("skipped", ()))
    for reason, count in skipped.most_common():
        terminalreporter.write_line(f"SKIPPED, NOT PROVED: {count} × {reason}", red=True, bold=True)


def skip_reason(report: pytest.TestReport) -> str:
    longrepr = report.longrepr
    text = longrepr[2] if isinstance(longrepr, tuple) else str(longrepr)
    return text.removeprefix("Skipped: ")
