"""The words of a file: Word, Excel, PDF and plain text. What cannot be read has no words; nothing fails.

Read once per content and kept under its digest beside the index, where a search shows them from.
"""

import logging
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from django.conf import settings

from huiyin.kernel.models import Attachment
from huiyin.kernel.zips import measure, open_checked

log = logging.getLogger(__name__)
MOST = 200_000  # characters kept of one file
LARGEST = 30 << 20  # bytes
PAGES = 300
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def text_of(one: Attachment) -> str:
    """The words of an attachment; empty for a picture, a scan, a broken or a missing file."""
    kept = Path(settings.LIBRARY) / "texts" / one.sha256[:2] / one.sha256
    try:
        return kept.read_text("utf-8")
    except (OSError, UnicodeDecodeError):
        pass
    text = read(Path(settings.FILES) / one.path, one.name)
    if text is None:  # not there now: it may come (a restored home), so nothing is kept
        return ""
    try:
        kept.parent.mkdir(parents=True, exist_ok=True)
        kept.write_text(text, "utf-8")
    except OSError as trouble:
        log.warning("the words of %s are not kept: %s", one.uid, trouble)
    return text


def read(path: Path, name: str) -> str | None:
    """The words of a file by its name's ending; None where there is no file, empty where it says nothing."""
    reader = READERS.get(name.rpartition(".")[2].lower())
    try:
        if not path.is_file():
            return None
        if reader is None or path.stat().st_size > LARGEST:
            return ""
        return reader(path)[:MOST].encode("utf-8", "ignore").decode()
    except Exception as trouble:  # other people's files, and four readers of them: none may stop the index
        log.info("no words in %s: %s", name, trouble)
        return ""


def _docx(path: Path) -> str:
    """Paragraphs, also of tables, headers and notes left out."""
    with path.open("rb") as file:
        archive = open_checked(file)
        measure(archive)
        root = ElementTree.fromstring(_plain(archive, "word/document.xml"))
    paragraphs = (
        "".join(piece.text or "" for piece in paragraph.iter(f"{WORD}t")) for paragraph in root.iter(f"{WORD}p")
    )
    return "\n".join(text for text in paragraphs if text)


def _plain(archive: zipfile.ZipFile, name: str) -> bytes:
    """A part of a Word file. Errors: ValueError for one that declares entities, which Word never writes."""
    content = archive.read(name)
    if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
        raise ValueError("a document type in a Word file")
    return content


def _xlsx(path: Path) -> str:
    from python_calamine import CalamineWorkbook

    book = CalamineWorkbook.from_path(str(path))
    lines = []
    for sheet in book.sheet_names:
        rows = book.get_sheet_by_name(sheet).to_python()
        lines += [" ".join(str(cell) for cell in row if cell != "") for row in rows[:5000]]
    return "\n".join(line for line in lines if line)


def _pdf(path: Path) -> str:
    from pypdf import PdfReader

    book = PdfReader(path)
    text, size = [], 0
    for page in book.pages[:PAGES]:
        text.append(page.extract_text())
        size += len(text[-1])
        if size > MOST:
            break
    return "\n".join(text)


def _txt(path: Path) -> str:
    content = path.read_bytes()
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return ""


READERS: dict[str, Callable[[Path], Any]] = {
    "docx": _docx,
    "xlsx": _xlsx,
    "xls": _xlsx,
    "pdf": _pdf,
    "txt": _txt,
    "csv": _txt,
}
