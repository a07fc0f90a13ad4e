"""The settings of the test session: a home of its own, thrown away afterwards, and the database HUIYIN_TEST_DB names.

sqlite (default): a file on a RAM disk where there is one; a file rather than memory, so that threads and processes
meet as they do in an office. postgres: TEST_DATABASE_URL, else DATABASE_URL as tools/with_postgres.py sets it.
"""

import atexit
import os
import shutil
import tempfile
from pathlib import Path


def roomy(place: str) -> str | None:
    return place if os.access(place, os.W_OK) and shutil.disk_usage(place).free > 1 << 30 else None


TEST_HOME = Path(tempfile.mkdtemp(prefix="huiyin-test-", dir=roomy("/dev/shm") if Path("/dev/shm").is_dir() else None))
(TEST_HOME / "static").mkdir()  # whitenoise warns of its absence in every test
atexit.register(shutil.rmtree, TEST_HOME, ignore_errors=True)

# A developer's own home and database are never those of a test, nor of a command that a test starts.
KIND = os.environ.get("HUIYIN_TEST_DB", "sqlite")
SERVER = os.environ.get("TEST_DATABASE_URL") or os.environ.get("DATABASE_URL", "")
os.environ["HUIYIN_HOME"] = str(TEST_HOME)
os.environ.pop("DATABASE_URL", None)
if KIND == "postgres":
    if not SERVER.startswith(("postgres:", "postgresql:")):
        raise SystemExit(
            "HUIYIN_TEST_DB=postgres needs a server: tools/with_postgres.py --fast .venv/bin/python -m pytest"
        )
    os.environ["DATABASE_URL"] = SERVER
elif KIND != "sqlite":
    raise SystemExit(f"HUIYIN_TEST_DB is sqlite or postgres, not {KIND!r}.")

# Playwright keeps an event loop in the main thread; Django would refuse every query beside it.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

from huiyin.config.settings import *  # noqa: E402, F403
from huiyin.config.settings import DATABASES  # noqa: E402

# Tables come from the models, as in a new home (kernel/founding.py): the history of migrations is played in one test, not in each worker.
DATABASES["default"]["TEST"] = {"MIGRATE": False}
if KIND == "sqlite":
    DATABASES["default"]["TEST"]["NAME"] = str(TEST_HOME / "test.sqlite3")
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
