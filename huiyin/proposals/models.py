"""A proposal 提案 and what hangs on it."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from huiyin.kernel.models import Case, Dated, Organisation, Person

KINDS = [
    ("individual", _("委员个人")),
    ("joint", _("委员联名")),
    ("party", _("党派")),
    ("people_org", _("团体")),
    ("sector", _("界别")),
    ("group", _("委员小组")),
    ("committee", _("专委会")),
]
COLLECTIVE = ("party", "people_org", "sector", "group", "committee")
"""委员提案 / 集体提案 is the first split of every statistic (R-002)."""

FORMS = [("sole", _("独办")), ("lead", _("主办与会办")), ("separate", _("分办"))]
CAME_BY = [
    ("hand", _("当面交来")),
    ("post", _("邮寄")),
    ("carried", _("他人转交")),
    ("fax", _("传真")),
    ("talk", _("口述，本人签字")),
]
"""How a proposal on paper came to the office (R-008)."""
DISPOSITIONS = [
    ("opinion", _("转社情民意信息")),
    ("reference", _("转有关单位作意见建议参考")),
    ("speech", _("转大会发言")),
    ("petition", _("告知信访等其他渠道")),
    ("returned", _("退回提案者")),
    ("kept", _("留存")),
]


class Proposal(Case):
    """提案. Its words are fixed when it is submitted; a correction is a new submission."""

    proposal_kind = models.CharField(max_length=12, choices=KINDS, default="individual")
    proposers = models.CharField(max_length=400, blank=True, help_text="the names in order, for lists")
    first_person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="proposals")
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="+")
    subject = models.CharField(max_length=40, blank=True)
    intake_number = models.CharField(max_length=40, blank=True)
    situation = models.TextField(blank=True)
    analysis = models.TextField(blank=True)
    items: Any = models.JSONField(
        default=list, help_text="the suggestions while it is a draft; rows of their own once submitted"
    )
    wished_units = models.CharField(max_length=200, blank=True)
    contact_phone = models.CharField(max_length=40, blank=True)
    publish_wish = models.BooleanField(null=True)
    publish_reason = models.CharField(max_length=300, blank=True)
    between_sessions = models.BooleanField(default=False, help_text="平时提案 (R-015)")
    key = models.BooleanField(default=False, help_text="重点提案")
    form = models.CharField(max_length=10, choices=FORMS, blank=True)
    assigning_office = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="+")
    lead_unit = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="+")
    planned: Any = models.JSONField(default=dict, help_text="{lead, co: [], separate: []} as the office proposes it")
    unit_names = models.CharField(max_length=400, blank=True, help_text="lead first, for lists")
    rounds = models.PositiveSmallIntegerField(default=0, help_text="how many times it was answered")
    submitted_on = models.DateField(null=True, blank=True)
    filed_on = models.DateField(null=True, blank=True)
    assigned_on = models.DateField(null=True, blank=True)
    replied_on = models.DateField(null=True, blank=True)
    disposition = models.CharField(max_length=12, choices=DISPOSITIONS, blank=True)
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="merged")
    supervised_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    led_by = models.CharField(max_length=60, blank=True, help_text="党政领办领导")
    came_by = models.CharField(
        max_length=8, choices=CAME_BY, blank=True, help_text="on paper; empty: written here by its author"
    )
    draft_saved_at = models.DateTimeField(null=True, blank=True)
    order_source = models.CharField(
        max_length=160, blank=True, help_text="订单来源: the unit that ordered it, and the lead's number"
    )

    class Meta:
        indexes = [
            models.Index(fields=["first_person"], name="proposal_person"),
            models.Index(fields=["key"], name="proposal_key", condition=models.Q(key=True)),
        ]

    @property
    def collective(self) -> bool:
        return self.proposal_kind in COLLECTIVE

    @property
    def needs_face_to_face(self) -> bool:
        """Key and collective proposals are talked over face to face (R-043)."""
        return self.key or self.collective

    @property
    def public_text(self) -> str:
        """What of it may be made public: its words, without anybody's name or number (R-083)."""
        items = [f"{n}. {item}" for n, item in enumerate(self.items, 1)]
        return "\n".join(part for part in (self.situation, self.analysis, *items) if part)


class Sponsor(Dated):
    """A proposer 提案者, in order; the first is 第一提案人. One without an account is kept by name."""

    position = models.PositiveSmallIntegerField(default=1)
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="+")
    name = models.CharField(max_length=100)
    via = models.ForeignKey(
        Proposal, models.PROTECT, null=True, blank=True, related_name="+", help_text="the merged case he came with"
    )

    class Meta:
        ordering = ["position"]
        indexes = [
            models.Index(fields=["person"], name="sponsor_person"),
            models.Index(fields=["case"], name="sponsor_case"),
        ]


class Review(Dated):
    """An opinion given in a round of review (R-021)."""

    round = models.CharField(max_length=10)
    opinion = models.CharField(max_length=12)
    reasons: Any = models.JSONField(default=list)
    words = models.TextField(blank=True)
    reviewer = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")


class Invitation(Dated):
    """An invitation to co-sign (R-005): the invited member answers himself; what is unsigned drops at the cut-off."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="invitations")
    answer = models.CharField(max_length=10, blank=True, help_text="accepted, declined; empty while he has not said")
    answered_at = models.DateTimeField(null=True, blank=True)
    words = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes = [models.Index(fields=["person"], name="invitation_person")]


ACTIVITIES = [
    ("site", _("现场视察")),
    ("symposium", _("座谈会商")),
    ("research", _("专题调研")),
    ("visit", _("走访单位")),
    ("other", _("其他")),
]


class KeySupervision(Case):
    """重点督办: one proposal that a leader supervises, from candidate to report (DOMAIN 3.1e, R-070 to R-072)."""

    recommended_by = models.CharField(max_length=100, blank=True)
    decision = models.CharField(max_length=200, blank=True, help_text="the meeting that chose it")
    leader = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="supervisions")
    led_by = models.CharField(max_length=60, blank=True, help_text="党政领办领导")
    committee_name = models.CharField(max_length=100, blank=True, help_text="the committee in charge (对口专委会)")
    assigned_by = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="+")
    plan = models.TextField(blank=True)
    report = models.TextField(blank=True)
    effect = models.TextField(blank=True, help_text="what the supervision brought about")
    visits = models.PositiveSmallIntegerField(default=0, help_text="activities so far")


class SupervisionActivity(Dated):
    """A visit, a talk, a survey of key supervision (督办活动), with whether the supervising leader was there."""

    on = models.DateField()
    way = models.CharField(max_length=10, choices=ACTIVITIES)
    led = models.BooleanField(default=False, help_text="the supervising leader was present")
    people = models.CharField(max_length=200, blank=True)
    words = models.TextField()


class Onward(Dated):
    """Where the content of a declined proposal went, with its proposer's consent (R-023)."""

    channel = models.CharField(max_length=12, choices=DISPOSITIONS)
    words = models.CharField(max_length=500, blank=True)
    answer = models.CharField(max_length=4, blank=True, help_text="yes, no; empty while he has not said")
    number = models.CharField(max_length=60, blank=True, help_text="of the report or letter")
    taken_on = models.DateField(null=True, blank=True)
    taker = models.CharField(max_length=100, blank=True)


class Meeting(Case):
    """交办会: an assigning office hands over a list of proposals at one meeting, and each unit signs for its part (R-030)."""

    office = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    held_on = models.DateField(null=True, blank=True)
    place = models.CharField(max_length=100, blank=True)


class MeetingItem(Dated):
    """A proposal on the list of a hand-over meeting."""

    proposal = models.ForeignKey(Proposal, models.PROTECT, related_name="+")


class MeetingReceipt(Dated):
    """A unit took its papers at the meeting: who signed, here or on the sheet whose scan came with the act."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    name = models.CharField(max_length=60, blank=True)
    on_paper = models.BooleanField(default=False)


class LeadCall(Case):
    """An open call for leads 征集提案线索: anyone sends one, members write proposals from those that were let out (R-126)."""

    about = models.TextField(blank=True)
    closes_on = models.DateField()
    used = models.TextField(blank=True, help_text="what came of the leads, in the words that everyone reads")


class Lead(Dated):
    """One lead 线索. Nobody's name stands beside it; it waits until somebody has read it."""

    STATES = [("waiting", _("待审")), ("shown", _("放出来了")), ("held", _("没有放出来"))]

    words = models.CharField(max_length=500)
    state = models.CharField(max_length=8, choices=STATES, default="waiting")
    why = models.CharField(max_length=100, blank=True)
    mark = models.CharField(max_length=32, blank=True, help_text="one for all leads of one browser; leads to nobody")
    proposal = models.ForeignKey(Proposal, models.PROTECT, null=True, blank=True, related_name="from_leads")
