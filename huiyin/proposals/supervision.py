"""How the supervision of a key proposal lives (DOMAIN 3.1e): candidate, chosen, planned, under way, reported, closed."""

from django.utils.translation import gettext_lazy as _

from huiyin.handling.choices import of
from huiyin.handling.rules import asker, assigning
from huiyin.kernel.flow import Fact, Flow, Owe, State, register, step
from huiyin.kernel.who import system
from huiyin.proposals import rules
from huiyin.proposals import supervising as do
from huiyin.proposals.models import ACTIVITIES

DECISION = Fact("decision", _("审定依据"), longest=200, help=_("哪一次主席会议审定"))
SUPERVISOR = Fact("supervisor", _("督办领导"), "org", choices=rules.leaders)
LED_BY = Fact("led_by", _("党政领办领导"), required=False, longest=60)
FILE = Fact("file", _("附件"), "file", required=False)

# fmt: off
FLOW = register(Flow(
    kind="key_supervision",
    label=_("重点督办"),
    model="proposals.KeySupervision",
    sees=do.sees,
    opens=system,
    describe=lambda case: "",
    states=(
        State("candidate", _("重点候选"), owes=(Owe("choose", do.director, "P-KEY", until=("pass_over",)),), look="soon"),
        State("chosen", _("待定督办方案"), owes=(Owe("plan", do.office, "P-KEY-PLAN"),)),
        State("planned", _("方案待审定"), owes=(Owe("approve_plan", do.supervisor, "P-KEY-APPROVE", until=("return_plan",)),), look="soon"),
        State("active", _("督办中"), owes=(Owe("report", do.office, "P-KEY-REPORT"),)),
        State("reported", _("报告待审阅"), owes=(Owe("close", do.supervisor, "P-KEY-APPROVE", until=("return_report",)),), look="soon"),
        State("closed", _("督办完成"), final=True, look="done"),
        State("carried_over", _("结转下年"), resting=True, look="none"),
        State("not_chosen", _("未列入重点"), final=True, look="none"),
        State("dropped", _("不再督办"), final=True, look="none"),
    ),
    steps=(
        step("choose", _("列为重点"), "candidate", "chosen", do.director, seal=True, guards=(do.parent_may_be_key,), effects=(do.choose,),
             facts=(DECISION, SUPERVISOR, LED_BY, Fact("committee_name", _("对口专委会"), required=False, longest=100)),
             help=_("定了以后，答复以前至少要有一次当面沟通。"), button=_("列为重点提案"), told=do.after_choice,
             says=_("列为重点提案，{supervisor}督办。"), done=_("列为重点提案。"), tells=(do.supervisor,)),
        step("pass_over", _("不列入重点"), "candidate", "not_chosen", do.director, main=False,
             facts=(Fact("why", _("理由"), "long", longest=500),), tells=(do.office,), says=_("没有列入重点提案。"), done=_("没有列入重点提案。")),
        step("taken", _("开始督办"), "candidate", "chosen", system, computed=True, effects=(do.take,),
             facts=(DECISION, SUPERVISOR, LED_BY), tells=(do.supervisor, do.office), says=_("开始督办，由{supervisor}督办。"), done=_("要定督办方案。")),
        step("plan", _("定督办方案"), "chosen planned", "planned", do.office, effects=(do.keep_plan,), tells=(do.supervisor,),
             facts=(Fact("words", _("督办方案"), "long", longest=5000, help=_("督办什么、谁参加、几次活动、什么时候")), FILE),
             button=_("送督办领导审定"), told=_("方案已送督办领导审定。"), says=_("拟出督办方案，送督办领导审定。"), done=_("的督办方案请您审定。")),
        step("approve_plan", _("审定方案"), "planned", "active", do.supervisor, tells=(do.office, do.units, asker, assigning),
             typed_for=do.office, facts=(Fact("words", _("意见"), "long", required=False, longest=1000),),
             button=_("同意方案"), told=_("方案审定了，开始督办。"), says=_("审定督办方案，开始督办。"), done=_("的督办方案已审定，开始督办。")),
        step("return_plan", _("退回方案"), "planned", "chosen", do.supervisor, main=False, typed_for=do.office, tells=(do.office,),
             facts=(Fact("why", _("怎么改"), "long", longest=1000),), says=_("退回督办方案。"), done=_("的督办方案要修改。")),
        step("activity", _("记一次督办活动"), "active", "", do.office, checks=(do.not_ahead,), effects=(do.keep_activity,),
             facts=(
                 Fact("on", _("日期"), "date", help=_("今天或以前，例如 2026-06-16")),
                 Fact("way", _("形式"), "choice", choices=of(ACTIVITIES)),
                 Fact("led", _("督办领导到场"), "flag", required=False),
                 Fact("people", _("参加的人"), required=False, longest=200),
                 Fact("words", _("看到什么、谈了什么、提了什么要求"), "long", longest=3000),
                 FILE,
             ),
             tells=(do.supervisor, do.units), button=_("记下这次活动"), told=_("这次督办活动记下了。"), says=_("督办活动：{way}。"), done=_("有了一次督办活动。")),
        step("opine", _("提督办意见"), "chosen planned active reported", "", do.supervisor, seal=True, effects=(do.opine,), tells=(do.office, assigning),
             facts=(Fact("to", _("请谁回应"), "orgs", choices=do.unit_choices), Fact("words", _("督办意见"), "long", longest=1000)),
             help=_("单位会马上收到，期限内必须回应。记录不可更改。"), button=_("送出督办意见"), told=_("督办意见已送单位，单位要按期回应。"),
             says=_("提出督办意见，要求{to}回应。"), done=_("有领导的督办意见。")),
        step("report", _("交督办报告"), "active", "reported", do.office, guards=(do.visited, do.opinions_answered), effects=(do.keep_report,),
             facts=(Fact("words", _("督办报告"), "long", longest=5000), Fact("effect", _("督办成效"), "long", required=False, longest=1000, help=_("推动解决了什么，用数字说")), FILE),
             tells=(do.supervisor,), button=_("送督办领导审阅"), told=_("报告已送督办领导审阅。"), says=_("交出督办报告。"), done=_("的督办报告请您审阅。")),
        step("close", _("审阅办结"), "reported", "closed", do.supervisor, typed_for=do.office, tells=(do.office, do.units, asker, assigning),
             facts=(Fact("words", _("意见"), "long", required=False, longest=1000),),
             button=_("同意办结督办"), told=_("督办办结了。"), says=_("审阅督办报告，督办完成。"), done=_("的重点督办完成。")),
        step("return_report", _("退回报告"), "reported", "active", do.supervisor, main=False, typed_for=do.office, tells=(do.office,),
             facts=(Fact("why", _("还要做什么"), "long", longest=1000),), says=_("退回督办报告，继续督办。"), done=_("的督办报告退回，继续督办。")),
        step("carry", _("结转下年"), "active", "carried_over", do.director, main=False, tells=(do.supervisor, do.units),
             facts=(Fact("why", _("没有办完的理由"), "long", longest=1000),), says=_("没有办完，结转下年督办。"), done=_("的重点督办结转下年。")),
        step("resume", _("继续督办"), "carried_over", "active", do.director, tells=(do.supervisor, do.office, do.units),
             says=_("接着上年继续督办。"), done=_("继续督办。")),
        step("drop", _("不再督办"), " ".join(do.OPEN), "dropped", system, computed=True, tells=(do.supervisor,), says=_("不再督办。"), done=_("不再督办。")),
    ),
))
# fmt: on
