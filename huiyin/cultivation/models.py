"""Cultivation 培育 toward a higher level: experts, a team, a shared draft, what was handed up, and what came back (DOMAIN 3.10, R-023)."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from huiyin.kernel.models import Case, Committee, Dated, Person
from huiyin.kernel.models.base import Row

CONTRIBUTORS = [
    ("member", _("委员")),
    ("expert", _("专家")),
    ("institution", _("机构")),
    ("media", _("媒体")),
    ("public", _("民间人士")),
]
"""五智汇 (S4-16)."""
LEVELS = [("city", _("市级")), ("province", _("省级")), ("nation", _("全国"))]
FORMS = [
    ("proposal", _("提案")),
    ("collective", _("集体提案")),
    ("speech", _("大会或重点发言")),
    ("sector_speech", _("界别座谈会发言")),
    ("consultation", _("协商材料")),
    ("casebook", _("案例收录")),
    ("information", _("信息采用")),
]
"""The ways into a higher level (S4-13, R-149)."""
CARRIERS = [("member", _("上级委员")), ("party", _("党派、团体")), ("committee", _("专委会")), ("cppcc", _("政协机关"))]
PARTNERS = [
    ("cppcc", _("其他政协")),
    ("university", _("高校、科研院所")),
    ("party", _("党派、团体")),
    ("other", _("其他单位")),
]


class Expert(Row):
    """Somebody, or some body, who lends his knowledge: in the directory (专家库) by his own consent, and out of it when he takes it back."""

    committee = models.ForeignKey(Committee, models.PROTECT, related_name="+")
    name = models.CharField(max_length=60)
    kind = models.CharField(max_length=12, choices=CONTRIBUTORS[1:], default="expert")
    field = models.CharField(max_length=120, help_text="擅长什么")
    workplace = models.CharField(max_length=120, blank=True)
    reach = models.CharField(max_length=60, blank=True, help_text="phone or address; for the office alone")
    consented_on = models.DateField(help_text="the day on which he agreed to stand here")
    consent = models.CharField(max_length=120, help_text="how he agreed: 书面同意书、短信…")
    ends = models.DateField(null=True, blank=True)

    def __str__(self) -> str:
        return self.name


class Cultivation(Case):
    """One matter that is being made ripe for a higher level."""

    level = models.CharField(max_length=10, choices=LEVELS, default="city")
    form = models.CharField(max_length=14, choices=FORMS, default="proposal")
    idea = models.TextField(blank=True)
    origin_words = models.CharField(max_length=160, blank=True, help_text="the order lead that it came of")
    text = models.TextField(blank=True, help_text="the newest version; each is kept")
    versions = models.PositiveSmallIntegerField(default=0)
    carrier_kind = models.CharField(max_length=10, choices=CARRIERS, blank=True)
    carrier = models.CharField(max_length=100, blank=True, help_text="who carries it up")
    above = models.ForeignKey(Committee, models.PROTECT, null=True, blank=True, related_name="+")
    above_id_of = models.BigIntegerField(
        null=True, blank=True, help_text="the case there; nothing of it is read from here"
    )
    handed_on = models.DateField(null=True, blank=True)
    upper_number = models.CharField(max_length=60, blank=True)
    came_to = models.CharField(max_length=500, blank=True)


class Contributor(Dated):
    """Somebody of the special team 专班, of one of the five kinds."""

    kind = models.CharField(max_length=12, choices=CONTRIBUTORS)
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    expert = models.ForeignKey(Expert, models.PROTECT, null=True, blank=True, related_name="+")

    @property
    def name(self) -> str:
        return str(self.person or self.expert or "")


class DraftVersion(Dated):
    """One version of the shared draft; the newest holds, the older ones are kept."""

    n = models.PositiveSmallIntegerField()
    text = models.TextField()
    note = models.CharField(max_length=200, blank=True)
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")


class DraftComment(Dated):
    """What somebody said to a version: one of the team himself, or an expert whose words the office wrote down."""

    version = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=12, choices=CONTRIBUTORS)
    name = models.CharField(max_length=60)
    review = models.BooleanField(default=False, help_text="given at the experts' review")
    text = models.TextField()


class CoSponsor(Dated):
    """A body outside that signs a joint upward proposal, with how it agreed (S2-09)."""

    kind = models.CharField(max_length=10, choices=PARTNERS)
    name = models.CharField(max_length=100)
    consent = models.CharField(max_length=200)


class HandedUp(Case):
    """What a lower committee handed up: all that the higher one ever reads of it. A copy of that day, in the higher committee's own books."""

    below = models.ForeignKey(Committee, models.PROTECT, related_name="+")
    below_id_of = models.BigIntegerField(help_text="the case there; only acts go back to it, nothing is read")
    form = models.CharField(max_length=14, choices=FORMS, default="proposal")
    carrier_kind = models.CharField(max_length=10, choices=CARRIERS, blank=True)
    carrier = models.CharField(max_length=100, blank=True)
    signed_by = models.CharField(max_length=500, blank=True)
    text = models.TextField(blank=True)
    items: Any = models.JSONField(default=list)
    answer = models.TextField(blank=True)


class HigherAdoption(Dated):
    """Taken up by a higher level: as what, on which level, under which number (S4-F04)."""

    level = models.CharField(max_length=10, choices=LEVELS)
    form = models.CharField(max_length=14, choices=FORMS)
    number = models.CharField(max_length=60, blank=True)
    words = models.CharField(max_length=300, blank=True)
