"""Attachments: what a file is, by its content and not by its name, and where it is kept, by its content hash."""

import hashlib
import os
import re
import tempfile
import unicodedata
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import puremagic
from django.utils.translation import gettext as _

from huiyin.kernel.zips import ZipRefused, measure, open_checked

CHUNK = 1 << 20
HEAD = 4096
NAME_LENGTH = 120
MAX_MEDIA = 20 * 1024 * 1024
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
OOXML = "application/vnd.openxmlformats-officedocument."

# fmt: off
CONTENT_TYPES = {
    "pdf":  "application/pdf",
    "docx": OOXML + "wordprocessingml.document",
    "xlsx": OOXML + "spreadsheetml.sheet",
    "pptx": OOXML + "presentationml.presentation",
    "doc":  "application/msword",
    "xls":  "application/vnd.ms-excel",
    "wps":  "application/vnd.ms-works",
    "et":   "application/vnd.ms-excel",
    "ofd":  "application/ofd",
    "txt":  "text/plain",
    "csv":  "text/csv",
    "jpg":  "image/jpeg",
    "jpeg": "image/jpeg",
    "png":  "image/png",
    "gif":  "image/gif",
    "webp": "image/webp",
    "mp3":  "audio/mpeg",
    "mp4":  "video/mp4",
}
ZIP_PARTS = {"docx": "word/document.xml", "xlsx": "xl/workbook.", "pptx": "ppt/presentation.xml", "ofd": "ofd.xml"}
OLE_STREAMS = {
    "doc": ("WordDocument",), "wps": ("WordDocument",),
    "xls": ("Workbook", "Book"), "et": ("Workbook", "Book"),
}
# fmt: on
MEDIA = {"mp3", "mp4"}
TEXT = {"txt", "csv"}
MACRO_PARTS = re.compile(r"(^|/)(vbaproject[^/]*|vbadata\.xml|activex\d*\.(bin|xml))$", re.I)
MARKUP = re.compile(rb"<\s*(!doctype\s+html|html|head|body|script|svg|iframe|\?xml)\b", re.I)
FORBIDDEN_NAME = re.compile(r'[\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff<>:"|?*]')
CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}")


class FileRefused(ValueError):
    """The file is not taken; str() is the sentence for the person who sent it."""


@dataclass(frozen=True, slots=True)
class Checked:
    """A file that may be kept: hex SHA-256, size in bytes, MIME type, extension without dot, name made safe to show."""

    sha256: str
    size: int
    content_type: str
    extension: str
    name: str


def check_upload(file: BinaryIO, name: str, max_bytes: int) -> Checked:
    """Hash, weigh and identify a seekable binary file; leaves it at its start. Raises FileRefused with a sentence."""
    shown = clean_name(name)
    extension = shown.rpartition(".")[2].lower() if "." in shown else ""
    if extension not in CONTENT_TYPES:
        kinds = "、".join(CONTENT_TYPES)
        raise FileRefused(
            _("“%(name)s”不在可以收的类型里。请换成 %(kinds)s 之一再传。") % {"name": shown, "kinds": kinds}
        )
    sha256, size = _weigh(file, shown, min(max_bytes, MAX_MEDIA) if extension in MEDIA else max_bytes)
    file.seek(0)
    head = file.read(HEAD)
    if not _is(extension, head, file, shown):
        raise FileRefused(
            _("“%(name)s”的内容不是 %(kind)s，%(found)s。请打开原文件另存为 %(kind)s，再传一次。")
            % {"name": shown, "kind": extension, "found": _what(head)}
        )
    file.seek(0)
    return Checked(sha256, size, CONTENT_TYPES[extension], extension, shown)


def clean_name(name: str) -> str:
    """The last part of a path, without control, direction and reserved characters, at most 120 characters long."""
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name or ""))[-1]
    last = " ".join(FORBIDDEN_NAME.sub("", last).split()).strip(". ") or _("未命名")
    stem, dot, extension = last.rpartition(".")
    if not dot:
        return last[:NAME_LENGTH]
    return f"{stem[: NAME_LENGTH - len(extension[:16]) - 1]}.{extension[:16]}"


def store(root: Path, committee_code: str, checked: Checked, file: BinaryIO) -> str:
    """Keep the file under `<code>/<aa>/<sha256>` and return that path, relative to `root`.

    The same content is written once. A reader sees the whole file or none: temp file, fsync, rename, fsync of
    the folder. Raises FileRefused when the content is no longer what was checked, ValueError for a bad code.
    """
    if not CODE.fullmatch(committee_code):
        raise ValueError(f"committee code {committee_code!r} cannot name a folder")
    relative = Path(committee_code, checked.sha256[:2], checked.sha256)
    target = Path(root) / relative
    if target.exists() and target.stat().st_size == checked.size:
        os.utime(target)  # wanted again: the sweep of what nobody took up leaves it alone
        return relative.as_posix()
    _make_durable_folder(target.parent)
    handle, temporary = tempfile.mkstemp(dir=target.parent, prefix=".part-")
    try:
        with os.fdopen(handle, "wb") as out:
            if _copy(file, out) != checked.sha256:
                raise FileRefused(_("“%(name)s”在传送中变了样，没有保存。请再传一次。") % {"name": checked.name})
            out.flush()
            os.fsync(out.fileno())
        os.replace(temporary, target)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
    _sync_folder(target.parent)
    return relative.as_posix()


def _weigh(file: BinaryIO, name: str, limit: int) -> tuple[str, int]:
    digest, size = hashlib.sha256(), 0
    file.seek(0)
    while chunk := file.read(CHUNK):
        size += len(chunk)
        if size > limit:
            most = f"{limit / 1024 / 1024:.3g} MB" if limit >= 1024 * 1024 else f"{limit / 1024:.3g} KB"
            raise FileRefused(
                _("“%(name)s”太大，最多收 %(most)s。请压缩图片或分成几个文件再传。") % {"name": name, "most": most}
            )
        digest.update(chunk)
    if not size:
        raise FileRefused(_("“%(name)s”是空的。请检查原文件，再传一次。") % {"name": name})
    return digest.hexdigest(), size


def _is(extension: str, head: bytes, file: BinaryIO, name: str) -> bool:
    if extension in ZIP_PARTS:
        return head.startswith(b"PK\x03\x04") and _is_office_zip(extension, file, name)
    if extension in OLE_STREAMS:
        return head.startswith(OLE) and _is_ole(extension, file, name)
    if extension in TEXT:
        return _is_text(head, file)
    return _has_signature(extension, head)


def _has_signature(extension: str, head: bytes) -> bool:
    match extension:
        case "pdf":
            return head.lstrip(b"\xef\xbb\xbf\r\n\t ").startswith(b"%PDF-")
        case "jpg" | "jpeg":
            return head.startswith(b"\xff\xd8\xff")
        case "png":
            return head.startswith(b"\x89PNG\r\n\x1a\n")
        case "gif":
            return head.startswith((b"GIF87a", b"GIF89a"))
        case "webp":
            return head.startswith(b"RIFF") and head[8:12] == b"WEBP"
        case "mp3":
            return head.startswith(b"ID3") or (head[0] == 0xFF and head[1:2] >= b"\xe0" and head[1] & 0x06 == 0x02)
        case "mp4":
            return head[4:8] == b"ftyp"
    return False


def _is_office_zip(extension: str, file: BinaryIO, name: str) -> bool:
    try:
        archive = open_checked(file)
        measure(archive)
        declares_macros = _declares_macros(archive)
    except ZipRefused as refused:
        raise FileRefused(_zip_sentence(refused.reason, name)) from refused
    except (zipfile.BadZipFile, OSError, ValueError) as error:  # a wrong checksum or address is seen only on reading
        raise FileRefused(_zip_sentence("broken", name)) from error
    names = [entry.lower() for entry in archive.namelist()]
    if any(MACRO_PARTS.search(entry) for entry in names) or declares_macros:
        raise FileRefused(
            _("“%(name)s”带有宏。请另存为不含宏的 %(kind)s，再传一次。") % {"name": name, "kind": extension}
        )
    return any(entry.startswith(ZIP_PARTS[extension]) for entry in names)


def _declares_macros(archive: zipfile.ZipFile) -> bool:
    # A macro part can bear any name; the list of content types is what Word goes by.
    if "[Content_Types].xml" not in archive.namelist():
        return False
    listed = archive.read("[Content_Types].xml").lower()
    return b"macroenabled" in listed or b"vbaproject" in listed


def _zip_sentence(reason: str, name: str) -> str:
    sentences = {
        "bomb": _("“%(name)s”展开后大得不正常，没有打开。请用原来的软件重新另存一份，再传一次。"),
        "locked": _("“%(name)s”设了密码。请去掉密码，再传一次。"),
    }
    return sentences.get(reason, _("“%(name)s”已经损坏，打不开。请检查原文件，再传一次。")) % {"name": name}


def _is_ole(extension: str, file: BinaryIO, name: str) -> bool:
    file.seek(0)
    content = file.read()
    if any(_stream(word) in content for word in ("EncryptedPackage", "EncryptionInfo")):
        raise FileRefused(_zip_sentence("locked", name))
    if _stream("_VBA_PROJECT") in content:
        raise FileRefused(
            _("“%(name)s”带有宏。请另存为不含宏的 %(kind)s，再传一次。") % {"name": name, "kind": extension}
        )
    return any(_stream(word) in content for word in OLE_STREAMS[extension])


def _stream(name: str) -> bytes:
    """How a compound file's directory writes a stream's name: UTF-16 with its closing zero."""
    return (name + "\0").encode("utf-16-le")


def _is_text(head: bytes, file: BinaryIO) -> bool:
    if MARKUP.search(head):
        return False
    file.seek(0)
    content = file.read()
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _decodes(content, "utf-16")
    return b"\0" not in content and (_decodes(content, "utf-8") or _decodes(content, "gb18030"))


def _decodes(content: bytes, encoding: str) -> bool:
    try:
        content.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _what(head: bytes) -> str:
    """What the content looks like, in words for the sentence of refusal."""
    if head.startswith((b"MZ", b"\x7fELF")):
        return _("而是可以运行的程序")
    if MARKUP.search(head):
        return _("而是网页")
    try:
        found = puremagic.from_string(head).lstrip(".")
    except (puremagic.PureError, ValueError):
        return _("看不出是什么")
    return _("看上去是 %(found)s") % {"found": found} if found else _("看不出是什么")


def _copy(file: BinaryIO, out: BinaryIO) -> str:
    digest = hashlib.sha256()
    file.seek(0)
    while chunk := file.read(CHUNK):
        digest.update(chunk)
        out.write(chunk)
    return digest.hexdigest()


def _make_durable_folder(folder: Path) -> None:
    """Make the folder and its parents so that they outlive a power cut, too."""
    missing = [parent for parent in (folder, *folder.parents) if not parent.exists()]
    folder.mkdir(parents=True, exist_ok=True)
    for made in missing:
        _sync_folder(made.parent)


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
