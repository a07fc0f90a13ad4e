"""The reports that come with the house. A line whose figures no kind declares is left out; what no line names gets one of its own.

The words inside a report are Chinese whatever the reader's language, so nothing here is translated.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from huiyin.annual.marks import FIGURE, MARK
from huiyin.kernel.figures import Rate

PROPOSALS = """
# 一、提出和审查立案
{{ 周期 }}，截至{{ 截至 }}，共收到提案{{ figure "proposals.received" }}，其中委员提案{{ figure "proposals.received_individual" }}，集体提案{{ figure "proposals.received_collective" }}，平时提案{{ figure "proposals.received_between" }}；参与提案的委员{{ figure "proposals.proposers" }}，提出建议{{ figure "proposals.suggestions" }}。
经审查立案{{ figure "proposals.filed" }}，立案率{{ figure "proposals.filing_rate" }}，其中集体提案{{ figure "proposals.filed_collective" }}，平时提案{{ figure "proposals.filed_between" }}；并入主案{{ figure "proposals.merged" }}，不予立案{{ figure "proposals.not_filed" }}，撤案{{ figure "proposals.withdrawn" }}。
# 二、交办和办理
已交办{{ figure "proposals.assigned" }}，由{{ figure "proposals.units" }}承办单位办理，合{{ figure "proposals.unit_times" }}；还在办理的{{ figure "proposals.in_hand" }}。
已办复{{ figure "proposals.replied" }}，办复率{{ figure "proposals.reply_rate" }}；按期办复{{ figure "proposals.replied_on_time" }}，按期办复率{{ figure "proposals.on_time_rate" }}。
承办单位与提案者沟通过的{{ figure "proposals.talked_with" }}，其中当面沟通的{{ figure "proposals.contacted" }}，面商率{{ figure "proposals.contact_rate" }}。
# 三、办理结果
按答复数，已解决的{{ figure "proposals.class_solved" }}，正在解决或列入计划的{{ figure "proposals.class_in_progress" }}，暂不能解决、留作参考的{{ figure "proposals.class_deferred" }}，解决率{{ figure "proposals.solved_rate" }}；采纳建议{{ figure "proposals.adopted" }}。
答复中作出承诺{{ figure "proposals.promises" }}，已兑现{{ figure "proposals.promises_kept" }}，承诺兑现率{{ figure "proposals.promise_rate" }}。
# 四、提案者评价
{satisfaction}
# 五、重点提案督办
确定重点提案{{ figure "proposals.key" }}，领导督办{{ figure "proposals.key_supervised" }}，开展督办活动{{ figure "proposals.key_activities" }}；领导批示和督办意见{{ figure "proposals.key_opinions" }}，已回应{{ figure "proposals.key_opinions_answered" }}。
# 六、归档和公开
已办结{{ figure "proposals.closed" }}，归档{{ figure "proposals.archived" }}；公开答复{{ figure "proposals.replies_published" }}，公开率{{ figure "proposals.publication_rate" }}；评选优秀提案{{ figure "proposals.excellent" }}，先进承办单位{{ figure "units.honoured" }}。
"""
WIDE = '提案者已评价{{ figure "proposals.rated" }}，满意和基本满意率{{ figure "proposals.satisfaction_wide" }}；其中满意{{ figure "proposals.satisfied" }}（占{{ figure "proposals.satisfaction_strict" }}），基本满意{{ figure "proposals.basically" }}，不满意{{ figure "proposals.dissatisfied" }}；已答复、还没有评价的{{ figure "proposals.unrated" }}，不算满意。'
STRICT = '提案者已评价{{ figure "proposals.rated" }}，满意率{{ figure "proposals.satisfaction_strict" }}（满意{{ figure "proposals.satisfied" }}）；加上基本满意{{ figure "proposals.basically" }}，为{{ figure "proposals.satisfaction_wide" }}；不满意{{ figure "proposals.dissatisfied" }}；已答复、还没有评价的{{ figure "proposals.unrated" }}，不算满意。'
YEAR = """
# 一、提案工作
{{ 周期 }}，截至{{ 截至 }}，共收到提案{{ figure "proposals.received" }}，立案{{ figure "proposals.filed" }}，立案率{{ figure "proposals.filing_rate" }}；交办{{ figure "proposals.assigned" }}，办复{{ figure "proposals.replied" }}，办复率{{ figure "proposals.reply_rate" }}，面商率{{ figure "proposals.contact_rate" }}。
{satisfaction}
确定重点提案{{ figure "proposals.key" }}，开展督办活动{{ figure "proposals.key_activities" }}；采纳建议{{ figure "proposals.adopted" }}，兑现承诺{{ figure "proposals.promises_kept" }}。
# 二、联系和服务群众
接访群众{{ figure "voices.visits" }}，收到群众诉求{{ figure "voices.received" }}，已回音{{ figure "voices.echoed" }}，回音率{{ figure "voices.echo_rate" }}，按期回音率{{ figure "voices.in_time_rate" }}。
立为问题{{ figure "problems.formed" }}，解决问题{{ figure "problems.solved" }}，部分解决{{ figure "problems.partly" }}，请单位协调{{ figure "problems.coordinated" }}。
"""
OTHERS = {
    "opinions": "社情民意信息",
    "consultations": "协商",
    "plans": "年度协商计划",
    "activities": "活动",
    "oversight": "民主监督",
    "appraisals": "民主评议",
    "ballots": "民主测评",
    "research": "调研视察",
}
"""Kinds that may come to the house: their figures follow, one after another, under a heading of their own."""
MOST = 8
"""Figures of such a kind; an office adds the others that it wants."""
NUMERALS = "一二三四五六七八九十"


@dataclass(frozen=True)
class Builtin:
    code: str
    label: Any
    about: Any
    text: str
    others: bool = False


BUILTIN = {
    one.code: one
    for one in (
        Builtin("proposals", _("提案工作情况报告"), _("提出、立案、交办、答复、评价、督办、归档"), PROPOSALS),
        Builtin("year", _("年度工作报告"), _("提案、群众诉求，和已经启用的其他工作"), YEAR, True),
    )
}


def text(code: str, known: Mapping[str, Any], satisfaction: str) -> str:
    """The text of a report with its marks; `satisfaction`: wide or strict, the meaning of 满意率 here (P-21). Errors: KeyError."""
    one = BUILTIN[code]
    words = one.text.replace("{satisfaction}", WIDE if satisfaction == "wide" else STRICT)
    lines = [line for line in words.strip().splitlines() if all(name in known for name in named(line))]
    if one.others:
        heads = sum(line.startswith("#") for line in lines)
        lines += others(known, heads)
    return "\n".join(line for i, line in enumerate(lines) if not line.startswith("#") or _has_text(lines, i))


def named(line: str) -> list[str]:
    found = (FIGURE.match(mark[1]) for mark in MARK.finditer(line))
    return [one["name"] for one in found if one]


def _has_text(lines: list[str], at: int) -> bool:
    """A heading under which nothing is left goes, too."""
    return at + 1 < len(lines) and not lines[at + 1].startswith("#")


def others(known: Mapping[str, Any], heads: int) -> list[str]:
    found = []
    for prefix, label in OTHERS.items():
        mine = [(name, figure) for name, figure in known.items() if name.startswith(f"{prefix}.")]
        if mine:
            heads += 1
            marks = (
                f'{figure.label}{{{{ figure "{name}" }}}}' for name, figure in mine if not isinstance(figure, Rate)
            )
            found += [f"# {NUMERALS[heads - 1]}、{label}", "，".join(marks) + "。"]
    return found
