"""Suggested units beside the form that plans or assigns them: who may lead, who may help, why, and how sure it is."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from huiyin.desk.access import get_case, signed_in
from huiyin.library import reading
from huiyin.library.units import Suggested, Unit, suggest
from huiyin.people.roles import OFFICE

CHOOSES = ("assigning", *OFFICE)
STEPS = ("plan", "assign")
FIELDS = ("lead", "co", "separate")


@require_safe
@signed_in()
def of_case(request: Any, uid: str) -> HttpResponse:
    """`?step=`: the form into which a suggestion is taken. For htmx only the list. 404 for who chooses no units."""
    case = get_case(request, uid)
    if request.post.role not in CHOOSES or case.kind not in reading.KINDS:
        raise Http404
    step = request.GET.get("step", "")
    found = suggest(request.post.committee, case)
    context = {
        "case": case,
        "found": found,
        "leads": [_row(case, one, step, found) for one in found.leads],
        "all_url": _use(case, step, found),
    }
    return render(request, "cases/units.html" if request.htmx else "cases/units_page.html", context)


def _row(case: Any, one: Unit, step: str, found: Suggested) -> dict[str, Any]:
    helps = [unit.pk for unit in found.helps if unit.pk != one.pk]
    return {"one": one, "url": _address(case, step, {"lead": [one.pk], "co": helps})}


def _use(case: Any, step: str, found: Suggested) -> str:
    return (
        _address(case, step, {"lead": [one.pk for one in found.leads[:1]], "co": [one.pk for one in found.helps]})
        if found.leads
        else ""
    )


def _address(case: Any, step: str, units: dict[str, list[int]]) -> str:
    """The form with these units in it; nothing is done until it is sent."""
    if step not in STEPS:
        return ""
    return f"{reverse('case', args=[case.uid])}?{urlencode({'step': step, **units}, doseq=True)}#step"


def picked(query: Any) -> Mapping[str, list[str]] | None:
    """The units that an address names for the form: {"lead": […], "co": […]}; nothing where it names none."""
    found = {name: [value for value in query.getlist(name) if value.isdecimal()] for name in FIELDS if name in query}
    return found or None
