"""Searching: the index finds and counts among what the database lets a post see; the database has the last word on every row.

Where there is no index the database is searched itself, by number, title and proposer; that is slower and finds less, and is said.
"""

from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from huiyin.kernel import clock
from huiyin.kernel.models import Post
from huiyin.library import freshness, visible
from huiyin.library.find import Found
from huiyin.library.layers import Layers
from huiyin.library.query import Asked, read
from huiyin.library.visible import View
from huiyin.library.vocabulary import LATE, Vocabulary
from huiyin.library.wanted import number_in

COUNTED = ("state", "unit", "class", "rating", "year", "subject", "look")
PAGE = 20


@dataclass
class Result:
    """What was found: ids best first, how many in all, counts by side and value; `said` are sentences for the reader."""

    asked: Asked
    known: Vocabulary
    ids: list[int] = field(default_factory=list)
    count: int = 0
    counts: dict[str, dict[str, int]] = field(default_factory=dict)
    said: list[str] = field(default_factory=list)
    loose: bool = False
    index: str = freshness.FRESH


def search(post: Post, text: str, page: int = 1, size: int = PAGE) -> Result:
    """One page of what a post may see and means by a text. Five queries or fewer; never fails on what was typed."""
    known = Vocabulary.of(post.committee)
    asked = read(text, known)
    shelf, state = freshness.freshen(post.committee)
    result = Result(asked, known, said=[*asked.said, *_about(state)], index=state.word)
    if asked.empty:
        return result
    if shelf is None:
        return _from_database(result, post, page, size)
    try:
        return _from_shelf(result, shelf, post, page, size)
    except ValueError as trouble:  # an index that was damaged under our hands
        freshness.log.warning("the index of %s gave no answer: %s", post.committee.code, trouble)
        freshness.forget(post.committee)
        result.index = freshness.BROKEN
        result.said += _about(freshness.State(freshness.BROKEN))
        return _from_database(result, post, page, size)


def _about(state: freshness.State) -> list[str]:
    if state.word == freshness.REBUILT:
        return [_("索引原来没有或者旧了，刚刚重建好。")]
    if state.word == freshness.BEHIND:
        return [_("还有 {n} 步新办的没进索引，过一会儿再找会更全。").format(n=state.waiting)]
    if state.word == freshness.REBUILDING:
        return [_("索引正在重建。现在直接在数据库里按编号、案由、提案者找，比平时慢，找得也没有平时全。")]
    if state.word == freshness.BROKEN:
        return [_("索引坏了，下一次找的时候重建。这一次直接在数据库里按编号、案由、提案者找。")]
    return []


def _from_shelf(result: Result, shelf: Layers, post: Post, page: int, size: int) -> Result:
    view = visible.view(post, freshness.head(post.committee))
    if view.nothing:
        return result
    found = ask(shelf, result.asked, view, page, size)
    if not found.total and result.asked.words:
        result.asked.words = [word._replace(loose=True) for word in result.asked.words]
        found = ask(shelf, result.asked, view, page, size)
        result.loose = bool(found.total)
    ids = [int(name) for name, _weight in found.hits]
    seen = set(visible.rows(post).filter(pk__in=ids).values_list("pk", flat=True))
    result.ids = [pk for pk in ids if pk in seen]
    result.count, result.counts = found.total - (len(ids) - len(result.ids)), found.counts
    return result


def ask(shelf: Layers, asked: Asked, view: View, page: int, size: int) -> Found:
    """What the index holds of the cases in view, with the counts of all sides."""
    must, but = [shelf.word(word) for word in asked.words], [shelf.word(word) for word in asked.without]
    for condition in asked.conditions:
        if condition.side == "number":
            must.append(shelf.numbered(condition.values))
        elif condition.side == "look" and LATE in condition.values:
            must.append(shelf.due_before(clock.today().toordinal()))
        else:
            must.append(shelf.of(condition.side, condition.values))
    if view.only is not None:
        must.append(shelf.among(view.only))
    elif view.hidden:
        but.append(shelf.among(view.hidden))
    found = shelf.ask(must, but, top=size, skip=(page - 1) * size, sides=COUNTED)
    late = shelf.ask([*must, shelf.due_before(clock.today().toordinal())], but, top=1).total
    if late:
        found.counts["look"][LATE] = late
    return found


def _from_database(result: Result, post: Post, page: int, size: int) -> Result:
    where = Q()
    for word in result.asked.words:
        one = Q(title__icontains=word.text) | Q(proposers__icontains=word.text) | Q(unit_names__icontains=word.text)
        if number := number_in(word.text):
            one |= Q(number__endswith=number) | Q(intake_number__endswith=number)
        where &= one
    for condition in result.asked.conditions:
        where &= _in_database(condition.side, condition.values)
    rows = visible.rows(post).filter(where)
    for word in result.asked.without:
        rows = rows.exclude(title__icontains=word.text)
    result.ids = list(rows.order_by("-pk").values_list("pk", flat=True)[(page - 1) * size : page * size])
    result.count = rows.count()
    return result


def _in_database(side: str, values: tuple[str, ...]) -> Q:
    """A condition as the database can answer it without the index; those on replies it cannot, and they are passed over."""
    simple: dict[str, Any] = {
        "unit": {"lead_unit__in": [int(value) for value in values if value.isdigit()]}, "state": {"state__in": values},
        "year": {"session__year__in": [int(value) for value in values if value.isdigit()]}, "session": {"session__code__in": values},
        "subject": {"subject__in": values}, "form": {"proposal_kind__in": values}, "number": {"number__in": values},
    }  # fmt: skip
    if side == "look" and LATE in values:
        return Q(due__lt=clock.today())
    if side == "look" and "key" in values:
        return Q(key=True)
    return Q(**simple[side]) if side in simple else Q()
