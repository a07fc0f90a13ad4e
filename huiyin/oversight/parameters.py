"""Local rules of democratic oversight (P-42)."""

from typing import Any

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

OPTIONS = [["good", "满意"], ["fair", "基本满意"], ["bad", "不满意"], ["unknown", "不了解"]]
BALLOTS = _("民主测评")


def few_options(value: Any) -> None:
    """Errors: ValueError. A vote keeps one digit an item."""
    if not 2 <= len(value) <= 9:
        raise ValueError(_("测评票要有 2 到 9 种选择。"))


# fmt: off
declare(
    Parameter("P-43", _("民主测评票上的选择"), OPTIONS, "lines", BALLOTS, _("每行：代码、名称；没有选的算弃权。改了以后，只对新准备的测评有效"), check=few_options),
    Parameter("P-43Q", _("民主测评要多少人到会"), "half", "choice", BALLOTS, _("按应到人数算"), (("half", _("超过半数")), ("two_thirds", _("三分之二以上")))),
)
# fmt: on
