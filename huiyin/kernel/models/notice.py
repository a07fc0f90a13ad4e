from django.db import models
from django.db.models import Q

from huiyin.kernel.models.base import Row
from huiyin.kernel.models.case import Case
from huiyin.kernel.models.committee import Committee
from huiyin.kernel.models.person import Person
from huiyin.kernel.models.post import Organisation


class Notice(Row):
    """Something somebody is told, written in the transaction of the act itself. An office shares its tray."""

    committee = models.ForeignKey(Committee, models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, models.PROTECT, null=True, related_name="notices")
    event_id = models.BigIntegerField(null=True)
    role = models.CharField(max_length=24)
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    text = models.CharField(max_length=500)
    written_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True, help_text="when its deliveries were written")
    once = models.CharField(max_length=80, null=True, help_text="a reminder of one rung carries its own name")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["committee", "once"], name="notice_once")]
        indexes = [
            models.Index(fields=["id"], name="notice_unsent", condition=Q(sent_at=None)),
            models.Index(fields=["committee", "role", "organisation", "read_at"], name="notice_tray"),
            models.Index(fields=["person", "read_at"], name="notice_person"),
        ]


class Delivery(Row):
    """A notice on its way to one person over one channel; its message id is given once. To somebody outside the house: `outbox.outside`."""

    committee = models.ForeignKey(Committee, models.PROTECT, related_name="+")
    notice = models.ForeignKey(Notice, models.PROTECT, related_name="deliveries")
    person = models.ForeignKey(
        Person,
        models.PROTECT,
        null=True,
        related_name="+",
        help_text="nobody's: to somebody outside, whose address stands sealed elsewhere",
    )
    channel = models.CharField(max_length=12)
    address = models.CharField(max_length=200)
    message_id = models.CharField(max_length=100, unique=True)
    tries = models.PositiveIntegerField(default=0)
    next_try_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    error = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["notice", "person", "channel"], name="delivery_once")]
        indexes = [models.Index(fields=["next_try_at"], name="delivery_due", condition=Q(sent_at=None))]
