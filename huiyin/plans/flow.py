"""How the year's plan lives (DOMAIN 3.11): topics are collected and sorted, edited jointly, decided, issued, carried out; changed by the same road."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from huiyin.handling.choices import of
from huiyin.kernel.flow import Fact, Flow, Owe, State, register, step
from huiyin.kernel.who import system
from huiyin.plans import effects as do
from huiyin.plans import road, rules
from huiyin.plans.models import CHANGES


def title_of(case: Any) -> str:
    return str(case.title)


# fmt: off
PLAN = register(Flow(
    kind="consultation_plan",
    label=_("年度协商计划"),
    model="plans.AnnualPlan",
    sees=rules.sees_plan,
    opens=rules.keeper,
    unit=_("个"),
    panels=("plan-topics", "plan-opinions"),
    states=(
        State("collecting", _("征集议题"), owes=(Owe("consult", rules.keeper),)),
        *road.states(),
        State("issued", _("已印发"), resting=True, look="done"),
    ),
    steps=(
        *road.steps("collecting", "issued", guards=(rules.sorted_out, rules.topics_whole), issue=do.issue),
        step("change", _("调整计划"), "issued", "", rules.keeper, main=False, checks=(do.change_whole,), effects=(do.change,), help=_("先记下要调整什么，再走一遍会商、主席会议、党委审定、发文。"),
             facts=(Fact("what", _("调整什么"), "choice", choices=of(CHANGES)),
                    Fact("topic", _("哪个议题"), "org", required=False, choices=do.topics, when=("what", ("alter", "drop"))),
                    Fact("title", _("题目（不改就不填）"), required=False, longest=100, when=("what", ("alter", "add"))),
                    Fact("form", _("协商形式"), "choice", required=False, choices=do.forms, when=("what", ("alter", "add"))),
                    Fact("quarter", _("什么时候"), "choice", required=False, choices=do.times, when=("what", ("alter", "add"))),
                    Fact("leader", _("牵头领导"), "org", required=False, choices=do.leaders, when=("what", ("alter", "add"))),
                    Fact("lead", _("牵头专委会"), required=False, longest=60, when=("what", ("alter", "add"))),
                    Fact("why", _("为什么调整"), longest=300)),
             says=_("提出调整：{what}，{why}"), done=_("提出了调整。")),
    ),
))
TOPIC = register(Flow(
    kind="plan_topic",
    label=_("计划议题"),
    model="plans.PlanTopic",
    sees=rules.sees_topic,
    opens=rules.raisers,
    unit=_("个"),
    describe=title_of,
    beside=True,
    panels=("plan-topic", "plan-becomes"),
    states=(
        State("arriving", _("待提出"), owes=(Owe("raise_", rules.raiser),), look="none"),
        State("collected", _("已征集，待初选"), owes=(Owe("shortlist", rules.keeper, "P-37S", until=("pass_over",)),)),
        State("shortlisted", _("列入初选"), resting=True, look="soon"),
        State("passed_over", _("不列入计划"), resting=True, look="none"),
        State("issued", _("列入计划，待协商"), owes=(Owe("begin", rules.keeper, on="due_on", until=("tie",)),)),
        State("in_progress", _("正在协商"), owes=(Owe("finish", rules.keeper, on="due_on"),)),
        State("done", _("已完成"), resting=True, look="done"),
        State("dropped", _("调整后不再协商"), resting=True, look="none"),
    ),
    steps=(
        step("raise_", _("提出议题"), "arriving", "collected", rules.raiser, effects=(do.raise_,), tells=(rules.keeper,), says=_("为年度协商计划提出议题。"), done=_("为年度协商计划提了一个议题。")),
        step("shortlist", _("列入初选"), "collected passed_over", "shortlisted", rules.keeper, guards=(rules.plan_open,), batch=True, tells=(rules.raiser,), says=_("列入初选。"), done=_("列入了年度协商计划的初选。")),
        step("pass_over", _("不列入"), "collected shortlisted", "passed_over", rules.keeper, main=False, guards=(rules.plan_open,), facts=(Fact("why", _("原因，告诉提出人"), "long", longest=500),),
             tells=(rules.raiser,), says=_("不列入计划。"), done=_("没有列入年度协商计划，原因写在里面。")),
        step("arrange", _("定安排"), "shortlisted", "", rules.keeper, guards=(rules.plan_open,), effects=(do.arrange,),
             facts=(Fact("form", _("协商形式"), "choice", choices=do.forms), Fact("quarter", _("什么时候"), "choice", choices=do.times),
                    Fact("leader", _("牵头领导"), "org", choices=do.leaders), Fact("lead", _("牵头专委会"), longest=60),
                    Fact("units", _("参加的部门"), "orgs", choices=do.units), Fact("supervisory", _("是监督性议题"), "flag", required=False)),
             says=_("定了安排：{form}，{quarter}，{lead}牵头。"), done=_("定了安排。")),
        step("enter", _("列入计划"), "shortlisted", "issued", rules.keeper, computed=True, tells=(rules.raiser,), says=_("随计划印发。"), done=_("列入了年度协商计划。")),
        step("begin", _("开始协商"), "issued in_progress", "in_progress", rules.keeper, effects=(do.begin,), help=_("开一件协商，题目、形式、背景都带过去，不用再审定。"), says=_("开始协商。"), done=_("开始协商了。")),
        step("tie", _("关联已有的工作"), "issued in_progress", "in_progress", rules.keeper, main=False, effects=(do.tie,), facts=(Fact("work", _("哪一件"), "org", choices=do.untied),), says=_("关联了已有的工作。"), done=_("关联了已有的工作。")),
        step("finish", _("完成"), "in_progress", "done", rules.keeper, guards=(rules.carried_out,), effects=(do.finish,), facts=(Fact("words", _("协商出了什么，一两句话"), "long", longest=1000),), tells=(rules.raiser, rules.leads),
             says=_("完成。"), done=_("完成了。")),
        step("alter", _("按调整改"), "issued in_progress", "", rules.keeper, computed=True, effects=(do.altered,), facts=(Fact("why", _("原因"), "long", required=False),), tells=(rules.raiser,), says=_("计划调整，安排改了。"), done=_("的安排随计划调整改了。")),
        step("drop", _("按调整不再协商"), "issued in_progress", "dropped", rules.keeper, computed=True, facts=(Fact("why", _("原因"), "long", required=False),), tells=(rules.raiser,), says=_("计划调整，不再协商。"), done=_("随计划调整不再协商。")),
    ),
))
CHANGE = register(Flow(
    kind="plan_change",
    label=_("计划调整"),
    model="plans.PlanChange",
    sees=rules.sees_change,
    opens=system,
    unit=_("次"),
    describe=title_of,
    panels=("plan-change", "plan-opinions"),
    states=(
        State("drafted", _("待送会商"), owes=(Owe("consult", rules.keeper, until=("give_up",)),)),
        *road.states(),
        State("issued", _("已印发"), resting=True, look="done"),
        State("given_up", _("不调整了"), final=True, look="none"),
    ),
    steps=(
        *road.steps("drafted", "issued", guards=(), issue=do.apply_change),
        step("give_up", _("不调整了"), "drafted editing chair party decided", "given_up", rules.keeper, main=False, facts=(Fact("why", _("为什么"), longest=300),), says=_("不调整了：{why}"), done=_("不调整了。")),
    ),
))
# fmt: on
