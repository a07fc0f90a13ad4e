"""Who proposes, leads and answers an appraisal."""

from django.db.models import Q
from django.utils.translation import gettext_lazy

from huiyin.kernel.who import NOBODY, Address, Who, role

GRADES = [
    ("excellent", gettext_lazy("优秀")),
    ("good", gettext_lazy("良好")),
    ("passed", gettext_lazy("合格")),
    ("failed", gettext_lazy("不合格")),
]
BEFORE = ("arriving", "proposed", "approved", "cancelled")
"""Until the plan is issued the unit knows nothing of it."""
keeper = role("general_office", label=gettext_lazy("政协办公室"))
leads = role("leader", "secretary", label=gettext_lazy("秘书长或主席会议成员"))
planners = role("general_office", "leader", label=gettext_lazy("政协办公室或主席会议成员"))
unit = Who(
    "appraised_unit",
    gettext_lazy("被评议的单位"),
    lambda post, case: post.role == "unit" and post.organisation_id == case.unit_id and case.state not in BEFORE,
    lambda post: Q(unit=post.organisation_id) & ~Q(state__in=BEFORE) if post.role == "unit" else NOBODY,
    lambda case: [Address("unit", case.unit_id)],
)
head = Who(
    "appraised_head",
    gettext_lazy("被评议的单位领导"),
    lambda post, case: post.role == "unit_head" and post.organisation_id == case.unit_id and case.state not in BEFORE,
    lambda post: Q(unit=post.organisation_id) & ~Q(state__in=BEFORE) if post.role == "unit_head" else NOBODY,
)
sees = keeper | leads | unit | head
