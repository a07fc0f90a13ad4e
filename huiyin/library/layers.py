"""Two layers that answer as one index: what is on the disk, and above it in memory the few cases that changed since.

A commit to the disk waits for the disk some ten times; one to memory does not, so what was committed to the database a moment ago is
found a moment later. A case that stands above is not looked for below. Its weight cannot be compared with those below (what is rare is
counted in each index by itself), so the few that changed last come first; the clock carries them down within a minute.
"""

from collections import Counter
from collections.abc import Iterable, Sequence

import tantivy

from huiyin.library.find import Entry, Found, Queries, Shelf, look


class Above:
    """The layer in memory: the cases that changed since the disk was written, and the names of those that are gone."""

    def __init__(self) -> None:
        self.shelf = Shelf(None)
        self.names: frozenset[str] = frozenset()

    def put(self, entries: Sequence[Entry], gone: Iterable[str]) -> None:
        """Takes in or replaces cases; those that are gone are hidden below, too."""
        gone = list(gone)
        if entries or self.names & set(gone):
            self.shelf.put(entries, gone)
        self.names = self.names | {str(entry.id) for entry in entries} | set(gone)


class Layers(Queries):
    """Both layers as they stood at one moment."""

    def __init__(self, below: Shelf, above: Above | None):
        self.schema = below.schema
        self.below = below.index.searcher()
        self.above = above.shelf.index.searcher() if above and above.names else None
        self.names = above.names if above else frozenset()

    def ask(
        self,
        must: Sequence[tantivy.Query],
        but: Sequence[tantivy.Query] = (),
        top: int = 20,
        skip: int = 0,
        sides: Sequence[str] = (),
    ) -> Found:
        """The cases that meet every query of `must` and none of `but`; with the counts of these sides."""
        if self.above is None:
            return look(self.below, must, but, top, skip, sides)
        first = look(self.above, must, but, top, skip, sides)
        rest = look(
            self.below, must, [*but, self.named(self.names)], top - len(first.hits), max(0, skip - first.total), sides
        )
        counts = {side: dict(Counter(first.counts[side]) + Counter(rest.counts[side])) for side in sides}
        return Found([*first.hits, *rest.hits], first.total + rest.total, counts)
