"""Reports: the list, beginning one, its web version with bars, its papers, and counting a frozen one again."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from huiyin.annual import builtin, charts, freezing, officeword
from huiyin.annual.catalogue import catalogue
from huiyin.annual.filling import compared, filled, numbers
from huiyin.annual.marks import names
from huiyin.annual.models import Correction, WorkReport
from huiyin.annual.panels import read_report
from huiyin.annual.periods import former, scope_of
from huiyin.desk.access import number_of, signed_in, visible
from huiyin.desk.lists.scopes import asked, choices
from huiyin.kernel import clock, parameters
from huiyin.kernel.act import open_case
from huiyin.kernel.flow import flow_of
from huiyin.kernel.models import Period
from huiyin.kernel.refusal import Refused
from huiyin.people.roles import OFFICE

CLERKS = ("general_office", *OFFICE)
READERS = ("leader", "reviewer", "assigning", *CLERKS)
AUDITED = (*READERS, "audit_admin")
MOST = 60


@require_safe
@signed_in(*AUDITED)
def reports(request: Any) -> HttpResponse:
    """Two queries, whatever the number of reports."""
    flow = flow_of("report")
    rows = visible(WorkReport, request.post).select_related("session").order_by("-opened_at", "-pk")[:MOST]
    shown = [{"row": row, "state": flow.by_state[row.state]} for row in rows]
    return render(request, "desk/annual/reports.html", {"rows": shown, "may_begin": request.post.role in CLERKS})


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in(*CLERKS)
def new(request: Any) -> HttpResponse:
    """Choose template, period and day; the report opens filled."""
    one = asked(request)
    given = request.POST if request.method == "POST" else request.GET
    words: dict[str, Any] = {
        "kinds": [*builtin.BUILTIN.values(), *officeword.offered(request.post.committee)], "periods": choices(one), "day": given.get("as_of") or clock.today().isoformat(), "given": given, "fault": "",
    }  # fmt: skip
    if request.method == "POST":
        try:
            case = begin(
                request.post,
                given.get("template", ""),
                given.get("period", ""),
                given.get("as_of", ""),
                given.get("title", ""),
            )
        except Refused as trouble:
            words["fault"] = trouble.sentence
            return render(request, "desk/annual/new.html", words, status=422)
        messages.success(request, _("报告已按记录填好。文字可以改，数不用填。"))
        return redirect("case", case.uid)
    return render(request, "desk/annual/new.html", words)


def begin(post: Any, template: str, code: str, day: str, title: str = "") -> WorkReport:
    """Open a report. Errors: Refused for a template, a period or a day that there is not."""
    try:
        as_of = date.fromisoformat(day) if day else clock.today()
    except ValueError:
        raise Refused(_("截至日期要写成 2026-06-18 这样，并且真有这一天。")) from None
    scope = scope_of(post.committee, code, as_of)
    label, words = kind_of(post.committee, template)
    session = Period.objects.filter(committee=post.committee, kind="session", code=code).first()
    title = title.strip() or _("{period}{kind}").format(period=scope.span.label, kind=label)
    row = {"template": template, "period": code, "as_of": as_of, "words": words}
    return open_case("report", as_=post, title=title[:200], session=session, row=row)  # type: ignore[no-any-return]


def kind_of(committee: Any, template: str) -> tuple[str, str]:
    """The label and the words of a kind of report: one of the house's own, or a file of the office. Errors: Refused."""
    if template.startswith(officeword.OFFICE_WORD):
        return officeword.begun_with(committee, template)
    if template not in builtin.BUILTIN:
        raise Refused(_("请选一种报告。"))
    satisfaction = str(parameters.get(committee, "P-21"))
    return str(builtin.BUILTIN[template].label), builtin.text(template, catalogue(committee), satisfaction)


def get_report(request: Any, uid: str) -> WorkReport:
    """Errors: Http404 for a report that there is not, or that this post may not see."""
    report = visible(WorkReport, request.post).filter(pk=number_of(uid)).select_related("session").first()
    if report is None:
        raise Http404
    report.committee = request.post.committee
    return report  # type: ignore[no-any-return]


@require_safe
@signed_in()
def report(request: Any, uid: str) -> HttpResponse:
    """The report to be read: its text, then its figures as bars beside those of the time before."""
    one = get_report(request, uid)
    words: dict[str, Any] = {"report": one, "state": flow_of("report").by_state[one.state]}
    try:
        lines, found, scope = read_report(one)
    except Refused as trouble:
        return render(request, "desk/annual/report.html", {**words, "fault": trouble.sentence})
    before = former(scope)
    was = numbers(names(lines), catalogue(one.committee, one.frozen_at), before) if before else {}
    rows = compared(lines, found, was, scope)
    words |= {
        "lines": filled(lines, found, scope), "scope": scope, "before": before, "charts": charts.bars(rows, found), "road": charts.road(rows, found), "splits": charts.splits(rows, found),
        "corrections": Correction.objects.filter(case=one.pk, voided_by=None).order_by("pk") if one.frozen_at else [],
    }  # fmt: skip
    return render(request, "desk/annual/report.html", words)


@require_safe
@signed_in()
def check(request: Any, uid: str) -> HttpResponse:
    """A frozen report counted again: as it was known then, which must agree, and what has changed since, by whom."""
    one = get_report(request, uid)
    if one.frozen_at is None:
        raise Http404
    verdicts = freezing.recompute(one)
    rows = [verdict.row for verdict in verdicts]
    words = {
        "report": one, "verdicts": verdicts, "agree": sum(verdict.agrees for verdict in verdicts), "changed": [v for v in verdicts if v.changes or v.changed],
        "sound": freezing.digest_now(one, rows) == one.sha256 == freezing.sealed(one),
        "corrections": Correction.objects.filter(case=one.pk, voided_by=None).order_by("pk"),
    }  # fmt: skip
    return render(request, "desk/annual/check.html", words)
