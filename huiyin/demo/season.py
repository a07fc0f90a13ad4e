"""The present session of the invented district: some 130 proposals, each in its state of today, in every state there is."""

import random
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from typing import Any

from huiyin.demo import names
from huiyin.demo.branches import Life
from huiyin.demo.district import District
from huiyin.demo.matters import Matter, matters
from huiyin.demo.story import COUNTERSIGNED, SIGNED_HERE, Shared
from huiyin.kernel import clock
from huiyin.kernel.replay import Line

Plot = Callable[[Life, int], object]


def new_rules(district: District) -> list[tuple[date, str, Any]]:
    """What the committee decided about its rules in the course of the year: (day, parameter, value)."""
    day = lambda after: district.opened + timedelta(days=after)  # noqa: E731
    return [
        (day(SIGNED_HERE), "P-CHAIN", True), (day(COUNTERSIGNED[0]), "P-COUNTER", True), (day(COUNTERSIGNED[1]), "P-COUNTER", False),
    ]  # fmt: skip


def _filed(life: Life, alone: bool = False) -> Life:
    """Raised at the meeting and filed within the month."""
    life.draft(alone).submit().accept().file(8, 13)
    return life


def _assigned(life: Life, after: int) -> Life:
    """Raised at the meeting, filed, and handed over so many days after the session opened."""
    _filed(life).plan().assign(life.shared.day(after))
    return life


def _by_the_way(life: Life) -> Life:
    """A proposal between sessions is handled as it comes."""
    life.draft().submit().accept().file()
    return life


def _handed(life: Life, after: int) -> Life:
    """The same, handed over and signed for so many days after the opening."""
    _by_the_way(life).plan().on(after).assign().sign_in()
    return life


def _answered(life: Life, reply_after: int, handed: int = 50, **reply: Any) -> Life:
    _assigned(life, handed).sign_in().contact().opinions()
    life.reply(life.shared.day(reply_after), **reply)
    return life


def _delivered(life: Life, reply_after: int, handed: int = 50, **reply: Any) -> Life:
    _answered(life, reply_after, handed, **reply).pass_reply()
    return life


def _twice(life: Life, first: int, result: str = "") -> Life:
    _delivered(life, first, result=result).rate("dissatisfied").contact().reply(result=result).pass_reply()
    return life


def _rated(life: Life, reply_after: int, rating: str = "", **reply: Any) -> Life:
    _delivered(life, reply_after, **reply).rate(rating or life.dice.choices(("satisfied", "basically"), (3, 1))[0])
    return life


def _delivered_as(life: Life, reply_after: int, audited: str) -> Life:
    """The unit called it solved; the audit found that it is still going on."""
    _answered(life, reply_after, result="A", by=90).pass_reply(audited_result=audited)
    return life


def _separate(life: Life) -> Life:
    """Two units answer each its own part."""
    life.separate = (life.lead, life.co[0] if life.co else "区发改局")
    life.co = ()
    return life


def _key(life: Life) -> Life:
    life.key = True
    return life


def _onward(life: Life, n: int) -> Life:
    """Some of the declined live on: asked, agreed to, passed on."""
    ways = {2: ("speech", "ask_onward"), 4: ("reference", "pass_onward"), 5: ("opinion", "agree_onward")}
    return life.onward(*ways[n]) if n in ways else life


LAST_DAYS = 400
"""Later than any day of the season: what happens then happens on its last day."""

# fmt: off
# days after the opening on which it was raised (None: at the meeting), how many, what became of it
PLOTS: tuple[tuple[int | None, int, Plot], ...] = (
    # still being written, or before the review group
    (142, 4, lambda s, n: s.draft()),
    (140, 1, lambda s, n: s.draft().discard()),
    (143, 2, lambda s, n: s.draft(True).invite(2 + n, first=not n)),
    (141, 2, lambda s, n: s.draft(True).invite(3).signs("accepted", "declined")),
    (139, 2, lambda s, n: s.draft(True).invite(3).uninvite().signs("accepted", "accepted").submit()),
    (147, 4, lambda s, n: s.draft().submit()),
    (143, 3, lambda s, n: s.draft().submit().returned()),
    (144, 3, lambda s, n: s.draft().submit().accept(0)),
    (141, 3, lambda s, n: s.draft().submit().accept(1)),
    (137, 3, lambda s, n: s.draft().submit().accept()),
    (136, 1, lambda s, n: s.draft().submit().divided()),
    (133, 2, lambda s, n: s.draft().submit().accept().decline(inform=False)),
    (None, 6, lambda s, n: _onward(s.draft().submit().accept().decline(inform=True), n)),
    (None, 2, lambda s, n: s.draft().submit().withdraw()),
    # filed, merged, handed over
    (None, 2, lambda s, n: _filed(s).as_main().plan().assign(s.shared.day(68)).sign_in().contact()),
    (None, 2, lambda s, n: s.like_main().draft(True).submit().accept().merge()),
    (None, 1, lambda s, n: _filed(s).as_main().plan().assign(s.shared.day(68)).sign_in().contact()),
    (None, 1, lambda s, n: s.like_main().draft(True).submit().accept().merge().split().file().plan().assign(s.shared.day(68)).sign_in()),
    (130, 5, lambda s, n: _by_the_way(s)),
    (122, 4, lambda s, n: _by_the_way(s).plan()),
    (122, 3, lambda s, n: _by_the_way(s).plan().assign().sign_in(missing=1)),
    (122, 2, lambda s, n: _by_the_way(s).plan().on(LAST_DAYS).assign()),
    (None, 1, lambda s, n: _assigned(s, 66).sign_in().contact().ask_withdraw().allow_withdraw()),
    (98, 1, lambda s, n: _handed(s, 120).ask_withdraw()),
    (112, 1, lambda s, n: _handed(s, 145).ask_adjustment()),
    (95, 1, lambda s, n: _handed(s, 118).ask_adjustment().refuse_adjustment().contact().opinions()),
    (105, 1, lambda s, n: _handed(s, 128).ask_adjustment().grant_adjustment()),
    (90, 1, lambda s, n: _handed(s, 115).ask_adjustment().grant_adjustment().plan().assign().sign_in_new().contact()),
    (90, 1, lambda s, n: _handed(s, 112).late_adjustment().refuse_adjustment().contact()),
    (90, 2, lambda s, n: _handed(s, 116).replace_co().contact()),
    (None, 1, lambda s, n: _assigned(s, 66).sign_in().contact().succeed()),
    (120, 1, lambda s, n: _by_the_way(s).nominate()),
    (118, 1, lambda s, n: _by_the_way(s).nominate().pass_over().plan()),
    # in hand, some of it late
    (None, 3, lambda s, n: _assigned(s, 50).sign_in().contact().opinions(missing=1).urge()),
    (None, 2, lambda s, n: _assigned(s, 53).sign_in().opinions().urge()),
    (None, 2, lambda s, n: _assigned(s, 66).sign_in()),
    (None, 2, lambda s, n: _assigned(s, 52).sign_in().contact().confirm().opinions().on(132).extension(175, "grant")),
    (None, 1, lambda s, n: _assigned(s, 52).sign_in().contact().opinions().on(130).extension(190, "refuse")),
    (None, 1, lambda s, n: _assigned(s, 60).sign_in().contact().opinions().on(145).extension(180)),
    (None, 4, lambda s, n: _assigned(s, 64).sign_in().contact().opinions(missing=1)),
    (None, 5, lambda s, n: _assigned(s, 68).sign_in().contact().confirm().opinions()),
    (None, 2, lambda s, n: _assigned(s, 68).sign_in().contact().confirm(False).opinions()),
    (None, 1, lambda s, n: _assigned(s, 66).sign_in().contact().confirm(False).contact("site").confirm().opinions()),
    (None, 2, lambda s, n: _assigned(_key(s), 68).supervise("plan", *(("approve_plan",) if n else ())).sign_in().contact("visit").confirm().opinions().on(146).instruct()),
    (None, 1, lambda s, n: _assigned(_key(s), 68).sign_in().contact("site").opinions().on(138).instruct_on_paper().answer_instruction()),
    (None, 1, lambda s, n: _assigned(_key(s), 64).sign_in().supervise("plan", "return_plan", "plan", "approve_plan", "activity").contact("site").opinions().on(110).opine().answer_instruction().accept_answer(again=True).supervise("report")),
    (None, 1, lambda s, n: _filed(s).nominate().choose().plan().assign(s.shared.day(64)).supervise("plan", "approve_plan", "activity").sign_in().contact("visit").opinions().supervise("report", "return_report", "activity", "report", "close")),
    (None, 1, lambda s, n: _assigned(_key(s), 64).supervise("plan", "approve_plan").sign_in().contact("visit").supervise("activity", "carry")),
    (None, 1, lambda s, n: _assigned(_key(s), 64).sign_in().contact("meeting").unmark_key()),
    (None, 3, lambda s, n: s.draft().submit().back_and_again().accept().file().plan().assign(s.shared.day(68)).sign_in().contact()),
    (95, 5, lambda s, n: _by_the_way(s).plan().assign().sign_in().contact().opinions()),
    (None, 1, lambda s, n: _assigned(_separate(s), 64).sign_in().contact()),
    # answered: with the co-handlers, with the unit's head, with the audit, with the proposer
    (None, 2, lambda s, n: _answered(s, 139, 68, upto="countersign")),
    (None, 2, lambda s, n: _answered(s.of("区住建局"), 136, 68, upto="signing")),
    (None, 1, lambda s, n: _answered(s, 134, 66, upto="signing").send_back()),
    (None, 5, lambda s, n: _answered(s, 146, 68)),
    (None, 1, lambda s, n: _answered(s, 140, 60).fail_reply()),
    (None, 1, lambda s, n: _answered(s, 112).fail_reply().reply().pass_reply()),
    (None, 7, lambda s, n: _delivered(s if n else s.by_first(), 138, 60)),
    (None, 1, lambda s, n: _assigned(s, 58).sign_in().contact().opinions(missing=1).on(130).go_on().reply().pass_reply()),
    (None, 4, lambda s, n: _delivered(s, 128, 56).co_rate().publish("proposal", "approve" if n == 3 else "publish")),
    (None, 1, lambda s, n: _delivered(_separate(s), 120)),
    (None, 1, lambda s, n: _delivered(s, 104).on(136).close_unrated()),
    (None, 1, lambda s, n: _delivered(s, 108).rate_on_paper()),
    (None, 3, lambda s, n: _delivered(s, 118).rate("dissatisfied")),
    (None, 1, lambda s, n: _twice(s, 86).rate("dissatisfied")),
    (None, 1, lambda s, n: _twice(s, 84).rate("dissatisfied").rule()),
    (None, 2, lambda s, n: _twice(s, 86, "AB"[n]).rate("basically").publish("proposal")),
    # closed: promises kept, moved and missed, looked back at, rechecked, published
    (None, 2, lambda s, n: _rated(s, 82, "satisfied", result="B", by=30).progress().report().verify("A").archive()),
    (None, 1, lambda s, n: _rated(s, 84, "basically", result="B", by=35).report().deny().report().verify("A").look()),
    (None, 1, lambda s, n: _rated(s, 92, "satisfied", result="B", by=25).move_promise(20).progress().publish("proposal")),
    (None, 1, lambda s, n: _rated(s, 88, "basically", result="B", by=30).move_promise(15).move_promise(30).move_promise(60, "").publish("proposal")),
    (None, 1, lambda s, n: _rated(s, 92, "satisfied", result="B", by=60).move_promise(40, "refuse").publish("proposal")),
    (None, 2, lambda s, n: _rated(s, 86, "satisfied", result="B", by=28).publish("proposal").publish("reply")),
    (None, 1, lambda s, n: _rated(s, 84, "basically", result="B", by=40).fail_promise().look("partly")),
    (None, 1, lambda s, n: _rated(s, 82, "satisfied", result="B", by=28).report().verify().look("not_done", again=60)),
    (None, 1, lambda s, n: _rated(s, 96, "satisfied", result="B", by=45).report().publish("proposal").publish("reply")),
    (None, 1, lambda s, n: _rated(s, 96, "satisfied").recheck().publish("proposal")),
    (None, 1, lambda s, n: _rated(s, 98, "satisfied", result="A").recheck(False).void_rating()),
    (None, 1, lambda s, n: (_delivered_as(s, 94, "B").rate("satisfied"))),
    (None, 2, lambda s, n: _rated(s, 100).publish("proposal", "propose").publish("reply", "approve")),
    (None, 1, lambda s, n: _rated(s, 100).publish("proposal", "propose").return_publication().publish("reply", extent="abstract")),
    (None, 4, lambda s, n: _rated(s, 100).rate_case(("good", "good", "fair", "poor")[n]).publish("proposal").publish("reply")),
    (None, 1, lambda s, n: _rated(s, 82, result="A").publish("proposal").publish("reply", "withdraw").archive()),
    (None, 1, lambda s, n: _rated(s, 82, result="A").publish("proposal", extent="no").publish("reply").archive()),
    (None, 5, lambda s, n: _rated(s, 82, result="A").publish("proposal").publish("reply").archive().praise(("publish", "publish", "publish", "decide", "review")[n])),
    (None, 1, lambda s, n: _rated(s, 84, "satisfied", result="A").archive().praise("recommend")),
)
# fmt: on


def season(district: District, today: date, dice: random.Random) -> list[Line]:
    """Every act of the present session, in the order of time, none later than yesterday."""
    shared = Shared(district, dice, latest=working_before(today))
    bank = _told(shared)
    lines: list[Line] = []
    number = 0
    for after, count, plot in PLOTS:
        for n in range(count):
            number += 1
            author = district.members[(number * 7) % len(district.members)]
            collective = names.COLLECTIVES[number % len(names.COLLECTIVES)] if number % 9 == 0 else None
            life = Life(shared, next(bank), author, _raised(district, after, dice), collective=collective)
            plot(life, n)
            lines += life.lines
    return sorted(lines, key=lambda line: line.at or datetime.min)


def _told(shared: Shared) -> Iterator[Matter]:
    """Matters of the bank, told for one place after the other, so that no two titles are alike."""
    for turn in range(len(names.TOWNSHIPS)):
        bank = list(matters())
        shared.dice.shuffle(bank)
        for matter in bank:
            place = names.TOWNSHIPS[(turn + len(matter.title)) % len(names.TOWNSHIPS)]
            told = matter.told(place, shared.dice)
            if told.title not in shared.titles:
                yield told


def _raised(district: District, after: int | None, dice: random.Random) -> datetime:
    day = district.opened + timedelta(days=dice.randint(0, 2) if after is None else after + dice.randint(-2, 1))
    if day.weekday() > 4:
        day -= timedelta(days=day.weekday() - 4)
    return clock.at_noon(max(day, district.opened)).replace(hour=dice.randint(8, 10), minute=dice.randint(0, 55))


def working_before(today: date) -> date:
    day = today - timedelta(days=1)
    return day - timedelta(days=max(0, day.weekday() - 4))
