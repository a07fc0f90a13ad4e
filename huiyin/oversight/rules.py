"""Who may do what with a subject of oversight, in the words a clerk would use; and what is still missing."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiyin.activities.models import Activity
from huiyin.kernel.flow import Lack
from huiyin.kernel.models import Post
from huiyin.kernel.who import NOBODY, Address, Who, role
from huiyin.oversight.models import OversightFinding, OversightItem, SquadMember, UnitTold

keeper = role("general_office", label=gettext_lazy("政协办公室"))
signer = role("secretary", "leader", label=gettext_lazy("秘书长或主席会议成员"))
leads = role("leader", "secretary", label=gettext_lazy("秘书长或主席会议成员"))
planners = role("general_office", "leader", label=gettext_lazy("政协办公室或主席会议成员"))
UNITS = ("unit", "unit_head")
NOW = {"until": None, "voided_by": None}


def in_squad(squad_id: int | None, person_id: int | None) -> bool:
    if not squad_id or not person_id:
        return False
    return SquadMember.objects.filter(squad=squad_id, person=person_id, ends=None).exists()


squad = Who(
    "squad",
    gettext_lazy("监督小分队成员"),
    lambda post, case: post.role == "member" and in_squad(getattr(case, "squad_id", None), post.person_id),
    lambda post: (
        Q(squad__in=SquadMember.objects.filter(person=post.person_id, ends=None).values("squad"))
        if post.role == "member"
        else NOBODY
    ),
)


def _told(case: Any) -> list[int]:
    return list(UnitTold.objects.filter(case=case.pk, **NOW).values_list("unit", flat=True).distinct())


told = Who(
    "told",
    gettext_lazy("接受监督的单位"),
    lambda post, case: (
        post.role in UNITS and UnitTold.objects.filter(case=case.pk, unit=post.organisation_id, voided_by=None).exists()
    ),
    lambda post: (
        Q(pk__in=UnitTold.objects.filter(unit=post.organisation_id, voided_by=None).values("case"))
        if post.role in UNITS
        else NOBODY
    ),
    lambda case: [Address("unit", unit) for unit in _told(case)],
)
finder = keeper | squad
sees = keeper | leads | squad | told

# a letter, and an item of it ────────────────────────────────────────────────
HIDDEN = ("drafted", "dropped")
unit = Who(
    "letter_unit",
    gettext_lazy("接受监督的单位"),
    lambda post, case: post.role == "unit" and post.organisation_id == case.unit_id and case.state not in HIDDEN,
    lambda post: Q(unit=post.organisation_id) & ~Q(state__in=HIDDEN) if post.role == "unit" else NOBODY,
    lambda case: [Address("unit", case.unit_id)],
)
unit_head = Who(
    "letter_head",
    gettext_lazy("接受监督的单位领导"),
    lambda post, case: post.role == "unit_head" and post.organisation_id == case.unit_id and case.state not in HIDDEN,
    lambda post: Q(unit=post.organisation_id) & ~Q(state__in=HIDDEN) if post.role == "unit_head" else NOBODY,
)


def _whole(row: Any) -> Any:
    parent = row.parent
    return getattr(parent, "oversight", parent) if not hasattr(parent, "squad_id") else parent


squad_of_part = Who(
    "squad_of_part",
    squad.label,
    lambda post, row: squad.test(post, _whole(row)),
    lambda post: (
        Q(parent__oversight__squad__in=SquadMember.objects.filter(person=post.person_id, ends=None).values("squad"))
        if post.role == "member"
        else NOBODY
    ),
)
looker = keeper | squad_of_part
sees_part = unit | unit_head | keeper | leads | squad_of_part


# what is still missing ─────────────────────────────────────────────────────
def visits(case: Any) -> list[str]:
    return list(Activity.objects.filter(parent=case.pk).values_list("state", flat=True))


def findings(case: Any) -> Any:
    return (
        OversightFinding.objects.filter(case=case.pk, **NOW)
        .select_related("unit", "suggestion")
        .order_by("suggestion__position")
    )


def last_is_over(case: Any, post: Post) -> Iterable[Lack]:
    if "planned" in visits(case):
        yield Lack(_("这一次监督活动还没有结束。先登记到场的人，再“结束会议”。"))


def went(case: Any, post: Post) -> Iterable[Lack]:
    """A letter says what was seen: at least one visit took place, and something was found (R-162)."""
    states = visits(case)
    if "planned" in states:
        yield Lack(_("监督活动还没有结束。先登记到场的人，再“结束会议”。"))
    elif "held" not in states:
        yield Lack(_("还没有去看过。请先安排一次监督活动。"), "again")
    if not findings(case).exists():
        yield Lack(_("还没有记下一条问题和建议。没有问题的，请“没有要提的建议”。"), "find")


def was_there(case: Any, post: Post) -> Iterable[Lack]:
    if "held" not in visits(case):
        yield Lack(_("还没有去看过，说不了有没有问题。"), "again")


def all_answered(case: Any, post: Post) -> Iterable[Lack]:
    """The unit's paper goes with an answer to each item."""
    left = OversightItem.objects.filter(parent=case.parent_id, unit=case.unit_id, state="asked").count()
    if left:
        yield Lack(_("还有 {n} 条建议没有答复。请逐条答复，再登记正式复函。").format(n=left))
