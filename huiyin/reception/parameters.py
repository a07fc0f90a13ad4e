"""Local rules of reception (P-34 to P-36)."""

from django.utils.translation import gettext_lazy as _

from huiyin.kernel.parameters import Parameter, declare

GROUP = _("群众诉求")

# fmt: off
declare(
    Parameter("P-34A", _("诉求受理期限"), "2wd", "span", GROUP, _("登记以后多久告诉群众怎么办")),
    Parameter("P-34B", _("问题研究期限"), "7d", "span", GROUP, _("立为问题以后多久定下办法")),
    Parameter("P-34", _("回音期限"), "30d", "span", GROUP, _("从群众说的那天起，最迟哪天给回音")),
    Parameter("P-34X", _("回音最多延长"), "30d", "span", GROUP, _("只延一次，要告诉群众原因")),
    Parameter("P-34U", _("单位协调期限"), "15d", "span", GROUP, _("请单位办的事，多久回话")),
    Parameter("P-34C", _("办理结果确认期限"), "5wd", "span", GROUP, _("站点报结果以后，办公室多久确认")),
    Parameter("P-34T", _("联系几次不上可以作罢"), 3, "number", GROUP),
    Parameter("P-34R", _("多久以后再问一次"), "21d", "span", GROUP, _("给了回音以后，再问群众是不是真的解决了")),
    Parameter("P-34N", _("最多重办几次"), 2, "number", GROUP, _("群众说没有解决的")),
    Parameter("P-34K", _("姓名电话和原话保留多久"), "2y", "span", GROUP, _("给了回音以后；姓名、电话、原话、照片和答复到期自动删除，记录仍可核验")),
    Parameter("P-34S", _("诉求分类"), [["agriculture", "农业生产"], ["housing", "住房"], ["utilities", "用水用电用气"], ["traffic", "交通出行"], ["environment", "环境卫生"], ["education", "教育"], ["health", "医疗卫生"], ["welfare", "养老和救助"], ["safety", "公共安全"], ["neighbours", "邻里和物业"], ["other", "其他"]], "lines", GROUP),
)
# fmt: on
