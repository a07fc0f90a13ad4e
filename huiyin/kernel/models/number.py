from django.db import models

from huiyin.kernel.models.base import Row
from huiyin.kernel.models.case import Case
from huiyin.kernel.models.committee import Committee


class Counter(Row):
    """The last value given in a series of numbers (case numbers of one session, intake numbers of one year)."""

    committee = models.ForeignKey(Committee, models.PROTECT, related_name="+")
    series = models.CharField(max_length=60)
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["committee", "series"], name="counter_once")]


class Number(Row):
    """A number once given: never changed, never given again, even when its case is withdrawn (R-027)."""

    committee = models.ForeignKey(Committee, models.PROTECT, related_name="+")
    series = models.CharField(max_length=60)
    value = models.PositiveIntegerField(null=True)
    text = models.CharField(max_length=60)
    case = models.ForeignKey(Case, models.PROTECT, related_name="numbers")
    given_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["committee", "series", "text"], name="number_once")]
