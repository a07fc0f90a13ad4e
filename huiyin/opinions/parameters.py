"""Local rules of opinion reports (P-31, P-33, R-100 to R-106)."""

from django.utils.translation import gettext_lazy as _

from huiyin.kernel.parameters import Parameter, declare

GROUP = _("社情民意")

# fmt: off
declare(
    Parameter("P-31", _("谁签发社情民意"), "top", "choice", GROUP, "",
              (("top", _("秘书长；报送区委、区政府主要领导的由主席会议成员")), ("secretary", _("都由秘书长")), ("leader", _("都由主席会议成员")))),
    Parameter("P-31L", _("一篇来稿最多多少字"), 1500, "number", GROUP, _("情况、分析、建议合计")),
    Parameter("P-31S", _("来稿筛选期限"), "5wd", "span", GROUP, _("急件当天")),
    Parameter("P-31E", _("编辑期限"), "5wd", "span", GROUP),
    Parameter("P-31C", _("审核、签发期限"), "2wd", "span", GROUP),
    Parameter("P-31D", _("报送期限"), "2wd", "span", GROUP, _("签发编号以后")),
    Parameter("P-31R", _("没有回音也要告诉作者"), "3m", "span", GROUP, _("报送以后多久还没有采用、批示和答复，也要告诉作者")),
    Parameter("P-31T", _("有了结果多久告诉作者"), "5wd", "span", GROUP, _("采用、批示、部门答复以后")),
    Parameter("P-33", _("部门答复转办件的期限"), "30d", "span", GROUP),
    Parameter("P-31K", _("社情民意分类"), [["economy", "经济建设"], ["law", "民主法治"], ["culture", "教育和文化"], ["livelihood", "社会民生"], ["ecology", "生态文明"], ["front", "统一战线"], ["other", "其他"]], "lines", GROUP),
    Parameter("P-31A", _("报送对象"), [["district-party", "区委办公室"], ["district-government", "区人民政府办公室"], ["city-cppcc", "市政协信息处"], ["province-cppcc", "省政协信息处"], ["nation-cppcc", "全国政协信息局"]], "lines", GROUP,
              _("代码以级别开头：district 区、city 市、province 省、nation 全国")),
)
# fmt: on
