"""Whom we exchange packages with, and every package that left or came."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from huiyin.kernel.models import Committee, Post
from huiyin.kernel.models.base import Row


class Trusted(Row):
    """A committee of another installation: whatever it signs with this key is believed, and packages are addressed to it.

    The system administrator enters it from a paper or a call, never from a package itself.
    """

    committee = models.ForeignKey(Committee, models.PROTECT, related_name="+")
    name = models.CharField(max_length=100)
    code = models.SlugField(max_length=40, help_text="that committee's code in its own installation")
    algorithm = models.CharField(max_length=20)
    key = models.CharField(max_length=200, help_text="its public key, base64")
    fingerprint = models.CharField(max_length=64)
    added_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["committee", "code", "fingerprint"], condition=models.Q(ended_at=None), name="trusted_once"
            )
        ]

    def __str__(self) -> str:
        return self.name


class Package(Row):
    """A package that was made here (`out`) or received (`in`). The file itself lies in the home's folder `packages`."""

    WAYS = [("out", _("发出")), ("in", _("收到"))]

    committee = models.ForeignKey(Committee, models.PROTECT, related_name="packages")
    way = models.CharField(max_length=3, choices=WAYS)
    ident = models.CharField(max_length=40, help_text="given by its maker, once for ever")
    other = models.ForeignKey(Trusted, models.PROTECT, related_name="packages")
    answers = models.CharField(max_length=40, blank=True, help_text="the ident of the package that it answers")
    words = models.TextField(blank=True)
    count = models.PositiveIntegerField(default=0, help_text="how many cases it holds")
    manifest: Any = models.JSONField(default=dict)
    sha256 = models.CharField(max_length=64)
    size = models.BigIntegerField()
    made_at = models.DateTimeField()
    post = models.ForeignKey(Post, models.PROTECT, related_name="+")
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.ForeignKey(Post, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["committee", "way", "ident"], name="package_once")]
        indexes = [models.Index(fields=["committee", "-id"], name="package_newest")]

    @property
    def cases(self) -> list[dict[str, Any]]:
        """What it holds, a dictionary a case (telling.told and its folder)."""
        return list(self.manifest.get("cases", ()))

    @property
    def entries(self) -> dict[str, dict[str, Any]]:
        return dict(self.manifest.get("entries", {}))


class Held(Row):
    """A case that a received package brought, and its version there: an older one is refused."""

    package = models.ForeignKey(Package, models.PROTECT, related_name="held")
    other = models.ForeignKey(Trusted, models.PROTECT, related_name="+")
    case = models.CharField(max_length=20)
    version = models.PositiveIntegerField()

    class Meta:
        indexes = [models.Index(fields=["other", "case"], name="held_case")]
