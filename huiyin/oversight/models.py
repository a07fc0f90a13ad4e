"""Democratic oversight 民主监督: a subject of the year's plan, its squad, visits, letters to units, and each item until it is put right (DOMAIN 3.6)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from huiyin.kernel.models import Case, Committee, Dated, Organisation, Person
from huiyin.kernel.models.base import Row
from huiyin.suggestions.models import Suggestion

ORIGINS = [
    ("party", _("区委交办")),
    ("government", _("政府点题")),
    ("cppcc", _("政协年度计划")),
    ("members", _("委员和群众反映")),
]
FORMS = [
    ("special", _("专项监督")),
    ("inspection", _("视察监督")),
    ("meeting", _("会议监督")),
    ("squad", _("小分队监督")),
    ("other", _("其他形式")),
]
MODES = [("regular", _("常态化，事先通知")), ("irregular", _("不定期，事先通知")), ("random", _("随机，不打招呼"))]
METHODS = [
    ("form", _("问卷")),
    ("site", _("实地察看")),
    ("talk", _("走访座谈")),
    ("files", _("查阅资料")),
    ("unseen", _("暗访")),
]
SENT_BY = [("direct", _("直接送单位")), ("party_office", _("经区委办公室")), ("government_office", _("经区政府办公室"))]
STANCES = [("accept", _("接受，照办")), ("partly", _("部分接受")), ("explain", _("作出说明"))]
VERDICTS = [("rectified", _("已整改")), ("partly", _("部分整改")), ("not", _("未整改"))]
LOOKED = [("unseen", _("不打招呼去看")), ("visit", _("约好去看")), ("files", _("看材料"))]
OUTCOMES = [("letter", _("建议书")), ("rectified", _("整改项")), ("rule", _("制度"))]


class Squad(Row):
    """A squad 民主监督小分队: members who go and look, by committee or by field (S3-10)."""

    committee = models.ForeignKey(Committee, models.PROTECT, related_name="+")
    name = models.CharField(max_length=60)
    about = models.CharField(max_length=120, blank=True)
    begins = models.DateField(null=True, blank=True)
    ends = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["committee", "name"], name="squad_once")]

    def __str__(self) -> str:
        return self.name


class SquadMember(Row):
    """Somebody in a squad, from when to when; the head is one of them."""

    squad = models.ForeignKey(Squad, models.PROTECT, related_name="people")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    head = models.BooleanField(default=False)
    begins = models.DateField(null=True, blank=True)
    ends = models.DateField(null=True, blank=True)


class Oversight(Case):
    """One subject 监督议题, with its visits (activities), what was found, a letter to each unit, and one item a matter."""

    origin = models.CharField(max_length=12, choices=ORIGINS, default="cppcc")
    form = models.CharField(max_length=12, choices=FORMS, default="special")
    mode = models.CharField(max_length=12, choices=MODES, default="regular")
    year = models.PositiveSmallIntegerField()
    quarter = models.PositiveSmallIntegerField(default=0, help_text="when the plan wants it; 0: any time of the year")
    squad = models.ForeignKey(Squad, models.PROTECT, null=True, blank=True, related_name="+")
    background = models.TextField(blank=True)
    methods = models.CharField(max_length=60, blank=True, help_text="codes of METHODS, with spaces between")
    visited_on = models.DateField(null=True, blank=True)
    report = models.TextField(blank=True, help_text="what the Party committee was told in the end")

    class Meta:
        indexes = [models.Index(fields=["year"], name="oversight_year")]


class UnitWatched(Dated):
    """A body that this subject looks at."""

    unit = models.ForeignKey(Organisation, models.PROTECT, related_name="+")


class UnitTold(Dated):
    """A body that knows of it: it was notified of a visit, or sent a letter. Before that it sees nothing (R-162, without notice)."""

    unit = models.ForeignKey(Organisation, models.PROTECT, related_name="+")


class OversightFinding(Dated):
    """What was found at a body, and what is asked of it: one item of its letter."""

    unit = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    heading = models.CharField(max_length=60)
    found = models.TextField()
    suggestion = models.ForeignKey(Suggestion, models.PROTECT, related_name="+")


class OversightLetter(Case):
    """The 民主监督建议书 to one unit: numbered when it is signed, received by the unit, answered under the unit's own number."""

    unit = models.ForeignKey(Organisation, models.PROTECT, related_name="oversight_letters")
    signed_on = models.DateField(null=True, blank=True)
    signer = models.CharField(max_length=60, blank=True)
    sent_by = models.CharField(max_length=20, choices=SENT_BY, blank=True)
    answer_number = models.CharField(max_length=60, blank=True, help_text="of the unit's written answer, as it gave it")


class OversightItem(Case):
    """One item of a letter on its way: the unit's own answer, and what was seen the second time."""

    unit = models.ForeignKey(Organisation, models.PROTECT, related_name="oversight_items")
    suggestion = models.ForeignKey(Suggestion, models.PROTECT, related_name="+")
    stance = models.CharField(max_length=8, choices=STANCES, blank=True)
    answer = models.TextField(blank=True)
    by = models.DateField(null=True, blank=True, help_text="when the unit says that it will be put right")
    verdict = models.CharField(max_length=10, choices=VERDICTS, blank=True)
    seen = models.TextField(blank=True)


class OversightAnswer(Dated):
    """What the unit answered to an item; a later answer ends it."""

    stance = models.CharField(max_length=8, choices=STANCES)
    unit = models.ForeignKey(Organisation, models.PROTECT, related_name="+")


class SecondLook(Dated):
    """What was found when somebody came again: put right, partly, not. A later look ends it."""

    verdict = models.CharField(max_length=10, choices=VERDICTS)
    way = models.CharField(max_length=8, choices=LOOKED)


class OversightOutcome(Dated):
    """An outcome of oversight 监督成果 (S3-F18): a letter sent, a matter put right, a rule made."""

    what = models.CharField(max_length=10, choices=OUTCOMES)
    words = models.CharField(max_length=200, blank=True)


# ballots 民主测评: who is entitled, what is voted upon, the sealed urn, and what was counted. Not one row for a vote (decision 0024).
class Ballot(Case):
    """One ballot at one meeting: its items, its options as they were called on that day, its result once it is counted."""

    purpose = models.TextField(blank=True)
    options: models.JSONField = models.JSONField(
        default=list, help_text="[[code, label]] as P-43 had them when it was prepared"
    )
    door = models.CharField(max_length=12, unique=True, help_text="what the QR code in the hall holds")
    held_on = models.DateField(null=True, blank=True)


class Entitled(Row):
    """Somebody who may vote. That a slip was issued is all that is ever known of it, and it is written for all at once, at the close."""

    committee = models.ForeignKey(Committee, models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, models.PROTECT, related_name="entitled")
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    name = models.CharField(max_length=60)
    here = models.BooleanField(default=False)
    issued = models.BooleanField(default=False, help_text="a slip was issued; on which way, and when, is not known")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "name"], name="entitled_once")]


class BallotItem(Dated):
    """One thing that is voted upon 测评项."""

    position = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=200)


class Urn(Row):
    """Everything that happens while a ballot runs, sealed in one piece and written anew as a whole: no row, time or order of a vote."""

    committee = models.ForeignKey(Committee, models.PROTECT, related_name="+")
    case = models.OneToOneField(Case, models.PROTECT, related_name="urn")
    sealed = models.BinaryField(default=bytes)


class BallotResult(Dated):
    """What came of a ballot in whole numbers, once it is counted. `told`: whether the options' numbers are (five ballots or more)."""

    entitled = models.PositiveIntegerField()
    here = models.PositiveIntegerField()
    issued = models.PositiveIntegerField()
    collected = models.PositiveIntegerField()
    spoilt = models.PositiveIntegerField(default=0)
    told = models.BooleanField(default=True)


class BallotCount(Dated):
    """How often one option was chosen for one item, phones and paper together; an empty option is a blank 弃权."""

    item = models.ForeignKey(BallotItem, models.PROTECT, related_name="counts")
    option = models.CharField(max_length=12, blank=True)
    n = models.PositiveIntegerField()


class Announced(Dated):
    """An item whose result was announced."""

    item = models.ForeignKey(BallotItem, models.PROTECT, related_name="+")


class Appraisal(Case):
    """The appraisal 民主评议 of one unit's work in its three phases (R-165)."""

    unit = models.ForeignKey(Organisation, models.PROTECT, related_name="appraisals")
    why = models.TextField(blank=True)
    opinion = models.TextField(blank=True, help_text="what was fed back to the unit")
    measures = models.TextField(blank=True, help_text="what the unit says it put right")
    verdict = models.CharField(max_length=10, choices=VERDICTS, blank=True)


class Grade(Dated):
    """The grade that an appraisal gave a unit, where local rules have grades (R-167)."""

    unit = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    grade = models.CharField(max_length=10)
