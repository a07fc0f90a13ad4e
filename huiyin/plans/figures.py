"""What is counted of the year's plan: topics collected, those of the issued plan, those done, and changes (DOMAIN 3.11)."""

from django.utils.translation import gettext_lazy as _

from huiyin.kernel.figures import Figure, Rate, declare, having, reached

# fmt: off
collected = Figure("plans.collected", _("征集的计划议题"), _("个"), reached("plan_topic", "collected"))
issued = Figure("plans.issued", _("列入年度协商计划的议题"), _("个"), reached("plan_topic", "issued"), about=_("随计划印发的，和后来按同样程序增加的"))
supervisory = Figure("plans.supervisory", _("计划里的监督性议题"), _("个"), reached("plan_topic", "issued"), narrow=(having("supervisory", "yes"),), overlaps=_("已算在列入计划的议题内"))
begun = Figure("plans.begun", _("开始协商的计划议题"), _("个"), reached("plan_topic", "in_progress"), overlaps=_("已算在列入计划的议题内"))
done = Figure("plans.done", _("完成的计划议题"), _("个"), reached("plan_topic", "done"), overlaps=_("已算在列入计划的议题内"))
dropped = Figure("plans.dropped", _("调整后不再协商的议题"), _("个"), reached("plan_topic", "dropped"), overlaps=_("已算在列入计划的议题内"))
changes = Figure("plans.changes", _("年度协商计划调整"), _("次"), reached("plan_change", "issued"), about=_("走完同样审批的"))

declare(
    collected, issued, supervisory, begun, done, dropped, changes,
    Rate("plans.done_rate", _("年度协商计划完成率"), done, issued, about=_("列入计划的议题里，完成了的占多少；调整掉的也在分母里")),
)
# fmt: on
