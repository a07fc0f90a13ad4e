"""The house's own tables, read for the documents: Django set up on a throw-away home, Chinese labels, markdown rows."""

import atexit
import os
import shutil
import sys
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"


def enter() -> None:
    """Make the registries readable; no database is opened. Under pytest the house stands already."""
    sys.path.insert(0, str(ROOT))
    from django.apps import apps

    if not apps.ready:
        os.environ["HUIYIN_HOME"] = home = tempfile.mkdtemp(prefix="huiyin-docs-")
        atexit.register(shutil.rmtree, home, ignore_errors=True)
        os.environ.pop("DATABASE_URL", None)
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "huiyin.config.settings")
        import django

        django.setup()


def cell(value: Any) -> str:
    """A value as the text of a table cell: one line, its bars escaped."""
    return " ".join(str(value).split()).replace("|", "\\|")


def table(head: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    """A markdown table, without a newline at the end."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(cell(value) for value in line) + " |" for line in lines)


def deliver(documents: dict[str, str], check: bool) -> int:
    """Write docs/NAME for each; with `check` only say which are out of date. Returns the exit code."""
    stale = [
        name
        for name, text in documents.items()
        if not (DOCS / name).exists() or (DOCS / name).read_text("utf-8") != text
    ]
    if check:
        for name in stale:
            print(f"docs/{name} is out of date: run `make docs`")
        return 1 if stale else 0
    for name in stale:
        (DOCS / name).write_text(documents[name], "utf-8")
        print(f"docs/{name}")
    return 0
