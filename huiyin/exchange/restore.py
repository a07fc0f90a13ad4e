"""A backup into an empty home: every digest checked first, everything in one transaction, the ledger verified before it counts."""

import hashlib
import json
import os
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path, PurePosixPath
from typing import Any

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.management.color import no_style
from django.db import connection, models, transaction
from django.utils.translation import gettext as _

from huiyin.exchange.backup import CHUNK, FORMAT, MANIFEST, applied, columns, tables
from huiyin.kernel import ledger
from huiyin.kernel.models import Committee, Person
from huiyin.kernel.refusal import Refused

ROWS = 1_000


def read(source: Path, progress: Callable[[str], None] | None = None) -> dict[str, Any]:
    """Restore a backup. Returns its manifest. Errors: Refused, with nothing done."""
    tell = progress or (lambda text: None)
    files = Path(settings.FILES)
    _check_empty(files)
    try:
        with zipfile.ZipFile(source) as box:
            manifest = _manifest(box)
            _check_names(manifest)
            _check_whole(box, manifest, tell)
            with transaction.atomic():
                _clear()
                for model in tables():
                    _load(box, model, manifest)
                    tell(model._meta.db_table)
                _reset_sequences()
                _check_sound()
                _copy_files(box, manifest, files)
    except zipfile.BadZipFile as trouble:
        raise Refused(_("{file} 不是完整的备份文件（{why}）。").format(file=source, why=trouble)) from trouble
    ContentType.objects.clear_cache()
    return manifest


def _check_empty(files: Path) -> None:
    kept = any(path.is_file() for path in files.rglob("*")) if files.is_dir() else False
    if Committee.objects.exists() or Person.objects.exists() or kept:
        raise Refused(
            _("这个家里已经有数据，备份只恢复到空的家里。请把 HUIYIN_HOME（和 DATABASE_URL）指到一个新的地方。")
        )


def _manifest(box: zipfile.ZipFile) -> dict[str, Any]:
    try:
        manifest: dict[str, Any] = json.loads(box.read(MANIFEST))
    except (KeyError, ValueError):
        raise Refused(_("这不是回音的备份：里面没有清单 manifest.json。")) from None
    if manifest.get("format") != FORMAT:
        raise Refused(_("这份备份的格式是 {n}，这一版只认 {m}。").format(n=manifest.get("format"), m=FORMAT))
    if manifest["migrations"] != applied():
        raise Refused(_("这份备份是另一版回音做的。请先装上做备份的那一版，恢复以后再升级。"))
    return manifest


def _check_whole(box: zipfile.ZipFile, manifest: dict[str, Any], tell: Callable[[str], None]) -> None:
    parts = {f"tables/{name}.jsonl": part["sha256"] for name, part in manifest["tables"].items()}
    parts |= {f"files/{name}": part["sha256"] for name, part in manifest["files"].items()}
    tell(_("核对 {n} 个部分……").format(n=len(parts)))
    for name, wanted in parts.items():
        try:
            with box.open(name) as file:
                found = hashlib.file_digest(file, "sha256").hexdigest()  # type: ignore[arg-type]
        except (KeyError, OSError, zipfile.BadZipFile):
            found = ""
        if found != wanted:
            raise Refused(_("备份里的 {name} 缺失或改动过，没有恢复任何东西。请换一份备份。").format(name=name))


def _clear() -> None:
    """What migrations filled in by themselves (content types, permissions) comes from the backup instead."""
    with connection.cursor() as cursor:
        for table in ("auth_group_permissions", "auth_permission", "django_content_type"):
            cursor.execute(f"DELETE FROM {connection.ops.quote_name(table)}")


def _load(box: zipfile.ZipFile, model: type[models.Model], manifest: dict[str, Any]) -> None:
    table = model._meta.db_table
    if table not in manifest["tables"]:
        return
    fields = {field.attname: field for field in columns(model)}
    with box.open(f"tables/{table}.jsonl") as file:
        names = json.loads(file.readline())
        if set(names) != set(fields):
            raise Refused(_("备份里的 {table} 和这一版的列不一样。").format(table=table))
        quote = connection.ops.quote_name
        listed = ", ".join(quote(fields[name].column) for name in names)
        marks = ", ".join(["%s"] * len(names))
        sql = f"INSERT INTO {quote(table)} ({listed}) VALUES ({marks})"
        ordered = [fields[name] for name in names]
        with connection.cursor() as cursor:
            for chunk in _chunks(file):
                cursor.executemany(sql, [[_value(*pair) for pair in zip(ordered, row, strict=True)] for row in chunk])


def _chunks(file: Any) -> Iterator[list[list[Any]]]:
    chunk: list[list[Any]] = []
    for line in file:
        chunk.append(json.loads(line))
        if len(chunk) == ROWS:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


def _value(field: Any, value: Any) -> Any:
    if value is None or type(value) is int:
        return value
    target = field.target_field if field.is_relation else field
    return field.get_db_prep_save(target.to_python(value), connection)


def _reset_sequences() -> None:
    """PostgreSQL counts its own row numbers on from what was restored."""
    with connection.cursor() as cursor:
        for sql in connection.ops.sequence_reset_sql(no_style(), tables()):
            cursor.execute(sql)


def _check_sound() -> None:
    for committee in Committee.objects.all():
        report = ledger.verify(committee)
        if not report.sound:
            what = _("备份里 {code} 的账核不上，没有恢复任何东西：{fault}")
            raise Refused(what.format(code=committee.code, fault=report.faults[0]))


def _check_names(manifest: dict[str, Any]) -> None:
    """Every file of the backup belongs below the folder of files; said before anything is done."""
    for name in manifest["files"]:
        inner = PurePosixPath(name)
        if inner.is_absolute() or ".." in inner.parts or "\\" in name or "\0" in name or not inner.parts:
            raise Refused(_("备份里的 {name} 想写到别处去，没有恢复任何东西。").format(name=name))


def _copy_files(box: zipfile.ZipFile, manifest: dict[str, Any], root: Path) -> None:
    """All of them, or none: what was copied before one fails is taken away again, so that the home stays empty."""
    copied: list[Path] = []
    try:
        for name in manifest["files"]:
            target = root / PurePosixPath(name)
            target.parent.mkdir(parents=True, exist_ok=True)
            copied.append(target)
            _copy(box, f"files/{name}", target)
    except BaseException:
        for path in copied:
            path.unlink(missing_ok=True)
        raise


def _copy(box: zipfile.ZipFile, name: str, target: Path) -> None:
    with box.open(name) as source, target.open("wb") as file:
        while piece := source.read(CHUNK):
            file.write(piece)
        file.flush()
        os.fsync(file.fileno())
