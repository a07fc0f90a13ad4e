from django.db import models

from huiyin.kernel.models.base import Row
from huiyin.kernel.models.committee import Committee


class ParameterValue(Row):
    """What a committee decided for one of the local rules, from a day on. Old values stay."""

    committee = models.ForeignKey(Committee, models.PROTECT, related_name="+")
    code = models.CharField(max_length=24)
    value = models.JSONField()
    valid_from = models.DateField()
    recorded_at = models.DateTimeField()
    event_id = models.BigIntegerField(null=True)

    class Meta:
        indexes = [models.Index(fields=["committee", "code", "valid_from"], name="parameter_on")]


class CalendarDay(Row):
    """A day that differs from the country's calendar as shipped: a holiday, or a working weekend (调休, R-312)."""

    committee = models.ForeignKey(Committee, models.PROTECT, related_name="+")
    day = models.DateField()
    working = models.BooleanField()
    name = models.CharField(max_length=40, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["committee", "day"], name="calendar_day_once")]
