"""Local rules of evaluation and praise: tables that one can read, and change from a day on (P-27, P-28)."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiyin.awards.candidates import REASONS
from huiyin.awards.measures import EACH, SHARES
from huiyin.kernel.parameters import Parameter, declare

GROUP = gettext_lazy("考评与表彰")

CRITERIA = [
    ["reply_in_time", "按期答复", "30"],
    ["contacted", "当面沟通", "20"],
    ["content", "评价满意和基本满意", "30"],
    ["solved", "所提的事已解决", "10"],
    ["opinion_in_time", "按期交会办意见", "10"],
]
OCCURRENCES = [
    ["returned", "答复退回重写", "-1", "-5"],
    ["dissatisfied_again", "重新办理仍不满意", "-3", "-9"],
    ["disputed", "沟通记录不被认可", "-2", "-6"],
    ["instruction_late", "逾期回应批示", "-2", "-6"],
    ["promise_kept", "承诺兑现", "1", "5"],
    ["promise_failed", "承诺未能兑现", "-1", "-5"],
]
WORTH = [
    ["adopted", "有建议被采纳", "20"],
    ["solved", "所提的事已解决", "25"],
    ["satisfied", "提案者满意", "10"],
    ["key", "重点提案", "15"],
    ["kept", "承诺已兑现", "10"],
    ["marked_good", "承办单位评价质量高", "10"],
    ["collective", "集体提案", "10"],
]


def _known(codes: Any, value: Any) -> None:
    for row in value:
        if row[0] not in codes:
            raise ValueError(_("“{code}”不认识。可以数的有：{codes}。").format(code=row[0], codes="、".join(codes)))
        for cell in row[2:]:
            try:
                float(cell)
            except ValueError:
                raise ValueError(_("“{row}”这一行的分值要写数字。").format(row=" | ".join(row))) from None


def shares(value: Any) -> None:
    """A share is worth more than nothing. Errors: ValueError with a sentence."""
    _known(SHARES, value)
    if any(not 0 < float(row[2]) <= 100 for row in value):
        raise ValueError(_("每一项的分值要大于 0，不超过 100。"))


def occurrences(value: Any) -> None:
    """A cap has the sign of what it caps, and is not less. Errors: ValueError with a sentence."""
    _known(EACH, value)
    for row in value:
        points, cap = float(row[2]), float(row[3])
        if points * cap <= 0 or abs(cap) < abs(points):
            raise ValueError(_("“{row}”：最多加（扣）的分要和每次的分同号，并且不小于它。").format(row=" | ".join(row)))


def worth(value: Any) -> None:
    _known(REASONS, value)


# fmt: off
declare(
    Parameter("P-28", gettext_lazy("承办单位考评"), CRITERIA, "lines", GROUP, gettext_lazy("每行：代码、名称、分值；没有可数的不计入，其余折算成百分"), check=shares),
    Parameter("P-28-EACH", gettext_lazy("考评的加分和扣分"), OCCURRENCES, "lines", GROUP, gettext_lazy("每行：代码、名称、每次几分、最多几分；扣分写负数"), check=occurrences),
    Parameter("P-28-SHARE", gettext_lazy("先进承办单位比例"), 20, "number", GROUP, gettext_lazy("占考评单位的百分之几，至少 1 个")),
    Parameter("P-28-SHOW", gettext_lazy("考评公示期限"), "30d", "span", GROUP, gettext_lazy("开始考评以后多久公示得分")),
    Parameter("P-28-OBJECT", gettext_lazy("考评异议期限"), "10wd", "span", GROUP, gettext_lazy("公示以后，单位几天内可以提异议")),
    Parameter("P-28-ANSWER", gettext_lazy("异议答复期限"), "5wd", "span", GROUP),
    Parameter("P-28-SETTLE", gettext_lazy("考评定分期限"), "25wd", "span", GROUP, gettext_lazy("公示以后多久定分封存；要晚于异议期限")),
    Parameter("P-28-NAME", gettext_lazy("先进单位命名期限"), "30d", "span", GROUP, gettext_lazy("定分以后")),
    Parameter("P-27", gettext_lazy("优秀提案比例"), 5, "number", GROUP, gettext_lazy("占立案数的百分之几")),
    Parameter("P-27-WORTH", gettext_lazy("优秀提案候选的评分"), WORTH, "lines", GROUP, gettext_lazy("每行：代码、名称、分值；只用来排候选的先后，定不定由会议"), check=worth),
    Parameter("P-27-REVIEW", gettext_lazy("优秀提案评审期限"), "30d", "span", GROUP, gettext_lazy("推荐以后多久初评、初评以后多久审定")),
    Parameter("P-27-PUBLISH", gettext_lazy("优秀提案公布期限"), "15wd", "span", GROUP, gettext_lazy("审定以后")),
)
# fmt: on
