"""Special actions 专项行动 with their projects and reports, and investment 招商 with its stages, amounts, readings and quotas (DOMAIN 3.7)."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from huiyin.kernel.models import Case, Dated, Organisation, Person

LEVELS = [("line", _("主线")), ("priority", _("重点")), ("aspect", _("方面")), ("point", _("要点"))]
REPORTS = [("month", _("月报")), ("quarter", _("季度盘点")), ("half", _("半年总结"))]
STAGES = [
    ("lead", _("线索")),
    ("contact", _("对接洽谈")),
    ("planning", _("规划编制")),
    ("signed", _("签约")),
    ("registered", _("备案注册")),
    ("landed", _("落地")),
    ("started", _("开工")),
    ("building", _("在建")),
    ("producing", _("投产")),
    ("done", _("达产")),
    ("lost", _("终止")),
]
CHANNELS = [("cppcc", _("政协平台")), ("other", _("其他渠道"))]
DIRECTIONS = [("out", _("走出去")), ("in", _("请进来"))]
PURPOSES = [("invest", _("招商引资")), ("talent", _("招才引智")), ("both", _("招商和招才"))]
QUOTAS = [
    ("signed", _("签约任务")),
    ("landed", _("落地任务")),
    ("planning", _("谋划任务")),
    ("completed", _("投资任务")),
]


def money(**more: Any) -> Any:
    """An amount in 万元 (G11)."""
    return models.DecimalField(max_digits=14, decimal_places=2, **more)


# special actions ────────────────────────────────────────────────────────────
class Programme(Case):
    """A special action 专项行动: its theme, its time, and how far its books are closed."""

    theme = models.CharField(max_length=120, blank=True)
    above = models.CharField(max_length=120, blank=True, help_text="the action of a higher level of which it is a part")
    begins = models.DateField()
    ends = models.DateField()
    closed_to = models.DateField(null=True, blank=True, help_text="no report of a period until then is taken any more")
    reported_on = models.DateField(null=True, blank=True, help_text="until when the reports that fall due were made")


class ProgrammeNode(Dated):
    """A node of the action's tree: a main line, a priority, an aspect, a point of the work-points document."""

    level = models.CharField(max_length=8, choices=LEVELS)
    position = models.PositiveIntegerField()
    text = models.CharField(max_length=200)
    above = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="below")


class Project(Case):
    """A project 任务项目: it cannot start without its responsible body, its goal, its method and its deadline (S0-06)."""

    whole = models.ForeignKey(Programme, models.PROTECT, related_name="projects")
    node = models.ForeignKey(ProgrammeNode, models.PROTECT, null=True, blank=True, related_name="projects")
    body = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="projects")
    goal = models.TextField(blank=True)
    method = models.TextField(blank=True)
    begins = models.DateField(null=True, blank=True)
    ends = models.DateField(null=True, blank=True)
    lead = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    office = models.CharField(max_length=60, blank=True, help_text="the committee office that leads 委室牵头")
    model = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    percent = models.PositiveSmallIntegerField(default=0)
    reason = models.TextField(blank=True, help_text="why it lags")
    measure = models.TextField(blank=True, help_text="what is done about it")


class ProjectBody(Dated):
    """Whose project it is, for statistics: one body (R-223)."""

    body = models.ForeignKey(Organisation, models.PROTECT, related_name="+")


class Progress(Dated):
    """How far a project was, as its body said. No figure sums or averages it (G10)."""

    percent = models.PositiveSmallIntegerField()


class Milestone(Dated):
    """A step on a project's way with its own day."""

    title = models.CharField(max_length=120)
    due_on = models.DateField()
    done_on = models.DateField(null=True, blank=True)


class ProgressReport(Case):
    """A report that is due by itself: of a project and a month, or of the whole action and a quarter or half a year."""

    whole = models.ForeignKey(Programme, models.PROTECT, related_name="reports")
    what = models.CharField(max_length=8, choices=REPORTS)
    begins = models.DateField()
    ends = models.DateField()
    by = models.DateField(null=True, blank=True, help_text="the last day on which it is in time")
    body = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="+")
    percent = models.PositiveSmallIntegerField(null=True, blank=True)
    words = models.TextField(blank=True)
    problems = models.TextField(blank=True)
    following = models.TextField(blank=True)
    pulled: models.JSONField = models.JSONField(default=list, help_text="what the records said when it was handed in")
    mark = models.CharField(max_length=40, unique=True)

    class Meta:
        indexes = [models.Index(fields=["whole", "ends", "case_ptr"], name="progress_report_ends")]


# investment ────────────────────────────────────────────────────────────────
class Investment(Case):
    """A lead or project of investment promotion on its way; a contracted one (包抓) has a leader and yearly targets."""

    about = models.TextField(blank=True)
    stage = models.CharField(max_length=12, choices=STAGES, default="lead")
    body = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="investments")
    joint = models.BooleanField(default=False, help_text="several bodies have a part in it; `body` alone counts it")
    holder = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    parties = models.CharField(max_length=200, blank=True)
    introducer = models.CharField(max_length=120, blank=True)
    source_of = models.CharField(max_length=120, blank=True, help_text="the trip, network or person it came through")
    lost_why = models.CharField(max_length=300, blank=True)


class InvestStage(Dated):
    """A stage that it reached, on which day; `until` the next one. Its amount is planned, contracted or landed by the stage (R-221)."""

    stage = models.CharField(max_length=12, choices=STAGES)
    amount = money(null=True, blank=True)
    channel = models.CharField(max_length=8, choices=CHANNELS, blank=True)
    why = models.CharField(max_length=300, blank=True)


class InvestTarget(Dated):
    """What a contracted project is to complete in a year."""

    year = models.PositiveSmallIntegerField()
    amount = money()


class Reading(Dated):
    """How far a project was on a day: cumulative of the year, cumulative in all, arrived. Never changed; voided by a reversing entry."""

    year = models.PositiveSmallIntegerField()
    completed = money()
    total = money(null=True, blank=True)
    arrived = money(null=True, blank=True)
    told_by = models.CharField(max_length=120, blank=True)
    why = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes = [models.Index(fields=["case", "year", "at"], name="reading_case")]


class ReadingReversed(Dated):
    """The entry that took a reading back, and why (G14)."""

    reading = models.ForeignKey(Reading, models.PROTECT, related_name="reversals")
    why = models.CharField(max_length=300)


class Procedure(Dated):
    """One of the procedures that a project needs, with the body that grants it; held by the hand until it is done (S3-03)."""

    position = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=80)
    office = models.CharField(max_length=60, blank=True)
    done_on = models.DateField(null=True, blank=True)
    paper = models.CharField(max_length=80, blank=True)


class Coordination(Dated):
    """Somebody was called or visited so that a procedure goes on."""

    whom = models.CharField(max_length=80)
    words = models.CharField(max_length=500)


class InvestTalk(Dated):
    """A talk with an enterprise, on a trip or about a project; figures count the enterprises that differ."""

    enterprise = models.CharField(max_length=80)


class Trip(Case):
    """A trip out 走出去 or visitors in 请进来 for investment or talent."""

    direction = models.CharField(max_length=4, choices=DIRECTIONS)
    purpose = models.CharField(max_length=8, choices=PURPOSES, default="invest")
    on = models.DateField()
    place = models.CharField(max_length=120)
    leader = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    result = models.TextField(blank=True)


class InvestYear(Case):
    """The quotas of a year 年度任务."""

    year = models.PositiveSmallIntegerField()
    mark = models.CharField(max_length=40, unique=True)


class Quota(Dated):
    """What is to be signed, landed, planned or completed in a year: how many, and for how much."""

    what = models.CharField(max_length=10, choices=QUOTAS)
    number = models.PositiveIntegerField(default=0)
    amount = money(default=0)
    owner = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="+")
