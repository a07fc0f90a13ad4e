"""Files in a history file: a step that asks for one names it, and it is taken from beside the history file, checked like any upload."""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from huiyin.kernel import clock
from huiyin.kernel.batch import Batch
from huiyin.kernel.files import check_upload, store
from huiyin.kernel.models import Attachment
from huiyin.kernel.replay import resolve

_folder: ContextVar[Path | None] = ContextVar("folder", default=None)


@contextmanager
def beside(path: Path) -> Iterator[None]:
    """Files are looked for in the folder of this history file."""
    token = _folder.set(path.resolve().parent)
    try:
        yield
    finally:
        _folder.reset(token)


def take(batch: Batch, case: Any, value: Any) -> Attachment:
    """A path relative to the history file, or {"name", "content": bytes}, as an attachment of the case.

    Errors: ValueError (FileRefused) when it is not there, lies elsewhere, or is not what its name says.
    """
    if isinstance(value, Attachment):
        return value
    name, content = (value["name"], value["content"]) if isinstance(value, dict) else _read(str(value))
    file = io.BytesIO(content)
    checked = check_upload(file, name, settings.MAX_UPLOAD_BYTES)
    attachment = Attachment(
        committee_id=batch.committee.pk, case_id=case.pk, label="scan", name=checked.name, sha256=checked.sha256, size=checked.size,
        content_type=checked.content_type, path=store(settings.FILES, batch.committee.code, checked, file), added_at=clock.now(),
    )  # fmt: skip
    batch.add(attachment)
    return attachment


def _read(name: str) -> tuple[str, bytes]:
    folder = _folder.get()
    path = (folder / name).resolve() if folder else None
    if folder is None or path is None or not path.is_relative_to(folder) or not path.is_file():
        raise ValueError(_("没有文件 {name}。请放在历史文件旁边。").format(name=name))
    return path.name, path.read_bytes()


resolve("file", take)
