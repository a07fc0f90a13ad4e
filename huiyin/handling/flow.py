"""How a unit's part lives (DOMAIN 3.1a–c): signed for, talked over, answered, audited, delivered.

The kind that hands out assignments has two computed steps of its own: `take_up` (all have signed) and `answered` (all have replied).
"""

from django.utils.translation import gettext_lazy as _

from huiyin.handling import (
    adjusting,
    commitment,
    confirming,
    countersigning,
    extending,
    lookback,
    promising,
    publication,
    publishing,
    rules,
    succession,
    twoway,
    urging,
)
from huiyin.handling import effects as do
from huiyin.handling.choices import classes, of
from huiyin.handling.models import MERITS, PHASES, PUBLICITY, QUALITIES, VIEWS, WAYS
from huiyin.kernel.flow import Fact, Flow, Owe, State, register, step
from huiyin.kernel.rungs import Above
from huiyin.kernel.who import system

__all__ = ["FLOW", "commitment", "lookback", "publication", "urging"]
RETURNS = [
    ("off_point", _("答非所问")),
    ("empty", _("措施空泛，没有时间和数字")),
    ("class", _("分类不准")),
    ("contact", _("没有沟通，或提案者不认可")),
    ("format", _("格式、签发手续不全")),
]
REPLY = (
    Fact(
        "doc_number",
        _("发文字号"),
        required=False,
        help=_("本单位办公室给的字号，例如 澄住建函〔2026〕41号"),
        longest=60,
    ),
    Fact("result", _("办理结果分类"), "choice", choices=classes),
    Fact("opening", _("开头"), "long", required=False, help=_("可不填；打印时会写上“收悉，现答复如下”")),
    Fact(
        "points",
        _("逐条答复"),
        "points",
        help=_("每一条建议都要写明采纳与否、怎么办、什么时候；写了日期的成为承诺事项"),
    ),
    Fact("closing", _("结尾"), "long", required=False),
    Fact("carried_out", _("所提的事已经落实"), "flag", required=False),
    Fact("contact_name", _("联系人"), personal=True, longest=60),
    Fact("contact_phone", _("联系电话"), personal=True, longest=40),
    Fact("publicity", _("公开属性"), "choice", choices=of(PUBLICITY)),
    Fact(
        "publicity_reason", _("不公开的依据"), required=True, when=("publicity", ("closed", "on_request")), longest=300
    ),
    Fact(
        "head_signed",
        _("主要负责人签发"),
        "flag",
        required=False,
        help=_("重点提案、涉及项目和资金的，由单位主要负责人签发"),
    ),
    Fact("scan", _("签发盖章件"), "file", required=False, help=_("在单位签发的，上传盖章的 PDF 或照片")),
)

ADJUST = Owe("grant_adjustment", rules.arbiter, "P-10", "adjustment_asked_on", until=("refuse_adjustment",))
EXTEND = Owe("grant_extension", rules.extender, "P-10", "extension_asked_on", until=("refuse_extension",))
"""Owed by the assigning office while a request waits; the unit's own clocks run on."""

# fmt: off
FLOW = register(Flow(
    kind="assignment",
    label=_("承办任务"),
    model="handling.Assignment",
    sees=rules.sees,
    opens=system,
    describe=do.unit_name,
    rises=(Above("P-26-HEAD", "unit_head", rules.heads), Above("P-26-OFFICE", "assigning", rules.assigning), Above("P-26-LEADER", "leader", rules.leaders)),
    states=(
        State("pending", _("待签收"), owes=(Owe("sign_in", rules.unit, "P-SIGN", "handed_on"), ADJUST)),
        State("working", _("办理中"), owes=(
            Owe("reply", rules.answering_unit, "P-11", "handed_on", goes_on="reply"),
            Owe("contact", rules.first_talker, "P-15", "handed_on"),
            Owe("co_opinion", rules.co_unit, "P-14", "handed_on"),
            ADJUST,
            EXTEND,
        )),
        State("countersign", _("会签中"), owes=(Owe("countersign", rules.co_handlers, "P-COUNTER-IN", each=True),), when=("P-COUNTER", 1)),
        State("signing", _("待签发"), owes=(Owe("sign", rules.unit_head, "P-11", "handed_on", goes_on="reply"),), when=("P-CHAIN", 1)),
        State("audit", _("待审核"), owes=(Owe("pass_reply", rules.assigning, "P-AUDIT"),), when=("P-18", 1)),
        State("rework", _("重新办理"), owes=(Owe("reply", rules.answering_unit, "P-23", goes_on="reply"), EXTEND), look="late"),
        State("done", _("已办"), resting=True, look="done"),
        State("ended", _("已解除"), final=True, look="none", shut=_("这件已经不由你单位承办，不用再答复；有已办的情况，请转告现在的承办单位或交办机关。")),
    ),
    steps=(
        step("sign_in", _("签收"), "pending", "working", rules.unit, batch=True, effects=(do.take_up,),
             facts=(Fact("handler", _("承办人"), required=False, personal=True, longest=60),),
             told=_("已签收，开始办理。"), says=_("签收，开始办理。"), done=_("已由承办单位签收。"), voidable=rules.assigning),
        step("contact", _("登记沟通"), "working rework", "", rules.answering_unit, checks=(do.contact_day,), effects=(do.add_contact,),
             help=_("和提案者见面、到现场或电话沟通后，在这里记一笔。提案者会收到，并可确认或更正。"), voidable=rules.unit, undo=(confirming.forget,),
             facts=(
                 Fact("on", _("日期"), "date", help=_("今天或以前，例如 2026-06-16")),
                 Fact("way", _("方式"), "choice", choices=of(WAYS), help=_("重点提案和集体提案至少要有一次当面沟通")),
                 Fact("phase", _("阶段"), "choice", choices=of(PHASES), default=lambda case, post: "during"),
                 Fact("ours", _("我方到场"), personal=True, longest=200),
                 Fact("theirs", _("提案者到场"), personal=True, required=False, longest=200),
                 Fact("people", _("沟通到的提案者"), "orgs", required=False, choices=rules.askers, help=_("规定要和每位联名人沟通的，逐一勾选")),
                 Fact("said", _("谈了什么"), "long", help=_("提案者看得到"), longest=2000),
                 Fact("view", _("提案者的意见"), "choice", choices=of(VIEWS)),
                 Fact("photo", _("现场照片或记录"), "file", required=False),
             ),
             tells=(rules.asker,), button=_("记下这次沟通"), told=_("沟通记下了，提案者会收到，请他确认。"), says=_("和提案者沟通（{way}），{view}。"), done=_("有了一次沟通记录，请看是否属实。")),
        step("confirm_contact", _("确认沟通记录"), "working rework countersign signing audit done", "", rules.asker_of_answer, main=False, guards=(confirming.something_to_confirm,),
             effects=(confirming.confirm,), tells=(rules.unit,),
             facts=(
                 Fact("contact", _("哪一次"), "choice", choices=confirming.open_contacts, default=confirming.newest),
                 Fact("answer", _("是否属实"), "choice", choices=of([("yes", _("属实")), ("no", _("不属实，或没有谈过"))])),
                 Fact("words", _("实际情况"), "long", when=("answer", ("no",)), longest=1000),
             ),
             help=_("您不认可的记录不算沟通过，承办单位要重新联系您。"), button=_("答复承办单位"), told=_("您的答复已告诉承办单位。"), says=_("提案者答复沟通记录：{answer}。"), done=_("的沟通记录，提案者作了答复。")),
        step("ask_adjustment", _("申请调整"), "pending working", "", rules.unit, main=False, guards=(adjusting.none_waits, adjusting.in_window), effects=(adjusting.ask,),
             facts=(
                 Fact("reason", _("不该由本单位办理的理由"), "long", longest=1000),
                 Fact("suggested", _("建议交给哪个单位"), "org", required=False, choices=adjusting.units),
                 Fact("file", _("盖章的申请"), "file"),
             ),
             tells=(rules.assigning, rules.office), help=_("决定以前仍由你单位办理，期限照走。"),
             button=_("送出申请"), told=_("申请已送交办机关，决定以前仍由你单位办理。"), says=_("申请调整承办单位。"), done=_("的承办单位申请调整。")),
        step("allow_late_adjustment", _("准许逾期申请调整"), "pending working", "", rules.assigning, main=False, guards=(adjusting.window_has_passed,), effects=(adjusting.allow_late,),
             facts=(Fact("why", _("理由"), "long", longest=500),), tells=(rules.unit, rules.office), says=_("准许逾期申请调整。"), done=_("准许逾期申请调整。")),
        step("grant_adjustment", _("同意调整"), "pending working", "ended", rules.assigning, main=False, guards=(adjusting.one_waits,), checks=(adjusting.replacement_fits,),
             effects=(adjusting.grant,),
             facts=(Fact("unit", _("改由哪个单位会办"), "org", required=False, choices=adjusting.units, help=_("只换会办单位时填；主办、独办、分办要重新拟交办")),
                    Fact("words", _("意见"), "long", required=False, longest=500)),
             tells=(rules.unit, rules.office), says=_("同意调整，不再由这个单位承办。"), done=_("的调整申请已同意。")),
        step("refuse_adjustment", _("不同意调整"), "pending working", "", rules.assigning, main=False, guards=(adjusting.one_waits,), effects=(adjusting.refuse,),
             facts=(Fact("words", _("理由"), "long", longest=500),),
             tells=(rules.unit, rules.office), says=_("不同意调整，继续由这个单位办理。"), done=_("的调整申请没有同意，请继续办理，期限不变。")),
        step("ask_extension", _("申请延期"), "working rework", "", rules.answering_unit, main=False, guards=(extending.not_yet_extended, extending.before_expiry),
             checks=(extending.within_reach,), effects=(extending.ask,),
             facts=(Fact("until", _("延到哪一天"), "date"), Fact("reason", _("为什么按期办不完"), "long", longest=1000)),
             tells=(rules.assigning,), help=_("到期以前申请，只延一次。批准以前期限照走。"), button=_("送出申请"), told=_("延期申请已送交办机关，批准以前期限照走。"), says=_("申请延期到{until}。"), done=_("申请延期。")),
        step("grant_extension", _("同意延期"), "working rework", "", rules.assigning, main=False, guards=(extending.one_waits,), checks=(extending.within_reach,), effects=(extending.grant,),
             facts=(Fact("until", _("延到哪一天"), "date", required=False, default=extending.asked_day), Fact("words", _("意见"), "long", required=False, longest=500)),
             tells=(rules.unit, rules.asker, rules.office), says=_("同意延期。"), done=_("的答复期限延了一次，请看新的日期。")),
        step("refuse_extension", _("不同意延期"), "working rework", "", rules.assigning, main=False, guards=(extending.one_waits,), effects=(extending.refuse,),
             facts=(Fact("words", _("理由"), "long", longest=500),), tells=(rules.unit,), says=_("不同意延期。"), done=_("的延期申请没有同意，期限不变。")),
        step("go_on", _("不等会办意见"), "working rework", "", rules.answering_unit, main=False, guards=(rules.opinion_awaited,), effects=(do.go_on,),
             facts=(Fact("why", _("不等的理由"), "long", longest=500),),
             button=_("不再等了"), told=_("记下了，可以送出答复了。"), says=_("写明理由，不再等会办意见。")),
        step("co_opinion", _("交会办意见"), "working", "done", rules.co_unit, effects=(do.add_co_opinion,),
             help=_("会办意见交给主办单位，由主办单位统一答复提案者。"),
             facts=(
                 Fact("doc_number", _("发文字号"), required=False, longest=60),
                 Fact("text", _("会办意见"), "long", longest=5000),
                 Fact("scan", _("盖章件"), "file", required=False),
             ),
             tells=(rules.office,), button=_("送出会办意见"), told=_("会办意见已送主办单位。"), says=_("交出会办意见。"), done=_("的会办意见已交。"), voidable=rules.assigning),
        step("reply", _("写答复"), "working rework", "countersign signing audit done", rules.answering_unit, facts=REPLY, route=countersigning.route,
             guards=(rules.contacted, rules.opinions_in), checks=(do.every_point_answered, promising.promised, do.paper_is_there, do.number_unused, do.head_signs_at_home),
             effects=(countersigning.end_draft, do.write_reply), help=_("逐条答复写齐后送出。送出前都可以改，随时自动保存。"),
             button=_("送出答复"), told=do.after_reply, says=_("送出答复（{result} 类）。"), done=_("的答复已送出。"), form="reply"),
        step("countersign", _("会签"), "countersign", "", rules.co_handlers, guards=(countersigning.not_said_yet,), effects=(countersigning.sign,),
             facts=(Fact("opinion", _("意见"), "choice", choices=of([("agree", _("同意")), ("object", _("要修改"))])),
                    Fact("words", _("怎么改"), "long", when=("opinion", ("object",)), longest=2000)),
             tells=(rules.unit,), button=_("送出会签意见"), told=_("会签意见已送主办单位。"), says=_("会签：{opinion}。"), done=_("的答复稿有了会签意见。")),
        step("countersigned", _("会签完毕"), "countersign", "signing audit done", system, computed=True, effects=(countersigning.settle,), says=_("会办单位都同意，会签完毕。"),
             done=_("的答复稿会签完毕。")),
        step("take_back", _("撤回改稿"), "countersign", "working rework", rules.answering_unit, main=False, route=do.back_to_desk, effects=(do.mirror,), told=_("已撤回，可以改了再送出。"), says=_("撤回答复稿修改。")),
        step("decide_countersign", _("裁定会签"), "countersign", "signing audit done", rules.assigning, route=countersigning.go_on, guards=(countersigning.may_decide,),
             effects=(countersigning.settle,), facts=(Fact("words", _("裁定意见"), "long", longest=1000),),
             tells=(rules.unit, rules.co_handlers), help=_("有会办单位不同意，或会签期限过了，由交办机关裁定。"), says=_("裁定会签，答复稿往下走。"), done=_("的会签由交办机关裁定。")),
        step("send_back", _("退回修改"), "signing", "working rework", rules.unit_head, route=do.back_to_desk, effects=(do.mirror,),
             facts=(Fact("why", _("要改什么"), "long", longest=1000),), told=_("已退回承办人修改。"), says=_("把答复稿退回修改。"), done=_("的答复稿退回修改。")),
        step("sign", _("签发答复"), "signing", "audit done", rules.unit_head, seal=True, effects=(do.sign_reply,), checks=(do.number_unused, do.head_has_signed),
             facts=(Fact("doc_number", _("发文字号"), longest=60, help=_("本单位办公室给的字号")),
                    Fact("head_signed", _("主要负责人签发"), "flag", required=False)),
             told=do.after_reply, says=_("签发答复，{doc_number}。"), done=_("的答复已签发。")),
        step("pass_reply", _("审核通过"), "audit", "done", rules.assigning, seal=True, effects=(do.pass_on_class,), apart_from=("reply", "sign"),
             facts=(Fact("audited_result", _("审核后的分类"), "choice", required=False, choices=classes, help=_("和单位定的不同时才选；两个都保留")),), told=_("审核通过，答复送达提案者。"),
             says=_("审核通过，答复送达提案者。"), done=_("的答复审核通过，已送达。"), batch=True),
        step("fail_reply", _("退回重写"), "audit", "working rework", rules.assigning, route=do.back_to_desk, apart_from=("reply", "sign"), effects=(do.note_return, do.mirror),
             facts=(Fact("reasons", _("哪里不合"), "choices", choices=of(RETURNS), required=False), Fact("why", _("退回的理由"), "long", longest=1000)),
             tells=(rules.unit,), button=_("退回单位重写"), told=_("已退回单位重写。"), says=_("审核未通过，退回重写。"), done=_("的答复退回重写。")),
        step("urge", _("催办"), "pending working countersign signing rework", "", rules.assigning | rules.office, main=False, batch=True,
             facts=(Fact("words", _("催办的话"), "long", required=False, longest=500),),
             tells=(rules.unit,), button=_("发出催办"), told=_("已催办，单位会马上收到。"), says=_("催办。"), done=_("被催办，请抓紧办理。")),
        step("rate_case", _("评价提案质量"), "working countersign signing audit rework done", "", rules.unit, main=False, guards=(twoway.wanted,),
             checks=(twoway.says_why,), effects=(twoway.mark,), tells=(rules.office,),
             facts=(Fact("value", _("这件提案"), "choice", choices=of(QUALITIES), personal=True),
                    Fact("merits", _("好在哪里"), "choices", choices=of(MERITS), required=False, personal=True),
                    Fact("words", _("想说的话"), "long", required=False, longest=1000)),
             help=_("提案委办公室和交办机关看得到，提案者看不到。以后还可以再评，以最后一次为准。"), button=_("送出评价"), told=_("您单位的评价记下了。"),
             says=_("承办单位评价了提案质量。"), done=_("的承办单位评价了提案质量。")),
        step("warn", _("督办"), "pending working countersign signing rework", "", system, computed=True, facts=(Fact("notice", _("督办通知书"), longest=60),),
             says=_("列入督办通知书{notice}。"), done=_("列入督办通知书。")),
        step("rework", _("重新办理"), "done", "rework", system, computed=True, effects=(publishing.put_by,), tells=(rules.unit,), says=_("提案者不满意，退回重新办理。"),
             done=_("提案者不满意，请重新办理。")),
        step("end", _("解除"), "pending working countersign signing audit rework done", "ended", system, computed=True, says=_("不再承办。"), done=_("不再由你单位承办。")),
        step("lapse", _("不再要会办意见"), "pending working", "ended", system, computed=True, tells=(rules.unit,),
             says=_("主办单位已经答复，不再要会办意见。"), done=_("主办单位已经答复，不用再交会办意见。")),
        step("succeed", _("由后继单位接办"), "pending working countersign signing audit rework done", "", rules.assigning | rules.office, main=False,
             checks=(succession.fits,), effects=(succession.hand_on,), offered=urging.unit_is_gone, facts=(Fact("unit", _("后继单位"), "org", choices=adjusting.units), Fact("why", _("依据"), "long", longest=300)),
             tells=(rules.asker, rules.unit), says=_("机构变动，由{unit}接办。"), done=_("改由后继单位接办，期限不变。")),
    ),
))
# fmt: on
