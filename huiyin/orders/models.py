"""Order leads 订单线索: a call to the units, what each of them orders, who takes it up, the joint research, and what became of it (DOMAIN 3.10)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from huiyin.kernel.models import Case, Dated, Organisation, Person

LEVELS = [
    ("district", _("本级")),
    ("city", _("市级")),
    ("province", _("省级")),
    ("nation", _("全国")),
]
BECAME = [("proposal", _("提案")), ("higher", _("上级提案"))]


class OrderCall(Case):
    """征集订单线索的通知: by the proposal office together with the government's office, to units, until a day (R-014b)."""

    words = models.TextField(blank=True)
    office = models.ForeignKey(Organisation, models.PROTECT, related_name="+", help_text="联合征集的交办机关")
    reply_by = models.DateField()


class CalledUnit(Dated):
    """A unit that is asked for its leads."""

    unit = models.ForeignKey(Organisation, models.PROTECT, related_name="+")


class OrderLead(Case):
    """One lead 线索: what a unit would have members look into. Its words are the unit's, and stay as they were sent."""

    call = models.ForeignKey(OrderCall, models.PROTECT, null=True, blank=True, related_name="orders")
    unit = models.ForeignKey(Organisation, models.PROTECT, related_name="order_leads")
    background = models.TextField(blank=True)
    difficulty = models.TextField(blank=True)
    wish = models.TextField(blank=True)
    contact = models.CharField(max_length=100, blank=True)
    level = models.CharField(max_length=10, choices=LEVELS, default="district", help_text="希望形成哪一级的提案")
    main = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="duplicates")
    came_to = models.CharField(max_length=300, blank=True, help_text="what became of it, in the latest words")


class OrderClaim(Dated):
    """A member who took a lead up, alone or with others; the first leads."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="order_claims")
    behalf = models.CharField(max_length=60, blank=True, help_text="以哪个党派、界别、专委会的名义")


class OrderResearch(Dated):
    """One note of the research that members and the unit did together (S4-03)."""

    on = models.DateField()
    way = models.CharField(max_length=10)
    people = models.CharField(max_length=200, blank=True)
    words = models.TextField()


class OrderOutcome(Dated):
    """A lead that became something 转化: a proposal here, or one cultivated for a higher level."""

    what = models.CharField(max_length=10, choices=BECAME)
