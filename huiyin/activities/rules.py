"""Who holds an activity and who comes to it."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiyin.activities.models import Attendance
from huiyin.kernel.flow import FLOWS, Lack, flow_of, own_row
from huiyin.kernel.models import Post
from huiyin.kernel.who import EVERYBODY, NOBODY, Address, Who, role


def _host_owed(case: Any) -> list[Address]:
    return [Address("station", case.host_id)] if case.host_id else [Address("general_office")]


_station = Who(
    "host_station",
    gettext_lazy("主办站点"),
    lambda post, case: post.role == "station" and (case is None or post.organisation_id == case.host_id),
    lambda post: Q(host=post.organisation_id) if post.role == "station" else NOBODY,
)
_general = role("general_office", label=gettext_lazy("政协办公室"))
host = Who(
    "host",
    gettext_lazy("主办站点，没有站点的由政协办公室"),
    lambda post, case: _station.test(post, case) or _general.test(post, case),
    lambda post: _station.twin(post) | _general.twin(post),
    _host_owed,
)
COMERS = ("member", "leader", "station", "general_office", "unit", "unit_head", "proposal_office", "proposal_director")
comer = role(*COMERS, label=gettext_lazy("到会的人"))
"""Whoever has an account and stands at the door: the code that hangs there is asked of him."""


def _not_apart(post: Post, case: Any) -> bool:
    if case is None or case.parent_id is None:
        return True
    flow = flow_of(case.parent.kind)
    return not flow.apart or bool(flow.sees(post, own_row(case.parent)))


def _not_apart_twin(post: Post) -> Q:
    found = EVERYBODY
    for kind, flow in FLOWS.items():
        if flow.apart:
            whole = flow.Model.objects.filter(flow.sees.twin(post)).values("pk")
            found &= Q(parent=None) | ~Q(parent__kind=kind) | Q(parent__in=whole)
    return found


reader = role(*COMERS, "secretary", label=comer.label) & Who("not_apart", comer.label, _not_apart, _not_apart_twin)
"""What belongs to something that keeps its parts apart (a visit without notice, R-162) is seen by those alone who see the whole."""


def someone_came(case: Any, post: Post) -> Iterable[Lack]:
    """An activity counts only when somebody was there (G1)."""
    if not Attendance.objects.filter(case=case.pk, until=None, voided_by=None).exists():
        yield Lack(_("还没有登记一个到会的人，不能结束会议。请先签到、录名单或记人数。"), "guests")
