"""Research 调研视察: a task of the year's plan, its team, visits and whom they met, findings, the report in versions, and what came of it (DOMAIN 3.8)."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from huiyin.kernel.models import Attachment, Case, Dated, Organisation, Person
from huiyin.suggestions.models import Suggestion

FORMS = [
    ("special", _("专题调研")),
    ("consult", _("协商调研")),
    ("theme", _("选题调研")),
    ("joint", _("联合调研")),
    ("inspection", _("专项视察")),
    ("member_inspection", _("委员视察")),
    ("sector", _("界别视察")),
    ("all", _("全体委员视察")),
    ("study", _("考察")),
]
INSPECTIONS = ("inspection", "member_inspection", "sector", "all")
LED = [("chair", _("主席会议成员")), ("committee", _("专委会")), ("sector", _("界别")), ("member", _("委员"))]
ORIGINS = [
    ("plan", _("年度协商计划")),
    ("party", _("区委交办")),
    ("government", _("政府点题")),
    ("cppcc", _("政协自定")),
    ("members", _("委员提出")),
]
REPORTS = [("report", _("调研报告")), ("article", _("调研文章")), ("inspection", _("视察报告"))]
DUTIES = [("head", _("组长")), ("writer", _("执笔人")), ("member", _("成员")), ("expert", _("专家"))]
VISITED = [
    ("enterprise", _("企业")),
    ("institute", _("科研院所")),
    ("department", _("部门")),
    ("township", _("镇街村社区")),
    ("member", _("委员")),
    ("citizen", _("群众")),
    ("other", _("其他")),
]
BODIES = [("committee", _("专委会")), ("chairs", _("主席会议")), ("standing", _("常委会会议"))]
PASSED = [("pass", _("通过")), ("again", _("再改"))]
LEVELS = [("district", _("区")), ("city", _("市")), ("province", _("省")), ("nation", _("国家"))]
RANKS = [("top", _("主要领导")), ("in_charge", _("分管领导")), ("other", _("其他领导"))]
POLARITIES = [("praise", _("肯定")), ("demand", _("要求办理")), ("read", _("圈阅"))]
CONVERTED = [
    ("policy", _("政策措施")),
    ("mechanism", _("制度机制")),
    ("project", _("项目")),
    ("budget", _("预算")),
    ("scheme", _("规划")),
]
DEGREES = [("whole", _("全部吸收")), ("partly", _("部分吸收"))]
VERDICTS = [("solved", _("已解决")), ("partly", _("部分解决")), ("unsolved", _("没有解决"))]
OUTCOMES = [("converted", _("已转化")), ("instructed", _("有批示，已办理")), ("none", _("没有回应"))]


class ResearchTask(Case):
    """One task 调研课题; its report has a number of its own once it is signed."""

    form = models.CharField(max_length=20, choices=FORMS, default="special")
    led_by = models.CharField(max_length=12, choices=LED, default="committee")
    origin = models.CharField(max_length=12, choices=ORIGINS, default="cppcc")
    year = models.PositiveSmallIntegerField()
    quarter = models.PositiveSmallIntegerField(default=0, help_text="when the plan wants it; 0: any time of the year")
    host = models.CharField(max_length=60, blank=True, help_text="the special committee or sector that carries it")
    region = models.CharField(max_length=60, blank=True, help_text="where it goes, when that is another district")
    campaign = models.CharField(max_length=60, blank=True, help_text="of which campaign it is a part 主题教育")
    background = models.TextField(blank=True)
    visited_on = models.DateField(null=True, blank=True)
    report_kind = models.CharField(max_length=12, choices=REPORTS, default="report")
    report_number = models.CharField(max_length=60, blank=True)
    report_sha256 = models.CharField(max_length=64, blank=True, help_text="of the text that was signed")
    sent_to = models.TextField(blank=True, help_text="to whom the report went, one a line")
    signed_on = models.DateField(null=True, blank=True)
    sent_on = models.DateField(null=True, blank=True)
    signer = models.CharField(max_length=60, blank=True)
    conclusion = models.TextField(blank=True, help_text="what was decided upon, of research that has no report")

    class Meta:
        indexes = [models.Index(fields=["year"], name="research_year")]


class TeamMember(Dated):
    """Somebody in the team: a member with an account, or an expert by name."""

    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    name = models.CharField(max_length=60)
    body = models.CharField(max_length=100, blank=True)
    duty = models.CharField(max_length=8, choices=DUTIES)

    class Meta:
        indexes = [
            models.Index(fields=["case"], name="research_team"),
            models.Index(fields=["person"], name="research_team_person"),
        ]


class ResearchUnit(Dated):
    """A unit that has to do with it: it does the research jointly, was asked about a finding, or is to act upon an instruction."""

    unit = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    why = models.CharField(max_length=10, help_text="partner, asked, instructed")


class Visitee(Dated):
    """Whom a visit met: one by name, or so many heads of one kind with their evidence. `mark`: the same name is the same one (S0-03)."""

    visit = models.ForeignKey(Case, models.PROTECT, null=True, blank=True, related_name="+")
    kind = models.CharField(max_length=12, choices=VISITED)
    name = models.CharField(max_length=100, blank=True)
    about = models.CharField(max_length=100, blank=True)
    mark = models.CharField(max_length=100, blank=True)
    people = models.PositiveIntegerField(default=1)
    evidence = models.ForeignKey(Attachment, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(mark="") | Q(evidence__isnull=False), name="visitee_heads_have_evidence"
            )
        ]
        indexes = [models.Index(fields=["committee", "kind", "mark"], name="visitee_mark")]


class ReportVersion(Dated):
    """One draft of the report. The newest holds; every older one is kept."""

    title = models.CharField(max_length=200)
    text = models.TextField()
    note = models.CharField(max_length=200, blank=True)
    writer = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")


class ResearchDeliberation(Dated):
    """The draft before a body: passed, or to be changed."""

    body = models.CharField(max_length=10, choices=BODIES)
    decision = models.CharField(max_length=120, blank=True)
    result = models.CharField(max_length=6, choices=PASSED)
    words = models.TextField(blank=True)


class LeaderWord(Dated):
    """An instruction 批示 on the report, however many units must act on it (R-211). Those units' parts are cases (papers.Instruction)."""

    leader = models.CharField(max_length=60)
    position = models.CharField(max_length=60, blank=True)
    level = models.CharField(max_length=10, choices=LEVELS)
    rank = models.CharField(max_length=10, choices=RANKS)
    polarity = models.CharField(max_length=8, choices=POLARITIES)
    words = models.TextField(blank=True)
    on = models.DateField(null=True, blank=True)
    counted = models.BooleanField(
        default=True, help_text="a 圈阅 counts only where P-49 said so when it was registered"
    )


class PolicyConversion(Dated):
    """What of the report went into a document 政策转化: which document, which clause, how much of it (R-212)."""

    kind = models.CharField(max_length=10, choices=CONVERTED)
    document = models.CharField(max_length=200)
    doc_number = models.CharField(max_length=60, blank=True)
    clause = models.CharField(max_length=200, blank=True)
    body = models.CharField(max_length=100, blank=True)
    on = models.DateField(null=True, blank=True)
    degree = models.CharField(max_length=8, choices=DEGREES, blank=True)
    suggestion = models.ForeignKey(Suggestion, models.PROTECT, null=True, blank=True, related_name="+")


class ResearchOutcome(Dated):
    """How a task ended: converted, instructed upon, without any response."""

    what = models.CharField(max_length=12, choices=OUTCOMES)


class ResearchFinding(Case):
    """One matter found 调研问题, mostly of one enterprise: who must answer it, what was answered, whether it is solved (S2-24)."""

    whose = models.CharField(max_length=100, blank=True, help_text="of whom it is: the enterprise, the village")
    visitee = models.ForeignKey(Visitee, models.PROTECT, null=True, blank=True, related_name="+")
    words = models.TextField(blank=True)
    unit = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="+")
    answer = models.TextField(blank=True)
    verdict = models.CharField(max_length=10, choices=VERDICTS, blank=True)
    seen = models.TextField(blank=True)


class FindingCheck(Dated):
    """What was found when somebody looked whether the matter is solved. A later look ends it."""

    verdict = models.CharField(max_length=10, choices=VERDICTS)
