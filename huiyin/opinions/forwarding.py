"""What a unit that was sent a report must say, within P-33 (R-106, R-108): like a reply to a proposal, without its form."""

from django.utils.translation import gettext_lazy as _

from huiyin.handling.choices import of
from huiyin.kernel.flow import Fact, Flow, Owe, State, register, step
from huiyin.kernel.who import system
from huiyin.opinions import effects as do
from huiyin.opinions import rules
from huiyin.opinions.models import DEGREES

# fmt: off
FLOW = register(Flow(
    kind="forwarding",
    label=_("转办"),
    model="opinions.Forwarding",
    sees=rules.sees_forwarding,
    opens=system,
    describe=do.asked_of,
    states=(
        State("asked", _("待单位答复"), owes=(Owe("answer", rules.asked_unit, "P-33"),)),
        State("answered", _("已答复"), resting=True, look="done"),
        State("dropped", _("不再需要"), final=True, look="none"),
    ),
    steps=(
        step("answer", _("答复转办件"), "asked", "answered", rules.asked_unit, effects=(do.keep_answer,),
             facts=(Fact("degree", _("办到什么程度"), "choice", choices=of(DEGREES)),
                    Fact("words", _("怎么办的"), "long", longest=2000, help=_("作者看得到")), Fact("file", _("附件"), "file", required=False)),
             tells=(rules.editor_,), says=_("答复转办件：{degree}。"), done=_("的转办件有了答复。")),
        step("again", _("请再答复"), "answered", "asked", rules.editor_, main=False, facts=(Fact("why", _("还要说明什么"), "long", longest=1000),),
             tells=(rules.asked_unit,), says=_("请再答复。"), done=_("的转办件请再答复。")),
        step("drop", _("不再需要答复"), "asked", "dropped", rules.editor_, main=False, facts=(Fact("why", _("为什么"), longest=200),),
             tells=(rules.asked_unit,), says=_("不再需要答复。"), done=_("的转办件不再需要答复。")),
    ),
))
# fmt: on
