"""Sites 站点: where members meet the people (DOMAIN 3.12), who belongs to them, and who is on duty on which day."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from huiyin.kernel.models import Committee, Organisation, Person
from huiyin.kernel.models.base import Row

KINDS = [
    ("station", _("委员联络站")),
    ("studio", _("委员工作室")),
    ("room", _("协商议事室")),
    ("council", _("村（社区）协商议事会")),
    ("team", _("委员服务队")),
    ("home", _("委员之家")),
    ("abroad", _("驻外联络处")),
    ("other", _("其他")),
]
LEVELS = [("district", _("区")), ("township", _("乡镇街道")), ("village", _("村社区"))]


class Site(Organisation):
    """A site 站点: a body that holds posts (its head keeps its voices) and stands in a township or village."""

    site_kind = models.CharField(max_length=12, choices=KINDS, default="station")
    level = models.CharField(max_length=12, choices=LEVELS, default="township")
    area = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="sites", help_text="its township or village"
    )
    address = models.CharField(max_length=200, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    opened_on = models.DateField(null=True, blank=True)
    grade = models.PositiveSmallIntegerField(default=0, help_text="stars; 0: not graded")
    hours = models.CharField(max_length=100, blank=True, help_text="when members receive people, in words")
    door = models.CharField(max_length=12, unique=True, help_text="what the QR code at its door holds")
    field = models.CharField(max_length=100, blank=True, help_text="the fields of work it is for, with 、 between them")
    capacity = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="how many members it takes; unknown: P-36C, 0: it takes no part"
    )


class SiteMember(Row):
    """A member who belongs to a site (进站入室), from when to when."""

    ROLES = [("head", _("站长")), ("deputy", _("副站长")), ("member", _("进站委员"))]

    committee = models.ForeignKey(Committee, models.PROTECT, related_name="+")
    site = models.ForeignKey(Site, models.PROTECT, related_name="people")
    person = models.ForeignKey(Person, models.PROTECT, related_name="sites")
    role = models.CharField(max_length=8, choices=ROLES, default="member")
    begins = models.DateField(null=True, blank=True)
    ends = models.DateField(null=True, blank=True)
    recorded_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["site", "ends"], name="site_member")]


class Duty(Row):
    """One member's turn on one reception day 委员接待日 (R-120)."""

    committee = models.ForeignKey(Committee, models.PROTECT, related_name="+")
    site = models.ForeignKey(Site, models.PROTECT, related_name="duties")
    person = models.ForeignKey(Person, models.PROTECT, related_name="duties")
    on = models.DateField()
    words = models.CharField(max_length=100, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["site", "person", "on"], name="duty_once")]
        indexes = [models.Index(fields=["committee", "on"], name="duty_day")]


class Pin(Row):
    """The office's word that a member belongs at a site, whatever the reckoning by nearness says (R-206)."""

    committee = models.ForeignKey(Committee, models.PROTECT, related_name="+")
    site = models.ForeignKey(Site, models.PROTECT, related_name="pins")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["committee", "person"], name="pin_once")]
