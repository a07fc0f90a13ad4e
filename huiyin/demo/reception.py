"""The year of the reception, told as happenings: each at its moment, through the same doors that people use."""

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

from huiyin.demo.sites import Reception, roster
from huiyin.demo.voices import Told, Trouble, troubles
from huiyin.kernel import clock
from huiyin.kernel.act import act
from huiyin.kernel.models import Post
from huiyin.reception.models import Coordination, Problem, Voice
from huiyin.reception.raising import heading, public_post, raise_voice

CHANNELS = {"扫码": "qr", "网上": "portal", "接访": "visit", "走访": "home", "电话": "phone", "来信": "letter"}
CALLERS = (
    "毛桂芳", "戚长根", "柴玉兰", "解小军", "臧秀英", "奚文斌", "包国庆", "龚翠萍", "车明亮", "祁红梅", "鲍大有", "乐春燕",
    "蔺志强", "屠月娥", "仲小雨", "滕建平", "糜阿婆", "桑立新", "宁采薇", "荀爱国",
)  # fmt: skip
SPOKE = {"yes": "谢谢，总算办好了。", "partly": "比以前好多了，剩下的请继续盯着。", "no": ""}
TAKE_UP, ASK_UNITS, SETTLE, CONFIRM, CLOSE, SLOW = 1, 2, 2, 2, 2, 24
"""Working days between the steps."""
VERDICT_AFTER = 21


@dataclass(order=True)
class Happening:
    """Something that happens at a moment."""

    at: datetime
    number: int
    do: Callable[[], Any] = field(compare=False)

    def happen(self) -> None:
        with clock.frozen(self.at):
            self.do()


@dataclass
class Tale:
    """One matter from the first voice to the last verdict. Nothing is told that would lie in the future."""

    house: Reception
    trouble: Trouble
    today: date
    dice: random.Random
    out: list[Happening]

    def __post_init__(self) -> None:
        self.now = clock.at_noon(self.today - timedelta(days=self.trouble.ago)).replace(hour=9)
        self.over = False
        self.ids: dict[int, int] = {}
        site = self.trouble.site
        self.keeper = self.house.keepers[site] if site else self.house.general
        self.site = self.house.sites[site] if site else None

    # ---- time

    def wait(self, days: int, working: bool = True) -> None:
        day = clock.local_day(self.now) + timedelta(days=days)
        if working and day.weekday() > 4:
            day += timedelta(days=7 - day.weekday())
        moment = clock.at_noon(day).replace(hour=self.dice.randint(9, 16), minute=self.dice.randint(0, 59))
        self.now = max(moment, self.now + timedelta(minutes=self.dice.randint(4, 19)))

    def then(self, do: Callable[[], Any]) -> None:
        """It happens now, unless now has not come yet; after that nothing of this matter happens."""
        self.over = self.over or clock.local_day(self.now) >= self.today
        if not self.over:
            self.out.append(Happening(self.now, len(self.out), do))
        self.now += timedelta(minutes=self.dice.randint(3, 9))

    def acts(self, n: int, step: str, who: Post, **facts: Any) -> None:
        """A step on the voice with this number."""
        self.then(lambda: act(self.voice(n), step, as_=who, **facts))

    def works(self, step: str, who: Post, **facts: Any) -> None:
        """A step on the problem."""
        self.then(lambda: act(self.problem(), step, as_=who, **facts))

    def voice(self, n: int) -> Voice:
        return Voice.objects.get(pk=self.ids[n])

    def problem(self) -> Problem:
        problem = self.voice(0).of_problem
        assert problem is not None
        return problem

    # ---- what happens

    def tell(self) -> None:
        told = self.trouble.voices[0]
        if self.trouble.title:
            self._problem()
            return
        self.raised(0, told)
        name, _colon, what = self.trouble.plot.partition(":")
        getattr(self, f"_{name}")(what)

    def raised(self, n: int, told: Told) -> None:
        number = self.dice.randint(1, 9999)
        channel, own = CHANNELS[told.channel], told.channel in ("扫码", "网上")
        who = self.house.inside[self.trouble.site][0] if "member" in told.marks else self.keeper
        left: dict[str, Any] = (
            {"name": self.dice.choice(CALLERS), "phone": f"1390000{number:04}", "back": "phone"}
            if "phone" in told.marks
            else {}
        )

        def come() -> None:
            by = public_post(self.house.committee) if own else who
            area = self.site.area_id if self.site else None
            given: dict[str, Any] = {
                "words": told.words,
                "channel": channel,
                "site": self.site,
                "people": told.people,
                "area_id": area,
            }
            subject = self.trouble.subject if own or n == 0 else ""
            self.ids[n] = raise_voice(by, subject=subject, **given, **left).voice.pk

        self.then(come)

    def _problem(self) -> None:
        trouble = self.trouble
        self.raised(0, trouble.voices[0])
        self.wait(TAKE_UP)
        self.acts(0, "take", self.keeper, title=trouble.title)
        for n, told in enumerate(trouble.voices[1:], 1):
            self.wait(self.dice.randint(0, 1), working=False)
            self.raised(n, told)
            self.wait(1)
            self.then(partial(self._joins, n))
        if trouble.plot == "open":
            return
        self.wait(ASK_UNITS)
        for unit, words in trouble.asked.items():
            asks = [self.house.units[unit].organisation_id]
            self.works("coordinate", self.keeper, units=asks, words=words)
        for unit, (degree, words) in trouble.answers.items():
            self.wait(self.dice.randint(3, 6))
            self.then(partial(self._answers, unit, degree, words))
        if trouble.plot == "work":
            self._shown_waiting()
            return
        self._settled()

    def _joins(self, n: int) -> None:
        """One more voice on the same matter."""
        facts: dict[str, Any] = {"problem": self.problem().pk, "subject": self.trouble.subject}
        act(self.voice(n), "take", as_=self.keeper, **facts)

    def _answers(self, unit: str, degree: str, words: str) -> None:
        post = self.house.units[unit]
        case = Coordination.objects.get(parent=self.problem().pk, unit=post.organisation_id)
        act(case, "answer", as_=post, degree=degree, words=words)

    def _shown_waiting(self) -> None:
        """Some matters stand on the wall while they are still in hand."""
        for n, told in enumerate(self.trouble.voices):
            if told.public:
                self.wait(2)
                self.show(n, told, self.trouble.title, "")

    def _settled(self) -> None:
        result, words = self.trouble.result
        self.wait(SLOW if self.trouble.plot == "slow" else SETTLE)
        self.works("settle", self.keeper, result=result, words=words)
        if self.trouble.plot == "settle":
            return
        self.wait(CONFIRM)
        self.works("confirm", self.house.general)
        for n, told in enumerate(self.trouble.voices):
            if self.trouble.plot == "confirm" and n:
                continue  # it still owes this one its answer
            self.wait(self.dice.randint(0, 1))
            way = "phone" if "phone" in told.marks else "page"
            self.acts(n, "echo", self.keeper, way=way, words=words)
        for n, told in enumerate(self.trouble.voices):
            if told.public:
                self.wait(1)
                self.show(n, told, heading(told.words) if n else self.trouble.title, words)
        if self.trouble.plot in ("close", "slow"):
            self.wait(CLOSE)
            self.works("close", self.keeper)
        self._verdicts()

    def _verdicts(self) -> None:
        self.wait(VERDICT_AFTER, working=False)
        for n, told in enumerate(self.trouble.voices):
            self.wait(self.dice.randint(0, 2), working=False)
            self.judged(n, told)

    def judged(self, n: int, told: Told) -> None:
        if told.verdict is None:
            return
        solved, stars = told.verdict
        words = self.trouble.said.get("W", "说好的没有做到，请再看看。") if solved == "no" else SPOKE[solved]
        # Whoever is telephoned says it there, and the station writes it down for him.
        by = self.keeper if "phone" in told.marks else public_post(self.house.committee)
        self.acts(n, "verdict", by, solved=solved, stars=stars, words=words)
        if solved == "no":
            self.wait(1)
            if again := self.trouble.said.get("G"):
                self.acts(n, "on_spot", self.keeper, words=again, result="solved", way="home")
            else:
                self.acts(n, "take", self.keeper, title=heading(told.words))

    def show(self, n: int, told: Told, title: str, answer: str) -> None:
        self.acts(n, "publish", self.house.general, heading=title, text=told.words, answer=answer, checked=True)

    # ---- matters of a single voice

    def _spot(self, result: str) -> None:
        told, words = self.trouble.voices[0], self.trouble.said["E"]
        own = told.channel in ("扫码", "网上")
        self.wait(1 if own else 0)
        self.acts(0, "on_spot", self.keeper, words=words, result=result, way="phone" if own else "spot")
        if told.public:
            self.wait(2)
            self.show(0, told, heading(told.words), words)
        self._verdicts()

    def _tell(self, reason: str) -> None:
        self._told(reason)
        self.wait(1)
        words = self.trouble.said["E"]
        self.acts(0, "echo", self.keeper, way="page", words=words)
        if self.trouble.voices[0].public:
            self.wait(2)
            self.show(0, self.trouble.voices[0], heading(self.trouble.voices[0].words), words)
        self._verdicts()

    def _told(self, reason: str) -> None:
        self.wait(1)
        self.acts(0, "tell", self.keeper, reason=reason or "other", words=self.trouble.said["E"])

    def _ask(self, _what: str) -> None:
        self.wait(1)
        self.acts(0, "ask", self.keeper, words=self.trouble.said["Q"])

    def _taken(self) -> None:
        self.wait(1)
        self.acts(0, "take", self.keeper, title=heading(self.trouble.voices[0].words))

    def _stuck(self, _what: str) -> None:
        self._taken()

    def _extended(self, _what: str) -> None:
        self._taken()
        self._ask("")
        self.wait(1)
        self.acts(0, "answer", public_post(self.house.committee), words=self.trouble.said["W"])
        self.wait(2)
        self.works("work", self.keeper, words="请街道和几家连锁药店谈，能不能开一间小店。")
        self.wait(18)
        self.acts(0, "extend", self.house.general, why="有两家药店来看过房子，还在谈租金，月底能有结果。")

    def _unreachable(self, _what: str) -> None:
        words = self.trouble.said["E"]
        self._taken()
        self.wait(1)
        self.works("work", self.keeper, words="马上和社区一起上门。")
        self.works("settle", self.keeper, result="solved", words=words)
        self.wait(1)
        self.works("confirm", self.house.general)
        for way in ("phone", "sms", "phone"):
            self.wait(2)
            self.acts(0, "attempt", self.keeper, way=way)
        self.wait(1)
        self.acts(0, "unreachable", self.keeper, words=words)

    def _dismiss(self, reason: str) -> None:
        self.wait(1)
        self.acts(0, "dismiss", self.keeper, reason=reason)

    def _pass(self, site: str) -> None:
        self.wait(1)
        self.acts(0, "pass_on", self.keeper, site=self.house.sites[site].pk, why="公园在城北，请城北站接着办。")

    def _late(self, _what: str) -> None:
        """Nobody has taken it up."""

    def _wait(self, _what: str) -> None:
        """It came only just now."""


def year(house: Reception, today: date, dice: random.Random) -> list[Happening]:
    """Everything that happened at the sites, in the order of time, none later than yesterday."""
    out: list[Happening] = [Happening(clock.at_noon(today - timedelta(days=27)), 0, lambda: roster(house, today))]
    for trouble in troubles():
        Tale(house, trouble, today, dice, out).tell()
    return sorted(out)
