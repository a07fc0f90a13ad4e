"""The life of one invented proposal, told as lines of history up to the state it is to be in today."""

import random
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any, Self

from huiyin.demo import names, words
from huiyin.demo.district import District
from huiyin.demo.later import CHILD, NEWEST_TALK
from huiyin.demo.matters import Matter
from huiyin.kernel import clock
from huiyin.kernel.models import Post
from huiyin.kernel.replay import Line
from huiyin.papers.letter import Letter, Point
from huiyin.papers.pdf import letter_pdf

OFFICE, DIRECTOR = "proposal_office", "proposal_director"
REVIEWERS = ("reviewer:程知白", "reviewer:俞伯雅")
SIGNED_HERE = 128
"""Since this day of the session the units' heads sign replies in the system; before, the letters were signed at home."""
COUNTERSIGNED = (128, 144)
"""For these weeks the co-handlers saw the drafts first, on trial."""


@dataclass
class Shared:
    """What the stories share: document numbers that go on per unit, and the numbers of lines."""

    district: District
    dice: random.Random
    letters: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    cases: int = 0
    latest: date = date.min
    keys: int = 0
    declined: int = 0
    mains: list[tuple[str, Matter, datetime]] = field(default_factory=list)
    """Filed proposals that others of the same matter are to be merged into."""
    titles: set[str] = field(default_factory=set)

    def day(self, after: int) -> date:
        """The day so many days after the session opened."""
        return self.district.opened + timedelta(days=after)

    def signs_here(self, day: date) -> bool:
        """Whether a reply written that day is signed by the unit's head in the system (P-CHAIN)."""
        return day >= self.day(SIGNED_HERE)

    def leader(self) -> Post:
        """The chairpersons take the key proposals in turn."""
        self.keys += 1
        return self.district.leaders[self.keys % len(self.district.leaders)]

    def countersigns(self, day: date) -> bool:
        """Whether a draft written that day goes to the co-handlers first (P-COUNTER)."""
        return self.day(COUNTERSIGNED[0]) <= day < self.day(COUNTERSIGNED[1])


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
    leader: str = "leader"

    def __post_init__(self) -> None:
        self.shared.cases += 1
        self.name = f"s{self.shared.cases}"
        self.dice = self.shared.dice
        self.lead, self.co = self.matter.lead, self.matter.co
        self.separate: tuple[str, ...] = ()
        self.by: date | None = None
        self.secret = False

    @property
    def units(self) -> tuple[str, ...]:
        return self.separate or (self.lead, *self.co)

    @property
    def name_of_author(self) -> str:
        return self.author.person.name if self.author.person else ""

    def on(self, after: int) -> Self:
        """Nothing happens until so many days after the session opened."""
        day = min(self.shared.day(after), self.shared.latest)
        if self.day.date() < day:
            day -= timedelta(days=max(0, day.weekday() - 4))
            self.day = max(self.day, clock.at_noon(day).replace(hour=9, minute=self.dice.randint(0, 50)))
        return self

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

    def then(self, step: str, who: Any, part: str = "", child: str = "", **facts: Any) -> None:
        """An act on the proposal, on the part of a unit, or on a child case such as its newest promise."""
        name = f"{self.name}/{part}" if part else f"{self.name}{CHILD}{child}" if child else self.name
        self.lines.append(Line(self.shared.cases, step, name, self.day, who, facts=facts))

    def draft(self, alone: bool = False) -> Self:
        person = self.author.person
        assert person is not None
        others = []
        if not alone and self.collective is None and self.dice.random() < 0.35:
            pool = [post.person for post in self.shared.district.members if post != self.author and post.person]
            others = self.dice.sample(pool, self.dice.choice((1, 2, 2, 4)))
        kind, proposers = self.collective or (
            "joint" if others else "individual",
            "、".join(p.name for p in (person, *others)),
        )
        self.shared.titles.add(self.matter.title)
        facts = {
            "title": self.matter.title, "proposal_kind": kind, "proposers": proposers, "first_person": person,
            "situation": self.matter.situation, "analysis": self.matter.analysis, "items": list(self.matter.suggestions),
            "wished_units": self.lead,
        }  # fmt: skip
        session = self.shared.district.sessions["9-5"]
        self.lines.append(Line(self.shared.cases, "open", self.name, self.day, self.author, "proposal", session, facts))
        self.people = (person, *others)
        return self

    def submit(self) -> Self:
        self.later(0)
        wish: dict[str, str] = {"publish_wish": "yes"}
        if self.shared.cases % 13 == 6:
            wish = {"publish_wish": "no", "publish_reason": "写到了几位邻居的家事，不宜公开。"}
        self.secret = "publish_reason" in wish
        self.then("submit", self.author, no_secret=True, **wish)
        self.lines[-1].people = self.people
        return self

    def back_and_again(self) -> Self:
        self.returned()
        self.later(2, 4)
        return self.submit()

    def returned(self) -> Self:
        self.later(1, 2)
        reasons, text = self.dice.choice(words.RETURNS)
        self.then("return_", OFFICE, reasons=reasons, words=text)
        return self

    def accept(self, rounds: int = 2) -> Self:
        """Taken in, and read by the review group: the first round, the second."""
        self.later(1, 2)
        self.then("accept", OFFICE)
        for number, reviewer in enumerate(REVIEWERS[:rounds], 1):
            self.later(1, 2)
            text = self.dice.choice(words.REVIEWS)
            self.then(f"review_{number}", reviewer, opinion="file", words=text)
        return self

    def file(self, least: int = 4, most: int = 7) -> Self:
        self.later(least, most)
        self.then("file", DIRECTOR, subject=self.matter.subject, decision="提案委第 3 次会议")
        if self.key:
            self.mark_key()
        return self

    def mark_key(self) -> None:
        """The chairpersons' meeting makes it a key proposal, with a leader who sees to it."""
        leader = self.shared.leader()
        assert leader.person is not None
        self.then(
            "mark_key", DIRECTOR, decision="第 12 次主席会议", supervisor=leader.person_id, led_by="区政府分管副区长"
        )
        self.leader = f"leader:{leader.person.name}"

    def decline(self, inform: bool) -> Self:
        self.later(4, 8)
        reasons, text, place = words.DECLINES[self.shared.declined % len(words.DECLINES)]
        self.shared.declined += 1
        self.then("decline", DIRECTOR, reasons=reasons, words=text, disposition=place)
        if inform:
            self.later(2, 4)
            self.then("inform", OFFICE, words=words.INFORMED)
        return self

    def withdraw(self) -> Self:
        self.later(1, 3)
        self.then("withdraw", self.author, why="内容和另一位委员的提案相近，商量后合在一起由他提出。")
        return self

    def _units(self) -> dict[str, Any]:
        return {"separate": list(self.separate)} if self.separate else {"lead": self.lead, "co": list(self.co)}

    def plan(self) -> Self:
        self.later(2, 4)
        self.then("plan", OFFICE, **self._units())
        return self

    def assign(self, on: date | None = None) -> Self:
        if on and self.day.date() < on:
            self.day = clock.at_noon(on).replace(hour=9)
        self.later(0 if on else 2, 0 if on else 4)
        self.then("assign", self.government, **self._units())
        return self

    @property
    def government(self) -> str:
        """The assigning office of the (first) answering unit, as the one who acts."""
        return f"assigning:{next(row[2] for row in names.UNITS if row[0] == self.units[0])}"

    def sign_in(self, missing: int = 0) -> Self:
        for unit in self.units[: len(self.units) - missing]:
            self.later(0, 1)
            self.then("sign_in", f"unit:{unit}", unit, handler=self.shared.district.liaisons[unit])
        return self

    def contact(self, way: str = "", view: str = "agrees", least: int = 4, most: int = 10) -> Self:
        """Every answering unit talks with the proposer."""
        for unit in self.separate or (self.lead,):
            self.later(least, most)
            self.then(
                "contact", f"unit:{unit}", unit, on=self.day.date(), phase="during", view=view,
                way=way or self.dice.choice(("visit", "meeting", "site")), ours=self.shared.district.liaisons[unit],
                theirs=self.name_of_author, said=self.dice.choice(words.SAID),
            )  # fmt: skip
        return self

    def confirm(self, is_so: bool = True) -> Self:
        """The proposer says whether the talk was as the unit wrote."""
        self.later(0, 2)
        facts = {"answer": "yes"} if is_so else {"answer": "no", "words": self.dice.choice(words.DISPUTED)}
        self.then("confirm_contact", self.author, self.units[0], contact=NEWEST_TALK, **facts)
        return self

    def opinions(self, missing: int = 0) -> Self:
        for unit in self.co[: len(self.co) - missing]:
            self.later(1, 5)
            text = self.dice.choice(words.OPINIONS).format(month=self._month())
            self.then("co_opinion", f"unit:{unit}", unit, text=text, doc_number=self._number(unit))
        return self

    def urge(self) -> Self:
        self.then("urge", self.government, self.lead, words=self.dice.choice(words.URGES))
        return self

    def reply(
        self, on: date | None = None, least: int = 4, most: int = 8, result: str = "", by: int = 0, upto: str = ""
    ) -> Self:
        """Every answering unit replies; a B promises, `by` so many days later. `upto`: where the reply still lies today."""
        if on and self.day.date() < on:
            self.day = clock.at_noon(on).replace(hour=9)
        for unit in self.separate or (self.lead,):
            self.later(0 if on else least, 2 if on else most)
            letter = result or self.dice.choices("ABC", (55, 35, 10))[0]
            here = self.shared.signs_here(self.day.date())
            self.then("reply", f"unit:{unit}", unit, **self._reply(unit, letter, by, here))
            if here and self._signed(unit, upto) and upto:
                break
        return self

    def _signed(self, unit: str, upto: str) -> bool:
        """The draft goes through the hands of the co-handlers and of the unit's head. True when it stops on the way."""
        if self.co and self.shared.countersigns(self.day.date()):
            for other in self.co[: len(self.co) - (upto == "countersign")]:
                self.later(0, 1)
                self.then("countersign", f"unit:{other}", unit, opinion="agree")
        if upto in ("countersign", "signing"):
            return True
        self.later(0, 1)
        self.then("sign", f"unit_head:{unit}", unit, doc_number=self._number(unit), head_signed=self.key)
        return False

    def _reply(self, unit: str, result: str, by: int, here: bool) -> dict[str, Any]:
        points = [{"suggestion": n, **self._answer(result, n)} for n in self._share(unit)]
        liaison = self.shared.district.liaisons[unit]
        if result == "B" or by:  # what is still being done says by when
            self.promised = True
            self.by = (self.day + timedelta(days=by or self.dice.choice((90, 150, 240)))).date()
            points[0] |= {"by": self.by.isoformat(), "who": liaison}
        opening = self.dice.choice(words.OPENINGS).format(title=self.matter.title)
        closing = self.dice.choice(words.CLOSINGS).format(person=liaison)
        facts = {
            "result": result, "opening": opening, "points": points, "closing": closing, "carried_out": result == "A",
            "contact_name": liaison, "contact_phone": "0000-6000000", "publicity": "open",
        }  # fmt: skip
        if not here:
            number = self._number(unit)
            scan = {"name": f"{number}.pdf", "content": self._letter(unit, number, result, opening, points, closing)}
            facts |= {"doc_number": number, "scan": scan}
        return facts

    def _share(self, unit: str) -> list[int]:
        """Which suggestions a unit answers: all, or with separate handling its own ones."""
        every = list(range(1, len(self.matter.suggestions) + 1))
        if not self.separate:
            return every
        return every[self.separate.index(unit) :: len(self.separate)]

    def _answer(self, result: str, n: int) -> dict[str, str]:
        adoption = self.dice.choices(
            ("adopted", "partly", "not_adopted"), {"A": (8, 2, 0), "B": (5, 4, 1), "C": (1, 4, 4)}[result]
        )[0]
        bank = {"adopted": words.ADOPTED, "partly": words.PARTLY, "not_adopted": words.NOT_ADOPTED}[adoption]
        measure = self.matter.answers[n - 1]
        return {"adoption": adoption, "text": self.dice.choice(bank).format(measure=measure, month=self._month())}

    def _letter(
        self, unit: str, number: str, result: str, opening: str, points: list[dict[str, Any]], closing: str
    ) -> bytes:
        """The stamped letter, as the unit would upload it."""
        asked = self.matter.suggestions
        return letter_pdf(Letter(
            sender=self.shared.district.units[unit].full_name, title=f"关于政协澄江区九届五次会议\n《{self.matter.title}》的答复",
            addressees=f"{self.name_of_author}委员：", opening=opening, closing=closing, mark=f"{result}类",
            points=tuple(Point(f"关于{asked[point['suggestion'] - 1].rstrip('。')}", point["text"]) for point in points),
            doc_number=number, date=self.day.date(),
        ))  # fmt: skip

    def pass_reply(self, **facts: Any) -> Self:
        for unit in self.separate or (self.lead,):
            self.later(1, 3)
            self.then("pass_reply", self.government, unit, **facts)
        return self

    def rate(self, rating: str) -> Self:
        self.later(2, 8)
        bank = {"satisfied": words.PRAISE, "basically": words.BASICALLY, "dissatisfied": words.DISSATISFIED}[rating]
        faults: dict[str, Any] = {"faults": ["no_contact", "vague"]} if rating == "dissatisfied" else {}
        self.then("rate", self.author, rating=rating, words=self.dice.choice(bank), **faults)
        return self

    def archive(self) -> Self:
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
