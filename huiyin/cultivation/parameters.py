"""Local rules of cultivation."""

from django.utils.translation import gettext_lazy as _

from huiyin.kernel.parameters import Parameter, declare

GROUP = _("上级提案培育")

# fmt: off
declare(
    Parameter("P-CULT", _("组成专班期限"), "10wd", "span", GROUP),
    Parameter("P-CULTW", _("培育成稿期限"), "2m", "span", GROUP, _("专班组成以后")),
    Parameter("P-CULTR", _("专家论证期限"), "15wd", "span", GROUP),
    Parameter("P-CULTN", _("多久登记上级的编号"), "2m", "span", GROUP, _("上报以后；上级也在本系统里的，由上级登记")),
    Parameter("P-CULTA", _("多久登记上级的答复"), "6m", "span", GROUP, _("上级编号以后")),
    Parameter("P-ABOVE", _("下级送来的，多久决定收不收"), "10wd", "span", GROUP),
    Parameter("P-ABOVEA", _("收下以后多久答复下级"), "3m", "span", GROUP),
)
# fmt: on
