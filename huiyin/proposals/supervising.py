"""重点督办: who supervises, what a step of it also does, and what must be there before the report (R-070 to R-072)."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiyin.handling import rules as handling
from huiyin.handling.models import Assignment
from huiyin.kernel import clock, parameters
from huiyin.kernel.act import Act
from huiyin.kernel.flow import Lack
from huiyin.kernel.models import Case, Post
from huiyin.kernel.refusal import BadDate
from huiyin.kernel.who import NOBODY, Address, Who, role
from huiyin.proposals.models import KeySupervision, SupervisionActivity

OPEN = ("candidate", "chosen", "planned", "active", "reported", "carried_over")
SECRET = ("candidate", "not_chosen")
"""Before the meeting has chosen, it is the committee's own affair."""
UNIT_ROLES = ("unit", "unit_head")

office = role("proposal_office", "proposal_director", label=gettext_lazy("提案委办公室"))
director = role("proposal_director", label=gettext_lazy("提案委主任"))


def _leader_owed(case: Any) -> list[Address]:
    return [Address("leader", None, case.leader_id)] if case.leader_id else [Address("proposal_office")]


supervisor = Who(
    "supervisor",
    gettext_lazy("督办领导"),
    lambda post, case: post.role == "leader" and post.person_id is not None and post.person_id == case.leader_id,
    lambda post: Q(leader=post.person_id) if post.role == "leader" and post.person_id else NOBODY,
    _leader_owed,
)


def _parts(case: Any) -> Any:
    return Assignment.objects.filter(parent=case.parent_id).exclude(state="ended")


units = Who(
    "supervised_units",
    gettext_lazy("承办单位"),
    lambda post, case: post.role in UNIT_ROLES and _parts(case).filter(unit=post.organisation_id).exists(),
    lambda post: (
        Q(parent__in=Assignment.objects.filter(unit=post.organisation_id).exclude(state="ended").values("parent"))
        if post.role in UNIT_ROLES
        else NOBODY
    ),
    lambda case: [Address("unit", pk) for pk in _parts(case).values_list("unit_id", flat=True)],
)
decided = Who(
    "decided",
    gettext_lazy("已经审定的"),
    lambda post, case: case.state not in SECRET,
    lambda post: ~Q(state__in=SECRET),
)
sees = handling.watchers | handling.assigning | (units & decided) | (handling.asker & decided)


def unit_choices(case: Any, post: Post) -> list[tuple[int, str]]:
    """The units that have the proposal in hand."""
    return list(_parts(case).order_by("pk").values_list("unit_id", "unit__name"))


def live(case: Any) -> KeySupervision | None:
    """The supervision of a proposal that is not over."""
    return KeySupervision.objects.filter(parent=case.pk, state__in=OPEN).first()


def none_lives(case: Any, post: Post) -> Iterable[Lack]:
    if case.key:
        yield Lack(_("这件已经是重点提案。"), moot=True)
    elif live(case) is not None:
        yield Lack(_("这件已经是候选，正在等主席会议审定。"), moot=True)


def nominate(act: Act) -> None:
    """A candidate is a child case, so that the meeting has something to decide on by a date."""
    _open(act, recommended_by=act.facts.get("recommended_by", ""))


def _open(act: Act, **values: Any) -> Any:
    case = act.case
    values = {"number": case.number, "assigned_by_id": case.assigning_office_id, **values}
    return act.open("key_supervision", case.title, **values)


def begin(act: Act) -> None:
    """A proposal marked straight away is supervised like one that was a candidate first."""
    if act.imported:
        return
    found = live(act.case)
    child = act.load(found.pk) if found is not None else _open(act)
    act.move(
        child, "taken", **{name: act.facts[name] for name in ("decision", "supervisor", "led_by") if name in act.facts}
    )


def take(act: Act) -> None:
    """Whom the meeting named (R-071)."""
    facts = act.facts
    act.change(
        decision=facts.get("decision", ""), leader_id=facts.get("supervisor"), led_by=facts.get("led_by", ""),
        committee_name=facts.get("committee_name", ""),
    )  # fmt: skip


def choose(act: Act) -> None:
    take(act)
    said = {name: act.facts[name] for name in ("decision", "supervisor", "led_by") if name in act.facts}
    act.move(act.load(act.case.parent_id), "become_key", **said)


def after_choice(case: Any, event: Any) -> str:
    """What whoever chose reads: how many key proposals the session has now, and whether that is more than P-25 (it does not stop him)."""
    most = int(parameters.get(case.committee, "P-25"))
    there = Case.objects.filter(
        committee=case.committee_id, session=case.session_id, kind="proposal", proposal__key=True
    ).count()
    if there <= most:
        return _("定为重点提案，督办领导和承办单位会收到。这次会议现在有 {n} 件。").format(n=there)
    return _("定为重点提案，督办领导和承办单位会收到。请留意：这次会议已有 {n} 件，超过了定的 {most} 件。").format(
        n=there, most=most
    )


def drop(act: Act) -> None:
    """The proposal is no key one any more, or is withdrawn: nobody supervises it, and no clock of it runs."""
    found = live(act.case)
    if found is not None:
        act.move(act.load(found.pk), "drop")


def parent_may_be_key(case: Any, post: Post) -> Iterable[Lack]:
    if case.parent.state not in KEY_STATES:
        yield Lack(_("这件提案已经办结，不能再列为重点。"))


KEY_STATES = ("filed", "planned", "assigned", "handling", "replied", "rehandle", "ruling")


def keep_plan(act: Act) -> None:
    act.change(plan=act.facts.get("words", ""))


def not_ahead(act: Act) -> None:
    """An activity is noted when it has been, not before."""
    day = act.facts.get("on")
    if day and str(day) > clock.today().isoformat():
        sentence = _("{day}还没到。请填活动当天的日期。").format(day=clock.day_words(_date(day)))
        raise BadDate(sentence, {"on": sentence})


def _date(text: Any) -> date:
    return date.fromisoformat(str(text))


def keep_activity(act: Act) -> None:
    facts = act.facts
    act.dated(
        SupervisionActivity, on=_date(facts["on"]), way=facts["way"], led=bool(facts.get("led")),
        people=facts.get("people", ""), words=facts["words"],
    )  # fmt: skip
    act.change(visits=act.case.visits + 1)


def opine(act: Act) -> None:
    """A leader's opinion is an instruction to each unit named: a case with its own clock and answer (R-072)."""
    case, post = act.case, act.post
    parent = act.load(case.parent_id)
    name = post.person.name if post.person else post.title
    for unit in act.facts["to"]:
        act.open(
            "instruction", parent.title, parent=parent, leader_id=post.person_id, leader_name=name, addressee_id=unit,
            words=act.facts["words"], on_paper=False, number=case.number,
        )  # fmt: skip
        act.tell(
            [Address("unit", unit)], _("《{title}》有{who}的督办意见，请按期回应。").format(title=case.title, who=name)
        )


def visited(case: Any, post: Post) -> Iterable[Lack]:
    """R-072: a report tells of something that was done, at least once with the leader there."""
    rows = SupervisionActivity.objects.filter(case=case.pk, voided_by=None)
    if not rows.exists():
        yield Lack(_("还没有督办活动的记录。请先记一次督办活动。"), "activity")
    elif not rows.filter(led=True).exists():
        yield Lack(_("还没有督办领导到场的活动。领导到场以后再记一次。"), "activity")


def opinions_answered(case: Any, post: Post) -> Iterable[Lack]:
    rows = Case.objects.filter(parent=case.parent_id, kind="instruction", state="given")
    names = list(rows.values_list("instruction__addressee__name", flat=True))
    if names:
        yield Lack(_("{names}还没有回应督办意见。请先催单位回应。").format(names="、".join(dict.fromkeys(names))))


def keep_report(act: Act) -> None:
    act.change(report=act.facts.get("words", ""), effect=act.facts.get("effect", ""))
