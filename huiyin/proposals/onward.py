"""A declined proposal lives on (R-023): its content goes another way, if its proposer agrees, and who took it is kept."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiyin.kernel.act import Act
from huiyin.kernel.flow import Lack
from huiyin.kernel.refusal import Refused
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
    """The proposer is asked; without an account his consent on paper is said by the office in its own words."""
    case: Proposal = act.case
    if case.first_person_id is None:
        raise Refused(_("提案者没有账号，请当面或书面征求同意。"))
    act.dated(Onward, channel=act.facts["channel"], words=act.facts.get("words", ""))
    act.owe("agree_onward", [Address("member", None, case.first_person_id)])


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
