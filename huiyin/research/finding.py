"""How one finding of research lives: written down, handed to a unit or kept for the report, answered, checked (S2-24, S3-13)."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from huiyin.handling.choices import of
from huiyin.kernel.flow import Fact, Flow, Owe, State, register, step
from huiyin.kernel.who import system
from huiyin.research import effects as do
from huiyin.research import rules
from huiyin.research.models import VERDICTS


def whose(case: Any) -> str:
    return str(case.whose or case.title)


# fmt: off
FLOW = register(Flow(
    kind="finding",
    label=_("调研问题"),
    model="research.ResearchFinding",
    sees=rules.sees_part,
    opens=system,
    unit=_("个"),
    describe=whose,
    states=(
        State("listed", _("待处理"), owes=(Owe("refer", rules.keeper, "P-49P", until=("keep",)),), look="soon"),
        State("asked", _("待单位答复"), owes=(Owe("answer", rules.unit, "P-49A", until=("recall",)),)),
        State("answered", _("待核实"), owes=(Owe("check", rules.looker, "P-49V", until=("again",)),), look="soon"),
        State("kept", _("写进报告"), resting=True, look="none"),
        State("solved", _("已解决"), resting=True, look="done"),
        State("partly", _("部分解决"), resting=True, look="soon"),
        State("unsolved", _("没有解决"), resting=True, look="late"),
    ),
    steps=(
        step("refer", _("交单位办"), "listed kept", "asked", rules.keeper, effects=(do.refer,), facts=(Fact("unit", _("哪个单位"), "org", choices=do.units_here, always=True), Fact("words", _("请单位做什么"), "long", required=False, longest=1000)),
             tells=(rules.unit,), says=_("交{unit}办。"), done=_("是调研中发现的问题，请研究答复。")),
        step("keep", _("写进报告"), "listed", "kept", rules.keeper, main=False, facts=(Fact("words", _("为什么不单独交办"), "long", required=False, longest=500),), says=_("写进报告，不单独交办。"), done=_("写进报告。")),
        step("recall", _("收回"), "asked", "listed", rules.keeper, main=False, help=_("交错了单位的，收回来再交给别的单位。"), facts=(Fact("why", _("为什么收回"), longest=300),),
             tells=(rules.unit,), says=_("收回：{why}"), done=_("收回了，不用再答复。")),
        step("answer", _("答复"), "asked", "answered", rules.unit, effects=(do.answer,), facts=(Fact("words", _("怎么办的；办不了的，说明原因"), "long", longest=2000), Fact("file", _("凭据"), "file", required=False)),
             tells=(rules.looker,), says=_("单位答复。"), done=_("答复了，请核实。")),
        step("check", _("核实"), "answered", "solved partly unsolved", rules.looker, effects=(do.check,), route=do.check_goes,
             facts=(Fact("verdict", _("解决了吗"), "choice", choices=of(VERDICTS), always=True), Fact("words", _("看到的、企业说的"), "long", longest=1000), Fact("file", _("照片"), "file", required=False)),
             tells=(rules.unit,), says=_("核实：{verdict}。"), done=_("核实过了。")),
        step("again", _("请再办"), "answered partly unsolved", "asked", rules.keeper, main=False, facts=(Fact("why", _("还差什么"), "long", longest=500),), tells=(rules.unit,), says=_("请单位再办。"), done=_("请再办，并再答复。")),
    ),
))
# fmt: on
