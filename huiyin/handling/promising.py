"""承诺事项: made from a reply's points, reported, verified, moved, given up, and taken up again (R-055, R-080)."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiyin.handling import classing
from huiyin.handling.models import Commitment, CommitmentChange, Reply
from huiyin.handling.rules import assigning
from huiyin.kernel import clock, parameters
from huiyin.kernel.act import Act
from huiyin.kernel.flow import Lack
from huiyin.kernel.models import Post
from huiyin.kernel.refusal import BadDate, Missing
from huiyin.kernel.who import NOBODY, Address, Who

OPEN = ("open", "reported")
FREE_CHANGES = 2
"""How often the assigning office alone may move a promise; after that it is the proposal director's."""


def _by_office(post: Post, case: Any) -> bool:
    if case.changes < FREE_CHANGES:
        return assigning.test(post, case)
    return post.role == "proposal_director"


def _office_owed(case: Any) -> list[Address]:
    if not case.change_asked_on:
        return []
    return assigning.owed(case) if case.changes < FREE_CHANGES else [Address("proposal_director")]


changer = Who(
    "changer",
    gettext_lazy("交办机关（第三次改期起，由提案委主任）"),
    _by_office,
    lambda post: (
        (assigning.twin(post) & Q(changes__lt=FREE_CHANGES))
        | (Q(changes__gte=FREE_CHANGES) if post.role == "proposal_director" else NOBODY)
    ),
    _office_owed,
)


def promised(act: Act) -> None:
    """R-055: a reply that says "in progress" or "planned" says what, who and by when."""
    if act.imported:
        return
    points = act.facts.get("points") or []
    for number, point in enumerate(points, 1):
        if point.get("by") and _day(number, point["by"]) <= (act.on or clock.today()):
            _refuse(_("第 {n} 条承诺的日期{day}已经过了。请写将来的日期。").format(n=number, day=point["by"]))
    unfinished = classing.tag_of(act, act.facts.get("result", "")) in classing.UNFINISHED
    if unfinished and parameters.get(act.committee, "P-PROMISE") and not any(point.get("by") for point in points):
        _refuse(_("分类是正在解决或列入计划的，至少一条要写明办成的日期（谁、办什么、什么时候），它会成为承诺事项。"))


def _day(number: int, text: Any) -> date:
    try:
        return date.fromisoformat(str(text))
    except ValueError:
        _refuse(_("第 {n} 条承诺的日期要写成 2026-09-30 这样。").format(n=number))
        raise AssertionError from None


def _refuse(sentence: str) -> None:
    raise Missing(sentence, {"points": sentence})


def make(act: Act, reply: Reply) -> None:
    """Each point with a date becomes a case of its own, child of what was answered. A newer promise on a point replaces the older."""
    if act.case.parent_id is None:
        return
    parent = act.load(act.case.parent_id)
    for point in reply.points:
        if not point.get("by"):
            continue
        for old in _standing(act, point.get("suggestion")):
            act.move(old, "supersede")
        what = str(point.get("promise") or point.get("text") or parent.title)
        by = date.fromisoformat(str(point["by"]))
        act.open(
            "commitment", what, parent=parent, part_id=act.case.pk, unit_id=act.case.unit_id,
            assigned_by_id=act.case.assigned_by_id, reply_id=reply.pk, suggestion_id=point.get("suggestion"), what=what,
            in_charge=str(point.get("who") or reply.contact_name)[:100], by=by, first_by=by, number=parent.number,
        )  # fmt: skip


def _standing(act: Act, suggestion: Any) -> list[Any]:
    if suggestion is None or act.case.pk in act.batch.fresh:
        return []
    rows = Commitment.objects.filter(part=act.case.pk, suggestion_id=suggestion, state__in=OPEN)
    return [act.load(pk) for pk in rows.values_list("pk", flat=True)]


def unsettled(act: Act, parent: Any) -> list[Any]:
    """The parent's promises that are not settled yet, the soonest first, as this batch sees them."""
    known = {row.pk: row for row in act.batch.children.get(parent.pk, ()) if row.kind == "commitment"}
    if parent.pk not in act.batch.fresh:
        stored = Commitment.objects.filter(parent=parent.pk).values_list("pk", flat=True)
        known |= {pk: act.load(pk) for pk in stored if pk not in known}
    return sorted((row for row in known.values() if row.state in OPEN), key=lambda row: (row.by, row.pk))


def follow(act: Act, parent: Any) -> None:
    """A closed parent is tracked while promises stand, and closed again when none does (P22, P23)."""
    rows = unsettled(act, parent)
    if rows and parent.state == "closed":
        act.move(parent, "track")
    elif not rows and parent.state == "tracking":
        act.move(parent, "settled")
    if rows and parent.state == "tracking":
        act.own(parent, Address("unit", rows[0].unit_id), rows[0].by)


def follow_parent(act: Act) -> None:
    follow(act, act.load(act.case.parent_id))


def later_than_now(act: Act) -> None:
    day = date.fromisoformat(act.facts["by"])
    if day <= max(act.case.by, clock.today()):
        sentence = _("改到的日期要晚于原来的{day}，也要晚于今天。").format(day=clock.day_words(act.case.by))
        raise BadDate(sentence, {"by": sentence})


def no_change_waits(case: Any, post: Post) -> Iterable[Lack]:
    if case.change_asked_on:
        yield Lack(_("已经申请过改期，正在等决定。"))


def a_change_waits(case: Any, post: Post) -> Iterable[Lack]:
    if not case.change_asked_on:
        yield Lack(_("现在没有等着决定的改期申请。"), moot=True)


def ask_change(act: Act) -> None:
    act.change(change_asked_on=act.on, asked_by=date.fromisoformat(act.facts["by"]))
    act.owe("allow_change", changer.owed(act.case))


def allow_change(act: Act) -> None:
    case = act.case
    after = case.asked_by
    act.dated(CommitmentChange, number=case.changes + 1, before=case.by, after=after, why=act.facts.get("words", ""))
    act.extend("report", after, _("经批准改期"))
    act.change(by=after, changes=case.changes + 1, change_asked_on=None, asked_by=None)
    follow_parent(act)


def refuse_change(act: Act) -> None:
    act.change(change_asked_on=None, asked_by=None)


def drop_change(act: Act) -> None:
    """What is reported or given up waits for no other day."""
    if act.case.change_asked_on:
        act.change(change_asked_on=None, asked_by=None)


def verify(act: Act) -> None:
    """销号; where the office says so, the result has another class from this day (B→A), and the former one is kept."""
    if letter := act.facts.get("result"):
        assignment = act.load(act.case.part_id)
        classing.give(act, assignment, letter, "later", act.case.reply_id)
    follow_parent(act)


def take_up_again(act: Act) -> None:
    act.change(by=date.fromisoformat(act.facts["by"]))
