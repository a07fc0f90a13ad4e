"""What a handling unit does, whatever kind of case it handles: assignment, contact, co-opinion, reply, class."""

from typing import Any

from django.db import models
from django.db.models import F, Q
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
    whole_id = models.BigIntegerField(
        null=True, help_text="the parent once more, beside the unit: what a unit has in hand is read off one index"
    )
    role = models.CharField(max_length=10, choices=ROLES)
    part = models.TextField(blank=True, help_text="what a separate unit is to answer")
    handed_on = models.DateField(null=True, blank=True)
    assigned_by = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="+")
    handler = models.CharField(max_length=60, blank=True)
    in_charge = models.CharField(max_length=60, blank=True)
    answered_on = models.DateField(null=True, blank=True)
    unconfirmed = models.PositiveSmallIntegerField(default=0, help_text="talks that the proposer has not confirmed yet")
    adjustment_asked_on = models.DateField(
        null=True, blank=True, help_text="while an adjustment waits for its decision"
    )
    extended = models.BooleanField(default=False, help_text="its limit was moved once, and is not again (P-12)")
    extension_asked_on = models.DateField(null=True, blank=True, help_text="while an extension waits for its decision")

    class Meta:
        indexes = [models.Index(fields=["unit", "whole_id"], name="assignment_unit")]

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
    confirmed_at = models.DateTimeField(null=True, blank=True)
    objection = models.TextField(blank=True, help_text="what the proposer says against it")
    people: Any = models.JSONField(
        default=list, help_text="ids of the proposers talked with, where every one must be (P-17)"
    )

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
    head_signed = models.BooleanField(default=False, help_text="issued by the unit's first leader (R-050)")
    due_on = models.DateField(null=True, blank=True, help_text="the limit that held when it was delivered")
    late = models.BooleanField(null=True, help_text="delivered after its limit; empty where history does not say")
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
    co = models.BooleanField(
        default=False, help_text="by a co-proposer; beside the first proposer's, not instead of it"
    )
    attitude = models.CharField(max_length=14, blank=True)
    to_the_point = models.CharField(max_length=14, blank=True)
    faults: Any = models.JSONField(default=list)
    words = models.TextField(blank=True)


class Adjustment(Dated):
    """A unit's word that a case is not its own (退办、申请调整, R-033), and what the assigning office decided (R-034)."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    reason = models.TextField()
    suggested = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="+")
    late = models.BooleanField(default=False, help_text="asked after its window, let in by the assigning office")
    granted = models.BooleanField(null=True, help_text="empty while it is not decided")
    decided_at = models.DateTimeField(null=True, blank=True)
    words = models.TextField(blank=True)


class Extension(Dated):
    """A unit's request for more time (R-040, P-12): one, asked before the limit has passed."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    wanted = models.DateField()
    reason = models.TextField()
    granted = models.BooleanField(null=True, help_text="empty while it is not decided")
    before = models.DateField(null=True, blank=True)
    after = models.DateField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    words = models.TextField(blank=True)


class Countersign(Dated):
    """What a co-handling unit says of the lead unit's draft (会签). It ends with the draft."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    agrees = models.BooleanField()
    words = models.TextField(blank=True)


class ReplyReturn(Dated):
    """A reply that the assigning office sent back (退回重写), with its reasons."""

    reasons: Any = models.JSONField(default=list)
    words = models.TextField(blank=True)


class Commitment(Case):
    """承诺事项: what a unit has promised in a reply, by when. It outlives the closing of the case (R-055, R-080)."""

    part = models.ForeignKey(Assignment, models.PROTECT, related_name="promises")
    unit = models.ForeignKey(Organisation, models.PROTECT, related_name="commitments")
    assigned_by = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="+")
    reply_id = models.BigIntegerField(null=True)
    suggestion_id = models.BigIntegerField(null=True)
    what = models.TextField()
    in_charge = models.CharField(max_length=100, blank=True, help_text="who in the unit answers for it")
    by = models.DateField()
    first_by = models.DateField(help_text="the day that was promised first")
    changes = models.PositiveSmallIntegerField(default=0)
    change_asked_on = models.DateField(null=True, blank=True, help_text="while a change of date waits for its decision")
    asked_by = models.DateField(null=True, blank=True, help_text="the date asked for")


class CommitmentChange(Dated):
    """A promise moved to another day, in order: the third needs the proposal director."""

    number = models.PositiveSmallIntegerField()
    before = models.DateField()
    after = models.DateField()
    why = models.TextField()


FINDINGS = [("done", _("已落实")), ("partly", _("部分落实")), ("not_done", _("未落实")), ("rebound", _("反弹"))]


class LookBack(Case):
    """回头看: some months after the closing, whether what was said is so (R-080)."""

    looked_on = models.DateField(null=True, blank=True)
    finding = models.CharField(max_length=10, choices=FINDINGS, blank=True)
    words = models.TextField(blank=True)


class Finding(Dated):
    """What a look-back found, as a dated row to count."""

    value = models.CharField(max_length=10, choices=FINDINGS)


TEXTS = [("proposal", _("提案")), ("reply", _("答复"))]
EXTENTS = [("full", _("全文公开")), ("abstract", _("摘要公开")), ("partly", _("区分处理后公开")), ("no", _("不公开"))]


class Publication(Case):
    """公开: whether and how one text is made public. The proposal's and the reply's are two decisions (R-083, R-084)."""

    what = models.CharField(max_length=10, choices=TEXTS)
    part = models.ForeignKey(Assignment, models.PROTECT, null=True, blank=True, related_name="publications")
    unit = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="+")
    assigned_by = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="+")
    reply_id = models.BigIntegerField(null=True)
    delivered_on = models.DateField(null=True)
    extent = models.CharField(max_length=10, choices=EXTENTS, blank=True)
    reason = models.CharField(max_length=300, blank=True)
    text = models.TextField(blank=True, help_text="as proposed for the public, contacts already removed")


class PublicVersion(Dated):
    """The very words made public, with their digest. Withdrawn, it ends; it is never changed."""

    what = models.CharField(max_length=10, choices=TEXTS)
    extent = models.CharField(max_length=10, choices=EXTENTS)
    heading = models.CharField(max_length=300)
    text = models.TextField()
    sha256 = models.CharField(max_length=64)
    channel = models.CharField(max_length=100, blank=True)

    class Meta:
        indexes = [
            models.Index(
                F("committee"),
                F("what"),
                F("at").desc(),
                F("id").desc(),
                name="public_newest",
                condition=Q(until=None, voided_by=None),
            )
        ]


class Recheck(Dated):
    """The proposal office asks again whether a rating was the proposer's own word (复核, R-062)."""

    true = models.BooleanField()
    way = models.CharField(max_length=10, choices=WAYS, blank=True)
    words = models.TextField()


class Urging(Case):
    """督办通知书: one numbered notice to one unit about what it has overdue, with a day by which it answers (R-073)."""

    unit = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    assigned_by = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    parts: Any = models.JSONField(
        default=list, help_text="[{part, number, title, role, due, days, state}] as it was issued"
    )
    words = models.TextField(blank=True)
    reply_by = models.DateField(null=True, blank=True)
    issued_on = models.DateField(null=True, blank=True)
    answer = models.TextField(blank=True)


QUALITIES = [("good", _("质量高")), ("fair", _("一般")), ("poor", _("需要提高"))]
MERITS = [
    ("topic", _("选题抓住了要害")),
    ("facts", _("情况清楚、有数据")),
    ("analysis", _("分析到位")),
    ("concrete", _("建议具体、可操作")),
    ("own", _("属于本单位职责")),
]


class CaseMark(Dated):
    """What a unit says of the case that it handles (双向评价, R-066). A later word of the same unit ends the former."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    value = models.CharField(max_length=8, choices=QUALITIES)
    merits: Any = models.JSONField(default=list)
    words = models.TextField(blank=True)
