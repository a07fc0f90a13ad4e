"""Who may do what with a research task, in the words a clerk would use; and what is still missing."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiyin.activities.models import Activity
from huiyin.kernel.flow import Lack
from huiyin.kernel.models import Post
from huiyin.kernel.who import NOBODY, Address, Who, role
from huiyin.papers.models import Instruction
from huiyin.research.models import ReportVersion, ResearchFinding, ResearchUnit, TeamMember
from huiyin.suggestions.models import Suggestion

keeper = role("general_office", label=gettext_lazy("政协办公室"))
leads = role("leader", "secretary", label=gettext_lazy("秘书长或主席会议成员"))
planners = role("general_office", "leader", label=gettext_lazy("政协办公室或主席会议成员"))
UNITS = ("unit", "unit_head")
INSIDE = ("general_office", "leader", "secretary")
NOW = {"until": None, "voided_by": None}
OUT = ("reported", "closed")
"""The report went out: every member may read it."""


def in_team(case_id: int | None, post: Post) -> bool:
    return (
        post.person_id is not None
        and TeamMember.objects.filter(case=case_id, person=post.person_id, **NOW).exists()
    )  # fmt: skip


def _teams_of(post: Post) -> Any:
    return TeamMember.objects.filter(person=post.person_id, committee=post.committee_id, **NOW).values("case")


team = Who(
    "team",
    gettext_lazy("调研组成员"),
    lambda post, case: post.role == "member" and case is not None and in_team(case.pk, post),
    lambda post: Q(pk__in=_teams_of(post)) if post.role == "member" else NOBODY,
    lambda case: [
        Address("member", None, person)
        for person in TeamMember.objects.filter(case=case.pk, person__isnull=False, **NOW).values_list("person", flat=True)
    ],
)  # fmt: skip
concerned = Who(
    "research_unit",
    gettext_lazy("联合调研、要答复的单位"),
    lambda post, case: (
        post.role in UNITS
        and ResearchUnit.objects.filter(case=case.pk, unit=post.organisation_id, voided_by=None).exists()
    ),
    lambda post: (
        Q(pk__in=ResearchUnit.objects.filter(unit=post.organisation_id, voided_by=None).values("case"))
        if post.role in UNITS
        else NOBODY
    ),
)
reader = Who(
    "reader",
    gettext_lazy("委员"),
    lambda post, case: post.role == "member" and case.state in OUT,
    lambda post: Q(state__in=OUT) if post.role == "member" else NOBODY,
)
worker = keeper | team
does_it = keeper | leads | team
"""Who reads what came in on the way: sign-in sheets with citizens' names, scans, drafts."""
sees = keeper | leads | team | concerned | reader


# one finding ────────────────────────────────────────────────────────────────
unit = Who(
    "finding_unit",
    gettext_lazy("要答复的单位"),
    lambda post, case: post.role == "unit" and case.unit_id is not None and post.organisation_id == case.unit_id,
    lambda post: Q(unit=post.organisation_id) if post.role == "unit" else NOBODY,
    lambda case: [Address("unit", case.unit_id)] if case.unit_id else [],
)
unit_head = Who(
    "finding_head",
    gettext_lazy("要答复的单位领导"),
    lambda post, case: post.role == "unit_head" and case.unit_id is not None and post.organisation_id == case.unit_id,
    lambda post: Q(unit=post.organisation_id) if post.role == "unit_head" else NOBODY,
)
team_of_part = Who(
    "team_of_part",
    team.label,
    lambda post, row: post.role == "member" and in_team(row.parent_id, post),
    lambda post: Q(parent__in=_teams_of(post)) if post.role == "member" else NOBODY,
)
looker = keeper | team_of_part
sees_part = unit | unit_head | keeper | leads | team_of_part


# what is still missing ──────────────────────────────────────────────────────
def visits(case: Any) -> list[str]:
    return list(Activity.objects.filter(parent=case.pk).values_list("state", flat=True))


def versions(case: Any) -> Any:
    """Oldest first."""
    return (
        ReportVersion.objects.filter(case=case.pk, voided_by=None)
        .select_related("writer")
        .order_by("recorded_at", "pk")
    )


def last_version(case: Any) -> ReportVersion | None:
    found: ReportVersion | None = versions(case).last()
    return found


def items(case: Any) -> Any:
    return Suggestion.objects.filter(case=case.pk, **NOW).order_by("position")


def has_team(case: Any, post: Post) -> Iterable[Lack]:
    duties = set(TeamMember.objects.filter(case=case.pk, **NOW).values_list("duty", flat=True))
    if not {"head", "writer"} <= duties:
        yield Lack(_("还没有定调研组：要有组长和执笔人。"), "team")


def last_is_over(case: Any, post: Post) -> Iterable[Lack]:
    if "planned" in visits(case):
        yield Lack(_("上一次实地调研还没有结束。先登记到场的人，再“结束会议”。"))


def went(case: Any, post: Post) -> Iterable[Lack]:
    """Without research no report, and no conclusion (不调研不发言): somebody went, and the visit is over."""
    states = visits(case)
    if "planned" in states:
        yield Lack(_("实地调研还没有结束。先登记到场的人，再“结束会议”。"))
    elif "held" not in states:
        yield Lack(_("还没有去调研过。请先安排一次实地调研。"), "go")


def written(case: Any, post: Post) -> Iterable[Lack]:
    if not items(case).exists():
        yield Lack(_("报告里还没有一条意见建议。请先“记意见建议”，一行一条。"), "suggest")


def all_followed(case: Any, post: Post) -> Iterable[Lack]:
    """R-211: an instruction is followed until it is closed; what a unit was asked is answered and checked."""
    left = Instruction.objects.filter(parent=case.pk, finished=False).count()
    if left:
        yield Lack(_("还有 {n} 个单位没有办结批示。办结了才能结束这项调研。").format(n=left))
    open_ones = ResearchFinding.objects.filter(parent=case.pk, state__in=("listed", "asked", "answered")).count()
    if open_ones:
        yield Lack(_("还有 {n} 个问题没有处理完：没有交单位办、没有答复或没有核实。").format(n=open_ones))
