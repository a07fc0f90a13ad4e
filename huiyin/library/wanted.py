"""What is asked for: single words, each a query of its own. How a query is read from what a person typed: query.py."""

from collections.abc import Sequence
from typing import NamedTuple

import tantivy

from huiyin.library.fold import chinese, fold, initials, pairs, pieces, runs, sound, spelled

WEIGHTS = (("title", 3.0), ("names", 2.0), ("text", 1.0), ("answer", 0.7), ("files", 0.5))
HEARD, FIRST_LETTERS, EXACT_NUMBER, ITS_UNIT = 2.0, 1.5, 20.0, 1.5
MOST = 20  # words of one query
LONG = 5  # characters from which a word may stand in several pieces
PART = 0.8  # of the pairs of a long word that must stand somewhere
LOOSE = 0.5  # the same when nothing was found and errors are forgiven
CUT = 60  # characters of a word that are asked for


class Word(NamedTuple):
    """One word: folded. `exact`: it stood in quotes. `units`: ids of units whose names it may mean. `loose`: errors forgiven."""

    text: str
    exact: bool = False
    units: tuple[str, ...] = ()
    loose: bool = False

    def query(self, schema: tantivy.Schema) -> tantivy.Query:
        """Cases that hold the word in one of the texts, or by its sound, or as their number or unit."""
        ways = [*_written(schema, self), *_heard(schema, self)]
        if number := number_in(self.text):
            ways.append(
                _boosted(tantivy.Query.term_query(schema, "numbers", number, index_option="basic"), EXACT_NUMBER)
            )
        if self.units:
            ways.append(
                tantivy.Query.const_score_query(
                    tantivy.Query.term_set_query(schema, "unit", list(self.units)), ITS_UNIT
                )
            )
        return any_of(ways)


def plain(text: str) -> list[Word]:
    """The words of a text of which nothing is meant as a sign: at most MOST."""
    return [Word(piece) for run in runs(fold(text)) for piece in pieces(run)][:MOST]


def number_in(text: str) -> str:
    """A case's number as it is kept: without zeros in front; nothing where the word is none. 第087号 and 87 are one."""
    bare = text.removeprefix("第").removesuffix("号")
    return bare.lstrip("0") or "0" if bare.isascii() and bare.isdigit() else ""


def any_of(ways: Sequence[tantivy.Query]) -> tantivy.Query:
    return (
        tantivy.Query.boolean_query([(tantivy.Occur.Should, one) for one in ways])
        if ways
        else tantivy.Query.empty_query()
    )


def _boosted(query: tantivy.Query, weight: float) -> tantivy.Query:
    return tantivy.Query.boost_query(query, weight)


def _phrase(schema: tantivy.Schema, field: str, parts: list[str]) -> tantivy.Query:
    one = len(parts) == 1
    return (
        tantivy.Query.term_query(schema, field, parts[0])
        if one
        else tantivy.Query.phrase_query(schema, field, list(parts))
    )


def _written(schema: tantivy.Schema, word: Word) -> list[tantivy.Query]:
    if len(word.text) == 1:
        return [tantivy.Query.term_query(schema, "characters", word.text)]
    parts = pairs(word.text[:CUT]).split()
    if not parts:
        return []
    ways = [_boosted(_phrase(schema, field, parts), weight) for field, weight in WEIGHTS]
    if (len(word.text) >= LONG or word.loose) and not word.exact and chinese(word.text):
        ways += [_boosted(_in_part(schema, field, parts, word.loose), weight / 3) for field, weight in WEIGHTS[:3]]
    return ways


def _in_part(schema: tantivy.Schema, field: str, parts: list[str], loose: bool) -> tantivy.Query:
    """Most of a long word's pairs, in whatever place of one text: 老旧小区加装电梯补助 where 补助 stands elsewhere."""
    least = max(1, int(len(parts) * (LOOSE if loose else PART) + 0.5))
    each = [(tantivy.Occur.Should, tantivy.Query.term_query(schema, field, part)) for part in dict.fromkeys(parts)]
    return tantivy.Query.boolean_query(each, minimum_number_should_match=min(least, len(each)))


def _heard(schema: tantivy.Schema, word: Word) -> list[tantivy.Query]:
    if word.exact:
        return []
    if word.loose and chinese(word.text) and len(word.text) > 1:
        return [_boosted(_phrase(schema, "sound", sound(word.text).split()), HEARD)]
    if not (word.text.isascii() and word.text.isalpha()):
        return []
    ways = []
    if len(word.text) > 1:
        ways.append(_boosted(_phrase(schema, "initials", pairs(word.text).split()), FIRST_LETTERS))
    if found := spelled(word.text):
        whole, rest = found
        if not rest:
            ways.append(_boosted(_phrase(schema, "sound", list(whole)), HEARD))
        elif whole:
            patterns: list[str | tuple[int, str]] = [*whole, f"{rest}.*"]
            ways.append(_boosted(tantivy.Query.regex_phrase_query(schema, "sound", patterns), HEARD))
        elif len(rest) > 1:
            ways.append(_boosted(tantivy.Query.regex_query(schema, "sound", f"{rest}.*"), HEARD))
    return ways


def sounds_like(name: str, letters: str) -> bool:
    """Whether a name may be meant by letters: its pinyin or initials hold them.

    >>> sounds_like("住房城乡建设局", "zfcx"), sounds_like("财政局", "caizheng")
    (True, True)
    """
    folded = fold(name)
    return letters in initials(folded) or letters in sound(folded).replace(" ", "")
