"""/healthz: are database, migrations and storage well? For load balancers, watchers and the first start."""

import logging
import tempfile
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from django.conf import settings
from django.db import Error, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

log = logging.getLogger(__name__)

WELL = "ok"


@never_cache
@require_safe
def health(request: HttpRequest) -> JsonResponse:
    """200 when all is well, else 503; the same keys either way, each "ok" or what is wrong (never an address)."""
    parts = {"database": database(), "migrations": "unknown", "storage": storage(Path(settings.FILES))}
    if parts["database"] == WELL:
        parts["migrations"] = migrations()
    well = all(state == WELL for state in parts.values())
    answer = {"status": WELL if well else "trouble", **parts, "version": release()}
    return JsonResponse(answer, status=200 if well else 503)


def database() -> str:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            cursor.fetchone()
    except Error:
        # The driver's own words name hosts and users; they belong in the log, not in a public answer.
        log.exception("/healthz: the database does not answer")
        return "not reachable"
    return WELL


def migrations() -> str:
    missing = shipped() - set(MigrationRecorder(connection).applied_migrations())
    return f"{len(missing)} not applied" if missing else WELL


@cache
def shipped() -> frozenset[tuple[str, str]]:
    """(app, name) of every migration on disk; read once, since code does not change under a running server."""
    return frozenset(MigrationLoader(None, ignore_no_migrations=True).disk_migrations)


def storage(place: Path) -> str:
    try:
        place.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=place) as file:
            file.write(b"huiyin")
    except OSError:
        log.exception("/healthz: nothing can be written to %s", place)
        return "not writable"
    return WELL


@cache
def release() -> str:
    try:
        return version("huiyin")
    except PackageNotFoundError:  # run from a checkout that was never installed
        return "unreleased"
