"""The road of approval that the plan and every change of it take alike (R-130, R-131): joint edit, chairpersons' meeting, Party decision."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext_lazy as _

from huiyin.handling.choices import of
from huiyin.kernel.act import Act
from huiyin.kernel.flow import Fact, Owe, State, Step, step
from huiyin.kernel.models import Organisation
from huiyin.kernel.who import Address
from huiyin.people import bodies
from huiyin.plans import rules
from huiyin.plans.models import VIEWS, OfficeAsked, OfficeOpinion


def offices(case: Any, post: Any) -> list[tuple[int, str]]:
    return [(row.pk, row.name) for row in bodies.existing(case.committee, "assigning")]


def consult(act: Act) -> None:
    """Each office that is asked owes its answer; whoever was asked before and is not now owes none."""
    act.close_todos("opine")
    act.end(OfficeAsked)
    act.end(OfficeOpinion)
    for pk in act.facts["offices"]:
        act.dated(OfficeAsked, office_id=pk)
    act.owe("opine", [Address("assigning", pk) for pk in act.facts["offices"]])


def opine(act: Act) -> None:
    office = act.post.organisation_id
    act.dated(OfficeOpinion, office_id=office, view=act.facts["view"], words=act.facts.get("words") or "")


def on_paper(act: Act) -> None:
    """Its own todo is done; the other office's runs on by its day."""
    office = act.facts["office"]
    act.close_todos("opine", organisation_id=office)
    act.dated(OfficeOpinion, office_id=office, view=act.facts["view"], words=act.facts.get("words") or "")


def waiting(case: Any, post: Any) -> list[tuple[int, str]]:
    return [(row.pk, row.name) for row in Organisation.objects.filter(pk__in=rules.unanswered(case)).order_by("name")]


def round_again(act: Act) -> None:
    """The answers of the last round are over; the same offices are asked anew."""
    act.end(OfficeOpinion)


def states() -> tuple[State, ...]:
    return (
        State("editing", _("两办会商修改"), owes=(Owe("opine", rules.asked, "P-37C", each=True), Owe("to_chair", rules.keeper))),
        State("chair", _("待主席会议审议"), owes=(Owe("chair_meeting", rules.leads, until=("back",)),)),
        State("party", _("待党委常委会审定"), owes=(Owe("party_decides", rules.keeper, until=("back",)),)),
        State("decided", _("已审定，待发文"), owes=(Owe("issue", rules.keeper),)),
    )  # fmt: skip


def steps(begins: str, issued: str, *, guards: tuple[Any, ...], issue: Callable[[Act], None]) -> tuple[Step, ...]:
    """`begins`: the state from which it is sent to the offices; `issued`: where it comes to; `guards`: what must be whole on the way."""
    opinion = (
        Fact("view", _("意见"), "choice", choices=of(VIEWS)),
        Fact("words", _("修改意见，写到哪一条"), "long", required=False, longest=3000, when=("view", ("amend",))),
    )
    # fmt: off
    return (
        step("consult", _("送两办会商"), f"{begins} editing", "editing", rules.keeper, guards=guards, effects=(consult,),
             facts=(Fact("offices", _("请谁会商修改"), "orgs", choices=offices, help=_("党委办公室、政府办公室等")),), tells=(rules.leads,), says=_("送{offices}会商修改。"), done=_("送两办会商修改。")),
        step("opine", _("回会商意见"), "editing", "", rules.asked, guards=(rules.my_turn,), effects=(opine,), facts=opinion, tells=(rules.keeper,), says=_("会商：{view}。"), done=_("的会商意见回来了。")),
        step("on_paper", _("登记纸面会商意见"), "editing", "", rules.keeper, main=False, effects=(on_paper,),
             facts=(Fact("office", _("哪个办公室"), "org", choices=waiting), *opinion, Fact("paper", _("复函"), "file")), says=_("{office}书面会商：{view}。"), done=_("登记了纸面的会商意见。")),
        step("to_chair", _("送主席会议"), "editing", "chair", rules.keeper, guards=(rules.all_answered, *guards), tells=(rules.leads,), says=_("送主席会议审议。"), done=_("送来了，请主席会议审议。")),
        step("chair_meeting", _("主席会议审议通过"), "chair", "party", rules.leads, facts=(Fact("decision", _("哪次主席会议"), longest=120), Fact("paper", _("会议纪要"), "file", required=False)),
             tells=(rules.keeper,), says=_("{decision}审议通过。"), done=_("主席会议通过了，请报党委审定。")),
        step("party_decides", _("登记党委常委会审定"), "party", "decided", rules.keeper, facts=(Fact("decision", _("哪次常委会会议，或批准的文号"), longest=120), Fact("paper", _("批件"), "file")),
             tells=(rules.leads,), says=_("党委审定：{decision}。"), done=_("党委审定了。")),
        step("back", _("退回修改"), "chair party", "editing", rules.keeper | rules.leads, main=False, effects=(round_again,), facts=(Fact("why", _("要改什么"), "long", longest=1000),),
             tells=(rules.keeper, rules.asked), says=_("退回修改。"), done=_("退回修改，请再会商一次。")),
        step("issue", _("发文"), "decided", issued, rules.keeper, guards=guards, effects=(issue,), seal=True, help=_("发文以后要改，走同样的审批。"),
             facts=(Fact("document", _("文号"), longest=60), Fact("paper", _("印发的文件"), "file")), tells=(rules.leads, rules.asked), says=_("印发：{document}。"), done=_("印发了。")),
    )
    # fmt: on
