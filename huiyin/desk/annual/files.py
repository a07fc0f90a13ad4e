"""A report as Word, PDF, in the office's own Word file, or as Excel with one sheet of rows a figure."""

import io
from typing import Any

import xlsxwriter
from django.apps import apps
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from huiyin.annual import freezing, officeword
from huiyin.annual.catalogue import catalogue
from huiyin.annual.marks import names
from huiyin.annual.models import FrozenFigure, WorkReport
from huiyin.annual.panels import read_report
from huiyin.annual.paper import paper
from huiyin.desk.access import signed_in
from huiyin.desk.annual.reports import get_report
from huiyin.desk.lists.figure import listed, visible_cases
from huiyin.desk.lists.rows import case_url
from huiyin.desk.papers.session import as_file, given
from huiyin.exchange.excel import sheet_name
from huiyin.kernel.figures import Scope
from huiyin.kernel.flow import flow_of
from huiyin.kernel.models import Case
from huiyin.kernel.refusal import Refused

MOST_ROWS = 5_000


@require_safe
@signed_in()
def report_file(request: Any, uid: str, kind: str) -> HttpResponse:
    """Errors: Http404 for a kind that there is not; what cannot be filled is told on the report's own page."""
    if kind not in ("docx", "pdf", "xlsx", "office"):
        raise Http404
    one = get_report(request, uid)
    try:
        lines, found, scope = read_report(one)
        if kind == "office":
            return as_file(
                officeword.paper(one, found, scope, catalogue(one.committee, one.frozen_at)), one.title, "docx"
            )
    except Refused as trouble:
        messages.error(request, trouble.sentence)
        return redirect("case", one.uid)
    if kind == "xlsx":
        return as_file(workbook(one, lines, found, scope, request.post), one.title, "xlsx")
    return given(paper(one, lines, found, scope), one.title, kind)


def workbook(one: WorkReport, lines: list[Any], found: dict[str, Any], scope: Scope, post: Any) -> bytes:
    """First the figures, then a sheet of the cases behind each: of a frozen report, those of its frozen rows."""
    out = io.BytesIO()
    known = catalogue(one.committee, one.frozen_at)
    held = {row.name: row for row in freezing.frozen(one)} if one.frozen_at else {}
    with xlsxwriter.Workbook(
        out, {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    ) as book:
        bold = book.add_format({"bold": True})
        first = book.add_worksheet(_("数"))
        first.freeze_panes(1, 0)
        first.set_column(0, 0, 34)
        for at, head in enumerate((_("数"), _("值"), _("单位"), _("分子"), _("分母"), _("明细在"), _("口径"))):
            first.write_string(0, at, head, bold)
        for number, name in enumerate(names(lines), 1):
            told = found[name]
            title = sheet_name(f"{number} {told.label}")
            value = "—" if told.value is None else float(told.value)
            about = str(getattr(known.get(name), "about", ""))
            for at, cell in enumerate((told.label, value, told.unit, told.numerator, told.denominator, title, about)):
                first.write(number, at, "" if cell is None else cell)
            _sheet(book.add_worksheet(title), bold, cases_of(known.get(name), scope, held.get(name), post))
    return out.getvalue()


def cases_of(figure: Any, scope: Scope, row: FrozenFigure | None, post: Any) -> Any:
    """The cases behind a figure that this post may see."""
    if row is None:
        cases = listed(figure, scope, "part")
    else:
        model = (figure.part if hasattr(figure, "part") else figure).source
        from_rows = model_rows(model, freezing.unpacked(row.rows))
        cases = Case.objects.filter(pk__in=from_rows)
    return visible_cases(cases, post).order_by("number", "pk")[:MOST_ROWS]


def model_rows(source: Any, ids: list[int]) -> list[int]:
    found: list[int] = []
    for at in range(0, len(ids), 500):
        rows = apps.get_model(source.model).objects.filter(pk__in=ids[at : at + 500])
        found += rows.values_list(f"{source.case}_id", flat=True)
    return sorted(set(found))[:MOST_ROWS]


def _sheet(page: Any, bold: Any, cases: Any) -> None:
    page.freeze_panes(1, 0)
    page.set_column(1, 1, 60)
    for at, head in enumerate((_("编号"), _("案由"), _("办到哪里"), _("地址"))):
        page.write_string(0, at, head, bold)
    for number, case in enumerate(cases, 1):
        state = flow_of(case.kind).by_state[case.state].label
        for at, cell in enumerate((case.number, case.title, str(state), case_url(case.root_id))):
            page.write_string(number, at, cell)
