"""How a call for leads and a lead live (DOMAIN 3.10): called, sent, screened, published, taken up, looked into together, turned into a proposal."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from huiyin.handling.choices import of
from huiyin.kernel.flow import Fact, Flow, Owe, State, register, step
from huiyin.orders import effects as do
from huiyin.orders import rules
from huiyin.orders.models import BECAME, LEVELS
from huiyin.people import bodies

WAYS = [("site", _("实地调研")), ("talk", _("座谈")), ("files", _("查阅材料")), ("online", _("线上会商"))]


def units_here(case: Any, post: Any) -> list[tuple[int, str]]:
    return [(unit.pk, unit.name) for unit in bodies.existing(case.committee, "unit")]


def today(case: Any, post: Any) -> Any:
    return do.clock.today()


# fmt: off
WORDS = (
    Fact("title", _("线索的题目"), longest=100, personal=True, help=_("一条一个问题，例如：农贸市场周边夜间停车")),
    Fact("background", _("背景"), "long", longest=1000),
    Fact("difficulty", _("现在难在哪里"), "long", longest=1000),
    Fact("wish", _("希望委员调研什么、推动什么"), "long", longest=1000),
    Fact("contact", _("联系人和电话"), longest=100, personal=True),
    Fact("level", _("希望形成哪一级的提案"), "choice", choices=of(LEVELS), default=lambda case, post: "district"),
)
WHY = Fact("why", _("为什么"), longest=300, help=_("单位会看到"))

CALL = register(Flow(
    kind="order_call",
    label=_("征集订单线索"),
    model="orders.OrderCall",
    sees=rules.sees_call,
    opens=rules.office,
    unit=_("次"),
    panels=("order-call",),
    states=(
        State("arriving", _("待发出"), owes=(Owe("issue", rules.office),), look="none"),
        State("joint", _("待交办机关会签"), owes=(Owe("agree", rules.government, "P-ORDERG", until=("send_back",)),), when=("P-ORDER", 1), look="soon"),
        State("collecting", _("征集中"), owes=(Owe("finish", rules.sender, each=True, on="reply_by", label=_("报送订单线索")), Owe("close", rules.office, on="reply_by"))),
        State("closed", _("征集结束"), final=True, look="done"),
        State("dropped", _("不征集了"), final=True, look="none"),
    ),
    steps=(
        step("issue", _("发出征集通知"), "arriving", "joint collecting", rules.office, checks=(do.ahead,), effects=(do.issue,), tells=(rules.government,),
             facts=(Fact("units", _("向哪些单位征集"), "orgs", choices=units_here, personal=True),), says=_("发出征集通知。"), done=_("请会签")),
        step("agree", _("会签发出"), "joint", "collecting", rules.government, checks=(do.ahead,), tells=(rules.called, rules.office), help=_("会签以后，通知送到每个单位。"),
             says=_("会签同意，通知发到各单位。"), done=_("发出了，请按期报送订单线索")),
        step("send_back", _("不同意"), "joint", "dropped", rules.government, main=False, facts=(Fact("why", _("为什么"), longest=300),), tells=(rules.office,),
             says=_("不同意征集：{why}"), done=_("交办机关没有同意")),
        step("send", _("报一条线索"), "collecting", "", rules.sender, facts=WORDS, effects=(do.send,), says=_("报了一条线索。"), told=_("报上去了。还有的可以接着报，报完请“报送完毕”。"), tells=(rules.office,), done=_("收到一条线索，请筛选")),
        step("finish", _("报送完毕"), "collecting", "", rules.sender, checks=(do.said_something,), facts=(Fact("answer", _("说明"), "long", required=False, longest=500, help=_("没有线索的，写一句")),),
             says=_("报送完毕。")),
        step("close", _("结束征集"), "collecting", "closed", rules.office, main=False, tells=(rules.government,), says=_("征集结束。"), done=_("征集结束了")),
    ),
))

FLOW = register(Flow(
    kind="order_lead",
    label=_("订单线索"),
    model="orders.OrderLead",
    sees=rules.sees_lead,
    opens=rules.sender,
    unit=_("条"),
    panels=("order-words", "order-research", "order-people"),
    states=(
        State("sent", _("待筛选"), owes=(Owe("accept", rules.office, "P-ORDERS", until=("merge", "reject")),), look="soon"),
        State("accepted", _("已采用，待发布"), owes=(Owe("publish", rules.office, "P-ORDERP", until=("merge", "reject")),)),
        State("published", _("待认领"), resting=True, look="soon"),
        State("claimed", _("已认领，待联合调研"), owes=(Owe("research", rules.first_claimer, "P-ORDERR", until=("release",)),)),
        State("researched", _("调研过，待起草"), owes=(Owe("draft", rules.first_claimer, "P-ORDERD", until=("release",)),)),
        State("drafting", _("正在形成提案"), resting=True),
        State("converted", _("已转化"), resting=True, look="done"),
        State("merged", _("并入另一条"), final=True, look="none"),
        State("rejected", _("没有采用"), final=True, look="none"),
        State("expired", _("过期"), final=True, look="none"),
    ),
    steps=(
        step("accept", _("采用"), "sent", "accepted", rules.office, effects=(do.accept,), batch=True, tells=(rules.own_unit,), says=_("采用这条线索。"), done=_("的线索采用了")),
        step("merge", _("并入另一条"), "sent accepted", "merged", rules.office, main=False, effects=(do.merge,), tells=(rules.own_unit,),
             facts=(Fact("main", _("并入哪一条"), "org", choices=do.mains),), says=_("并入另一条线索。"), done=_("的线索并入了另一条")),
        step("reject", _("不采用"), "sent accepted", "rejected", rules.office, main=False, effects=(do.say,), facts=(WHY,), tells=(rules.own_unit,),
             says=_("没有采用：{why}"), done=_("的线索没有采用，原因见线索页")),
        step("publish", _("发布给委员"), "accepted", "published", rules.office, batch=True, tells=(rules.own_unit,), help=_("发布以后，每位委员都能看到和认领。选题目录只是参考。"),
             says=_("发布给委员。"), done=_("的线索发布给委员了")),
        step("claim", _("认领"), "published claimed researched", "claimed researched", rules.reader, guards=(rules.not_mine_yet, rules.room), route=do.claimed_or_not, effects=(do.claim,),
             facts=(Fact("behalf", _("以什么名义"), required=False, longest=60, help=_("以界别、党派或专委会名义认领的，写全称")),), tells=(rules.own_unit, rules.claimer),
             says=_("认领这条线索。"), done=_("有委员认领了")),
        step("release", _("放弃认领"), "claimed researched", "claimed researched published", rules.claimer, main=False, route=do.left_or_not, effects=(do.release,),
             facts=(WHY,), tells=(rules.office, rules.own_unit), says=_("放弃认领：{why}"), done=_("有委员放弃认领")),
        step("research", _("记一次联合调研"), "claimed researched", "researched", rules.claimer | rules.unit, checks=(do.not_ahead,), effects=(do.research,),
             facts=(Fact("on", _("哪一天"), "date", default=today), Fact("way", _("怎么调研"), "choice", choices=of(WAYS)), Fact("people", _("哪些人参加"), longest=200, required=False, personal=True),
                    Fact("found", _("看到什么、商量出什么"), "long", longest=4000, help=_("起草时会放进提案的“分析”里"))),
             tells=(rules.claimer, rules.own_unit), says=_("{on}联合调研（{way}）。"), done=_("记了一次联合调研")),
        step("draft", _("据此起草提案"), "researched", "drafting", rules.claimer, guards=(rules.went,), effects=(do.draft,), tells=(rules.own_unit,),
             told=_("草稿在“我的工作”里，线索和调研记录已经放进去了。"), says=_("开始据此起草提案。"), done=_("开始起草提案了")),
        step("cultivate", _("转为上级提案培育"), "published claimed researched", "drafting", rules.office, main=False, effects=(do.cultivate,), tells=(rules.own_unit, rules.claimer),
             facts=(Fact("level", _("哪一级"), "choice", choices=of(LEVELS[1:])),), says=_("转为上级提案培育。"), done=_("转为上级提案培育")),
        step("convert", _("形成提案"), "drafting", "converted", rules.office, computed=True, effects=(do.convert,), facts=(Fact("what", _("成了什么"), "choice", choices=of(BECAME)), Fact("words", _("去向"), longest=300)), says=_("{words}。")),
        step("hear", _("有了下文"), "converted", "", rules.office, computed=True, effects=(do.hear,), facts=(Fact("words", _("去向"), longest=300),), says=_("{words}。")),
        step("lose", _("没有成"), "drafting converted", "researched published", rules.office, computed=True, route=do.back_to, effects=(do.lose,), facts=(Fact("words", _("去向"), longest=300),), says=_("{words}。")),
        step("expire", _("过期"), "published claimed researched", "expired", rules.office, main=False, batch=True, effects=(do.say,), facts=(WHY,), tells=(rules.own_unit, rules.claimer),
             says=_("过期：{why}"), done=_("的线索过期了")),
    ),
))
# fmt: on
