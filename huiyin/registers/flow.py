"""How a line of a register lives: written, corrected, confirmed where its register wants it, struck; never rewritten."""

from typing import Any

from django.utils.translation import gettext_lazy as _

import huiyin.registers.declared  # noqa: F401  the declarations register themselves
from huiyin.kernel.flow import Fact, Flow, Owe, State, register, step
from huiyin.registers import effects, who
from huiyin.registers.shape import REGISTERS


def label_of(case: Any) -> Any:
    return REGISTERS[case.register].label


WHY = Fact("why", _("理由"), longest=300)

# fmt: off
FLOW = register(Flow(
    kind="register_entry",
    label=_("台账记录"),
    model="registers.Record",
    sees=who.sees,
    opens=who.opens,
    start="kept",
    panels=("register-entry",),
    beside=True,
    describe=label_of,
    states=(
        State("kept", _("在册"), resting=True, look="done"),
        State("waiting", _("待核对"), owes=(Owe("confirm", who.keeps, "10wd", until=("strike",)),), look="soon"),
        State("struck", _("已作废"), resting=True, look="none"),
    ),
    steps=(
        step("write", _("更正"), "kept waiting", "kept waiting", who.writes, form="register", checks=(effects.fits,), effects=(effects.write,), route=effects.route,
             facts=(Fact("values", _("内容"), "values"), Fact("private", _("个人信息"), "values", required=False, personal=True), Fact("edition", _("新的一版"), "flag", required=False), Fact("why", _("为什么改"), required=False, longest=300)),
             says=_("写进台账。"), told=_("记下了。")),
        step("confirm", _("核对无误"), "waiting", "kept", who.confirms, apart_from=("write",), effects=(effects.confirm,), says=_("核对无误，计入统计。"), told=_("核对好了，计入统计。")),
        step("strike", _("作废"), "kept waiting", "struck", who.keeps, main=False, facts=(WHY,), effects=(effects.strike,), help=_("从列表和统计里拿掉，内容和理由都留着，可以恢复。"), says=_("作废：{why}"), told=_("作废了，内容还留着。")),
        step("restore", _("恢复"), "struck", "kept waiting", who.keeps, main=False, facts=(WHY,), effects=(effects.restore,), route=effects.route, says=_("恢复：{why}"), told=_("恢复了。")),
        step("forget", _("清除个人信息"), "kept struck", "", who.keeps, main=False, seal=True, guards=(effects.has_private,), facts=(WHY,), effects=(effects.forget,),
             help=_("本人撤回同意时用。姓名和联系方式从每一版里清除，附的文件一并删除，不能恢复。"), says=_("清除了个人信息。"), told=_("清除了。")),
        step("attach", _("附文件"), "kept waiting", "", who.writes, main=False, facts=(Fact("evidence_file", _("文件"), "file"),), says=_("附了文件。"), told=_("附好了。")),
    ),
))
# fmt: on
