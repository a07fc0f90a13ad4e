"""How an evaluation of units lives, and a unit's mark in it; and a proposal on its way to being named excellent (excellence.py)."""

from django.utils.translation import gettext_lazy as _

from huiyin.awards import excellence
from huiyin.awards import rounds as do
from huiyin.handling.choices import of
from huiyin.kernel.flow import Fact, Flow, Owe, State, register, step
from huiyin.kernel.who import system

__all__ = ["EVALUATION", "MARK", "excellence"]

# fmt: off
EVALUATION = register(Flow(
    kind="evaluation",
    label=_("承办单位考评"),
    model="awards.Evaluation",
    sees=do.house,
    opens=do.office,
    unit=_("次"),
    panels=("evaluation-marks",),
    states=(
        State("counting", _("待公示"), owes=(Owe("show", do.office, "P-28-SHOW"),)),
        State("shown", _("公示中"), owes=(Owe("settle", do.director, "P-28-SETTLE"),), look="soon"),
        State("settled", _("已定分，待命名"), owes=(Owe("name", do.director, "P-28-NAME"),)),
        State("named", _("已命名先进单位"), final=True, look="done"),
    ),
    steps=(
        step("show", _("公示得分"), "counting", "shown", do.office, guards=(do.something_to_mark,), effects=(do.show,),
             help=_("各单位的得分按今天的记录算定，每个单位只看到自己的。"), button=_("算定并公示"), told=_("得分已公示，单位可以提异议。"),
             says=_("算定并公示各单位得分。"), done=_("公示了得分。")),
        step("settle", _("定分封存"), "shown", "settled", do.director, seal=True, guards=(do.window_is_over, do.objections_answered), effects=(do.settle,),
             help=_("定分以后不能再改，校验码写进记录。"), button=_("定分封存"), told=_("得分已封存。"), says=_("定分封存。"), done=_("已定分。")),
        step("freeze", _("写入校验码"), "settled", "", system, computed=True, facts=(Fact("sha256", _("校验码")), Fact("units", _("单位数"))),
             says=_("封存 {units} 个单位的得分，校验码 {sha256}。")),
        step("name", _("命名先进承办单位"), "settled", "named", do.director, seal=True, checks=(do.within_share,), effects=(do.name_units,),
             facts=(Fact("decision", _("审定依据"), longest=200, help=_("哪一次会议审定")),
                    Fact("units", _("先进承办单位"), "orgs", choices=do.to_name),
                    Fact("words", _("理由"), "long", longest=2000, help=_("得分在前而没有选上的，也请写明为什么"))),
             button=_("命名"), told=_("先进承办单位定下来了。"), says=_("命名{units}为先进承办单位，{decision}。"), done=_("命名了先进承办单位。")),
    ),
))

MARK = register(Flow(
    kind="unit_mark",
    label=_("考评得分"),
    model="awards.UnitMark",
    sees=do.sees_mark,
    opens=system,
    unit=_("个"),
    panels=("mark-parts",),
    describe=do.unit_name,
    states=(
        State("shown", _("公示中"), resting=True, look="soon"),
        State("objected", _("有异议"), owes=(Owe("answer", do.office, "P-28-ANSWER"),), look="late"),
        State("settled", _("已定分"), final=True, look="done"),
    ),
    steps=(
        step("object", _("提出异议"), "shown", "objected", do.unit, guards=(do.in_window,), effects=(do.object_,), tells=(do.office,),
             facts=(Fact("item", _("哪一项"), "choice", choices=do.items, required=False),
                    Fact("why", _("为什么"), "long", longest=2000, help=_("哪一件数得不对，应当怎么数")),
                    Fact("file", _("佐证材料"), "file", required=False)),
             button=_("送出异议"), told=_("异议已送提案委办公室，期限内答复你单位。"), says=_("提出异议：{item}。"), done=_("有单位提出异议。")),
        step("answer", _("答复异议"), "objected", "shown", do.office, checks=(do.answer_fits,), effects=(do.answer,), tells=(do.unit,),
             facts=(Fact("upheld", _("异议是否成立"), "choice", choices=of([("yes", _("成立，改分")), ("no", _("不成立，维持"))])),
                    Fact("change", _("加几分"), "number", when=("upheld", ("yes",)), help=_("减分写负数，例如 2.5")),
                    Fact("words", _("答复"), "long", longest=2000)),
             button=_("答复单位"), told=_("已答复单位。"), says=_("答复异议：{upheld}，{change} 分。"), done=_("的异议有了答复。")),
        step("settle", _("定分"), "shown", "settled", system, computed=True, tells=(do.unit,), says=_("定分。"), done=_("已定分。")),
    ),
))
# fmt: on
