from django.db import models
from django.utils.translation import gettext_lazy as _

from huiyin.kernel.models.base import Row


class Committee(Row):
    """A CPPCC committee: the tenant. Every row but a person carries one; they form a tree of four levels."""

    LEVELS = [("nation", _("全国")), ("province", _("省级")), ("city", _("市级")), ("district", _("区县级"))]

    code = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=100, help_text="政协澄江区委员会")
    short = models.CharField(max_length=40, help_text="澄江区政协")
    place = models.CharField(max_length=40, help_text="澄江区")
    level = models.CharField(max_length=10, choices=LEVELS, default="district")
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    demo = models.BooleanField(default=False)
    rules_version = models.PositiveIntegerField(
        default=1, help_text="grows with each change of a parameter or calendar day"
    )

    def __str__(self) -> str:
        return self.short


class Chain(models.Model):
    """The head of one committee's chain of seals: how many events, and the seal of the last."""

    committee = models.OneToOneField(Committee, models.PROTECT, primary_key=True, related_name="chain")
    seq = models.BigIntegerField(default=0)
    seal = models.CharField(max_length=64, default="0" * 64)
    algorithm = models.CharField(max_length=10, default="sha256")
