from django.db import models

from huiyin.kernel.models.base import Row
from huiyin.kernel.models.case import Case
from huiyin.kernel.models.committee import Committee
from huiyin.kernel.models.person import Person


class Event(Row):
    """One act, for ever: database triggers refuse to change or remove it, and a chain of seals shows whoever did.

    It holds ids and facts only. What is personal stays in a Remark, tied to it by a salted digest.
    """

    SOURCES = [("entered", "entered"), ("imported", "imported"), ("computed", "computed")]

    committee = models.ForeignKey(Committee, models.PROTECT, related_name="+")
    seq = models.BigIntegerField()
    case = models.ForeignKey(Case, models.PROTECT, null=True, related_name="events")
    kind = models.CharField(max_length=24)
    step = models.CharField(max_length=32)
    from_state = models.CharField(max_length=24, blank=True)
    to_state = models.CharField(max_length=24, blank=True)
    at = models.DateTimeField(null=True, help_text="when it happened; empty where history does not say")
    recorded_at = models.DateTimeField(help_text="when it was written here")
    post_id = models.BigIntegerField(null=True)
    person_id = models.BigIntegerField(null=True)
    organisation_id = models.BigIntegerField(null=True)
    for_post_id = models.BigIntegerField(null=True, help_text="the post on whose behalf it was typed in")
    source = models.CharField(max_length=10, choices=SOURCES, default="entered")
    facts = models.TextField(default="{}", help_text="canonical JSON; its exact text is sealed")
    digest = models.CharField(max_length=64, blank=True, help_text="salted digest of the Remark")
    voids = models.BigIntegerField(null=True)
    key = models.CharField(max_length=64, null=True, help_text="idempotency key of the request")
    seal = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["committee", "seq"], name="event_seq"),
            models.UniqueConstraint(fields=["committee", "key"], name="event_key"),
        ]
        indexes = [models.Index(fields=["case", "seq"], name="event_case")]


class Remark(models.Model):
    """What an act carried that may have to be forgotten: free words, client address. Erasable; the digest stays."""

    event = models.OneToOneField(Event, models.PROTECT, primary_key=True, related_name="remark")
    committee = models.ForeignKey(Committee, models.PROTECT, related_name="+")
    salt = models.CharField(max_length=32)
    body = models.TextField(help_text="canonical JSON")
    erased_at = models.DateTimeField(null=True, blank=True)
    erased_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")


class Anchor(Row):
    """A day's head of the chain, to be kept outside the database: printed, mailed, shown in public."""

    committee = models.ForeignKey(Committee, models.PROTECT, related_name="anchors")
    day = models.DateField()
    seq = models.BigIntegerField()
    seal = models.CharField(max_length=64)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["committee", "day"], name="anchor_once")]
