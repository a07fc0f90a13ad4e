"""A committee's duty year, each member's mark in it, the entries of points, deeds that somebody confirms, and objections."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from huiyin.kernel.models import Case, Committee, Dated, Person
from huiyin.kernel.models.base import Row

DEEDS = [
    ("good", _("办实事")),
    ("volunteer", _("公益、志愿服务")),
    ("donation", _("捐赠")),
    ("media", _("宣传稿件")),
    ("research", _("调研成果")),
    ("upward", _("向上级政协报送")),
    ("training", _("外出学习培训")),
    ("honour", _("受到表彰")),
    ("other", _("其他履职")),
]
NOTES = {
    "counted": "",
    "capped": _("已到上限"),
    "again": _("同一件已经计过"),
    "early": _("从后面一件起才计"),
    "part": _("还没有凑够件数"),
}
ADJUSTED = "objection"
"""The rule that an entry names which an answered objection brought about: its record is the objection."""


class DutyYear(Case):
    """履职年度: the year in which members' entries are posted, and its evaluation from statement to publication (R-180, R-188)."""

    year = models.PositiveSmallIntegerField()
    mark = models.CharField(max_length=40, unique=True, help_text="committee and year: a year is evaluated once")
    objections_until = models.DateField(null=True, blank=True, help_text="the last day for objections to the marks")
    posted_at = models.DateTimeField(null=True, blank=True, help_text="when the records were last gone through")
    posted_seq = models.BigIntegerField(default=0, help_text="how far the ledger had come then")
    sha256 = models.CharField(max_length=64, blank=True, help_text="of all marks as they were settled")
    decision = models.CharField(max_length=200, blank=True)


class DutyMark(Case):
    """One member's year: the statement, then the points as they were shown, the place and the grade. He, the office, the secretary and the leaders see it; the head of his station sees the points."""

    of_year = models.ForeignKey(DutyYear, models.PROTECT, related_name="marks")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    statement = models.TextField(blank=True)
    points = models.DecimalField(max_digits=8, decimal_places=2, null=True, help_text="empty until shown")
    exempt = models.CharField(max_length=200, blank=True, help_text="why there is no place and no grade (R-187)")
    lacking: Any = models.JSONField(default=list, help_text="[rule, name, least, done] of what was asked and not done")
    rank = models.PositiveSmallIntegerField(null=True, blank=True)
    grade = models.CharField(max_length=20, blank=True)
    agreed_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["of_year", "person"], name="duty_mark_once")]


class ScoreEntry(Dated):
    """Points for one record by one rule. It is posted and reversed by another, and never changed (R-183, trap 19).

    `case` is the year; `record` the case that it names, `row` its row there; `mark` lets nothing be posted twice.
    """

    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    rule = models.CharField(max_length=30)
    label = models.CharField(max_length=100, help_text="the rule's name on that day")
    source = models.CharField(max_length=40)
    record = models.ForeignKey(Case, models.PROTECT, null=True, blank=True, related_name="+")
    row = models.BigIntegerField(default=0)
    on = models.DateField()
    points = models.DecimalField(max_digits=8, decimal_places=2)
    note = models.CharField(max_length=10, default="counted")
    reverses = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="reversed_by")
    why = models.CharField(max_length=200, blank=True, help_text="of a reversal")
    mark = models.CharField(max_length=160)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "mark"], name="score_once")]
        indexes = [
            models.Index(fields=["case", "person", "on"], name="score_person"),
            models.Index(fields=["case", "person", "rule"], name="score_holds", condition=Q(until=None, reverses=None)),
        ]

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise TypeError("a score entry is reversed, never changed")
        super().save(*args, **kwargs)


class Exemption(Dated):
    """Somebody who is not ranked in the year, or of whom one thing (`rule`) is not asked, with the reason (R-187)."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    rule = models.CharField(max_length=30, blank=True)
    why = models.CharField(max_length=200)


class ModelMember(Dated):
    """标兵委员、优秀委员: named by decision, with the reasons (S0-16)."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    words = models.TextField(blank=True)


class Deed(Case):
    """What a member did outside the house, with its evidence: a good deed, a gift, an article. Somebody else confirms it."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    deed_kind = models.CharField(max_length=12, choices=DEEDS, default="good")
    on = models.DateField()
    words = models.TextField(blank=True)
    value = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True, help_text="yuan, of a donation")
    level = models.CharField(max_length=60, blank=True, help_text="which paper, which level, who honoured")


class Gift(Dated):
    """The value of a confirmed donation, in yuan (G11)."""

    yuan = models.DecimalField(max_digits=14, decimal_places=2)


class DutyObjection(Case):
    """What a member says against one of his entries, or misses among them, and what became of it."""

    of_year = models.ForeignKey(DutyYear, models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    entry = models.ForeignKey(ScoreEntry, models.PROTECT, null=True, blank=True, related_name="+")
    why = models.TextField()
    upheld = models.BooleanField(null=True)
    change = models.DecimalField(max_digits=6, decimal_places=2, default=0)
    words = models.TextField(blank=True)


class Nudge(Row):
    """A kind reminder that was sent: to whom, by whom, when; not oftener than once a week."""

    committee = models.ForeignKey(Committee, models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
