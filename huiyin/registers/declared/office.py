"""The office's own papers: the rules with their versions, requests and reports to the Party committee, the division of duties."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from huiyin.registers import coverage
from huiyin.registers.counting import held, lines
from huiyin.registers.shape import EVERYONE, Field, Register, declare

GROUP = _("机关")


def answered_with_words(values: Mapping[str, Any]) -> dict[str, Any]:
    if values.get("answered_on") and not values.get("answer"):
        return {"answer": _now("写了答复日期，也请写区委怎么答复的。")}
    if values.get("answered_on") and values["answered_on"] < values["on"]:
        return {"answered_on": _now("答复不会早于上报那天。请核对两个日期。")}
    return {}


def done_on_a_day(values: Mapping[str, Any]) -> dict[str, Any]:
    if values["state"] == "done" and not values.get("done_on"):
        return {"done_on": _now("办完了的，请写哪天办完。")}
    return {}


# fmt: off
declare(
    Register(
        "rules", _("制度"), GROUP, _("每件制度的现行版和旧版，各从哪天起"),
        fields=(
            Field("title", _("名称"), required=True), Field("kind", _("哪一类"), "choice", True, (("meeting", _("会议规则")), ("work", _("工作规则")), ("member", _("委员管理")), ("programme", _("专项行动")), ("office", _("机关管理"))), column="sort"),
            Field("number", _("文号")), Field("decided", _("哪次会议定的"), required=True), Field("on", _("从哪天起施行"), "day", True, column="at"), Field("ends", _("哪天废止"), "day", column="until", help=_("还在施行就不填")),
            Field("change", _("这一版改了什么"), "long", listed=False), Field("words", _("正文或提要"), "long", listed=False),
        ),
        unit=_("件"), reads=EVERYONE, editions=True, once=("title",),
        figures=(
            held("registers.rules", _("现行制度"), _("件"), "rules", _("那天施行着的，一件只数一版")), lines("registers.rules_made", _("新订的制度"), _("件"), "rules", edition=1), lines("registers.rules_changed", _("修订的制度"), _("件"), "rules", edition__gt=1),
        ),
    ),
    Register(
        "party_requests", _("请示报告"), GROUP, _("重要工作、重要活动、重大事项向区委请示报告，答复和批示"),
        fields=(
            Field("number", _("编号"), required=True), Field("title", _("事由"), required=True), Field("kind", _("请示还是报告"), "choice", True, (("request", _("请示")), ("report", _("报告"))), column="sort"), Field("about", _("哪类事"), "choice", True, (("work", _("重要工作")), ("activity", _("重要活动")), ("matter", _("重大事项"))), column="level"),
            Field("on", _("哪天上报"), "day", True, column="at"), Field("answered_on", _("哪天答复"), "day"), Field("answer", _("怎么答复、谁批示"), "long", listed=False), Field("case", _("和哪一案有关"), "case", listed=False, help=_("写案号")),
        ),
        called="{number} {title}", unit=_("件"), reads=("leader",), once=("number",), checks=(answered_with_words,),
        figures=(
            lines("registers.party_requests", _("向区委请示报告"), _("件"), "party_requests"), lines("registers.requests_only", _("请示"), _("件"), "party_requests", overlaps=_("已算在请示报告内"), sort="request"),
            lines("registers.requests_answered", _("有答复的请示报告"), _("件"), "party_requests", overlaps=_("已算在请示报告内"), values__has_key="answered_on"),
        ),
    ),
    Register(
        "division", _("责任分工"), GROUP, _("区委责任分工方案里政协的事：谁牵头、到哪天、办成没有"),
        fields=(
            Field("plan", _("哪个方案"), required=True, listed=False), Field("title", _("哪一项"), required=True), Field("leader", _("分管领导"), "person"), Field("lead", _("牵头单位"), required=True), Field("helps", _("配合单位"), listed=False),
            Field("on", _("下达那天"), "day", True, column="at"), Field("due", _("要在哪天前办完"), "day", True), Field("state", _("办得怎么样"), "choice", True, (("open", _("还没有动")), ("going", _("在办")), ("done", _("办完了"))), column="sort"), Field("done_on", _("哪天办完"), "day"), Field("result", _("办成什么样"), "long", listed=False),
        ),
        unit=_("项"), reads=EVERYONE, once=("plan", "title"), checks=(done_on_a_day,), coverage=coverage.division,
        figures=(lines("registers.division", _("责任分工事项"), _("项"), "division"), lines("registers.division_done", _("办完的责任分工事项"), _("项"), "division", overlaps=_("已算在责任分工事项内"), sort="done")),
    ),
)
# fmt: on
