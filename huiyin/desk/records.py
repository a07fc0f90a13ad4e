"""Who came to the door, and when the ledger was last checked: rows of the desk, beside the ledger."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from huiyin.kernel.models import Committee, Person
from huiyin.kernel.models.base import Row


class AccessLog(Row):
    """A sign-in, a failed one (never with the password), a sign-out, an activation. Kept; never less than 6 months (R-301)."""

    RESULTS = [
        ("in", _("登录")),
        ("failed", _("没有登上")),
        ("locked", _("连错太多，暂时不让试")),
        ("out", _("退出")),
        ("activated", _("设好密码")),
        ("slip", _("激活码不对")),
    ]

    at = models.DateTimeField(db_index=True)
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    username = models.CharField(max_length=60)
    result = models.CharField(max_length=10, choices=RESULTS)
    address = models.CharField(max_length=45, blank=True)

    class Meta:
        indexes = [models.Index(fields=["person", "at"], name="access_person")]


class Verification(Row):
    """One run of ledger.verify(): when, by whom (nobody: by a command), what was read and found."""

    committee = models.ForeignKey(Committee, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    seconds = models.FloatField()
    sound = models.BooleanField()
    report: Any = models.JSONField(default=dict)

    class Meta:
        indexes = [models.Index(fields=["committee", "at"], name="verification_at")]
