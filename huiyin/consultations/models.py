"""Consultations 协商 from topic to look-back, and each of their suggestions on its way through a unit (DOMAIN 3.4, 3.5)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from huiyin.activities.models import Activity
from huiyin.kernel.models import Case, Committee, Dated, Organisation, Person
from huiyin.kernel.models.base import Row
from huiyin.places.models import Site
from huiyin.suggestions.models import Suggestion

RAISED_BY = [("people", _("群众提")), ("member", _("委员荐")), ("unit", _("部门商")), ("party", _("党政点"))]
FIT = [
    ("small", _("切口小，当地能解决")),
    ("public", _("关系群众切身利益")),
    ("lawful", _("合法合规，不在诉讼、仲裁、信访程序里")),
    ("ripe", _("条件成熟，不涉及国家秘密")),
]
CONSENSUS = [("consensus", _("形成共识")), ("partly", _("部分共识")), ("none", _("未达成共识"))]
OUTCOMES = [
    ("minutes", _("协商纪要")),
    ("agreement", _("协议、公约")),
    ("report", _("协商专报")),
    ("proposal", _("建议案")),
    ("opinion", _("社情民意信息")),
    ("none", _("没有形成成果")),
]
SOLVED = [("solved", _("已解决")), ("partly", _("部分解决")), ("not", _("没有解决"))]
FINDINGS = [("done", _("已落实")), ("partly", _("部分落实")), ("not_done", _("未落实")), ("rebound", _("反弹"))]
TOLD = [
    ("board", _("公告栏")),
    ("door", _("上门")),
    ("phone", _("电话、短信")),
    ("meeting", _("当面、会上")),
    ("portal", _("网上公布")),
]
BOOKS = [("district", _("区县")), ("city", _("市级")), ("province", _("省级")), ("nation", _("全国"))]
ABOUT = [("discussion", _("商量得好不好")), ("handling", _("办得好不好"))]
VIEWS = [("good", _("满意")), ("fair", _("基本满意")), ("bad", _("不满意"))]


class Consultation(Case):
    """One topic 议题, with one or more meetings (activities), sub-issues, an outcome and what became of it."""

    form = models.CharField(max_length=24, default="micro", help_text="one of the forms of P-37")
    brand = models.CharField(max_length=24, blank=True, help_text="one of the brands of P-51")
    heading = models.CharField(
        max_length=300, blank=True, help_text="its full title, by the pattern of the day (P-51T)"
    )
    raised_as = models.CharField(max_length=8, choices=RAISED_BY, default="people")
    raised_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    raised_unit = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="+")
    site = models.ForeignKey(Site, models.PROTECT, null=True, blank=True, related_name="consultations")
    background = models.TextField(blank=True)
    stakeholders = models.TextField(blank=True, help_text="who is concerned, and who stands for each of them")
    convener = models.CharField(max_length=60, blank=True, help_text="the first convener who agreed to the topic")
    chair = models.CharField(max_length=60, blank=True)
    meets_on = models.DateField(null=True, blank=True)
    minutes = models.TextField(blank=True)
    minutes_sha256 = models.CharField(max_length=64, blank=True, help_text="of the minutes as confirmed")
    outcome = models.CharField(max_length=12, choices=OUTCOMES, blank=True)
    told = models.TextField(blank=True, help_text="what became of it, in the words that participants are told")

    class Meta:
        indexes = [models.Index(fields=["site", "meets_on"], name="consultation_site")]


class SubIssue(Dated):
    """One of the questions talked over: what each side said, what they agree on, and what they do not (R-144)."""

    question = models.CharField(max_length=200)
    said = models.TextField(blank=True)
    result = models.CharField(max_length=10, choices=CONSENSUS)
    agreed = models.TextField(blank=True)
    dissent = models.TextField(blank=True)


class UnitInvited(Dated):
    """A unit that was asked to send somebody with authority."""

    unit = models.ForeignKey(Organisation, models.PROTECT, related_name="+")


class OutcomeRow(Dated):
    """The outcome that was filed 成果; "none" is one, too, and is not counted as an outcome."""

    form = models.CharField(max_length=12, choices=OUTCOMES)


class Signatory(Dated):
    """One who signed the agreement on the spot: somebody who was there, or a unit that was invited."""

    name = models.CharField(max_length=100)
    unit = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="+")


class Opinion(Dated):
    """How somebody who was there rates the discussion, or the handling: two ratings that never mix."""

    about = models.CharField(max_length=12, choices=ABOUT)
    view = models.CharField(max_length=8, choices=VIEWS)
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")


class Look(Dated):
    """What was found at a look-back 回头看."""

    finding = models.CharField(max_length=10, choices=FINDINGS)


class PublicConsultation(Dated):
    """The summary for the public as it was checked and published. Never changed, only taken down."""

    heading = models.CharField(max_length=120)
    text = models.TextField()
    sha256 = models.CharField(max_length=64)


class Item(Case):
    """One suggestion 意见 addressed to one unit."""

    unit = models.ForeignKey(Organisation, models.PROTECT, related_name="consultation_items")
    suggestion = models.ForeignKey(Suggestion, models.PROTECT, related_name="+")
    answer = models.TextField(blank=True)
    done = models.TextField(blank=True)
    solved = models.CharField(max_length=8, choices=SOLVED, blank=True)


class Effect(Dated):
    """What carrying an item out came to: money spent (元), people who benefit, or a thing that can be counted."""

    KINDS = [("money", _("资金")), ("people", _("受益群众")), ("thing", _("办成的事"))]

    what = models.CharField(max_length=8, choices=KINDS)
    value = models.DecimalField(max_digits=16, decimal_places=2)
    unit = models.CharField(max_length=20)


class Replication(Dated):
    """One place to which a scheme that worked was carried 推广: when, and what it came to there."""

    item = models.ForeignKey(Item, models.PROTECT, related_name="carried")
    place = models.CharField(max_length=120)
    on = models.DateField()
    many = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    unit = models.CharField(max_length=20, blank=True)
    saved = models.DecimalField(max_digits=18, decimal_places=2, null=True, blank=True, help_text="元")


class CaseStudy(Dated):
    """A consultation written up as a case study 案例; the newest holds."""

    heading = models.CharField(max_length=100)
    background = models.TextField()
    practice = models.TextField()
    effect = models.TextField()
    lesson = models.TextField()


class StudyIncluded(Dated):
    """A case study that an upper level took into its book (R-149)."""

    level = models.CharField(max_length=10, choices=BOOKS)
    book = models.CharField(max_length=120)
    on = models.DateField()


class Check(Dated):
    """What was found on site when an item was verified."""

    solved = models.CharField(max_length=8, choices=SOLVED)


ANSWERS = [(1, _("同意")), (-1, _("不同意")), (0, _("说不好"))]


class Deliberation(Case):
    """A question of a consultation, open on the net for days 网络议政: people state views and answer those of others (R-138)."""

    site = models.ForeignKey(Site, models.PROTECT, null=True, blank=True, related_name="+")
    about = models.TextField(blank=True)
    closes_on = models.DateField()
    used = models.TextField(blank=True, help_text="what is done with it, in the words that everyone reads")
    voters = models.PositiveIntegerField(default=0, help_text="counted when it ended")
    answers = models.PositiveIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True, help_text="of all answers, when it ended")


class Statement(Dated):
    """One view that others can answer. Nobody's name stands beside it; held until somebody has read it."""

    STATES = [("waiting", _("待审")), ("shown", _("放出来了")), ("held", _("没有放出来"))]

    words = models.CharField(max_length=140)
    state = models.CharField(max_length=8, choices=STATES, default="waiting")
    why = models.CharField(max_length=100, blank=True)
    mark = models.CharField(
        max_length=32, blank=True, help_text="one for all views of one person; leads neither to him nor to his answers"
    )


class Answer(Row):
    """How one voter answers one statement: 1 agrees, -1 does not, 0 passes. The voter is a mark that leads to no name."""

    committee = models.ForeignKey(Committee, models.PROTECT, related_name="+")
    case = models.ForeignKey(Deliberation, models.PROTECT, related_name="given")
    statement = models.ForeignKey(Statement, models.PROTECT, related_name="given")
    voter = models.CharField(max_length=32)
    how = models.SmallIntegerField(choices=ANSWERS)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["statement", "voter"], name="answer_once")]
        indexes = [models.Index(fields=["case", "voter"], name="answer_voter")]


class SheetEntry(Row):
    """One line of a sheet that was kept on a device at the meeting and sent later. Sent twice, or by two devices, it is one row.

    What is no longer allowed is held until somebody of the station or the office settles it: that is the reconciliation tray 对账盘.
    """

    FATES = [("done", _("已记进去")), ("held", _("等人对账")), ("settled", _("已另行处理"))]

    committee = models.ForeignKey(Committee, models.PROTECT, related_name="+")
    activity = models.ForeignKey(Activity, models.PROTECT, related_name="entries")
    step = models.CharField(max_length=12)
    facts = models.JSONField(default=dict, help_text="emptied once it is done: its words stand in the record then")
    key = models.CharField(max_length=64, help_text="made on the device when the line was written")
    digest = models.CharField(max_length=64, help_text="of what it says: the same line of another device has the same")
    post_id = models.BigIntegerField(help_text="as whom it was sent")
    happened_at = models.DateTimeField()
    received_at = models.DateTimeField()
    fate = models.CharField(max_length=8, choices=FATES)
    why = models.CharField(max_length=500, blank=True, help_text="the refusal, while it is held")
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.BigIntegerField(null=True, blank=True)
    words = models.CharField(max_length=300, blank=True, help_text="how it was settled")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["committee", "key"], name="sheet_key"),
            models.UniqueConstraint(fields=["activity", "digest"], name="sheet_digest"),
        ]
        indexes = [models.Index(fields=["committee", "fate"], name="sheet_tray")]
