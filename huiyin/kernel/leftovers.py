"""What a refused sending left behind: a file that came with it and that no act ever took up."""

import os
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.db import transaction

from huiyin.kernel import clock
from huiyin.kernel.models import Attachment, Committee

KEPT = timedelta(days=30)
CHUNK = 500
OWN = ("attachment",)
"""The labels of what an author hung on his draft: it waits for him however long he takes."""


def sweep(committee: Committee) -> int:
    """Remove the files of sendings that were refused more than 30 days ago and never sent again. Returns how many.

    A content that another attachment names stays; so does one that somebody sent again lately (`store` touches it).
    """
    before = clock.now() - KEPT
    rows = Attachment.objects.filter(committee=committee, event_id=None, post_id__isnull=False, added_at__lt=before)
    old = list(rows.exclude(label__in=OWN).values_list("pk", "path")[:CHUNK])
    if not old:
        return 0
    with transaction.atomic():
        Attachment.objects.filter(pk__in=[pk for pk, _path in old], event_id=None).delete()
    paths = {path for _pk, path in old}
    named = set(Attachment.objects.filter(committee=committee, path__in=paths).values_list("path", flat=True))
    for path in paths - named:
        _remove(Path(settings.FILES, path), before.timestamp())
    return len(old)


def _remove(file: Path, before: float) -> None:
    try:
        if os.stat(file).st_mtime < before:
            file.unlink()
    except FileNotFoundError:
        pass
