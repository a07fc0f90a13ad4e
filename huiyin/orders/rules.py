"""Who may do what with a call for leads and with a lead, in the words a clerk would use; and what is still missing."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiyin.kernel import parameters
from huiyin.kernel.flow import Lack
from huiyin.kernel.models import Post
from huiyin.kernel.who import NOBODY, Address, Who, role
from huiyin.orders.models import CalledUnit, OrderClaim, OrderLead, OrderResearch

NOW = {"until": None, "voided_by": None}
OFFICE = ("proposal_office", "proposal_director")
UNITS = ("unit", "unit_head")
SHOWN = ("published", "claimed", "researched", "drafting", "converted", "expired")
"""From here on every member reads a lead: the guide to topics is for all (R-014b)."""
TAKEN = ("claimed", "researched", "drafting")

office = role(*OFFICE, label=gettext_lazy("提案委办公室"))
watch = role("leader", "reviewer", "general_office", label=gettext_lazy("主席会议成员、审查组和政协办公室"))


# the call ──────────────────────────────────────────────────────────────────
def called_units(case: Any) -> list[int]:
    return list(CalledUnit.objects.filter(case=case.pk, **NOW).values_list("unit", flat=True))


government = Who(
    "lead_government",
    gettext_lazy("联合征集的交办机关"),
    lambda post, case: post.role == "assigning" and post.organisation_id == case.office_id,
    lambda post: Q(office=post.organisation_id) if post.role == "assigning" else NOBODY,
    lambda case: [Address("assigning", case.office_id)],
)
HIDDEN = ("arriving", "joint", "dropped")
called = Who(
    "called_unit",
    gettext_lazy("征集到的单位"),
    lambda post, case: (
        post.role in UNITS and case.state not in HIDDEN
        and CalledUnit.objects.filter(case=case.pk, unit=post.organisation_id, voided_by=None).exists()
    ),
    lambda post: (
        Q(pk__in=CalledUnit.objects.filter(unit=post.organisation_id, voided_by=None).values("case"))
        & ~Q(state__in=HIDDEN) if post.role in UNITS else NOBODY
    ),
    lambda case: [Address("unit", unit) for unit in called_units(case)],
)  # fmt: skip
sender = Who(
    "lead_sender",
    called.label,
    lambda post, case: post.role == "unit" and called.test(post, case),
    lambda post: called.twin(post) if post.role == "unit" else NOBODY,
    called.owed,
)
sees_call = office | watch | government | called


# the lead ──────────────────────────────────────────────────────────────────
def claims(case: Any) -> Any:
    return OrderClaim.objects.filter(case=case.pk, **NOW).select_related("person").order_by("pk")


def _people(case: Any) -> list[int]:
    return list(OrderClaim.objects.filter(case=case.pk, **NOW).order_by("pk").values_list("person", flat=True))


def _mine(post: Post) -> Any:
    return OrderClaim.objects.filter(person=post.person_id, **NOW).values("case")


own_unit = Who(
    "lead_unit",
    gettext_lazy("报线索的单位"),
    lambda post, case: post.role in UNITS and post.organisation_id == case.unit_id,
    lambda post: Q(unit=post.organisation_id) if post.role in UNITS else NOBODY,
    lambda case: [Address("unit", case.unit_id)],
)
unit = Who(
    "lead_unit_clerk",
    own_unit.label,
    lambda post, case: post.role == "unit" and post.organisation_id == case.unit_id,
    lambda post: Q(unit=post.organisation_id) if post.role == "unit" else NOBODY,
    own_unit.owed,
)
calling = Who(
    "order_calling",
    government.label,
    lambda post, case: (
        post.role == "assigning" and case.call is not None and post.organisation_id == case.call.office_id
    ),
    lambda post: Q(call__office=post.organisation_id) if post.role == "assigning" else NOBODY,
)
reader = Who(
    "lead_reader",
    gettext_lazy("委员"),
    lambda post, case: post.role == "member" and case.state in SHOWN,
    lambda post: Q(state__in=SHOWN) if post.role == "member" else NOBODY,
)
claimer = Who(
    "lead_claimer",
    gettext_lazy("认领的委员"),
    lambda post, case: post.role == "member" and post.person_id is not None and post.person_id in _people(case),
    lambda post: Q(pk__in=_mine(post)) if post.role == "member" and post.person_id else NOBODY,
    lambda case: [Address("member", None, person) for person in _people(case)],
)
first_claimer = Who(
    "lead_first_claimer",
    gettext_lazy("牵头认领的委员"),
    lambda post, case: post.role == "member" and post.person_id is not None and post.person_id in _people(case)[:1],
    claimer.twin,
    lambda case: [Address("member", None, person) for person in _people(case)[:1]],
)
sees_lead = office | watch | calling | own_unit | reader


# what is still missing ─────────────────────────────────────────────────────
def not_mine_yet(case: Any, post: Post) -> Iterable[Lack]:
    if post.person_id in _people(case):
        yield Lack(_("您已经认领了这条线索。"), moot=True)


def room(case: Any, post: Post) -> Iterable[Lack]:
    """So many to a lead, and so many leads to a member (P-ORDERN, P-ORDERM)."""
    most = int(parameters.get(case.committee, "P-ORDERN"))
    if len(_people(case)) >= most:
        yield Lack(_("已经有 {n} 位委员认领，满了。可以联系牵头的委员。").format(n=most))
    held = int(parameters.get(case.committee, "P-ORDERM"))
    mine = OrderLead.objects.filter(pk__in=_mine(post), committee=case.committee_id, state__in=TAKEN).count()
    if post.person_id not in _people(case) and mine >= held:
        yield Lack(_("您手上已经有 {n} 条线索，最多 {n} 条。先完成或放弃一条，再认领新的。").format(n=mine))


def went(case: Any, post: Post) -> Iterable[Lack]:
    """Joint research comes first (S4-03): at least one note, whoever wrote it."""
    if not OrderResearch.objects.filter(case=case.pk, **NOW).exists():
        yield Lack(_("还没有联合调研记录。请先和报线索的单位一起调研，记一笔。"), "research")
