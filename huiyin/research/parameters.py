"""Local rules of research and of instructions on it (P-49, R-210 to R-212)."""

from django.utils.translation import gettext_lazy as _

from huiyin.kernel.parameters import Parameter, declare

GROUP = _("调研视察")

# fmt: off
declare(
    Parameter("P-49", _("圈阅算不算批示"), "no", "choice", GROUP, _("改了以后，从那天起登记的圈阅按新规定算"), (("no", _("不算")), ("yes", _("算")))),
    Parameter("P-49N", _("调研报告编号写法"), "政协调研〔{year}〕{seq}号", "text", GROUP, _("可用 {year} 年、{seq} 顺序号")),
    Parameter("P-49D", _("调研报告起草期限"), "1m", "span", GROUP, _("最后一次实地调研以后")),
    Parameter("P-49S", _("调研报告审议、签发期限"), "15wd", "span", GROUP, _("每一关")),
    Parameter("P-49B", _("调研报告报送期限"), "3wd", "span", GROUP, _("签发以后")),
    Parameter("P-49F", _("报送以后多久要有结果"), "6m", "span", GROUP, _("到期还没有批示和转化，也要办结，写明没有回应")),
    Parameter("P-49P", _("调研问题处理期限"), "10wd", "span", GROUP, _("记下以后，多久交单位办或写进报告")),
    Parameter("P-49A", _("单位答复调研问题的期限"), "30d", "span", GROUP),
    Parameter("P-49V", _("核实调研问题的期限"), "30d", "span", GROUP, _("单位答复以后")),
)
# fmt: on
