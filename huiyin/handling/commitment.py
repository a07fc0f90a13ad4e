"""How a promise lives (DOMAIN 3.1d): open, reported, verified; moved with leave, given up with an explanation."""

from django.utils.translation import gettext_lazy as _

from huiyin.handling import promising as do
from huiyin.handling import rules
from huiyin.handling.choices import classes
from huiyin.kernel.flow import Fact, Flow, Owe, State, register, step
from huiyin.kernel.who import system

VERIFIERS = rules.office | rules.assigning
BY = Fact("by", _("改到哪一天"), "date", help=_("晚于原来的日期，例如 2027-03-31"))

# fmt: off
FLOW = register(Flow(
    kind="commitment",
    label=_("承诺事项"),
    model="handling.Commitment",
    sees=rules.own_unit | rules.assigning | rules.watchers | rules.asker,
    opens=system,
    unit=_("项"),
    describe=lambda case: case.title[:40],
    states=(
        State("open", _("兑现中"), owes=(Owe("report", rules.unit, on="by"), Owe("allow_change", do.changer, "P-10", "change_asked_on", until=("refuse_change",)))),
        State("reported", _("待核实"), owes=(Owe("verify", rules.office, "P-VERIFY"),), look="soon"),
        State("verified", _("已销号"), resting=True, look="done"),
        State("failed", _("未能兑现"), resting=True, look="late"),
        State("replaced", _("已由新的承诺代替"), final=True, look="none"),
    ),
    steps=(
        step("report", _("报称办成"), "open", "reported", rules.unit, effects=(do.drop_change,),
             facts=(Fact("text", _("办成了什么"), "long", longest=2000), Fact("file", _("佐证材料"), "file", required=False)),
             tells=(rules.asker, rules.office), says=_("报称已经办成，等待核实。"), done=_("的承诺报称办成，等待核实。")),
        step("progress", _("报告进展"), "open", "", rules.unit, main=False,
             facts=(Fact("text", _("进展"), "long", longest=1000), Fact("file", _("佐证材料"), "file", required=False)),
             tells=(rules.asker,), says=_("报告进展。"), done=_("的承诺有了进展。")),
        step("verify", _("核实销号"), "reported", "verified", VERIFIERS, effects=(do.verify,), batch=True,
             facts=(Fact("words", _("怎么核实的"), "long", required=False, longest=1000),
                    Fact("result", _("办理结果改为"), "choice", required=False, choices=classes, help=_("办成以后分类有变化才选；原来的分类保留"))),
             tells=(rules.asker, rules.unit), says=_("核实办成，销号。"), done=_("的承诺已核实办成。")),
        step("deny", _("核实不符"), "reported", "open", VERIFIERS,
             facts=(Fact("why", _("哪里不符"), "long", longest=1000),),
             tells=(rules.unit,), says=_("核实不符，继续兑现。"), done=_("的承诺核实不符，请继续办理。")),
        step("ask_change", _("申请改期"), "open", "", rules.unit, main=False, guards=(do.no_change_waits,), checks=(do.later_than_now,), effects=(do.ask_change,),
             facts=(BY, Fact("why", _("为什么"), "long", longest=1000)),
             tells=(do.changer,), says=_("申请改期到{by}。"), done=_("的承诺申请改期。")),
        step("allow_change", _("同意改期"), "open", "", do.changer, guards=(do.a_change_waits,), effects=(do.allow_change,),
             facts=(Fact("words", _("意见"), "long", required=False, longest=500),),
             help=_("前两次由交办机关决定；第三次起要提案委主任决定。"),
             tells=(rules.asker, rules.unit, rules.office), says=_("同意改期。"), done=_("的承诺改了日期。")),
        step("refuse_change", _("不同意改期"), "open", "", do.changer, main=False, guards=(do.a_change_waits,), effects=(do.refuse_change,),
             facts=(Fact("words", _("理由"), "long", longest=500),),
             tells=(rules.unit,), says=_("不同意改期。"), done=_("的承诺不能改期，请按期兑现。")),
        step("fail", _("说明不能兑现"), "open reported", "failed", rules.unit, main=False, seal=True, effects=(do.drop_change, do.follow_parent),
             facts=(Fact("why", _("为什么不能兑现"), "long", longest=2000, help=_("提案者会收到这段说明")),),
             tells=(rules.asker, rules.office, rules.assigning), says=_("说明不能兑现：已告知提案者。"), done=_("的承诺不能兑现，请看说明。")),
        step("supersede", _("由新的承诺代替"), "open reported", "replaced", system, computed=True, says=_("再次答复作了新的承诺。")),
        step("reopen", _("重新兑现"), "verified failed", "open", system, computed=True, checks=(do.take_up_again,),
             facts=(Fact("by", _("到哪一天"), "date"),), tells=(rules.unit,), says=_("回头看发现没有落实，重新兑现。"), done=_("的承诺要重新兑现。")),
    ),
))
# fmt: on
