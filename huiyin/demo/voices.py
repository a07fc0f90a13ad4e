"""The bank of invented voices (voices.txt): what people said, what came of it, and as what plot it is told.

Signs: `@ problem | site | subject | days ago | plot` begins a matter (`-`: no problem, or no site); `V channel | people | marks | words`
a voice; `U unit | asked`, `A unit | degree | words`, `R result | told`; `E` the answer, `Q` our question, `W` the citizen's words, `G`
the answer to a voice that came back. Marks: `*` on the Echo Wall, `phone` a number was left, `member` the member on duty wrote it down,
`yes5` the verdict and its stars.
"""

import re
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

BANK = Path(__file__).with_name("voices.txt")


@dataclass
class Told:
    """One voice: how it came, how many people, its marks, its words."""

    channel: str
    people: int
    marks: tuple[str, ...]
    words: str

    @property
    def public(self) -> bool:
        return "*" in self.marks

    @property
    def verdict(self) -> tuple[str, str] | None:
        """(solved, stars), or None when the citizen says nothing."""
        for mark in self.marks:
            if found := re.fullmatch(r"(yes|partly|no)(\d)", mark):
                return found[1], found[2]
        return None


@dataclass
class Trouble:
    """One matter with its voices and everything that is said about it."""

    title: str
    site: str
    subject: str
    ago: int
    plot: str
    voices: list[Told] = field(default_factory=list)
    asked: dict[str, str] = field(default_factory=dict)
    answers: dict[str, tuple[str, str]] = field(default_factory=dict)
    result: tuple[str, str] = ("", "")
    said: dict[str, str] = field(default_factory=dict)
    """The words behind E, Q, W and G."""


@cache
def troubles() -> tuple[Trouble, ...]:
    """The whole bank, read once."""
    found: list[Trouble] = []
    for line in BANK.read_text(encoding="utf-8").splitlines():
        sign, _space, rest = line.partition(" ")
        parts = [part.strip() for part in rest.split("|")]
        if sign == "@":
            title, site, subject, ago, plot = parts
            found.append(Trouble(title.strip("-"), site.strip("-"), subject, int(ago), plot))
        elif sign == "V":
            found[-1].voices.append(Told(parts[0], int(parts[1]), tuple(parts[2].split()), parts[3]))
        elif sign == "U":
            found[-1].asked[parts[0]] = parts[1]
        elif sign == "A":
            found[-1].answers[parts[0]] = (parts[1], parts[2])
        elif sign == "R":
            found[-1].result = (parts[0], parts[1])
        elif sign in ("E", "Q", "W", "G"):
            found[-1].said[sign] = rest.strip()
    return tuple(found)
