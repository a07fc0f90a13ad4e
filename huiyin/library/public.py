"""What anyone may find: published proposals with their published replies, published consultations, questions open on the net with the
views that were let through, what stands on the Echo Wall.

An index of its own that holds public words and nothing else, so that no snippet, count or suggestion can tell of what is not public.
It follows the ledger like the other one (freshness.py), and the database has the last word on every row that is shown: what was
withdrawn is gone with the next request. While the index is not wholly up to date the database itself is searched.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from django.db.models import F, Q
from django.utils.translation import gettext as _

from huiyin.consultations.models import Deliberation, PublicConsultation, Statement
from huiyin.handling.models import PublicVersion
from huiyin.kernel.models import Committee, Period
from huiyin.library import freshness
from huiyin.library.find import Entry, Found
from huiyin.library.fold import fold
from huiyin.library.layers import Layers
from huiyin.library.marks import Piece, marked, passage
from huiyin.library.query import Asked, read
from huiyin.library.wanted import Word, number_in
from huiyin.reception.models import PublicVoice

KINDS = ("proposal", "consultation", "topic", "voice")
PAGE = 20
MOST = 200  # of each kind that the database is asked for while there is no index
CHUNK = 500
YEAR = {"year": ("year",), "年份": ("year",), "年": ("year",)}
ROWS: dict[str, Any] = {"proposal": PublicVersion, "consultation": PublicConsultation, "voice": PublicVoice}
"""The public versions; a question open on the net (`topic`) has none, it is public as it stands."""
WITH = {
    "proposal": ("case__parent__session",),
    "consultation": ("case__consultation__site",),
    "voice": ("case__voice__site",),
}


class Open(NamedTuple):
    """The words of conditions for anyone: years."""

    years: tuple[str, ...]

    def units_named(self, wanted: str) -> list[str]:
        return []

    def meant(self, side: str, text: str) -> list[str]:
        return [year for year in self.years if year == fold(text).strip()]

    def label(self, side: str, value: str) -> str:
        return value

    def example(self, side: str) -> str:
        return f"年份:{next(iter(self.years), '2026')}"


class Passage(NamedTuple):
    """Where the words stand: in its own text, or in an `answer` by `who`."""

    pieces: list[Piece]
    answer: bool = False
    who: str = ""


@dataclass
class Shown:
    """One public thing as it is found. `row`: its public version; `about`: its session or site."""

    kind: str
    row: Any
    heading: list[Piece]
    about: list[str]
    day: date | None
    passages: list[Passage]


@dataclass
class Result:
    asked: Asked
    rows: list[Shown] = field(default_factory=list)
    count: int = 0
    kinds: dict[str, int] = field(default_factory=dict)
    said: list[str] = field(default_factory=list)
    loose: bool = False


def published(committee: Committee, kind: str) -> Any:
    """The public versions of a kind that hold now."""
    if kind == "topic":
        return _topics().filter(committee=committee)
    rows = ROWS[kind].objects.filter(committee=committee, until=None, voided_by=None)
    return (rows.filter(what="proposal") if kind == "proposal" else rows).select_related(*WITH[kind])


def _topics() -> Any:
    return Deliberation.objects.select_related("site").annotate(heading=F("title"), text=F("about"), at=F("opened_at"))


# ---- what the index holds


def count(committee: Committee) -> int:
    return sum(published(committee, kind).count() for kind in KINDS)


def everything(committee: Committee) -> Iterator[Entry]:
    for kind in KINDS:
        pks = list(published(committee, kind).order_by("pk").values_list("pk", flat=True))
        for start in range(0, len(pks), CHUNK):
            rows = list(published(committee, kind).filter(pk__in=pks[start : start + CHUNK]))
            yield from _entries(kind, rows)


def changed(roots: Sequence[int]) -> tuple[list[Entry], set[str]]:
    """What is public now of these trees of cases, and the names of all that was."""
    found = _entries("topic", list(_topics().filter(root_id__in=list(roots))))
    names: set[str] = set()
    for kind in ROWS:
        rows = list(ROWS[kind].objects.filter(case__root_id__in=list(roots)).select_related(*WITH[kind]))
        names |= {f"{kind}:{row.pk}" for row in rows}
        holds = [row for row in rows if row.until is None and row.voided_by is None]
        found += _entries(kind, [row for row in holds if kind != "proposal" or row.what == "proposal"])
    return found, names - {str(entry.id) for entry in found}


SOURCE = freshness.Source("public", count, everything, changed)


def _entries(kind: str, rows: Sequence[Any]) -> list[Entry]:
    answers, own = answers_of(kind, rows), words_of(kind, rows)
    return [
        Entry(
            f"{kind}:{row.pk}", row.heading, own[row.pk], "\n".join(text for _who, text in answers[row.pk]),
            names="、".join([*_places(kind, row), *(who for who, _text in answers[row.pk])]), numbers=_numbers(kind, row),
            sides={"kind": [kind], "year": [str(_year(kind, row))]},
        )
        for row in rows
    ]  # fmt: skip


def words_of(kind: str, rows: Sequence[Any]) -> dict[int, str]:
    """The public words of each; of a question with the views that were let through, one query."""
    found = {row.pk: [row.text] for row in rows}
    if kind == "topic":
        views = Statement.objects.filter(case__in=list(found), state="shown", until=None, voided_by=None).order_by("pk")
        for case, words in views.values_list("case", "words"):
            found[case].append(words)
    return {pk: "\n".join(parts) for pk, parts in found.items()}


def answers_of(kind: str, rows: Iterable[Any]) -> dict[int, list[tuple[str, str]]]:
    """By public version: (who answered, what) of every answer that is public with it. One query for proposals, none for others."""
    found: dict[int, list[tuple[str, str]]] = defaultdict(list)
    if kind == "voice":  # as the wall shows it: while it is being answered anew, the old answer is not shown
        for row in rows:
            if row.answer and row.case.voice.state == "echoed":
                found[row.pk].append(("", row.answer))
    if kind == "topic":
        for row in rows:
            if row.used:
                found[row.pk].append(("", row.used))
    if kind == "proposal":
        of = {row.case.parent_id: row.pk for row in rows}
        replies = PublicVersion.objects.filter(what="reply", until=None, voided_by=None, case__parent__in=list(of))
        for reply in replies.select_related("case__publication__unit").order_by("at", "pk"):
            unit = reply.case.publication.unit
            found[of[reply.case.parent_id]].append((unit.name if unit else "", reply.text))
    return found


def _places(kind: str, row: Any) -> list[str]:
    if kind == "proposal":
        session = row.case.parent.session
        return [session.name] if session else []
    site = (
        row.site if kind == "topic" else row.case.consultation.site if kind == "consultation" else row.case.voice.site
    )
    return [site.name] if site else []


def _day(kind: str, row: Any) -> date | None:
    if kind == "topic":
        return row.closes_on  # type: ignore[no-any-return]
    if kind == "voice":
        return row.case.voice.raised_on  # type: ignore[no-any-return]
    if kind == "consultation" and row.case.consultation.meets_on:
        return row.case.consultation.meets_on  # type: ignore[no-any-return]
    return row.at.date() if row.at else None


def _year(kind: str, row: Any) -> int:
    session = row.case.parent.session if kind == "proposal" else None
    day = _day(kind, row)
    return (session.year if session else 0) or (day.year if day else 0)


def _numbers(kind: str, row: Any) -> tuple[str, ...]:
    """The numbers that the public page shows. A voice's is on its receipt only."""
    number = {"proposal": lambda: row.case.parent.number, "consultation": lambda: row.case.consultation.number}.get(
        kind
    )
    text = number() if number else ""
    return tuple(dict.fromkeys(one for one in (text.lower(), number_in(text)) if one)) if text else ()


# ---- asking


def search(committee: Committee, text: str, kind: str = "", page: int = 1) -> Result:
    """One page of what is public and holds these words. At most twelve queries; never fails on what was typed."""
    years = Period.objects.filter(committee=committee, kind="session").values_list("year", flat=True).distinct()
    asked = read(text, Open(tuple(str(year) for year in sorted(filter(None, years), reverse=True))), YEAR)
    result = Result(asked, said=asked.said)
    if asked.empty:
        return result
    index, state = freshness.freshen(committee, SOURCE)
    try:
        if index is None or state.word == freshness.BEHIND:
            raise ValueError(state.word)
        names = _from_index(result, index, kind, page)
    except ValueError as trouble:  # no index, or one that was damaged under our hands
        if index is not None and state.word != freshness.BEHIND:
            freshness.log.warning("the public index of %s gave no answer: %s", committee.code, trouble)
            freshness.forget(committee, SOURCE)
        result.said.append(_("索引正在重建，这一次直接在公开的文字里逐件找，只看每一类最近的 {n} 件。").format(n=MOST))
        names = _from_database(result, committee, kind, page)
    result.rows = _shown(committee, names, asked.words)
    result.count -= len(names) - len(result.rows)
    return result


def _from_index(result: Result, index: Layers, kind: str, page: int) -> list[str]:
    found = _ask(index, result.asked, kind, page)
    if not sum(found.counts["kind"].values()) and result.asked.words:
        result.asked.words = [word._replace(loose=True) for word in result.asked.words]
        found = _ask(index, result.asked, kind, page)
        result.loose = bool(found.total)
    result.count, result.kinds = found.total, found.counts["kind"]
    return [name for name, _weight in found.hits]


def _ask(index: Layers, asked: Asked, kind: str, page: int) -> Found:
    """The hits of one kind, or of all; counted by kind as if all were asked for."""
    must, but = [index.word(word) for word in asked.words], [index.word(word) for word in asked.without]
    must += [index.of(one.side, one.values) for one in asked.conditions]
    if not kind:
        return index.ask(must, but, top=PAGE, skip=(page - 1) * PAGE, sides=("kind",))
    counts = index.ask(must, but, top=1, sides=("kind",)).counts
    return index.ask([*must, index.of("kind", [kind])], but, top=PAGE, skip=(page - 1) * PAGE)._replace(counts=counts)


def _from_database(result: Result, committee: Committee, kind: str, page: int) -> list[str]:
    """The newest of each kind that hold every word in their own public text."""
    found: list[tuple[Any, str]] = []
    for one in KINDS:
        rows = published(committee, one)
        for word in result.asked.words:
            rows = rows.filter(Q(heading__icontains=word.text) | Q(text__icontains=word.text))
        for word in result.asked.without:
            rows = rows.exclude(Q(heading__icontains=word.text) | Q(text__icontains=word.text))
        several = list(rows.order_by("-at", "-pk")[:MOST])
        years = {value for condition in result.asked.conditions for value in condition.values}
        several = [row for row in several if not years or str(_year(one, row)) in years]
        result.kinds |= {one: len(several)} if several else {}
        found += [(row.at, f"{one}:{row.pk}") for row in several if kind in ("", one)]
    found.sort(key=lambda pair: pair[0], reverse=True)
    result.count = len(found)
    return [name for _at, name in found[(page - 1) * PAGE : page * PAGE]]


def _shown(committee: Committee, names: Sequence[str], words: Sequence[Word]) -> list[Shown]:
    """The rows as they are public at this moment, in this order."""
    wanted: dict[str, list[int]] = defaultdict(list)
    for name in names:
        kind, _sign, pk = name.partition(":")
        wanted[kind].append(int(pk))
    found: dict[str, Shown] = {}
    for kind, pks in wanted.items():
        rows = list(published(committee, kind).filter(pk__in=pks))
        answers, own = answers_of(kind, rows), words_of(kind, rows)
        for row in rows:
            texts = [(own[row.pk], False, ""), *((text, True, who) for who, text in answers[row.pk])]
            passages = [
                Passage(pieces, answer, who) for text, answer, who in texts if (pieces := passage(text[:20_000], words))
            ]
            found[f"{kind}:{row.pk}"] = Shown(
                kind, row, marked(row.heading, words), _places(kind, row), _day(kind, row), passages[:2]
            )
    return [found[name] for name in names if name in found]
