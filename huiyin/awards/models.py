"""What is evaluated and praised: a session's evaluation of the units, each unit's mark, and the proposals named excellent."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from huiyin.kernel.models import Case, Dated, Organisation, Person


class Evaluation(Case):
    """承办单位考评 of one session: marks shown, objections answered, settled with a digest, the best units named."""

    shown_on = models.DateField(null=True, blank=True)
    objections_until = models.DateField(null=True, blank=True, help_text="the last day on which a unit may object")
    sha256 = models.CharField(max_length=64, blank=True, help_text="of all marks as they were settled")
    decision = models.CharField(max_length=200, blank=True)


class UnitMark(Case):
    """A unit's mark in one evaluation, a case of its own: only that unit, and those who lead the work, see it."""

    of_round = models.ForeignKey(Evaluation, models.PROTECT, related_name="marks")
    unit = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    points = models.DecimalField(
        max_digits=6, decimal_places=1, null=True, help_text="as counted; empty: nothing to count"
    )
    change = models.DecimalField(max_digits=5, decimal_places=1, default=0, help_text="by objections that were upheld")
    rank = models.PositiveSmallIntegerField(null=True, blank=True, help_text="once settled")
    replies = models.PositiveSmallIntegerField(
        null=True, help_text="of its own, delivered when it was counted; without any it has no rank; empty: not known"
    )
    parts: Any = models.JSONField(default=list, help_text="awards.scoring.Part as counted, with the ids of its records")
    objected = models.PositiveSmallIntegerField(default=0, help_text="how often the unit objected")

    @property
    def total(self) -> Any:
        return None if self.points is None else max(self.points + self.change, self.points * 0)


class Honour(Dated):
    """先进承办单位: a unit named by decision."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    words = models.TextField(blank=True)


class Objection(Dated):
    """What a unit says against its mark, and what became of it."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    item = models.CharField(max_length=40, blank=True)
    why = models.TextField()
    upheld = models.BooleanField(null=True, help_text="empty while it is not answered")
    change = models.DecimalField(max_digits=5, decimal_places=1, default=0)
    words = models.TextField(blank=True)


OPINIONS = [("yes", _("够得上优秀")), ("no", _("够不上"))]


class Excellence(Case):
    """优秀提案: one proposal on its way to being named excellent (R-081)."""

    recommended_by = models.CharField(max_length=100, blank=True)
    why = models.TextField(blank=True)
    opinion = models.CharField(max_length=4, choices=OPINIONS, blank=True)
    decision = models.CharField(max_length=200, blank=True)
    published_in = models.CharField(max_length=200, blank=True)


class ExcellenceReview(Dated):
    """What the reviewers say of a nominated proposal (初评)."""

    opinion = models.CharField(max_length=4, choices=OPINIONS)
    words = models.TextField(blank=True)
    reviewer = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
