"""What a unit is asked to do about a problem, and what it says: a word in fifteen days, without the form of an official reply."""

from django.utils.translation import gettext_lazy as _

from huiyin.handling.choices import of
from huiyin.kernel.flow import Fact, Flow, Owe, State, register, step
from huiyin.kernel.who import system
from huiyin.reception import effects as do
from huiyin.reception import rules
from huiyin.reception.models import RESULTS

# fmt: off
FLOW = register(Flow(
    kind="coordination",
    label=_("协调"),
    model="reception.Coordination",
    sees=rules.sees_coordination,
    opens=system,
    describe=do.asked_of,
    states=(
        State("asked", _("待单位回话"), owes=(Owe("answer", rules.asked_unit, "P-34U", until=("decline",)),)),
        State("answered", _("已回话"), resting=True, look="done"),
        State("declined", _("单位说不归它"), resting=True, look="none"),
        State("dropped", _("不再需要"), final=True, look="none"),
    ),
    steps=(
        step("answer", _("回话"), "asked", "answered", rules.asked_unit, effects=(do.keep_answer,),
             facts=(Fact("degree", _("办到什么程度"), "choice", choices=of(RESULTS[:3])),
                    Fact("words", _("办了什么"), "long", longest=2000), Fact("file", _("照片、回函"), "file", required=False)),
             tells=(rules.keeper,), says=_("回话：{degree}。"), done=_("的协调有了回话。")),
        step("decline", _("不归我们"), "asked", "declined", rules.asked_unit, main=False,
             facts=(Fact("why", _("为什么，该找谁"), "long", longest=500),), tells=(rules.keeper,), says=_("说不归本单位办。"), done=_("的协调，单位说不归它办。")),
        step("drop", _("不再需要"), "asked", "dropped", rules.keeper, main=False, facts=(Fact("why", _("为什么"), longest=200),),
             tells=(rules.asked_unit,), says=_("不再需要协调。"), done=_("的协调不再需要了。")),
        step("more", _("请再办"), "answered declined", "asked", rules.keeper, main=False, facts=(Fact("words", _("还要做什么"), "long", longest=1000),),
             tells=(rules.asked_unit,), says=_("请再办。"), done=_("的协调请再办。")),
    ),
))
# fmt: on
