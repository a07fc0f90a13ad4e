"""What is counted of special actions: nodes and projects, reports handed in of those due (S0-F06, S0-F18, S0-F26); and of investment."""

from typing import Any

from django.db.models import F, QuerySet
from django.utils.translation import gettext_lazy as _

from huiyin.initiatives import invest_figures
from huiyin.kernel.figures import Figure, Rate, Scope, Source, among, declare, reached, standing

__all__ = ["invest_figures"]

ALIVE = (among(standing("project", "draft", "active", "done", "suspended", "accepted")),)
BODY = "case__project__body"
MADE = reached("project", "draft")
OVERLAP = _("已算在任务项目内")


def nodes(level: str) -> Source:
    return Source("initiatives.ProgrammeNode", where={"level": level})


def in_time(rows: QuerySet[Any], scope: Scope, case: str) -> QuerySet[Any]:
    """Handed in by its last day; one that was returned, by its first sending."""
    return rows.filter(entered_at__date__lte=F(f"{case}__progressreport__by"))


# fmt: off
lines = Figure("initiatives.lines", _("主线"), _("条"), nodes("line"), "rows")
priorities = Figure("initiatives.priorities", _("重点"), _("项"), nodes("priority"), "rows")
aspects = Figure("initiatives.aspects", _("方面"), _("个"), nodes("aspect"), "rows")
points = Figure("initiatives.points", _("工作要点"), _("条"), nodes("point"), "rows")
projects = Figure("initiatives.projects", _("任务项目"), _("个"), MADE, narrow=ALIVE, about=_("专项行动和工作要点分解成的具体项目；取消的不算"), unit_at=BODY)
started = Figure("initiatives.started", _("开始推进的项目"), _("个"), reached("project", "active"), narrow=ALIVE, overlaps=OVERLAP, unit_at=BODY)
finished = Figure("initiatives.finished", _("验收销号的项目"), _("个"), reached("project", "accepted"), overlaps=OVERLAP, unit_at=BODY)
due = Figure("initiatives.reports_due", _("应交的报告"), _("份"), reached("progress_report", "due"), about=_("到期自己发下去的月报、季度盘点、半年总结"), unit_at="case__progressreport__body")
given = Figure("initiatives.reports_given", _("交了的报告"), _("份"), reached("progress_report", "submitted"), about=_("退回再写的仍算一份"), overlaps=_("已算在应交的报告内"), unit_at="case__progressreport__body")
given_in_time = Figure("initiatives.reports_in_time", _("按期交的报告"), _("份"), reached("progress_report", "submitted"), narrow=(in_time,), overlaps=_("已算在交了的报告内"), unit_at="case__progressreport__body")

declare(
    lines, priorities, aspects, points, projects, started, finished, due, given, given_in_time,
    Rate("initiatives.finish_rate", _("项目完成率"), finished, projects, about=_("任务项目里，验收销号的占多少")),
    Rate("initiatives.report_rate", _("报告提交率"), given, due, about=_("应交的报告里，交了的占多少")),
    Rate("initiatives.report_in_time_rate", _("报告按期率"), given_in_time, due),
)
# fmt: on
