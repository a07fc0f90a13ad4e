"""The papers of a session: one page that lists them, and each as Word, PDF or Excel, drawn from the records at that moment."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from huiyin.desk.access import signed_in, visible
from huiyin.desk.cases.letters import WORD, sent
from huiyin.desk.lists.download import KINDS
from huiyin.desk.lists.sessions import current, named, sessions
from huiyin.exchange.excel import workbook
from huiyin.kernel import clock, parameters
from huiyin.kernel.models import Committee, Period
from huiyin.papers.paper import Paper
from huiyin.papers.paperword import paper_docx
from huiyin.papers.pdf import paper_pdf
from huiyin.people.roles import OFFICE
from huiyin.proposals import booklet, keyplan
from huiyin.proposals.models import Proposal
from huiyin.ui.templatetags.ui import replaced

READERS = ("leader", "assigning", "reviewer", *OFFICE)


@dataclass(frozen=True)
class Kind:
    """One paper of a session. `make(committee, session, rows, today)`; `sheet(rows)` → heads and lines, where Excel makes sense."""

    name: str
    label: Any
    about: Any
    make: Callable[[Committee, Period, Any, Any], Paper]
    sheet: Callable[[Any], tuple[list[str], list[list[str]]]] | None = None
    key: bool = False

    @property
    def kinds(self) -> tuple[str, ...]:
        return ("docx", "pdf", "xlsx") if self.sheet else ("docx", "pdf")


def _booklet(committee: Committee, session: Period, rows: Any, today: Any) -> Paper:
    subjects = [str(row[0]) for row in parameters.get(committee, "P-28a")]
    return booklet.booklet(committee, session, rows, subjects, today)


PAPERS = {
    one.name: one
    for one in (
        Kind("catalogue", gettext_lazy("提案目录汇编"), gettext_lazy("立案的提案按分类编成册，书末有承办单位索引"), _booklet, booklet.sheet),
        Kind("key-plan", gettext_lazy("重点提案督办方案"), gettext_lazy("督办领导、承办单位、措施和时间安排"), keyplan.plan, key=True),
        Kind("key-report", gettext_lazy("重点提案督办情况报告"), gettext_lazy("面商、批示、答复、承诺和评价"), keyplan.report, key=True),
    )
}  # fmt: skip


def chosen(request: Any) -> tuple[Period | None, list[Period]]:
    """The session of `?session=CODE`, else the current one; and all of them."""
    found = sessions(request.post.committee)
    return named(found, request.GET.get("session", "")) or current(found), found


def filed(post: Any, period: Period | None) -> Any:
    """The filed proposals of a session that this post may see."""
    return visible(Proposal, post).filter(session=period).exclude(number="")


@require_safe
@signed_in(*READERS)
def papers(request: Any) -> HttpResponse:
    period, found = chosen(request)
    rows = filed(request.post, period)
    counts = {False: rows.count(), True: rows.filter(key=True).count()}
    lines = [
        {"kind": one, "count": counts[one.key], "kinds": [(kind, LABELS[kind]) for kind in one.kinds]}
        for one in PAPERS.values()
    ]
    tabs = [
        {"label": row.name, "url": replaced(request.GET, {"session": row.code}), "count": "", "current": row == period}
        for row in found[:8]
    ]
    return render(request, "desk/papers/papers.html", {"period": period, "lines": lines, "tabs": tabs})


LABELS = {"docx": "Word", "pdf": "PDF", "xlsx": "Excel"}


@require_safe
@signed_in(*READERS)
def paper(request: Any, name: str, kind: str) -> HttpResponse:
    """One paper as a file. Errors: Http404 for one that there is not."""
    one, (period, _found) = PAPERS.get(name), chosen(request)
    if one is None or kind not in one.kinds or period is None:
        raise Http404
    rows = filed(request.post, period)
    title = f"{period.name}{one.label}"
    if kind == "xlsx" and one.sheet:
        return as_file(workbook(*one.sheet(rows), str(one.label)), title, "xlsx")
    return given(one.make(request.post.committee, period, rows, clock.today()), title, kind)


def given(made: Paper, title: str, kind: str) -> HttpResponse:
    """A paper as Word or PDF."""
    return as_file(paper_pdf(made) if kind == "pdf" else paper_docx(made), title, kind)


def as_file(body: bytes, title: str, kind: str) -> HttpResponse:
    types = {"pdf": "application/pdf", "docx": WORD, "xlsx": KINDS["xlsx"]}
    return sent(body, types[kind], _("{title} {day}").format(title=title, day=clock.today().isoformat()) + f".{kind}")
