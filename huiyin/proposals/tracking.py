"""What handling brings about in the proposal itself: planned anew, tracked while promises stand, looked back at, rechecked."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from huiyin.handling import lookback, promising
from huiyin.handling.effects import parts_of
from huiyin.handling.models import ANSWERING, Rating, Recheck
from huiyin.handling.rules import unit as of_unit
from huiyin.kernel.act import Act
from huiyin.kernel.flow import Lack
from huiyin.kernel.models import Organisation, Post


def standing(act: Act) -> list[Any]:
    """The assignments of this case that are not ended, the answering ones first, as this batch sees them."""
    rows = [row for row in parts_of(act, act.case.pk) if row.state != "ended"]
    return sorted(rows, key=lambda row: row.role not in ANSWERING)


def regroup(act: Act) -> None:
    """Who handles it has changed: the plan, the lead and the names in lists follow the assignments (R-032)."""
    rows = standing(act)
    by_role: dict[str, list[int]] = {"lead": [], "co": [], "separate": []}
    for row in rows:
        by_role["lead" if row.role == "sole" else row.role].append(row.unit_id)
    names = dict(Organisation.objects.filter(pk__in=[row.unit_id for row in rows]).values_list("pk", "name"))
    first = next((row.unit_id for row in rows if row.role in ANSWERING), None)
    act.change(
        planned={"lead": next(iter(by_role["lead"]), None), "co": by_role["co"], "separate": by_role["separate"]},
        lead_unit_id=first or act.case.lead_unit_id,
        unit_names="、".join(dict.fromkeys(names[row.unit_id] for row in rows))[:400],
    )


def after_closing(act: Act) -> None:
    """A closed case plans its look-back, and is tracked while promises stand (P22, R-080)."""
    if act.case.state == "closed":
        lookback.plan_for(act, act.case)
        promising.follow(act, act.case)


def recheck(act: Act) -> None:
    """R-062: the office has asked the proposer and the unit again."""
    act.end(Recheck)
    act.dated(
        Recheck, true=act.facts["finding"] == "true", way=act.facts.get("way", ""), words=act.facts.get("words", "")
    )


def _false(case: Any) -> bool:
    return Recheck.objects.filter(case=case.pk, true=False, until=None, voided_by=None).exists()


def nothing_false(case: Any, post: Post) -> Iterable[Lack]:
    """A case whose rating was found false is not laid away with it."""
    if _false(case):
        sentence = _("评价复核为不属实，还没有处理。请提案委主任作废评价、退回办理；复核有误的，重新复核。")
        yield Lack(sentence, "void_rating")


def found_false(case: Any, post: Post) -> Iterable[Lack]:
    """Only what a recheck found false may be voided (P25)."""
    if not _false(case):
        yield Lack(_("还没有复核认定评价不实。请提案委办公室先复核，登记复核情况。"), "recheck")


def void_rating(act: Act) -> None:
    """The false rating drops out of every figure; its units take the case up again with a new clock."""
    act.end(Recheck)
    for row in Rating.objects.filter(case=act.case, until=None, voided_by=None):
        act.change(row, voided_by=act.event.id)
    for row in standing(act):
        if row.role in ANSWERING and row.state == "done":
            act.move(row, "rework")
            act.own(act.case, of_unit.owed(row)[0], row.due)
