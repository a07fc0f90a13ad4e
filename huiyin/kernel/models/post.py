from django.db import models

from huiyin.kernel.models.base import Row
from huiyin.kernel.models.committee import Committee
from huiyin.kernel.models.person import Person


class Organisation(Row):
    """A body that acts or is named: office, handling unit, assigning office, special committee, sector, township, village.

    `parent` is what it answers to: a unit's assigning office (归口), a village's township.
    """

    committee = models.ForeignKey(Committee, models.PROTECT, related_name="organisations")
    kind = models.CharField(max_length=20)
    code = models.CharField(max_length=40, blank=True)
    name = models.CharField(max_length=100)
    full_name = models.CharField(max_length=120, blank=True, help_text="as on its letter paper")
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    begins = models.DateField(null=True, blank=True)
    ends = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["committee", "kind", "name"], name="organisation_once")]

    def __str__(self) -> str:
        return self.name


class Post(Row):
    """A role that a person holds for an organisation in a committee. Every act is done as one of them."""

    committee = models.ForeignKey(Committee, models.PROTECT, related_name="posts")
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="posts")
    role = models.CharField(max_length=24)
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="posts")
    title = models.CharField(max_length=60)
    begins = models.DateField(null=True, blank=True)
    ends = models.DateField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["committee", "role", "organisation"], name="post_role")]

    def __str__(self) -> str:
        return self.title
