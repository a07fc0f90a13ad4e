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
    ("路面先补平，老人不能再摔跤。", "++"),
    ("树根顶坏的路，可以架一段木栈道，不用移树。", "+-"),
    ("三棵都移走，换成小一点的树。", "-+"),
    ("动树以前，先请园林的专家来看。", "++"),
    ("树荫下的铺面和路边摊要挪一挪。", "-+"),
    ("一棵也不能动，巷子就是靠它们好看。", "+-"),
    ("修路的那几天，要给坐轮椅的人留一条路。", "++"),
)
"""What is said, and whether those who love the trees and those who fell both mostly agree."""
LATER = ("晚上太暗了，先装几盏灯。", "移一棵要花多少钱，先公布出来。")
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
    """Every third voter would rather have a flat road; every seventh answer is against the grain, every eleventh a pass, and not everyone answers all."""
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
