"""How a problem lives: studied, worked on, settled, confirmed; closed when each of its voices has been answered."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from huiyin.handling.choices import of
from huiyin.kernel.flow import Fact, Flow, Owe, State, register, step
from huiyin.kernel.who import system
from huiyin.people import bodies
from huiyin.reception import effects as do
from huiyin.reception import rules
from huiyin.reception.models import REFERRALS, RESULTS


def units_here(case: Any, post: Any) -> list[tuple[int, str]]:
    return [(unit.pk, unit.name) for unit in bodies.existing(case.committee, "unit")]


# fmt: off
FLOW = register(Flow(
    kind="problem",
    label=_("问题"),
    model="reception.Problem",
    sees=rules.sees_problem,
    panels=("problem-told", "problem-units", "problem-voices"),
    opens=system,
    unit=_("个"),
    states=(
        State("open", _("待研究"), owes=(Owe("work", rules.keeper, "P-34B", until=("coordinate", "refer", "settle")),)),
        State("working", _("办理中"), owes=(Owe("settle", rules.keeper, "P-34"),)),
        State("settled", _("待确认"), owes=(Owe("confirm", rules.general, "P-34C"),), look="soon"),
        State("confirmed", _("已确认，待回音"), owes=(Owe("close", rules.keeper, "P-34B"),), look="soon"),
        State("closed", _("已销号"), resting=True, look="done"),
    ),
    steps=(
        step("work", _("自己办"), "open", "working", rules.keeper, facts=(Fact("words", _("怎么办"), longest=300),), says=_("由站点自己办。"), done=_("由站点自己办。")),
        step("coordinate", _("请单位协调"), "open working", "working", rules.keeper, effects=(do.coordinate,),
             facts=(Fact("units", _("请哪些单位"), "orgs", choices=units_here),
                    Fact("words", _("请他们做什么"), "long", longest=2000, help=_("单位只看得到这段话和问题的名字，看不到群众是谁"))),
             says=_("请{units}协调。"), done=_("已请单位协调。")),
        step("refer", _("转成别的事"), "open working", "working", rules.keeper, main=False, effects=(do.refer,),
             facts=(Fact("to", _("转成什么"), "choice", choices=of(REFERRALS)), Fact("words", _("交给谁、怎么接着办"), longest=300)),
             says=_("{to}：{words}"), done=_("转成了别的事。")),
        step("settle", _("报结果"), "open working", "settled", rules.keeper, guards=(rules.units_answered,), effects=(do.settle,),
             facts=(Fact("result", _("结果"), "choice", choices=of(RESULTS[:3])),
                    Fact("words", _("告诉群众的话"), "long", longest=2000, help=_("每件诉求都会用它回音，可以再改")),
                    Fact("file", _("照片、回函"), "file", required=False)),
             tells=(rules.general,), says=_("报结果：{result}。"), done=_("报了结果，请确认。")),
        step("confirm", _("确认结果"), "settled", "confirmed", rules.general, effects=(do.confirm,), batch=True,
             tells=(rules.station,), says=_("确认结果。"), done=_("的结果已确认，请给每位群众回音。")),
        step("return_", _("退回再办"), "settled", "working", rules.general, effects=(do.not_confirmed,),
             facts=(Fact("why", _("为什么"), "long", longest=500),), tells=(rules.keeper,), says=_("退回再办。"), done=_("的结果被退回，请再办。")),
        step("close", _("销号"), "confirmed", "closed", rules.keeper, guards=(rules.all_echoed,), batch=True, says=_("每件诉求都给了回音，销号。"), done=_("已销号。")),
        step("reopen", _("重新办"), "closed confirmed", "working", rules.keeper, main=False, effects=(do.not_confirmed,),
             facts=(Fact("why", _("为什么"), "long", longest=500),), says=_("重新办。"), done=_("要重新办。")),
    ),
))
# fmt: on
