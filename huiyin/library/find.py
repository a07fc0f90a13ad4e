"""The shelf: the keyword index of one committee, a folder beside the database that may be thrown away at any time.

Texts are kept as pairs of characters with their positions, so a word of two is one look-up and a longer one is a phrase; no
segmenter can cut it wrongly. Titles and names are kept by sound, too. What a case is filtered and counted by stands in columns.
"""

import shutil
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import tantivy
from django.utils.translation import gettext as _

from huiyin.kernel.refusal import Refused
from huiyin.library.case import Text
from huiyin.library.fold import characters, fold, initials, pairs, sound
from huiyin.library.wanted import Word, plain

WRITER = 15_000_000  # bytes of memory for a writer of a few cases, the least the engine takes
FILLER = 128 << 20  # and of one that takes in all
CROWDED = 12  # parts of an index beyond which a writer waits until they are merged
PATIENCE = 0.5  # seconds to wait for another process's writer
TEXTS = ("title", "text", "answer", "files", "names")
SIDES = ("kind", "state", "subject", "form", "class", "rating", "year", "session", "unit", "look")
"""What cases are filtered and counted by; each may hold several values."""
LONGEST = 2_000_000  # characters of one text


class Busy(Refused):
    """Another process is writing the index."""


class Entry(NamedTuple):
    """One case as the shelf keeps it. `sides`: the values of SIDES; `due`: a day as a number, 0 for none."""

    id: str | int
    title: str
    text: str = ""
    answer: str = ""
    files: str = ""
    names: str = ""
    numbers: tuple[str, ...] = ()
    sides: Mapping[str, Sequence[str]] = {}
    due: int = 0


class Found(NamedTuple):
    """The best hits as (id, weight), how many there are in all, and the counts of the sides asked for."""

    hits: list[tuple[str, float]]
    total: int
    counts: dict[str, dict[str, int]]


def _schema() -> tantivy.Schema:
    made = tantivy.SchemaBuilder()
    made.add_text_field("id", stored=True, tokenizer_name="raw", index_option="basic")
    made.add_integer_field("key", indexed=True, fast=True)
    for name in (*TEXTS, "sound", "initials"):
        made.add_text_field(name, tokenizer_name="pieces")
    made.add_text_field("characters", tokenizer_name="pieces", index_option="basic")
    made.add_text_field("numbers", tokenizer_name="raw", index_option="basic")
    for name in SIDES:
        made.add_text_field(name, tokenizer_name="raw", index_option="basic", fast=True)
    made.add_integer_field("due", indexed=True, fast=True)
    return made.build()


class Queries:
    """What may be asked of an index with our fields."""

    def __init__(self) -> None:
        self.schema = _schema()

    def word(self, word: Word) -> tantivy.Query:
        return word.query(self.schema)

    def among(self, ids: Iterable[int]) -> tantivy.Query:
        """The cases with these ids."""
        return tantivy.Query.const_score_query(tantivy.Query.term_set_query(self.schema, "key", list(ids)), 0.0)

    def named(self, names: Iterable[str]) -> tantivy.Query:
        """The same by ids that are words."""
        return tantivy.Query.const_score_query(tantivy.Query.term_set_query(self.schema, "id", list(names)), 0.0)

    def of(self, side: str, values: Sequence[str]) -> tantivy.Query:
        """The cases that have one of these values on a side; without values, none."""
        return tantivy.Query.const_score_query(tantivy.Query.term_set_query(self.schema, side, list(values)), 0.0)

    def numbered(self, values: Sequence[str]) -> tantivy.Query:
        """The cases with one of these numbers."""
        return tantivy.Query.const_score_query(tantivy.Query.term_set_query(self.schema, "numbers", list(values)), 1.0)

    def due_before(self, day: int) -> tantivy.Query:
        """The cases that were due before a day (as a number)."""
        late = tantivy.Query.range_query(self.schema, "due", tantivy.FieldType.Integer, 1, day, include_upper=False)
        return tantivy.Query.const_score_query(late, 0.0)


class Shelf(Queries):
    """The index in `folder`, opened or made; without one, an index in memory. `fresh` says that it is empty and wants `fill()`: it
    was missing or broken."""

    def __init__(self, folder: Path | None):
        super().__init__()
        self.folder = folder
        try:
            self.index = self._open()
            self.index.searcher()
        except Exception:  # the engine's own errors are ValueErrors and worse; a broken index has no other cure
            if folder is None:
                raise
            shutil.rmtree(folder, ignore_errors=True)
            self.index = self._open()
        self.fresh = self.index.searcher().num_docs == 0

    def _open(self) -> tantivy.Index:
        if self.folder:
            self.folder.mkdir(parents=True, exist_ok=True)
        index = tantivy.Index(self.schema, path=str(self.folder) if self.folder else None)
        index.register_tokenizer("pieces", tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build())
        return index

    @contextmanager
    def writing(
        self, memory: int = WRITER, threads: int = 1, patience: float = PATIENCE
    ) -> Iterator[tantivy.IndexWriter]:
        """The one writer; what it wrote is found when the block ends. Errors: Busy while another process holds it."""
        until = time.monotonic() + patience
        while True:
            try:
                writer = self.index.writer(memory, num_threads=threads)
                break
            except ValueError as trouble:
                if "lock" not in str(trouble).lower():
                    raise
                if time.monotonic() > until:
                    raise Busy(_("另一个程序正在写索引。请过一分钟再来。")) from trouble
                time.sleep(0.01)
        try:
            yield writer
        except BaseException:
            writer.rollback()
            raise
        writer.commit()
        self.index.reload()
        if memory > WRITER or self.index.searcher().num_segments > CROWDED:
            writer.wait_merging_threads()
            self.index.reload()

    def fill(self, cases: Iterable[Entry | Text]) -> int:
        """Throws away what is there and takes in all cases. Returns how many. Until it ends the old ones are found."""
        count = 0
        with self.writing(FILLER, threads=2, patience=10) as writer:
            writer.delete_all_documents()
            for count, case in enumerate(cases, 1):  # noqa: B007
                writer.add_document(document(case))
        return count

    def put(self, cases: Iterable[Entry | Text], gone: Iterable[str | int] = ()) -> None:
        """Takes in or replaces cases, and forgets those `gone`; it is so when this returns."""
        with self.writing() as writer:
            self.write(writer, cases, gone)

    @staticmethod
    def write(writer: tantivy.IndexWriter, cases: Iterable[Entry | Text], gone: Iterable[str | int] = ()) -> None:
        for name in gone:
            writer.delete_documents_by_term("id", str(name))
        for case in cases:
            writer.delete_documents_by_term("id", str(case.id))
            writer.add_document(document(case))

    def drop(self, ids: Iterable[str | int]) -> None:
        """Cases that are found no more when this returns."""
        self.put((), ids)

    def find(self, words: str, top: int = 20) -> list[tuple[str, float]]:
        """(id, weight) of the cases that hold every word. Nothing is a syntax error: signs only part words."""
        wanted = plain(words)
        return self.ask([self.word(word) for word in wanted], top=top).hits if wanted and top > 0 else []

    def ask(
        self,
        must: Sequence[tantivy.Query],
        but: Sequence[tantivy.Query] = (),
        top: int = 20,
        skip: int = 0,
        sides: Sequence[str] = (),
    ) -> Found:
        """The cases that meet every query of `must` and none of `but`; with the counts of these sides."""
        return look(self.index.searcher(), must, but, top, skip, sides)


def look(
    searcher: tantivy.Searcher,
    must: Sequence[tantivy.Query],
    but: Sequence[tantivy.Query] = (),
    top: int = 20,
    skip: int = 0,
    sides: Sequence[str] = (),
) -> Found:
    """What an index, as it stood when it was opened for asking, holds of these cases."""
    parts = [(tantivy.Occur.Must, one) for one in must] or [(tantivy.Occur.Must, tantivy.Query.all_query())]
    query = tantivy.Query.boolean_query([*parts, *((tantivy.Occur.MustNot, one) for one in but)])
    found = searcher.search(query, max(top, 1), count=True, offset=skip)
    hits = [(searcher.doc(address)["id"][0], weight) for weight, address in found.hits[: max(top, 0)]]
    wanted = {name: {"terms": {"field": name, "size": 300}} for name in sides}
    counted = searcher.aggregate(query, wanted) if sides else {}
    counts = {name: {row["key"]: row["doc_count"] for row in counted[name]["buckets"]} for name in counted}
    total: int = found.count or 0  # type: ignore[attr-defined]
    return Found(hits, total, counts)


def document(case: Entry | Text) -> tantivy.Document:
    """A case as the engine takes it."""
    entry = case if isinstance(case, Entry) else Entry(case.id, case.title, case.text)
    texts = {name: fold(getattr(entry, name)[:LONGEST]) for name in TEXTS}
    heard = f"{texts['title']}\n{texts['names']}"
    fields: dict[str, Any] = {name: pairs(text) for name, text in texts.items()}
    return tantivy.Document(
        id=str(entry.id), key=entry.id if isinstance(entry.id, int) else 0, sound=sound(heard), initials=pairs(initials(heard)),
        characters=characters("".join(texts.values())), numbers=list(entry.numbers), due=entry.due,
        **fields, **{name: [str(value) for value in values] for name, values in entry.sides.items()},
    )  # fmt: skip
