"""How a consultation lives (DOMAIN 3.4): a topic is raised, agreed to, talked over, minuted; what came of it is done, told, looked at again."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from huiyin.consultations import effects as do
from huiyin.consultations import item, online, rules, spreading
from huiyin.consultations.models import CONSENSUS, FINDINGS, FIT, OUTCOMES, TOLD, VIEWS
from huiyin.handling.choices import of
from huiyin.kernel.flow import Fact, Flow, Owe, State, register, step
from huiyin.people import bodies

__all__ = ["FLOW", "item", "online"]


def units_here(case: Any, post: Any) -> list[tuple[int, str]]:
    return [(unit.pk, unit.name) for unit in bodies.existing(case.committee, "unit")]


def stakeholders_now(case: Any, post: Any) -> str:
    return str(case.stakeholders)


def minutes_now(case: Any, post: Any) -> str:
    return str(case.minutes)


MINUTES = Owe("write_minutes", rules.keeper, "P-38M", "meets_on", until=("cancel",))
WHEN = (
    Fact("on", _("哪天开"), "date"),
    Fact("hour", _("几点"), longest=20, help=_("例如：下午 2:30")),
    Fact("place", _("在哪里"), longest=120),
)
AFTER = "minuted confirmed handling to_tell watching closed"

# fmt: off
FLOW = register(Flow(
    kind="consultation",
    label=_("协商"),
    model="consultations.Consultation",
    sees=rules.sees,
    opens=rules.raisers,
    unit=_("个"),
    panels=("consultation-topic", "consultation-meetings", "consultation-issues", "consultation-items", "consultation-spread", "consultation-online", "consultation-minutes", "consultation-opinions"),
    states=(
        State("arriving", _("待提出"), owes=(Owe("raise_", rules.raiser),), look="none"),
        State("raised", _("待审定"), owes=(Owe("agree", rules.convener, "P-38A", until=("reject",)),)),
        State("rejected", _("不列为议题"), final=True, look="none"),
        State("preparing", _("会前准备"), owes=(Owe("notify", rules.keeper, "P-38B", until=("cancel",)),)),
        State("noticed", _("已通知，待协商"), owes=(MINUTES,), through="activity"),
        State("minuted", _("待确认纪要"), owes=(Owe("confirm", rules.keeper, "P-38C", until=("rewrite",)),)),
        State("confirmed", _("待报送成果"), owes=(Owe("file", rules.keeper, "P-38O"),)),
        State("handling", _("落实中"), owes=(Owe("address", rules.keeper, "P-38O"),), through="consultation_item"),
        State("to_tell", _("待告知参加人"), owes=(Owe("tell", rules.keeper, "P-39T"),), look="soon"),
        State("watching", _("已告知，待回头看"), owes=(Owe("look_back", rules.keeper, "P-39L"),), look="done"),
        State("closed", _("办结"), resting=True, look="done"),
        State("cancelled", _("取消"), final=True, look="none"),
    ),
    steps=(
        step("raise_", _("提出议题"), "arriving", "raised", rules.raiser, effects=(do.raise_it,), tells=(rules.convener,), says=_("提出议题。"), done=_("提出来了，请审定是否列为协商议题。")),
        step("agree", _("列为议题"), "raised", "preparing", rules.convener, checks=(do.fits,), effects=(do.agree,),
             facts=(Fact("fit", _("是不是都符合"), "choices", choices=of(FIT)),
                    Fact("convener", _("第一召集人"), longest=60, help=_("乡镇街道党（工）委书记等，写姓名职务")),
                    Fact("paper", _("审批单"), "file", required=False)),
             tells=(rules.raiser, rules.keeper), says=_("{convener}同意，列为协商议题。"), done=_("列为协商议题了，请做会前准备。")),
        step("reject", _("不列为议题"), "raised", "rejected", rules.convener, main=False, facts=(Fact("why", _("原因，告诉提出人"), "long", longest=500),),
             tells=(rules.raiser,), says=_("不列为议题。"), done=_("没有列为协商议题，原因写在里面。")),
        step("notify", _("发协商通知"), "preparing", "noticed", rules.keeper, checks=(do.in_time,), effects=(do.notify,),
             facts=(*WHEN, Fact("chair", _("谁主持"), longest=60),
                    Fact("stakeholders", _("利益相关方和各方代表"), "long", longest=1000, default=stakeholders_now, help=_("逐一写明：哪一方、谁来。利益相关方必须到场")),
                    Fact("units", _("请哪些单位派人"), "orgs", required=False, choices=units_here),
                    Fact("hurry", _("来不及提前通知的原因"), required=False, longest=200),
                    Fact("checked", _("议题和材料不涉及国家秘密、工作秘密，意识形态审查无异议"), "flag")),
             tells=(rules.raiser,), says=_("通知{on} {hour}协商，在{place}，{chair}主持。（提前不足：{hurry}）"), done=_("定了协商的时间地点。")),
        step("issue", _("记一个商量的问题"), "noticed", "", rules.keeper, checks=(do.whole_issue,), effects=(do.issue,), voidable=rules.keeper,
             facts=(Fact("question", _("什么问题"), longest=200), Fact("said", _("各方怎么说"), "long", longest=4000, help=_("谁、代表哪一方、说了什么，一行一方")),
                    Fact("came", _("结果"), "choice", choices=of(CONSENSUS)),
                    Fact("agreed", _("共识"), "long", required=False, longest=2000, when=("came", ("consensus", "partly"))),
                    Fact("dissent", _("不同意见"), "long", required=False, longest=2000, when=("came", ("partly", "none")), help=_("如实记下，不删"))),
             says=_("商量了“{question}”：{came}。"), done=_("记了一个商量的问题。")),
        step("again", _("再开一次会"), "noticed", "", rules.keeper, main=False, guards=(rules.last_is_over,), effects=(do.again,),
             facts=(*WHEN, Fact("why", _("为什么再商量"), longest=200)), tells=(rules.units, rules.raiser), says=_("再次协商，{on} {hour}，在{place}：{why}"), done=_("要再商量一次。")),
        step("write_minutes", _("写纪要"), "noticed", "minuted", rules.keeper, guards=(rules.met,), effects=(do.write_minutes,),
             facts=(Fact("minutes", _("纪要正文"), "long", longest=8000, help=_("到会的人、逐个问题的共识和不同意见会自动列在后面，这里写经过和要点")),), says=_("写了协商纪要，待确认。"), done=_("的纪要写好了。")),
        step("rewrite", _("改纪要"), "minuted", "", rules.keeper, main=False, effects=(do.write_minutes,),
             facts=(Fact("minutes", _("纪要正文"), "long", longest=8000, default=minutes_now),), says=_("改了协商纪要。"), done=_("的纪要改过了。")),
        step("confirm", _("确认纪要"), "minuted", "confirmed", rules.keeper, seal=True, effects=(do.confirm,), help=_("确认以后，纪要不能再改。"),
             facts=(Fact("signed", _("各方签字的那一页"), "file", help=_("照片或扫描件")),), tells=(rules.units,), says=_("各方签字，纪要确认。"), done=_("的纪要确认了。")),
        step("file", _("报送成果"), "confirmed", "handling to_tell", rules.keeper, checks=(do.outcome_whole,), effects=(do.file,), route=do.outcome_goes,
             facts=(Fact("outcome", _("形成了什么"), "choice", choices=of(OUTCOMES)),
                    Fact("items", _("意见，一行一条"), "long", required=False, longest=6000, when=("outcome", tuple(code for code, _label in OUTCOMES if code != "none")), help=_("每一条交给一个单位，单独答复")),
                    Fact("parties", _("签约的各方，一行一方"), "long", required=False, longest=2000, when=("outcome", ("agreement",)), help=_("到会的人，或者请来的单位")),
                    Fact("signed", _("签了字的协议"), "file", required=False, when=("outcome", ("agreement",))),
                    Fact("words", _("说明"), "long", required=False, longest=1000, when=("outcome", ("none",)))),
             tells=(rules.general,), says=_("成果：{outcome}。"), done=_("的成果报来了。")),
        step("address", _("交给单位"), "handling", "", rules.keeper, guards=(rules.something_to_address,), effects=(do.address,),
             facts=(Fact("items", _("哪几条"), "orgs", choices=do.suggestions_left), Fact("unit", _("交给哪个单位"), "org", choices=units_here)), says=_("把意见交给{unit}办。"), done=_("有意见交给单位办了。")),
        step("settled", _("每一条都有了结果"), "handling", "to_tell", rules.keeper, computed=True, tells=(rules.keeper,), says=_("每一条都有了结果。"), done=_("的每一条都有了结果，请告诉参加协商的人。")),
        step("tell", _("告知参加人"), "to_tell", "watching", rules.keeper, effects=(do.tell,),
             facts=(Fact("way", _("怎么告诉的"), "choices", choices=of(TOLD)), Fact("words", _("告诉大家的话"), "long", longest=3000, help=_("商量的事办成了什么样，没办成的为什么"))),
             tells=(rules.raiser, rules.units), says=_("告知参加人（{way}）。"), done=_("有了结果，已经告诉参加的人。")),
        step("look_back", _("回头看"), "watching closed", "handling closed", rules.keeper, checks=(do.look_whole,), effects=(do.look_back,), route=do.look_goes,
             facts=(Fact("finding", _("现在怎么样"), "choice", choices=of(FINDINGS)),
                    Fact("words", _("看到的、听到的"), "long", longest=2000),
                    Fact("again", _("要重新办的意见"), "orgs", required=False, choices=do.verified_items, when=("finding", ("not_done", "rebound"))),
                    Fact("file", _("照片"), "file", required=False)),
             tells=(rules.units, rules.raiser), says=_("回头看：{finding}。"), done=_("回头看过了。")),
        step("ask_online", _("到网上征集意见"), "preparing noticed minuted confirmed handling", "", rules.keeper, main=False, guards=(rules.no_question_open,), checks=(online.begin_whole,), effects=(online.begin,),
             facts=online.BEGIN, tells=(rules.raiser, rules.units), says=_("到网上征集意见：{question}，到{until}为止。"), done=_("开始在网上征集意见。")),
        step("rate", _("评价"), AFTER, "", rules.member | rules.public, main=False, effects=(do.rate,),
             facts=(Fact("about", _("评什么"), "choice", choices=do.about_now), Fact("view", _("满意吗"), "choice", choices=of(VIEWS)), Fact("words", _("想说的话"), "long", required=False, personal=True, longest=500)),
             says=_("参加的人评价：{about}，{view}。"), done=_("有了一条评价。")),
        step("publish", _("在网上公布"), AFTER, "", rules.general, main=False, effects=(do.publish,),
             facts=(Fact("heading", _("标题"), longest=60, default=do.public_heading), Fact("text", _("公布的话"), "long", longest=4000, default=do.public_text, help=_("不写人名、门牌号和电话；电话会自动去掉")),
                    Fact("checked", _("不涉及国家秘密、工作秘密和个人隐私，意识形态审查无异议"), "flag")), says=_("在网上公布了。"), done=_("在网上公布了。")),
        step("take_down", _("从网上撤下"), AFTER, "", rules.general, main=False, effects=(do.take_down,), facts=(Fact("why", _("为什么"), longest=200),), says=_("从网上撤下了。"), done=_("从网上撤下了。")),
        *spreading.STEPS,
        step("cancel", _("不协商了"), "preparing noticed", "cancelled", rules.keeper, main=False, guards=(rules.last_is_over,),
             facts=(Fact("why", _("为什么"), longest=300),), tells=(rules.raiser, rules.units), says=_("不协商了：{why}"), done=_("不协商了。")),
    ),
))
# fmt: on
