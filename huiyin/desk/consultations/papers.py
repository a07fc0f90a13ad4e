"""What a consultation hands out: its minutes as Word, and the sheet with the code to check in by."""

from typing import Any
from urllib.parse import quote

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from huiyin.activities.flow import FLOW as ACTIVITY
from huiyin.activities.models import Activity
from huiyin.activities.rules import host
from huiyin.consultations.minutes import paper
from huiyin.consultations.models import CaseStudy, Consultation
from huiyin.consultations.study import paper as study_paper
from huiyin.desk.access import get_case, signed_in
from huiyin.desk.cases.letters import sent
from huiyin.kernel.files import CONTENT_TYPES
from huiyin.papers.paperword import paper_docx
from huiyin.portal import qr


@require_safe
@signed_in()
def minutes(request: Any, uid: str) -> HttpResponse:
    """For whoever sees the consultation, once the minutes are written."""
    case = get_case(request, uid)
    if not isinstance(case, Consultation) or not case.minutes:
        raise Http404
    answer = HttpResponse(paper_docx(paper(case)), content_type=CONTENT_TYPES["docx"])
    name = _("协商纪要 {number}.docx").format(number=case.number)
    answer.headers["Content-Disposition"] = _attachment(name)
    return answer


@require_safe
@signed_in()
def study(request: Any, uid: str) -> HttpResponse:
    """The case study, for whoever sees the consultation."""
    case = get_case(request, uid)
    row = CaseStudy.objects.filter(case=case.pk, until=None, voided_by=None).order_by("-pk").first()
    if not isinstance(case, Consultation) or row is None:
        raise Http404
    return sent(
        paper_docx(study_paper(case, row)), CONTENT_TYPES["docx"], _("案例 {heading}.docx").format(heading=row.heading)
    )


def _attachment(name: str) -> str:
    return f"attachment; filename=\"minutes.docx\"; filename*=UTF-8''{quote(name)}"


@require_safe
@signed_in()
def door(request: Any, uid: str) -> HttpResponse:
    """A phone held up, or a sheet at the door: the address as a QR code, and the code in letters for who cannot scan."""
    row = get_case(request, uid)
    if not isinstance(row, Activity) or not host.test(request.post, row):
        raise Http404
    where = request.build_absolute_uri(reverse("activity_here", args=[row.door]))
    side, squares = qr.path_of(where)
    words = {"row": row, "where": where, "side": side, "squares": squares, "open": row.state == "planned"}
    return render(request, "desk/consultations/door.html", words | {"state": ACTIVITY.by_state[row.state].label})
