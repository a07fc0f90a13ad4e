"""How a leader's instruction lives: given, answered in seven days, accepted or asked again."""

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from huiyin.kernel.act import Act
from huiyin.kernel.flow import Fact, Flow, Owe, State, register, step
from huiyin.kernel.models import Post
from huiyin.kernel.who import NOBODY, Address, Who, role, system

addressee = Who(
    "addressee",
    _("批示要求办理的单位"),
    lambda post, case: post.role == "unit" and post.organisation_id == case.addressee_id,
    lambda post: Q(addressee=post.organisation_id) if post.role in ("unit", "unit_head") else NOBODY,
    lambda case: [Address("unit", case.addressee_id)],
)


def _leader_owed(case: Any) -> list[Address]:
    return [Address("leader", None, case.leader_id)] if case.leader_id else [Address(case.kept_by)]


def _is_leader(post: Post, case: Any) -> bool:
    return post.role == "leader" and post.person_id == case.leader_id


leader = Who(
    "instructing_leader",
    _("作批示的领导"),
    _is_leader,
    lambda post: Q(leader=post.person_id) if post.role == "leader" else NOBODY,
    _leader_owed,
)
OFFICES = dict.fromkeys(("proposal_office", "proposal_director", "assigning"), "proposal_office")
OFFICES |= {"general_office": "general_office"}
"""Role → the office that keeps the instructions which it reads: those on proposals, or those on the committee's own reports."""


def _keeps(label: Any, *roles: str) -> Who:
    return Who(
        "keeps_instructions",
        label,
        lambda post, case: post.role in roles and OFFICES[post.role] == case.kept_by,
        lambda post: Q(kept_by=OFFICES[post.role]) if post.role in roles else NOBODY,
        lambda case: [Address(case.kept_by)],
    )


office = _keeps(_("提案委办公室（调研报告的，政协办公室）"), "proposal_office", "proposal_director", "general_office")
house = role("leader", "secretary", label=_("主席会议成员和秘书长")) | _keeps(_("政协机关和交办机关"), *OFFICES)


def name_of(case: Any) -> str:
    """沈主席：三方比例要写成数字…: whose word it is, and how it begins."""
    return f"{case.leader_name}：{shortened(case.words)}"


def shortened(text: str, most: int = 30) -> str:
    return text if len(text) <= most else f"{text[:most]}…"


def keep_answer(act: Act) -> None:
    act.change(answer=act.facts.get("words", ""))


# fmt: off
FLOW = register(Flow(
    kind="instruction",
    label=_("批示"),
    model="papers.Instruction",
    sees=addressee | leader | house,
    opens=system,
    describe=name_of,
    states=(
        State("given", _("待回应"), owes=(Owe("answer", addressee, "P-INSTRUCT"),)),
        State("answered", _("已回应"), owes=(Owe("accept", leader),), look="soon"),
        State("settled", _("已办结"), final=True, look="done"),
        State("withdrawn", _("登记有误，撤回"), final=True, look="none"),
    ),
    steps=(
        step("answer", _("回应批示"), "given", "answered", addressee, effects=(keep_answer,), tells=(leader, office),
             facts=(Fact("words", _("怎么办的"), "long", longest=3000), Fact("file", _("附件"), "file", required=False)),
             says=_("回应批示。"), done=_("的批示已回应。")),
        step("accept", _("认可回应"), "answered", "settled", leader | office, tells=(addressee,),
             says=_("认可回应，批示办结。"), done=_("的批示回应已认可。")),
        step("ask_again", _("要求再办"), "answered", "given", leader | office, tells=(addressee,),
             facts=(Fact("words", _("还要怎么办"), "long", longest=1000),), says=_("要求再办。"), done=_("的批示要求再办。")),
        step("withdraw", _("撤回"), "given answered", "withdrawn", office, computed=True, tells=(addressee,), says=_("登记有误，撤回。"), done=_("的批示登记有误，不用办了。")),
    ),
))
# fmt: on
