"""How an opinion report lives (DOMAIN 3.2): written, handed in, edited, checked, issued, sent; its results come over months."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from huiyin.handling.choices import of
from huiyin.kernel import parameters
from huiyin.kernel.flow import Fact, Flow, Owe, State, register, step
from huiyin.kernel.who import system
from huiyin.opinions import composing, forwarding, rules
from huiyin.opinions import effects as do
from huiyin.opinions.models import CHANNELS, LEVELS, MARKS, USES
from huiyin.people import bodies

__all__ = ["FLOW", "forwarding"]


def classes(case: Any, post: Any) -> list[tuple[str, str]]:
    """The classes of reports as they are called here (P-31K)."""
    return [(str(row[0]), str(row[1])) for row in parameters.get(case.committee, "P-31K")]


def units_here(case: Any, post: Any) -> list[tuple[int, str]]:
    return [(unit.pk, unit.name) for unit in bodies.existing(case.committee, "unit")]


def title_now(case: Any, post: Any) -> str:
    return str(case.title)


def text_now(case: Any, post: Any) -> str:
    return do.body_of(case)


WHY = (Fact("why", _("为什么"), "long", longest=500, help=_("作者看得到")),)
ON = Fact("on", _("哪一天"), "date", required=False, help=_("不填就是今天"))
TOOK = ("dispatched", "answered", "closed")
SIFT = ("return_", "keep")

# fmt: off
FLOW = register(Flow(
    kind="opinion",
    label=_("社情民意信息"),
    model="opinions.OpinionReport",
    sees=rules.sees,
    opens=rules.begins,
    asks=rules.author,
    unit=_("篇"),
    panels=("opinion_text", "opinion_editions", "opinion_results", "opinion_issue"),
    states=(
        State("draft", _("草稿"), owes=(Owe("submit", rules.writer, until=("discard",)),), look="none"),
        State("submitted", _("来稿"), owes=(Owe("select", rules.editor, "P-31S", until=SIFT),)),
        State("urgent", _("来稿（急件）"), owes=(Owe("select", rules.editor, on="came_on", until=SIFT),), look="late"),
        State("returned", _("退回补充"), owes=(Owe("submit", rules.writer, until=("discard",)),), look="soon"),
        State("kept", _("留存未采用"), resting=True, look="none"),
        State("selected", _("已采编"), owes=(Owe("edit", rules.editor, "P-31E", until=("compose",)),)),
        State("in_composite", _("并入综合稿"), resting=True, look="way"),
        State("edited", _("编辑稿待审核"), owes=(Owe("check", rules.secretary, "P-31C", until=("send_back",)),)),
        State("checked", _("待签发"), owes=(Owe("issue", rules.signer, "P-31C", until=("hold",)),)),
        State("issued", _("已签发"), owes=(Owe("dispatch", rules.editor, "P-31D"),)),
        State("dispatched", _("已报送"), owes=(Owe("tell_author", rules.editor, "P-31R"),)),
        State("answered", _("有结果"), owes=(Owe("tell_author", rules.editor, "P-31T"),), look="soon"),
        State("closed", _("已反馈作者"), resting=True, look="done"),
        State("discarded", _("已删除"), final=True, look="none"),
    ),
    steps=(
        step("submit", _("交稿"), "draft returned", "submitted urgent", rules.writer, guards=(rules.whole,), checks=(do.comes_today,), route=do.urgent_first,
             effects=(do.hand_in,), tells=(rules.editor,), says=_("交稿。"), done=_("来稿了，请筛选。"), told=_("已交给社情民意信息办。采用没有、去了哪里，都会告诉您。")),
        step("discard", _("删除草稿"), "draft returned", "discarded", rules.writer, main=False, says=_("删除草稿。"), told=_("草稿已删除。")),
        step("take_back", _("撤回再写"), "submitted urgent", "draft", rules.writer, main=False, says=_("撤回再写。"), told=_("已撤回，可以接着写。")),
        step("gather", _("合成"), "draft", "selected", system, computed=True, says=_("由几篇来稿合成。")),
        step("select", _("采用编辑"), "submitted urgent kept", "selected", rules.editor, tells=(rules.author,), batch=True, says=_("采用，进入编辑。"), done=_("已采用，正在编辑。")),
        step("return_", _("退回补充"), "submitted urgent selected", "returned", rules.editor, main=False, facts=WHY, tells=(rules.writer,), says=_("退回补充。"), done=_("被退回，请补充后再交。")),
        step("keep", _("留存不用"), "submitted urgent selected", "kept", rules.editor, main=False, facts=WHY, tells=(rules.author,), says=_("留存，没有采用。"), done=_("留存备用，这次没有采用。")),
        step("compose", _("合成综合稿"), "selected", "in_composite", rules.editor, main=False, guards=(rules.not_alone,), effects=(composing.compose,),
             facts=(Fact("title", _("综合稿的标题"), longest=120), Fact("others", _("和哪几篇合成"), "choices", choices=composing.others)),
             tells=(rules.author,), says=_("和另外几篇合成《{title}》。"), done=_("和别的来稿合成了一篇，作者都保留。"), told=_("综合稿已经立好，作者都保留，原稿都在。")),
        step("join", _("并入综合稿"), "selected", "in_composite", system, computed=True, tells=(rules.author,), says=_("并入综合稿。"), done=_("和别的来稿合成了一篇，作者都保留。")),
        step("take_out", _("从综合稿里拿出来"), "in_composite", "selected", rules.editor, main=False, guards=(rules.not_issued,), effects=(composing.take_out,), says=_("从综合稿里拿出来，单独编辑。")),
        step("edit", _("编辑"), "selected edited", "edited", rules.editor, effects=(do.edit,),
             facts=(Fact("title", _("标题"), longest=120, default=title_now, help=_("一般写成“关于……的建议”")),
                    Fact("body", _("编辑稿"), "long", longest=6000, default=text_now, help=_("一行一段。原稿和每一稿都留着，改了哪里看得见")),
                    Fact("note", _("改动说明"), required=False, longest=200)),
             tells=(rules.secretary,), says=_("存了一份编辑稿。"), done=_("有新的编辑稿，请审核。"), button=_("存这一稿，送审")),
        step("send_back", _("退回编辑"), "edited", "selected", rules.secretary, main=False, facts=(Fact("why", _("怎么改"), "long", longest=1000),),
             tells=(rules.editor,), says=_("退回编辑。"), done=_("退回来了，请再编辑。")),
        step("check", _("审核通过"), "edited", "checked", rules.secretary, checks=(do.for_top,), effects=(do.check,),
             facts=(Fact("secrecy", _("不涉及国家秘密、工作秘密和个人隐私"), "flag"), Fact("ideology", _("意识形态审查无异议"), "flag"),
                    Fact("mark", _("怎么传阅"), "choice", choices=of(MARKS), default=lambda case, post: "internal"),
                    Fact("to_top", _("报送区委、区政府主要领导"), "flag", required=False, help=_("由谁签发，看本地规则 P-31"))),
             tells=(rules.signer,), says=_("审核通过，保密和意识形态审查无异议。"), done=_("审核通过，请签发。")),
        step("hold", _("不签发，退回编辑"), "checked", "selected", rules.signer, main=False, facts=(Fact("why", _("怎么改"), "long", longest=1000),),
             effects=(do.unmark_top,), tells=(rules.editor,), says=_("没有签发，退回编辑。"), done=_("没有签发，请再编辑。")),
        step("issue", _("签发编号"), "checked", "issued", rules.signer, seal=True, checks=(do.somebody,), effects=(do.issue,),
             facts=(Fact("main", _("主送"), "choices", required=False, choices=do.places), Fact("copies", _("抄送"), "choices", required=False, choices=do.places),
                    Fact("units", _("转办"), "orgs", required=False, choices=units_here, help=_("这些单位要按期答复"))),
             tells=(rules.editor, rules.author), says=_("签发，编入新的一期。"), done=_("已签发，编入《社情民意》。")),
        step("dispatch", _("报送"), "issued", "dispatched issued", rules.editor, route=do.goes_when_all_are_sent, checks=(do.not_tomorrow,), effects=(do.dispatch,),
             facts=(Fact("to", _("送给谁"), "choices", choices=do.still_unsent, default=do.every_unsent), Fact("channel", _("怎么送的"), "choice", choices=of(CHANNELS), default=lambda case, post: "exchange"), ON,
                    Fact("words", _("请转办单位做什么"), "long", required=False, longest=1000)),
             says=_("报送（{channel}）。"), done=_("已报送。")),
        step("send_also", _("再报送、再转办"), "dispatched answered closed", "", rules.editor, main=False, checks=(do.not_tomorrow,), effects=(do.send_also,),
             facts=(Fact("to", _("再送给谁"), "choices", required=False, choices=do.places_left), Fact("units", _("再转给哪些单位"), "orgs", required=False, choices=do.units_left),
                    Fact("channel", _("怎么送的"), "choice", choices=of(CHANNELS), default=lambda case, post: "exchange"), ON, Fact("words", _("请转办单位做什么"), "long", required=False, longest=1000)),
             says=_("又报送了一次（{channel}）。"), done=_("又报送了一次。")),
        step("adopt", _("登记采用"), "dispatched answered closed", "answered", rules.editor, checks=(do.not_tomorrow,), effects=(do.adopt,), voidable=rules.editor,
             facts=(Fact("level", _("哪一级"), "choice", choices=of(LEVELS)), Fact("use", _("怎么采用的"), "choice", choices=of(USES)),
                    Fact("by", _("谁采用的"), longest=100, help=_("写全称，例如“市政协《社情民意》第 12 期”")), ON, Fact("file", _("凭据"), "file", required=False)),
             tells=(rules.author,), says=_("被{by}采用（{level}，{use}）。"), done=_("被采用了。")),
        step("instruct", _("登记批示"), "dispatched answered closed", "answered", rules.editor, checks=(do.not_tomorrow,), effects=(do.instruct,),
             facts=(Fact("leader", _("哪位领导"), longest=60), Fact("level", _("哪一级"), "choice", choices=of(LEVELS)), Fact("words", _("批示原文"), "long", longest=1000), ON,
                    Fact("units", _("批给哪些单位办"), "orgs", required=False, choices=do.units_left, help=_("这些单位要按期答复")), Fact("file", _("凭据"), "file", required=False)),
             tells=(rules.author,), says=_("{leader}（{level}）作了批示。"), done=_("有了领导批示。")),
        step("unit_answered", _("部门答复"), "dispatched closed", "answered", system, computed=True, tells=(rules.editor, rules.author), says=_("有单位答复了转办件。"), done=_("转办的单位有了答复。")),
        step("tell_author", _("反馈作者"), "dispatched answered", "closed", rules.editor, guards=(rules.all_answered,), effects=(do.tell, composing.close_originals),
             facts=(Fact("words", _("告诉作者的话"), "long", longest=2000, default=do.told_words),), tells=(rules.author,), says=_("反馈作者，归档。"), done=_("有了结果，已反馈给您。"),
             help=_("以后再有采用、批示，照样登记，再反馈一次。")),
        step("told_with", _("随综合稿反馈"), "in_composite", "closed", system, computed=True, tells=(rules.author,), says=_("随综合稿反馈作者。"), done=_("所在的综合稿有了结果，已反馈给您。")),
    ),
))
# fmt: on
