"""How a lead of investment lives until it produces or is lost, a trip for investment, and the quotas of a year (DOMAIN 3.7, R-221)."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from huiyin.handling.choices import of
from huiyin.initiatives import rules
from huiyin.initiatives import stages as do
from huiyin.initiatives.effects import today
from huiyin.initiatives.models import CHANNELS, QUOTAS, STAGES
from huiyin.kernel.flow import Fact, Flow, Owe, State, register, step
from huiyin.kernel.models import Post
from huiyin.people import bodies


def units(case: Any, post: Any) -> list[tuple[int, str]]:
    return [(one.pk, one.name) for one in bodies.existing(case.committee, "unit")]


def leaders(case: Any, post: Any) -> list[tuple[int, str]]:
    rows = Post.objects.filter(
        committee=case.committee_id, role__in=("leader", "secretary"), person__isnull=False, ends=None
    )
    named = rows.select_related("person").order_by("person__name")
    return list({row.person.pk: (row.person.pk, row.person.name) for row in named if row.person}.values())


def this_year(case: Any, post: Any) -> int:
    return do.clock.today().year


LIVE = "lead contact planning signed registered landed started building producing"
LATER = LIVE.removeprefix("lead ") + " done lost"
ON = Fact("on", _("哪一天"), "date", default=today)
WHY = Fact("why", _("为什么"), longest=300)

# fmt: off
INVESTMENT = register(Flow(
    kind="investment",
    label=_("招商项目"),
    model="initiatives.Investment",
    sees=rules.sees_investment,
    opens=rules.planners,
    unit=_("个"),
    panels=("investment", "investment-readings", "investment-hand"),
    states=(
        State("arriving", _("待登记"), owes=(Owe("enter", rules.keeper),), look="none"),
        State("lead", _("线索"), owes=(Owe("advance", rules.keeper, "P-56"),), look="none"),
        State("contact", _("对接洽谈"), owes=(Owe("advance", rules.keeper, "P-56"),)),
        State("planning", _("规划编制"), resting=True),
        State("signed", _("签约"), owes=(Owe("advance", rules.keeper, "P-56S"),)),
        State("registered", _("备案注册"), resting=True),
        State("landed", _("落地"), resting=True),
        State("started", _("开工"), resting=True),
        State("building", _("在建"), resting=True),
        State("producing", _("投产"), resting=True, look="done"),
        State("done", _("达产"), final=True, look="done"),
        State("lost", _("终止"), final=True, look="late"),
    ),
    steps=(
        step("enter", _("登记线索"), "arriving", "lead", rules.planners, effects=(do.enter,), says=_("登记为线索。"), done=_("登记为线索。")),
        step("advance", _("推进到下一阶段"), LIVE, LATER, rules.keeper, checks=(do.fits,), effects=(do.advance,), route=do.advance_goes, voidable=rules.keeper, undo=(do.stage_undone,),
             help=_("可以跳过没有经过的阶段；日期写真的那一天。签约额、落地额各记各的，到位和完成的投资在“报进度”里。"),
             facts=(Fact("stage", _("到了哪个阶段"), "choice", choices=do.later_stages), ON,
                    Fact("planned", _("计划总投资（万元）"), "number", when=("stage", ("planning",))),
                    Fact("parties", _("签约各方"), longest=200, when=("stage", ("signed",))),
                    Fact("signed", _("签约额（万元）"), "number", when=("stage", ("signed",))),
                    Fact("channel", _("通过什么签的"), "choice", choices=of(CHANNELS), when=("stage", ("signed",))),
                    Fact("introducer", _("谁引荐的"), longest=120, when=("stage", ("signed",)), help=_("联谊会、商会或个人")),
                    Fact("agreement", _("协议"), "file", when=("stage", ("signed",))),
                    Fact("landed", _("落地额（万元）"), "number", when=("stage", ("landed",))),
                    Fact("proof", _("落地凭据"), "file", when=("stage", ("landed",)), help=_("营业执照、土地手续或开工令")),
                    Fact("why", _("说明"), required=False, longest=300, help=_("终止的写原因；落地多过签约的写原因"))),
             tells=(rules.leads,), says=_("到了“{stage}”（{on}）。"), done=_("有了新进展。")),
        step("take_on", _("定归谁统计"), LIVE, "", rules.keeper, main=False, effects=(do.body_of,), help=_("一个项目只归一个单位统计，几家一起做的打勾。"),
             facts=(Fact("body", _("统计单位"), "org", choices=units), Fact("joint", _("几家一起做"), "flag", required=False)), says=_("定了归谁统计。")),
        step("contract", _("定包抓"), LIVE, "", rules.planners, main=False, effects=(do.contract,), help=_("一个项目，一名领导，一个全年目标。"),
             facts=(Fact("holder", _("包抓领导"), "org", choices=leaders), Fact("year", _("哪一年"), "number", default=this_year), Fact("target", _("全年目标（万元）"), "number"),
                    Fact("why", _("改目标的，为什么"), required=False, longest=300)), tells=(rules.leads,), says=_("定包抓，{year} 年目标 {target} 万元。"), done=_("定了包抓。")),
        step("read", _("报投资进度"), LIVE, "", rules.reader, guards=(rules.is_contracted,), checks=(do.reading_fits,), effects=(do.read,),
             help=_("写累计数。报错了不改，先冲销那一次，再重新报。"),
             facts=(Fact("on", _("截至哪一天"), "date", default=today), Fact("completed", _("今年累计完成投资（万元）"), "number"), Fact("total", _("开工以来累计（万元）"), "number", required=False),
                    Fact("arrived", _("今年累计到位资金（万元）"), "number", required=False), Fact("told_by", _("数字是谁给的"), required=False, longest=120), Fact("file", _("凭据"), "file", required=False),
                    Fact("why", _("比上次少的，为什么"), required=False, longest=300)), says=_("截至{on}，今年累计完成投资 {completed} 万元。"), told=_("记下了。")),
        step("reverse", _("冲销一次读数"), LIVE, "", rules.keeper, main=False, effects=(do.reverse,), facts=(Fact("reading", _("哪一次"), "org", choices=do.readings_here), WHY), says=_("冲销了一次读数：{why}"), told=_("冲销了。请重新报正确的数。")),
        step("procedures", _("列手续清单"), LIVE, "", rules.keeper, main=False, effects=(do.list_procedures,), facts=(Fact("items", _("要办哪些手续"), "long", longest=4000, help=_("一行一样，后面可以写哪个部门，例如：用地预审｜自然资源局")),), says=_("列了手续清单。")),
        step("tick_off", _("办好一样手续"), LIVE, "", rules.keeper, main=False, effects=(do.tick_off,), facts=(Fact("procedure", _("哪一样"), "org", choices=do.open_procedures), ON, Fact("paper", _("文号"), required=False, longest=80)), says=_("办好了一样手续。")),
        step("coordinate", _("记一次协调"), LIVE, "", rules.keeper, main=False, effects=(do.coordinate,), facts=(ON, Fact("whom", _("和谁"), longest=80, help=_("例如：自然资源局窗口")), Fact("words", _("说了什么、怎么办"), "long", longest=500)), says=_("和{whom}协调。")),
        step("talk", _("记一次座谈"), LIVE, "", rules.keeper, main=False, effects=(do.talk,), facts=(ON, Fact("enterprises", _("和哪些企业"), "long", longest=2000, help=_("一行一家，写全称；统计按名称，同一家只算一次")),), says=_("和企业座谈。")),
    ),
))

TRIP = register(Flow(
    kind="invest_trip",
    label=_("招商走请活动"),
    model="initiatives.Trip",
    sees=rules.keeper | rules.leads,
    opens=rules.planners,
    unit=_("次"),
    panels=("invest-trip",),
    states=(
        State("arriving", _("待列入"), owes=(Owe("enter", rules.keeper),), look="none"),
        State("planned", _("待成行"), owes=(Owe("finish", rules.keeper, on="on", until=("cancel",)),)),
        State("held", _("去过了"), resting=True, look="done"),
        State("cancelled", _("取消"), final=True, look="none"),
    ),
    steps=(
        step("enter", _("列入"), "arriving", "planned", rules.planners, effects=(do.trip_planned,), says=_("列入走请活动。")),
        step("finish", _("登记结果"), "planned", "held", rules.keeper, checks=(do.trip_is_over,), effects=(do.trip_done,),
             facts=(Fact("result", _("谈了什么、有什么结果"), "long", longest=2000), Fact("enterprises", _("座谈的企业"), "long", required=False, longest=4000, help=_("一行一家，写全称")),
                    Fact("leads", _("得到的线索"), "long", required=False, longest=2000, help=_("一行一条，每条登记成一条招商线索"))), tells=(rules.leads,), says=_("走请活动办完了。"), done=_("办完了。")),
        step("cancel", _("不去了"), "planned", "cancelled", rules.keeper, main=False, facts=(WHY,), says=_("不去了：{why}")),
    ),
))

YEAR = register(Flow(
    kind="invest_year",
    label=_("招商年度任务"),
    model="initiatives.InvestYear",
    sees=rules.keeper | rules.leads,
    opens=rules.planners,
    unit=_("年"),
    panels=("invest-year",),
    states=(
        State("running", _("执行中"), resting=True),
        State("closed", _("已结算"), final=True, look="done"),
    ),
    steps=(
        step("quota", _("定一项任务"), "running", "", rules.planners, effects=(do.set_quota,), help=_("重新定同一项，就替换原来的；原来的留在记录里。"),
             facts=(Fact("what", _("什么任务"), "choice", choices=of(QUOTAS)), Fact("number", _("多少个"), "number", required=False), Fact("amount", _("多少万元"), "number", required=False),
                    Fact("owner", _("哪个单位的"), "org", required=False, choices=units, help=_("不选就是全区的"))), says=_("定任务：{what} {number} 个，{amount} 万元。"), told=_("定好了。")),
        step("close", _("结算"), "running", "closed", rules.planners, main=False, facts=(Fact("words", _("完成情况"), "long", longest=2000),), says=_("结算。")),
    ),
))
# fmt: on
assert {state.name for state in INVESTMENT.states} == {code for code, _label in STAGES} | {"arriving"}
