"""Speaking: speeches at the plenary and what became of them, joint meetings with answers on the spot, policy briefings."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from huiyin.registers.counting import bodies, lines, people, total
from huiyin.registers.shape import EVERYONE, Field, Register, declare

GROUP = _("建言")


def fate_of_unused(values: Mapping[str, Any]) -> dict[str, Any]:
    """R-192: what was not used is turned into something, or it is said that it is kept."""
    if values["way"] == "unused" and not values.get("became"):
        return {"became": _now("没有用上的，请写后来转成了什么，或者留存。")}
    if values["way"] != "unused" and values.get("became") == "opinion":
        return {"became": _now("用上了的发言不用转社情民意。请核对怎么用的。")}
    return {}


# fmt: off
declare(
    Register(
        "speeches", _("大会发言"), GROUP, _("口头、书面和没有用上的，各算各的；没有用上的后来怎样了"),
        fields=(
            Field("title", _("题目"), required=True), Field("speaker", _("谁发言"), "person"), Field("for_whom", _("代表谁"), help=_("党派、界别、专委会")), Field("meeting", _("哪次会议"), required=True), Field("on", _("哪天"), "day", True, column="at"),
            Field("way", _("怎么用的"), "choice", True, (("oral", _("口头发言")), ("written", _("书面发言")), ("unused", _("没有用上"))), column="sort"), Field("became", _("后来怎样了"), "choice", choices=(("opinion", _("转社情民意")), ("proposal", _("转提案")), ("instructed", _("得到批示")), ("kept", _("留存"))), column="level"),
            Field("case", _("转成哪一案"), "case", help=_("写编号"), listed=False), Field("words", _("发言提要"), "long", listed=False),
        ),
        unit=_("篇"), reads=EVERYONE, once=("title", "meeting"), checks=(fate_of_unused,),
        figures=(
            lines("registers.speeches", _("大会发言材料"), _("篇"), "speeches", _("口头、书面和没有用上的都在内")), lines("registers.speeches_oral", _("口头发言"), _("篇"), "speeches", overlaps=_("已算在大会发言材料内"), sort="oral"),
            lines("registers.speeches_written", _("书面发言"), _("篇"), "speeches", overlaps=_("已算在大会发言材料内"), sort="written"), lines("registers.speeches_unused", _("没有用上的发言"), _("篇"), "speeches", overlaps=_("已算在大会发言材料内"), sort="unused"),
            lines("registers.speeches_turned", _("转社情民意的发言"), _("篇"), "speeches", overlaps=_("已算在没有用上的发言内"), level="opinion"),
        ),
    ),
    Register(
        "joint", _("联席会议"), GROUP, _("政府和政协的联席会议：通报了什么，来了哪些部门"),
        fields=(
            Field("title", _("名称"), required=True), Field("on", _("哪天"), "day", True, column="at"), Field("chair", _("谁主持"), required=True), Field("leaders", _("到会的党政领导"), listed=False), Field("leader_heads", _("其中党政领导几位"), "int", column="amount", listed=False),
            Field("agenda", _("议程"), "long", listed=False), Field("reports", _("听取的通报"), "long", listed=False), Field("departments", _("到会的部门"), "orgs"), Field("heads", _("多少人到会"), "int", column="heads"),
        ),
        unit=_("次"), reads=EVERYONE, once=("title", "on"),
        figures=(lines("registers.joint", _("联席会议"), _("次"), "joint"), lines("registers.joint_leaders", _("有党政领导参加的联席会议"), _("次"), "joint", overlaps=_("已算在联席会议内"), amount__gt=0)),
    ),
    Register(
        "joint_speeches", _("联席会议发言和回应"), GROUP, _("谁发言、哪个部门当场怎么回应、后来办了没有"),
        fields=(
            Field("meeting", _("哪次会议"), "record", True, to="joint"), Field("speaker", _("谁发言"), "person", True), Field("title", _("说的什么"), required=True), Field("on", _("哪天"), "day", True, column="at"), Field("department", _("谁回应"), "org"),
            Field("answered", _("当场回应"), "choice", True, (("yes", _("当场答应办")), ("study", _("说要研究")), ("no", _("当场说办不了")), ("none", _("没有回应"))), column="sort"), Field("answer", _("怎么回应的"), "long", listed=False), Field("done", _("后来办了没有"), "choice", choices=(("done", _("办了")), ("going", _("在办")), ("not", _("没有办"))), column="level"),
        ),
        called="{speaker}：{title}", unit=_("条"), reads=EVERYONE, once=("meeting", "speaker", "title"),
        figures=(
            people("registers.joint_speakers", _("联席会议发言的委员"), _("名"), "joint_speeches", "speaker"), lines("registers.joint_speeches", _("联席会议发言"), _("条"), "joint_speeches"),
            lines("registers.joint_answered", _("当场答应办的"), _("条"), "joint_speeches", overlaps=_("已算在联席会议发言内"), sort="yes"),
        ),
    ),
    Register(
        "briefings", _("政策宣讲"), GROUP, _("请哪些部门讲、讲哪些政策、来了哪些企业"),
        fields=(
            Field("title", _("名称"), required=True), Field("on", _("哪天"), "day", True, column="at"), Field("place", _("在哪里")), Field("departments", _("来讲的部门"), "orgs", True), Field("firms", _("来听的企业（家）"), "int", column="amount"), Field("heads", _("多少人来听"), "int", column="heads"),
        ),
        unit=_("场"), reads=EVERYONE, once=("title", "on"),
        figures=(lines("registers.briefings", _("政策宣讲"), _("场"), "briefings"), bodies("registers.briefing_departments", _("来宣讲的部门"), _("个"), "briefings", "departments", _("同一个部门来几次算一个")), total("registers.briefing_firms", _("来听宣讲的企业"), _("家次"), "briefings", "amount")),
    ),
    Register(
        "policies", _("宣讲的政策"), GROUP, _("每场讲了哪几项，谁讲的，在哪里找原文"),
        fields=(
            Field("briefing", _("哪一场"), "record", True, to="briefings"), Field("title", _("政策名称"), required=True), Field("department", _("哪个部门"), "org"), Field("for_whom", _("对谁"), "choice", True, (("firm", _("企业")), ("talent", _("人才")), ("farmer", _("农户")), ("all", _("群众"))), column="sort"), Field("on", _("哪天讲的"), "day", True, column="at"), Field("valid", _("有效到"), "day"), Field("link", _("原文在哪里"), longest=300, listed=False), Field("words", _("要点"), "long", listed=False),
        ),
        unit=_("项"), reads=EVERYONE, once=("briefing", "title"),
        figures=(lines("registers.policies", _("宣讲的政策"), _("项"), "policies", _("同一项在两场讲过算两次")),),
    ),
)
# fmt: on
