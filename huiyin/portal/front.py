"""The front page for anyone: what 回音 is, what this house promises, how far this session has come."""

from datetime import date
from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from huiyin.kernel import clock
from huiyin.kernel.figures import REGISTRY, Scope, Span
from huiyin.kernel.models import Committee, Period
from huiyin.ui.context import address

PUBLIC = ("proposals.received", "proposals.filed", "proposals.replied", "proposals.rated")
MOST = 3


@require_safe
def front(request: HttpRequest) -> HttpResponse:
    """Counts of the current session only, never a case: those are opened after signing in."""
    committees = list(Committee.objects.order_by("pk")[: MOST + 1])
    houses = [{"committee": one, **counts(one)} for one in committees[:MOST]] if len(committees) <= MOST else []
    words = {
        "committees": committees,
        "houses": houses,
        "setup_url": address("setup") or "/setup/",
        "work_url": address("work"),
    }
    return render(request, "portal/front.html", words)


def counts(committee: Committee) -> dict[str, Any]:
    """The session that has opened last, and its public numbers in order; none before the first session."""
    today = clock.today()
    found = Period.objects.filter(Q(opens__lte=today) | Q(opens=None), committee=committee, kind="session")
    period = max(found, key=lambda row: (row.opens or date(row.year or 1, 1, 1), row.code), default=None)
    if period is None:
        return {"period": None, "numbers": []}
    scope = Scope(committee, Span(period.name, "session", period.code, (period.pk,)))
    answers = [REGISTRY[name].answer(scope) for name in PUBLIC if name in REGISTRY]
    numbers = [
        {"label": one.figure.label, "value": one.text, "unit": one.figure.unit, "about": one.figure.about}
        for one in answers
    ]
    return {"period": period, "numbers": numbers}
