"""How a research task lives (DOMAIN 3.8): planned, a team, in the field, drafted in versions, deliberated, sent up, and followed until something came of it."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from huiyin.handling.choices import of
from huiyin.kernel import clock
from huiyin.kernel.flow import Fact, Flow, Owe, State, register, step
from huiyin.research import effects as do
from huiyin.research import finding, rules, visiting
from huiyin.research.models import (
    BODIES,
    CONVERTED,
    DEGREES,
    LEVELS,
    OUTCOMES,
    PASSED,
    POLARITIES,
    RANKS,
    VISITED,
)
from huiyin.suggestions.models import ADOPTIONS

__all__ = ["FLOW", "finding"]


def today(case: Any, post: Any) -> Any:
    return clock.today()


def last_title(case: Any, post: Any) -> str:
    last = rules.last_version(case)
    return last.title if last else str(case.title)


def last_text(case: Any, post: Any) -> str:
    last = rules.last_version(case)
    return last.text if last else ""


def usual_addressees(case: Any, post: Any) -> str:
    return "区委\n区人民政府"


WHEN = (
    Fact("on", _("哪天去"), "date", default=today, always=True),
    Fact("hour", _("几点"), required=False, longest=20, help=_("例如：上午 9:00")),
    Fact("place", _("去哪里"), longest=120),
    Fact("units", _("请哪些部门一起去"), "orgs", choices=do.units_here, required=False, personal=True),
)
VISIT = Fact("visit", _("哪次去的"), "org", choices=visiting.visits_here, default=visiting.last_visit)

# A fact named words, note or said stands under its sentence in the timeline, which every reader of the report sees: what stays inside has
# another name (found, opinion, changed).
# fmt: off
FLOW = register(Flow(
    kind="research",
    label=_("调研视察"),
    model="research.ResearchTask",
    sees=rules.sees,
    opens=rules.planners,
    unit=_("项"),
    apart=True,
    files_for=rules.does_it,
    panels=("research-subject", "research-visits", "research-findings", "research-items", "research-results", "research-versions", "research-report"),
    states=(
        State("arriving", _("待列入计划"), owes=(Owe("plan", rules.keeper),), look="none"),
        State("planned", _("已列入计划，待审定"), owes=(Owe("approve", rules.leads, until=("cancel",)),), look="none"),
        State("approved", _("已审定，待去调研"), owes=(Owe("go", rules.keeper, until=("cancel",)),)),
        State("field", _("调研中"), owes=(Owe("write", rules.keeper, "P-49D", "visited_on", until=("conclude", "cancel")),), through="activity"),
        State("drafting", _("起草中"), owes=(Owe("submit", rules.worker, "P-49D"),)),
        State("deliberating", _("待审议"), owes=(Owe("deliberate", rules.keeper, "P-49S"),), look="soon"),
        State("deliberated", _("审议通过，待签发"), owes=(Owe("sign", rules.leads, "P-49S"),), look="soon"),
        State("signed", _("已签发，待报送"), owes=(Owe("send", rules.keeper, "P-49B"),), look="soon"),
        State("reported", _("已报送，跟踪批示和转化"), owes=(Owe("close", rules.keeper, "P-49F"),)),
        State("closed", _("办结"), resting=True, look="done"),
        State("cancelled", _("取消"), final=True, look="none"),
    ),
    steps=(
        step("plan", _("列入计划"), "arriving", "planned", rules.planners, effects=(do.plan,),
             facts=(Fact("units", _("和哪些部门联合调研"), "orgs", choices=do.units_here, required=False, personal=True),), says=_("列入年度调研计划。"), done=_("列入了调研计划，请审定。"), tells=(rules.leads,)),
        step("team", _("定调研组"), "planned approved field drafting", "", rules.keeper, effects=(do.set_team,),
             facts=(Fact("head", _("组长"), "org", choices=do.people_here, personal=True), Fact("writer", _("执笔人"), "org", choices=do.people_here, personal=True),
                    Fact("members", _("成员"), "orgs", choices=do.people_here, required=False, personal=True),
                    Fact("experts", _("请来的专家"), "long", required=False, longest=2000, help=_("每行一人：姓名，单位"))),
             tells=(rules.team,), says=_("定了调研组。"), told=_("调研组定了，成员都会收到通知。"), done=_("的调研组定了，您在里面。")),
        step("approve", _("审定"), "planned", "approved", rules.leads, guards=(rules.has_team,), facts=(Fact("decision", _("哪次会议定的"), longest=120, required=False),),
             tells=(rules.keeper, rules.team), says=_("审定，可以去调研。（{decision}）"), done=_("审定了，可以去调研。")),
        step("go", _("安排实地调研"), "approved field", "field", rules.keeper, guards=(rules.last_is_over,), checks=(visiting.ahead,), effects=(visiting.go,), facts=WHEN,
             help=_("调研组和请来的部门会收到通知；到场的人在这次活动里登记。"), says=_("{on}去调研，在{place}。"), done=_("定了去调研的时间。")),
        step("visited", _("记走访了谁"), "field drafting", "", rules.worker, checks=(visiting.not_twice,), effects=(visiting.visited,),
             facts=(VISIT, Fact("category", _("哪一类"), "choice", choices=of(VISITED), always=True), Fact("names", _("名单"), "long", longest=12000, help=_("每行一个：名称，说明。例如：澄江链条厂，装配车间"))),
             says=_("记了走访的{category}。"), done=_("记了走访对象。")),
        step("visited_heads", _("只记走访人数"), "field drafting", "", rules.worker, main=False, checks=(visiting.heads_are_many,), effects=(visiting.visited_heads,),
             facts=(VISIT, Fact("category", _("哪一类"), "choice", choices=of(VISITED), always=True), Fact("number", _("多少"), "number", always=True, help=_("名单上已有的不再算进来")),
                    Fact("evidence_file", _("座谈签到、现场照片"), "file", always=True, help=_("只记人数的，要有凭据"))),
             says=_("记了走访的{category} {number}，有凭据。"), done=_("记了走访人数。")),
        step("unvisit", _("去掉一行走访"), "field drafting", "", rules.keeper, main=False, effects=(visiting.unvisit,),
             facts=(Fact("row", _("哪一行"), "org", choices=visiting.visitees_here), Fact("why", _("为什么"), longest=200, personal=True)), says=_("去掉了一行走访。"), done=_("去掉了一行走访。")),
        step("find", _("记一个问题"), "field drafting", "", rules.worker, effects=(do.find,),
             facts=(Fact("visitee", _("谁的问题"), "org", choices=visiting.met_here, required=False, help=_("从走访名单里选；名单里没有的写在下一格")), Fact("whose", _("名单里没有的，写名称"), required=False, longest=60, personal=True),
                    Fact("heading", _("什么问题"), longest=60, personal=True, help=_("例如：夜班工人没有公交")), Fact("found", _("情况"), "long", longest=2000)),
             says=_("记了一个问题。"), told=_("记下了。可以交单位办，也可以从这个问题写提案、社情民意。"), done=_("记了一个问题。")),
        step("suggest", _("记意见建议"), "field drafting", "", rules.worker, effects=(do.suggest,), facts=(Fact("items", _("意见建议，一行一条"), "long", longest=12000),),
             help=_("一行就是一条，报告和数字里都按条算。"), says=_("记了意见建议。"), done=_("记了意见建议。")),
        step("drop_item", _("去掉一条建议"), "field drafting", "", rules.worker, main=False, effects=(do.drop_item,),
             facts=(Fact("row", _("哪一条"), "org", choices=do.items_here), Fact("why", _("为什么"), longest=200, personal=True)), says=_("去掉了一条建议。"), done=_("去掉了一条建议。")),
        step("write", _("存一稿"), "approved field drafting", "drafting", rules.worker, guards=(rules.went,), checks=(do.another,), effects=(do.write,),
             facts=(Fact("heading", _("报告标题"), longest=100, default=last_title, personal=True), Fact("text", _("正文"), "long", longest=40000, default=last_text, help=_("一级标题写“一、”，二级写“（一）”；意见建议不用抄进来，会按条印在后面")),
                    Fact("changed", _("这一稿改了什么"), required=False, longest=200, personal=True), Fact("file", _("原来的 Word 稿"), "file", required=False)),
             button=_("存这一稿"), says=_("存了一稿。"), told=_("存好了，以前各稿都在，改了什么看得见。"), done=_("有了新的一稿。")),
        step("conclude", _("不写报告，定结论"), "field drafting", "closed", rules.keeper, main=False, guards=(rules.went,), effects=(do.conclude,),
             help=_("选题调研、一般视察不写报告的，写明哪次会议定了什么、为什么。"),
             facts=(Fact("decision", _("哪次会议定的"), longest=120), Fact("words", _("定了什么，依据是什么"), "long", longest=3000), Fact("file", _("会议纪要"), "file", required=False)),
             tells=(rules.team,), says=_("{decision}定了结论。"), done=_("定了结论。")),
        step("submit", _("提请审议"), "drafting", "deliberating", rules.worker, guards=(rules.written,), tells=(rules.keeper, rules.leads), says=_("提请审议。"), done=_("的报告写好了，请安排审议。")),
        step("deliberate", _("登记审议"), "deliberating", "deliberated drafting", rules.keeper, effects=(do.deliberate,), route=do.deliberation_goes,
             facts=(Fact("body", _("哪里审议"), "choice", choices=of(BODIES)), Fact("decision", _("哪次会议"), longest=120), Fact("result", _("结果"), "choice", choices=of(PASSED), always=True), Fact("opinion", _("审议意见"), "long", required=False, longest=3000)),
             tells=(rules.leads, rules.team), says=_("{body}审议：{result}。（{decision}）"), done=_("的报告审议过了。")),
        step("sign", _("签发"), "deliberated", "signed", rules.leads, seal=True, effects=(do.sign,), facts=(Fact("number", _("原来的文号"), required=False, longest=60, help=_("报告已经有文号的才填；不填就按规则编号")),), help=_("签发就编号；以后文字不能再改。"),
             tells=(rules.keeper,), says=_("签发报告。"), done=_("的报告签发了，请报送。")),
        step("send_back", _("退回再改"), "deliberated", "drafting", rules.leads, main=False, facts=(Fact("why", _("要改什么"), "long", longest=1000),),
             tells=(rules.keeper, rules.team), says=_("没有签发，退回再改。"), done=_("的报告退回再改。")),
        step("send", _("报送"), "signed", "reported", rules.keeper, effects=(do.send,), facts=(Fact("addressees", _("送给谁"), "long", longest=500, default=usual_addressees, help=_("一行一个")),),
             tells=(rules.team,), says=_("报送。"), told=_("报送登记好了。收到批示、被文件采用，都在这里登记。"), done=_("的报告报送了。")),
        step("instruct", _("登记批示"), "reported closed", "", rules.keeper, checks=(do.not_in_future, do.instruction_whole), effects=(do.instruct,), voidable=rules.keeper, undo=(do.take_back,),
             facts=(Fact("leader", _("哪位领导"), longest=60, always=True), Fact("position", _("职务"), longest=60, help=_("例如：区委书记")), Fact("level", _("哪一级"), "choice", choices=of(LEVELS)), Fact("rank", _("主要领导还是分管领导"), "choice", choices=of(RANKS)),
                    Fact("on", _("哪天批的"), "date", default=today), Fact("polarity", _("批的是什么"), "choice", choices=of(POLARITIES), always=True, help=_("只画了圈、写了“阅”的是圈阅")),
                    Fact("words", _("批示的话"), "long", required=False, longest=2000), Fact("units", _("由哪些单位办"), "orgs", choices=do.units_here, required=False, personal=True, when=("polarity", ("demand",)), help=_("每个单位各有期限，办结为止")),
                    Fact("scan", _("批示件"), "file")),
             tells=(rules.team, rules.leads), says=_("登记{leader}的批示：{polarity}。"), done=_("有了领导批示。")),
        step("convert", _("登记转化"), "reported closed", "", rules.keeper, checks=(do.not_in_future, do.not_converted_twice), effects=(do.convert,), voidable=rules.keeper,
             facts=(Fact("into", _("转成了什么"), "choice", choices=of(CONVERTED), always=True), Fact("document", _("文件名称"), longest=200), Fact("doc_number", _("文号"), required=False, longest=60), Fact("clause", _("第几条、哪一段"), longest=200),
                    Fact("body", _("谁发的文"), longest=100), Fact("on", _("发文日期"), "date", default=today), Fact("degree", _("吸收了多少"), "choice", choices=of(DEGREES)), Fact("item", _("出自哪一条建议"), "org", choices=do.items_here, required=False),
                    Fact("file", _("文件或截图"), "file", help=_("没有凭据的不算转化"))),
             tells=(rules.team, rules.leads), says=_("转成{into}：{document}{clause}。"), done=_("被文件吸收了。")),
        step("adopt", _("登记采纳"), "reported closed", "", rules.keeper, main=False, effects=(do.adopt,),
             facts=(Fact("item", _("哪一条建议"), "org", choices=do.items_here), Fact("unit", _("哪个单位"), "org", choices=do.units_here), Fact("adoption", _("采纳了吗"), "choice", choices=of(ADOPTIONS)), Fact("words", _("怎么办的"), "long", longest=2000), Fact("file", _("凭据"), "file", required=False)),
             says=_("{unit}对一条建议：{adoption}。"), done=_("有一条建议有了回音。")),
        step("close", _("办结"), "reported", "closed", rules.keeper, guards=(rules.all_followed,), effects=(do.close,),
             facts=(Fact("outcome", _("有什么结果"), "choice", choices=of(OUTCOMES)), Fact("words", _("说明"), "long", longest=2000, help=_("调研组和委员都会看到")),), tells=(rules.team, rules.leads), says=_("办结：{outcome}。"), done=_("办结了。")),
        step("cancel", _("不调研了"), "planned approved field", "cancelled", rules.keeper, main=False, guards=(rules.last_is_over,), facts=(Fact("why", _("为什么"), longest=300),), tells=(rules.team,), says=_("不调研了：{why}"), done=_("不调研了。")),
    ),
))
# fmt: on
