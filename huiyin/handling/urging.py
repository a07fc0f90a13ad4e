"""督办通知书: the assigning office tells a unit in writing what it has overdue, and the unit answers by a day (R-073)."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import OuterRef, Q, Subquery
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiyin.handling import adjusting, rules
from huiyin.handling.letters import CHINESE, number_words
from huiyin.handling.models import Assignment, Urging
from huiyin.kernel import clock, parameters
from huiyin.kernel.act import Act, lock_all
from huiyin.kernel.flow import Fact, Flow, Owe, State, flow_of, register, step
from huiyin.kernel.models import Post, Todo
from huiyin.kernel.refusal import BadDate, Missing
from huiyin.kernel.who import NOBODY, Who, role
from huiyin.papers.letter import Letter, Point, date_text

COUNTED = ("urge", "warn")
"""The steps of a part that count as urging it."""
OPEN = ("pending", "working", "countersign", "signing", "rework")
"""What a unit has in its own hands; a reply under audit is not."""
UNIT_ROLES = ("unit", "unit_head")
DONE_BY = {
    "sign_in": "应于{due}签收", "contact": "应于{due}联系提案者", "reply": "应于{due}送出答复", "sign": "应于{due}签发答复",
    "co_opinion": "会办意见应于{due}送出",
}  # fmt: skip

of_unit = Who(
    "unit_of_notice",
    gettext_lazy("被督办的单位"),
    lambda post, case: post.role in UNIT_ROLES and post.organisation_id == case.unit_id,
    lambda post: Q(unit=post.organisation_id) if post.role in UNIT_ROLES else NOBODY,
    rules.unit.owed,
)


def overdue(office: int, unit: int) -> Any:
    """What a unit has overdue of what this office handed to it, the latest first: `late_since`, of its own soonest clock, and `late_step`."""
    clocks = Todo.objects.filter(
        case=OuterRef("pk"), organisation=unit, role__in=UNIT_ROLES, closed_at=None, due__lt=clock.today()
    ).order_by("due", "pk")
    rows = Assignment.objects.filter(assigned_by=office, unit=unit, state__in=OPEN)
    rows = rows.annotate(late_since=Subquery(clocks.values("due")[:1]), late_step=Subquery(clocks.values("step")[:1]))
    return rows.exclude(late_since=None).select_related("unit").order_by("late_since", "pk")


def default_day(case: Any, post: Post) -> date | None:
    span = clock.Span.parse(str(parameters.get(case.committee, "P-URGE")))
    return clock.due(span, clock.today(), parameters.calendar(case.committee))


def keep_day(act: Act) -> None:
    """The day stands in the case before its state changes, because the unit's clock is read from there."""
    day = date.fromisoformat(act.facts["reply_by"]) if act.facts.get("reply_by") else None
    if day is not None and act.source == "entered" and day < clock.today():
        fault = _("{day}已经过了。请填今天以后的日期。").format(day=clock.day_words(day))
        raise BadDate(_("没有发出：{fault}").format(fault=fault), {"reply_by": fault})
    act.change(reply_by=day)


def issue(act: Act) -> None:
    """Numbered, with what is overdue on this very day; each part's own record says so, and it counts as urging."""
    case, today = act.case, act.on or clock.today()
    lock_all(act.batch, list(overdue(case.assigned_by_id, case.unit_id)))
    rows = [row for row in overdue(case.assigned_by_id, case.unit_id) if row.pk in act.batch.cases]
    if not rows:
        raise Missing(_("{unit}现在没有逾期的，不用发督办通知书。").format(unit=case.unit.name))
    pattern = str(parameters.get(act.committee, "P-URGE-NO", today))
    number = act.number(
        f"urging:{case.assigned_by_id}:{today.year}",
        lambda value: pattern.format(seq=value, year=today.year, term="", session=""),
    )
    flow, parts = flow_of("assignment"), []
    for row in rows:
        part = act.load(row.pk)
        parts.append({
            "part": part.pk, "number": part.number, "title": part.title, "role": part.role, "due": row.late_since.isoformat(),
            "step": row.late_step, "days": (today - row.late_since).days, "state": part.state,
        })  # fmt: skip
        act.move(part, flow.by_step["warn"].name, notice=number)
    act.change(
        number=number, parts=parts, words=act.facts.get("words", ""), issued_on=today,
        title=_("督办通知书：{unit}逾期 {n} 件").format(unit=case.unit.name, n=len(parts)),
    )  # fmt: skip


def hand_on(act: Act) -> None:
    """The unit is no more: its successor answers the notice, by the same day."""
    case, old, new = act.case, act.case.unit_id, act.facts["unit"]
    act.change(unit_id=new, **({"owner_organisation_id": new} if case.owner_organisation_id == old else {}))
    move_todos(act, case.pk, old, new)


def move_todos(act: Act, case: int, old: int, new: int) -> None:
    """What one body owes in a case is owed by the other, its clocks running on."""
    act.batch.later(
        "UPDATE kernel_todo SET organisation_id = %s WHERE case_id = %s AND organisation_id = %s AND closed_at IS NULL",
        [new, case, old],
    )


def unit_is_gone(case: Any, post: Post) -> bool:
    return case.unit.ends is not None and case.unit.ends <= clock.today()


def keep_answer(act: Act) -> None:
    act.change(answer=act.facts.get("words", ""))


def name_of(case: Any) -> str:
    return str(case.unit.name)


# fmt: off
FLOW = register(Flow(
    kind="urging",
    label=gettext_lazy("督办通知书"),
    model="handling.Urging",
    sees=of_unit | rules.assigning | rules.watchers,
    opens=role("assigning", label=gettext_lazy("交办机关")),
    unit=gettext_lazy("份"),
    describe=name_of,
    panels=("urging-parts",),
    states=(
        State("draft", gettext_lazy("待发出"), owes=(Owe("issue", rules.assigning),), look="soon"),
        State("issued", gettext_lazy("待单位回复"), owes=(Owe("answer", of_unit, on="reply_by"),), look="late"),
        State("answered", gettext_lazy("单位已回复"), final=True, look="done"),
        State("revoked", gettext_lazy("已撤销"), final=True, look="none"),
    ),
    steps=(
        step("issue", gettext_lazy("发出督办通知书"), "draft", "issued", rules.assigning, seal=True, checks=(keep_day,), effects=(issue,), tells=(of_unit, rules.office),
             facts=(Fact("reply_by", gettext_lazy("哪一天以前回复"), "date", default=default_day),
                    Fact("words", gettext_lazy("督办要求"), "long", required=False, longest=1000, help=gettext_lazy("写进通知书；不填就用通常的话"))),
             button=gettext_lazy("编号发出"), told=gettext_lazy("督办通知书已编号发出，单位会马上收到。"), says=gettext_lazy("发出督办通知书，要求{reply_by}前回复。"),
             done=gettext_lazy("，请按期回复。")),
        step("answer", gettext_lazy("回复督办"), "issued", "answered", of_unit, tells=(rules.assigning,),
             facts=(Fact("words", gettext_lazy("原因和办法"), "long", longest=3000, help=gettext_lazy("为什么逾期，哪一天办完")), Fact("file", gettext_lazy("盖章的回复"), "file", required=False)),
             effects=(keep_answer,), button=gettext_lazy("送出回复"), told=gettext_lazy("回复已送交办机关。"), says=gettext_lazy("回复督办。"), done=gettext_lazy("有了单位的回复。")),
        step("revoke", gettext_lazy("撤销通知书"), "draft issued", "revoked", rules.assigning, main=False, tells=(of_unit,),
             facts=(Fact("why", gettext_lazy("理由"), "long", longest=500),), says=gettext_lazy("撤销督办通知书，字号不再用。"), done=gettext_lazy("已撤销。")),
        step("succeed", gettext_lazy("由后继单位接办"), "issued", "", rules.assigning | rules.office, main=False, offered=unit_is_gone, effects=(hand_on,), tells=(of_unit,),
             facts=(Fact("unit", gettext_lazy("后继单位"), "org", choices=adjusting.units), Fact("why", gettext_lazy("依据"), "long", longest=300)),
             says=gettext_lazy("机构变动，由{unit}接着回复。"), done=gettext_lazy("改由后继单位回复，期限不变。")),
    ),
))
# fmt: on


def notice_letter(case: Urging) -> Letter:
    """The notice as a letter of the assigning office to the unit; a draft until it is issued."""
    unit, office = case.unit, case.assigned_by
    with translation.override(CHINESE):
        points = tuple(points_of(case.parts))
    day = date_text(case.reply_by)
    return Letter(
        sender=office.full_name or office.name,
        title="督办通知书",
        addressees=f"{unit.full_name or unit.name}：",
        opening=f"截至{date_text(case.issued_on)}，你单位承办的下列{len(points)}件逾期没有办结：",
        points=points,
        closing=f"{case.words or '请立即办理，把答复送提案者，并说明逾期的原因。'}\n请于{day}前把办理情况书面回复我们。",
        doc_number=case.number,
        date=case.issued_on,
        copies=(f"{case.committee.short}提案委员会",),
        draft=case.issued_on is None,
    )


def points_of(parts: Iterable[dict[str, Any]]) -> Iterable[Point]:
    flow = flow_of("assignment")
    roles = {code: str(label) for code, label in Assignment._meta.get_field("role").choices or ()}
    for one in parts:
        due = date_text(date.fromisoformat(one["due"]))
        owed = DONE_BY.get(
            one.get("step") or ("co_opinion" if one["role"] == "co" else "reply"), "应于{due}办理"
        ).format(due=due)
        heading = f"{number_words(_Numbered(one['number']))}《{one['title']}》"
        yield Point(
            heading,
            f"{roles.get(one['role'], '')}，{owed}，已逾期{one['days']}天，现在“{flow.by_state[one['state']].label}”。",
        )


class _Numbered:
    """Something that has a number, and nothing else."""

    def __init__(self, number: str) -> None:
        self.number = number
