"""A line of a register as a case, what it says (a dated row, never overwritten), and to whom and what it is tied."""

from typing import Any

from django.db import models

from huiyin.kernel.models import Case, Dated, Organisation, Person


class Record(Case):
    """台账记录: one line of one register."""

    register = models.CharField(max_length=24)
    writer = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    said = models.TextField(blank=True, help_text="all its words, by which it is found")

    class Meta:
        indexes = [models.Index(fields=["register"], name="record_register")]


class Entry(Dated):
    """What the line says. A correction voids it and writes another; a new edition ends it. `at` is the day it tells of.

    The columns are what figures filter and sum; `values` holds everything, `private` what may have to be forgotten.
    """

    register = models.CharField(max_length=24)
    name = models.CharField(max_length=300)
    edition = models.PositiveSmallIntegerField(default=1)
    sound = models.BooleanField(default=True, help_text="confirmed by a second person, where the register wants one")
    sort = models.CharField(max_length=24, blank=True)
    level = models.CharField(max_length=24, blank=True)
    amount = models.DecimalField(max_digits=16, decimal_places=2, null=True, blank=True)
    heads = models.PositiveIntegerField(null=True, blank=True)
    values: Any = models.JSONField(default=dict)
    private: Any = models.JSONField(default=dict)

    class Meta:
        indexes = [
            models.Index(fields=["case"], name="entry_case"),
            models.Index(fields=["committee", "register", "at"], name="entry_register"),
        ]


class Tie(Dated):
    """Whom or what a line names: a person, a body, a case, or a line of another register; `field` says as what."""

    register = models.CharField(max_length=24)
    field = models.CharField(max_length=24)
    edition = models.PositiveSmallIntegerField(default=1)
    sound = models.BooleanField(default=True)
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="+")
    other = models.ForeignKey(Case, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["person", "register"], name="tie_person")]
