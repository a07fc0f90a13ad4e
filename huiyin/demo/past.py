"""Last year's session of the invented district, as a catalogue that an office would send: moved in like any other."""

import csv
import random
from datetime import date, timedelta
from pathlib import Path

from huiyin.demo import names
from huiyin.demo.matters import matters

HEADS = (
    "案号", "案由", "届次", "提案者", "类别", "主办单位", "会办单位", "提交日期", "立案日期", "交办日期", "答复日期", "答复类别", "满意度",
    "办结日期", "重点",
)  # fmt: skip
COUNT = 200


def write(path: Path, opened: date, dice: random.Random) -> None:
    """A CSV of 200 proposals raised when that session opened. Some cells are empty, as they are in real life."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEADS)
        writer.writerows(_row(number, opened, dice) for number in range(1, COUNT + 1))


def _row(number: int, opened: date, dice: random.Random) -> list[object]:
    bank = matters()
    matter = bank[(number * 3) % len(bank)].told(
        names.TOWNSHIPS[(number // len(bank) + number) % len(names.TOWNSHIPS)], dice
    )
    submitted = opened + timedelta(days=dice.randint(0, 2))
    filed, assigned = opened + timedelta(days=dice.randint(14, 20)), opened + timedelta(days=dice.randint(55, 60))
    replied = assigned + timedelta(days=dice.randint(35, 95))
    known = dice.random() < 0.93
    proposers = dice.sample(names.MEMBERS, dice.choice((1, 1, 1, 2, 3)))
    rating = dice.choices(("满意", "基本满意", "不满意", "未反馈"), (70, 22, 2, 6))[0]
    return [
        f"{number:03}", matter.title, "九届四次会议", "、".join(proposers), matter.subject, matter.lead, "、".join(matter.co), submitted, filed,
        assigned if dice.random() < 0.96 else "", replied if known else "", dice.choices("ABC", (58, 32, 10))[0] if known else "",
        rating if known else "", replied + timedelta(days=dice.randint(12, 40)) if known else "", "是" if number % 25 == 0 else "",
    ]  # fmt: skip
