"""The parts of a subject of oversight: the letter to one unit, and each of its items until it is put right."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from huiyin.handling.choices import of
from huiyin.kernel.flow import Fact, Flow, Owe, State, register, step
from huiyin.kernel.who import system
from huiyin.oversight import effects as do
from huiyin.oversight import rules
from huiyin.oversight.models import LOOKED, STANCES, VERDICTS


def unit_name(case: Any) -> str:
    return str(case.unit.name)


# fmt: off
LETTER = register(Flow(
    kind="oversight_letter",
    label=_("民主监督建议书"),
    model="oversight.OversightLetter",
    sees=rules.sees_part,
    opens=system,
    describe=unit_name,
    states=(
        State("drafted", _("未送出"), resting=True, look="none"),
        State("sent", _("待签收"), owes=(Owe("receive", rules.unit, "P-42R"),)),
        State("received", _("待正式复函"), owes=(Owe("reply", rules.unit, "P-42"),)),
        State("answered", _("已复函"), final=True, look="done"),
        State("dropped", _("不发"), final=True, look="none"),
    ),
    steps=(
        step("deliver", _("送达"), "drafted", "sent", rules.keeper, computed=True, tells=(rules.unit,), says=_("建议书送达。")),
        step("drop", _("不发"), "drafted", "dropped", rules.keeper, computed=True, says=_("没有要提的建议，这一份不发。")),
        step("receive", _("签收建议书"), "sent", "received", rules.unit, tells=(rules.looker,), says=_("签收建议书。"), done=_("的建议书签收了。")),
        step("reply", _("登记正式复函"), "received", "answered", rules.unit, guards=(rules.all_answered,), effects=(do.reply,),
             facts=(Fact("doc_number", _("复函文号"), longest=60, help=_("照单位发文写，例如：澄住建函〔2026〕41号")), Fact("scan", _("盖章的复函"), "file")),
             tells=(rules.looker,), says=_("正式复函：{doc_number}。"), done=_("的建议书复函了。")),
    ),
))
ITEM = register(Flow(
    kind="oversight_item",
    label=_("监督建议"),
    model="oversight.OversightItem",
    sees=rules.sees_part,
    opens=system,
    unit=_("条"),
    describe=unit_name,
    states=(
        State("asked", _("待单位答复"), owes=(Owe("answer", rules.unit, "P-42"),)),
        State("answered", _("待再去看"), owes=(Owe("look", rules.looker, "P-42L"),), look="soon"),
        State("rectified", _("已整改"), resting=True, look="done"),
        State("partly", _("部分整改"), resting=True, look="soon"),
        State("not_done", _("未整改"), resting=True, look="late"),
    ),
    steps=(
        step("answer", _("答复这一条"), "asked", "answered", rules.unit, checks=(do.promised_later,), effects=(do.answer,),
             facts=(Fact("stance", _("接受吗"), "choice", choices=of(STANCES)), Fact("words", _("怎么改；不接受的，说明理由"), "long", longest=2000),
                    Fact("by", _("哪天整改到位"), "date", required=False, when=("stance", ("accept", "partly")))),
             tells=(rules.looker,), says=_("答复：{stance}。（{by} 整改到位）"), done=_("有一条建议答复了。")),
        step("look", _("再去看"), "answered", "rectified partly not_done", rules.looker, effects=(do.look,), route=do.look_goes,
             facts=(Fact("verdict", _("改了吗"), "choice", choices=of(VERDICTS)), Fact("way", _("怎么看的"), "choice", choices=of(LOOKED)),
                    Fact("words", _("看到的；没改到位的，写为什么"), "long", longest=1500), Fact("file", _("照片"), "file", required=False)),
             tells=(rules.unit,), says=_("再去看：{verdict}。"), done=_("再去看过了。")),
        step("again", _("请再整改"), "partly not_done", "asked", rules.keeper, main=False, effects=(do.again,), facts=(Fact("why", _("还要改什么"), "long", longest=500),),
             tells=(rules.unit,), says=_("请再整改。"), done=_("请再整改，并再答复。")),
    ),
))
# fmt: on
