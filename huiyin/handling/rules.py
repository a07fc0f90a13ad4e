"""Who may handle, and why not yet."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Exists, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiyin.handling.models import ANSWERING, Contact, CoOpinion
from huiyin.kernel import parameters
from huiyin.kernel.flow import Lack, own_row
from huiyin.kernel.models import Case, Facet, Post
from huiyin.kernel.who import NOBODY, Address, Who, role

assigning = Who(
    "assigning_office_of",
    gettext_lazy("交办机关"),
    lambda post, case: post.role == "assigning" and case.assigned_by_id in (None, post.organisation_id),
    lambda post: Q(assigned_by=post.organisation_id) if post.role == "assigning" else NOBODY,
    lambda case: [Address("assigning", case.assigned_by_id)],
)


def _of_unit(code: str, label: Any, roles: tuple[str, ...] | None = None) -> Who:
    def test(post: Post, case: Any) -> bool:
        return post.role == code and post.organisation_id == case.unit_id and (roles is None or case.role in roles)

    def twin(post: Post) -> Q:
        if post.role != code:
            return NOBODY
        return Q(unit=post.organisation_id) & (Q(role__in=roles) if roles else Q())

    def owed(case: Any) -> list[Address]:
        return [Address(code, case.unit_id)] if roles is None or case.role in roles else []

    return Who(f"{code}_of_assignment", label, test, twin, owed)


unit = _of_unit("unit", gettext_lazy("被交办的单位"))
answering_unit = _of_unit("unit", gettext_lazy("主办（独办、分办）单位"), ANSWERING)
co_unit = _of_unit("unit", gettext_lazy("会办单位"), ("co",))
unit_head = _of_unit("unit_head", gettext_lazy("单位签发领导"), ANSWERING)
office = role("proposal_office", "proposal_director", label=gettext_lazy("提案委办公室"))
watchers = role("leader", "reviewer", "proposal_office", "proposal_director", label=gettext_lazy("政协机关"))
sees = unit | _of_unit("unit_head", gettext_lazy("单位领导")) | assigning | watchers


def contacted(case: Any, post: Post) -> Iterable[Lack]:
    """R-043: a reply needs a contact first, face to face for key and collective cases; a waiver counts (R-044)."""
    if case.role not in ANSWERING or not parameters.get(case.committee, "P-16"):
        return
    views = list(Contact.objects.filter(case=case, voided_by=None).values_list("way", "view"))
    if any(view == "waived" for _way, view in views):
        return
    face = getattr(own_row(case.parent), "needs_face_to_face", False) if case.parent_id else False
    if not views:
        yield Lack(_("还没有和提案者沟通的记录。请先登记沟通；提案者提出不需要走访的，也请登记。"), "contact")
    elif face and not any(way in ("visit", "meeting", "site") for way, _view in views):
        yield Lack(_("重点提案和集体提案至少要有一次当面沟通，电话、信函不算。"), "contact")


def opinions_in(case: Any, post: Post) -> Iterable[Lack]:
    """R-041: the lead answers when the co-handlers' opinions are in, or says why it does not wait."""
    if case.role != "lead" or case.parent_id is None:
        return
    siblings = Case.objects.filter(
        ~Exists(_waivers(case)), parent=case.parent_id, kind="assignment", assignment__role="co"
    ).exclude(state="ended")
    waiting = siblings.exclude(
        pk__in=CoOpinion.objects.filter(case__parent=case.parent_id, voided_by=None).values("case")
    )
    names = list(waiting.values_list("assignment__unit__name", flat=True))
    if names:
        yield Lack(_("还缺{names}的会办意见。请先催办，或写明不等的理由。").format(names="、".join(names)), "go_on")


def _waivers(case: Any) -> QuerySet[Facet]:
    """The word of the lead unit that it does not wait, if it was given and stands."""
    return Facet.objects.filter(case=case.pk, name="without_opinions", voided_by=None, until=None)
