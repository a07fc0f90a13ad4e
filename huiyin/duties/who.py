"""Who keeps the duties, whose they are, and that nobody decides upon his own (R-180, R-183)."""

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from huiyin.kernel.models import Post
from huiyin.kernel.who import NOBODY, Address, Who, role

office = role("general_office", label=_("政协办公室"))
keeps = role("general_office", "secretary", label=_("政协办公室和秘书长"))
reads = role("general_office", "secretary", "leader", label=_("政协机关"))


def _his(post: Post, case: Any) -> bool:
    return post.role == "member" and post.person_id is not None and post.person_id == case.person_id


himself = Who(
    "whose_duty",
    _("本人"),
    _his,
    lambda post: Q(person=post.person_id) if post.role == "member" and post.person_id else NOBODY,
    lambda case: [Address("member", None, case.person_id)],
)
somebody_else = Who(
    "not_himself",
    _("本人以外的人"),
    lambda post, case: case is None or post.person_id != case.person_id,
    lambda post: ~Q(person=post.person_id),
)
confirms = keeps & somebody_else
"""The office or the secretary, so that also an office of one clerk has a second pair of eyes (R-183)."""
sees = reads | himself
member = role("member", label=_("委员"))
