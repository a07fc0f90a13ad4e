"""The bank of invented matters (matters.txt), each told for a place and with numbers of its own."""

import random
from dataclasses import dataclass
from functools import cache
from pathlib import Path

BANK = Path(__file__).with_name("matters.txt")


@dataclass(frozen=True)
class Matter:
    """A matter that members raise, with gaps for {place} and the numbers {a} {b} {c}."""

    title: str
    subject: str
    lead: str
    co: tuple[str, ...]
    situation: str
    analysis: str
    suggestions: tuple[str, ...]
    answers: tuple[str, ...]
    """What a unit does about each suggestion."""
    untold: "Matter | None" = None

    def told(self, place: str, dice: random.Random) -> "Matter":
        """The same matter of one place."""
        gaps = {"place": place, "a": dice.randint(3, 9), "b": dice.randint(12, 58), "c": dice.randint(6, 96) * 20}
        fill = lambda text: text.format(**gaps)  # noqa: E731
        return Matter(
            fill(self.title), self.subject, self.lead, self.co, fill(self.situation), fill(self.analysis),
            tuple(map(fill, self.suggestions)), tuple(map(fill, self.answers)), self,
        )  # fmt: skip

    def elsewhere(self, place: str, dice: random.Random) -> "Matter":
        """This told matter, told of another place."""
        return (self.untold or self).told(place, dice)


@cache
def matters() -> tuple[Matter, ...]:
    """Every matter of the bank."""
    blocks: list[list[str]] = [[]]
    for text in BANK.read_text("utf-8").splitlines():
        if text.startswith("关于"):
            blocks.append([])
        if text and not text.startswith("#"):
            blocks[-1].append(text)
    return tuple(_matter(block) for block in blocks if block)


def _matter(block: list[str]) -> Matter:
    title, subject, lead, co = (part.strip() for part in block[0].split("|"))
    situation, analysis, *rest = block[1:]
    suggestions = [text.removeprefix("- ") for text in rest if text.startswith("- ")]
    answers = [text.removeprefix("= ") for text in rest if text.startswith("= ")]
    return Matter(
        title, subject, lead, tuple(co.split()), situation.removeprefix("情况："), analysis.removeprefix("分析："),
        tuple(suggestions), tuple(answers),
    )  # fmt: skip
