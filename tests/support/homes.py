"""A home of its own for a `huiyin` that runs as a process: a folder, and on PostgreSQL an empty database that is dropped afterwards."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit
from uuid import uuid4

import psycopg

ROOT = Path(__file__).resolve().parents[2]


@dataclass
class Home:
    """Runs commands in it: home("verify", "--json") → CompletedProcess; home.json(…) → what it printed."""

    environment: dict[str, str]

    def __call__(self, *arguments: str, code: int | None = 0) -> "subprocess.CompletedProcess[str]":
        done = subprocess.run(
            command(*arguments),
            env=self.environment,
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )
        assert code is None or done.returncode == code, f"{arguments}: {done.returncode}\n{done.stdout}\n{done.stderr}"
        return done

    def json(self, *arguments: str) -> Any:
        return json.loads(self(*arguments, "--json").stdout)

    def start(self, *arguments: str) -> "subprocess.Popen[str]":
        """The same, left running; its stdout is a pipe."""
        return subprocess.Popen(
            arguments, env=self.environment, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
        )


def command(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "huiyin.config.cli", *arguments]


@contextmanager
def home(folder: Path, database: str = "") -> Iterator[Home]:
    """An empty home. `database`: sqlite or postgres; that of the test run unless named."""
    kind = database or os.environ.get("HUIYIN_TEST_DB", "sqlite")
    kept = {
        name: value
        for name, value in os.environ.items()
        # Where Python may not keep what it compiled, each of a hundred processes would compile the house anew.
        if not name.startswith(("HUIYIN_", "DJANGO_", "DATABASE_", "PYTHONDONTWRITEBYTECODE"))
    }
    environment = kept | {
        "HUIYIN_HOME": str(folder),
        "PYTHONPATH": str(ROOT),
        "DJANGO_SETTINGS_MODULE": "huiyin.config.settings",
    }
    if kind != "postgres":
        yield Home(environment)
        return
    server = urlsplit(os.environ["DATABASE_URL"])
    name = f"huiyin_{uuid4().hex[:12]}"
    with psycopg.connect(urlunsplit(server._replace(scheme="postgresql")), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
        try:
            yield Home(environment | {"DATABASE_URL": urlunsplit(server._replace(path=f"/{name}"))})
        finally:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")
