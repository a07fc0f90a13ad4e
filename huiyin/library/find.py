"""Keyword search: words of any length, one character included, all of them wanted, the weightiest cases first.

Texts are kept as pairs of characters with their positions, so a word of two is one look-up and a longer one is a phrase; no
segmenter can cut it wrongly. The index is a folder beside the database; whatever is wrong with it, it is thrown away and refilled.
"""

import shutil
from collections.abc import Iterable
from itertools import pairwise
from pathlib import Path

import tantivy

from huiyin.library.case import Text
from huiyin.library.words import clean

BREAK = "·"  # stands between two runs of letters, so that no phrase reaches across a comma
TITLE_COUNTS = 3.0  # times as much as the text
WRITER = 64 << 20  # bytes of memory for a writer


def runs(text: str) -> list[str]:
    """The runs of letters, digits and Chinese characters of a text, cleaned."""
    return "".join(c if c.isalnum() else " " for c in clean(text)).split()


def _pairs(text: str) -> str:
    return f" {BREAK} ".join(" ".join(a + b for a, b in pairwise(run)) for run in runs(text) if len(run) > 1)


def _characters(text: str) -> str:
    return " ".join(sorted({c for run in runs(text) for c in run}))


def _schema() -> tantivy.Schema:
    made = tantivy.SchemaBuilder()
    made.add_text_field("id", stored=True, tokenizer_name="raw", index_option="basic")
    made.add_text_field("title", tokenizer_name="pieces")
    made.add_text_field("text", tokenizer_name="pieces")
    made.add_text_field("characters", tokenizer_name="pieces", index_option="basic")
    return made.build()


class Shelf:
    """The index in `folder`, opened or made. `fresh` says that it is empty and wants `fill()`: it was missing or broken."""

    def __init__(self, folder: Path):
        self.schema = _schema()
        self.folder = folder
        try:
            self.index = self._open()
            self.index.searcher()
        except Exception:  # the engine's own errors are ValueErrors and worse; a broken index has no other cure
            shutil.rmtree(folder, ignore_errors=True)
            self.index = self._open()
        self.fresh = self.index.searcher().num_docs == 0

    def _open(self) -> tantivy.Index:
        self.folder.mkdir(parents=True, exist_ok=True)
        index = tantivy.Index(self.schema, path=str(self.folder))
        index.register_tokenizer("pieces", tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build())
        return index

    def fill(self, cases: Iterable[Text]) -> int:
        """Throws away what is there and takes in all cases. Returns how many."""
        writer = self.index.writer(WRITER * 2)
        writer.delete_all_documents()
        count = 0
        for count, case in enumerate(cases, 1):  # noqa: B007
            writer.add_document(self._document(case))
        writer.commit()
        writer.wait_merging_threads()
        self.index.reload()
        return count

    def put(self, cases: Iterable[Text]) -> None:
        """Takes in or replaces cases; they are found when this returns."""
        writer = self.index.writer(WRITER, num_threads=1)
        for case in cases:
            writer.delete_documents_by_term("id", str(case.id))
            writer.add_document(self._document(case))
        writer.commit()
        self.index.reload()

    def drop(self, ids: Iterable[str | int]) -> None:
        """Cases that are found no more when this returns."""
        writer = self.index.writer(WRITER, num_threads=1)
        for name in ids:
            writer.delete_documents_by_term("id", str(name))
        writer.commit()
        self.index.reload()

    def find(self, words: str, top: int = 20) -> list[tuple[str, float]]:
        """(id, weight) of the cases that hold every word of the query. Nothing is a syntax error: signs only part words."""
        wanted = runs(words)
        if not wanted or top < 1:
            return []
        parts = [(tantivy.Occur.Must, self._word(word)) for word in wanted[:20]]
        searcher = self.index.searcher()
        found = searcher.search(tantivy.Query.boolean_query(parts), top, count=False).hits
        return [(searcher.doc(address)["id"][0], weight) for weight, address in found]

    def _word(self, word: str) -> tantivy.Query:
        if len(word) == 1:
            return tantivy.Query.term_query(self.schema, "characters", word)
        pieces = [a + b for a, b in pairwise(word[:60])]
        fields = []
        for field, weight in (("title", TITLE_COUNTS), ("text", 1.0)):
            one = tantivy.Query.term_query(self.schema, field, pieces[0])
            query = one if len(pieces) == 1 else tantivy.Query.phrase_query(self.schema, field, list(pieces))
            fields.append((tantivy.Occur.Should, tantivy.Query.boost_query(query, weight)))
        return tantivy.Query.boolean_query(fields)

    def _document(self, case: Text) -> tantivy.Document:
        return tantivy.Document(
            id=str(case.id),
            title=_pairs(case.title),
            text=_pairs(case.text),
            characters=_characters(f"{case.title}\n{case.text}"),
        )
