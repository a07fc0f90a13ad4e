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
    Parameter("P-09", _("申请调整的期限"), "5wd", "span", GROUP, _("从交办那天起；过了期要交办机关特准")),
    Parameter("P-10", _("调整决定期限"), "5wd", "span", GROUP, _("交办机关答复调整和延期申请")),
    Parameter("P-12", _("最多延期"), "3m", "span", GROUP, _("到期前申请，只延一次，由交办机关批准并告知提案者")),
    Parameter("P-17-TALK", _("要和每位联名人沟通"), False, "flag", GROUP, _("不选：和第一提案人沟通过即可")),
    Parameter("P-CONFIRM", _("沟通记录的确认期限"), "7d", "span", GROUP, _("提案者逾期没有确认，记录照样算，但注明“未确认”")),
    Parameter("P-CONFIRMED", _("确认过的沟通才算数"), False, "flag", GROUP, _("选了：提案者确认以前，或确认期限以前，不能答复")),
    Parameter("P-COUNTER", _("答复稿先会签"), False, "flag", GROUP, _("主办单位的答复稿先给会办单位看，同意或提出修改意见")),
    Parameter("P-COUNTER-IN", _("会签期限"), "5wd", "span", GROUP, _("逾期没有意见的，由交办机关决定")),
    Parameter("P-HEAD", _("重点提案由主要负责人签发"), False, "flag", GROUP),
    Parameter("P-PROMISE", _("正在解决的要写承诺"), True, "flag", GROUP, _("分类是正在解决、列入计划的，答复至少一条写明何时办成")),
    Parameter("P-VERIFY", _("销号核实期限"), "15wd", "span", GROUP, _("单位报称办成以后")),
    Parameter("P-LOOK", _("回头看"), "6m", "span", GROUP, _("办结以后多久去看，一般 3 至 6 个月")),
    Parameter("P-LOOK-TAGS", _("哪些要回头看"), [["in_progress", "正在解决"], ["planned", "列入计划"]], "lines", GROUP, _("按办理结果的语义")),
    Parameter("P-TWOWAY", _("双向评价"), True, "flag", GROUP, _("承办单位也评价提案的质量；提案者看不到")),
    Parameter("P-29", _("公开期限"), "20wd", "span", GROUP, _("答复送达以后")),
    Parameter("P-URGE-NO", _("督办通知书字号"), "督〔{year}〕{seq}号", "text", _("督办"), _("可用 {year} 年、{seq} 顺序号；各交办机关各编各的")),
    Parameter("P-URGE", _("督办通知书的回复期限"), "5wd", "span", _("督办"), _("发通知书时可以另定")),
    Parameter("P-26", _("提醒阶梯"), "-30,-15,-7,-3,0,3,7", "ladder", _("提醒"), _("到期前（负）后（正）第几天提醒")),
    Parameter("P-26-HEAD", _("逾期几天告诉单位领导"), 3, "number", _("提醒"), _("承办单位还没有办的；0 就不告诉")),
    Parameter("P-26-OFFICE", _("逾期几天告诉交办机关"), 7, "number", _("提醒"), _("0 就不告诉")),
    Parameter("P-26-LEADER", _("逾期几天告诉主席会议成员"), 15, "number", _("提醒"), _("0 就不告诉")),
)
# fmt: on
