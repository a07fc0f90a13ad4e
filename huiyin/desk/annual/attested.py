"""/attested/: the numbers that others report, with who, for when and whether they were checked; and beginning one."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from huiyin.annual import attested as rules
from huiyin.annual.models import Attestation
from huiyin.desk.access import signed_in, visible
from huiyin.desk.annual.reports import AUDITED, CLERKS
from huiyin.desk.lists.scopes import asked, choices
from huiyin.kernel.act import open_case
from huiyin.kernel.figures import period
from huiyin.kernel.flow import flow_of
from huiyin.kernel.models import Period
from huiyin.kernel.refusal import Missing

MOST = 200


@require_safe
@signed_in(*AUDITED)
def attested(request: Any) -> HttpResponse:
    """Two queries, whatever the number of rows."""
    flow = flow_of("attestation")
    labels = {row.code: row.name for row in Period.objects.filter(committee=request.post.committee)}
    rows = visible(Attestation, request.post).exclude(state="discarded").order_by("name", "-opened_at", "-pk")[:MOST]
    shown = [
        {
            "row": row,
            "told": rules.told(row),
            "period": labels.get(row.period, row.period),
            "state": flow.by_state[row.state],
        }
        for row in rows
    ]
    return render(request, "desk/annual/attested.html", {"rows": shown, "may_begin": request.post.role in CLERKS})


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in(*CLERKS)
def new(request: Any) -> HttpResponse:
    """What is reported, in which unit, for when and by whom; the value and its evidence come with the first step of the case."""
    post, given = request.post, request.POST
    words: dict[str, Any] = {
        "given": given,
        "periods": [one for one in choices(asked(request)) if one["value"] != "all"],
        "faults": {},
    }
    if request.method == "POST":
        try:
            row = rules.checked(post.committee, given)
        except Missing as trouble:
            words |= {"faults": trouble.fields, "fault": trouble.sentence}
        else:
            span = period(post.committee, row["period"])
            session = Period.objects.filter(committee=post.committee, kind="session", code=row["period"]).first()
            title = rules.title_of(row, span.label)
            case = open_case(
                "attestation", as_=post, title=title[:200], session=session, row=row, key=rules.key_of(post.committee, row)
            )  # fmt: skip
            return redirect(reverse("case", args=[case.uid]) + "?step=report#step")
    return render(request, "desk/annual/attested_new.html", words, status=422 if words["faults"] else 200)
