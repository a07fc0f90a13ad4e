"""The volume of a case as one zip: its papers as Word and PDF, its files, its records with their seals, and how to check them (R-085).

The same records give the same bytes: nothing in it says when it was packed. `manifest.json` has the digest of every other entry.
"""

import hashlib
import json
import shutil
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any, BinaryIO

from django.conf import settings
from django.utils import translation

from huiyin.handling.letters import CHINESE, number_words, opinion_letter, reply_letter
from huiyin.handling.models import Assignment, CoOpinion, Reply
from huiyin.kernel import ledger, seal
from huiyin.kernel.files import clean_name
from huiyin.kernel.models import Attachment, Case, Committee, Event, Period
from huiyin.papers.letter import Letter
from huiyin.papers.paperword import paper_docx, still
from huiyin.papers.pdf import letter_pdf, paper_pdf
from huiyin.papers.word import letter_docx
from huiyin.proposals import dossier
from huiyin.proposals.models import Proposal

EPOCH = (1980, 1, 1, 0, 0, 0)
PACKED = (".pdf", ".jpg", ".jpeg", ".png", ".docx", ".xlsx", ".mp4", ".mp3", ".zip")
"""Packed already: packing them again costs time and saves nothing."""
HOW = """这一卷怎么看、怎么核对

文书/        提案、答复、会办意见、办理情况、归档清单，各有 Word 和 PDF
附件/        办理中上传的文件，原名；名字里不能做文件名的字去掉了
记录.jsonl   这一案的全部记录，一行一条，每条都有封印（只有编号和事实，不含个人信息）
锚点.txt     每天的锚点：某日、机构、第几条、封印
manifest.json  每个文件的 SHA-256

核对文件没有被换过：逐个算 SHA-256，和 manifest.json 里的比。
核对记录没有被改过（要有 Python 3.9 以上，不用装别的）：

    python seal.py 记录.jsonl --anchors 锚点.txt

说“没有”问题时返回 0。这是摘录：它证明每一条和它的封印相符；要证明它在整本账里的位置，请向机构要整本账（huiyin ledger export）
或存在外面的锚点，对照同一条的封印。
"""


class Packer:
    """Writes entries whose time is fixed, and remembers their digests."""

    def __init__(self, archive: zipfile.ZipFile, folder: str = "") -> None:
        self.archive, self.folder = archive, folder
        self.entries: dict[str, dict[str, Any]] = {}

    def add(self, name: str, body: bytes) -> None:
        self.entries[name] = {"sha256": hashlib.sha256(body).hexdigest(), "size": len(body)}
        self.archive.writestr(self._info(name), body)

    def add_file(self, name: str, path: Path, sha256: str) -> None:
        """A file whose digest is known, a piece at a time."""
        self.entries[name] = {"sha256": sha256, "size": path.stat().st_size}
        with path.open("rb") as source, self.archive.open(self._info(name, path.stat().st_size), "w") as target:
            shutil.copyfileobj(source, target, 1 << 20)

    def _info(self, name: str, size: int = 0) -> zipfile.ZipInfo:
        info = zipfile.ZipInfo(self.folder + name, EPOCH)
        info.external_attr = 0o644 << 16
        info.compress_type = zipfile.ZIP_STORED if name.lower().endswith(PACKED) else zipfile.ZIP_DEFLATED
        info.file_size = size
        return info


def case_bundle(case: Proposal) -> IO[bytes]:
    """The zip of one case, for whoever may see all of it: a file without a name, at its beginning, gone when it is closed."""
    out = tempfile.TemporaryFile()  # noqa: SIM115  # whoever asked for it reads and closes it
    try:
        with zipfile.ZipFile(out, "w") as archive:
            pack(archive, case, "", ledger.anchor_lines(case.committee))
    except BaseException:
        out.close()
        raise
    out.seek(0)
    return out


def session_bundle(committee: Committee, session: Period, out: BinaryIO) -> Iterator[Proposal]:
    """Write the zip of a session: a folder a filed case, one verifier, one list. Yields each case when it is packed."""
    anchors = ledger.anchor_lines(committee)
    rows = Proposal.objects.filter(committee=committee, session=session).exclude(number="").order_by("number", "pk")
    listed: list[dict[str, Any]] = []
    with zipfile.ZipFile(out, "w") as archive:
        whole = Packer(archive)
        for case in rows.select_related("session").iterator(chunk_size=50):
            case.committee = committee
            folder = f"{safe(case.number)} {safe(case.title)[:40].strip()}/"
            listed.append(
                {
                    "folder": folder,
                    "number": case.number,
                    "title": case.title,
                    "manifest": pack(archive, case, folder, anchors),
                }
            )
            yield case
        head = {
            "format": 1,
            "committee": committee.code,
            "session": session.code,
            "name": session.name,
            "cases": listed,
        }
        whole.add("manifest.json", as_json(head))


def pack(archive: zipfile.ZipFile, case: Proposal, folder: str, anchors: str) -> str:
    """Write one case below `folder`. Returns the digest of its manifest."""
    packer, pks = (
        Packer(archive, folder),
        list(Case.objects.filter(root_id=case.root_id).order_by("pk").values_list("pk", flat=True)),
    )
    with translation.override(CHINESE):
        for name, paper in dossier.whole(case):
            packer.add(f"文书/{name}.docx", paper_docx(paper))
            packer.add(f"文书/{name}.pdf", paper_pdf(paper))
        for name, letter in letters(case):
            packer.add(f"文书/{name}.docx", still(letter_docx(letter)))
            packer.add(f"文书/{name}.pdf", letter_pdf(letter))
        lost = _files(packer, pks)
        packer.add("记录.jsonl", ledger.extract(case.committee, pks).encode())
        packer.add("锚点.txt", anchors.encode())
        packer.add("seal.py", Path(seal.__file__).read_bytes())
        packer.add("说明.txt", HOW.encode())
    last = Event.objects.filter(case__in=pks).order_by("seq").values_list("seq", flat=True).last()
    manifest = as_json({
        "format": 1, "committee": case.committee.code, "case": case.uid, "number": case.number, "title": case.title, "state": case.state,
        "last_event": last, "lost": lost, "entries": packer.entries,
    })  # fmt: skip
    packer.add("manifest.json", manifest)
    return hashlib.sha256(manifest).hexdigest()


def letters(case: Proposal) -> Iterator[tuple[str, Letter]]:
    """Every version of every delivered reply, and every co-opinion: file name without ending → letter."""
    parts = list(Assignment.objects.filter(parent=case.pk).select_related("unit", "assigned_by").order_by("pk"))
    for part in parts:
        part.parent = case
    by_pk = {part.pk: part for part in parts}
    replies = (
        Reply.objects.filter(case__in=by_pk, voided_by=None).exclude(delivered_at=None).order_by("delivered_at", "pk")
    )
    for reply in replies:
        part = by_pk[reply.case_id]
        again = f"（第{reply.round}次）" if reply.round > 1 else ""
        yield (
            f"{number_words(case)}提案答复{again}-{safe(part.unit.name)}-{reply.uid}",
            reply_letter(reply, part, parts),
        )
    lead = next((part for part in parts if part.role == "lead"), None)
    for opinion in CoOpinion.objects.filter(case__in=by_pk, voided_by=None).order_by("pk"):
        part = by_pk[opinion.case_id]
        yield (
            f"{number_words(case)}提案会办意见-{safe(part.unit.name)}-{opinion.uid}",
            opinion_letter(opinion, part, lead),
        )


def _files(packer: Packer, pks: list[int]) -> list[dict[str, str]]:
    """The attachments, numbered in order so that two of one name stay two. What is not on the disk, or is not what it was, is named."""
    rows = Attachment.objects.filter(case__in=pks, voided_by=None).exclude(event_id=None).order_by("pk")
    lost = []
    for number, one in enumerate(rows, 1):
        path = Path(settings.FILES) / one.path
        if _digest(path) != one.sha256:
            why = "内容和登记的不符" if path.is_file() else "文件不在存放处"
            lost.append({"name": one.name, "sha256": one.sha256, "why": why})
            continue
        packer.add_file(f"附件/{number:02}-{safe(one.name)}", path, one.sha256)
    return lost


def _digest(path: Path) -> str:
    """Of what is on the disk, read a piece at a time; nothing for no file."""
    if not path.is_file():
        return ""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def safe(name: str) -> str:
    """A name that every system can give a file: no path, no reserved or invisible sign, no device of Windows."""
    found = clean_name(name)
    stem = found.partition(".")[0].upper()
    return (
        f"_{found}"
        if stem in {"CON", "PRN", "AUX", "NUL", *(f"{d}{n}" for d in ("COM", "LPT") for n in range(1, 10))}
        else found
    )


def as_json(value: Any) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()
