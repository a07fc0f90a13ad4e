"""Official letters per second: `python -m benchmarks.letters`. Every letter's text is new, so nothing comes from a cache."""

import random
from dataclasses import replace
from datetime import date
from functools import partial
from itertools import accumulate

from benchmarks.line import line, median_ms
from huiyin.papers.letter import Letter, Point
from huiyin.papers.pdf import letter_pdf
from huiyin.papers.word import letter_docx

COMMON = [chr(0x4E00 + n) for n in range(3000)]
# Few characters are frequent and many rare: 790 hold about 430 different ones. A real letter of 590 holds 250; ours is harder,
# since embedding a font costs by the different character.
WEIGHTS = list(accumulate(1 / (rank + 5) for rank in range(3000)))


def words(dice: random.Random, length: int) -> str:
    return "".join(dice.choices(COMMON, cum_weights=WEIGHTS, k=length))


def letter(seed: int, paragraph: int = 110) -> Letter:
    """A letter of two pages (about 790 characters) with `paragraph` characters in each of its points."""
    dice = random.Random(seed)
    return Letter(
        sender=words(dice, 11),
        doc_number=f"{words(dice, 4)}〔2026〕{seed}号",
        mark="B类",
        title=f"{words(dice, 15)}\n{words(dice, 14)}",
        addressees=f"{words(dice, 12)}：",
        opening=words(dice, 110),
        points=tuple(Point(words(dice, 16), words(dice, paragraph)) for _ in range(4)),
        closing=words(dice, 60),
        date=date(2026, 6, 24),
        contact=words(dice, 8),
        publicity="主动公开",
        copies=(words(dice, 8), words(dice, 10)),
    )


def main() -> bool:
    met = []
    for name, make, goal in (("letter.pdf", letter_pdf, 30), ("letter.docx", letter_docx, 40)):
        make(letter(0))  # fonts and template are read once per process
        met.append(line(name, median_ms([partial(make, letter(n)) for n in range(1, 101)]), "ms", goal))
        long = [partial(make, replace(letter(n, 1100), copies=())) for n in range(200, 220)]
        met.append(line(f"{name}.ten_times_longer", median_ms(long), "ms", goal * 10))
    return all(met)


if __name__ == "__main__":
    raise SystemExit(0 if main() else 1)
