"""The volume of one case, taken away by the office as one zip."""

from typing import Any

from django.http import FileResponse, Http404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from huiyin.desk.access import get_case, signed_in
from huiyin.exchange.bundle import case_bundle, safe
from huiyin.people.roles import OFFICE
from huiyin.proposals.models import Proposal
from huiyin.proposals.rules import UNSENT


@require_safe
@signed_in()
def bundle(request: Any, uid: str) -> Any:
    """For the proposal office, which sees all of a case. Errors: Http404 for others, for other kinds and for drafts."""
    case = get_case(request, uid)
    if request.post.role not in OFFICE or not isinstance(case, Proposal) or case.state in UNSENT:
        raise Http404
    name = _("{number} {title} 全卷").format(number=case.number or case.intake_number, title=case.title)
    response = FileResponse(
        case_bundle(case), as_attachment=True, filename=f"{safe(name)}.zip", content_type="application/zip"
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response
