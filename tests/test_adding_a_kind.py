"""A new kind of work is one folder and one settings line: a whole test session with such a kind (tests/dummykind)."""

import ast
import os
import subprocess
import sys
from pathlib import Path

from django.conf import settings

ROOT = Path(__file__).parent.parent
KIND = ROOT / "tests" / "dummykind"


def test_the_house_with_one_kind_more_stands():
    address = settings.DATABASES["default"]
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "tests.dummykind.settings"}
    environment.pop("PYTEST_XDIST_WORKER", None)
    if address["ENGINE"].endswith("postgresql"):
        environment["TEST_DATABASE_URL"] = server_of(address)
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:xdist", "-p", "no:randomly", str(KIND / "checks.py")],
        cwd=ROOT, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]


def server_of(address: dict) -> str:
    if found := os.environ.get("TEST_DATABASE_URL") or os.environ.get("DATABASE_URL"):
        return found
    return f"postgresql://{address['USER']}@/postgres?host={address['HOST']}"


def test_it_is_one_settings_line():
    tree = ast.parse((KIND / "settings.py").read_text("utf8"))
    assert [line for line in ast.unparse(tree).splitlines() if "dummykind" in line] == [
        "INSTALLED_APPS = [*INSTALLED_APPS, 'tests.dummykind']"
    ]


def test_no_file_of_the_house_knows_it():
    assert [str(p) for p in (ROOT / "huiyin").rglob("*.py") if "dummykind" in p.read_text("utf8")] == []


def test_its_files_are_short_and_have_the_names_that_kinds_have():
    names = {path.name for path in KIND.glob("*.py")}
    assert {"flow.py", "models.py", "rules.py", "effects.py", "figures.py", "parameters.py"} <= names
    assert max(len(path.read_text("utf8").splitlines()) for path in KIND.glob("*.py") if path.name != "checks.py") < 60
