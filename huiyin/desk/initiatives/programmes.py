"""The special actions; and one of them on one page: its timetable, its task map, its reports, everything that was done under it.

With 500 projects and 5,000 reports it stays within 12 queries: the projects are read once as bare columns, a page of them is drawn.
"""

import uuid
from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Count, Q
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from huiyin.desk.access import get_case, number_of, signed_in, visible
from huiyin.desk.lists.paging import page_of
from huiyin.initiatives import drawing, rules
from huiyin.initiatives.flow import PROGRAMME, PROJECT, REPORT
from huiyin.initiatives.models import Programme, ProgrammeNode, ProgressReport, Project
from huiyin.initiatives.pulling import LINK, Stand, overdue_milestones, stand, time_share, tolerance
from huiyin.initiatives.raising import begin
from huiyin.kernel import clock
from huiyin.kernel.flow import FLOWS
from huiyin.kernel.ids import to_text
from huiyin.kernel.models import Link
from huiyin.kernel.refusal import Refused
from huiyin.ui import days
from huiyin.ui.forms import HuiyinForm, put_on

PLANS = ("general_office", "leader")
INSIDE = (*PLANS, "secretary", "proposal_office", "proposal_director")
READS = (*INSIDE, "member", "unit", "unit_head")
REPORT_READERS = (*INSIDE, "unit", "unit_head")
TONES = {"accepted": "green", "done": "green", "draft": "soft", "suspended": "soft"}


@require_safe
@signed_in(*READS)
def listed(request: Any) -> HttpResponse:
    """The newest first. A constant number of queries."""
    rows = visible(Programme, request.post).exclude(state="arriving")
    live = ~Q(projects__state="cancelled")
    rows = rows.annotate(
        n=Count("projects", filter=live), finished_n=Count("projects", filter=Q(projects__state="accepted"))
    )
    page = page_of(rows.order_by("-begins", "-pk"), request, rows.count())
    today = clock.today()
    shown = [
        {"row": row, "state": PROGRAMME.by_state[row.state].label, "time": time_share(row.begins, row.ends, today)}
        for row in page
    ]
    words = {
        "page_obj": page,
        "rows": shown,
        "plans": request.post.role in PLANS,
        "invests": request.post.role in (*PLANS, "secretary", "unit"),
    }
    return render(request, "desk/initiatives/programmes.html", words)


class ProgrammeForm(HuiyinForm):
    title = forms.CharField(
        label=gettext_lazy("名称"), max_length=100, help_text=gettext_lazy("例如：同心共建专项行动、2026 年工作要点")
    )
    theme = forms.CharField(label=gettext_lazy("主题"), max_length=120, required=False)
    above = forms.CharField(
        label=gettext_lazy("上级部署"), max_length=120, required=False, help_text=gettext_lazy("是哪一级的行动的一部分")
    )
    begins = forms.DateField(label=gettext_lazy("哪天开始"))
    ends = forms.DateField(label=gettext_lazy("哪天结束"))
    key = forms.CharField(widget=forms.HiddenInput, required=False)


@signed_in(*PLANS)
def new(request: Any) -> HttpResponse:
    year = clock.today().year
    initial = {"begins": date(year, 1, 1), "ends": date(year, 12, 31), "key": uuid.uuid4().hex}
    form = ProgrammeForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        data = dict(form.cleaned_data)
        key = data.pop("key")
        try:
            case = begin(request.post, key=f"programme-{key[:40]}" if key else None, **data)
        except Refused as refusal:
            put_on(form, refusal)
        else:
            messages.success(
                request, _("立好了，编号 {number}。下一步从工作要点读取任务，或自己录入。").format(number=case.number)
            )
            return HttpResponseRedirect(reverse("case", args=[case.uid]))
    return render(request, "desk/initiatives/programme_new.html", {"form": form}, status=422 if form.errors else 200)


def programme_of(request: Any, uid: str) -> Programme:
    row = get_case(request, uid)
    if not isinstance(row, Programme):
        raise Http404
    return row


# one action ────────────────────────────────────────────────────────────────
@dataclass(slots=True)
class Line:
    """A project as the page needs it, read without its row; its words are read for those of one page alone."""

    pk: int
    state: str
    percent: int
    begins: date | None
    ends: date | None
    node_id: int | None
    stand: Stand = Stand(0, 0, False)


COLUMNS = ("pk", "state", "percent", "begins", "ends", "node_id")
VIEWS = (("projects", gettext_lazy("时间表")), ("map", gettext_lazy("任务图")), ("reports", gettext_lazy("报告")), ("records", gettext_lazy("记录")))  # fmt: skip


@require_safe
@signed_in()
def one(request: Any, uid: str) -> HttpResponse:
    """`?view=projects|map|reports|records&only=lagging|active|finished&node=`. At most twelve queries, however many projects."""
    case, post, today = programme_of(request, uid), request.post, clock.today()
    view = request.GET.get("view", "projects")
    views = [pair for pair in VIEWS if pair[0] != "reports" or post.role in REPORT_READERS]
    if view not in dict(views):
        view = "projects"
    lines = projects_of(case, post, today)
    owed = open_reports(case, post).aggregate(n=Count("pk"), late=Count("pk", filter=Q(due__lt=today)))
    time = time_share(case.begins, case.ends, today)
    words = {
        "case": case, "view": view, "time": time, "stats": _stats(lines, owed if post.role in REPORT_READERS else None), "state": PROGRAMME.by_state[case.state].label,
        "tabs": [{"label": label, "url": f"?view={name}", "current": name == view} for name, label in views],
        "keeps": post.role == "general_office" and not case.finished, **SHOWN[view](request, case, lines, today),
    }  # fmt: skip
    return render(request, "desk/initiatives/programme.html", words)


def projects_of(case: Programme, post: Any, today: date) -> list[Line]:
    """Those that this post may see, in the order of their numbers, each with how it stands. Two queries."""
    rows = visible(Project, post).filter(whole=case.pk).exclude(state="cancelled").order_by("pk")
    found: Any = rows.values_list(*COLUMNS)
    lines = [Line(*row) for row in found]
    late, allowed = set(overdue_milestones_of(case, today)), tolerance(case.committee)
    for line in lines:
        line.stand = stand(line, today, allowed, overdue=line.pk in late)
    return lines


def overdue_milestones_of(case: Programme, today: date) -> list[int]:
    """As pulling does it for some projects, for all of an action. One query."""
    return overdue_milestones(Project.objects.filter(whole=case.pk).values("pk"), today)


def open_reports(case: Programme, post: Any) -> Any:
    """The reports that are owed and not handed in; none for a member."""
    rows = visible(ProgressReport, post).filter(
        committee=case.committee_id, kind="progress_report", state__in=("due", "returned")
    )
    return rows.filter(whole=case.pk)


def _stats(lines: list[Line], owed: dict[str, int] | None) -> list[dict[str, Any]]:
    states = Counter(line.state for line in lines)
    finished = states["accepted"] + states["done"]
    lagging = sum(line.stand.lags for line in lines)
    shown: list[dict[str, Any]] = [
        {"value": len(lines), "label": _("项目"), "url": "?view=projects"},
        {"value": states["active"], "label": _("推进中"), "url": "?only=active"},
        {"value": lagging, "label": _("滞后"), "url": "?only=lagging", "late": bool(lagging)},
        {"value": finished, "label": _("完成"), "url": "?only=finished"},
    ]  # fmt: skip
    reports = [] if owed is None else [
        {"value": owed["n"], "label": _("待交报告"), "url": "?view=reports"},
        {"value": owed["late"], "label": _("逾期没有交"), "url": "?view=reports", "late": bool(owed["late"])},
    ]  # fmt: skip
    return shown + reports


ONLY = {
    "active": lambda line: line.state == "active",
    "lagging": lambda line: line.stand.lags,
    "finished": lambda line: line.state in ("done", "accepted"),
}


def _timetable(request: Any, case: Programme, lines: list[Line], today: date) -> dict[str, Any]:
    only, node = request.GET.get("only", ""), number_of(request.GET["node"]) if request.GET.get("node") else 0
    kept = [line for line in lines if ONLY[only](line)] if only in ONLY else lines
    under: ProgrammeNode | None = None
    if node:
        nodes = list(rules.nodes(case))
        below = _below(nodes)
        under = next((one for one in nodes if one.pk == node), None)
        kept = [line for line in kept if line.node_id in below.get(node, {node})]
    page = page_of(kept, request, len(kept))
    words = {
        row[0]: row[1:]
        for row in Project.objects.filter(pk__in=[line.pk for line in page]).values_list("pk", "title", "body__name")
    }
    within, door, late = (case.begins, case.ends), reverse("case", args=["0"]), _("滞后")
    rows = []
    for line in page:
        runs, lags = line.state == "active", line.stand.lags
        title, body = words[line.pk]
        rows.append(
            {
                "url": door.replace("0", to_text(line.pk)), "title": title, "body": body or "", "told": f"{line.stand.task}%" if runs else PROJECT.by_state[line.state].label,
                "time": f"／ {line.stand.time}%" if runs else "", "late": late if lags else "",
                "bar": drawing.span_bar(line.begins, line.ends, line.percent, within, today, "ochre" if lags else TONES.get(line.state, "ink")),
            }
        )  # fmt: skip
    return {"rows": rows, "page_obj": page, "under": under, "only": only}


def _below(nodes: list[ProgrammeNode]) -> dict[int, set[int]]:
    """Node → itself and all below it."""
    found: dict[int, set[int]] = {node.pk: {node.pk} for node in nodes}
    above = {node.pk: node.above_id for node in nodes}
    for node in nodes:
        higher = node.above_id
        while higher in found:
            found[higher].add(node.pk)
            higher = above[higher]
    return found


MOST_NODES = 60


def _map(request: Any, case: Programme, lines: list[Line], today: date) -> dict[str, Any]:
    nodes = list(rules.nodes(case))
    below = _below(nodes)
    held: Counter[int | None] = Counter(line.node_id for line in lines)
    late: Counter[int | None] = Counter(line.node_id for line in lines if line.stand.lags)
    depth: dict[int | None, int] = {}
    about = {}
    for node in nodes:
        mine = below[node.pk]
        depth[node.pk] = depth.get(node.above_id, -1) + 1
        about[node.pk] = {
            "url": f"?view=projects&node={to_text(node.pk)}", "n": sum(held[pk] for pk in mine), "late": sum(late[pk] for pk in mine), "node": node,
            "indent": "　" * depth[node.pk], "level": node.get_level_display(), "bare": len(mine) == 1 and node.level != "line" and not held[node.pk],
        }  # fmt: skip
    picture = drawing.task_map(nodes, about) if len(nodes) <= MOST_NODES else ""
    rows = list(about.values())
    return {"rows": rows, "picture": picture, "bare": sum(row["bare"] for row in rows)}


def _reports(request: Any, case: Programme, lines: list[Line], today: date) -> dict[str, Any]:
    """The newest first. Whoever sees the action is of its committee, so the count needs no look at the cases."""
    rows = ProgressReport.objects.filter(REPORT.sees.twin(request.post), whole=case.pk)
    page = page_of(rows.select_related("body").order_by("-ends", "-pk"), request, rows.count())
    door = reverse("case", args=["0"])
    office, shown = _("政协办公室"), []
    for row in page:
        waits = row.state in ("due", "returned")
        shown.append(
            {
                "url": door.replace("0", row.uid), "title": row.title, "who": row.body.name if row.body else office, "percent": "" if row.percent is None else f"{row.percent}%",
                "state": REPORT.by_state[row.state].label, "due": days.month_day(row.due, today) if row.due else "", "late": bool(waits and row.due and row.due < today),
            }
        )  # fmt: skip
    return {"rows": shown, "page_obj": page}


def _records(request: Any, case: Programme, lines: list[Line], today: date) -> dict[str, Any]:
    """What was done under the action or under one of its projects, as far as the reader sees it; the newest first. A query a kind."""
    sources = [case.pk, *(line.pk for line in lines)]
    links = (
        Link.objects.filter(source__in=sources, kind=LINK)
        .exclude(target__kind="project")
        .select_related("target")
        .order_by("-pk")[:200]
    )
    kinds: dict[str, set[int]] = {}
    for link in links:
        kinds.setdefault(link.target.kind, set()).add(link.target_id)
    seen: set[int] = set()
    for kind, pks in kinds.items():
        flow = FLOWS[kind]
        seen |= set(flow.Model.objects.filter(flow.sees.twin(request.post), pk__in=pks).values_list("pk", flat=True))
    rows = [
        {
            "row": link.target,
            "kind": FLOWS[link.target.kind].label,
            "state": FLOWS[link.target.kind].by_state[link.target.state].label,
        }
        for link in links
        if link.target_id in seen
    ]
    return {"rows": rows}


SHOWN = {"projects": _timetable, "map": _map, "reports": _reports, "records": _records}
