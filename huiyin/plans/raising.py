"""The year's plan is opened by the office; topics for it are raised by members, units, the Party organisation, and by the office for the public."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from huiyin.kernel import clock
from huiyin.kernel.act import open_case
from huiyin.kernel.models import Committee, Post
from huiyin.kernel.raising import raise_case
from huiyin.kernel.refusal import Missing, NotAllowed, Refused
from huiyin.plans.models import RAISED_BY, AnnualPlan, PlanTopic

AS = {"member": "member", "unit": "unit", "unit_head": "unit", "assigning": "party"}
FROM_PROBLEM = "plan_topic"


def plan_of(committee: Committee, year: int) -> AnnualPlan | None:
    found = AnnualPlan.objects.filter(committee=committee, year=year).order_by("pk").first()
    if found is not None:
        found.committee = committee
    return found


def begin(as_: Post, year: int) -> AnnualPlan:
    """Open the plan of a year for topics. Errors: Refused when it is open already, or the year is far away."""
    today = clock.today()
    if not today.year - 1 <= year <= today.year + 1:
        raise Refused(_("只能开去年、今年或明年的计划。"))
    with transaction.atomic():
        # One plan a year: whoever begins it at the same moment waits here.
        Committee.objects.select_for_update().get(pk=as_.committee_id)
        if plan_of(as_.committee, year):
            raise Refused(_("{year}年度协商计划已经开了。").format(year=year))
        title = _("{year}年度协商计划").format(year=year)
        case: AnnualPlan = open_case("consultation_plan", as_=as_, title=title, row={"year": year, "number": str(year)})
    return case


def raise_topic(
    as_: Post,
    *,
    year: int,
    title: str,
    background: str,
    raised_as: str = "",
    problem: Any = None,
    key: str | None = None,
) -> PlanTopic:
    """Raise a topic for the plan of a year; a repeated `key` gives the topic of the first time.

    Errors: Missing, Refused with `fields` (title, background, raised_as); NotAllowed once the plan no longer collects.
    """
    title, background = title.replace("\x00", "").strip(), background.replace("\x00", "").strip()
    raised_as = AS.get(as_.role, raised_as)
    _check(title, background, raised_as)
    whole = plan_of(as_.committee, year)
    if whole is None:
        raise Refused(_("{year}年度协商计划还没有开始征集。").format(year=year))
    if whole.state != "collecting":
        raise NotAllowed(_("{year}年度协商计划已经不再征集议题。可以在“协商”里提一个随时的议题。").format(year=year))
    unit = as_.organisation if as_.role in ("unit", "unit_head", "assigning") else None
    row = {
        "whole": whole,
        "background": background,
        "raised_as": raised_as,
        "raised_by": as_.person,
        "raised_unit": unit,
    }
    comes_of = (problem, FROM_PROBLEM) if problem is not None else None
    case: PlanTopic = raise_case("plan_topic", "raise_", as_=as_, title=title, row=row, key=key, comes_of=comes_of)
    return case


def _check(title: str, background: str, raised_as: str) -> None:
    wrong: dict[str, Any] = {}
    if not title:
        wrong["title"] = _("请写议题，一句话说清商量什么。")
    elif len(title) > 100:
        wrong["title"] = _("议题太长了：{n} 个字，最多 100 个字。").format(n=len(title))
    if not background:
        wrong["background"] = _("请写背景：什么事、在哪里、为什么要商量。")
    elif len(background) > 4000:
        wrong["background"] = _("背景太长了：{n} 个字，最多 4000 个字。").format(n=len(background))
    if raised_as not in dict(RAISED_BY):
        wrong["raised_as"] = _("请选议题是谁提的。")
    if wrong:
        raise Missing(" ".join(map(str, wrong.values())), wrong)
