"""Who may do what with a voice, a problem and what a unit is asked, in the words a clerk would use."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiyin.kernel import parameters
from huiyin.kernel.flow import Lack
from huiyin.kernel.models import Post
from huiyin.kernel.who import NOBODY, Address, Who, role
from huiyin.reception.models import Attempt, Coordination, Voice

citizen = role("public", label=gettext_lazy("群众"))
general = role("general_office", label=gettext_lazy("政协办公室"))
leader = role("leader", label=gettext_lazy("主席会议成员"))


def _site_owed(case: Any) -> list[Address]:
    # What came in by no site's door is the office's.
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
    gettext_lazy("联络站，没有站点的由政协办公室"),
    lambda post, case: station.test(post, case) or post.role == "general_office",
    lambda post: station.twin(post) | general.twin(post),
    _site_owed,
)


asks_again = Who(
    "asks_again",
    gettext_lazy("联络站，问留了电话的群众"),
    keeper.test,
    keeper.twin,
    lambda case: _site_owed(case) if case.asked_on else [],
)
"""Owed only once the house has put its question (P-34R), and not from the answer on."""


def _took_it(post: Post, case: Any) -> bool:
    return post.role == "member" and post.person_id is not None and (case is None or case.taken_by_id == post.person_id)


on_duty = Who(
    "on_duty",
    gettext_lazy("值班委员"),
    _took_it,
    lambda post: Q(taken_by=post.person_id) if post.role == "member" and post.person_id else NOBODY,
    lambda case: [Address("member", None, case.taken_by_id)] if case.taken_by_id else [],
)

asked_unit = Who(
    "asked_unit",
    gettext_lazy("请来协调的单位"),
    lambda post, case: post.role == "unit" and post.organisation_id == case.unit_id,
    lambda post: Q(unit=post.organisation_id) if post.role == "unit" else NOBODY,
    lambda case: [Address("unit", case.unit_id)],
)


def _of_problem(post: Post, case: Any) -> bool:
    if post.role not in ("unit", "unit_head"):
        return False
    return Coordination.objects.filter(parent=case.pk, unit=post.organisation_id).exists()


units = Who(
    "coordinating_units",
    gettext_lazy("请来协调的单位"),
    _of_problem,
    lambda post: (
        Q(pk__in=Coordination.objects.filter(unit=post.organisation_id).values("parent"))
        if post.role in ("unit", "unit_head")
        else NOBODY
    ),
)


sees_voice = keeper | on_duty
"""A citizen's own words are for those who answer them; leaders see problems, and figures."""
sees_problem = keeper | units | leader
head_of_asked = Who(
    "head_of_asked_unit",
    gettext_lazy("单位领导"),
    lambda post, case: post.role == "unit_head" and post.organisation_id == case.unit_id,
    lambda post: Q(unit=post.organisation_id) if post.role == "unit_head" else NOBODY,
)
sees_coordination = asked_unit | head_of_asked | keeper | leader


def answered_by_problem(case: Voice, post: Post) -> Iterable[Lack]:
    """A voice that became part of a problem is answered when something has come of it."""
    if case.state == "problem" and case.of_problem is not None and case.of_problem.state not in ("confirmed", "closed"):
        yield Lack(_("这件诉求所在的问题还没有结果。请先报结果，由办公室确认。"))


def tried_enough(case: Voice, post: Post) -> Iterable[Lack]:
    """Three tries (P-34T) before somebody counts as unreachable."""
    needed = int(parameters.get(case.committee, "P-34T"))
    tried = Attempt.objects.filter(case=case.pk, voided_by=None).count()
    if tried < needed:
        yield Lack(_("联系了 {n} 次，满 {needed} 次还联系不上，才能这样办。").format(n=tried, needed=needed), "attempt")


def may_be_public(case: Voice, post: Post) -> Iterable[Lack]:
    """Of a child, an illness, a family's own affair nothing is published, whoever would scrub it (R-303)."""
    if case.sensitive:
        yield Lack(_("说的是孩子、病情或家事，或者本人要求不公开，不能上回音壁。"))


def not_extended(case: Voice, post: Post) -> Iterable[Lack]:
    """Once, and no more (P-34X)."""
    if case.extended_on is not None:
        yield Lack(_("已经延过一次。请按期给群众回音；办不完的，先说清楚办到哪一步。"))


def units_answered(case: Any, post: Post) -> Iterable[Lack]:
    """Nothing is said of a problem while a unit still owes its word."""
    open_ = Coordination.objects.filter(parent=case.pk, state="asked").select_related("unit")
    if names := "、".join(row.unit.name for row in open_):
        yield Lack(_("{names}还没有回话。").format(names=names))


def all_echoed(case: Any, post: Post) -> Iterable[Lack]:
    """A problem is not closed while one of its voices has no answer (R-124)."""
    waiting = Voice.objects.filter(of_problem=case.pk).exclude(state__in=("echoed", "dismissed")).order_by("number")
    numbers = [row.number for row in waiting[:4]]
    if numbers:
        more = _("等 {n} 件").format(n=waiting.count()) if waiting.count() > len(numbers) else ""
        yield Lack(_("{numbers}{more}还没有给群众回音，问题不能销号。").format(numbers="、".join(numbers), more=more))
