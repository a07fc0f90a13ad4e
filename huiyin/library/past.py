"""The cases of a committee as look-alikes are found among them: arrays beside the database, what is newer kept beside in memory.

Like the shelf it follows the ledger: what happened since it was written is read before it is asked. Many new cases, or none kept yet:
it is written anew, while the asker waits if they are few, else behind his back.
"""

import json
import logging
import threading
from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np
from django.db import connections

from huiyin.kernel.models import Committee, Event
from huiyin.library import reading
from huiyin.library.case import Text
from huiyin.library.freshness import SMALL, Position, folder_of, head
from huiyin.library.similar import LIKELY, TERMS
from huiyin.library.vectors import Sparse, Vectors
from huiyin.proposals.models import Proposal

log = logging.getLogger(__name__)
VERSION = 1
NEWER = 400  # cases kept in memory beside the arrays, before these are written anew
_kept: dict[str, "Past"] = {}
_writing: set[str] = set()
_lock = threading.Lock()


class Past:
    """All cases of a committee up to a position in its ledger. `texts`: id → title and unit (bodies stay in the arrays)."""

    def __init__(self, ids: list[int], texts: dict[int, Text], vectors: Vectors, at: Position) -> None:
        self.ids, self.texts, self.vectors, self.at = ids, texts, vectors, at
        self.number = {pk: number for number, pk in enumerate(ids)}
        self.newer: dict[int, Sparse] = {}
        self.gone: set[int] = set()

    def read_on(self, committee: Committee, target: Position) -> None:
        """Take in what the ledger says since."""
        if self.at == target:
            return
        rows = Event.objects.filter(committee=committee, seq__gt=self.at.seq, seq__lte=target.seq, case__isnull=False)
        touched = set(rows.values_list("case__root_id", flat=True).distinct())
        found = {int(text.id): text for text in texts(touched)}
        for pk in touched:
            self.gone.add(pk)  # what the arrays say of it holds no more
            self.newer.pop(pk, None)
            if text := found.get(pk):
                self.texts[pk] = Text(pk, text.title, "", text.unit)
                self.newer[pk] = self.vectors.vector(text)
        self.at = target

    def likely(self, text: Text, among: Iterable[int] | None = None, top: int = 10) -> list[tuple[int, float]]:
        """(id, likeness 0 to 1) of at most `top` cases, the most alike first; only those `among`, if given."""
        query = self.vectors.vector(text)
        allowed = None if among is None else set(among)
        if allowed is None:
            numbers = self.vectors.likely(query, TERMS, max(LIKELY, 3 * top))
        else:
            numbers = np.array(sorted(self.number[pk] for pk in allowed if pk in self.number), dtype=np.int64)
        scores = self.vectors.cosine(query, numbers) if len(numbers) else np.empty(0)
        found = [
            (self.ids[number], float(score))
            for number, score in zip(numbers, scores, strict=True)
            if self.ids[number] not in self.gone
        ]
        found += [(pk, _cosine(query, other)) for pk, other in self.newer.items() if allowed is None or pk in allowed]
        ranked = sorted(
            (pair for pair in found if pair[1] > 0 and pair[0] != text.id), key=lambda pair: (-pair[1], pair[0])
        )
        return [(pk, min(score, 1.0)) for pk, score in ranked[:top]]


def _cosine(one: Sparse, other: Sparse) -> float:
    _places, mine, theirs = np.intersect1d(one[0], other[0], assume_unique=True, return_indices=True)
    return float(one[1][mine] @ other[1][theirs])


def texts(pks: Iterable[int]) -> Iterator[Text]:
    """The cases with what they ask, and the unit that answers first. Drafts left out."""
    pks = list(pks)
    for start in range(0, len(pks), 500):
        rows = (
            Proposal.objects.filter(pk__in=pks[start : start + 500])
            .exclude(state__in=reading.UNREAD)
            .select_related("lead_unit")
            .order_by("pk")
        )
        for row in rows:
            yield Text(row.pk, row.title, reading.words_of(row), row.lead_unit.name if row.lead_unit else "")


def past(committee: Committee) -> Past | None:
    """The past of a committee, up to this moment; None while it is being written. Errors: none, a broken one is written anew."""
    target = head(committee)
    one = _kept.get(committee.code) or _open(committee)
    if one is not None and not _same_ledger(one, committee, target):
        one = None
    if one is None:
        return _written(committee)
    with _lock:
        one.read_on(committee, target)
        _kept[committee.code] = one
    if len(one.newer) > max(NEWER, len(one.ids) // 10):
        return _written(committee) or one
    return one


def _same_ledger(one: Past, committee: Committee, target: Position) -> bool:
    if one.at.seq > target.seq:
        return False
    return one.at == target or Event.objects.filter(committee=committee, seq=one.at.seq, seal=one.at.seal).exists()


def _written(committee: Committee) -> Past | None:
    count = Proposal.objects.filter(committee=committee).count()
    if count <= SMALL:
        return write(committee)
    with _lock:
        if committee.code in _writing:
            return None
        _writing.add(committee.code)
    threading.Thread(target=_behind, args=(committee,), name=f"past-{committee.code}", daemon=True).start()
    return None


def _behind(committee: Committee) -> None:
    try:
        write(committee)
    except Exception:
        log.exception("the look-alikes of %s could not be written", committee.code)
    finally:
        _writing.discard(committee.code)
        connections.close_all()


def write(committee: Committee) -> Past:
    """Read all cases and write the arrays beside the database; where that fails they serve from memory."""
    at = head(committee)
    pks = Proposal.objects.filter(committee=committee).order_by("pk").values_list("pk", flat=True)
    short: dict[int, Text] = {}

    def each() -> Iterator[Text]:
        for text in texts(pks):
            short[int(text.id)] = Text(text.id, text.title, "", text.unit)
            yield text

    vectors = Vectors.of(each())
    one = Past(list(short), short, vectors, at)
    try:
        _save(one, _folder(committee))
    except OSError as trouble:
        log.warning("the look-alikes of %s are not kept: %s", committee.code, trouble)
    with _lock:
        _kept[committee.code] = one
    return one


def _folder(committee: Committee) -> Path:
    return folder_of(committee) / "past"


def _save(one: Past, folder: Path) -> None:
    (folder / "cases.json").unlink(missing_ok=True)  # until all is written there is nothing
    one.vectors.save(folder)
    cases = [[pk, one.texts[pk].title, one.texts[pk].unit] for pk in one.ids]
    (folder / "cases.json").write_text(
        json.dumps({"version": VERSION, "at": one.at, "cases": cases}, ensure_ascii=False), "utf-8"
    )


def _open(committee: Committee) -> Past | None:
    folder = _folder(committee)
    try:
        row = json.loads((folder / "cases.json").read_text("utf-8"))
        vectors = Vectors.open(folder)
        if row["version"] != VERSION or len(vectors) != len(row["cases"]):
            return None
        found = {int(pk): Text(int(pk), title, "", unit) for pk, title, unit in row["cases"]}
        return Past(list(found), found, vectors, Position(*row["at"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def forget(committee: Committee) -> None:
    _kept.pop(committee.code, None)
