"""What oversight hands out: the letter to a unit (PDF, Word), and the year's plan (Word)."""

from typing import Any

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from huiyin.desk.access import get_case, number_in, signed_in, visible
from huiyin.desk.cases.letters import WORD, sent
from huiyin.desk.oversight.subjects import _units
from huiyin.kernel import clock
from huiyin.oversight.flow import FLOW
from huiyin.oversight.letters import sheet
from huiyin.oversight.models import Oversight, OversightLetter
from huiyin.papers.paper import Paper, Table
from huiyin.papers.paperword import paper_docx
from huiyin.papers.pdf import letter_pdf
from huiyin.papers.word import letter_docx

MAKERS: dict[str, Any] = {"pdf": (letter_pdf, "application/pdf"), "docx": (letter_docx, WORD)}
QUARTERS = ("全年", "一季度", "二季度", "三季度", "四季度")
INSIDE = ("general_office", "leader", "secretary", "member")


@require_safe
@signed_in()
def letter(request: Any, uid: str, kind: str) -> HttpResponse:
    """For whoever sees the letter; its unit, once it is sent."""
    row = get_case(request, uid, "unit", "parent__oversight")
    if not isinstance(row, OversightLetter) or kind not in MAKERS or row.parent is None:
        raise Http404
    row.parent = row.parent.oversight  # type: ignore[attr-defined]
    row.parent.committee = row.committee
    make, content_type = MAKERS[kind]
    name = _("民主监督建议书 {number}-{unit}.{kind}").format(
        number=row.number or _("草稿"), unit=row.unit.name, kind=kind
    )
    return sent(make(sheet(row)), content_type, name)


@require_safe
@signed_in(*INSIDE)
def plan(request: Any) -> HttpResponse:
    """`?year=`: the subjects of a year that this post may see, as the paper that the plan is."""
    year = number_in(request.GET.get("year", "")) or clock.today().year
    rows = list(
        visible(Oversight, request.post)
        .filter(year=year)
        .exclude(state="cancelled")
        .select_related("squad")
        .order_by("quarter", "pk")
    )
    units = _units(request.post, [row.pk for row in rows])
    lines = tuple(
        (
            str(number), row.title, "\n".join(units.get(row.pk, [])), f"{row.get_form_display()}\n{row.get_mode_display()}", QUARTERS[row.quarter],
            row.squad.name if row.squad else "", str(FLOW.by_state[row.state].label),
        )
        for number, row in enumerate(rows, 1)
    )  # fmt: skip
    heads = ("序号", "监督议题", "监督单位", "形式、方式", "时间", "小分队", "进度")
    body = Table(heads, lines or (("", "还没有列入的议题", "", "", "", "", ""),), (1, 5, 4, 4, 2, 3, 3))
    paper = Paper(
        f"{request.committee.name}\n{year}年民主监督计划", (body,), across=True, sender=request.committee.short
    )
    return sent(paper_docx(paper), WORD, _("{year}年民主监督计划.docx").format(year=year))
