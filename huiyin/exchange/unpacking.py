"""A package checked, without trusting a byte of it and without writing one anywhere: its directory first, then who signed, then every part.

Nothing of it is ever unfolded to a name that it chose; a reader takes a part out by the manifest's own name, counted as it unfolds.
"""

import base64
import binascii
import hashlib
import io
import json
import lzma
import struct
import tempfile
import zipfile
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any, BinaryIO

from django.conf import settings
from django.utils.translation import gettext as _

from huiyin.exchange import keys
from huiyin.exchange.packing import CHUNK, FORMAT, LEDGER, MANIFEST, SIGNATURE
from huiyin.kernel import seal
from huiyin.kernel.files import FileRefused, check_upload
from huiyin.kernel.refusal import Refused

MAX_MANIFEST = 64 * 1024 * 1024
MAX_ENTRIES = 60_000
MAX_RATIO = 200
RATIO_FROM = 20 * 1024 * 1024
SPOOLED = 8 * 1024 * 1024
SHAPE = {"id": str, "from": dict, "to": dict, "cases": list, "entries": dict, "made_at": str, "algorithm": str}


BROKEN = (
    zipfile.BadZipFile, NotImplementedError, EOFError, zlib.error, lzma.LZMAError, struct.error, OSError, RuntimeError, ValueError, OverflowError,
)  # fmt: skip
"""What reading a file that is no zip, or one made to be none, may end in: names that are no UTF-8, fields out of range, other packings."""


@dataclass(frozen=True)
class Opened:
    """A package whose signature fits and whose every part is what the manifest says. `key`: who signed."""

    manifest: dict[str, Any]
    key: keys.Key
    parts: int
    size: int
    events: int


def check(file: BinaryIO, trusted: Iterable[keys.Key]) -> Opened:
    """Everything that can be checked without a network and without a database. Errors: Refused, a sentence each."""
    known = list(trusted)
    try:
        with zipfile.ZipFile(file) as box:
            names = _names(box)
            manifest, body = _manifest(box)
            key = _signer(box, manifest, body, known)
            _complete(names, manifest["entries"])
            size = sum(_part(box, name, part) for name, part in manifest["entries"].items())
            events = _ledger(box, manifest)
    except BROKEN as trouble:
        raise Refused(_("这不是完整的数据包，打不开。请让发出方重新拷贝一份；旧的不要再用。")) from trouble
    return Opened(manifest, key, len(manifest["entries"]), size, events)


def _names(box: zipfile.ZipFile) -> set[str]:
    """The directory, before anything is unfolded: no doubles, no way out, no bomb, no password."""
    entries = box.infolist()
    folded = max(1, sum(one.compress_size for one in entries))
    unfolded = sum(one.file_size for one in entries)
    if len(entries) > MAX_ENTRIES or unfolded > settings.MAX_PACKAGE_BYTES or (
        unfolded > RATIO_FROM and unfolded / folded > MAX_RATIO
    ):  # fmt: skip
        raise Refused(_("这个包展开后大得不正常，没有打开。请和发出方核对；确实这么大的，请分成几个包。"))
    names: set[str] = set()
    for one in entries:
        if climbs(one.filename) or climbs(one.orig_filename) or (one.external_attr >> 16) & 0o170000 == 0o120000:
            raise Refused(
                _("包里的“{name}”想写到别处去，没有收下。请告诉发出方，并查一查这份拷贝从哪里来。").format(
                    name=one.filename[:80]
                )
            )
        if one.filename in names or one.flag_bits & 1:
            raise Refused(
                _("包里的“{name}”重名或加了密，没有收下。请让发出方重新做一份。").format(name=one.filename[:80])
            )
        names.add(one.filename)
    return names


def climbs(name: str) -> bool:
    """Whether a name could mean a place outside of the folder it is put into, on any system."""
    parts = PurePosixPath(name).parts
    return (
        not parts
        or name.startswith("/")
        or ".." in parts
        or any(sign in name for sign in ("\\", "\0", ":"))
        or name.endswith("/")
    )


def _manifest(box: zipfile.ZipFile) -> tuple[dict[str, Any], bytes]:
    try:
        body = _read(box, MANIFEST, MAX_MANIFEST)
        manifest = json.loads(body)
    except (KeyError, ValueError, RecursionError):
        raise Refused(_("这不是回音的数据包：里面没有清单 manifest.json。请确认拿对了文件。")) from None
    if not isinstance(manifest, dict) or not isinstance(manifest.get("format"), int):
        raise Refused(_("数据包的清单不成样子，没有收下。请让发出方重新做一份。"))
    if manifest["format"] > FORMAT:
        raise Refused(
            _("这个包是新版回音做的（格式 {n}，这里认到 {m}）。请先把这边升级，再收一次。").format(
                n=manifest["format"], m=FORMAT
            )
        )
    if any(not isinstance(manifest.get(name), kind) for name, kind in SHAPE.items()) or not _fits(manifest):
        raise Refused(_("数据包的清单不成样子，没有收下。请让发出方重新做一份。"))
    return manifest, body


def _fits(manifest: dict[str, Any]) -> bool:
    """Whether the parts of the manifest are of the kinds that we read."""
    sides = all(isinstance(manifest[side].get(name), str) for side in ("from", "to") for name in ("committee", "key"))
    entries = all(
        isinstance(one, dict)
        and isinstance(one.get("sha256"), str)
        and type(one.get("size")) is int
        and one["size"] >= 0
        for one in manifest["entries"].values()
    )
    cases = all(
        isinstance(one, dict)
        and all(isinstance(one.get(name), str) for name in ("id", "kind", "title", "folder"))
        and type(one.get("version")) is int
        and 0 <= one["version"] < 1 << 31
        for one in manifest["cases"]
    )
    return sides and entries and cases and len(manifest["id"]) <= 40


def _signer(box: zipfile.ZipFile, manifest: dict[str, Any], body: bytes, trusted: list[keys.Key]) -> keys.Key:
    """Whose signature it is: of those we trust, never the one that the package itself brings along."""
    try:
        signature = base64.b64decode(_read(box, SIGNATURE, 4_096), validate=True)
    except (KeyError, binascii.Error):
        raise Refused(_("这个包没有签名，没有收下。请让发出方用“做数据包”重新做一份。")) from None
    claimed = manifest["from"]["key"]
    known = [key for key in trusted if key.fingerprint == claimed and key.algorithm == manifest["algorithm"]]
    if not known:
        raise Refused(
            _(
                "这个包的签名人不在互信单位里（指纹 {print}）。请打电话和对方核对指纹，再由系统管理员登记它的公钥。"
            ).format(print=keys.groups(claimed)[:40])
        )
    if not known[0].signed(body, signature):
        raise Refused(_("签名和清单对不上：清单被改过。没有收下；请告诉发出方，重新传一份。"))
    return known[0]


def _complete(names: set[str], entries: dict[str, Any]) -> None:
    """Exactly the parts that were signed for: none left out, none put in."""
    wanted = {*entries, MANIFEST, SIGNATURE}
    for name in sorted(wanted - names):
        raise Refused(_("包里少了“{name}”，没有收下。请让发出方重新传一份。").format(name=name[:80]))
    for name in sorted(names - wanted):
        raise Refused(_("包里多了清单上没有的“{name}”，没有收下。请让发出方重新传一份。").format(name=name[:80]))


def _part(box: zipfile.ZipFile, name: str, part: dict[str, Any]) -> int:
    """Hash one part as it unfolds, and no further than it promised; a file is looked into as an upload is. Returns its size."""
    digest, size, inside = hashlib.sha256(), 0, "/附件/" in name
    with box.open(name) as source, tempfile.SpooledTemporaryFile(SPOOLED) as kept:
        while piece := source.read(CHUNK):
            size += len(piece)
            if size > part["size"]:
                break
            digest.update(piece)
            if inside:
                kept.write(piece)
        if size != part["size"] or digest.hexdigest() != part["sha256"]:
            raise Refused(
                _("包里的“{name}”和清单对不上：内容被改过。没有收下；请让发出方重新传一份。").format(name=name[:80])
            )
        if inside and name.rpartition(".")[2].lower() in LOOKED_INTO:
            try:
                check_upload(kept, name.rpartition("/")[2], settings.MAX_PACKAGE_BYTES)  # type: ignore[arg-type]
            except FileRefused as refused:
                raise Refused(_("包里的附件不能收：{why}").format(why=refused)) from refused
    return size


LOOKED_INTO = {"docx", "xlsx", "pptx", "ofd", "doc", "xls", "wps", "et"}
"""Files that can hold a bomb or a macro."""


def _ledger(box: zipfile.ZipFile, manifest: dict[str, Any]) -> int:
    """The seals of the records, which must be the sender's own. Returns how many records there are."""
    if LEDGER not in manifest["entries"]:
        raise Refused(_("包里没有记录“{name}”，没有收下。请让发出方重新做一份。").format(name=LEDGER))
    lines = _read(box, LEDGER, manifest["entries"][LEDGER]["size"]).decode("utf-8", "replace").splitlines()
    try:
        others = [line for line in lines if json.loads(line)["committee"] != manifest["from"]["committee"]]
        count, _last, faults = seal.check(lines, {})
    except (ValueError, KeyError, TypeError, AttributeError):
        others, count, faults = ["?"], 0, []
    if others or faults:
        raise Refused(
            _("包里的记录和封印对不上：{why}没有收下；请告诉发出方。").format(why=faults[0] if faults else "")
        )
    return count


def _read(box: zipfile.ZipFile, name: str, most: int) -> bytes:
    """One small part whole. Errors: KeyError when it is missing; Refused when it is longer than it may be."""
    with box.open(name) as source:
        body = source.read(most + 1)
    if len(body) > most:
        raise Refused(_("包里的“{name}”大得不正常，没有打开。请和发出方核对。").format(name=name))
    return body


def entry(file: BinaryIO, name: str) -> BinaryIO:
    """One part of a package that was checked when it came, as a file in memory or beside it."""
    kept: Any = tempfile.SpooledTemporaryFile(SPOOLED)  # noqa: SIM115  # whoever asked for it closes it
    with zipfile.ZipFile(file) as box, box.open(name) as source:
        while piece := source.read(CHUNK):
            kept.write(piece)
    kept.seek(0, io.SEEK_SET)
    return kept  # type: ignore[no-any-return]
