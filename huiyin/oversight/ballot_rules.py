"""Who prepares and announces a ballot, and who is entitled to vote in it."""

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy

from huiyin.kernel.models import Post
from huiyin.kernel.who import NOBODY, Address, Who, role
from huiyin.oversight.models import Entitled

keeper = role("general_office", label=gettext_lazy("政协办公室"))
leads = role("leader", "secretary", label=gettext_lazy("秘书长或主席会议成员"))
announcer = role(
    "leader", "secretary", "general_office", label=gettext_lazy("主持人（主席会议成员、秘书长，或政协办公室代为登记）")
)


def _mine(post: Post) -> Q:
    if post.person_id is None:
        return NOBODY
    return Q(pk__in=Entitled.objects.filter(person=post.person_id, committee=post.committee_id).values("case"))


def _owed(case: Any) -> list[Address]:
    rows = Entitled.objects.filter(case=case.pk).exclude(person=None).values_list("person", flat=True)
    return [Address("member", None, person) for person in rows]


entitled = Who(
    "entitled",
    gettext_lazy("有权投票的人"),
    lambda post, case: (
        post.person_id is not None and Entitled.objects.filter(case=case.pk, person=post.person_id).exists()
    ),
    _mine,
    _owed,
)
sees = keeper | leads | entitled
