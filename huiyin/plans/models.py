"""The annual consultation plan 年度协商计划 (R-130, R-131): the plan of a year, its topics, and each change of it after it was issued."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from huiyin.kernel.models import Case, Dated, Organisation, Person

RAISED_BY = [("people", _("群众提")), ("member", _("委员荐")), ("unit", _("部门商")), ("party", _("党政点"))]
VIEWS = [("agree", _("同意")), ("amend", _("有修改意见"))]
CHANGES = [("alter", _("改题目、形式、时间或牵头")), ("drop", _("不再协商")), ("add", _("增加一个议题"))]
TIMES = [(1, _("第一季度")), (2, _("第二季度")), (3, _("第三季度")), (4, _("第四季度"))]


class AnnualPlan(Case):
    """The plan of one year. Its number is the year; there is one plan a year."""

    year = models.PositiveSmallIntegerField()
    document = models.CharField(max_length=60, blank=True, help_text="the number of the joint paper that issued it")
    issued_on = models.DateField(null=True, blank=True)


class PlanTopic(Case):
    """A topic collected for a year's plan; what it becomes hangs on it by links (kind "plan") to consultations and other work."""

    whole = models.ForeignKey(AnnualPlan, models.PROTECT, related_name="topics")
    background = models.TextField(blank=True)
    raised_as = models.CharField(max_length=8, choices=RAISED_BY)
    raised_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    raised_unit = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="+")
    form = models.CharField(max_length=24, blank=True, help_text="one of the forms of P-37")
    quarter = models.PositiveSmallIntegerField(choices=TIMES, null=True, blank=True)
    due_on = models.DateField(null=True, blank=True, help_text="the last day of its quarter")
    leader = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", help_text="who leads it"
    )
    lead = models.CharField(max_length=60, blank=True, help_text="the special committee that carries it")
    supervisory = models.BooleanField(default=False)
    result = models.TextField(blank=True)


class UnitInvolved(Dated):
    """A department that takes part in a topic."""

    unit = models.ForeignKey(Organisation, models.PROTECT, related_name="+")


class OfficeAsked(Dated):
    """An office (of the Party committee, of the government) that was asked to edit the plan, or a change of it, jointly."""

    office = models.ForeignKey(Organisation, models.PROTECT, related_name="+")


class OfficeOpinion(Dated):
    """What that office answered; ended when the plan goes round once more."""

    office = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    view = models.CharField(max_length=8, choices=VIEWS)
    words = models.TextField(blank=True)


class PlanChange(Case):
    """A change of an issued plan, on the same road as the plan itself (R-131)."""

    whole = models.ForeignKey(AnnualPlan, models.PROTECT, related_name="changes")
    what = models.CharField(max_length=8, choices=CHANGES)
    topic = models.ForeignKey(PlanTopic, models.PROTECT, null=True, blank=True, related_name="+")
    why = models.TextField(blank=True)
    given = models.JSONField(default=dict, help_text="the new values by field of the topic")
    document = models.CharField(max_length=60, blank=True)
