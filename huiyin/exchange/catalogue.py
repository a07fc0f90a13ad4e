"""A catalogue of proposals, row by row, in our own words. What a row does not say stays None."""

import datetime as dt
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from huiyin.exchange import cells, headers
from huiyin.exchange.cells import CellRefused
from huiyin.exchange.sheets import LIMIT_ROWS, Row, Rows, read_rows
from huiyin.exchange.totals import is_total

TITLE_LENGTH = 200
DATES = ("submitted", "filed", "assigned", "signed", "replied", "rated", "replied_again", "rated_again", "closed")
UNITS = ("hosts", "separate", "cohosts")
# What must not be earlier than what: an effect and its causes (a rating needs a reply, a reply a hand-over).
CAUSES = {
    "filed": ("submitted",),
    "assigned": ("filed", "submitted"),
    "signed": ("assigned", "filed", "submitted"),
    "replied": ("signed", "assigned", "filed", "submitted"),
    "rated": ("replied", "assigned", "submitted"),
    "replied_again": ("rated", "replied", "assigned", "submitted"),
    "rated_again": ("replied_again", "rated", "replied", "assigned", "submitted"),
    "closed": ("replied_again", "replied", "assigned", "submitted"),
}


@dataclass(frozen=True, slots=True)
class CatalogueRow:
    """One proposal as a catalogue tells it; dates are days, None is unknown.

    `satisfaction` is satisfied, basically, dissatisfied or unrated; `review` is filed, declined, merged, withdrawn or
    converted, `review_text` its own words; `merged_into` is the number of the main case, `merges` those that came into this one; `vague` holds dates of which the day is not known, by field.
    """

    line: int
    title: str
    number: str | None = None
    intake: str | None = None
    session: str | None = None
    term: str | None = None
    year: int | None = None
    proposers: tuple[str, ...] = ()
    proposer_count: int | None = None
    proposer_kind: str | None = None
    subject: str | None = None
    situation: str | None = None
    analysis: str | None = None
    suggestions: str | None = None
    hosts: tuple[str, ...] = ()
    separate: tuple[str, ...] = ()
    cohosts: tuple[str, ...] = ()
    submitted: dt.date | None = None
    filed: dt.date | None = None
    assigned: dt.date | None = None
    signed: dt.date | None = None
    replied: dt.date | None = None
    rated: dt.date | None = None
    closed: dt.date | None = None
    reply_class: str | None = None
    satisfaction: str | None = None
    review: str | None = None
    review_text: str | None = None
    step: str | None = None
    key: bool | None = None
    note: str | None = None
    meeting: str | None = None
    doc_number: str | None = None
    replied_again: dt.date | None = None
    rated_again: dt.date | None = None
    satisfaction_again: str | None = None
    merged_into: str | None = None
    merges: tuple[str, ...] = ()
    vague: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a row is refused: its line, the header of its column ("" for the row), what is wrong, how to mend it."""

    line: int
    column: str
    what: str
    mend: str

    def __str__(self) -> str:
        where = _("第 %(line)s 行“%(column)s”") if self.column else _("第 %(line)s 行")
        return f"{where % {'line': self.line, 'column': self.column}}：{self.what}。{self.mend}"


@dataclass(frozen=True, slots=True)
class CatalogueSummary:
    """Units and sessions with the number of rows that name them; the file's headers that were read → our field, and
    those that were not; `faulty`: the rows that cannot be taken, as far as they could be read; `notes`: what was done
    with the file of its own accord (totals passed over, day numbers of Excel read as dates), a sentence each."""

    units: dict[str, int]
    sessions: dict[str, int]
    headers_used: dict[str, str]
    headers_ignored: list[str]
    faulty: list[CatalogueRow] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


Parsed = tuple[list[CatalogueRow], list[Problem], CatalogueSummary]


def read(
    source: str | Path | bytes,
    name: str = "",
    mapping: Mapping[str, object] | None = None,
    *,
    limit_rows: int = LIMIT_ROWS,
    **options: Any,
) -> Parsed:
    """`read_rows` and `parse` in one; raises SheetRefused when the file as a whole cannot be taken."""
    return parse(
        read_rows(source, name, limit_rows=limit_rows, known=headers.known_headers(mapping)), mapping, **options
    )


def parse(
    rows: Iterable[Row],
    mapping: Mapping[str, object] | None = None,
    *,
    today: dt.date | None = None,
    day_unknown: bool = False,
    hosts_as_separate: bool = False,
) -> Parsed:
    """All rows checked: those that can be taken, every problem of the others, and what the file names.

    `day_unknown` takes a date such as 2023.5 as unknown and keeps its words in `vague`; `hosts_as_separate` takes
    several lead units as separate handling (分办), where they would be a problem otherwise. Dates after `today`
    (default: the present day) are problems.
    """
    rows = list(rows)
    columns = headers.match(_all_headers(rows), mapping)
    reader = _Reader(columns, today or dt.date.today(), day_unknown, hosts_as_separate)
    taken: list[CatalogueRow] = []
    faulty: list[CatalogueRow] = []
    problems: list[Problem] = []
    numbers: dict[tuple[str, str], int] = {}
    totals = [row.line for row in rows if is_total(row.cells, reader.value(row, "title"))]
    for row in rows:
        if row.line in totals:
            continue
        found, wrong = reader.read(row)
        wrong += _same_number(found, numbers, reader.header("number"))
        problems += wrong
        (faulty if wrong else taken).append(found)
    return taken, problems, _summary(rows, taken, columns, faulty, [*_of_totals(totals), *reader.notes()])


def _all_headers(rows: list[Row]) -> list[str]:
    if isinstance(rows, Rows):
        return rows.headers
    return list(dict.fromkeys(header for row in rows for header in (*row.cells, *row.broken)))


class _Reader:
    """Reads rows of one file; the file's columns and the caller's choices are the same for all of them."""

    def __init__(self, columns: dict[str, list[str]], today: dt.date, day_unknown: bool, hosts_as_separate: bool):
        self.columns = columns
        self.today = today
        self.day_unknown = day_unknown
        self.hosts_as_separate = hosts_as_separate
        self.ours = {header for listed in columns.values() for header in listed}
        self.serials: dict[str, list[tuple[int, int, dt.date]]] = {}

    def header(self, name: str) -> str:
        """The file's header for a field of ours, our own label where the file has none."""
        return self.columns[name][0] if name in self.columns else headers.LABELS[name]

    def read(self, row: Row) -> tuple[CatalogueRow, list[Problem]]:
        wrong = [
            Problem(row.line, header, what, _("请在 Excel 里打开并保存一次，或把公式换成它的值。"))
            for header, what in row.broken.items()
            if header in self.ours
        ]
        facts: dict[str, Any] = {"line": row.line, "title": ""}
        facts |= self._texts(row, wrong) | self._codes(row, wrong) | self._people(row) | self._units(row, wrong)
        facts |= self._dates(row, wrong)
        facts |= self._merging(row, facts, wrong)
        found = CatalogueRow(**facts)
        return found, wrong + self._order(found) + self._second_reply(found)

    def value(self, row: Row, name: str) -> object:
        return next((row.cells[header] for header in self.columns.get(name, ()) if header in row.cells), None)

    def _problem(self, row: Row, name: str, refused: CellRefused) -> Problem:
        return Problem(row.line, self.header(name), refused.what, refused.mend)

    def _texts(self, row: Row, wrong: list[Problem]) -> dict[str, Any]:
        names = ("number", "intake", "session", "term", "proposer_kind", "subject", "step", "doc_number")
        facts: dict[str, Any] = {name: cells.one_line(self.value(row, name)) for name in names}
        for name in ("situation", "analysis", "suggestions", "note"):
            facts[name] = cells.plain(self.value(row, name))
        facts["title"] = cells.one_line(self.value(row, "title")) or ""
        if not facts["title"] and self.header("title") not in row.broken:
            mend = _("请填上案由；如果这一行是合计或说明，请删去它。")
            wrong.append(Problem(row.line, self.header("title"), _("没有案由"), mend))
        if len(facts["title"]) > TITLE_LENGTH:
            what = _("案由有 %(length)s 个字，最多 %(most)s 个") % {"length": len(facts["title"]), "most": TITLE_LENGTH}
            wrong.append(Problem(row.line, self.header("title"), what, _("请缩短案由，其余写进正文。")))
        return facts

    def _codes(self, row: Row, wrong: list[Problem]) -> dict[str, Any]:
        readers: dict[str, Callable[[object], Any]] = {
            "satisfaction": cells.satisfaction,
            "satisfaction_again": cells.satisfaction,
            "meeting": cells.meeting,
            "review": cells.review,
            "key": cells.flag,
            "reply_class": cells.reply_class,
            "year": _year,
        }
        facts: dict[str, Any] = {"review_text": cells.one_line(self.value(row, "review"))}
        for name, read_cell in readers.items():
            try:
                facts[name] = read_cell(self.value(row, name))
            except CellRefused as refused:
                wrong.append(self._problem(row, name, refused))
        return facts

    def _people(self, row: Row) -> dict[str, Any]:
        found = [cells.names(row.cells.get(h)) for name in ("proposers", "joint") for h in self.columns.get(name, ())]
        counts = [listed.count for listed in found if listed.count]
        everyone = dict.fromkeys(name for listed in found for name in listed.names)
        return {"proposers": tuple(everyone), "proposer_count": max(counts) if counts else None}

    def _units(self, row: Row, wrong: list[Problem]) -> dict[str, Any]:
        facts: dict[str, list[str]] = {role: [] for role in UNITS}
        for name in UNITS:
            for header in self.columns.get(name, ()):
                for role, listed in cells.units(row.cells.get(header), name).items():
                    facts[role] += [unit for unit in listed if unit not in facts[role]]
        if len(facts["hosts"]) > 1 and self.hosts_as_separate:
            facts["separate"], facts["hosts"] = facts["hosts"] + facts["separate"], []
        wrong += self._unit_problems(row, facts)
        return {role: tuple(listed) for role, listed in facts.items()}

    def _unit_problems(self, row: Row, facts: dict[str, list[str]]) -> list[Problem]:
        """R-032: one lead unit, or two and more that each handle their own part."""
        hosts, separate = facts["hosts"], facts["separate"]
        if len(hosts) > 1:
            what = _("写了 %(count)s 家单位（%(units)s），看不出谁主办") % {
                "count": len(hosts),
                "units": "、".join(hosts),
            }
            mend = _("一件提案只有一个主办单位：其余的移到“会办单位”；各办各的，都写进“分办单位”。")
            return [Problem(row.line, self.header("hosts"), what, mend)]
        if hosts and separate:
            mend = _("主办和分办只能有一样，请留一样。")
            return [Problem(row.line, self.header("separate"), _("又有主办单位，又有分办单位"), mend)]
        both = [unit for unit in facts["cohosts"] if unit in hosts or unit in separate]
        if both:
            mend = _("请从“会办单位”里删去它。")
            what = _("%s既是主办又是会办") % "、".join(both)
            return [Problem(row.line, self.header("cohosts"), what, mend)]
        return []

    def _merging(self, row: Row, facts: Mapping[str, Any], wrong: list[Problem]) -> dict[str, Any]:
        """R-025. A case that units handle by itself is nobody's part: numbers in its column 并案 are those that came into it."""
        into = list(cells.numbers(self.value(row, "merged_into")))
        merges = list(cells.numbers(self.value(row, "merges")))
        both, said = self.value(row, "merged_with"), facts.get("review_text") or ""
        if both is not None and cells.plain(both) not in (*cells.YES, *cells.NO):
            handled = any(facts[role] for role in UNITS) and not re.match(r"并[入至]", str(both).strip())
            (merges if handled else into).extend(cells.numbers(both))
        elif both is not None and cells.plain(both) in cells.YES:
            facts = {**facts, "review": facts.get("review") or "merged"}
        if not into and facts.get("review") == "merged" and re.search(r"\d", said):
            into = list(cells.numbers(said))
        into = list(dict.fromkeys(into))
        if len(into) > 1:
            what = _("写了 {n} 个并入的案号（{numbers}）").format(n=len(into), numbers="、".join(into))
            wrong.append(Problem(row.line, self.header("merged_into"), what, _("一件提案只并入一件主案，请留主案的。")))
        review = "merged" if into and facts.get("review") in (None, "filed") else facts.get("review")
        return {"merged_into": into[0] if into else None, "merges": tuple(dict.fromkeys(merges)), "review": review}

    def _second_reply(self, found: CatalogueRow) -> list[Problem]:
        """R-063: only what was not to the proposer's satisfaction is answered again."""
        again = found.replied_again or found.satisfaction_again or found.rated_again
        if not again or found.satisfaction not in ("satisfied", "basically"):
            return []
        mend = _("请核对；“满意度”填的如果是最后一次的，请移到“二次满意度”，第一次的填“不满意”或留空。")
        return [Problem(found.line, self.header("satisfaction"), _("第一次已经满意，又有二次答复"), mend)]

    def _dates(self, row: Row, wrong: list[Problem]) -> dict[str, Any]:
        facts: dict[str, Any] = {"vague": {}}
        for name in DATES:
            value = self.value(row, name)
            try:
                facts[name] = cells.date(value, self.today)
                if (number := cells.serial(value)) is not None:
                    self.serials.setdefault(name, []).append((row.line, number, facts[name]))
            except CellRefused as refused:
                if refused.vague and self.day_unknown:
                    facts["vague"][name] = cells.plain(value)
                else:
                    wrong.append(self._problem(row, name, refused))
        return facts

    def notes(self) -> list[str]:
        """Where a date came as the day number of Excel, a sentence a column, with the first of them to check by."""
        words = _("“{column}”有 {n} 格是 Excel 的日期序号，已换算成日期（第 {line} 行 {number} 是 {day}），请核对。")
        return [
            words.format(column=self.header(name), n=len(found), line=found[0][0], number=found[0][1], day=found[0][2])
            for name, found in self.serials.items()
        ]

    def _order(self, found: CatalogueRow) -> list[Problem]:
        wrong = []
        for effect, causes in CAUSES.items():
            day = getattr(found, effect)
            before = [(getattr(found, cause), cause) for cause in causes if getattr(found, cause)]
            if day is None or not before or day >= max(before)[0]:
                continue
            cause_day, cause = max(before)
            what = _("%(effect)s %(day)s 早于%(cause)s %(cause_day)s") % {
                "effect": headers.LABELS[effect],
                "day": day.isoformat(),
                "cause": headers.LABELS[cause],
                "cause_day": cause_day.isoformat(),
            }
            wrong.append(Problem(found.line, self.header(effect), what, _("请核对这两个日期，改正写错的一个。")))
        return wrong


def _year(value: object) -> int | None:
    text = cells.one_line(value)
    if text is None:
        return None
    found = re.fullmatch(r"((?:19|20)\d\d)\s*年?度?", unicodedata.normalize("NFKC", text))
    if not found:
        raise CellRefused(_("“%s”认不出是哪一年") % text, _("请写四位年份，例如 2023。"))
    return int(found[1])


def _same_number(row: CatalogueRow, seen: dict[tuple[str, str], int], column: str) -> list[Problem]:
    """A case number is given once in a session (or a year, where the file has no sessions)."""
    if row.number is None:
        return []
    number = re.sub(r"^第|号$|\s", "", unicodedata.normalize("NFKC", row.number)).lstrip("0")
    where = (row.session or str(row.year or ""), number)
    first = seen.setdefault(where, row.line)
    if first == row.line:
        return []
    what = _("案号 %(number)s 和第 %(first)s 行重了") % {"number": row.number, "first": first}
    mend = _("请核对案号；同一件提案只占一行，多家单位分办的写在同一格里。")
    return [Problem(row.line, column, what, mend)]


def _of_totals(lines: list[int]) -> list[str]:
    if not lines:
        return []
    listed = "、".join(map(str, lines[:10])) + (" …" if lines[10:] else "")
    return [_("第 {lines} 行是合计或表下的说明，没有当作提案。").format(lines=listed)]


def _summary(
    rows: list[Row], taken: list[CatalogueRow], columns: dict[str, list[str]], faulty: list[CatalogueRow], notes: list[str]
) -> CatalogueSummary:  # fmt: skip
    units: dict[str, int] = {}
    sessions: dict[str, int] = {}
    for row in taken:
        for unit in dict.fromkeys((*row.hosts, *row.separate, *row.cohosts)):
            units[unit] = units.get(unit, 0) + 1
        if row.session:
            sessions[row.session] = sessions.get(row.session, 0) + 1
    used = {header: field for field, listed in columns.items() for header in listed}
    ignored = [header for header in _all_headers(rows) if header not in used]
    return CatalogueSummary(units, sessions, used, ignored, faulty, notes)
