"""A zip is weighed before it is opened: office files are zips, and a small one can unfold to fill a disk."""

import zipfile
import zlib
from typing import BinaryIO

MAX_UNFOLDED = 200 * 1024 * 1024
MAX_ENTRIES = 5_000
MAX_RATIO = 200
RATIO_MATTERS_FROM = 20 * 1024 * 1024
CHUNK = 1 << 20


class ZipRefused(Exception):
    """`reason` is one of broken, bomb, locked; the caller knows the file's name and writes the sentence."""

    def __init__(self, reason: str):
        super().__init__(reason)
        self.reason = reason


def open_checked(file: BinaryIO, max_unfolded: int = MAX_UNFOLDED) -> zipfile.ZipFile:
    """The opened archive, once its directory promises at most `max_unfolded` bytes; raises ZipRefused.

    Only the directory is read here. `measure` finds the entries that unfold to more than they promise.
    """
    try:
        archive = zipfile.ZipFile(file)
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise ZipRefused("broken") from error
    entries = archive.infolist()
    unfolded = sum(entry.file_size for entry in entries)
    folded = max(1, sum(entry.compress_size for entry in entries))
    if len(entries) > MAX_ENTRIES or unfolded > max_unfolded:
        raise ZipRefused("bomb")
    if unfolded > RATIO_MATTERS_FROM and unfolded / folded > MAX_RATIO:
        raise ZipRefused("bomb")
    if any(entry.flag_bits & 1 for entry in entries):
        raise ZipRefused("locked")
    return archive


def measure(archive: zipfile.ZipFile) -> None:
    """Unfold every entry without keeping it; raises ZipRefused when one is longer than the directory says."""
    for entry in archive.infolist():
        _measure_entry(archive, entry)


def _measure_entry(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> None:
    if entry.compress_type == zipfile.ZIP_STORED:
        if entry.compress_size != entry.file_size:
            raise ZipRefused("bomb")
        return
    if entry.compress_type != zipfile.ZIP_DEFLATED:
        raise ZipRefused("broken")
    if _inflated_size(archive, entry) != entry.file_size:
        raise ZipRefused("bomb")


def _inflated_size(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> int:
    """Bytes that the entry really unfolds to, counted no further than one byte past its promise."""
    stream = archive.fp
    assert stream is not None
    stream.seek(entry.header_offset)
    header = stream.read(30)
    if header[:4] != b"PK\x03\x04":
        raise ZipRefused("broken")
    stream.seek(int.from_bytes(header[26:28], "little") + int.from_bytes(header[28:30], "little"), 1)
    inflater, left, size = zlib.decompressobj(-15), entry.compress_size, 0
    try:
        while left > 0 and not inflater.eof and size <= entry.file_size:
            folded = stream.read(min(CHUNK, left))
            if not folded:
                break
            left -= len(folded)
            while folded and size <= entry.file_size:
                size += len(inflater.decompress(folded, CHUNK))
                folded = inflater.unconsumed_tail
    except zlib.error as error:
        raise ZipRefused("broken") from error
    return size
