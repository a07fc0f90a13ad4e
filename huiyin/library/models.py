"""What reviewers decide about proposed groups."""

from django.db import models
from django.db.models import F, Q

from huiyin.kernel.models import Case, Committee
from huiyin.kernel.models.base import Row


class Apart(Row):
    """Two cases that are not one matter, so a reviewer said: they are not proposed for merging again, unless it is taken back."""

    committee = models.ForeignKey(Committee, models.PROTECT, related_name="+")
    one = models.ForeignKey(Case, models.PROTECT, related_name="+", help_text="the one with the smaller id")
    other = models.ForeignKey(Case, models.PROTECT, related_name="+")
    said_at = models.DateTimeField()
    event_id = models.BigIntegerField()
    ended_by = models.BigIntegerField(null=True, blank=True, help_text="the event that took it back")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["one", "other"], condition=Q(ended_by=None), name="apart_once"),
            models.CheckConstraint(condition=Q(one__lt=F("other")), name="apart_in_order"),
        ]
        indexes = [models.Index(fields=["committee"], name="apart_committee", condition=Q(ended_by=None))]
