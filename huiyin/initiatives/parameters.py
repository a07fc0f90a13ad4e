"""Local rules of special actions and investment (P-53 to P-57)."""

from django.utils.translation import gettext_lazy as _

from huiyin.kernel.parameters import Parameter, declare

GROUP = _("专项行动和招商")

# fmt: off
declare(
    Parameter("P-53", _("月报交报期限"), "3wd", "span", GROUP, _("每月 25 日发下月报以后")),
    Parameter("P-53Q", _("季度盘点和半年总结期限"), "10wd", "span", GROUP, _("季末、半年末以后")),
    Parameter("P-53C", _("季度盘点通过后封账"), True, "flag", GROUP, _("封账以后，这一季的月报不能再交、再改")),
    Parameter("P-54", _("报告和项目验收期限"), "5wd", "span", GROUP),
    Parameter("P-55", _("滞后多少个百分点算滞后"), 5, "number", GROUP, _("任务进度比时间进度少这么多，就标滞后，月报要写原因和措施")),
    Parameter("P-55C", _("每条要点都要有项目才能开始"), True, "flag", GROUP),
    Parameter("P-56", _("招商线索和洽谈多久要有进展"), "30d", "span", GROUP),
    Parameter("P-56S", _("签约以后多久要落地"), "180d", "span", GROUP),
)
# fmt: on
