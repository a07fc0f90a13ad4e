"""Files that come with a step: checked by content, kept by hash, tied to the act that used them."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext as _

from huiyin.desk.access import number_of
from huiyin.kernel import clock
from huiyin.kernel.files import FileRefused, check_upload, store
from huiyin.kernel.models import Attachment, Event, Post


def take(
    request: HttpRequest, post: Post, row: Any, names: Iterable[str]
) -> tuple[dict[str, Attachment], dict[str, str]]:
    """The files of these fields as attachments, and a sentence for each that is not taken.

    A file that came with an earlier, refused sending stands in the hidden field `kept_<name>`; it counts only for who sent it.
    """
    found: dict[str, Attachment] = {}
    faults: dict[str, str] = {}
    for name in names:
        upload = request.FILES.get(name)
        if upload is None:
            if kept := _kept(request.POST.get(f"kept_{name}", ""), post, row):
                found[name] = kept
            continue
        try:
            found[name] = add(post, row, name, upload)
        except FileRefused as refused:
            faults[name] = str(refused)
    return found, faults


def add(post: Post, row: Any, label: str, upload: Any) -> Attachment:
    """Keep an uploaded file as an attachment that no act has used yet. Errors: FileRefused with a sentence."""
    checked = check_upload(upload.file, upload.name, settings.MAX_UPLOAD_BYTES)
    path = store(settings.FILES, post.committee.code, checked, upload.file)
    return Attachment.objects.create(
        committee=post.committee, case_id=row.pk, label=label, name=checked.name, sha256=checked.sha256, size=checked.size,
        content_type=checked.content_type, path=path, added_at=clock.now(), post_id=post.pk,
    )  # fmt: skip


def _kept(uid: str, post: Post, row: Any) -> Attachment | None:
    if not uid:
        return None
    return Attachment.objects.filter(pk=number_of(uid), case=row.pk, post_id=post.pk, event_id=None).first()


def tie(files: Iterable[Attachment], event: Event) -> None:
    """The files belong to the act now, and are seen with its case."""
    Attachment.objects.filter(pk__in=[one.pk for one in files], event_id=None).update(event_id=event.pk)


def size_words(size: int) -> str:
    if size >= 1024 * 1024:
        return _("{n} MB").format(n=round(size / 1024 / 1024, 1))
    return _("{n} KB").format(n=max(1, round(size / 1024)))
