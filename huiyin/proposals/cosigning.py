"""Co-signing: the invited accept or decline themselves; what is unsigned at the cut-off drops off (R-005)."""

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiyin.kernel import clock
from huiyin.kernel.act import Act
from huiyin.kernel.models import Person, Post
from huiyin.kernel.refusal import Missing
from huiyin.kernel.who import NOBODY, Address, Who
from huiyin.people.models import Member
from huiyin.proposals.models import Invitation

OPEN = {"voided_by": None, "until": None}


def members(case: Any, post: Post) -> list[tuple[int, str]]:
    """Members in office who could co-sign: everyone but the first proposer."""
    today = clock.today()
    rows = Member.objects.filter(committee=case.committee).filter(Q(ends=None) | Q(ends__gte=today))
    rows = rows.exclude(person=case.first_person_id).select_related("person").order_by("number", "person__name")
    return [(row.person_id, row.person.name) for row in rows]


def invited_people(case: Any, post: Post | None = None) -> list[tuple[int, str]]:
    rows = Invitation.objects.filter(case=case, **OPEN).select_related("person")
    return [(row.person_id, row.person.name) for row in rows]


def standing(case: Any) -> bool:
    """Whether somebody is still asked, or has said yes: what he reads must stay what he signs."""
    return Invitation.objects.filter(case=case, answer__in=("", "accepted"), **OPEN).exists()


def _waiting(case: Any) -> list[Address]:
    rows = Invitation.objects.filter(case=case, answer="", **OPEN).values_list("person_id", flat=True)
    return [Address("member", None, pk) for pk in rows]


invited = Who(
    "invited",
    gettext_lazy("受邀联名的委员"),
    lambda post, case: (
        post.role == "member" and Invitation.objects.filter(case=case, person=post.person_id, **OPEN).exists()
    ),
    lambda post: (
        Q(pk__in=Invitation.objects.filter(person=post.person_id, **OPEN).values("case"))
        if post.role == "member"
        else NOBODY
    ),
    _waiting,
)
unanswered = Who(
    "unanswered",
    gettext_lazy("受邀还没有回答的委员"),
    lambda post, case: (
        post.role == "member"
        and Invitation.objects.filter(case=case, person=post.person_id, answer="", **OPEN).exists()
    ),
    lambda post: (
        Q(pk__in=Invitation.objects.filter(person=post.person_id, answer="", **OPEN).values("case"))
        if post.role == "member"
        else NOBODY
    ),
    _waiting,
)


def invite(act: Act) -> None:
    """A row and a todo for each new name; who was asked before is not asked twice."""
    there = {pk for pk, _name in invited_people(act.case)}
    new = [pk for pk in dict.fromkeys(act.facts.get("people") or []) if pk not in there]
    for pk in new:
        act.dated(Invitation, person_id=pk)
    addresses = [Address("member", None, pk) for pk in new]
    act.owe("sign", addresses)
    asker = act.post.person.name if act.post.person else ""
    act.tell(
        addresses, _("{who}请您联名《{title}》。请您自己答复同意或不同意。").format(who=asker, title=act.case.title)
    )


def uninvite(act: Act) -> None:
    """The initiator may take an invitation back (R-005)."""
    people = act.facts.get("people") or []
    for row in Invitation.objects.filter(case=act.case, person__in=people, **OPEN):
        act.change(row, until=act.at, ended_by=act.event.id)
        act.close_todos("sign", person_id=row.person_id)


def sign(act: Act) -> None:
    person = (act.for_post or act.post).person_id
    row = Invitation.objects.get(case=act.case, person=person, answer="", **OPEN)
    act.change(row, answer=act.facts["answer"], answered_at=act.at, words=act.facts.get("words", ""))


def someone(act: Act) -> None:
    if not act.facts.get("people"):
        raise Missing(_("请至少选一位委员。"), {"people": _("请至少选一位委员。")})


def settle(act: Act) -> None:
    """At submission those who accepted become proposers after the first; the unsigned drop off (R-005)."""
    if act.event.from_state != "cosign":
        return
    rows = list(Invitation.objects.filter(case=act.case, **OPEN).select_related("person").order_by("answered_at"))
    accepted = [row.person for row in rows if row.answer == "accepted"]
    for row in rows:
        if not row.answer:
            act.change(row, until=act.at, ended_by=act.event.id)
    if accepted:
        first = [name for name in act.case.proposers.split("、") if name][:1]
        people: list[Person] = accepted
        act.batch.memory[("people", act.case.pk)] = people
        names = "、".join([*first, *(p.name for p in people)])[:400]
        kind = "joint" if act.case.proposal_kind == "individual" else act.case.proposal_kind
        act.change(proposers=names, proposal_kind=kind)
