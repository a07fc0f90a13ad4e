"""The sessions and units that a catalogue names, and those that the committee does not know yet."""

import re
import unicodedata
from collections import Counter

from django.utils.translation import gettext as _

from huiyin.exchange.catalogue import CatalogueRow
from huiyin.kernel.actors import Actors
from huiyin.kernel.models import Committee, Period
from huiyin.kernel.refusal import Refused
from huiyin.people.periods import numeral

DIGITS = {sign: n for n, sign in enumerate("零一二三四五六七八九")}
NAMED = re.compile(r"(?:第)?([零一二三四五六七八九十\d]{1,3})届(?:.*?)(?:第)?([零一二三四五六七八九十\d]{1,3})次")


def number_of(text: str) -> int:
    """十七 → 17, 5 → 5, 二十 → 20."""
    if text.isdecimal():
        return int(text)
    tens, ten, ones = text.partition("十")
    if not ten:
        return DIGITS[tens]
    return (DIGITS[tens] if tens else 1) * 10 + (DIGITS[ones] if ones else 0)


def code_of(name: str) -> str:
    """九届五次会议 → 9-5, 2023年 → 2023; another name is its own code, at most 20 characters."""
    plain = unicodedata.normalize("NFKC", name)
    if found := NAMED.search(plain):
        return f"{number_of(found[1])}-{number_of(found[2])}"
    if found := re.fullmatch(r"(\d{4})年?度?", plain):
        return found[1]
    return plain.strip()[:20]


def missing_units(committee: Committee, rows: list[CatalogueRow]) -> dict[str, int]:
    """Unit names that the committee does not know → how many rows name them."""
    known = Actors(committee).bodies
    missing: dict[str, int] = {}
    for row in rows:
        for name in dict.fromkeys((*row.hosts, *row.separate, *row.cohosts)):
            if name not in known:
                missing[name] = missing.get(name, 0) + 1
    return missing


class Sessions:
    """A committee's sessions by code, name and year, and the session that a row belongs to."""

    def __init__(self, committee: Committee, default: str = "") -> None:
        self.committee = committee
        self.periods = list(Period.objects.filter(committee=committee, kind="session"))
        self.said: dict[str, Counter[int]] = {}
        self.made: list[Period] = []
        self._index()
        self.default = self.by_code.get(default)
        if default and self.default is None:
            known = "、".join(self.by_code) or _("还没有届次")
            raise Refused(_("没有“{code}”这次会议。现有：{known}。").format(code=default, known=known))

    def _index(self) -> None:
        self.by_code = {period.code: period for period in self.periods}
        self.by_name = {period.name: period for period in self.periods}
        self.by_year: dict[int, list[Period]] = {}
        for period in self.periods:
            if period.year:
                self.by_year.setdefault(period.year, []).append(period)

    def name(self, row: CatalogueRow) -> str:
        """How the row names its session; "" when it names none."""
        if row.session:
            return row.session if not row.term or "届" in row.session else f"{row.term}{row.session}"
        return f"{row.year}年" if row.year and self.default is None else ""

    def of(self, row: CatalogueRow) -> Period | None:
        """The session of a row: as it says, else by its year, else the one named for the whole file."""
        name = self.name(row)
        if not name:
            return self.default
        if row.session:
            return self.by_name.get(name) or self.by_code.get(code_of(name))
        found = self.by_year.get(row.year or 0, [])
        return found[0] if len(found) == 1 else None

    def several(self, row: CatalogueRow) -> bool:
        return not row.session and self.default is None and len(self.by_year.get(row.year or 0, [])) > 1

    def code(self, row: CatalogueRow) -> str:
        """The code in the series of its numbers, as it is or as it will be."""
        period = self.of(row)
        return period.code if period else (code_of(self.name(row)) if self.name(row) else "-")

    def missing(self, rows: list[CatalogueRow]) -> dict[str, int]:
        """Names of sessions that are not there → how many rows name them."""
        missing: dict[str, int] = {}
        for row in rows:
            name = self.name(row)
            if name and self.of(row) is None and not self.several(row):
                missing[name] = missing.get(name, 0) + 1
                if year := _year(row):
                    self.said.setdefault(name, Counter())[year] += 1
        return missing

    def create(self, name: str) -> Period:
        """A session by that name, to be stored with the rows (`made`); its year is the one in which most of them were raised."""
        said = self.said.get(name)
        code = code_of(name)
        if code in self.by_code:
            return self.by_code[code]
        period = Period(
            committee=self.committee, kind="session", code=code, name=name[:80], year=said.most_common(1)[0][0] if said else None, parent=self._term(code)
        )  # fmt: skip
        self.periods.append(period)
        self.made.append(period)
        self._index()
        return period

    def _term(self, code: str) -> Period | None:
        """The term of a session whose code tells it (9-5), made when it is not there."""
        term, dash, _session = code.partition("-")
        if not dash or not term.isdecimal():
            return None
        there = next((one for one in self.made if one.kind == "term" and one.code == term), None)
        there = there or Period.objects.filter(committee=self.committee, kind="term", code=term).first()
        if there is None:
            name = _("第{n}届").format(n=numeral(int(term)))
            there = Period(committee=self.committee, kind="term", code=term, name=name)
            self.made.append(there)
        return there


def _year(row: CatalogueRow) -> int | None:
    """The year a row says, or in which it says it was raised; none where it says neither."""
    if row.year:
        return row.year
    raised = row.submitted or row.filed or row.assigned
    return raised.year if raised else None
