"""How a subject of democratic oversight lives (DOMAIN 3.6): planned, visited, written down, signed, answered, looked at again, reported."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from huiyin.handling.choices import of
from huiyin.kernel.flow import Fact, Flow, Owe, State, register, step
from huiyin.oversight import appraisal, ballot, parts, rules
from huiyin.oversight import effects as do
from huiyin.oversight.models import METHODS, SENT_BY

__all__ = ["FLOW", "appraisal", "ballot", "parts"]


def today(case: Any, post: Any) -> Any:
    return do.clock.today()


def methods_now(case: Any, post: Any) -> list[str]:
    return str(case.methods).split()


WHEN = (
    Fact("on", _("哪天去"), "date", default=today),
    Fact("hour", _("几点"), required=False, longest=20, help=_("例如：上午 9:00")),
    Fact("place", _("去哪里"), longest=120),
    Fact("methods", _("怎么监督"), "choices", choices=of(METHODS), default=methods_now),
)

# fmt: off
FLOW = register(Flow(
    kind="oversight",
    label=_("民主监督"),
    model="oversight.Oversight",
    sees=rules.sees,
    opens=rules.planners,
    unit=_("项"),
    apart=True,
    panels=("oversight-subject", "oversight-visits", "oversight-findings", "oversight-letters"),
    states=(
        State("arriving", _("待列入计划"), owes=(Owe("plan", rules.keeper),), look="none"),
        State("planned", _("已列入计划，待去监督"), owes=(Owe("notify", rules.keeper, until=("go", "cancel")),), look="none"),
        State("visiting", _("监督中"), owes=(Owe("draft", rules.keeper, "P-42D", "visited_on", until=("nothing", "cancel")),), through="activity"),
        State("drafted", _("建议书待签发"), owes=(Owe("sign", rules.signer, "P-42S", until=("send_back",)),)),
        State("signed", _("建议书待送达"), owes=(Owe("send", rules.keeper, "P-42T"),), look="soon"),
        State("answering", _("单位答复和整改中"), through="oversight_item"),
        State("to_report", _("待向党委报告"), owes=(Owe("report", rules.keeper, "P-42B"),), look="soon"),
        State("closed", _("办结"), resting=True, look="done"),
        State("clear", _("去看过，没有要提的建议"), final=True, look="done"),
        State("cancelled", _("取消"), final=True, look="none"),
    ),
    steps=(
        step("plan", _("列入计划"), "arriving", "planned", rules.planners, effects=(do.plan,),
             facts=(Fact("units", _("监督哪些单位"), "orgs", choices=do.units_here, personal=True),), says=_("列入年度监督计划。"), done=_("列入了监督计划。")),
        step("notify", _("发监督通知"), "planned", "visiting", rules.keeper, checks=(do.not_random, do.ahead), effects=(do.notify,),
             help=_("单位会收到通知，从此看得到这一项监督。"), facts=WHEN, tells=(rules.squad,), says=_("通知单位{on}去监督，在{place}。"), done=_("通知了单位，定了去监督的时间。")),
        step("go", _("不打招呼去看"), "planned", "visiting", rules.keeper, checks=(do.ahead,), effects=(do.visit,),
             help=_("不通知单位；送出建议书以前，单位看不到这一项监督。"), facts=WHEN, says=_("{on}不打招呼去看，在{place}。"), done=_("定了不打招呼去看。")),
        step("again", _("再去一次"), "visiting answering", "", rules.keeper, main=False, guards=(rules.last_is_over,), checks=(do.ahead,), effects=(do.visit,), facts=WHEN,
             says=_("{on}再去看，在{place}。"), done=_("定了再去看的时间。")),
        step("find", _("记一条问题和建议"), "visiting", "", rules.finder, effects=(do.find,),
             facts=(Fact("unit", _("哪个单位"), "org", choices=do.units_watched, personal=True), Fact("heading", _("什么事"), longest=40, personal=True, help=_("例如：窗口中午不办事")),
                    Fact("found", _("看到的、听到的"), "long", longest=2000), Fact("asks", _("建议怎么改"), "long", longest=1000)),
             says=_("记了一条问题和建议。"), done=_("记了一条问题和建议。")),
        step("strike", _("去掉一条"), "visiting", "", rules.keeper, main=False, effects=(do.strike,),
             facts=(Fact("row", _("哪一条"), "org", choices=do.found_here), Fact("why", _("为什么"), longest=200, personal=True)), says=_("去掉了一条。"), done=_("去掉了一条。")),
        step("draft", _("写成建议书"), "visiting", "drafted", rules.keeper, guards=(rules.went,), effects=(do.draft,),
             help=_("每个单位一份，记下的问题和建议按顺序写进去。签发以前可以先看样子。"), tells=(rules.signer,), says=_("写成民主监督建议书，待签发。"), done=_("的建议书写好了，请签发。")),
        step("nothing", _("没有要提的建议"), "visiting", "clear", rules.keeper, main=False, guards=(rules.was_there,), facts=(Fact("words", _("看到的情况"), "long", longest=2000),),
             says=_("去看过，没有要提的建议。"), done=_("去看过，没有要提的建议。")),
        step("send_back", _("退回再改"), "drafted", "visiting", rules.signer | rules.keeper, main=False, facts=(Fact("why", _("要改什么"), "long", longest=500),),
             tells=(rules.keeper,), says=_("退回再改。"), done=_("的建议书退回再改。")),
        step("sign", _("签发"), "drafted", "signed", rules.signer, seal=True, effects=(do.sign,), help=_("签发就编号；以后文字不能再改。"),
             tells=(rules.keeper,), says=_("签发民主监督建议书。"), done=_("的建议书签发了，请送出去。")),
        step("send", _("送达单位"), "signed", "answering", rules.keeper, effects=(do.send,), facts=(Fact("sent_by", _("怎么送"), "choice", choices=of(SENT_BY)),),
             tells=(rules.told,), says=_("送达建议书（{sent_by}）。"), done=_("的民主监督建议书送来了，请逐条答复。")),
        step("settled", _("每一条都再看过了"), "answering", "to_report", rules.keeper, computed=True, tells=(rules.keeper,), says=_("每一条都再看过了。"), done=_("的每一条都再看过了，请向党委报告。")),
        step("resume", _("有一条要再整改"), "to_report closed", "answering", rules.keeper, computed=True, says=_("有一条要再整改。")),
        step("outcome", _("记一项新制度"), "answering to_report closed", "", rules.keeper, main=False, effects=(do.outcome,),
             facts=(Fact("title", _("制度的名称和文号"), longest=200),), says=_("监督促成了制度：{title}。"), done=_("监督促成了一项制度。")),
        step("report", _("向党委报告"), "to_report", "closed", rules.keeper, effects=(do.report,),
             facts=(Fact("words", _("报告的要点"), "long", longest=4000, help=_("单位怎么答的、改了没有、没改的为什么")), Fact("file", _("报告"), "file", required=False)),
             tells=(rules.signer,), says=_("向党委报告了监督结果。"), done=_("的监督结果向党委报告了。")),
        step("cancel", _("不监督了"), "planned visiting", "cancelled", rules.keeper, main=False, guards=(rules.last_is_over,), facts=(Fact("why", _("为什么"), longest=300),),
             tells=(rules.told,), says=_("不监督了：{why}"), done=_("不监督了。")),
    ),
))
# fmt: on
