"""The urging notice: begun from the board for one unit, issued on its own page, taken away as an official letter."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from huiyin.desk.access import get_case, signed_in
from huiyin.desk.cases.letters import WORD, sent
from huiyin.desk.lists.narrowing import bodies
from huiyin.handling.models import Urging
from huiyin.handling.urging import notice_letter, overdue
from huiyin.kernel.act import open_case
from huiyin.kernel.models import Organisation
from huiyin.papers.pdf import letter_pdf
from huiyin.papers.word import letter_docx


@require_POST
@signed_in("assigning")
def begin(request: Any) -> HttpResponse:
    """Open the notice for `unit`, or go on with the one that was begun; its page asks for the rest."""
    post, known = request.post, bodies(request.post)
    unit = next((pk for pk in known if str(pk) == request.POST.get("unit", "")), None)
    if unit is None:
        messages.info(request, _("请先在左边选一个单位，再发督办通知书。"))
        return redirect("board")
    if not overdue(post.organisation_id, unit).exists():
        messages.info(request, _("{unit}现在没有逾期的，不用发督办通知书。").format(unit=known[unit]))
        return redirect(f"{reverse('board')}?unit={unit}")
    begun = Urging.objects.filter(
        committee=post.committee_id, assigned_by=post.organisation_id, unit=unit, state="draft"
    )
    case = begun.first()
    if case is None:
        body = Organisation.objects.get(pk=unit)
        title = _("督办通知书：{unit}").format(unit=body.name)
        # Two presses at one moment count the same notices before them, and open one.
        before = Urging.objects.filter(committee=post.committee_id, assigned_by=post.organisation_id, unit=unit).count()
        key = f"urging-{post.pk}-{unit}-{before}"
        case = open_case("urging", as_=post, title=title, unit=body, assigned_by=post.organisation, key=key)
    return redirect(f"{reverse('case', args=[case.uid])}?step=issue#step")


@require_safe
@signed_in()
def letter(request: Any, uid: str, kind: str) -> HttpResponse:
    """Word or PDF. Errors: Http404 for what is no notice, and for other kinds of file."""
    case = get_case(request, uid)
    if not isinstance(case, Urging) or kind not in ("pdf", "docx"):
        raise Http404
    made = notice_letter(case)
    name = _("督办通知书 {number} {unit}").format(number=case.number or _("草稿"), unit=case.unit.name)
    if kind == "pdf":
        return sent(letter_pdf(made), "application/pdf", f"{name}.pdf")
    return sent(letter_docx(made), WORD, f"{name}.docx")
