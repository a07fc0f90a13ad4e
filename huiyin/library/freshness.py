"""The index follows the ledger: it knows up to which event it has read, and reads on before it answers.

Whatever process acted (a page, an import, the clock), its events stand in the one chain; so whoever asks reads what is new first,
and a case is found as soon as it is committed. A position whose seal is not the ledger's (a restored or another database), a missing or
a broken folder, another version of the index: all is read anew.
"""

import json
import logging
import os
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

from django.conf import settings
from django.db import connections

from huiyin.kernel.models import Case, Chain, Committee, Event
from huiyin.library import reading
from huiyin.library.find import Busy, Shelf
from huiyin.proposals.models import Proposal

log = logging.getLogger(__name__)
VERSION = 1  # of what is kept; another one is read anew
SMALL = 1_500  # cases up to which all is read anew while the asker waits
STEP, BUDGET = 400, 0.4  # events read at once; seconds after which an asker no longer waits

FRESH, BEHIND, REBUILT, REBUILDING, BROKEN = "fresh", "behind", "rebuilt", "rebuilding", "broken"


class State(NamedTuple):
    """How the index stands: one of the words above, and how many events it has not read yet."""

    word: str
    waiting: int = 0

    @property
    def usable(self) -> bool:
        return self.word in (FRESH, BEHIND, REBUILT)


class Position(NamedTuple):
    """The last event that was read."""

    seq: int
    seal: str


_shelves: dict[str, "Kept"] = {}
_lock = threading.Lock()
_rebuilding: dict[str, threading.Thread] = {}


class Kept:
    """A committee's shelf as this process has it open, and the position that it stood at when it was last looked into."""

    def __init__(self, committee: Committee) -> None:
        self.folder = folder_of(committee)
        self.shelf = Shelf(self.folder / "shelf")
        self.seen: Position | None = None

    def position(self) -> Position | None:
        """What is read up to; None where nothing is known, so that all is read anew."""
        try:
            row = json.loads((self.folder / "position.json").read_text("utf-8"))
            found = Position(int(row["seq"]), str(row["seal"])) if row["version"] == VERSION else None
        except (OSError, ValueError, KeyError, TypeError):
            return None
        if found != self.seen:  # another process wrote
            self.shelf.index.reload()
            self.seen = found
        return found

    def keep(self, position: Position) -> None:
        text = json.dumps({"version": VERSION, "seq": position.seq, "seal": position.seal})
        place = self.folder / f"position.{os.getpid()}.{threading.get_ident()}"
        place.write_text(text, "utf-8")
        place.replace(self.folder / "position.json")
        self.seen = position


def folder_of(committee: Committee) -> Path:
    return Path(settings.LIBRARY) / committee.code


def kept(committee: Committee) -> Kept:
    """The shelf of a committee, opened once in this process."""
    with _lock:
        found = _shelves.get(committee.code)
        if found is None or found.folder != folder_of(committee) or not (found.folder / "shelf" / "meta.json").exists():
            found = _shelves[committee.code] = Kept(committee)
        return found


def head(committee: Committee) -> Position:
    """Where the ledger stands. One query."""
    row = Chain.objects.filter(committee=committee).values_list("seq", "seal").first()
    return Position(*row) if row else Position(0, "")


def freshen(committee: Committee, budget: float = BUDGET) -> tuple[Shelf | None, State]:
    """The shelf, with everything in it that was committed before; or what it lacks. Never fails: a broken index is no shelf."""
    try:
        one = kept(committee)
        state = _catch_up(one, committee, head(committee), budget)
        return (one.shelf if state.usable else None), state
    except Exception:
        log.exception("the index of %s cannot be used", committee.code)
        forget(committee)
        return None, State(BROKEN)


def forget(committee: Committee) -> None:
    """Throw the index away; the next who asks has it made anew."""
    with _lock:
        _shelves.pop(committee.code, None)
    for place in (folder_of(committee) / "position.json", folder_of(committee) / "shelf" / "meta.json"):
        with suppress(OSError):
            place.unlink()


def _catch_up(one: Kept, committee: Committee, target: Position, budget: float) -> State:
    if committee.code in _rebuilding:
        return State(REBUILDING)
    at, until = one.position(), time.monotonic() + budget
    if at == target and not one.shelf.fresh:
        return State(FRESH)
    if not _leads_to(at, target, committee) or (one.shelf.fresh and target.seq):
        return _anew(one, committee)
    while at is not None and at.seq < target.seq:
        try:
            at = _read_on(one, committee, at)
        except Busy:  # another process is reading the same events: nearly there
            return State(BEHIND, target.seq - at.seq)
        if time.monotonic() > until:
            break
    waiting = target.seq - (at.seq if at else 0)
    return State(BEHIND, waiting) if waiting > 0 else State(FRESH)


def _leads_to(at: Position | None, target: Position, committee: Committee) -> bool:
    """Whether the ledger went on from this position."""
    if at is None or at.seq > target.seq:
        return False
    if at.seq in (0, target.seq):
        return at.seal == target.seal or at.seq == 0
    return Event.objects.filter(committee=committee, seq=at.seq, seal=at.seal).exists()


def _read_on(one: Kept, committee: Committee, at: Position) -> Position:
    """Take in the cases that the next events concern."""
    rows = list(
        Event.objects.filter(committee=committee, seq__gt=at.seq)
        .order_by("seq")
        .values_list("seq", "seal", "case__root_id")[:STEP]
    )
    if not rows:
        return at
    touched = list(dict.fromkeys(root for *_rest, root in rows if root))
    if touched:
        entries = reading.entries(touched)
        with one.shelf.writing() as writer:
            one.shelf.write(writer, entries, set(touched) - {entry.id for entry in entries})
    position = Position(rows[-1][0], rows[-1][1])
    one.keep(position)
    return position


def _anew(one: Kept, committee: Committee) -> State:
    if Case.objects.filter(committee=committee, parent=None)[: SMALL + 1].count() <= SMALL:
        try:
            rebuild(committee)
        except Busy:
            return State(REBUILDING)
        return State(REBUILT)
    with _lock:
        if committee.code not in _rebuilding:
            thread = threading.Thread(
                target=_in_background, args=(committee,), name=f"library-{committee.code}", daemon=True
            )
            _rebuilding[committee.code] = thread
            thread.start()
    return State(REBUILDING)


def _in_background(committee: Committee) -> None:
    try:
        rebuild(committee)
    except Exception:
        log.exception("the index of %s could not be made anew", committee.code)
    finally:
        _rebuilding.pop(committee.code, None)
        connections.close_all()


def rebuild(committee: Committee, progress: Callable[[int, int], None] | None = None) -> int:
    """Read all cases anew. Returns how many. Errors: Busy while another process does so."""
    one, at = kept(committee), head(committee)
    total = Proposal.objects.filter(committee=committee).exclude(state__in=reading.UNREAD).count()

    def counted() -> Any:
        for number, entry in enumerate(reading.everything(committee), 1):
            if progress and (number % 200 == 0 or number == total):
                progress(number, total)
            yield entry

    count = one.shelf.fill(counted())
    one.shelf.fresh = False
    one.keep(at)
    return count
