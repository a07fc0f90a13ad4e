"""Photos from citizens: checked by content, drawn anew so that no place, no device and nothing hidden stays in them."""

import io
import struct
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError

from huiyin.kernel import clock
from huiyin.kernel.files import FileRefused, check_upload, store
from huiyin.kernel.models import Attachment

MOST, WIDEST, PIXELS = 3, 2000, 50_000_000
KINDS = ("jpg", "jpeg", "png", "webp", "gif")
Image.MAX_IMAGE_PIXELS = PIXELS


def cleaned(uploads: list[Any]) -> list[io.BytesIO]:
    """Each photo as a new JPEG of at most 2000 pixels a side. Errors: FileRefused with a sentence."""
    if len(uploads) > MOST:
        raise FileRefused(_("最多传 {n} 张照片。").format(n=MOST))
    return [_drawn(one) for one in uploads]


def _drawn(upload: Any) -> io.BytesIO:
    checked = check_upload(upload.file, upload.name, settings.MAX_UPLOAD_BYTES)
    if checked.extension not in KINDS:
        raise FileRefused(_("“{name}”不是照片。请传 jpg、png 或 webp。").format(name=checked.name))
    try:
        with Image.open(upload.file) as found:
            if found.width * found.height > PIXELS:  # before it is unpacked: Pillow alone refuses only twice as many
                raise ValueError("too many pixels")
            found.draft("RGB", (WIDEST, WIDEST))
            found.thumbnail((WIDEST, WIDEST))
            picture = ImageOps.exif_transpose(found).convert("RGB")
    except (
        UnidentifiedImageError,
        Image.DecompressionBombError,
        OSError,
        ValueError,
        SyntaxError,
        EOFError,
        struct.error,
    ):
        raise FileRefused(_("“{name}”打不开。请重新拍一张，或截图后再传。").format(name=checked.name)) from None
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=85, optimize=True)
    out.seek(0)
    return out


def keep(voice: Any, event_id: int, photos: list[io.BytesIO]) -> None:
    """The photos as attachments of the voice, tied to the act that brought them."""
    for number, one in enumerate(photos, 1):
        checked = check_upload(one, f"照片{number}.jpg", settings.MAX_UPLOAD_BYTES)
        path = store(settings.FILES, voice.committee.code, checked, one)
        Attachment.objects.create(
            committee=voice.committee, case_id=voice.pk, label="photo", name=checked.name, sha256=checked.sha256, size=checked.size,
            content_type=checked.content_type, path=path, added_at=clock.now(), event_id=event_id,
        )  # fmt: skip
