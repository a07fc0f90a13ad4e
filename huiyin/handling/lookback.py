"""回头看: some months after a case was closed, somebody goes and sees whether what was said is so (R-080)."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiyin.handling import promising, rules
from huiyin.handling.choices import of
from huiyin.handling.models import FINDINGS, Commitment, Finding, LookBack, ResultClass
from huiyin.kernel import parameters
from huiyin.kernel.act import Act
from huiyin.kernel.flow import Fact, Flow, Owe, State, register, step
from huiyin.kernel.models import Post
from huiyin.kernel.refusal import Missing
from huiyin.kernel.who import system

UNKEPT = ("not_done", "rebound")


def plan_for(act: Act, parent: Any) -> None:
    """When a case is closed: one look-back, if its results are of a class that wants one, and none waits yet."""
    if act.imported or LookBack.objects.filter(parent=parent.pk, state="planned").exists():
        return
    tags = {str(row[0]) for row in parameters.get(act.committee, "P-LOOK-TAGS", act.on)}
    held = ResultClass.objects.filter(case__parent=parent.pk, tag__in=tags, until=None, voided_by=None)
    if held.exists():
        act.open("lookback", parent.title, parent=parent, number=parent.number)


def settled_promises(case: Any, post: Post) -> list[tuple[int, str]]:
    rows = Commitment.objects.filter(parent=case.parent_id, state__in=("verified", "failed")).order_by("pk")
    return [(row.pk, row.what[:60]) for row in rows]


def day_for_what_is_taken_up(act: Act) -> None:
    """A promise taken up again needs a new day, and a finding that gives reason to."""
    again = act.facts.get("again")
    if not again:
        return
    if act.facts["finding"] not in UNKEPT:
        sentence = _("只有“未落实”“反弹”的，才能要求重新兑现。")
        raise Missing(sentence, {"again": sentence})
    if not act.facts.get("by"):
        sentence = _("请写明重新兑现到哪一天。")
        raise Missing(sentence, {"by": sentence})


def keep(act: Act) -> None:
    facts = act.facts
    act.change(finding=facts["finding"], looked_on=act.on, words=facts.get("words", ""))
    act.dated(Finding, value=facts["finding"])
    for pk in facts.get("again") or []:
        act.move(act.load(pk), "reopen", by=facts["by"])
    promising.follow(act, act.load(act.case.parent_id))


# fmt: off
FLOW = register(Flow(
    kind="lookback",
    label=gettext_lazy("回头看"),
    beside=True,
    model="handling.LookBack",
    sees=rules.watchers | rules.asker,
    opens=system,
    unit=gettext_lazy("次"),
    describe=lambda case: "",
    states=(
        State("planned", gettext_lazy("待回头看"), owes=(Owe("look", rules.office, "P-LOOK"),)),
        State("looked", gettext_lazy("已回头看"), final=True, look="done"),
    ),
    steps=(
        step("look", gettext_lazy("登记回头看"), "planned", "looked", rules.watchers | rules.asker, checks=(day_for_what_is_taken_up,), effects=(keep,),
             facts=(
                 Fact("finding", gettext_lazy("看到的情况"), "choice", choices=of(FINDINGS)),
                 Fact("words", gettext_lazy("说明"), "long", longest=2000),
                 Fact("file", gettext_lazy("照片或记录"), "file", required=False),
                 Fact("again", gettext_lazy("要求重新兑现的承诺"), "orgs", required=False, choices=settled_promises, when=("finding", UNKEPT)),
                 Fact("by", gettext_lazy("重新兑现到哪一天"), "date", required=False, when=("finding", UNKEPT)),
             ),
             tells=(rules.asker, rules.office), says=gettext_lazy("回头看：{finding}。"), done=gettext_lazy("已回头看。")),
    ),
))
# fmt: on
