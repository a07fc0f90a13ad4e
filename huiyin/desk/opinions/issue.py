"""The numbered issue 《社情民意》第×期 as a file."""

from typing import Any

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from huiyin.desk.access import get_case, signed_in
from huiyin.desk.papers.session import as_file
from huiyin.kernel.models import Event, Post
from huiyin.opinions.bulletin import NAME, has_issue, issue_of
from huiyin.opinions.panels import MAKERS
from huiyin.papers.bulletinword import bulletin_docx
from huiyin.papers.pdf import bulletin_pdf

MADE = {"docx": bulletin_docx, "pdf": bulletin_pdf}


@require_safe
@signed_in()
def issue(request: Any, uid: str, kind: str) -> HttpResponse:
    """Word or PDF. Errors: Http404 where there is none yet, or none that this post may read."""
    case = get_case(request, uid, "signer")
    if case.kind != "opinion" or kind not in MADE or not has_issue(case):
        raise Http404
    if not case.number and request.post.role not in MAKERS:
        raise Http404
    body = MADE[kind](issue_of(case, checker_of(case)))
    return as_file(body, f"{NAME}{case.number or _('版样')}", kind)


def checker_of(case: Any) -> str:
    """Who checked it last."""
    events = Event.objects.filter(case=case.pk, step="check").order_by("-seq").values_list("post_id", flat=True)
    post = Post.objects.filter(pk=events[0] or 0).select_related("person").first() if events else None
    return post.person.name if post and post.person else ""
