"""What a report draws from the records by itself, and how far time and task have come (序时进度, R-220)."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from huiyin.initiatives.models import Milestone, ProgressReport, Project
from huiyin.kernel import clock, parameters
from huiyin.kernel.flow import FLOWS
from huiyin.kernel.models import Link
from huiyin.kernel.scope import after, first_of

LINK = "initiative"


@dataclass(frozen=True)
class Stand:
    """How much of a project's time is gone and how much of its task is done, in per cent; whether it lags."""

    time: int
    task: int
    lags: bool

    @property
    def ahead(self) -> int:
        """Points by which the task is before the time; negative behind it (高于序时进度5个百分点)."""
        return self.task - self.time


@lru_cache(4096)
def time_share(begins: date | None, ends: date | None, today: date) -> int:
    """Days gone of all days, both ends counted, in per cent rounded down: 41 of 30 May in its year."""
    if begins is None or ends is None or ends < begins:
        return 0
    gone = (min(today, ends) - begins).days + 1
    return max(0, gone) * 100 // ((ends - begins).days + 1)


def tolerance(committee: Any) -> int:
    """The points by which a task may be behind its time (P-55)."""
    return int(parameters.get(committee, "P-55"))


def stand_of(project: Any, today: date, percent: int | None = None, overdue: bool = False) -> Stand:
    """`overdue`: a milestone's day is past. Only what runs can lag."""
    return stand(project, today, tolerance(project.committee), percent, overdue)


def stand(project: Any, today: date, tolerance: int, percent: int | None = None, overdue: bool = False) -> Stand:
    """The same with the tolerance at hand, for many."""
    task = project.percent if percent is None else percent
    time = time_share(project.begins, project.ends, today)
    runs = project.state in ("active", "suspended")
    return Stand(time, task, runs and task < 100 and (task < time - tolerance or overdue))


def linked(case: Any, begins: date, ends: date) -> list[Any]:
    """Records of a project (or of an action) that began or moved in the period, as their rows."""
    moved = {"target__moved_at__gte": first_of(begins), "target__moved_at__lt": after(ends)}
    rows = Link.objects.filter(source=case, kind=LINK, **moved).select_related("target").order_by("pk")
    return [row.target for row in rows]


def facts_of(report: Any) -> list[str]:
    """Sentences that the records say of the period: for a project what was done, for an action how its projects stand."""
    return _of_project(report) if report.what == "month" else _of_whole(report)


def _of_project(report: Any) -> list[str]:
    said = []
    reached = Milestone.objects.filter(
        case=report.parent_id, done_on__gte=report.begins, done_on__lte=report.ends, voided_by=None
    )
    said += [_("完成节点：{title}").format(title=row.title) for row in reached.order_by("done_on")]
    said += [_record(row) for row in linked(report.parent_id, report.begins, report.ends)]
    return said


def _record(row: Any) -> str:
    flow = FLOWS.get(row.kind)
    return _("{kind}《{title}》{state}").format(
        kind=flow.label if flow else "", title=row.title, state=flow.by_state[row.state].label if flow else ""
    )


def _of_whole(report: Any) -> list[str]:
    whole = report.whole
    projects = list(Project.objects.filter(whole=whole.pk).exclude(state__in=("draft", "cancelled")))
    for row in projects:
        row.committee = whole.committee
    day = min(report.ends, clock.today())
    late = set(overdue_milestones([row.pk for row in projects], day))
    lagging = sum(stand_of(row, day, overdue=row.pk in late).lags for row in projects)
    finished = sum(row.state in ("done", "accepted") for row in projects)
    monthly = ProgressReport.objects.filter(
        whole=whole.pk, what="month", begins__gte=report.begins, ends__lte=report.ends
    )
    counts = monthly.aggregate(due=Count("pk"), given=Count("pk", filter=Q(state__in=("submitted", "accepted"))))
    said = [
        _("在册项目 {n} 个，已完成 {done} 个，滞后 {late} 个。").format(n=len(projects), done=finished, late=lagging),
        _("这一期月报应交 {due} 份，已交 {given} 份。").format(**counts),
    ]
    return said + [_record(row) for row in linked(whole.pk, report.begins, report.ends)]


def overdue_milestones(projects: Any, day: date) -> list[int]:
    """The projects of which a milestone's day is past. One query."""
    rows = Milestone.objects.filter(case__in=projects, done_on=None, due_on__lt=day, until=None, voided_by=None)
    return list(rows.values_list("case", flat=True).distinct())


def beginning(case: Any, post: Any) -> str:
    """What the form begins with: the facts of the records, to be put into one's own words."""
    return "\n".join(facts_of(case))
