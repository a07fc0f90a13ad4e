"""Local rules of democratic oversight (P-42)."""

from django.utils.translation import gettext_lazy as _

from huiyin.kernel.parameters import Parameter, declare

GROUP = _("民主监督")

# fmt: off
declare(
    Parameter("P-42", _("监督建议答复期限"), "60d", "span", GROUP, _("建议书送达以后，单位多久逐条书面答复")),
    Parameter("P-42N", _("监督建议书编号写法"), "政协监督建〔{year}〕{seq}号", "text", GROUP, _("可用 {year} 年、{seq} 顺序号")),
    Parameter("P-42D", _("监督建议书起草期限"), "10wd", "span", GROUP, _("最后一次去看以后多久写出来")),
    Parameter("P-42S", _("监督建议书签发期限"), "5wd", "span", GROUP),
    Parameter("P-42T", _("监督建议书送达期限"), "3wd", "span", GROUP, _("签发以后多久送出去")),
    Parameter("P-42R", _("单位签收期限"), "3wd", "span", GROUP),
    Parameter("P-42L", _("多久以后再去看"), "60d", "span", GROUP, _("单位答复以后")),
    Parameter("P-42B", _("向党委报告监督结果的期限"), "15wd", "span", GROUP, _("每一条都再看过以后")),
)
# fmt: on
