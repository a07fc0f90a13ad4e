"""/leader/screen/: the few numbers that matter, large, for the wall of a meeting room; every minute anew."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from huiyin.annual.charts import ROAD, road
from huiyin.annual.filling import numbers
from huiyin.desk.access import signed_in
from huiyin.desk.lists.leader import satisfaction
from huiyin.desk.lists.sessions import current, sessions
from huiyin.desk.lists.trends import finding, trends
from huiyin.kernel import clock
from huiyin.kernel.figures import REGISTRY, Scope, Span
from huiyin.kernel.figures import period as span_of
from huiyin.people.roles import OFFICE

COUNTS = ("proposals.received", "proposals.filed", "proposals.replied", "proposals.key")
OTHERS = ("consultations.held", "opinions.received", "voices.received", "problems.solved")
"""Of the calendar year: what counts by its day and not by the session."""


@require_safe
@signed_in("leader", *OFFICE)
def screen(request: Any) -> HttpResponse:
    """Some thirty queries, whatever the number of cases."""
    committee = request.post.committee
    found, today = sessions(committee), clock.today()
    period = current(found)
    words: dict[str, Any] = {
        "today": today,
        "now": clock.now(),
        "period": period,
        "road": [],
        "stats": [],
        "others": [],
        "trends": [],
    }
    if period:
        rates = ("proposals.reply_rate", satisfaction(committee), "proposals.solved_rate")
        scope = Scope(committee, Span(period.name, "session", period.code, (period.pk,)))
        lines = trends(committee, found, rates[:2])
        query = f"?period={period.code}"
        told = numbers({*ROAD, *COUNTS, *rates}, REGISTRY, scope)
        rows = [{"name": name, "url": reverse("figure", args=[name]) + query} for name in ROAD]
        words |= {
            "road": road(rows, told), "stats": [stat(told[name], query) for name in (*COUNTS, *rates)], "trends": lines, "finding": finding(lines),
        }  # fmt: skip
    year = str(today.year)
    told = numbers(OTHERS, REGISTRY, Scope(committee, span_of(committee, year)))
    words["others"] = [stat(told[name], f"?period={year}") for name in OTHERS]
    return render(request, "desk/lists/screen.html", words)


def stat(number: Any, query: str) -> dict[str, Any]:
    value = "—" if number.value is None else number.value
    unit = "" if number.value is None else number.unit
    return {"value": value, "unit": unit, "label": number.label, "url": reverse("figure", args=[number.name]) + query}
