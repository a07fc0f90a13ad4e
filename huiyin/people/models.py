"""Members and the bodies around them. What changes in the course of a term (sector, party, residence) is dated."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from huiyin.kernel.models import Committee, Organisation, Person
from huiyin.kernel.models.base import Row

KINDS = {
    "office": _("机关处室"),
    "assigning": _("交办机关"),
    "unit": _("承办单位"),
    "committee": _("专门委员会"),
    "sector": _("界别"),
    "party": _("党派团体"),
    "township": _("乡镇街道"),
    "village": _("村社区"),
    "site": _("站点"),
}


class Unit(Organisation):
    """A handling unit 承办单位: `parent` is its assigning office (归口, R-031), `prefix` the 机关代字 of its letters."""

    BRANCHES = [
        ("party", _("党委口")),
        ("government", _("政府口")),
        ("congress", _("人大")),
        ("court", _("法院")),
        ("procuratorate", _("检察院")),
        ("other", _("其他")),
    ]

    branch = models.CharField(max_length=16, choices=BRANCHES, default="government")
    prefix = models.CharField(max_length=30, blank=True)
    phone = models.CharField(max_length=40, blank=True)


class Member(Row):
    """A person's membership of a committee, from admission to leaving (DOMAIN 3.14)."""

    committee = models.ForeignKey(Committee, models.PROTECT, related_name="members")
    person = models.ForeignKey(Person, models.PROTECT, related_name="memberships")
    number = models.CharField(max_length=20, blank=True, help_text="委员证号")
    begins = models.DateField(null=True, blank=True)
    ends = models.DateField(null=True, blank=True)
    why_ended = models.CharField(max_length=40, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["committee", "person", "begins"], name="member_once")]

    def __str__(self) -> str:
        return self.person.name


class MemberAttribute(Row):
    """A dated attribute of a member: sector, party, residence (township), employer, level."""

    NAMES = [
        ("sector", _("界别")),
        ("party", _("党派")),
        ("residence", _("居住地")),
        ("employer", _("工作单位")),
        ("level", _("委员层级")),
        ("rank", _("政协职务")),
    ]

    committee = models.ForeignKey(Committee, models.PROTECT, related_name="+")
    member = models.ForeignKey(Member, models.PROTECT, related_name="attributes")
    name = models.CharField(max_length=16, choices=NAMES)
    text = models.CharField(max_length=100, blank=True)
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="+")
    begins = models.DateField(null=True, blank=True)
    ends = models.DateField(null=True, blank=True)
    recorded_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["member", "name"], name="member_attribute")]
