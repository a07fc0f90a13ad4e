"""Who may do what with a special action, its projects and reports, and with investment; and what is still missing."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiyin.initiatives.models import InvestStage, ProgrammeNode, Progress, Project
from huiyin.kernel import parameters
from huiyin.kernel.flow import Lack
from huiyin.kernel.models import Post
from huiyin.kernel.who import NOBODY, Address, Who, role

keeper = role("general_office", label=gettext_lazy("政协办公室"))
leads = role("secretary", "leader", label=gettext_lazy("秘书长或主席会议成员"))
planners = role("general_office", "leader", label=gettext_lazy("政协办公室或主席会议成员"))
inside = role(
    "general_office", "secretary", "leader", "proposal_office", "proposal_director", label=gettext_lazy("政协机关")
)
members = role("member", label=gettext_lazy("委员"))
UNITS = ("unit", "unit_head")
NOW = {"until": None, "voided_by": None}


def _bodys(post: Post, case: Any) -> bool:
    return post.role == "unit" and post.organisation_id is not None and post.organisation_id == case.body_id


def _owed_by_body(case: Any) -> list[Address]:
    """A unit answers for itself; a committee of the CPPCC has no post of its own here, so the office writes for it."""
    if case.body_id and case.body.kind == "unit":
        return [Address("unit", case.body_id)]
    return [Address("general_office")]


body = Who(
    "project_body",
    gettext_lazy("责任单位"),
    _bodys,
    lambda post: Q(body=post.organisation_id) if post.role == "unit" and post.organisation_id else NOBODY,
    _owed_by_body,
)
body_head = Who(
    "project_body_head",
    gettext_lazy("责任单位领导"),
    lambda post, case: (
        post.role == "unit_head" and post.organisation_id is not None and post.organisation_id == case.body_id
    ),
    lambda post: Q(body=post.organisation_id) if post.role == "unit_head" and post.organisation_id else NOBODY,
)
writer = body | keeper
"""Whoever writes for a project. Owed by its body alone."""
writer = Who(writer.name, body.label, writer.test, writer.twin, _owed_by_body)


def _takes_part(post: Post) -> Q:
    if post.role not in UNITS or not post.organisation_id:
        return NOBODY
    mine = Project.objects.filter(whole=OuterRef("pk"), body=post.organisation_id)
    return Q(Exists(mine))


taking_part = Who(
    "taking_part",
    gettext_lazy("有项目的单位"),
    lambda post, case: (
        post.role in UNITS and Project.objects.filter(whole=case.pk, body=post.organisation_id or 0).exists()
    ),
    _takes_part,
)
sees_programme = inside | members | taking_part
sees_project = inside | members | body | body_head
sees_report = inside | body | body_head


def _accepts(post: Post, case: Any) -> bool:
    """The office takes a month's report; those who lead, that of a quarter or half a year."""
    return post.role == "general_office" if case.what == "month" else post.role in ("secretary", "leader")


acceptor = Who(
    "report_acceptor",
    gettext_lazy("月报由政协办公室，盘点和总结由秘书长或主席会议成员"),
    _accepts,
    lambda post: (
        Q(what="month")
        if post.role == "general_office"
        else ~Q(what="month")
        if post.role in ("secretary", "leader")
        else NOBODY
    ),
    lambda case: [Address("general_office" if case.what == "month" else "secretary")],
)
sees_investment = keeper | leads | body
reader = keeper | body


# what is still missing ─────────────────────────────────────────────────────
def four_fields(case: Any, post: Post) -> Iterable[Lack]:
    """S0-06: responsible body, goal, method, deadline."""
    for value, words in (
        (case.body_id, _("还没有责任主体。")),
        (case.goal, _("还没有目标要求。")),
        (case.method, _("还没有实施方式。")),
        (case.ends, _("还没有完成时限。")),
    ):
        if not value:
            yield Lack(words + _("四项齐了才能开始。"), "set_out")


def whole_runs(case: Any, post: Post) -> Iterable[Lack]:
    if case.whole.state != "running":
        yield Lack(_("专项行动“{title}”还没有启动，项目不能开始。").format(title=case.whole.title))


def nodes(case: Any) -> Any:
    return ProgrammeNode.objects.filter(case=case.pk, **NOW).order_by("position")


def uncovered(case: Any) -> list[ProgrammeNode]:
    """The nodes at the ends of the tree under which no project stands (S0-23); the main line needs none of its own."""
    used = Project.objects.filter(whole=case.pk, node=OuterRef("pk")).exclude(state="cancelled")
    below = ProgrammeNode.objects.filter(above=OuterRef("pk"), **NOW)
    return list(nodes(case).exclude(level="line").exclude(Exists(used)).exclude(Exists(below)))


def has_tree(case: Any, post: Post) -> Iterable[Lack]:
    found = nodes(case)
    if not found.filter(level="line").exists():
        yield Lack(_("还没有主线。请先录入或从工作要点读取。"), "lay")


def covered(case: Any, post: Post) -> Iterable[Lack]:
    if not parameters.get(case.committee, "P-55C"):
        return
    left = uncovered(case)
    if left:
        names = "、".join(node.text[:20] for node in left[:3])
        yield Lack(
            _("还有 {n} 条没有落到项目：{names}。请给每一条配上项目，或去掉这一条。").format(n=len(left), names=names),
            "add",
        )


def all_over(case: Any, post: Post) -> Iterable[Lack]:
    left = Project.objects.filter(whole=case.pk).exclude(state__in=("accepted", "cancelled")).count()
    if left:
        yield Lack(_("还有 {n} 个项目没有销号，专项行动不能结束。").format(n=left))


def was_reported(case: Any, post: Post) -> Iterable[Lack]:
    if not Progress.objects.filter(case=case.pk, percent=100, voided_by=None).exists():
        yield Lack(_("任务进度还没有到 100%。请先报进度。"), "progress")


def is_contracted(case: Any, post: Post) -> Iterable[Lack]:
    if case.holder_id is None:
        yield Lack(_("还没有包抓领导。请先定包抓。"), "contract")


def stages_reached(case: Any) -> dict[str, InvestStage]:
    rows = InvestStage.objects.filter(case=case.pk, voided_by=None).order_by("at", "pk")
    return {row.stage: row for row in rows}
