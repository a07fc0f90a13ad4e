"""会签: co-handlers see the lead's draft and agree or object; of silence the assigning office decides (R-051). By parameter."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from huiyin.handling.effects import current_reply, deliver, siblings
from huiyin.handling.models import Countersign
from huiyin.handling.rules import co_handlers
from huiyin.kernel import clock, parameters
from huiyin.kernel.act import Act
from huiyin.kernel.flow import Lack
from huiyin.kernel.models import Organisation, Post, Todo

HELD = {"voided_by": None, "until": None}


def next_of(act: Act, *names: str) -> str:
    """The first of these states that this committee has."""
    for name in names:
        when = act.flow.by_state[name].when
        if when is None or int(parameters.get(act.committee, when[0])) >= when[1]:
            return name
    return names[-1]


def route(act: Act) -> str:
    """Where a written reply goes: to the co-handlers first, if there are any and the committee wants it."""
    co = [row for row in siblings(act) if row.role == "co" and row.state != "ended"]
    wanted = not act.imported and act.case.role == "lead" and co
    return next_of(act, *(("countersign",) if wanted else ()), "signing", "audit", "done")


def silent(case: Any) -> list[int]:
    """The co-handlers who have not said anything of this draft."""
    said = set(Countersign.objects.filter(case=case, **HELD).values_list("organisation_id", flat=True))
    return [a.organisation_id for a in co_handlers.owed(case) if a.organisation_id and a.organisation_id not in said]


def not_said_yet(case: Any, post: Post) -> Iterable[Lack]:
    if Countersign.objects.filter(case=case, organisation=post.organisation_id, **HELD).exists():
        yield Lack(_("你单位对这一稿已经签过意见。主办单位改稿以后可以再签。"))


def sign(act: Act) -> None:
    """When the last has agreed, the draft goes on by itself; an objection leaves it to the lead unit and the office."""
    agrees = act.facts["opinion"] == "agree"
    act.dated(Countersign, organisation_id=act.post.organisation_id, agrees=agrees, words=act.facts.get("words", ""))
    waiting = [pk for pk in silent(act.case) if pk != act.post.organisation_id]
    objected = Countersign.objects.filter(case=act.case, agrees=False, **HELD).exists() or not agrees
    if not waiting and not objected:
        act.move(act.case, "countersigned")


def may_decide(case: Any, post: Post) -> Iterable[Lack]:
    """The assigning office decides once somebody objects, or the days of silence are over."""
    if Countersign.objects.filter(case=case, agrees=False, **HELD).exists():
        return
    due = Todo.objects.filter(case=case, step="countersign", closed_at=None).values_list("due", flat=True).first()
    if due is not None and clock.today() <= due:
        names = Organisation.objects.filter(pk__in=silent(case)).values_list("name", flat=True)
        yield Lack(
            _("{names}的会签期限是{day}，还没到。到期没有意见，再由交办机关决定。").format(
                names="、".join(names), day=clock.day_words(due)
            )
        )


def go_on(act: Act) -> str:
    return next_of(act, "signing", "audit", "done")


def settle(act: Act) -> None:
    if act.case.state == "done" and current_reply(act) is not None:
        deliver(act)


def end_draft(act: Act) -> None:
    """What was said of the former draft does not hold for the next one."""
    act.end(Countersign)
