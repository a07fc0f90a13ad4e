from django.db import models
from django.urls import reverse

from huiyin.kernel.models.base import Row
from huiyin.kernel.models.case import Case
from huiyin.kernel.models.committee import Committee


class Attachment(Row):
    """A file of a case, stored once per committee under the digest of its content."""

    committee = models.ForeignKey(Committee, models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, models.PROTECT, related_name="attachments")
    event_id = models.BigIntegerField(null=True)
    label = models.CharField(max_length=60)
    name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    size = models.BigIntegerField()
    content_type = models.CharField(max_length=100)
    path = models.CharField(max_length=200)
    added_at = models.DateTimeField()
    post_id = models.BigIntegerField(null=True)
    voided_by = models.BigIntegerField(null=True, blank=True)

    def get_absolute_url(self) -> str:
        return reverse("attachment", args=[self.uid])
