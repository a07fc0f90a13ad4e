"""延期: one, asked before the limit has passed, granted by the assigning office, told to the proposers (R-040, P-12)."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from huiyin.handling.effects import parent_clock
from huiyin.handling.models import Extension
from huiyin.handling.rules import assigning
from huiyin.kernel import clock, parameters
from huiyin.kernel.act import Act
from huiyin.kernel.flow import Lack
from huiyin.kernel.models import Post
from huiyin.kernel.refusal import BadDate


def reply_due(case: Any) -> date | None:
    """Until when the reply is owed now."""
    due: date | None = case.due  # the reply is what a part owes first, so its day is the part's own
    return due


def not_yet_extended(case: Any, post: Post) -> Iterable[Lack]:
    if case.extension_asked_on:
        yield Lack(_("已经申请过延期，正在等交办机关决定。"))
    elif case.extended:
        yield Lack(_("已经延过一次。一件只延一次；办不完的，请先答复进展，写明承诺的日期。"))


def before_expiry(case: Any, post: Post) -> Iterable[Lack]:
    due = reply_due(case)
    if due is None:
        yield Lack(_("这一步没有期限，不用延期。"))
    elif due < clock.today():
        yield Lack(
            _("答复期限是{day}，已经过了，不能再申请延期。请尽快答复，并向提案者说明。").format(
                day=clock.day_words(due)
            )
        )


def one_waits(case: Any, post: Post) -> Iterable[Lack]:
    if not case.extension_asked_on:
        yield Lack(_("现在没有等着决定的延期申请。"), moot=True)


def latest(case: Any, due: date) -> date:
    """The last day to which P-12 lets it be extended."""
    span = clock.Span.parse(str(parameters.get(case.committee, "P-12")))
    return clock.extend(due, span, parameters.calendar(case.committee))


def within_reach(act: Act) -> None:
    """The day lies after the present limit and not beyond P-12."""
    wanted, due = act.facts.get("until"), reply_due(act.case)
    if act.imported or not wanted or due is None:
        return
    day, last = date.fromisoformat(wanted), latest(act.case, due)
    if day <= due:
        sentence = _("延期要晚于现在的期限{day}。").format(day=clock.day_words(due))
    elif day > last:
        sentence = _("最多延到{day}。请选这天或以前的日期。").format(day=clock.day_words(last))
    else:
        return
    raise BadDate(sentence, {"until": sentence})


def ask(act: Act) -> None:
    act.dated(
        Extension,
        organisation_id=act.case.unit_id,
        wanted=date.fromisoformat(act.facts["until"]),
        reason=act.facts.get("reason", ""),
    )
    act.change(extension_asked_on=act.on)
    act.owe("grant_extension", assigning.owed(act.case))


def waiting(case: Any) -> Extension | None:
    return Extension.objects.filter(case=case, granted=None, voided_by=None).order_by("-recorded_at").first()


def asked_day(case: Any, post: Post) -> Any:
    row = waiting(case)
    return row.wanted if row else None


def grant(act: Act) -> None:
    row, due = waiting(act.case), reply_due(act.case)
    assert row is not None
    day = date.fromisoformat(act.facts["until"]) if act.facts.get("until") else row.wanted
    # The reason stands in the row, which can be forgotten; the clock says by whose leave.
    act.extend("reply", day, _("经交办机关批准"))
    act.change(row, granted=True, before=due, after=day, decided_at=act.at, words=act.facts.get("words", ""))
    act.change(extension_asked_on=None, extended=True)
    if act.case.parent_id:
        parent_clock(act, act.load(act.case.parent_id))


def refuse(act: Act) -> None:
    row = waiting(act.case)
    assert row is not None
    act.change(row, granted=False, decided_at=act.at, words=act.facts.get("words", ""))
    act.change(extension_asked_on=None)
