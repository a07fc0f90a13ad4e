"""A question of the invented district that is open on the net: views, and answers of people of two minds."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from huiyin.consultations import answering
from huiyin.consultations.models import Answer, Consultation, Deliberation, Statement
from huiyin.kernel import clock
from huiyin.kernel.act import act
from huiyin.kernel.models import Post
from huiyin.reception.raising import public_post

VIEWS = (
    ("消防通道任何时候都不能占。", "++"),
    ("晚上八点到早上七点，路边可以停车。", "+-"),
    ("停在小区里的车应当收费，钱用在小区里。", "-+"),
    ("先把地下车库的月租降下来。", "++"),
    ("没有车的住户不该替停车的人出钱。", "-+"),
    ("外来车辆一律不许进。", "+-"),
    ("新划的车位先给老人和残疾人。", "++"),
)
"""What is said, and whether those with a car and those without mostly agree."""
LATER = ("学校操场晚上能不能开放停车？", "物业的收支每个月贴出来。")
VOTERS = 46
ASKED_BEFORE = 4
"""So many days before the demo's today, the question was put on the net."""


def ask(case: Callable[[], Consultation], keeper: Post, today: date) -> None:
    """Put the question, with a week and a half to go; people answer over some days."""
    views = "\n".join(words for words, _lean in VIEWS)
    whole = case()
    act(
        whole, "ask_online", as_=keeper, question=f"{whole.title}？大家怎么看", about=whole.background, until=today + timedelta(days=9),
        views=views, checked=True,
    )  # fmt: skip
    asked = Deliberation.objects.get(parent=whole.pk)
    asked.committee = whole.committee
    Answer.objects.bulk_create(answers(asked))
    public = public_post(whole.committee)
    for words in LATER:
        act(asked, "state", as_=public, words=words, mark=answering.mark_of(asked, words))
    first = Statement.objects.filter(case=asked.pk, state="waiting").order_by("pk")[0]
    act(asked, "show", as_=keeper, statements=[first.pk], checked=True)


def answers(asked: Deliberation) -> list[Answer]:
    """Every third voter has no car; every seventh answer is against the grain, every eleventh a pass, and not everyone answers all."""
    rows: list[Any] = []
    for at, (row, (_words, lean)) in enumerate(zip(answering.shown(asked), VIEWS, strict=True)):
        for voter in range(VOTERS):
            turn = voter * 5 + at * 3
            if turn % 9 == 8:
                continue
            mostly = 1 if lean[voter % 3 == 0] == "+" else -1
            how = 0 if turn % 11 == 0 else -mostly if turn % 13 == 0 else mostly
            mark = answering.mark_of(asked, f"demo-{voter}")
            rows.append(
                Answer(committee=asked.committee, case=asked, statement=row, voter=mark, how=how, at=clock.now())
            )
    return rows
