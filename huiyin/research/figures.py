"""What is counted of research: 次 are tasks of which somebody went, 家/户/名 different ones met, 条 items, 篇 reports, 个/项 what was made of them."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Sum
from django.utils.translation import gettext_lazy as _

from huiyin.kernel.figures import Figure, Rate, Scope, Source, among, declare, having, reached
from huiyin.kernel.models import Link
from huiyin.research.models import FORMS, INSPECTIONS

HELD = reached("activity", "held")
RESEARCH = (having("activity", "research"),)
OF_ONE = {"case__kind": "research"}
ITEMS = Source("suggestions.Suggestion", where=OF_ONE)
ADOPTED = Source("suggestions.SuggestionAnswer", where={**OF_ONE, "adoption__in": ("adopted", "partly")})
TASK = "distinct:case__parent_id"
REPORTED = reached("research", "reported")


@dataclass(frozen=True)
class People(Figure):
    """Those with a name, each once, and the heads that have none (S0-F05)."""

    def number(self, rows: QuerySet[Any]) -> Any:
        found = rows.aggregate(**_both())
        return (found["heads"] or 0) + found["named"]

    def numbers(self, rows: QuerySet[Any], column: str) -> dict[Any, Any]:
        found = rows.order_by().values_list(column).annotate(**_both())
        return {key: (heads or 0) + named for key, heads, named in found}


def _both() -> dict[str, Any]:
    return {"heads": Sum("people", filter=Q(mark="")), "named": Count("mark", filter=~Q(mark=""), distinct=True)}


def from_finding(rows: QuerySet[Any], scope: Scope, case: str) -> QuerySet[Any]:
    """Keep rows whose case was made of a finding of research."""
    return rows.filter(Exists(Link.objects.filter(target=OuterRef(f"{case}_id"), source__kind="finding")))


def met(kind: str) -> Source:
    return Source("research.Visitee", where={"kind": kind})


def converted(*kinds: str) -> Source:
    return Source("research.PolicyConversion", where={"kind__in": kinds} if kinds else {})


def words(**where: Any) -> Source:
    return Source("research.LeaderWord", where={"counted": True, **where})


def checks(*verdicts: str) -> Source:
    return Source("research.FindingCheck", where={"verdict__in": verdicts} if verdicts else {})


# fmt: off
planned = Figure("research.planned", _("列入计划的调研课题"), _("项"), reached("research", "planned"))
tasks = Figure("research.tasks", _("调研视察"), _("次"), HELD, TASK, narrow=RESEARCH, about=_("去过的、有人到的课题；同一课题去几处仍算一次"))
visits = Figure("research.visits", _("实地调研"), _("场"), HELD, narrow=RESEARCH, about=_("去一处算一场"), overlaps=_("几场合起来是一次调研视察"))
forms = [Figure(f"research.form_{code}", name, _("次"), HELD, TASK, narrow=(*RESEARCH, having("form", code)), overlaps=_("已算在调研视察内")) for code, name in FORMS]
inspections = Figure("research.inspections", _("视察"), _("次"), HELD, TASK, narrow=(*RESEARCH, having("form", *INSPECTIONS)), about=_("专项视察、委员视察、界别视察、全体委员视察"), overlaps=_("已算在调研视察内"))
chairs = Figure("research.led_by_chairs", _("主席会议成员带队调研视察"), _("次"), HELD, TASK, narrow=(*RESEARCH, having("led", "chair")), overlaps=_("已算在调研视察内"))
chairs_theme = Figure("research.themes_by_chairs", _("主席会议成员带队选题调研"), _("次"), HELD, TASK, narrow=(*RESEARCH, having("led", "chair"), having("form", "theme")), overlaps=_("已算在选题调研内"))
people = Figure("research.people", _("参加调研视察"), _("人次"), Source("activities.Attendance"), "sum:people", narrow=(*RESEARCH, among(HELD)), about=_("签到和名单每人一次，加上有凭据的人数"))
members = Figure("research.member_people", _("委员参加调研视察"), _("人次"), Source("activities.Attendance", where={"category": "member"}), "sum:people", narrow=(*RESEARCH, among(HELD)), overlaps=_("已算在参加调研视察内"))
inspection_members = Figure("research.inspection_members", _("委员参加视察"), _("人次"), Source("activities.Attendance", where={"category": "member"}), "sum:people", narrow=(*RESEARCH, having("form", *INSPECTIONS), among(HELD)), overlaps=_("已算在委员参加调研视察内"))
institutes = People("research.institutes", _("走访科研院所"), _("家"), met("institute"), about=_("同一家走访几次算一家；有凭据只记数的照数加"))
enterprises = People("research.enterprises", _("走访企业"), _("户"), met("enterprise"), about=_("同一户走访几次算一户；有凭据只记数的照数加"))
departments = People("research.departments", _("走访部门"), _("个"), met("department"), about=_("同一个部门走访几次算一个；有凭据只记数的照数加"))
townships = People("research.townships", _("走访镇街村社区"), _("个"), met("township"), about=_("同一处走访几次算一处；有凭据只记数的照数加"))
members_met = People("research.members_met", _("走访委员"), _("名"), met("member"), about=_("同一位走访几次算一名；有凭据只记数的照数加"))
citizens = People("research.citizens", _("走访群众"), _("人"), met("citizen"), about=_("有名字的一人算一次，加上有凭据的人数"))
found = Figure("research.findings", _("调研发现的问题"), _("个"), reached("finding", "listed"))
asked = Figure("research.findings_asked", _("交单位办的调研问题"), _("个"), reached("finding", "asked"), overlaps=_("已算在调研发现的问题内"), unit_at="case__researchfinding__unit")
solved = Figure("research.findings_solved", _("解决的调研问题"), _("个"), checks("solved"), about=_("核实已经解决的；部分解决的不算"), overlaps=_("已算在调研发现的问题内"), unit_at="case__researchfinding__unit")
items = Figure("research.items", _("调研视察意见建议"), _("条"), ITEMS, "rows", about=_("记下的意见建议，一条是一行记录"))
inspection_items = Figure("research.inspection_items", _("视察意见建议"), _("条"), ITEMS, "rows", narrow=(having("form", *INSPECTIONS),), overlaps=_("已算在调研视察意见建议内"))
adopted = Figure("research.adopted", _("采纳的调研建议"), _("条"), ADOPTED, "distinct:suggestion_id", about=_("采纳和部分采纳"))
all_reports = Figure("research.reports", _("调研视察报告"), _("篇"), REPORTED, about=_("签发编号、报送了的，文章和视察报告都算"))
articles = Figure("research.articles", _("调研文章"), _("篇"), REPORTED, narrow=(having("report", "article"),), overlaps=_("已算在调研视察报告内"))
instructions = Figure("research.instructions", _("调研报告获批示"), _("条"), words(), "rows", about=_("一篇有三条批示，算三条；圈阅算不算，按登记那天的 P-49"))
instructed = Figure("research.instructed", _("获批示的调研报告"), _("篇"), words(), about=_("一篇有几条批示都算一篇"))
praised = Figure("research.praised", _("获肯定性批示的调研报告"), _("篇"), words(polarity="praise"), overlaps=_("已算在获批示的报告内"))
praised_by_top = Figure("research.praised_by_top", _("获主要领导肯定性批示的调研报告"), _("篇"), words(polarity="praise", rank="top"), overlaps=_("已算在获肯定性批示的报告内"))
read = Figure("research.read", _("调研报告获圈阅"), _("条"), Source("research.LeaderWord", where={"polarity": "read"}), "rows", overlaps=_("P-49 写明算批示的，也算在批示内"))
followed = Figure("research.instructions_settled", _("调研报告批示已办结"), _("件"), reached("instruction", "settled", case__parent__kind="research"), about=_("一个单位一件"), unit_at="case__instruction__addressee")
converted_all = Figure("research.converted", _("调研成果转化"), _("个"), converted(), "rows", about=_("写进文件的一条算一个，都有凭据"))
policies = Figure("research.policies", _("转化为政策措施"), _("个"), converted("policy"), "rows", overlaps=_("已算在调研成果转化内"))
mechanisms = Figure("research.mechanisms", _("形成制度机制"), _("项"), converted("mechanism"), "rows", overlaps=_("已算在调研成果转化内"))
reports_converted = Figure("research.reports_converted", _("有转化的调研报告"), _("篇"), converted(), about=_("一篇转成几个都算一篇"))
to_proposals = Figure("research.to_proposals", _("调研问题转成提案"), _("件"), reached("proposal", "submitted"), narrow=(from_finding,))
to_opinions = Figure("research.to_opinions", _("调研问题转成社情民意"), _("篇"), reached("opinion", "submitted", "urgent"), narrow=(from_finding,))
to_topics = Figure("research.to_topics", _("调研问题转成协商议题"), _("个"), reached("consultation", "raised"), narrow=(from_finding,))

declare(
    tasks, people, enterprises, items, all_reports, instructed, policies, mechanisms,
    planned, visits, *forms, inspections, chairs, chairs_theme, members, inspection_members, institutes, departments, townships, members_met, citizens,
    found, asked, solved, inspection_items, adopted, articles, instructions, praised, praised_by_top, read, followed,
    converted_all, reports_converted, to_proposals, to_opinions, to_topics,
    Rate("research.adoption_rate", _("调研建议采纳率"), adopted, items, about=_("意见建议里，采纳和部分采纳的占多少；还没有回音的也在分母里")),
    Rate("research.instructed_rate", _("调研报告批示率"), instructed, all_reports, about=_("报送了的里，获批示的占多少")),
)
# fmt: on
