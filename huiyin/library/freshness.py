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
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

from django.conf import settings
from django.db import connections

from huiyin.kernel.models import Chain, Committee, Event
from huiyin.library import reading
from huiyin.library.find import Busy, Entry, Shelf
from huiyin.library.layers import Above, Layers

log = logging.getLogger(__name__)
VERSION = 1  # of what is kept; another one is read anew
SMALL = 1_500  # cases up to which all is read anew while the asker waits
STEP, BUDGET = 400, 0.4  # events read at once; seconds after which an asker no longer waits
PATIENCE = 1.0  # seconds that an asker waits for another thread that is taking in what is new
FEW = 40  # changed cases that wait in memory until the clock writes them down; with more of them the asker does

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


class Source(NamedTuple):
    """What an index holds. `changed`: trees of cases → (what is to be found of them now, the names of what is not)."""

    name: str
    count: Callable[[Committee], int]
    everything: Callable[[Committee], Iterator[Entry]]
    changed: Callable[[Sequence[int]], tuple[list[Entry], set[str]]]


CASES = Source("", reading.count, reading.everything, reading.changed)
"""Every case, for those who work here: what a post may see of it is asked of the database (visible.py)."""

_shelves: dict[Path, "Kept"] = {}
_lock = threading.Lock()
_rebuilding: dict[Path, threading.Thread] = {}


class Kept:
    """An index as this process has it open: the layer on the disk, that in memory, and the positions that they stand at."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.shelf = Shelf(self.folder / "shelf")
        self.seen: Position | None = None
        self.above: Above | None = None
        self.reached: Position | None = None
        self.lock = threading.RLock()

    def position(self) -> Position | None:
        """What the disk has read up to; None where nothing is known, so that all is read anew."""
        try:
            row = json.loads((self.folder / "position.json").read_text("utf-8"))
            found = Position(int(row["seq"]), str(row["seal"])) if row["version"] == VERSION else None
        except (OSError, ValueError, KeyError, TypeError):
            return None
        if found != self.seen:  # another process wrote
            self.shelf.index.reload()
            self.seen, self.above, self.reached = found, None, None
        return found

    def keep(self, position: Position) -> None:
        text = json.dumps({"version": VERSION, "seq": position.seq, "seal": position.seal})
        place = self.folder / f"position.{os.getpid()}.{threading.get_ident()}"
        place.write_text(text, "utf-8")
        place.replace(self.folder / "position.json")
        self.seen = position
        self.above = self.reached = None


def folder_of(committee: Committee, source: Source = CASES) -> Path:
    return Path(settings.LIBRARY) / committee.code / source.name


def kept(committee: Committee, source: Source = CASES) -> Kept:
    """The index of a committee, opened once in this process."""
    folder = folder_of(committee, source)
    with _lock:
        found = _shelves.get(folder)
        if found is None or not (folder / "shelf" / "meta.json").exists():
            found = _shelves[folder] = Kept(folder)
        return found


def head(committee: Committee) -> Position:
    """Where the ledger stands. One query."""
    row = Chain.objects.filter(committee=committee).values_list("seq", "seal").first()
    return Position(*row) if row else Position(0, "")


def freshen(committee: Committee, source: Source = CASES, budget: float | None = None) -> tuple[Layers | None, State]:
    """The index, with everything in it that was committed before; or what it lacks. Never fails: a broken index is none."""
    try:
        one = kept(committee, source)
        if not one.lock.acquire(timeout=PATIENCE):  # another thread of ours reads all anew
            return None, State(REBUILDING)
        try:
            state = _catch_up(one, committee, source, BUDGET if budget is None else budget)
            return (Layers(one.shelf, one.above) if state.usable else None), state
        finally:
            one.lock.release()
    except Exception:
        log.exception("the index of %s cannot be used", committee.code)
        forget(committee, source)
        return None, State(BROKEN)


def forget(committee: Committee, source: Source = CASES) -> None:
    """Throw the index away; the next who asks has it made anew."""
    folder = folder_of(committee, source)
    with _lock:
        _shelves.pop(folder, None)
    for place in (folder / "position.json", folder / "shelf" / "meta.json"):
        with suppress(OSError):
            place.unlink()


def settle(committee: Committee, source: Source = CASES) -> int:
    """Write down on the disk what changed since it was written, if there is an index at all. Returns how many events were read."""
    if not (folder_of(committee, source) / "shelf" / "meta.json").exists():
        return 0
    one, target, read = kept(committee, source), head(committee), 0
    with one.lock, suppress(Busy):
        at = one.position()
        while at is not None and at.seq < target.seq and _leads_to(at, target, committee):
            before, at = at, _write_on(one, committee, source, at)
            read += at.seq - before.seq
            if at == before:
                break
    return read


def _catch_up(one: Kept, committee: Committee, source: Source, budget: float) -> State:
    if one.folder in _rebuilding:
        return State(REBUILDING)
    target, until = head(committee), time.monotonic() + budget
    at = one.position() and (one.reached or one.seen)
    if at == target and not one.shelf.fresh:
        return State(FRESH)
    if not _leads_to(at, target, committee) or (one.shelf.fresh and target.seq):
        return _anew(one, committee, source)
    while at is not None and at.seq < target.seq:
        before, at = at, _read_on(one, committee, source, at)
        if at == before or time.monotonic() > until:
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


def _next(committee: Committee, at: Position) -> tuple[Position, list[int]]:
    """The position after the next events, and the trees of cases that they concern."""
    rows = list(
        Event.objects.filter(committee=committee, seq__gt=at.seq)
        .order_by("seq")
        .values_list("seq", "seal", "case__root_id")[:STEP]
    )
    touched = list(dict.fromkeys(root for *_rest, root in rows if root))
    return (Position(rows[-1][0], rows[-1][1]) if rows else at), touched


def _read_on(one: Kept, committee: Committee, source: Source, at: Position) -> Position:
    """Take in the next cases that changed: a few into memory, many on to the disk; into memory, too, while another process writes."""
    position, touched = _next(committee, at)
    waiting = len(one.above.names) if one.above else 0
    if waiting + len(touched) > FEW and one.seen is not None:
        with suppress(Busy):
            return _write_on(one, committee, source, one.seen)
    if touched:
        one.above = one.above or Above()
        one.above.put(*source.changed(touched))
    one.reached = position
    return position


def _write_on(one: Kept, committee: Committee, source: Source, at: Position) -> Position:
    """The same on to the disk, from where the disk stands. Errors: Busy."""
    position, touched = _next(committee, at)
    if touched:
        with one.shelf.writing() as writer:
            one.shelf.write(writer, *source.changed(touched))
    if position != at:
        one.keep(position)
    return position


def _anew(one: Kept, committee: Committee, source: Source) -> State:
    if source.count(committee) <= SMALL:
        try:
            rebuild(committee, source=source)
        except Busy:
            return State(REBUILDING)
        return State(REBUILT)
    with _lock:
        if one.folder not in _rebuilding:
            thread = threading.Thread(
                target=_in_background, args=(committee, source), name=f"library-{committee.code}", daemon=True
            )
            _rebuilding[one.folder] = thread
            thread.start()
    return State(REBUILDING)


def _in_background(committee: Committee, source: Source) -> None:
    try:
        rebuild(committee, source=source)
    except Exception:
        log.exception("the index of %s could not be made anew", committee.code)
    finally:
        _rebuilding.pop(folder_of(committee, source), None)
        connections.close_all()


def rebuild(committee: Committee, progress: Callable[[int, int], None] | None = None, source: Source = CASES) -> int:
    """Read everything anew. Returns how many. Errors: Busy while another process does so."""
    one, at = kept(committee, source), head(committee)
    total = source.count(committee)

    def counted() -> Any:
        for number, entry in enumerate(source.everything(committee), 1):
            if progress and (number % 200 == 0 or number == total):
                progress(number, total)
            yield entry

    count = one.shelf.fill(counted())
    one.shelf.fresh = False
    one.keep(at)
    return count
