"""How an appraisal of a unit's work lives (民主评议, R-165): proposed, approved by the Party committee, three phases, fed back, put right, followed."""

from typing import Any

from django.utils.translation import gettext as _s
from django.utils.translation import gettext_lazy as _

from huiyin.handling.choices import of
from huiyin.kernel import clock
from huiyin.kernel.act import Act
from huiyin.kernel.flow import Fact, Flow, Lack, Owe, State, register, step
from huiyin.kernel.models import Link, Post
from huiyin.oversight import appraisal_rules as rules
from huiyin.oversight.effects import lines_of
from huiyin.oversight.models import VERDICTS, Ballot, BallotResult, Grade
from huiyin.suggestions.models import Suggestion

BALLOT = "ballot"
"""The link from an appraisal to the ballot of its meeting."""


def propose(act: Act) -> None:
    year = (act.on or clock.today()).year
    act.change(number=act.number(f"appraisal.{year}", lambda n: _s("评〔{year}〕{n}号").format(year=year, n=n)))


def suggest(act: Act) -> None:
    position = Suggestion.objects.filter(case=act.case.pk).count()
    for number, text in enumerate(lines_of(act.facts["items"]), 1):
        act.dated(Suggestion, position=position + number, text=text)


def ballots_here(case: Any, post: Any) -> list[tuple[int, str]]:
    """The ballots whose result was announced, the newest first."""
    rows = Ballot.objects.filter(committee=case.committee_id, state="announced").order_by("-held_on", "-pk")[:50]
    return [(row.pk, f"{row.number} {row.title}") for row in rows]


def meet(act: Act) -> None:
    """Phase two: the report was heard, questions were asked, and it was voted upon; the vote is a ballot of its own."""
    if pk := act.facts.get("ballot"):
        act.link(act.load(pk), BALLOT)


def feed_back(act: Act) -> None:
    """The grade is written down with what is fed back: before that the unit must not read it anywhere, not in the sealed record either."""
    act.change(opinion=act.facts["words"])
    if act.facts.get("grade"):
        act.dated(Grade, grade=act.facts["grade"], unit_id=act.case.unit_id)


def put_right(act: Act) -> None:
    act.change(measures=act.facts["words"])


def follow(act: Act) -> None:
    act.change(verdict=act.facts["verdict"])


def something_said(case: Any, post: Post) -> list[Lack]:
    if not Suggestion.objects.filter(case=case.pk, until=None, voided_by=None).exists():
        return [Lack(_s("还没有记下一条评议意见，反馈不了。请先“记评议意见”。"), "suggest")]
    return []


def ballot_of(case: Any) -> tuple[Any, Any]:
    """(the ballot, its totals) of an appraisal; two Nones without one."""
    link = Link.objects.filter(source=case.pk, kind=BALLOT).order_by("-pk").first()
    if link is None:
        return None, None
    return Ballot.objects.get(pk=link.target_id), BallotResult.objects.filter(case=link.target_id, until=None).first()


GRADES = rules.GRADES

# fmt: off
FLOW = register(Flow(
    kind="appraisal",
    label=_("民主评议"),
    model="oversight.Appraisal",
    sees=rules.sees,
    opens=rules.planners,
    unit=_("次"),
    panels=("appraisal-subject", "appraisal-suggestions"),
    states=(
        State("arriving", _("待提出"), owes=(Owe("propose", rules.planners),), look="none"),
        State("proposed", _("已提出，待党委批准"), owes=(Owe("approve", rules.keeper, until=("cancel",)),)),
        State("approved", _("已批准，待发方案"), owes=(Owe("issue", rules.keeper, until=("cancel",)),)),
        State("survey", _("第一阶段：动员、调研、群众测评"), owes=(Owe("meet", rules.keeper),)),
        State("appraised", _("第二阶段：已评议，待反馈"), owes=(Owe("feed_back", rules.leads, "P-42S"),)),
        State("rectifying", _("第三阶段：整改"), owes=(Owe("put_right", rules.unit, "P-42"),)),
        State("rectified", _("已报整改，待追踪"), owes=(Owe("follow", rules.keeper, "P-42L", until=("again",)),), look="soon"),
        State("closed", _("办结"), resting=True, look="done"),
        State("cancelled", _("取消"), final=True, look="none"),
    ),
    steps=(
        step("propose", _("提出评议对象"), "arriving", "proposed", rules.planners, effects=(propose,), says=_("主席会议提出评议对象。"), done=_("提出了评议对象。")),
        step("approve", _("登记党委批准"), "proposed", "approved", rules.keeper, facts=(Fact("decision", _("批准的文号或会议"), longest=120), Fact("paper", _("批件"), "file", required=False)),
             says=_("党委批准：{decision}。"), done=_("党委批准了。")),
        step("issue", _("发评议方案"), "approved", "survey", rules.keeper, help=_("单位会收到通知，从此看得到这次评议。"),
             facts=(Fact("words", _("方案的要点"), "long", longest=3000), Fact("paper", _("方案"), "file", required=False)), tells=(rules.unit,), says=_("发评议方案，第一阶段开始。"), done=_("要对您单位开展民主评议，方案发来了。")),
        step("suggest", _("记评议意见"), "survey appraised", "", rules.keeper, effects=(suggest,), facts=(Fact("items", _("意见建议，一行一条"), "long", longest=6000),), says=_("记了评议意见。"), done=_("记了评议意见。")),
        step("meet", _("开评议会"), "survey", "appraised", rules.keeper, effects=(meet,), help=_("听报告、询问、当场无记名测评；测评在“民主测评”里办，这里选是哪一次。"),
             facts=(Fact("decision", _("哪次常委会会议"), longest=120), Fact("ballot", _("哪次测评"), "org", required=False, choices=ballots_here)),
             tells=(rules.leads,), says=_("{decision}评议。"), done=_("的评议会开过了。")),
        step("feed_back", _("反馈评议意见"), "appraised", "rectifying", rules.leads, guards=(something_said,), effects=(feed_back,), seal=True,
             facts=(Fact("words", _("评议意见"), "long", longest=4000), Fact("grade", _("评议等次"), "choice", required=False, choices=of(GRADES))),
             help=_("单位从这时起才看得到评议意见、等次和测评的收发票数。"), tells=(rules.unit,), says=_("反馈评议意见，等次：{grade}。"), done=_("的评议意见反馈来了，请整改。")),
        step("put_right", _("报整改情况"), "rectifying", "rectified", rules.unit, effects=(put_right,), facts=(Fact("words", _("改了什么"), "long", longest=4000), Fact("file", _("整改报告"), "file")),
             tells=(rules.keeper,), says=_("报整改情况。"), done=_("的整改情况报来了。")),
        step("again", _("请再整改"), "rectified", "rectifying", rules.keeper, main=False, facts=(Fact("why", _("还要改什么"), "long", longest=500),), tells=(rules.unit,), says=_("请再整改。"), done=_("请再整改。")),
        step("follow", _("追踪结果"), "rectified", "closed", rules.keeper, effects=(follow,), facts=(Fact("verdict", _("改了吗"), "choice", choices=of(VERDICTS)), Fact("words", _("看到的"), "long", longest=1500)),
             tells=(rules.unit, rules.leads), says=_("追踪：{verdict}。"), done=_("追踪过了。")),
        step("cancel", _("不评议了"), "proposed approved", "cancelled", rules.keeper, main=False, facts=(Fact("why", _("为什么"), longest=300),), says=_("不评议了：{why}"), done=_("不评议了。")),
    ),
))
# fmt: on
