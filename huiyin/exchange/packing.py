"""A package written: one zip with the cases' documents, files and records, a manifest of every part, and its signature at the end.

It is written as it is read, a piece at a time; a file is hashed while it is copied, so that no byte is read twice.
"""

import base64
import hashlib
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO, Any

from django.conf import settings
from django.db.models import Q
from django.utils import translation
from django.utils.translation import gettext as _

from huiyin.exchange import keys
from huiyin.exchange.bundle import EPOCH, PACKED, as_json, letters, safe
from huiyin.exchange.telling import told
from huiyin.handling.letters import CHINESE
from huiyin.handling.models import ANSWERING, Assignment
from huiyin.kernel import ledger, seal
from huiyin.kernel.flow import FLOWS
from huiyin.kernel.models import Attachment, Case, Committee
from huiyin.kernel.refusal import Refused
from huiyin.library.reading import SIGNED_PAPER
from huiyin.papers.paper import Paper, content
from huiyin.papers.word import letter_docx
from huiyin.proposals import dossier

FORMAT = 1
MANIFEST, SIGNATURE = "manifest.json", "manifest.sig"
LEDGER, ANCHORS, VERIFIER, READ_ME = "记录.jsonl", "锚点.txt", "seal.py", "说明.txt"
CHUNK = 1 << 20
HOW = """这是回音的数据包

每件案子一个文件夹：案.json（登记的各项）、文书、附件
记录.jsonl     这些案子的记录，一行一条，每条都有封印
锚点.txt       发出方每天的锚点
manifest.json  谁发给谁、装了什么、每个文件的 SHA-256
manifest.sig   发出方对 manifest.json 的签名

核对（不用联网）：huiyin package verify 文件.zip
只核记录：python seal.py 记录.jsonl --anchors 锚点.txt
"""


class Writer:
    """Entries into a zip, each with its digest."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self.archive = archive
        self.entries: dict[str, dict[str, Any]] = {}

    def add(self, name: str, body: bytes) -> None:
        self.entries[name] = {"sha256": hashlib.sha256(body).hexdigest(), "size": len(body)}
        self.archive.writestr(_info(name, len(body)), body)

    def copy(self, name: str, path: Path, sha256: str) -> None:
        """A kept file. Errors: Refused when it is gone, or is no longer what was registered."""
        digest, size = hashlib.sha256(), 0
        try:
            with path.open("rb") as source, self.archive.open(_info(name, path.stat().st_size), "w") as target:
                while piece := source.read(CHUNK):
                    digest.update(piece)
                    target.write(piece)
                    size += len(piece)
        except FileNotFoundError:
            raise Refused(
                _("附件“{name}”不在存放处，没有做成数据包。请联系系统管理员从备份恢复它。").format(name=name)
            ) from None
        if digest.hexdigest() != sha256:
            raise Refused(_("附件“{name}”的内容和登记的不符，没有做成数据包。请联系系统管理员。").format(name=name))
        self.entries[name] = {"sha256": sha256, "size": size}


def _info(name: str, size: int) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, EPOCH)
    info.external_attr = 0o644 << 16
    info.compress_type = zipfile.ZIP_STORED if name.lower().endswith(PACKED) else zipfile.ZIP_DEFLATED
    info.file_size = size
    return info


def write(out: IO[bytes], committee: Committee, rows: list[Any], head: dict[str, Any]) -> dict[str, Any]:
    """Write the package of these cases (rows of their kinds) and sign it. `head` goes into the manifest. Returns the manifest."""
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=5) as archive, translation.override(CHINESE):
        writer = Writer(archive)
        parts = _parts([row.pk for row in rows])
        files = _files([*parts])
        listed = []
        for number, row in enumerate(rows, 1):
            folder = f"{number:04} {safe(row.number or row.uid)} {safe(row.title)[:40].strip()}/"
            _pack(writer, row, folder, [one for pk in parts if parts[pk] == row.pk for one in files.get(pk, ())])
            listed.append({**told(row), "folder": folder})
        writer.add(LEDGER, ledger.extract(committee, parts).encode())
        writer.add(ANCHORS, ledger.anchor_lines(committee).encode())
        writer.add(VERIFIER, Path(seal.__file__).read_bytes())
        writer.add(READ_ME, HOW.encode())
        manifest = {**head, "format": FORMAT, "cases": listed, "entries": writer.entries}
        body = as_json(manifest)
        archive.writestr(_info(MANIFEST, len(body)), body)
        signature = base64.b64encode(keys.sign(body))
        archive.writestr(_info(SIGNATURE, len(signature)), signature)
    return manifest


def _pack(writer: Writer, row: Any, folder: str, files: Iterable[Attachment]) -> None:
    writer.add(f"{folder}案.json", as_json(told(row)))
    for name, body in documents(row):
        writer.add(f"{folder}文书/{name}", body)
    for number, one in enumerate(files, 1):
        writer.copy(f"{folder}附件/{number:02}-{safe(one.name)}", Path(settings.FILES) / one.path, one.sha256)


def documents(row: Any) -> Iterator[tuple[str, bytes]]:
    """What is written of a case: a proposal's own text, and each reply that was delivered, as the letter it is."""
    if row.kind != "proposal":
        return
    yield "提案.txt", text_of(dossier.proposal(row)).encode()
    for name, letter in letters(row):
        if "会办意见" in name:  # what one unit wrote to another stays in the house
            continue
        yield f"{name}.docx", letter_docx(letter)


def text_of(paper: Paper) -> str:
    """A paper as plain lines: what a machine of any age can show."""
    words = content(paper)
    lines = [*words["title"], words["under"], ""]
    for block in words["blocks"]:
        if block["kind"] == "heading":
            lines += ["", block["text"]]
        elif block["kind"] == "text":
            lines += block["lines"]
        else:
            lines += ["：".join(row) for row in block["rows"]]
    return "\n".join([*lines, *words["notes"]]) + "\n"


def _parts(roots: list[int]) -> dict[int, int]:
    """Every case of these and their own parts → the one on top."""
    found = {pk: pk for pk in roots}
    for pk, parent in Case.objects.filter(parent__in=roots, kind__in=_carried()).values_list("pk", "parent_id"):
        found[pk] = int(parent or 0)
    return found


def _carried() -> set[str]:
    """The kinds of parts that carry a case's work; what stands beside it (a citizen's voice, a praise) is not sent along."""
    return {state.through for flow in FLOWS.values() if not flow.apart for state in flow.states if state.through}


def _files(cases: list[int]) -> dict[int, list[Attachment]]:
    """Files that an act took up, by case; signed paper shows a hand and a telephone and stays in the house.

    So does what a page shows to few: what one unit wrote to another, and the files of kinds that keep theirs to themselves.
    """
    apart = [flow.kind for flow in FLOWS.values() if flow.files_for is not None]
    inner = Assignment.objects.filter(pk__in=cases).exclude(role__in=ANSWERING).values("pk")
    rows = Attachment.objects.filter(case__in=cases, voided_by=None).exclude(
        Q(event_id=None) | Q(label__in=SIGNED_PAPER) | Q(case__kind__in=apart) | Q(case__in=inner)
    )
    found: dict[int, list[Attachment]] = {}
    for one in rows.order_by("pk"):
        found.setdefault(one.case_id, []).append(one)
    return found
