"""How a unit's part lives (DOMAIN 3.1a–c): signed for, talked over, answered, audited, delivered.

The kind that hands out assignments has two computed steps of its own: `take_up` (all have signed) and `answered` (all have replied).
"""

from typing import Any

from django.utils.translation import gettext_lazy as _

from huiyin.handling import effects as do
from huiyin.handling import rules
from huiyin.handling.models import PHASES, PUBLICITY, VIEWS, WAYS
from huiyin.kernel import parameters
from huiyin.kernel.flow import Fact, Flow, Owe, State, own_row, register, step
from huiyin.kernel.who import system


def of(pairs: Any) -> Any:
    """A fixed list of choices, as a fact wants it."""
    return lambda case, post: [(value, str(label)) for value, label in pairs]


def classes(case: Any, post: Any) -> list[tuple[str, str]]:
    return [(str(row[0]), f"{row[0]}　{row[1]}") for row in parameters.get(case.committee, "P-20")]


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
    Fact("points", _("逐条答复"), "points", help=_("每一条建议都要写明采纳与否、怎么办、什么时候")),
    Fact("closing", _("结尾"), "long", required=False),
    Fact("carried_out", _("所提的事已经落实"), "flag", required=False),
    Fact("contact_name", _("联系人"), personal=True, longest=60),
    Fact("contact_phone", _("联系电话"), personal=True, longest=40),
    Fact("publicity", _("公开属性"), "choice", choices=of(PUBLICITY)),
    Fact(
        "publicity_reason", _("不公开的依据"), required=True, when=("publicity", ("closed", "on_request")), longest=300
    ),
    Fact("scan", _("签发盖章件"), "file", required=False, help=_("在单位签发的，上传盖章的 PDF 或照片")),
)

# fmt: off
FLOW = register(Flow(
    kind="assignment",
    label=_("承办任务"),
    model="handling.Assignment",
    sees=rules.sees,
    opens=system,
    describe=lambda case: own_row(case).unit.name,
    states=(
        State("pending", _("待签收"), owes=(Owe("sign_in", rules.unit, "P-SIGN", "handed_on"),)),
        State("working", _("办理中"), owes=(
            Owe("reply", rules.answering_unit, "P-11", "handed_on"),
            Owe("contact", rules.answering_unit, "P-15", "handed_on"),
            Owe("co_opinion", rules.co_unit, "P-14", "handed_on"),
        )),
        State("signing", _("待签发"), owes=(Owe("sign", rules.unit_head, "P-11", "handed_on"),), when=("P-CHAIN", 1)),
        State("audit", _("待审核"), owes=(Owe("pass_reply", rules.assigning, "P-AUDIT"),), when=("P-18", 1)),
        State("rework", _("重新办理"), owes=(Owe("reply", rules.answering_unit, "P-23"),), look="late"),
        State("done", _("已办"), resting=True, look="done"),
        State("ended", _("已解除"), final=True, look="none"),
    ),
    steps=(
        step("sign_in", _("签收"), "pending", "working", rules.unit, batch=True, effects=(do.take_up,),
             facts=(Fact("handler", _("承办人"), required=False, personal=True, longest=60),),
             says=_("签收，开始办理。"), done=_("已由承办单位签收。"), voidable=rules.assigning),
        step("contact", _("登记沟通"), "working rework", "", rules.answering_unit, checks=(do.contact_day,), effects=(do.add_contact, do.attach),
             help=_("和提案者见面、到现场或电话沟通后，在这里记一笔。提案者会收到，并可确认或更正。"), voidable=rules.unit,
             facts=(
                 Fact("on", _("日期"), "date", help=_("今天或以前，例如 2026-06-16")),
                 Fact("way", _("方式"), "choice", choices=of(WAYS), help=_("重点提案和集体提案至少要有一次当面沟通")),
                 Fact("phase", _("阶段"), "choice", choices=of(PHASES), default=lambda case, post: "during"),
                 Fact("ours", _("我方到场"), personal=True, longest=200),
                 Fact("theirs", _("提案者到场"), personal=True, required=False, longest=200),
                 Fact("said", _("谈了什么"), "long", help=_("提案者看得到"), longest=2000),
                 Fact("view", _("提案者的意见"), "choice", choices=of(VIEWS)),
                 Fact("photo", _("现场照片或记录"), "file", required=False),
             ),
             says=_("和提案者沟通（{way}），{view}。"), done=_("有了一次沟通记录。")),
        step("go_on", _("不等会办意见"), "working rework", "", rules.answering_unit, main=False, effects=(do.go_on,),
             facts=(Fact("why", _("不等的理由"), "long", longest=500),),
             says=_("写明理由，不再等会办意见。")),
        step("co_opinion", _("交会办意见"), "working", "done", rules.co_unit, effects=(do.add_co_opinion, do.attach),
             help=_("会办意见交给主办单位，由主办单位统一答复提案者。"),
             facts=(
                 Fact("doc_number", _("发文字号"), required=False, longest=60),
                 Fact("text", _("会办意见"), "long", longest=5000),
                 Fact("scan", _("盖章件"), "file", required=False),
             ),
             tells=(rules.office,), says=_("交出会办意见。"), done=_("的会办意见已交。"), voidable=rules.assigning),
        step("reply", _("写答复"), "working rework", "signing audit done", rules.answering_unit, facts=REPLY,
             guards=(rules.contacted, rules.opinions_in), checks=(do.every_point_answered, do.paper_is_there, do.number_unused),
             effects=(do.write_reply, do.attach), help=_("逐条答复写齐后送出。送出前都可以改，随时自动保存。"),
             says=_("送出答复（{result} 类）。"), done=_("的答复已送出。"), form="reply"),
        step("send_back", _("退回修改"), "signing", "working rework", rules.unit_head, route=do.back_to_desk, effects=(do.mirror,),
             facts=(Fact("why", _("要改什么"), "long", longest=1000),), says=_("把答复稿退回修改。"), done=_("的答复稿退回修改。")),
        step("sign", _("签发答复"), "signing", "audit done", rules.unit_head, seal=True, effects=(do.sign_reply,), checks=(do.number_unused,),
             facts=(Fact("doc_number", _("发文字号"), longest=60, help=_("本单位办公室给的字号")),),
             says=_("签发答复，{doc_number}。"), done=_("的答复已签发。")),
        step("pass_reply", _("审核通过"), "audit", "done", rules.assigning, seal=True, effects=(do.pass_on_class,), apart_from=("reply", "sign"),
             facts=(Fact("audited_result", _("审核后的分类"), "choice", required=False, choices=classes, help=_("和单位定的不同时才选；两个都保留")),),
             says=_("审核通过，答复送达提案者。"), done=_("的答复审核通过，已送达。"), batch=True),
        step("fail_reply", _("退回重写"), "audit", "working rework", rules.assigning, route=do.back_to_desk, effects=(do.mirror,), apart_from=("reply", "sign"),
             facts=(Fact("why", _("退回的理由"), "long", longest=1000),),
             tells=(rules.unit,), says=_("审核未通过，退回重写。"), done=_("的答复退回重写。")),
        step("urge", _("催办"), "pending working signing rework", "", rules.assigning | rules.office, main=False, batch=True,
             facts=(Fact("words", _("催办的话"), "long", required=False, longest=500),),
             tells=(rules.unit,), says=_("催办。"), done=_("被催办，请抓紧办理。")),
        step("rework", _("重新办理"), "done", "rework", system, computed=True, tells=(rules.unit,), says=_("提案者不满意，退回重新办理。"),
             done=_("提案者不满意，请重新办理。")),
        step("end", _("解除"), "pending working signing audit rework done", "ended", system, computed=True, says=_("不再承办。"), done=_("不再由你单位承办。")),
    ),
))
# fmt: on
