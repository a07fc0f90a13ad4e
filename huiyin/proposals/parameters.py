"""Local rules of proposals (DOMAIN 2.13)."""

from django.utils.translation import gettext_lazy as _

from huiyin.kernel.parameters import Parameter, declare

WRITE, REVIEW, KEY, RATE = _("提出"), _("审查立案"), _("督办"), _("评价与归档")

REASONS = [
    ["secret", "涉及国家秘密、党的秘密"],
    ["forbidden", "国家明令禁止"],
    ["party_inner", "中共党员对党内组织人事等有意见"],
    ["group_inner", "民主党派成员反映本组织内部问题"],
    ["litigation", "进入民事、刑事、行政诉讼或仲裁程序"],
    ["academic", "属于学术研讨"],
    ["personal", "为本人或亲属解决个人问题"],
    ["advertising", "宣传、推介具体作品或产品"],
    ["accusation", "指名举报"],
    ["empty", "内容空泛，没有具体建议"],
    ["beyond", "超出本级职权"],
    ["not_one", "不是一事一案"],
    ["duplicate", "已答复过，没有新内容"],
]
SUBJECTS = [
    "经济建设",
    "城乡建设与环境资源",
    "教科文卫体",
    "社会法制",
    "劳动人事社保",
    "农业农村",
    "统战民族宗教",
    "其他",
]

# fmt: off
declare(
    Parameter("P-01", _("正文最多字数"), 2500, "number", WRITE, _("超过 1500 字提醒，超过这个数不能提交")),
    Parameter("P-ALIKE", _("写提案时看得到别人的哪些提案"), "catalogue", "choice", WRITE, _("列在“以前相近的提案”里；正文、答复原文和提案者都不显示，不同意公开的不列"),
              (("catalogue", _("已立案的：案由、届次、案号和办理结果")), ("own", _("只有自己的和已经公开的")))),
    Parameter("P-03", _("联名截止"), "14d", "span", WRITE, _("邀请联名后多久没有签的自动去掉；提交时同样去掉")),
    Parameter("P-06", _("立案后可以撤案"), True, "flag", REVIEW, _("要由提案委主任同意")),
    Parameter("P-07", _("并案怎么计入立案数"), "main", "choice", REVIEW, _("两种都会印出来"), (("main", _("只计主案")), ("all", _("主案从案都计")))),
    Parameter("P-17", _("联名提案谁的评价算数"), "first", "choice", RATE, _("其他联名人的评价都保留"), (("first", _("第一提案人")), ("worst", _("最差的一个")))),
    Parameter("P-ACK", _("收件期限"), "2wd", "span", WRITE, _("提交后几个工作日内受理")),
    Parameter("P-FIX", _("补正期限"), "7d", "span", WRITE, _("退回后几天内改好再交")),
    Parameter("P-28a", _("提案分类"), [[name, name] for name in SUBJECTS], "lines", REVIEW),
    Parameter("P-ROUNDS", _("审查几道"), 1, "number", REVIEW, _("1：直接审定；2：初审、审定；3：初审、复审、审定")),
    Parameter("P-REVIEW", _("审查期限"), "15d", "span", REVIEW),
    Parameter("P-04", _("不予立案的理由"), REASONS, "lines", REVIEW),
    Parameter("P-05", _("案号写法"), "{seq:03}", "text", REVIEW, _("可用 {term} 届、{session} 次、{year} 年、{seq} 顺序号，例如 {year}{seq:03}")),
    Parameter("P-INTAKE", _("流水号写法"), "{seq:04}", "text", WRITE, _("收件时给的号，每次会议从头编")),
    Parameter("P-TELL", _("不立案告知期限"), "5wd", "span", REVIEW),
    Parameter("P-PLAN", _("拟交办期限"), "10wd", "span", REVIEW, _("立案后几个工作日内提出承办单位")),
    Parameter("P-08", _("交办期限"), "30d", "span", REVIEW, _("会议闭幕后开交办会；平时提案随交随办")),
    Parameter("P-21", _("“满意率”的说法"), "wide", "choice", RATE, _("两种都会印出来"), (("wide", _("满意和基本满意")), ("strict", _("只算满意")))),
    Parameter("P-22", _("评价期限"), "15wd", "span", RATE, _("收到答复后")),
    Parameter("P-RULE2", _("再次不满意的裁定期限"), "30d", "span", RATE),
    Parameter("P-KEY", _("重点候选的审定期限"), "30d", "span", KEY, _("列为候选以后，主席会议多久内审定")),
    Parameter("P-25", _("重点提案件数"), 10, "number", KEY, _("一次会议最多几件，超过了会提醒，不会拦住")),
    Parameter("P-KEY-PLAN", _("督办方案期限"), "15wd", "span", KEY, _("审定以后多久拿出方案")),
    Parameter("P-KEY-APPROVE", _("督办领导审阅期限"), "7d", "span", KEY, _("方案和报告送到以后")),
    Parameter("P-KEY-REPORT", _("督办报告期限"), "4m", "span", KEY, _("方案审定以后")),
    Parameter("P-ARCHIVE", _("归档期限"), "90d", "span", RATE),
)
# fmt: on
