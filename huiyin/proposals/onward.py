"""A declined proposal lives on (R-023): its content goes another way, if its proposer agrees, and who took it is kept."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiyin.kernel.act import Act
from huiyin.kernel.flow import Lack
from huiyin.kernel.refusal import Missing
from huiyin.kernel.who import NOBODY, Address, Who
from huiyin.proposals.models import Onward, Proposal

OPEN = {"voided_by": None, "until": None}
OFFICE = ("proposal_office", "proposal_director")


def _waiting(answer: str, **more: Any) -> Any:
    return Onward.objects.filter(answer=answer, **OPEN, **more)


asked = Who(
    "asked_onward",
    gettext_lazy("提案者（被征求同意的）"),
    lambda post, case: (
        post.role == "member" and post.person_id is not None and case is not None
        and case.first_person_id == post.person_id and _waiting("", case=case).exists()
    ),
    lambda post: (
        Q(first_person=post.person_id, pk__in=_waiting("").values("case")) if post.role == "member" and post.person_id else NOBODY
    ),
)  # fmt: skip
agreed = Who(
    "agreed_onward",
    gettext_lazy("提案委办公室"),
    lambda post, case: post.role in OFFICE and case is not None and _waiting("yes", case=case, taken_on=None).exists(),
    lambda post: Q(pk__in=_waiting("yes", taken_on=None).values("case")) if post.role in OFFICE else NOBODY,
)


def chosen(case: Any, post: Any) -> str:
    """Where it was to go when it was declined."""
    return str(case.disposition)


def nothing_waits(case: Any, post: Any) -> Iterable[Lack]:
    """Asked once at a time; where he agreed, what remains is to pass it on."""
    if Onward.objects.filter(case=case.pk, taken_on=None, **OPEN).exclude(answer="no").exists():
        yield Lack(_("已经在征求同意，或同意后还没有转出。"), moot=True)


def ask(act: Act) -> None:
    """The proposer is asked; where he has signed on paper, that is his answer, and nobody asks again."""
    case: Proposal = act.case
    signed = bool(act.facts.get("paper"))
    if case.first_person_id is None and not signed:
        sentence = _("提案者没有账号。请当面征求同意，把他签字的同意书传上来。")
        raise Missing(sentence, {"paper": sentence})
    act.dated(Onward, channel=act.facts["channel"], words=act.facts.get("words", ""), answer="yes" if signed else "")
    if signed:
        act.owe("pass_onward", [Address("proposal_office")])
    else:
        act.owe("agree_onward", [Address("member", None, case.first_person_id)])


def after_asking(case: Any, event: Any) -> str:
    if _waiting("yes", case=case, taken_on=None).exists():
        return _("提案者书面同意，记下了。转出以后请登记谁接收。")
    return _("已请提案者表示是否同意。")


def road(case: Any) -> list[Onward]:
    """Every way that was proposed for a declined proposal, the newest first."""
    if case.state != "informed":
        return []
    return list(Onward.objects.filter(case=case.pk, **OPEN).order_by("-pk"))


def answer(act: Act) -> None:
    """Agreed: the office passes it on. Declined: it rests."""
    row = Onward.objects.get(case=act.case, answer="", **OPEN)
    act.change(row, answer=act.facts["answer"])
    if act.facts["answer"] == "yes":
        act.owe("pass_onward", [Address("proposal_office")])


def passed(act: Act) -> None:
    """Under which number, on which day, and who took it."""
    row = Onward.objects.get(case=act.case, answer="yes", taken_on=None, **OPEN)
    act.change(row, number=act.facts.get("number", ""), taken_on=act.facts["on"], taker=act.facts["taker"])
    act.facet("disposition", row.channel)
    act.change(disposition=row.channel)
