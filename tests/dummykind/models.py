"""A lamp, and what was spent on it."""

from django.db import models

from huiyin.kernel.models import Case, Dated, Organisation


class Lamp(Case):
    """A street lamp that somebody found dark."""

    place = models.CharField(max_length=100)
    unit = models.ForeignKey(Organisation, models.PROTECT, related_name="+")


class Repair(Dated):
    """What was done, and for how much."""

    cost = models.DecimalField(max_digits=12, decimal_places=2)
