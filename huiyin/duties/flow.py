"""How a duty year lives, a member's mark in it, a deed on its way to being confirmed, and an objection (DOMAIN 3.9)."""

from django.utils.translation import gettext_lazy as _

from huiyin.duties import deeds, evaluating, keeping, objecting, reading, who
from huiyin.handling.choices import of
from huiyin.kernel.flow import Fact, Flow, Owe, State, register, step
from huiyin.kernel.who import system

__all__ = ["DEED", "MARK", "OBJECTION", "YEAR", "keeping"]

PERSON = Fact("person", _("哪位委员"), "org", choices=evaluating.everyone)
WHY = Fact("why", _("理由"), longest=200)

# fmt: off
YEAR = register(Flow(
    kind="duty_year",
    label=_("履职年度"),
    model="duties.DutyYear",
    sees=who.reads,
    opens=who.keeps,
    unit=_("年"),
    panels=("duty-year",),
    states=(
        State("running", _("记分中"), resting=True),
        State("stating", _("述职中"), owes=(Owe("show", who.keeps, "P-40-SHOW"),), look="soon"),
        State("shown", _("公示中"), owes=(Owe("settle", who.keeps, "P-40-SETTLE"),), look="soon"),
        State("settled", _("已审定，待公布"), owes=(Owe("publish", who.keeps, "15wd"),)),
        State("published", _("已公布等次"), owes=(Owe("apply", who.keeps, "30d"),), look="done"),
        State("applied", _("结果已运用"), final=True, look="done"),
    ),
    steps=(
        step("post", _("按记录记分"), "running stating shown", "", who.keeps | system, main=False, effects=(evaluating.post_now,),
             help=_("新的记录入账，不再成立的冲销。每小时也会自动记一次。"), told=_("记好了。"), says=_("按记录记分。")),
        step("tally", _("入账"), "running stating shown", "", system, computed=True, facts=(Fact("posted", _("入账")), Fact("reversed", _("冲销"))), says=_("入账 {posted} 条，冲销 {reversed} 条。")),
        step("exempt", _("不参加排名"), "running stating shown", "", who.keeps, main=False, effects=(evaluating.exempt,), facts=(PERSON, WHY),
             help=_("主席会议成员和年内离任的，不用在这里写，本来就不排名。"), told=_("记下了，本人会收到。"), says=_("一位委员不参加排名：{why}")),
        step("waive", _("免去一项要求"), "running stating shown", "", who.keeps, main=False, effects=(evaluating.waive,),
             facts=(PERSON, Fact("rule", _("哪一项"), "choice", choices=evaluating.assignments), WHY), told=_("记下了，本人会收到。"), says=_("免去一位委员一项要求：{why}")),
        step("ask", _("请委员述职"), "running", "stating", who.keeps, effects=(evaluating.ask,), help=_("每位委员会收到一份述职，可以照自己的履职记录写。"),
             told=_("述职发下去了。"), says=_("请委员述职。"), done=_("请委员述职。")),
        step("show", _("公示得分"), "stating", "shown", who.keeps, effects=(evaluating.show,), help=_("再按记录记一次分，每位委员看到自己的，期限内可以提异议。"),
             button=_("记分并公示"), told=_("得分公示了，委员可以提异议。"), says=_("公示各人得分。"), done=_("公示了得分。")),
        step("settle", _("审定封存"), "shown", "settled", who.keeps, seal=True, guards=(evaluating.window_is_over, evaluating.objections_answered), effects=(evaluating.settle,),
             facts=(Fact("decision", _("审定依据"), longest=200, help=_("哪一次主席会议审定")),), help=_("审定以后不能再改，校验码写进记录。"), told=_("封存了。"), says=_("审定，{decision}。"), done=_("审定了。")),
        step("freeze", _("写入校验码"), "settled", "", system, computed=True, facts=(Fact("sha256", _("校验码")), Fact("members", _("人数"))), says=_("封存 {members} 位委员的得分，校验码 {sha256}。")),
        step("publish", _("公布等次和标兵"), "settled", "published", who.keeps, seal=True, checks=(evaluating.reasons_given,), effects=(evaluating.publish,),
             facts=(Fact("models", _("标兵委员"), "orgs", required=False, choices=evaluating.to_name), Fact("words", _("理由"), "long", required=False, longest=2000, help=_("各人做了什么，凭什么评；得分在前而没有选上的，也写明为什么"))),
             button=_("公布"), told=_("公布了，委员会收到自己的等次。"), says=_("公布等次和标兵委员。"), done=_("公布了等次。")),
        step("apply", _("运用结果"), "published", "applied", who.keeps, facts=(Fact("words", _("怎么用的"), "long", longest=2000, help=_("例如：函告统战部和所在单位，约谈 2 人，提醒 5 人")),),
             told=_("记下了，这一年办完了。"), says=_("结果已运用。"), done=_("的结果已运用。")),
    ),
))

MARK = register(Flow(
    kind="duty_mark",
    label=_("委员述职"),
    model="duties.DutyMark",
    sees=who.sees,
    opens=system,
    unit=_("份"),
    panels=("duty-mark",),
    states=(
        State("stating", _("待述职"), owes=(Owe("state", who.himself, "P-40-STATE"),)),
        State("stated", _("已述职"), resting=True),
        State("shown", _("公示中"), resting=True, look="soon"),
        State("settled", _("已审定"), final=True, look="done"),
    ),
    steps=(
        step("state", _("写述职"), "stating stated", "stated", who.himself, effects=(lambda act: act.change(statement=act.facts["statement"]),),
             facts=(Fact("statement", _("述职"), "long", longest=8000, default=lambda case, post: reading.beginning(case), help=_("照您今年的记录起了个头，请改成自己的话")),),
             button=_("交述职"), told=_("述职交了，公示以前还可以改。"), says=_("交了述职。"), done=_("交了述职。")),
        step("show", _("公示"), "stating stated", "shown", system, computed=True, says=_("得分公示。")),
        step("agree", _("没有异议"), "shown", "", who.himself, main=False, effects=(lambda act: act.change(agreed_on=act.on),), says=_("看过得分，没有异议。"), told=_("记下了。")),
        step("settle", _("审定"), "shown", "settled", system, computed=True, says=_("审定。")),
    ),
))

DEED = register(Flow(
    kind="deed",
    label=_("履职事项"),
    model="duties.Deed",
    sees=who.sees,
    opens=who.member | who.office,
    unit=_("件"),
    panels=("deed",),
    describe=deeds.described,
    states=(
        State("begun", _("待送确认"), owes=(Owe("send", who.himself, until=("drop",)),), look="none"),
        State("sent", _("待确认"), owes=(Owe("confirm", who.office, "P-40-CONFIRM", until=("return_",)),), look="soon"),
        State("returned", _("退回补充"), owes=(Owe("send", who.himself, until=("drop",)),), look="soon"),
        State("confirmed", _("已确认"), resting=True, look="done"),
        State("dropped", _("已撤回"), final=True, look="none"),
    ),
    steps=(
        step("send", _("送去确认"), "begun returned", "sent", who.himself | who.office, checks=(deeds.evidence_is_there,),
             facts=(Fact("evidence_file", _("佐证"), "file", required=False, help=_("收据、证书、照片、版面")),), tells=(who.office,), told=_("送去了，确认以后计入您的履职。"), says=_("送去确认。"), done=_("等确认。")),
        step("confirm", _("确认"), "sent", "confirmed", who.confirms, apart_from=("open", "send"), effects=(deeds.confirm,), tells=(who.himself,),
             help=_("代录的、代送的，要由另一个人确认。"), told=_("确认了，计入履职。"), says=_("确认属实。"), done=_("确认了，已计入履职。")),
        step("return_", _("退回补充"), "sent", "returned", who.confirms, main=False, tells=(who.himself,), facts=(Fact("why", _("缺什么"), longest=300),), told=_("退回去了。"), says=_("退回补充：{why}"), done=_("退回补充。")),
        step("revoke", _("取消确认"), "confirmed", "returned", who.confirms, main=False, effects=(deeds.revoke,), tells=(who.himself,), facts=(Fact("why", _("为什么"), longest=300),),
             told=_("取消了，记过的分已冲销。"), says=_("取消确认：{why}"), done=_("取消了确认。")),
        step("drop", _("撤回"), "begun sent returned", "dropped", who.himself, main=False, told=_("撤回了。"), says=_("撤回。")),
    ),
))

OBJECTION = register(Flow(
    kind="duty_objection",
    label=_("履职异议"),
    model="duties.DutyObjection",
    sees=who.sees,
    opens=who.member,
    unit=_("条"),
    panels=("duty-objection",),
    states=(
        State("raised", _("待答复"), owes=(Owe("answer", who.office, "P-40-ANSWER", until=("take_back",)),), look="late"),
        State("answered", _("已答复"), final=True, look="done"),
        State("taken_back", _("已撤回"), final=True, look="none"),
    ),
    steps=(
        step("answer", _("答复异议"), "raised", "answered", who.confirms, checks=(objecting.fits,), effects=(objecting.answer,), tells=(who.himself,),
             facts=(Fact("upheld", _("异议是否成立"), "choice", choices=of([("yes", _("成立，改分")), ("no", _("不成立，维持"))])),
                    Fact("change", _("加几分"), "number", when=("upheld", ("yes",)), help=_("减分写负数，例如 2.5")),
                    Fact("words", _("答复"), "long", longest=2000)),
             button=_("答复本人"), told=_("已答复本人。"), says=_("答复异议：{upheld}，{change} 分。"), done=_("有了答复。")),
        step("take_back", _("撤回异议"), "raised", "taken_back", who.himself, main=False, told=_("撤回了。"), says=_("撤回异议。")),
    ),
))
# fmt: on
