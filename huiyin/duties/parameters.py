"""Local rules of members' duties: the table of points, the grades, the clocks of the yearly evaluation (P-40, P-47, P-52)."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiyin.duties import language
from huiyin.duties.sources import SOURCES
from huiyin.kernel.parameters import Parameter, declare

GROUP = gettext_lazy("委员履职")

# fmt: off
POINTS = [
    # code, name, counts, who, role, points, factor, from, per, most, least, once, group
    ["meetings", "会议", "group", "all", "any", "0", "full", "1", "1", "30", "-", "-", "-"],
    ["plenary", "参加全体会议", "came.plenary", "all", "any", "10", "full", "1", "1", "-", "1", "-", "meetings"],
    ["plenary_absent", "无故缺席全体会议", "absent.plenary", "all", "any", "-10", "full", "1", "1", "-", "-", "-", "-"],
    ["standing", "常委参加常委会会议", "came.standing", "standing", "any", "3", "full", "1", "1", "12", "-", "-", "meetings"],
    ["standing_absent", "常委无故缺席常委会会议", "absent.standing", "standing", "any", "-5", "full", "1", "1", "-", "-", "-", "-"],
    ["consulted", "参加协商会议", "came.consultation", "all", "any", "3", "full", "1", "1", "12", "1", "-", "meetings"],
    ["committee", "参加专委会、界别会议", "came.committee", "all", "any", "2", "full", "1", "1", "8", "-", "-", "meetings"],
    ["field", "调研、视察、走访", "group", "all", "any", "0", "full", "1", "1", "20", "-", "-", "-"],
    ["research", "参加调研", "came.research", "all", "any", "3", "full", "1", "1", "-", "1", "-", "field"],
    ["inspection", "参加视察", "came.inspection", "all", "any", "3", "full", "1", "1", "-", "-", "-", "field"],
    ["visit", "参加走访", "came.visit", "all", "any", "2", "full", "1", "1", "-", "-", "-", "field"],
    ["training", "参加学习培训", "came.training", "all", "any", "2", "full", "1", "1", "6", "1", "-", "-"],
    ["service", "参加志愿服务", "came.service", "all", "any", "2", "full", "1", "1", "6", "-", "-", "-"],
    ["proposals", "提案", "group", "all", "any", "0", "full", "1", "1", "35", "-", "-", "-"],
    ["submitted", "提交提案", "proposal.submitted", "all", "any", "5", "half", "1", "1", "15", "1", "-", "proposals"],
    ["filed", "提案立案", "proposal.filed", "all", "any", "10", "half", "1", "1", "20", "-", "-", "proposals"],
    ["best", "重点和优秀提案", "group", "all", "any", "0", "full", "1", "1", "20", "-", "-", "-"],
    ["key", "列为重点提案", "proposal.key", "all", "lead", "5", "full", "1", "1", "-", "-", "record", "best"],
    ["excellent", "评为优秀提案", "proposal.excellent", "all", "lead", "10", "full", "1", "1", "-", "-", "record", "best"],
    ["opinions", "社情民意信息", "group", "all", "any", "0", "full", "1", "1", "20", "-", "-", "-"],
    ["opinion", "提交社情民意信息", "opinion.submitted", "all", "any", "5", "even", "1", "1", "-", "1", "-", "opinions"],
    ["adopted", "信息在本级采用", "opinion.adopted", "all", "any", "5", "even", "1", "1", "-", "-", "record", "opinions"],
    ["adopted_up", "信息被上级采用", "opinion.adopted_up", "all", "any", "8", "even", "1", "1", "-", "-", "record", "opinions"],
    ["raised", "议题列入协商", "consultation.raised", "all", "any", "3", "full", "1", "1", "6", "-", "-", "-"],
    ["good", "办实事", "deed.good", "all", "any", "3", "full", "1", "1", "9", "1", "-", "-"],
    ["volunteer", "公益活动", "deed.volunteer", "all", "any", "2", "full", "1", "1", "6", "-", "-", "-"],
    ["donation", "捐赠", "deed.donation", "all", "any", "2", "full", "1", "1", "4", "-", "-", "-"],
    ["media", "宣传稿件", "deed.media", "all", "any", "1", "full", "1", "1", "3", "-", "-", "-"],
    ["honour", "受到表彰", "deed.honour", "all", "any", "5", "full", "1", "1", "10", "-", "-", "-"],
    ["spoke", "全体会议口头发言", "spoke.plenary", "all", "any", "4", "full", "1", "1", "8", "-", "-", "-"],
    ["wrote", "全体会议书面发言", "wrote.plenary", "all", "any", "2", "full", "1", "1", "4", "-", "-", "-"],
]
GRADES = [["excellent", "优秀", "80"], ["good", "良好", "60"], ["competent", "称职", "30"], ["weak", "不称职", "0"]]
# fmt: on


def points(value: Any) -> None:
    """Errors: ValueError with a sentence that names the row."""
    language.check(value, SOURCES)


def grades(value: Any) -> None:
    """From the highest down, the last from nothing on. Errors: ValueError with a sentence."""
    try:
        floors = [float(row[2]) for row in value]
    except ValueError:
        raise ValueError(_("每一等写：代码、名称、从多少分起。")) from None
    if floors != sorted(floors, reverse=True) or len(set(floors)) < len(floors) or floors[-1] > 0:
        raise ValueError(_("各等要从高到低，分数不能一样，最后一等从 0 分或更低起。"))


# fmt: off
declare(
    Parameter("P-40", gettext_lazy("履职积分规则"), POINTS, "lines", GROUP, gettext_lazy("在“履职”页的规则里改最方便，可以先按去年试算"), check=points),
    Parameter("P-47", gettext_lazy("履职等次"), GRADES, "lines", GROUP, gettext_lazy("每行：代码、名称、从多少分起"), check=grades),
    Parameter("P-40-STATE", gettext_lazy("述职期限"), "15d", "span", GROUP, gettext_lazy("请委员写述职以后")),
    Parameter("P-40-SHOW", gettext_lazy("履职得分公示期限"), "30d", "span", GROUP, gettext_lazy("请委员写述职以后多久公示得分")),
    Parameter("P-40-OBJECT", gettext_lazy("履职异议期限"), "7wd", "span", GROUP, gettext_lazy("公示以后，或平时记了分以后，几天内可以提异议")),
    Parameter("P-40-ANSWER", gettext_lazy("履职异议答复期限"), "5wd", "span", GROUP),
    Parameter("P-40-SETTLE", gettext_lazy("履职审定期限"), "30d", "span", GROUP, gettext_lazy("公示以后")),
    Parameter("P-40-CONFIRM", gettext_lazy("履职事项确认期限"), "10wd", "span", GROUP, gettext_lazy("委员报来办实事、宣传稿件等以后")),
)
# fmt: on
