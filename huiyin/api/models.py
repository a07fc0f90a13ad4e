"""Tokens by which programs act as a post, and webhooks that tell them what happened."""

from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from huiyin.kernel.models import Committee, Person, Post
from huiyin.kernel.models.base import Row


class Token(Row):
    """A program's key to one post. Only its digest is kept; it ends on its day, when it is revoked, with the post,
    and when the post passes to somebody else: `made_by` must still hold it."""

    SCOPES = [
        ("read", _("只读")),
        ("act", _("读和办理")),
        ("calendar", _("日历订阅")),
    ]

    committee = models.ForeignKey(Committee, models.PROTECT, related_name="+")
    post = models.ForeignKey(Post, models.PROTECT, related_name="+")
    made_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    name = models.CharField(max_length=60)
    scope = models.CharField(max_length=10, choices=SCOPES)
    digest = models.CharField(max_length=64, unique=True)
    begins_with = models.CharField(max_length=12)
    made_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    def over(self, now: datetime) -> bool:
        return self.ended_at is not None or self.ends_at <= now


class Hook(Row):
    """An address that is told of what happens to the cases that its post may see, from `seq` of the ledger on: kind, step, case and moment,
    no word of a case. The post narrows what is told; whoever registers the address learns nothing of it."""

    committee = models.ForeignKey(Committee, models.PROTECT, related_name="+")
    post = models.ForeignKey(Post, models.PROTECT, related_name="+")
    made_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    name = models.CharField(max_length=60)
    url = models.CharField(max_length=500)
    secret = models.CharField(max_length=80, help_text="signs what is sent; the receiver has it too")
    steps = models.CharField(
        max_length=500, blank=True, help_text="kinds or kind.step, separated by spaces; empty: all"
    )
    seq = models.BigIntegerField(default=0)
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)


class HookDelivery(Row):
    """One event on its way to one address. Its id is the receiver's way to drop a second copy."""

    committee = models.ForeignKey(Committee, models.PROTECT, related_name="+")
    hook = models.ForeignKey(Hook, models.PROTECT, related_name="deliveries")
    event_id = models.BigIntegerField()
    body: Any = models.JSONField()
    made_at = models.DateTimeField()
    tries = models.PositiveIntegerField(default=0)
    next_try_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    status = models.PositiveSmallIntegerField(null=True)
    error = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["hook", "event_id"], name="hook_delivery_once")]
        indexes = [models.Index(fields=["next_try_at"], name="hook_delivery_due", condition=Q(sent_at=None))]
