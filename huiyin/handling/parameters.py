"""Local rules of handling (DOMAIN 2.13)."""

from django.utils.translation import gettext_lazy as _

from huiyin.kernel.parameters import Parameter, declare

GROUP = _("办理")

# fmt: off
declare(
    Parameter("P-SIGN", _("签收期限"), "3wd", "span", GROUP, _("交办后几个工作日内签收")),
    Parameter("P-11", _("答复期限"), "3m", "span", GROUP, _("从交办那天起算；也可写“3m|07-31”，取早的")),
    Parameter("P-14", _("会办意见期限"), "30d", "span", GROUP, _("会办单位交给主办单位")),
    Parameter("P-15", _("首次联系提案者"), "15wd", "span", GROUP),
    Parameter("P-16", _("答复前必须沟通"), True, "flag", GROUP, _("重点提案和集体提案要当面")),
    Parameter("P-18", _("督查审核答复"), True, "flag", GROUP, _("答复先由交办机关审核，再送提案者")),
    Parameter("P-CHAIN", _("单位在这里签发"), False, "flag", GROUP, _("不选：单位在自己的办公系统或纸面签发，由联络员上传盖章件、填发文字号")),
    Parameter("P-AUDIT", _("审核期限"), "5wd", "span", GROUP),
    Parameter("P-20", _("办理结果分类"), [["A", "已经解决或基本解决", "solved"], ["B", "正在解决或列入计划解决", "in_progress"], ["C", "因条件限制暂不能解决，留作参考", "deferred"]], "labels", GROUP, _("字母各地含义不同；第三列是语义：solved、in_progress、planned、deferred、reference")),
    Parameter("P-23", _("重新办理期限"), "30d", "span", GROUP, _("不满意后再次答复")),
    Parameter("P-26", _("提醒阶梯"), "-30,-15,-7,-3,0,3,7", "ladder", _("提醒"), _("到期前（负）后（正）第几天提醒")),
)
# fmt: on
