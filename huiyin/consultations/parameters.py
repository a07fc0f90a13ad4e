"""Local rules of consultation (P-37 to P-41)."""

from django.utils.translation import gettext_lazy as _

from huiyin.consultations.forms import check_forms, check_patterns
from huiyin.kernel.parameters import Parameter, declare

GROUP = _("协商")
FORMS = [
    ["plenary", "全体会议协商", "龙头", "-"],
    ["standing", "专题议政性常委会会议协商", "重点", "-"],
    ["research", "专题调研协商", "常态", "-"],
    ["handling", "提案办理协商", "常态", "-"],
    ["oversight", "监督式协商", "常态", "-"],
    ["micro", "基层小微协商", "常态", "-"],
    ["open", "开放式协商", "常态", "-"],
]
BRANDS = [["consult", "有事来协商", "micro open"]]
PATTERNS = [["*", "{topic}"], ["consult", "“{brand}”{site}协商会：{topic}"]]

# fmt: off
declare(
    Parameter("P-37", _("协商形式"), FORMS, "lines", GROUP, _("每行：代码、名称、层次（龙头、重点、常态）、上级的代码（没有的写 -）；micro 是基层小微协商"), check=check_forms),
    Parameter("P-51", _("协商品牌"), BRANDS, "lines", GROUP, _("每行：代码、名称、用于哪些形式（代码之间空一格，都用写 -）")),
    Parameter("P-51T", _("协商的题目怎么写"), PATTERNS, "lines", GROUP, _("每行：品牌或形式的代码（都用写 *）、写法。写法里用 {topic} 议题、{brand} 品牌、{form} 形式、{site} 站点、{year} 年、{number} 编号。改了以后，只对新提的议题有效"), check=check_patterns),
    Parameter("P-37A", _("谁审定小微协商议题"), "station", "choice", GROUP, _("第一召集人同意以后，由谁在系统里登记"),
              (("station", _("联络站（写明第一召集人）")), ("general_office", _("政协办公室")), ("leader", _("主席会议成员")))),
    Parameter("P-38A", _("议题审定期限"), "10wd", "span", GROUP, _("提出以后多久答复提出人")),
    Parameter("P-38B", _("会前准备期限"), "30d", "span", GROUP, _("审定以后多久发出通知")),
    Parameter("P-38", _("小微协商至少提前几天通知"), "3d", "span", GROUP),
    Parameter("P-38P", _("其他形式至少提前多久通知"), "15wd", "span", GROUP),
    Parameter("P-38M", _("协商纪要期限"), "7wd", "span", GROUP, _("从开会那天起")),
    Parameter("P-38C", _("纪要确认期限"), "5wd", "span", GROUP),
    Parameter("P-38O", _("成果报送、交办期限"), "5wd", "span", GROUP),
    Parameter("P-39A", _("单位答复采纳与否的期限"), "10wd", "span", GROUP),
    Parameter("P-39", _("协商成果办理期限"), "60d", "span", GROUP, _("单位受理以后，多久办完报结果")),
    Parameter("P-39V", _("现场核实期限"), "15d", "span", GROUP),
    Parameter("P-39T", _("告知参加人的期限"), "10wd", "span", GROUP),
    Parameter("P-39L", _("多久以后回头看"), "4m", "span", GROUP, _("三到六个月")),
    Parameter("P-41", _("每个站点每年至少协商几场"), 2, "number", GROUP),
)
# fmt: on
