"""Urging all that is overdue: one page that names them and asks for a word, then one commit."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from huiyin.desk.access import signed_in
from huiyin.desk.lists import clockboard
from huiyin.desk.lists.asking import form_for
from huiyin.desk.lists.batch import ask, back_of
from huiyin.desk.lists.board import URGES, bodies, narrowed
from huiyin.desk.lists.clocks import Clocks
from huiyin.kernel.act import MANY
from huiyin.kernel.flow import flow_of


@require_POST
@signed_in(*URGES)
def urge(request: Any) -> HttpResponse:
    """The overdue parts that units have in hand (of one unit if named), up to a hundred, the latest first."""
    flow, clocks = flow_of("assignment"), Clocks(request.post.committee)
    line, unit = flow.by_step["urge"], request.POST.get("unit", "")
    rows = narrowed(clockboard.in_hand(request.post), unit if unit in bodies(request.post) else "", "late", "", clocks)
    cases = list(clockboard.by_due(rows.filter(state__in=line.source))[:MANY])
    for case in cases:
        case.committee = request.post.committee
    if not cases:
        messages.info(request, _("没有逾期的，不用催。"))
        return redirect(back_of(request, "board"))
    picked = {case.pk: case.version for case in cases}
    return ask(request, flow, line, cases, picked, form_for(line, cases, request.post), back_of(request, "board"))
