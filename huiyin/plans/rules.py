"""Who collects, edits, decides and reads the year's plan; and what is still missing."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiyin.kernel.flow import FLOWS, Lack
from huiyin.kernel.models import Case, Link, Post
from huiyin.kernel.who import NOBODY, Address, Who, role
from huiyin.plans.models import OfficeAsked, OfficeOpinion, PlanTopic

NOW = {"until": None, "voided_by": None}
PLANNED = "plan"
"""The link from a topic of the plan to what it became."""
SORTING = ("collecting", "editing")
"""While the plan is here its topics can be sorted."""
ISSUED = ("issued", "in_progress", "done", "dropped")
UNITS = ("unit", "unit_head")

keeper = role("general_office", label=gettext_lazy("政协办公室"))
leads = role("leader", "secretary", label=gettext_lazy("秘书长或主席会议成员"))
raisers = role("member", "unit", "station", "general_office", "leader", "assigning", label=gettext_lazy("提出议题的人"))
readers = role(
    "member", "unit", "unit_head", "station", "assigning", label=gettext_lazy("委员、单位、联络站、党委和政府办公室")
)


def _asked_here(case: Any) -> list[int]:
    return list(OfficeAsked.objects.filter(case=case.pk, **NOW).values_list("office", flat=True))


def _asked_twin(post: Post) -> Q:
    if post.role != "assigning" or not post.organisation_id:
        return NOBODY
    return Q(pk__in=OfficeAsked.objects.filter(office=post.organisation_id, **NOW).values("case"))


asked = Who(
    "asked",
    gettext_lazy("会商的党委、政府办公室"),
    lambda post, case: post.role == "assigning" and post.organisation_id in _asked_here(case),
    _asked_twin,
    lambda case: [Address("assigning", pk) for pk in _asked_here(case)],
)


def after(*states: str) -> Who:
    """Every reader, once it stands in one of these states."""
    return Who(
        "issued_to",
        readers.label,
        lambda post, case: readers.test(post, case) and case.state in states,
        lambda post: Q(state__in=states) if post.role in ("member", "station", "assigning", *UNITS) else NOBODY,
    )


def _raised(post: Post, case: Any) -> bool:
    if post.role in (*UNITS, "assigning"):
        return post.organisation_id is not None and case.raised_unit_id == post.organisation_id
    return post.person_id is not None and case.raised_by_id == post.person_id


def _raised_twin(post: Post) -> Q:
    if post.role in (*UNITS, "assigning"):
        return Q(raised_unit=post.organisation_id) if post.organisation_id else NOBODY
    return Q(raised_by=post.person_id) if post.person_id else NOBODY


def _raised_owed(case: Any) -> list[Address]:
    if case.raised_unit_id:
        role_of = "unit" if case.raised_unit.kind == "unit" else "assigning"
        return [Address(role_of, case.raised_unit_id)]
    return [Address("member", None, case.raised_by_id)] if case.raised_by_id else []


raiser = Who("topic_raiser", gettext_lazy("提出议题的人"), _raised, _raised_twin, _raised_owed)
edits = Who(
    "edits_plan",
    asked.label,
    lambda post, case: asked.test(post, case.whole),
    lambda post: (
        Q(whole__in=OfficeAsked.objects.filter(office=post.organisation_id, **NOW).values("case"))
        if post.role == "assigning" and post.organisation_id
        else NOBODY
    ),
)
"""An office that was asked to edit the plan reads its topics."""
sees_plan = keeper | leads | asked | after("issued")
sees_topic = keeper | leads | raiser | edits | after(*ISSUED)
sees_change = keeper | leads | asked | after("issued")


# what is still missing ─────────────────────────────────────────────────────
def unanswered(case: Any) -> list[int]:
    """The offices that were asked and have not answered this round."""
    given = set(OfficeOpinion.objects.filter(case=case.pk, **NOW).values_list("office", flat=True))
    return [pk for pk in _asked_here(case) if pk not in given]


def my_turn(case: Any, post: Post) -> Iterable[Lack]:
    if post.organisation_id not in unanswered(case):
        yield Lack(_("你们的意见已经回了。"), moot=True)


def all_answered(case: Any, post: Post) -> Iterable[Lack]:
    if left := OfficeAsked.objects.filter(case=case.pk, office__in=unanswered(case), **NOW).select_related("office"):
        names = "、".join(row.office.name for row in left)
        yield Lack(_("{names}还没有回意见。两办都回了，再送主席会议。").format(names=names))


def sorted_out(case: Any, post: Post) -> Iterable[Lack]:
    """Nothing that somebody raised is left without a word, and the plan has topics."""
    states = list(PlanTopic.objects.filter(whole=case.pk).values_list("state", flat=True))
    if (n := states.count("collected")) > 0:
        yield Lack(_("还有 {n} 个议题没有决定列入初选还是不列。").format(n=n))
    if "shortlisted" not in states:
        yield Lack(_("还没有一个列入初选的议题。"))


def topics_whole(case: Any, post: Post) -> Iterable[Lack]:
    """DOMAIN 3.11: what a topic needs before the plan is issued. One query."""
    rows = PlanTopic.objects.filter(whole=case.pk, state="shortlisted").order_by("pk")
    if bare := [row.title for row in rows if not (row.form and row.quarter and row.leader_id and row.lead)]:
        names = "、".join(f"“{one}”" for one in bare[:3])
        more = _("等 {n} 个").format(n=len(bare)) if len(bare) > 3 else ""
        yield Lack(
            _("{names}{more}还没有定形式、时间、牵头领导和牵头专委会。请打开议题，点“定安排”。").format(
                names=names, more=more
            )
        )


def plan_open(case: Any, post: Post) -> Iterable[Lack]:
    if case.whole.state not in SORTING:
        yield Lack(_("计划已经送主席会议了，退回修改时再改。"))


def linked(case: Any) -> list[Case]:
    """What the topic became: cases of other kinds, the first first."""
    rows = Link.objects.filter(source=case.pk, kind=PLANNED).select_related("target").order_by("pk")
    return [row.target for row in rows]


def ended(case: Case) -> bool:
    """Whether nothing of it is to be done any more, or only the look-back."""
    state = FLOWS[case.kind].by_state[case.state]
    return bool(state.resting or state.final or case.state == "watching")


def carried_out(case: Any, post: Post) -> Iterable[Lack]:
    rows = linked(case)
    if not rows:
        yield Lack(_("这个议题还没有开始协商，也没有关联别的工作。"), "begin")
    if going := [row for row in rows if not ended(row)]:
        names = "、".join(row.number or row.title for row in going[:3])
        yield Lack(_("{names}还没有办完。办完了，议题才算完成。").format(names=names))
