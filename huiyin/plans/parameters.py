"""Local rules of the annual consultation plan (R-130)."""

from django.utils.translation import gettext_lazy as _

from huiyin.kernel.parameters import Parameter, declare

GROUP = _("协商")

# fmt: off
declare(
    Parameter("P-37C", _("年度协商计划：两办会商期限"), "10wd", "span", GROUP, _("送党委办公室、政府办公室会商以后，多久回意见")),
    Parameter("P-37S", _("年度协商计划：议题多久答复"), "30d", "span", GROUP, _("收到以后多久决定列入初选还是不列，并告诉提出人")),
)
# fmt: on
