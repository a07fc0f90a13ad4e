"""Who may do what with a cultivation, and with what was handed up; and what is still missing."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiyin.cultivation.models import Contributor
from huiyin.kernel.flow import Lack
from huiyin.kernel.models import Post
from huiyin.kernel.who import NOBODY, Address, Who, role

NOW = {"until": None, "voided_by": None}
OFFICE = ("proposal_office", "proposal_director")

office = role(*OFFICE, label=gettext_lazy("提案委办公室"))
watch = role("leader", "secretary", "general_office", label=gettext_lazy("主席会议成员、秘书长和政协办公室"))


def team(case: Any) -> Any:
    return Contributor.objects.filter(case=case.pk, **NOW).select_related("person", "expert").order_by("pk")


def _people(case: Any) -> list[int]:
    return list(Contributor.objects.filter(case=case.pk, person__isnull=False, **NOW).values_list("person", flat=True))


in_team = Who(
    "cultivation_team",
    gettext_lazy("专班里的委员"),
    lambda post, case: post.role == "member" and post.person_id is not None and post.person_id in _people(case),
    lambda post: (
        Q(pk__in=Contributor.objects.filter(person=post.person_id, **NOW).values("case"))
        if post.role == "member" and post.person_id else NOBODY
    ),
    lambda case: [Address("member", None, person) for person in _people(case)],
)  # fmt: skip
writer = office | in_team
sees = office | watch | in_team

sees_above = office | watch


# what is still missing ─────────────────────────────────────────────────────
def somebody(case: Any, post: Post) -> Iterable[Lack]:
    if not team(case).exists():
        yield Lack(_("专班里还没有人。请先组专班。"), "team")


def written(case: Any, post: Post) -> Iterable[Lack]:
    if not case.versions:
        yield Lack(_("还没有稿子。请先写一稿。"), "write")


def outside(case: Any, post: Post) -> Iterable[Lack]:
    """What went up within this house is numbered and answered there, and comes back by itself."""
    if case.above_id is not None:
        yield Lack(_("上级也在本系统里，编号和答复由上级登记，会自动送回来。"), moot=True)
