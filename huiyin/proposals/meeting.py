"""交办会: planned proposals handed over at one meeting; each unit signs for its part, here or on paper (R-030, R-031)."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiyin.handling.models import Assignment
from huiyin.kernel import clock
from huiyin.kernel.act import Act, lock_all
from huiyin.kernel.flow import Fact, Flow, Lack, Owe, State, register, step
from huiyin.kernel.models import Post
from huiyin.kernel.refusal import Missing
from huiyin.kernel.who import NOBODY, Address, Who, role
from huiyin.proposals.models import MeetingItem, MeetingReceipt, Proposal

UNIT_ROLES = ("unit", "unit_head")


def proposals(case: Any) -> Any:
    return MeetingItem.objects.filter(case=case.pk, until=None, voided_by=None).values("proposal")


def parts(case: Any) -> Any:
    """The parts that the meeting's proposals were handed out as."""
    return Assignment.objects.filter(parent__in=proposals(case)).exclude(state="ended")


def _unit_twin(post: Post) -> Q:
    if post.role not in UNIT_ROLES:
        return NOBODY
    own = Assignment.objects.filter(unit=post.organisation_id).exclude(state="ended").values("parent")
    return Q(pk__in=MeetingItem.objects.filter(proposal__in=own, until=None, voided_by=None).values("case"))


convener = Who(
    "meeting_office",
    gettext_lazy("主持交办的机关"),
    lambda post, case: post.role == "assigning" and (case is None or post.organisation_id == case.office_id),
    lambda post: Q(office=post.organisation_id) if post.role == "assigning" else NOBODY,
    lambda case: [Address("assigning", case.office_id)],
)
office = role("proposal_office", "proposal_director", label=gettext_lazy("提案委办公室"))
units = Who(
    "meeting_units",
    gettext_lazy("到会的承办单位"),
    lambda post, case: post.role in UNIT_ROLES and parts(case).filter(unit=post.organisation_id).exists(),
    _unit_twin,
    lambda case: [Address("unit", pk) for pk in sorted(set(parts(case).values_list("unit_id", flat=True)))],
)
clerk = Who(
    "meeting_clerk",
    units.label,
    lambda post, case: post.role == "unit" and units.test(post, case),
    units.twin,
    units.owed,
)
watchers = role("leader", "reviewer", label=gettext_lazy("政协机关"))


def waiting(case: Any) -> Any:
    """The planned proposals of this office that stand on no other list."""
    listed = (
        MeetingItem.objects.filter(until=None, voided_by=None, case__state="preparing")
        .exclude(case=case.pk)
        .values("proposal")
    )
    rows = Proposal.objects.filter(committee=case.committee_id, state="planned", assigning_office=case.office_id)
    return rows.exclude(pk__in=listed).order_by("number", "pk")


def choices(case: Any, post: Post) -> list[tuple[int, str]]:
    return [(pk, f"{number} {title}") for pk, number, title in waiting(case).values_list("pk", "number", "title")]


def gather(act: Act) -> None:
    act.end(MeetingItem)
    for pk in act.facts["cases"]:
        act.dated(MeetingItem, proposal_id=pk)
    act.change(held_on=date.fromisoformat(act.facts["on"]), place=act.facts.get("place", ""))


def all_handed_over(case: Any, post: Post) -> Iterable[Lack]:
    rows = Proposal.objects.filter(pk__in=proposals(case))
    left = rows.filter(state="planned").count()
    if left:
        yield Lack(_("还有 {n} 件没有交办。请先按“全部交办”。").format(n=left))
    elif not rows.exists():
        yield Lack(_("清单上还没有提案。"), "gather")


@dataclass
class Line:
    """One unit at the meeting: its parts, how many it has signed for, who took the papers."""

    pk: int
    name: str
    rows: list[Any] = field(default_factory=list)
    receipt: MeetingReceipt | None = None

    @property
    def signed(self) -> bool:
        return all(row.state != "pending" for row in self.rows)

    @property
    def lead(self) -> int:
        return sum(row.answers for row in self.rows)

    @property
    def co(self) -> int:
        return len(self.rows) - self.lead


def lines(case: Any) -> list[Line]:
    """The units of a meeting in the order of their names. Two queries."""
    found: dict[int, Line] = {}
    for row in parts(case).select_related("unit", "parent").order_by("unit__name", "number", "pk"):
        found.setdefault(row.unit_id, Line(row.unit_id, row.unit.name)).rows.append(row)
    for one in MeetingReceipt.objects.filter(case=case.pk, voided_by=None).order_by("pk"):
        if one.organisation_id in found:
            found[one.organisation_id].receipt = one
    return list(found.values())


def unsigned(case: Any, post: Post | None = None) -> list[tuple[int, str]]:
    return [(line.pk, line.name) for line in lines(case) if not line.signed]


def all_signed(case: Any, post: Post) -> Iterable[Lack]:
    names = [name for _pk, name in unsigned(case)]
    if names:
        yield Lack(_("还没有签收：{names}。").format(names="、".join(names)), "receive_on_paper")


def still_to_sign(case: Any, post: Post) -> Iterable[Lack]:
    if post.organisation_id not in dict(unsigned(case)):
        yield Lack(_("你单位的都签收了。"))


def receive(act: Act) -> None:
    """A unit signs for all that it was handed at once, with the name of who took it."""
    _take(act, [act.post.organisation_id or 0], act.facts.get("name", ""), on_paper=False)


def receive_on_paper(act: Act) -> None:
    """The sheet that was signed at the meeting; its scan is kept with the act."""
    if not act.facts["units"]:
        raise Missing(_("请勾选签了字的单位。"), {"units": _("请勾选单位。")})
    _take(act, [int(pk) for pk in act.facts["units"]], act.facts.get("name", ""), on_paper=True)


def _take(act: Act, bodies: list[int], name: str, on_paper: bool) -> None:
    rows = list(parts(act.case).filter(unit__in=bodies, state="pending").order_by("pk"))
    lock_all(act.batch, rows)
    for row in rows:
        part = act.load(row.pk)
        act.move(part, "sign_in", handler=name)
        if name:
            act.change(part, handler=name[:60])
    for body in bodies:
        act.dated(MeetingReceipt, organisation_id=body, name=name[:60], on_paper=on_paper)


def today(case: Any, post: Post) -> date:
    return case.held_on or clock.today()


def listed(case: Any, post: Post) -> list[int]:
    """What stands on the list already; all that waits, for a new one."""
    now = list(proposals(case).values_list("proposal", flat=True))
    return now or [pk for pk, _label in choices(case, post)]


# fmt: off
FLOW = register(Flow(
    kind="meeting",
    label=gettext_lazy("交办会"),
    unit=gettext_lazy("次"),
    model="proposals.Meeting",
    sees=convener | office | watchers | units,
    opens=convener | office,
    describe=lambda case: "",
    panels=("meeting-units",),
    states=(
        State("preparing", gettext_lazy("筹备"), owes=(Owe("hold", convener),), look="soon"),
        State("held", gettext_lazy("签收中"), owes=(Owe("close", convener, "P-SIGN"),)),
        State("closed", gettext_lazy("已办完"), final=True, look="done"),
        State("cancelled", gettext_lazy("已取消"), final=True, look="none"),
    ),
    steps=(
        step("gather", gettext_lazy("定时间和清单"), "preparing", "", convener | office, effects=(gather,),
             facts=(Fact("on", gettext_lazy("哪一天开会"), "date", default=today), Fact("place", gettext_lazy("地点"), required=False, longest=100),
                    Fact("cases", gettext_lazy("交办哪些提案"), "orgs", choices=choices, default=listed, help=gettext_lazy("已拟好承办单位、等待交办的"))),
             button=gettext_lazy("存下清单"), told=gettext_lazy("清单存下了，可以打印。"), says=gettext_lazy("定下交办清单。")),
        step("hold", gettext_lazy("开始签收"), "preparing", "held", convener, guards=(all_handed_over,), tells=(clerk, office), seal=True,
             told=gettext_lazy("已交办，各单位可以签收了。"), says=gettext_lazy("全部交办，开始签收。"), done=gettext_lazy("已交办，请签收。")),
        step("receive", gettext_lazy("签收"), "held", "", clerk, guards=(still_to_sign,), effects=(receive,),
             facts=(Fact("name", gettext_lazy("签收人"), personal=True, longest=60),),
             help=gettext_lazy("一次签收你单位在这次会上的全部提案。"), button=gettext_lazy("签收"), told=gettext_lazy("你单位的都签收了。"), says=gettext_lazy("签收。")),
        step("receive_on_paper", gettext_lazy("登记纸面签收"), "held", "", convener | office, effects=(receive_on_paper,),
             facts=(Fact("units", gettext_lazy("签了字的单位"), "orgs", choices=unsigned), Fact("name", gettext_lazy("签收人"), required=False, personal=True, longest=60, help=gettext_lazy("几个单位一起登记的，可以不填，以扫描件为准")),
                    Fact("scan", gettext_lazy("签字表扫描件"), "file")),
             told=gettext_lazy("登记了，这些单位的都算签收。"), says=gettext_lazy("凭签字表登记签收：{units}。")),
        step("close", gettext_lazy("办完"), "held", "closed", convener | office, guards=(all_signed,), says=gettext_lazy("各单位全部签收，交办会办完。")),
        step("cancel", gettext_lazy("取消"), "preparing", "cancelled", convener | office, main=False,
             facts=(Fact("why", gettext_lazy("理由"), "long", longest=300),), says=gettext_lazy("取消交办会。")),
    ),
))
# fmt: on
