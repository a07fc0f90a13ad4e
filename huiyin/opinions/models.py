"""Opinion reports 社情民意信息: what their authors wrote, what the office made of it, where it went and what came of it (DOMAIN 3.2)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from huiyin.kernel.models import Case, Dated, Organisation, Person

URGENCIES = [("normal", _("平件")), ("urgent", _("急件"))]
SOURCES = [
    ("own", _("自己了解的")),
    ("visit", _("走访、调研")),
    ("voice", _("群众诉求")),
    ("proposal", _("没有立案的提案")),
    ("consultation", _("协商会")),
]
LEVELS = [("district", _("区")), ("city", _("市")), ("province", _("省")), ("nation", _("全国"))]
WAYS = [("main", _("主送")), ("copy", _("抄送")), ("forward", _("转办"))]
CHANNELS = [("exchange", _("公文交换")), ("network", _("网上报送")), ("hand", _("当面送")), ("post", _("邮寄"))]
USES = [("single", _("单篇采用")), ("composite", _("综合采用"))]
MARKS = [("internal", _("内部资料，不得公开")), ("plain", _("一般资料"))]
DEGREES = [("done", _("已办成")), ("doing", _("正在办")), ("planned", _("列入计划")), ("reference", _("留作参考"))]


class OpinionReport(Case):
    """One matter, one report (R-101). The author's own words are never changed: what the office writes is an Edition."""

    writer_role = models.CharField(max_length=24, help_text="in which role it is written, and for which body")
    body = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="+")
    author = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    authors = models.CharField(max_length=300, blank=True, help_text="all of them in their order, with 、 between")
    situation = models.TextField(blank=True)
    analysis = models.TextField(blank=True)
    suggestion = models.TextField(blank=True)
    subject = models.CharField(max_length=40, blank=True)
    urgency = models.CharField(max_length=8, choices=URGENCIES, default="normal")
    source_kind = models.CharField(max_length=12, choices=SOURCES, default="own")
    origin = models.ForeignKey(
        Case, models.PROTECT, null=True, blank=True, related_name="+", help_text="the problem or proposal it came from"
    )
    came_on = models.DateField(null=True, blank=True)
    intake_number = models.CharField(max_length=20, blank=True)
    composite = models.BooleanField(default=False)
    into = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="originals")
    mark = models.CharField(max_length=8, choices=MARKS, default="internal")
    to_top = models.BooleanField(
        default=False, help_text="addressed to the district's first leaders: P-31 says who signs"
    )
    issued_on = models.DateField(null=True, blank=True)
    signer = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    draft_saved_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["author"], name="opinion_author"),
            models.Index(fields=["into"], name="opinion_into"),
        ]


class OpinionAuthor(Dated):
    """Whose report it is, in order; a person without a member's card is named only (R-100). `via`: the original it came from."""

    position = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=60)
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    via = models.BigIntegerField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["case"], name="opinion_authors"),
            models.Index(fields=["person"], name="opinion_author_person"),
        ]


class Edition(Dated):
    """One edited version: who made it of what, on which day (R-103). The newest holds; every older one is kept."""

    title = models.CharField(max_length=300)
    text = models.TextField()
    note = models.CharField(max_length=200, blank=True)
    editor = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")


class Addressee(Dated):
    """To whom an issue goes (R-104): a place by name with its level, or a unit that must answer."""

    way = models.CharField(max_length=8, choices=WAYS)
    level = models.CharField(max_length=10, choices=LEVELS)
    code = models.CharField(max_length=40, help_text="as in P-31A; of a unit its id")
    name = models.CharField(max_length=100)
    unit = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="+")


class OpinionDispatch(Dated):
    """One issue sent to one addressee 报送、转送."""

    code = models.CharField(max_length=40)
    level = models.CharField(max_length=10, choices=LEVELS)
    way = models.CharField(max_length=8, choices=WAYS)
    name = models.CharField(max_length=100)
    channel = models.CharField(max_length=10, choices=CHANNELS)
    on = models.DateField()


class Adoption(Dated):
    """One adoption 采用: at a level, alone or among others, by whom, on which day. A report may have many (trap 15)."""

    level = models.CharField(max_length=10, choices=LEVELS)
    use = models.CharField(max_length=10, choices=USES)
    by = models.CharField(max_length=100)
    on = models.DateField()


class LeaderNote(Dated):
    """A leader's instruction 批示 on a report."""

    level = models.CharField(max_length=10, choices=LEVELS)
    leader = models.CharField(max_length=60)
    words = models.TextField()
    on = models.DateField()


class Feedback(Dated):
    """The author was told what came of it (R-106)."""

    words = models.TextField()


class Forwarding(Case):
    """A report sent to a unit that must say within P-33 what it did 转办 (R-108)."""

    unit = models.ForeignKey(Organisation, models.PROTECT, related_name="forwarded_opinions")
    asked = models.TextField(blank=True)
    degree = models.CharField(max_length=10, choices=DEGREES, blank=True)
    answer = models.TextField(blank=True)
