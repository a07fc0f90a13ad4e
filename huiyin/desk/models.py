"""What is being typed: kept for whoever types it, until it is sent."""

from typing import Any

from django.db import models

from huiyin.desk.records import AccessLog, Verification
from huiyin.kernel.models import Case, Committee
from huiyin.kernel.models.base import Row

__all__ = ["AccessLog", "Draft", "Verification"]


class Draft(Row):
    """An unsent step form. A unit's people share one (`owner` o…), anyone else has his own (p…)."""

    committee = models.ForeignKey(Committee, models.CASCADE, related_name="+")
    case = models.ForeignKey(Case, models.CASCADE, related_name="+")
    step = models.CharField(max_length=32)
    owner = models.CharField(max_length=50)
    values: Any = models.JSONField(default=dict, help_text="{field: [texts]} as the form sent them")
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "step", "owner"], name="draft_once")]
