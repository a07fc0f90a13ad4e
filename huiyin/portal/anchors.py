"""The anchors, for anyone to keep; and how to hold a ledger against them with nothing but Python."""

from pathlib import Path

from django.db.models import OuterRef, Subquery
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from huiyin.kernel import ledger, seal
from huiyin.kernel.models import Anchor, Committee


@require_safe
@cache_control(max_age=3600)
def anchors(request: HttpRequest, code: str) -> HttpResponse:
    """Every day's head of a committee's chain, a line each: day, code, number of records, seal."""
    committee = Committee.objects.filter(code=code).first()
    if committee is None:
        raise Http404
    return HttpResponse(ledger.anchor_lines(committee), content_type="text/plain; charset=utf-8")


@require_safe
def explained(request: HttpRequest) -> HttpResponse:
    """Each committee with its newest anchor."""
    newest = Anchor.objects.filter(committee=OuterRef("committee")).order_by("-day").values("day")[:1]
    last = {row.committee_id: row for row in Anchor.objects.filter(day=Subquery(newest))}
    houses = [{"committee": one, "anchor": last.get(one.pk)} for one in Committee.objects.order_by("pk")]
    return render(request, "portal/anchors.html", {"houses": houses})


@require_safe
def program(request: HttpRequest) -> HttpResponse:
    """The verifier as a file: it imports nothing of this house."""
    answer = HttpResponse(Path(seal.__file__).read_bytes(), content_type="text/x-python; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="seal.py"'
    return answer
