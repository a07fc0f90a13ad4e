"""Who may do what with a consultation, in the words a clerk would use; and what is still missing."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiyin.activities.models import Activity
from huiyin.consultations.models import Item, SubIssue, UnitInvited
from huiyin.consultations.standing import outcome, standing
from huiyin.kernel import parameters
from huiyin.kernel.flow import Lack
from huiyin.kernel.models import Post
from huiyin.kernel.who import EVERYBODY, NOBODY, Address, Who, role

general = role("general_office", label=gettext_lazy("政协办公室"))
leader = role("leader", label=gettext_lazy("主席会议成员"))
member = role("member", label=gettext_lazy("委员"))
public = role("public", label=gettext_lazy("群众"))
UNITS = ("unit", "unit_head")


def _site_owed(case: Any) -> list[Address]:
    return [Address("station", case.site_id)] if case.site_id else [Address("general_office")]


station = Who(
    "station",
    gettext_lazy("联络站"),
    lambda post, case: post.role == "station" and (case is None or post.organisation_id == case.site_id),
    lambda post: Q(site=post.organisation_id) if post.role == "station" else NOBODY,
    _site_owed,
)
keeper = Who(
    "keeper",
    gettext_lazy("联络站或政协办公室"),
    lambda post, case: station.test(post, case) or general.test(post, case),
    lambda post: station.twin(post) | general.twin(post),
    _site_owed,
)


def who_agrees(case: Any) -> str:
    """The role that registers the first convener's word (P-37A); what belongs to no site, the office's."""
    return str(parameters.get(case.committee, "P-37A")) if case.site_id and case.form == "micro" else "general_office"


def _agrees(post: Post, case: Any) -> bool:
    wanted = who_agrees(case)
    return post.role == wanted and (wanted != "station" or station.test(post, case))


def _agrees_twin(post: Post) -> Q:
    here = Q(site__isnull=False, form="micro")
    if post.role == parameters.get(post.committee, "P-37A"):
        mine = here & (Q(site=post.organisation_id) if post.role == "station" else EVERYBODY)
    else:
        mine = NOBODY
    return mine | ~here if post.role == "general_office" else mine


def _agrees_owed(case: Any) -> list[Address]:
    wanted = who_agrees(case)
    return [Address(wanted, case.site_id if wanted == "station" else None)]


convener = Who("convener", gettext_lazy("登记第一召集人意见的人"), _agrees, _agrees_twin, _agrees_owed)


def _raised(post: Post, case: Any) -> bool:
    if post.role in UNITS:
        return post.organisation_id is not None and case.raised_unit_id == post.organisation_id
    return post.person_id is not None and case.raised_by_id == post.person_id


def _raised_twin(post: Post) -> Q:
    if post.role in UNITS:
        return Q(raised_unit=post.organisation_id) if post.organisation_id else NOBODY
    return Q(raised_by=post.person_id) if post.person_id else NOBODY


def _raised_owed(case: Any) -> list[Address]:
    if case.raised_unit_id:
        return [Address("unit", case.raised_unit_id)]
    return [Address("member", None, case.raised_by_id)] if case.raised_by_id else []


raiser = Who("raiser", gettext_lazy("提出议题的人"), _raised, _raised_twin, _raised_owed)
raisers = role("member", "station", "general_office", "leader", "unit", label=gettext_lazy("提出议题的人"))


def _units_of(post: Post) -> Q:
    rows = UnitInvited.objects.filter(unit=post.organisation_id, voided_by=None).values("case")
    return Q(pk__in=rows) | Q(pk__in=Item.objects.filter(unit=post.organisation_id).values("parent"))


def _invited_owed(case: Any) -> list[Address]:
    rows = UnitInvited.objects.filter(case=case.pk, until=None, voided_by=None).values_list("unit", flat=True)
    return [Address("unit", pk) for pk in rows]


units = Who(
    "units",
    gettext_lazy("参加或承办的单位"),
    lambda post, case: (
        post.role in UNITS
        and (
            UnitInvited.objects.filter(case=case.pk, unit=post.organisation_id, voided_by=None).exists()
            or Item.objects.filter(parent=case.pk, unit=post.organisation_id).exists()
        )
    ),
    lambda post: _units_of(post) if post.role in UNITS else NOBODY,
    _invited_owed,
)
item_unit = Who(
    "item_unit",
    gettext_lazy("承办单位"),
    lambda post, case: post.role == "unit" and post.organisation_id == case.unit_id,
    lambda post: Q(unit=post.organisation_id) if post.role == "unit" else NOBODY,
    lambda case: [Address("unit", case.unit_id)],
)
item_head = Who(
    "item_head",
    gettext_lazy("承办单位领导"),
    lambda post, case: post.role == "unit_head" and post.organisation_id == case.unit_id,
    lambda post: Q(unit=post.organisation_id) if post.role == "unit_head" else NOBODY,
)


def _of_item(rule: Who) -> Who:
    """The same rule about an item: whoever keeps the consultation it came of."""
    return Who(
        f"item_{rule.name}",
        rule.label,
        lambda post, case: rule.test(post, _whole(case)),
        lambda post: (
            Q(parent__consultation__site=post.organisation_id) if post.role == "station" else general.twin(post)
        ),
        lambda case: rule.owed(_whole(case)),
    )


def _whole(item: Any) -> Any:
    parent = item.parent
    return getattr(parent, "consultation", parent) if not hasattr(parent, "site_id") else parent


item_keeper = _of_item(keeper)
sees = keeper | leader | member | raiser | units
sees_online = keeper | leader | member
sees_item = item_unit | item_head | item_keeper | leader | member


# what is still missing ─────────────────────────────────────────────────────
def meetings(case: Any) -> list[str]:
    return list(Activity.objects.filter(parent=case.pk).values_list("state", flat=True))


def met(case: Any, post: Post) -> Iterable[Lack]:
    """Minutes are of meetings that took place, and of questions that were talked over."""
    states = meetings(case)
    if "planned" in states:
        yield Lack(_("会议还没有结束。请先登记到会的人，再“结束会议”。"))
    elif "held" not in states:
        yield Lack(_("还没有开过会。请“再开一次会”，或者取消这次协商。"), "again")
    if not SubIssue.objects.filter(case=case.pk, until=None, voided_by=None).exists():
        yield Lack(_("还没有记下一个商量的问题：各方怎么说、有没有共识。"), "issue")


def no_question_open(case: Any, post: Post) -> Iterable[Lack]:
    """One question of a consultation at a time on the net."""
    if standing(case).asking:
        yield Lack(_("已经有一个题目正在网上征集，结束以后再开下一个。"))


def last_is_over(case: Any, post: Post) -> Iterable[Lack]:
    if "planned" in meetings(case):
        yield Lack(_("这一次会议还没有结束，结束以后再约下一次。"))


def open_items(case: Any) -> list[Any]:
    """The suggestions of a consultation that no unit has yet."""
    return [row for row in outcome(case) if not row.given]


def something_to_address(case: Any, post: Post) -> Iterable[Lack]:
    if not open_items(case):
        yield Lack(_("每一条都已经交给单位了。"))
