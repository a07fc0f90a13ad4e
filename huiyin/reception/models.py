"""Voices 群众诉求, the problems 问题 that many of them make, and what units say to them (DOMAIN 3.3)."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from huiyin.kernel.models import Case, Committee, Dated, Organisation, Person
from huiyin.kernel.models.base import Row
from huiyin.places.models import Site

CHANNELS = [
    ("visit", _("接访")),
    ("home", _("走访")),
    ("phone", _("电话")),
    ("letter", _("来信")),
    ("qr", _("扫码")),
    ("portal", _("网上")),
]
SPOKEN = ("visit", "home", "phone", "letter")
"""Taken down by someone at a site; the others the citizen writes himself."""
BACK = [("phone", _("打电话告诉我")), ("sms", _("发短信")), ("self", _("我自己来查，不留电话"))]
RESULTS = [
    ("solved", _("已解决")),
    ("partly", _("部分解决")),
    ("explained", _("没能解决，说明了原因")),
    ("told", _("不归这里办，告诉了该找谁")),
]
WAYS_OUT = [
    ("not_ours", _("不属于政协能帮的事")),
    ("hotline", _("请打 12345")),
    ("petition", _("信访")),
    ("court", _("诉讼、仲裁、复议")),
    ("police", _("报警、举报")),
    ("other", _("其他单位")),
]
ECHO_WAYS = [
    ("spot", _("当面、当场")),
    ("phone", _("电话")),
    ("sms", _("短信")),
    ("home", _("上门")),
    ("letter", _("信函")),
    ("page", _("写在查询页上")),
]
ANSWERS = [("yes", _("解决了")), ("partly", _("解决了一部分")), ("no", _("没有解决"))]
REFERRALS = [
    ("topic", _("转协商议题")),
    ("opinion", _("转社情民意信息")),
    ("proposal", _("转提案线索")),
    ("deed", _("委员办实事")),
]


class Voice(Case):
    """A voice 群众诉求: what one citizen (or a group at the door) said, and owes an answer to. Who it was stands in Citizen."""

    site = models.ForeignKey(Site, models.PROTECT, null=True, blank=True, related_name="voices")
    taken_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    channel = models.CharField(max_length=8, choices=CHANNELS)
    subject = models.CharField(max_length=40, blank=True)
    area = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="+")
    place = models.CharField(max_length=120, blank=True)
    words = models.TextField()
    wanted = models.CharField(max_length=300, blank=True)
    people = models.PositiveIntegerField(default=1)
    back = models.CharField(max_length=8, choices=BACK, default="self")
    raised_on = models.DateField()
    sensitive = models.BooleanField(default=False)
    of_problem = models.ForeignKey("Problem", models.PROTECT, null=True, blank=True, related_name="voices")
    question = models.CharField(
        max_length=500, blank=True, help_text="what we asked the citizen, shown where he follows it"
    )
    answer = models.TextField(blank=True, help_text="what the citizen was told, in the words that he reads")
    result = models.CharField(max_length=10, choices=RESULTS, blank=True)
    echoed_on = models.DateField(null=True, blank=True)
    extended_on = models.DateField(null=True, blank=True)
    times = models.PositiveSmallIntegerField(default=0, help_text="how often it came back as not solved")
    asked_on = models.DateField(
        null=True, blank=True, help_text="when we asked whether the answer that holds solved it"
    )

    class Meta:
        indexes = [
            models.Index(fields=["site", "raised_on"], name="voice_site"),
            models.Index(fields=["of_problem"], name="voice_problem"),
        ]


class Citizen(Row):
    """Who spoke: name and telephone, encrypted, read only with a reason, erased by schedule. Nothing of it is in the ledger."""

    committee = models.ForeignKey(Committee, models.PROTECT, related_name="+")
    voice = models.OneToOneField(Voice, models.PROTECT, related_name="citizen")
    sealed = models.TextField(blank=True, help_text="a Fernet token; empty once erased")
    mark = models.CharField(max_length=64, blank=True, help_text="keyed digest of the telephone: the same person again")
    erased_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["committee", "mark"], name="citizen_mark")]


class Said(Dated):
    """Something that was said after the voice itself: our question, the citizen's answer. Shown where he follows it."""

    by_citizen = models.BooleanField(default=False)
    words = models.TextField(blank=True)


class Heads(Dated):
    """How many people came (人次): a head-count for figures."""

    people = models.PositiveIntegerField(default=1)


class Echo(Dated):
    """An answer given to the citizen 回音."""

    way = models.CharField(max_length=8, choices=ECHO_WAYS)
    result = models.CharField(max_length=10, choices=RESULTS)
    days = models.PositiveIntegerField(default=0, help_text="calendar days since the voice was raised")
    in_time = models.BooleanField(null=True)

    class Meta:
        indexes = [models.Index(fields=["committee", "at"], name="echo_year")]


class Attempt(Dated):
    """A try to reach the citizen that failed."""

    way = models.CharField(max_length=8, choices=ECHO_WAYS)


class Verdict(Dated):
    """What the citizen says himself, some weeks later: solved or not, and how content."""

    solved = models.CharField(max_length=8, choices=ANSWERS)
    stars = models.PositiveSmallIntegerField(null=True, blank=True)
    by_citizen = models.BooleanField(
        default=True, help_text="entered by his own hand; else a site wrote down what he said"
    )

    class Meta:
        indexes = [models.Index(fields=["committee", "at"], name="verdict_year")]


class PublicVoice(Dated):
    """What of a voice stands on the Echo Wall, in plain words and without a name. Never changed, only taken down."""

    heading = models.CharField(max_length=120)
    text = models.TextField()
    answer = models.TextField(blank=True)
    sha256 = models.CharField(max_length=64)

    class Meta:
        indexes = [
            models.Index(
                F("committee"),
                F("at").desc(),
                F("id").desc(),
                name="wall_newest",
                condition=Q(until=None, voided_by=None),
            )
        ]


class Problem(Case):
    """A problem 问题 made of one or many voices; each of them still owes its own answer (R-124)."""

    site = models.ForeignKey(Site, models.PROTECT, null=True, blank=True, related_name="problems")
    subject = models.CharField(max_length=40, blank=True)
    area = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="+")
    words = models.TextField(blank=True)
    result = models.CharField(max_length=10, choices=RESULTS, blank=True)
    told = models.TextField(blank=True, help_text="what came of it, in the words that every citizen is told")


class Settlement(Dated):
    """What came of a problem, once the office has confirmed it."""

    result = models.CharField(max_length=10, choices=RESULTS)


class Referral(Dated):
    """A problem that went on as something else: a topic, an opinion report, a lead for a proposal, a good deed."""

    to = models.CharField(max_length=10, choices=REFERRALS)
    words = models.CharField(max_length=300, blank=True)
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")


class Coordination(Case):
    """What a unit was asked to do about a problem 协调, and what it says."""

    site = models.ForeignKey(Site, models.PROTECT, null=True, blank=True, related_name="+")
    unit = models.ForeignKey(Organisation, models.PROTECT, related_name="coordinations")
    asked = models.TextField()
    degree = models.CharField(max_length=10, choices=RESULTS[:3], blank=True)
    answer = models.TextField(blank=True)
