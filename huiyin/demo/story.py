"""The life of one invented proposal, told as lines of history up to the state it is to be in today."""

import random
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from huiyin.demo import names, words
from huiyin.demo.district import District
from huiyin.demo.matters import Matter
from huiyin.kernel import clock
from huiyin.kernel.models import Post
from huiyin.kernel.replay import Line
from huiyin.papers.letter import Letter, Point
from huiyin.papers.pdf import letter_pdf

OFFICE, DIRECTOR = "proposal_office", "proposal_director"


@dataclass
class Shared:
    """What the stories share: document numbers that go on per unit, and the numbers of lines."""

    district: District
    dice: random.Random
    letters: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    cases: int = 0
    latest: date = date.min


@dataclass
class Story:
    """One proposal: who raises what, and where its clock stands. Each method adds what happened next."""

    shared: Shared
    matter: Matter
    author: Post
    day: datetime
    key: bool = False
    collective: tuple[str, str] | None = None
    lines: list[Line] = field(default_factory=list)
    promised: bool = False

    def __post_init__(self) -> None:
        self.shared.cases += 1
        self.name = f"s{self.shared.cases}"
        self.dice = self.shared.dice
        self.units = (self.matter.lead, *self.matter.co)

    def later(self, least: int, most: int | None = None) -> None:
        """Some working days' worth of time goes by; never into the future."""
        days = self.dice.randint(least, most or least)
        day = (self.day + timedelta(days=days)).date()
        if day.weekday() > 4:
            day += timedelta(days=7 - day.weekday())
        day = min(day, self.shared.latest)
        hour = time(self.dice.randint(9, 16), self.dice.choice((2, 5, 11, 18, 26, 33, 40, 47, 55)))
        moment = clock.at_noon(day).replace(hour=hour.hour, minute=hour.minute)
        self.day = max(moment, self.day + timedelta(minutes=self.dice.randint(3, 14)))

    def then(self, step: str, who: Any, part: str = "", **facts: Any) -> None:
        name = f"{self.name}/{part}" if part else self.name
        self.lines.append(Line(self.shared.cases, step, name, self.day, who, facts=facts))

    def draft(self) -> "Story":
        person = self.author.person
        assert person is not None
        others = []
        if self.collective is None and self.dice.random() < 0.35:
            pool = [post.person for post in self.shared.district.members if post != self.author and post.person]
            others = self.dice.sample(pool, self.dice.choice((1, 2, 2, 4)))
        kind, proposers = self.collective or (
            "joint" if others else "individual",
            "、".join(p.name for p in (person, *others)),
        )
        facts = {
            "title": self.matter.title, "proposal_kind": kind, "proposers": proposers, "first_person": person, "key": self.key,
            "situation": self.matter.situation, "analysis": self.matter.analysis, "items": list(self.matter.suggestions),
            "wished_units": self.matter.lead,
        }  # fmt: skip
        session = self.shared.district.sessions["9-5"]
        self.lines.append(Line(self.shared.cases, "open", self.name, self.day, self.author, "proposal", session, facts))
        self.people = (person, *others)
        return self

    def submit(self) -> "Story":
        self.later(0)
        self.then("submit", self.author, publish_wish="yes", no_secret=True)
        self.lines[-1].people = self.people
        return self

    def back_and_again(self) -> "Story":
        self.returned()
        self.later(2, 4)
        return self.submit()

    def returned(self) -> "Story":
        self.later(1, 2)
        reasons, text = self.dice.choice(words.RETURNS)
        self.then("return_", OFFICE, reasons=reasons, words=text)
        return self

    def accept(self) -> "Story":
        self.later(1, 2)
        self.then("accept", OFFICE)
        return self

    def file(self, least: int = 5, most: int = 9) -> "Story":
        self.later(least, most)
        self.then("file", DIRECTOR, subject=self.matter.subject, decision="提案委第 3 次会议")
        return self

    def decline(self, inform: bool) -> "Story":
        self.later(4, 8)
        reasons, text, place = self.dice.choice(words.DECLINES)
        self.then("decline", DIRECTOR, reasons=reasons, words=text, disposition=place)
        if inform:
            self.later(2, 4)
            self.then("inform", OFFICE, words=words.INFORMED)
        return self

    def withdraw(self) -> "Story":
        self.later(1, 3)
        self.then("withdraw", self.author, why="内容和另一位委员的提案相近，商量后合在一起由他提出。")
        return self

    def plan(self) -> "Story":
        self.later(2, 5)
        self.then("plan", OFFICE, lead=self.matter.lead, co=list(self.matter.co))
        return self

    def assign(self, on: date | None = None) -> "Story":
        if on and self.day.date() < on:
            self.day = clock.at_noon(on).replace(hour=9)
        self.later(0 if on else 3, 0 if on else 6)
        self.then("assign", f"assigning:{self._office()}", lead=self.matter.lead, co=list(self.matter.co))
        return self

    def _office(self) -> str:
        return next(row[2] for row in names.UNITS if row[0] == self.matter.lead)

    def sign_in(self, missing: int = 0) -> "Story":
        for unit in self.units[: len(self.units) - missing]:
            self.later(0, 1)
            self.then("sign_in", f"unit:{unit}", unit, handler=self.shared.district.liaisons[unit])
        return self

    def contact(self, way: str = "", view: str = "agrees") -> "Story":
        self.later(4, 12)
        self.then(
            "contact", f"unit:{self.matter.lead}", self.matter.lead, on=self.day.date(), phase="during", view=view,
            way=way or self.dice.choice(("visit", "meeting", "site")), ours=self.shared.district.liaisons[self.matter.lead],
            theirs=self.author.person.name if self.author.person else "", said=self.dice.choice(words.SAID),
        )  # fmt: skip
        return self

    def opinions(self, missing: int = 0) -> "Story":
        for unit in self.matter.co[: len(self.matter.co) - missing]:
            self.later(1, 6)
            text = self.dice.choice(words.OPINIONS).format(month=self._month())
            self.then("co_opinion", f"unit:{unit}", unit, text=text, doc_number=self._number(unit))
        return self

    def urge(self) -> "Story":
        self.then("urge", f"assigning:{self._office()}", self.matter.lead, words=self.dice.choice(words.URGES))
        return self

    def reply(self, on: date | None = None, least: int = 5, most: int = 10) -> "Story":
        if on and self.day.date() < on:
            self.day = clock.at_noon(on).replace(hour=9)
        self.later(0 if on else least, 2 if on else most)
        unit, result = self.matter.lead, self.dice.choices("ABC", (55, 35, 10))[0]
        points = [{"suggestion": n, **self._answer(result)} for n in range(1, len(self.matter.suggestions) + 1)]
        number, liaison = self._number(unit), self.shared.district.liaisons[unit]
        self.promised |= result == "B"
        if result == "B":  # what is still being done says by when
            points[0] |= {
                "by": (self.day + timedelta(days=self.dice.choice((90, 150, 240)))).date().isoformat(),
                "who": liaison,
            }
        opening = self.dice.choice(words.OPENINGS).format(title=self.matter.title)
        closing = self.dice.choice(words.CLOSINGS).format(person=liaison)
        self.then(
            "reply", f"unit:{unit}", unit, doc_number=number, result=result, opening=opening, points=points, closing=closing,
            carried_out=result == "A", contact_name=liaison, contact_phone="0000-6000000", publicity="open",
            scan={"name": f"{number}.pdf", "content": self._letter(number, result, opening, points, closing)},
        )  # fmt: skip
        return self

    def _answer(self, result: str) -> dict[str, str]:
        adoption = self.dice.choices(
            ("adopted", "partly", "not_adopted"), {"A": (8, 2, 0), "B": (5, 4, 1), "C": (1, 4, 4)}[result]
        )[0]
        bank = {"adopted": words.ADOPTED, "partly": words.PARTLY, "not_adopted": words.NOT_ADOPTED}[adoption]
        return {"adoption": adoption, "text": self.dice.choice(bank).format(unit=self.matter.lead, month=self._month())}

    def _letter(self, number: str, result: str, opening: str, points: list[dict[str, Any]], closing: str) -> bytes:
        """The stamped letter, as the unit would upload it."""
        answered = zip(self.matter.suggestions, points, strict=True)
        return letter_pdf(Letter(
            sender=self.shared.district.units[self.matter.lead].full_name, title=f"关于政协澄江区九届五次会议\n《{self.matter.title}》的答复",
            addressees=f"{self.author.person.name if self.author.person else ''}委员：", opening=opening, closing=closing, mark=f"{result}类",
            points=tuple(Point(f"关于{text.rstrip('。')}", point["text"]) for text, point in answered), doc_number=number, date=self.day.date(),
        ))  # fmt: skip

    def pass_reply(self) -> "Story":
        self.later(1, 3)
        self.then("pass_reply", f"assigning:{self._office()}", self.matter.lead)
        return self

    def rate(self, rating: str) -> "Story":
        self.later(2, 9)
        bank = {"satisfied": words.PRAISE, "basically": words.BASICALLY, "dissatisfied": words.DISSATISFIED}[rating]
        faults: dict[str, Any] = {"faults": ["no_contact", "vague"]} if rating == "dissatisfied" else {}
        self.then("rate", self.author, rating=rating, words=self.dice.choice(bank), **faults)
        return self

    def archive(self) -> "Story":
        if self.promised:  # it is tracked until the promise is kept
            return self
        self.later(3, 8)
        self.then("archive", OFFICE)
        return self

    def _month(self) -> int:
        return min(12, self.day.month + self.dice.randint(1, 4))

    def _number(self, unit: str) -> str:
        prefix = next(row[4] for row in names.UNITS if row[0] == unit)
        self.shared.letters[unit] += self.dice.randint(1, 3)
        return f"{prefix}〔{self.day.year}〕{self.shared.letters[unit]}号"
