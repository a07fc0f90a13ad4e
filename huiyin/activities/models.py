"""Activities 会议、活动: one occasion on one day at one place, who came (人次, G6), and who spoke (DOMAIN 3.9)."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from huiyin.kernel.models import Attachment, Case, Dated, Organisation, Person

KINDS = [
    ("consultation", _("协商会议")),
    ("plenary", _("全体会议")),
    ("standing", _("常委会会议")),
    ("committee", _("专委会、界别会议")),
    ("research", _("调研")),
    ("inspection", _("视察")),
    ("appraisal", _("民主评议")),
    ("reading", _("读书活动")),
    ("study", _("学习")),
    ("visit", _("走访")),
    ("talk", _("座谈")),
    ("training", _("培训")),
    ("service", _("志愿服务")),
    ("other", _("其他")),
]
CATEGORIES = [
    ("member", _("委员")),
    ("party_concerned", _("利益相关方")),
    ("villager", _("群众代表")),
    ("cadre", _("村（社区）干部")),
    ("department", _("部门、单位")),
    ("expert", _("专家")),
    ("elder", _("乡贤")),
    ("enterprise", _("企业")),
    ("other", _("其他")),
]
ANSWERS = [
    ("invited", _("没有回话")),
    ("coming", _("参加")),
    ("declined", _("不参加")),
    ("leave_asked", _("请假，待批")),
    ("leave_ok", _("准假")),
    ("leave_no", _("没有准假")),
]
SPEECHES = [("oral", _("口头发言")), ("written", _("书面发言")), ("unused", _("没有用上"))]
WAYS = [("code", _("扫码")), ("list", _("名单")), ("heads", _("人数"))]


JOINT = [("levels", _("上下级协同")), ("regions", _("跨区域")), ("others", _("与其他单位"))]


class Activity(Case):
    """One occasion. `host` is the site (or body) that holds it; without one it is the committee's own office."""

    activity_kind = models.CharField(max_length=16, choices=KINDS, default="other")
    host = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="activities")
    meets_on = models.DateField()
    meets_at = models.CharField(max_length=20, blank=True, help_text="the hour, in words: 14:30")
    place = models.CharField(max_length=120, blank=True)
    round = models.PositiveSmallIntegerField(default=1, help_text="the how manieth meeting on one topic")
    door = models.CharField(max_length=12, unique=True, help_text="what the QR code at the door holds")
    joint_with = models.CharField(max_length=200, blank=True, help_text="联合举办的各方；只在主办方计数")


class Attendance(Dated):
    """Somebody who came: a person with an account, a named guest, or so many heads of one category with their evidence.

    `mark` says who it is, so that nobody is counted twice; a head-count has none.
    """

    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    name = models.CharField(max_length=60, blank=True)
    body = models.CharField(max_length=100, blank=True)
    category = models.CharField(max_length=16, choices=CATEGORIES)
    way = models.CharField(max_length=8, choices=WAYS)
    people = models.PositiveIntegerField(default=1)
    evidence = models.ForeignKey(Attachment, models.PROTECT, null=True, blank=True, related_name="+")
    mark = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "mark"],
                name="attendance_once",
                condition=Q(until=None, voided_by=None) & ~Q(mark=""),
            ),
            models.CheckConstraint(
                condition=~Q(way="heads") | Q(evidence__isnull=False), name="attendance_heads_have_evidence"
            ),
        ]
        indexes = [models.Index(fields=["case", "category"], name="attendance_case")]


class Expected(Dated):
    """Somebody who was asked to come, and what he answered; the newest row of a person holds (R-181, R-182)."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    must = models.BooleanField(default=True, help_text="has to come; otherwise he may sign up")
    answer = models.CharField(max_length=12, choices=ANSWERS, default="invited")
    why = models.CharField(max_length=300, blank=True)
    asked = models.PositiveSmallIntegerField(default=0, help_text="how often he asked for leave")

    class Meta:
        indexes = [models.Index(fields=["case", "person"], name="expected_case")]


class Speech(Dated):
    """What somebody said there, or handed in on paper (R-192)."""

    way = models.CharField(max_length=8, choices=SPEECHES, default="oral")

    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    name = models.CharField(max_length=60)
    words = models.TextField(blank=True)
