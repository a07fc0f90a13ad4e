"""What a handling unit does, whatever kind of case it handles: assignment, contact, co-opinion, reply, class."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from huiyin.kernel.models import Attachment, Case, Dated, Organisation, Person

ROLES = [("lead", _("主办")), ("sole", _("独办")), ("separate", _("分办")), ("co", _("会办"))]
ANSWERING = ("lead", "sole", "separate")
"""The roles that answer the proposer themselves (R-032, R-041)."""

WAYS = [
    ("visit", _("走访")), ("meeting", _("座谈")), ("site", _("现场")), ("phone", _("电话")), ("letter", _("信函邮件")), ("other", _("其他")),
]  # fmt: skip
FACE_TO_FACE = ("visit", "meeting", "site")
"""A telephone call is not 面商 (R-043)."""

PHASES = [("before", _("办前")), ("during", _("办中")), ("after", _("办后"))]
VIEWS = [
    ("agrees", _("认可")),
    ("mostly", _("基本认可")),
    ("disagrees", _("不认可")),
    ("waived", _("委员提出不需要走访")),
]
PUBLICITY = [("open", _("主动公开")), ("on_request", _("依申请公开")), ("closed", _("不予公开"))]
RATINGS = [("satisfied", _("满意")), ("basically", _("基本满意")), ("dissatisfied", _("不满意"))]


class Assignment(Case):
    """A unit's part in handling a case (承办任务): a case of its own, child of what it serves."""

    unit = models.ForeignKey(Organisation, models.PROTECT, related_name="assignments")
    role = models.CharField(max_length=10, choices=ROLES)
    part = models.TextField(blank=True, help_text="what a separate unit is to answer")
    handed_on = models.DateField(null=True, blank=True)
    assigned_by = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="+")
    handler = models.CharField(max_length=60, blank=True)
    in_charge = models.CharField(max_length=60, blank=True)
    answered_on = models.DateField(null=True, blank=True)

    @property
    def answers(self) -> bool:
        return self.role in ANSWERING


class Contact(Dated):
    """A talk with the proposer (面商, 沟通). Only the proposer confirms it; a waiver is a value of its own (R-044)."""

    on = models.DateField(null=True)
    way = models.CharField(max_length=10, choices=WAYS)
    phase = models.CharField(max_length=10, choices=PHASES, default="during")
    ours = models.CharField(max_length=200, blank=True)
    theirs = models.CharField(max_length=200, blank=True)
    said = models.TextField(blank=True)
    view = models.CharField(max_length=10, choices=VIEWS)
    confirmed = models.BooleanField(null=True, help_text="by the proposer; empty while he has not said")

    @property
    def face_to_face(self) -> bool:
        return self.way in FACE_TO_FACE


class CoOpinion(Dated):
    """What a co-handling unit tells the lead unit (会办意见)."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    doc_number = models.CharField(max_length=60, blank=True)
    text = models.TextField()


class Reply(Dated):
    """A version of a unit's reply. Once issued it is not changed; a second reply ends it (`until`) and stands beside it."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    round = models.PositiveSmallIntegerField(default=1)
    doc_number = models.CharField(max_length=60, blank=True)
    result = models.CharField(max_length=20, blank=True, help_text="the class letter, as it is called here (P-20)")
    opening = models.TextField(blank=True)
    closing = models.TextField(blank=True)
    points: Any = models.JSONField(default=list, help_text="[{suggestion, adoption, text}]")
    signer = models.CharField(max_length=60, blank=True)
    contact_name = models.CharField(max_length=60, blank=True)
    contact_phone = models.CharField(max_length=40, blank=True)
    publicity = models.CharField(max_length=12, choices=PUBLICITY, blank=True)
    publicity_reason = models.CharField(max_length=300, blank=True)
    carried_out = models.BooleanField(null=True)
    scan = models.ForeignKey(Attachment, models.PROTECT, null=True, blank=True, related_name="+")
    delivered_at = models.DateTimeField(null=True, blank=True)


class ResultClass(Dated):
    """The class of a reply, dated: as the unit gave it, after audit, later (R-054, R-080). Counted per reply (G9)."""

    reply_id = models.BigIntegerField(null=True)
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")
    letter = models.CharField(max_length=20)
    tag = models.CharField(
        max_length=12, blank=True, help_text="solved, in_progress, planned, deferred, reference (R-053)"
    )
    given = models.CharField(max_length=10, default="first")


class Rating(Dated):
    """The proposer's own word on how he was answered. Nobody else's; unrated is never satisfied (G8, R-061)."""

    value = models.CharField(max_length=14, choices=RATINGS)
    round = models.PositiveSmallIntegerField(default=1)
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    on_paper = models.BooleanField(default=False)
    co = models.BooleanField(default=False, help_text="by a co-proposer; beside the first proposer's, not instead of it")
    attitude = models.CharField(max_length=14, blank=True)
    to_the_point = models.CharField(max_length=14, blank=True)
    faults: Any = models.JSONField(default=list)
    words = models.TextField(blank=True)
