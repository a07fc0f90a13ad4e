"""A report on its case page: the filled text, every number a door; and beside each number what it was the time before."""

from typing import Any

from django.utils.translation import gettext_lazy

from huiyin.annual import attested, freezing
from huiyin.annual.catalogue import catalogue
from huiyin.annual.doing import lines_of
from huiyin.annual.filling import compared, door, filled, numbers, query_of
from huiyin.annual.flow import ATTESTATION, DISPUTE, REPORT
from huiyin.annual.marks import Line, names, typed
from huiyin.annual.models import OFFICE_WORD, Correction
from huiyin.annual.periods import former
from huiyin.kernel.figures import Scope, period
from huiyin.kernel.refusal import Refused
from huiyin.ui.panels import Face, Panel, Stop, face, panel


def tags(flow: Any) -> Any:
    def of(case: Any) -> list[tuple[Any, str]]:
        state = flow.by_state[case.state]
        return [(state.label, state.look if state.look in ("way", "soon", "late", "done") else "")]

    return of


face(
    Face(
        "report", lambda case: "", tags(REPORT), about=lambda case: case.decision,
        stops=(
            Stop(gettext_lazy("拟稿"), ("draft",), ("checked",)),
            Stop(gettext_lazy("审定"), ("checked",), ("approved",)),
            Stop(gettext_lazy("封存"), ("approved",), ("frozen",)),
            Stop(gettext_lazy("发布"), ("frozen",), ("published",)),
        ),
    )
)  # fmt: skip
face(Face("figure_dispute", lambda case: "", tags(DISPUTE)))
face(
    Face(
        "attestation", lambda case: "", tags(ATTESTATION), about=attested.told, by=lambda case: case.provider,
        stops=(
            Stop(gettext_lazy("报来"), ("asked",), ("reported",)),
            Stop(gettext_lazy("核对"), ("reported",), ("confirmed",)),
        ),
    )
)  # fmt: skip


def read_report(case: Any) -> tuple[list[Line], dict[str, Any], Scope]:
    """The lines, the numbers by name, and the scope for doors. A frozen report's numbers are those that were frozen.

    Errors: Refused when a mark can no longer be filled.
    """
    lines = lines_of(case)
    if case.frozen_at:
        then = freezing.scope_then(case)
        return lines, freezing.as_numbers(freezing.frozen(case)), Scope(then.committee, then.span, then.as_of)
    scope = Scope(case.committee, period(case.committee, case.period), case.as_of)
    return lines, numbers(names(lines), catalogue(case.committee), scope), scope


def report_text(tree: Any) -> dict[str, Any]:
    """The filled text with its doors; the sentence that says why, where it cannot be filled. A query or three a figure."""
    case = tree.case
    try:
        lines, found, scope = read_report(case)
    except Refused as trouble:
        return {"fault": trouble.sentence, "report": case}
    return {
        "report": case, "scope": scope, "lines": filled(lines, found, scope), "office_word": case.template.startswith(OFFICE_WORD), "typed": typed(case.words) if case.state == "draft" else [],
        "corrections": list(Correction.objects.filter(case=case.pk, voided_by=None).order_by("pk")) if case.frozen_at else [],
    }  # fmt: skip


def report_figures(tree: Any) -> dict[str, Any] | None:
    """A table of the figures beside those of the time before."""
    case = tree.case
    try:
        lines, now, scope = read_report(case)
    except Refused:
        return None
    before = former(scope)
    was = numbers(names(lines), catalogue(case.committee, case.frozen_at), before) if before else {}
    rows = compared(lines, now, was, scope)
    return {"rows": rows, "before": before, "scope": scope} if rows else None


def disputed(tree: Any) -> dict[str, Any]:
    case = tree.case
    report = case.parent.workreport
    scope = Scope(case.committee, period(case.committee, report.period), report.as_of)
    return {
        "case": case,
        "report": report,
        "url": door(case.figure, query_of(scope)),
        "figure": catalogue(case.committee).get(case.figure),
    }


def attested_value(tree: Any) -> dict[str, Any]:
    case = tree.case
    scope = Scope(case.committee, period(case.committee, case.period))
    name = f"{attested.PREFIX}{case.name}"
    return {
        "case": case,
        "told": attested.told(case),
        "span": scope.span,
        "url": door(name, query_of(scope)) if case.state == "confirmed" else "",
    }


panel(Panel("attested-value", "annual/attested.html", attested_value))
panel(Panel("report-text", "annual/text.html", report_text))
panel(Panel("report-figures", "annual/figures.html", report_figures))
panel(Panel("disputed-figure", "annual/disputed.html", disputed))
