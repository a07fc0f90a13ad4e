"""Everything of a home in one zip: each table as JSON lines, each attachment, and a manifest with the digest of every part.

It is read in one snapshot, so that a backup made while people work is whole. It belongs to no database: what SQLite wrote, PostgreSQL
restores, and the other way round. Sessions and the secret key are left out: after a restore everybody signs in anew.
"""

import hashlib
import json
import os
import zipfile
from base64 import b64encode
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import connection, models, transaction
from django.db.migrations.recorder import MigrationRecorder
from django.utils.translation import gettext as _

from huiyin.exchange.share import Share
from huiyin.kernel import clock
from huiyin.kernel.models import Committee, Event
from huiyin.kernel.refusal import Refused

FORMAT = 1
LEFT_OUT = {"django_session"}
CHUNK = 1 << 20
MANIFEST = "manifest.json"


def tables() -> list[type[models.Model]]:
    """The models whose tables are kept, those of many-to-many relations included."""
    found = apps.get_models(include_auto_created=True)
    return [
        model
        for model in found
        if model._meta.managed and not model._meta.proxy and model._meta.db_table not in LEFT_OUT
    ]


def columns(model: type[models.Model]) -> list[Any]:
    """The fields of a model's own table, its parents' left to theirs."""
    return list(model._meta.local_concrete_fields)


def applied() -> list[str]:
    """Every migration that the database has seen, as app.name."""
    return sorted(f"{app}.{name}" for app, name in MigrationRecorder(connection).applied_migrations())


def write(
    target: Path, progress: Callable[[str], None] | None = None, committee: Committee | None = None
) -> dict[str, Any]:
    """Write a backup, of everything or of what one committee owns (its right to leave). Returns its manifest.

    Errors: Refused when the file is there already; OSError.
    """
    if target.exists():
        raise Refused(_("{file} 已经在了，备份不覆盖旧文件。请换一个名字。").format(file=target))
    part = target.with_name(f".{target.name}.part")
    tell = progress or (lambda text: None)
    try:
        with zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED, compresslevel=5) as out, snapshot():
            share = Share(committee) if committee else None
            manifest = _manifest(committee)
            for model in tables():
                manifest["tables"][model._meta.db_table] = _write_table(out, model, share)
                tell(model._meta.db_table)
            manifest["files"] = dict(_write_files(out, Path(settings.FILES), committee.code if committee else ""))
            out.writestr(MANIFEST, json.dumps(manifest, ensure_ascii=False, indent=1))
        with part.open("rb") as file:
            os.fsync(file.fileno())
        part.rename(target)
    finally:
        part.unlink(missing_ok=True)
    return manifest


def _manifest(committee: Committee | None) -> dict[str, Any]:
    houses, events = Committee.objects.order_by("code"), Event.objects.all()
    if committee:
        houses, events = houses.filter(pk=committee.pk), events.filter(committee=committee)
    return {
        "format": FORMAT, "made_at": clock.now().isoformat(), "database": connection.vendor, "migrations": applied(),
        "committees": list(houses.values_list("code", flat=True)), "events": events.count(),
        "tables": {}, "files": {},
    }  # fmt: skip


@contextmanager
def snapshot() -> Iterator[None]:
    """Everything read inside is as of one moment, however long it takes; nobody waits for it."""
    if connection.vendor == "postgresql":
        with transaction.atomic(durable=not connection.in_atomic_block):
            if len(connection.savepoint_ids) == 0:
                with connection.cursor() as cursor:
                    cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield
        return
    if connection.in_atomic_block:
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("BEGIN DEFERRED")
        try:
            yield
        finally:
            cursor.execute("ROLLBACK")


def _write_table(out: zipfile.ZipFile, model: type[models.Model], share: Share | None = None) -> dict[str, Any]:
    names = [field.attname for field in columns(model)]
    digest, count = hashlib.sha256(), 0
    query = model._base_manager.order_by("pk")
    rows: Any = (query if share is None else query.filter(share.of(model))).values_list(*names)
    with out.open(f"tables/{model._meta.db_table}.jsonl", "w", force_zip64=True) as file:
        head = (json.dumps(names) + "\n").encode()
        file.write(head)
        digest.update(head)
        for row in rows.iterator(chunk_size=2_000):
            row = share.told(model, names, row) if share else row
            line = (json.dumps(row, ensure_ascii=False, separators=(",", ":"), default=_plain) + "\n").encode()
            file.write(line)
            digest.update(line)
            count += 1
    return {"rows": count, "sha256": digest.hexdigest()}


def _plain(value: Any) -> Any:
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, bytes | memoryview):
        return b64encode(bytes(value)).decode()
    if isinstance(value, Decimal):
        return str(value)
    return str(value)


def _write_files(out: zipfile.ZipFile, root: Path, folder: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Attachments that the snapshot may name; those added since do no harm. Half-written ones (.part-…) are nobody's yet."""
    for path in sorted((root / folder).rglob("*")) if root.is_dir() else ():
        if not path.is_file() or path.name.startswith("."):
            continue
        name, digest, size = path.relative_to(root).as_posix(), hashlib.sha256(), 0
        with path.open("rb") as source, out.open(f"files/{name}", "w", force_zip64=True) as file:
            while piece := source.read(CHUNK):
                file.write(piece)
                digest.update(piece)
                size += len(piece)
        yield name, {"size": size, "sha256": digest.hexdigest()}
