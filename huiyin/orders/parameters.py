"""Local rules of order leads (R-014b)."""

from django.utils.translation import gettext_lazy as _

from huiyin.kernel.parameters import Parameter, declare

GROUP = _("订单线索")

# fmt: off
declare(
    Parameter("P-ORDER", _("征集订单线索先请交办机关会签"), True, "flag", GROUP, _("不会签的，提案委办公室发出就生效")),
    Parameter("P-ORDERG", _("交办机关会签期限"), "5wd", "span", GROUP),
    Parameter("P-ORDERS", _("线索筛选期限"), "10wd", "span", GROUP, _("单位报来以后")),
    Parameter("P-ORDERP", _("线索发布期限"), "5wd", "span", GROUP, _("采用以后")),
    Parameter("P-ORDERR", _("认领后联合调研期限"), "2m", "span", GROUP),
    Parameter("P-ORDERD", _("调研后起草期限"), "1m", "span", GROUP),
    Parameter("P-ORDERN", _("一条线索最多几位委员认领"), 5, "number", GROUP),
    Parameter("P-ORDERM", _("一位委员同时最多认领几条"), 3, "number", GROUP, _("转化、放弃或过期的不算")),
)
# fmt: on
