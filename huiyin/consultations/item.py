"""How one suggestion of a consultation goes through a unit (DOMAIN 3.5): taken or declined, carried out, seen on site."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from huiyin.consultations import effects as do
from huiyin.consultations import rules
from huiyin.consultations.models import SOLVED
from huiyin.handling.choices import of
from huiyin.kernel.flow import Fact, Flow, Owe, State, register, step
from huiyin.kernel.who import system
from huiyin.people import bodies
from huiyin.suggestions.models import ADOPTIONS


def other_units(case: Any, post: Any) -> list[tuple[int, str]]:
    return [(unit.pk, unit.name) for unit in bodies.existing(case.committee, "unit") if unit.pk != case.unit_id]


def unit_name(case: Any) -> str:
    return str(case.unit.name)


# fmt: off
FLOW = register(Flow(
    kind="consultation_item",
    label=_("协商意见"),
    model="consultations.Item",
    sees=rules.sees_item,
    opens=system,
    unit=_("条"),
    describe=unit_name,
    states=(
        State("addressed", _("待单位答复"), owes=(Owe("accept", rules.item_unit, "P-39A", until=("decline",)),)),
        State("declined", _("单位不采纳，待认可"), owes=(Owe("accept_decline", rules.item_keeper, "P-38O", until=("readdress", "insist")),), look="soon"),
        State("doing", _("落实中"), owes=(Owe("report", rules.item_unit, "P-39"),)),
        State("reported", _("待现场核实"), owes=(Owe("verify", rules.item_keeper, "P-39V", until=("deny",)),), look="soon"),
        State("verified", _("已核实"), resting=True, look="done"),
        State("dropped", _("不采纳"), resting=True, look="none"),
    ),
    steps=(
        step("accept", _("采纳"), "addressed", "doing", rules.item_unit, effects=(do.accept,),
             facts=(Fact("adoption", _("采纳多少"), "choice", choices=of(ADOPTIONS[:2])), Fact("words", _("打算怎么办、什么时候"), "long", longest=2000)),
             tells=(rules.item_keeper,), says=_("{adoption}，开始落实。"), done=_("单位采纳了，开始落实。")),
        step("decline", _("不采纳"), "addressed", "declined", rules.item_unit, main=False, effects=(do.decline,), facts=(Fact("why", _("为什么"), "long", longest=1000, help=_("参加协商的人会看到")),),
             tells=(rules.item_keeper,), says=_("不采纳，说明了原因。"), done=_("单位不采纳，请看原因。")),
        step("accept_decline", _("认可原因"), "declined", "dropped", rules.item_keeper, effects=(do.settle_whole,), says=_("认可不采纳的原因。"), done=_("不采纳的原因已认可。")),
        step("insist", _("请再考虑"), "declined", "addressed", rules.item_keeper, main=False, facts=(Fact("why", _("为什么"), "long", longest=500),), tells=(rules.item_unit,), says=_("请单位再考虑。"), done=_("请再考虑是否采纳。")),
        step("readdress", _("换一个单位"), "declined", "addressed", rules.item_keeper, main=False, effects=(do.readdress,), facts=(Fact("unit", _("交给哪个单位"), "org", choices=other_units),), tells=(rules.item_unit,), says=_("改交{unit}。"), done=_("交给您单位办。")),
        step("report", _("报结果"), "doing", "reported", rules.item_unit, checks=(do.numbers_fit,), effects=(do.report,),
             facts=(Fact("words", _("办了什么"), "long", longest=2000), Fact("money", _("花了多少钱（万元）"), "number", required=False), Fact("people", _("多少群众受益"), "number", required=False),
                    Fact("thing", _("办成多少"), "number", required=False), Fact("thing_unit", _("计量单位"), required=False, longest=20, help=_("个车位、盏灯、部电梯")), Fact("file", _("照片、凭据"), "file")),
             tells=(rules.item_keeper,), says=_("报结果。（{money}万元）"), done=_("的结果报来了，请到现场核实。")),
        step("verify", _("现场核实"), "reported", "verified", rules.item_keeper, effects=(do.verify,), 
             facts=(Fact("solved", _("解决了吗"), "choice", choices=of(SOLVED)), Fact("words", _("看到的"), "long", longest=1000), Fact("file", _("照片"), "file", required=False)),
             tells=(rules.item_unit,), says=_("到现场核实：{solved}。"), done=_("现场核实过了。")),
        step("deny", _("与事实不符"), "reported", "doing", rules.item_keeper, main=False, facts=(Fact("why", _("哪里不符"), "long", longest=500),), tells=(rules.item_unit,), says=_("核实与事实不符，请再办。"), done=_("核实与事实不符，请再办。")),
        step("reopen", _("重新办"), "verified", "doing", rules.item_keeper, computed=True, tells=(rules.item_unit,), says=_("回头看发现没有落实，重新办。"), done=_("回头看发现没有落实，请重新办。")),
    ),
))
# fmt: on
