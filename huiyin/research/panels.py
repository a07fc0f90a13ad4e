"""The face and panels of a research task and of a finding: what it is about, visits and whom they met, findings, items, versions, what came of it."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiyin.activities.attending import called as came_called
from huiyin.activities.flow import FLOW as ACTIVITY
from huiyin.activities.models import CATEGORIES, Activity, Attendance
from huiyin.kernel.flow import FLOWS
from huiyin.kernel.models import Case, Link
from huiyin.papers.differences import changes, count
from huiyin.papers.flow import FLOW as INSTRUCTION
from huiyin.papers.models import Instruction
from huiyin.research import letters, rules, visiting
from huiyin.research.finding import FLOW as FINDING
from huiyin.research.flow import FLOW
from huiyin.research.models import (
    DUTIES,
    VISITED,
    LeaderWord,
    PolicyConversion,
    ResearchDeliberation,
    ResearchFinding,
    ResearchUnit,
    TeamMember,
)
from huiyin.suggestions.models import SuggestionAnswer
from huiyin.ui import days
from huiyin.ui.panels import Face, Panel, Stop, face, panel

LOOKS = ("way", "soon", "late", "done")


def tags(case: Any) -> list[tuple[Any, str]]:
    state = FLOW.by_state[case.state]
    return [(state.label, state.look if state.look in LOOKS else "")]


def about(case: Any) -> str:
    said = [case.get_form_display(), case.host, case.get_led_by_display(), case.region, case.campaign]
    return " · ".join(str(one) for one in said if one)


face(
    Face(
        "research", lambda case: str(case.report_number or case.number) or _("未编号"), tags, about,
        stops=(
            Stop(gettext_lazy("计划"), ("arriving", "planned"), ("approved",)),
            Stop(gettext_lazy("调研"), ("approved", "field"), ("drafting",)),
            Stop(gettext_lazy("起草"), ("drafting",), ("deliberating",)),
            Stop(gettext_lazy("审议签发"), ("deliberating", "deliberated"), ("signed",)),
            Stop(gettext_lazy("报送"), ("signed",), ("reported",)),
            Stop(gettext_lazy("批示转化"), ("reported",), ("closed",)),
        ),
    )
)  # fmt: skip


def inside(tree: Any) -> bool:
    """Whether the reader keeps, leads or does the work; all others read what went out."""
    return tree.post.role in rules.INSIDE or rules.team(tree.post, tree.case)


def subject(tree: Any) -> dict[str, Any] | None:
    rows = list(TeamMember.objects.filter(case=tree.case.pk, **rules.NOW).order_by("pk"))
    team = [
        (label, "、".join(f"{row.name}（{row.body}）" if row.body else row.name for row in rows if row.duty == code))
        for code, label in DUTIES
    ]
    partners = ResearchUnit.objects.filter(case=tree.case.pk, why="partner", **rules.NOW).select_related("unit")
    return {
        "background": tree.case.background, "team": [pair for pair in team if pair[1]], "conclusion": tree.case.conclusion,
        "partners": sorted({row.unit.name for row in partners}),
    }  # fmt: skip


def visits(tree: Any) -> dict[str, Any] | None:
    """Each visit with who came and whom it met; names for those who do the work."""
    rows = [row for row in tree.children if isinstance(row, Activity)]
    if not rows or not inside(tree):
        return None
    came: dict[int, list[Attendance]] = {row.pk: [] for row in rows}
    for one in Attendance.objects.filter(case__in=list(came), **rules.NOW).select_related("person").order_by("pk"):
        came[one.case_id].append(one)
    met = list(visiting.visitees(tree.case))
    return {"visits": [_visit(tree, row, came[row.pk], met) for row in rows], "met": totals(met)}


def totals(met: list[Any]) -> list[tuple[Any, int]]:
    """How many of each kind this task met: a name once, heads as they were counted."""
    found = []
    for code, label in VISITED:
        mine = [row for row in met if row.kind == code]
        n = len({row.mark for row in mine if row.mark}) + sum(row.people for row in mine if not row.mark)
        if n:
            found.append((label, n))
    return found


def _visit(tree: Any, row: Activity, came: list[Attendance], met: list[Any]) -> dict[str, Any]:
    counts = [(label, sum(one.people for one in came if one.category == code)) for code, label in CATEGORIES]
    mine = [one for one in met if one.visit_id == row.pk]
    files = {one.pk: one for one in tree.files}
    return {
        "day": days.month_day(row.meets_on), "hour": row.meets_at, "place": row.place, "state": ACTIVITY.by_state[row.state].label,
        "held": row.state == "held", "open": row.state == "planned", "people": sum(one.people for one in came), "url": reverse("case", args=[row.uid]),
        "counts": [(label, n) for label, n in counts if n], "names": "、".join(came_called(one) for one in came),
        "met": [(label, [{"name": visiting.called(one), "file": files.get(one.evidence_id)} for one in mine if one.kind == code]) for code, label in VISITED if any(one.kind == code for one in mine)],
        "door": reverse("activity_door", args=[row.uid]) if row.state == "planned" and tree.post.role == "general_office" else "",
    }  # fmt: skip


WAYS = (
    ("draft_new", gettext_lazy("写成提案"), ("member",)),
    ("opinion_new", gettext_lazy("写成社情民意"), ("member", "general_office")),
    ("consultation_new", gettext_lazy("提成协商议题"), ("member", "general_office", "leader")),
)
"""Into what a finding can be made, and by whom: the desk fills its words in, and the two stay linked (S3-14)."""


def findings(tree: Any) -> dict[str, Any] | None:
    """The problems by whose they are (S2-24); a unit reads those that it was asked about."""
    rows = [row for row in tree.children if isinstance(row, ResearchFinding)]
    became = _became(tree.post, rows)
    ways = [(reverse(name), label) for name, label, roles in WAYS if tree.post.role in roles] if inside(tree) else []
    groups: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        state = FINDING.by_state[row.state]
        one = {
            "row": row, "state": state.label, "look": state.look if state.look in LOOKS else "", "became": became.get(row.pk, []),
            "ways": [(label, f"{url}?from={row.uid}") for url, label in ways],
        }  # fmt: skip
        groups.setdefault(row.whose or _("调研中发现"), []).append(one)
    done = sum(row.state == "solved" for row in rows)
    return {"groups": list(groups.items()), "number": len(rows), "done": done} if rows else None


def _became(post: Any, rows: list[Any]) -> dict[int, list[Case]]:
    """What was made of each finding, as far as the reader may see it."""
    found: dict[int, list[Case]] = {}
    links = list(Link.objects.filter(source__in=[row.pk for row in rows]).select_related("target").order_by("pk"))
    seen: set[int] = set()
    for kind in {link.target.kind for link in links} & set(FLOWS):
        flow = FLOWS[kind]
        mine = [link.target_id for link in links if link.target.kind == kind]
        seen |= set(flow.Model.objects.filter(flow.sees.twin(post), pk__in=mine).values_list("pk", flat=True))
    for link in links:
        if link.target_id in seen:
            found.setdefault(link.source_id, []).append(link.target)
    return found


def items(tree: Any) -> dict[str, Any] | None:
    """The 条, each with what the units made of it; outsiders read them once the report went out."""
    if not inside(tree) and tree.case.state not in rules.OUT:
        return None
    rows = list(rules.items(tree.case))
    given = {
        row.suggestion_id: row
        for row in SuggestionAnswer.objects.filter(case=tree.case.pk, **rules.NOW).select_related("organisation")
    }
    return {"rows": [(row, given.get(row.pk)) for row in rows]} if rows else None


def results(tree: Any) -> dict[str, Any] | None:
    """Instructions, who must act upon each and how far that is; and what was made of the report, each with its evidence."""
    words = list(LeaderWord.objects.filter(case=tree.case.pk, **rules.NOW).order_by("on", "pk"))
    made = list(
        PolicyConversion.objects.filter(case=tree.case.pk, **rules.NOW).select_related("suggestion").order_by("pk")
    )
    if not words and not made:
        return None
    owed = [row for row in tree.children if isinstance(row, Instruction) and row.state != "withdrawn"]
    files: dict[int, list[Any]] = {}
    for one in tree.files:
        files.setdefault(one.event_id, []).append(one)
    parts = [
        {"row": row, "state": INSTRUCTION.by_state[row.state].label, "look": INSTRUCTION.by_state[row.state].look}
        for row in owed
    ]
    show = inside(tree)
    return {
        "words": [(row, files.get(row.event_id, []) if show else []) for row in words], "parts": parts,
        "made": [(row, files.get(row.event_id, []) if show else []) for row in made],
    }  # fmt: skip


def versions(tree: Any) -> dict[str, Any] | None:
    """Every version, the newest first: who, when, what it changed of the one before it; and how it was deliberated upon."""
    if not inside(tree):
        return None
    found: list[dict[str, Any]] = []
    before, title = "", ""
    for place, row in enumerate(rules.versions(tree.case), 1):
        pieces = changes(before, row.text)
        put, taken = count(pieces)
        found.append(
            {
                "number": place, "who": row.writer.name if row.writer else "", "at": row.at, "note": row.note, "put": put, "taken": taken,
                "title": changes(title, row.title) if title != row.title else [], "pieces": pieces,
            }
        )  # fmt: skip
        before, title = row.text, row.title
    said = list(ResearchDeliberation.objects.filter(case=tree.case.pk, voided_by=None).order_by("recorded_at", "pk"))
    return {"rows": found[::-1], "said": said} if found else None


def report(tree: Any) -> dict[str, Any] | None:
    case = tree.case
    if not letters.has_report(case) or not (inside(tree) or case.state in rules.OUT):
        return None
    kinds = [
        (label, reverse("research_paper", args=[case.uid, kind])) for kind, label in (("pdf", "PDF"), ("docx", "Word"))
    ]
    return {"kinds": kinds, "sent_to": "、".join(case.sent_to.split("\n")), "draft": case.signed_on is None}


panel(Panel("research-subject", "research/subject.html", subject))
panel(Panel("research-visits", "research/visits.html", visits))
panel(Panel("research-findings", "research/findings.html", findings, draws="finding"))
panel(Panel("research-items", "research/items.html", items))
panel(Panel("research-results", "research/results.html", results, draws="instruction"))
panel(Panel("research-versions", "research/versions.html", versions))
panel(Panel("research-report", "research/report.html", report, place="margin"))
