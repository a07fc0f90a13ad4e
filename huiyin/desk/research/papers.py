"""What research hands out: a report (PDF, Word), and the year's plan (Word)."""

from typing import Any

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from huiyin.desk.access import get_case, number_in, signed_in, visible
from huiyin.desk.cases.letters import WORD, sent
from huiyin.kernel import clock
from huiyin.papers.paper import Paper, Table
from huiyin.papers.paperword import paper_docx
from huiyin.papers.pdf import letter_pdf
from huiyin.papers.word import letter_docx
from huiyin.research import rules
from huiyin.research.flow import FLOW
from huiyin.research.letters import has_report, sheet
from huiyin.research.models import ResearchTask, TeamMember

MAKERS: dict[str, Any] = {"pdf": (letter_pdf, "application/pdf"), "docx": (letter_docx, WORD)}
QUARTERS = ("全年", "一季度", "二季度", "三季度", "四季度")
INSIDE = ("general_office", "leader", "secretary", "member")


@require_safe
@signed_in()
def report(request: Any, uid: str, kind: str) -> HttpResponse:
    """For whoever sees the task; drafts for those who keep, lead or do the work, what was reported for all of them."""
    row = get_case(request, uid)
    if not isinstance(row, ResearchTask) or kind not in MAKERS or not has_report(row):
        raise Http404
    worker = request.post.role in rules.INSIDE or rules.team(request.post, row)
    if row.state not in rules.OUT and not worker:
        raise Http404
    make, content_type = MAKERS[kind]
    name = f"{row.get_report_kind_display()} {row.report_number or _('草稿')}-{row.title[:30]}.{kind}"
    return sent(make(sheet(row)), content_type, name)


@require_safe
@signed_in(*INSIDE)
def plan(request: Any) -> HttpResponse:
    """`?year=`: the tasks of a year that this post may see, as the paper that the plan is."""
    year = number_in(request.GET.get("year", "")) or clock.today().year
    tasks = visible(ResearchTask, request.post).filter(year=year).exclude(state="cancelled")
    rows = list(tasks.order_by("host", "quarter", "pk"))
    heads: dict[int, list[str]] = {}
    for one in TeamMember.objects.filter(
        case__in=[row.pk for row in rows], duty__in=("head", "writer"), **rules.NOW
    ).order_by("pk"):
        heads.setdefault(one.case_id, []).append(f"{one.get_duty_display()} {one.name}")
    lines = tuple(
        (
            str(number), row.title, f"{row.get_form_display()}\n{row.get_led_by_display()}带队", row.host, QUARTERS[row.quarter],
            "\n".join(heads.get(row.pk, [])), str(FLOW.by_state[row.state].label),
        )
        for number, row in enumerate(rows, 1)
    )  # fmt: skip
    table = Table(("序号", "课题", "形式", "承办", "时间", "调研组", "进展"), lines, (1, 6, 3, 3, 2, 3, 3))
    sheet_ = Paper(f"{year}年度调研视察计划", (table,), across=True, sender=request.post.committee.short)
    return sent(paper_docx(sheet_), WORD, _("{year}年度调研视察计划.docx").format(year=year))
