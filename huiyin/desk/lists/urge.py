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
from huiyin.desk.lists.board import URGES, late_in_hand
from huiyin.desk.lists.clocks import Clocks
from huiyin.desk.lists.narrowing import narrowed
from huiyin.kernel.act import MANY
from huiyin.kernel.flow import flow_of


@require_POST
@signed_in(*URGES)
def urge(request: Any) -> HttpResponse:
    """The overdue parts that units have in hand and that nobody urged today, up to a hundred, the latest first.

    The address names what the board was narrowed to (unit, role, session), as the board's own does.
    """
    flow, clocks, one = flow_of("assignment"), Clocks(request.post.committee), narrowed(request)
    line, rows = flow.by_step["urge"], late_in_hand(request.post, one, clocks)
    waiting = rows.exclude(pk__in=clockboard.urged_today(rows).values("pk"))
    cases = list(clockboard.by_due(waiting.select_related("unit"))[:MANY])
    for case in cases:
        case.committee = request.post.committee
    if not cases:
        messages.info(request, _("逾期的今天都催过了。") if rows.exists() else _("没有逾期的，不用催。"))
        return redirect(back_of(request, "board"))
    picked: dict[int, int | None] = {case.pk: case.version for case in cases}
    return ask(request, flow, line, cases, picked, form_for(line, cases, request.post), back_of(request, "board"))
