"""Who wants to read by e-mail what was published: no account, no name, the address sealed."""

from django.db import models

from huiyin.kernel.models import Committee
from huiyin.kernel.models.base import Row

WANTS = ("voices", "proposals", "consultations")


class Subscription(Row):
    """One address that gets a digest once a week, from its own confirmation on until it leaves. Then nothing of it is kept."""

    committee = models.ForeignKey(Committee, models.PROTECT, related_name="+")
    sealed = models.TextField(help_text="the address, a Fernet token")
    mark = models.CharField(max_length=64, help_text="keyed digest: the same address again")
    site = models.CharField(max_length=200, help_text="the site's address, as the subscriber called it")
    language = models.CharField(max_length=10)
    asked_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)
    told_at = models.DateTimeField(null=True, help_text="what was published before it has been told")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["committee", "mark"], name="subscribed_once")]
