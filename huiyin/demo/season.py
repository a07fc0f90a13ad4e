"""The present session of the invented district: some 130 proposals, each in its state of today, in every state there is."""

import random
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta

from huiyin.demo import names
from huiyin.demo.district import District
from huiyin.demo.matters import Matter, matters
from huiyin.demo.story import Shared, Story
from huiyin.kernel import clock
from huiyin.kernel.replay import Line

Plot = Callable[[Story, District], object]


def _assigned(story: Story, district: District, after: int) -> Story:
    """Raised at the meeting, filed, and handed over so many days after the session opened."""
    story.draft().submit().accept().file(10, 16).plan()
    return story.assign(district.opened + timedelta(days=after))


def _by_the_way(story: Story) -> Story:
    """A proposal between sessions is handled as it comes."""
    return story.draft().submit().accept().file(4, 8)


def _answered(story: Story, district: District, reply_after: int, handed: int = 50) -> Story:
    _assigned(story, district, handed).sign_in().contact().opinions()
    return story.reply(district.opened + timedelta(days=reply_after))


def _twice(story: Story, district: District, first: int) -> Story:
    return _answered(story, district, first).pass_reply().rate("dissatisfied").contact().reply().pass_reply()


def _rated(story: Story) -> str:
    return story.dice.choices(("satisfied", "basically"), (3, 1))[0]


# fmt: off
# days after the opening on which it was raised (None: at the meeting), how many, what became of it
PLOTS: tuple[tuple[int | None, int, Plot], ...] = (
    (142, 5, lambda s, d: s.draft()),
    (147, 6, lambda s, d: s.draft().submit()),
    (143, 3, lambda s, d: s.draft().submit().returned()),
    (138, 6, lambda s, d: s.draft().submit().accept()),
    (137, 3, lambda s, d: s.draft().submit().accept().decline(inform=False)),
    (None, 6, lambda s, d: s.draft().submit().accept().decline(inform=True)),
    (None, 2, lambda s, d: s.draft().submit().withdraw()),
    (133, 6, lambda s, d: _by_the_way(s)),
    (124, 5, lambda s, d: _by_the_way(s).plan()),
    (124, 6, lambda s, d: _by_the_way(s).plan().assign().sign_in(missing=1)),
    (None, 3, lambda s, d: _assigned(s, d, 50).sign_in().contact().opinions(missing=1).urge()),
    (None, 2, lambda s, d: _assigned(s, d, 53).sign_in().opinions().urge()),
    (None, 2, lambda s, d: _assigned(s, d, 66).sign_in()),
    (None, 4, lambda s, d: _assigned(s, d, 64).sign_in().contact().opinions(missing=1)),
    (None, 12, lambda s, d: _assigned(s, d, 68).sign_in().contact().opinions()),
    (None, 3, lambda s, d: s.draft().submit().back_and_again().accept().file().plan().assign(d.opened + timedelta(days=68)).sign_in().contact()),
    (95, 8, lambda s, d: _by_the_way(s).plan().assign().sign_in().contact()),
    (None, 6, lambda s, d: _answered(s, d, 146, 68)),
    (None, 10, lambda s, d: _answered(s, d, 136, 60).pass_reply()),
    (None, 6, lambda s, d: _answered(s, d, 112).pass_reply()),
    (None, 3, lambda s, d: _answered(s, d, 118).pass_reply().rate("dissatisfied")),
    (None, 1, lambda s, d: _twice(s, d, 86).rate("dissatisfied")),
    (None, 2, lambda s, d: _twice(s, d, 86).rate("basically")),
    (None, 11, lambda s, d: (lambda t: t.rate(_rated(t)))(_answered(s, d, 100).pass_reply())),
    (None, 9, lambda s, d: (lambda t: t.rate(_rated(t)).archive())(_answered(s, d, 82).pass_reply())),
)
# fmt: on


def season(district: District, today: date, dice: random.Random) -> list[Line]:
    """Every act of the present session, in the order of time, none later than yesterday."""
    shared = Shared(district, dice, latest=_working_before(today))
    bank = _told(dice)
    lines: list[Line] = []
    number = 0
    for after, count, plot in PLOTS:
        for _n in range(count):
            number += 1
            author = district.members[(number * 7) % len(district.members)]
            collective = names.COLLECTIVES[number % len(names.COLLECTIVES)] if number % 9 == 0 else None
            story = Story(shared, next(bank), author, _raised(district, after, dice), number % 16 == 3, collective)
            plot(story, district)
            lines += story.lines
    return sorted(lines, key=lambda line: line.at or datetime.min)


def _told(dice: random.Random) -> Iterator[Matter]:
    """Matters of the bank, told for one place after the other, so that no two titles are alike."""
    for turn in range(len(names.TOWNSHIPS)):
        bank = list(matters())
        dice.shuffle(bank)
        for matter in bank:
            place = names.TOWNSHIPS[(turn + len(matter.title)) % len(names.TOWNSHIPS)]
            if turn == 0 or "{place}" in matter.title:
                yield matter.told(place, dice)


def _raised(district: District, after: int | None, dice: random.Random) -> datetime:
    day = district.opened + timedelta(days=dice.randint(0, 2) if after is None else after + dice.randint(-2, 1))
    if day.weekday() > 4:
        day -= timedelta(days=day.weekday() - 4)
    return clock.at_noon(max(day, district.opened)).replace(hour=dice.randint(8, 10), minute=dice.randint(0, 55))


def _working_before(today: date) -> date:
    day = today - timedelta(days=1)
    return day - timedelta(days=max(0, day.weekday() - 4))
