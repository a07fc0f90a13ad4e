"""Which row was merged into which: a catalogue says it on either side, by case number (R-025)."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from django.utils.translation import gettext as _

from huiyin.exchange.catalogue import CatalogueRow, Problem
from huiyin.exchange.headers import LABELS
from huiyin.exchange.places import Sessions
from huiyin.kernel.models import Committee, Number

Key = tuple[str, str]


@dataclass
class Merges:
    """The rows with what the other side said of them; `of`: line of a main row → its merged rows, in the order of the file;
    `standing`: line of a merged row → id of a main case that is in the house already."""

    rows: list[CatalogueRow]
    of: dict[int, list[CatalogueRow]] = field(default_factory=dict)
    standing: dict[int, int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def merged(self) -> set[int]:
        """Lines of the rows that go with another."""
        return {row.line for rows in self.of.values() for row in rows} | set(self.standing)


def settle(
    committee: Committee, rows: list[CatalogueRow], sessions: Sessions, columns: Mapping[str, str] | None = None
) -> Merges:
    """Tie the rows together. Problems: a main case that is nowhere, that is merged itself, or two that claim one row."""
    if not any(row.merged_into or row.merges for row in rows):
        return Merges(rows, notes=[*_unnamed(rows)])
    return _Settling(committee, rows, sessions, columns or {}).done()


class _Settling:
    def __init__(
        self, committee: Committee, rows: list[CatalogueRow], sessions: Sessions, columns: Mapping[str, str]
    ) -> None:
        self.committee, self.sessions, self.columns = committee, sessions, columns
        self.rows = {row.line: row for row in rows}
        self.by_number = {self.key(row, row.number): row.line for row in rows if row.number}
        self.by_intake = {self.key(row, row.intake): row.line for row in rows if row.intake}
        self.found = Merges([])

    def key(self, row: CatalogueRow, number: str | None) -> Key:
        return self.sessions.code(row), bare(number or "")

    def line_of(self, row: CatalogueRow, number: str) -> int | None:
        key = self.key(row, number)
        return self.by_number.get(key, self.by_intake.get(key))

    def problem(self, row: CatalogueRow, name: str, what: str, mend: str) -> None:
        self.found.problems.append(Problem(row.line, self.columns.get(name, LABELS[name]), what, mend))

    def done(self) -> Merges:
        for line in list(self.rows):
            for number in self.rows[line].merges:
                self._claim(self.rows[line], number)
        self._tie()
        self.found.rows = list(self.rows.values())
        self.found.notes += _unnamed(self.found.rows)
        return self.found

    def _claim(self, main: CatalogueRow, number: str) -> None:
        """The main row names what came into it."""
        line = self.line_of(main, number)
        if line is None:
            words = _("第 {n} 行合并的 {number} 不在这份目录里，只记在备注里。")
            self.found.notes.append(words.format(n=main.line, number=number))
            return
        other, own = self.rows[line], main.number or main.intake or ""
        if line == main.line:
            self.problem(main, "merges", _("合并的是它自己"), _("请核对案号。"))
        elif not own:
            mend = _("请给主案填上案号，或在被并的那一行写“并入案号”。")
            self.problem(main, "merges", _("主案没有案号"), mend)
        elif other.merged_into and bare(other.merged_into) != bare(own):
            what = _("{number} 已经写了并入 {other}").format(number=number, other=other.merged_into)
            self.problem(main, "merges", what, _("请核对，一件提案只并入一件主案。"))
        else:
            self.rows[line] = replace(other, merged_into=own, review="merged")

    def _tie(self) -> None:
        for row in self.rows.values():
            if not row.merged_into:
                continue
            line = self.line_of(row, row.merged_into)
            main = self.rows.get(line) if line else None
            if main is None:
                self._standing(row)
            elif main.line == row.line:
                self.problem(row, "merged_into", _("并入的是它自己"), _("请填主案的案号。"))
            elif main.merged_into:
                what = _("{a} 自己也并入了 {b}").format(a=row.merged_into, b=main.merged_into)
                self.problem(row, "merged_into", what, _("请直接填 {b}。").format(b=main.merged_into))
            elif main.review in ("declined", "converted", "withdrawn"):
                what = _("主案 {a} 没有立案").format(a=row.merged_into)
                self.problem(row, "merged_into", what, _("请核对主案的案号。"))
            else:
                self.found.of.setdefault(main.line, []).append(row)

    def _standing(self, row: CatalogueRow) -> None:
        """A main case that came with an earlier catalogue."""
        series = f"case:{self.sessions.code(row)}"
        given = Number.objects.filter(committee=self.committee, series=series, case__kind="proposal")
        known = {bare(text): pk for text, pk in given.values_list("text", "case")}
        if pk := known.get(bare(row.merged_into or "")):
            self.found.standing[row.line] = pk
            return
        if row.merged_into and row.merged_into in (row.review_text or ""):
            # Words of a review name it in passing; a column of its own is meant.
            self.rows[row.line] = replace(row, merged_into=None)
            return
        what = _("这次会议没有案号 {number}").format(number=row.merged_into)
        mend = _("请核对；不知道并到哪一件就留空，审查结果写“并案”，先记为已收件。")
        self.problem(row, "merged_into", what, mend)


def bare(number: str) -> str:
    """第012号 → 12."""
    text = re.sub(r"^第|号$|\s", "", unicodedata.normalize("NFKC", number))
    return text.lstrip("0") or text


def _unnamed(rows: list[CatalogueRow]) -> list[str]:
    lines = [str(row.line) for row in rows if row.review == "merged" and not row.merged_into]
    if not lines:
        return []
    listed = "、".join(lines[:20]) + (" …" if lines[20:] else "")
    return [_("第 {lines} 行是并案，没有写并入哪一件，先记为已收件；并到哪一件，以后再连。").format(lines=listed)]
