"""Paper ballots to print and cut: every one the same as every other, so that none can be told from the next (decision 0024)."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from huiyin.desk.access import get_case, number_in, signed_in
from huiyin.oversight import voting
from huiyin.oversight.models import Ballot, Entitled

MOST, FEW = 500, 6
"""Slips at once; up to so many items two stand beside each other on the sheet."""


@require_safe
@signed_in()
def slips(request: Any, uid: str) -> HttpResponse:
    """`?n=`: how many; as many as are entitled, if it does not say. They bear no number, no name and no code."""
    case = get_case(request, uid)
    if not isinstance(case, Ballot) or request.post.role != "general_office":
        raise Http404
    asked, entitled = request.GET.get("n", "").strip(), Entitled.objects.filter(case=case.pk).count()
    number = (number_in(asked) if asked else entitled) or 0
    fault = "" if 1 <= number <= MOST else _("一次印 1 到 {n} 张，“{text}”不行。").format(n=MOST, text=asked[:20])
    items = voting.items_of(case)
    words = {
        "case": case, "n": asked or entitled, "fault": fault, "slips": range(0 if fault else number), "items": items, "wide": len(items) > FEW,
        "options": [label for _code, label in case.options],
    }  # fmt: skip
    return render(request, "desk/oversight/slips.html", words, status=422 if fault else 200)
