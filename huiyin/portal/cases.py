"""Published proposals and replies: the versions for the public, and nothing of the case behind them."""

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from huiyin.handling.models import Publication, PublicVersion
from huiyin.kernel.ids import from_text
from huiyin.kernel.models import Case, Committee
from huiyin.portal.house import committee_of, show

A_PAGE = 30


def published(committee: Committee) -> Any:
    """The public versions that hold now; withdrawn, they are gone with the next request."""
    return PublicVersion.objects.filter(committee=committee, until=None, voided_by=None)


@require_safe
def listed(request: Any, code: str) -> HttpResponse:
    """`?q=` looks into the published words only."""
    committee = committee_of(code)
    q = request.GET.get("q", "").replace("\x00", "").strip()[:50]
    rows = published(committee).filter(what="proposal").order_by("-at", "-pk")
    if q:
        rows = rows.filter(heading__icontains=q) | rows.filter(text__icontains=q)
    # The keys of a page come off an index; only its own rows are read.
    page = Paginator(rows.values_list("pk", flat=True), A_PAGE).get_page(request.GET.get("page"))
    keys = list(page)
    found = PublicVersion.objects.filter(pk__in=keys).select_related("case__parent__session").defer("text")
    shown: list[Any] = sorted(found, key=lambda row: keys.index(row.pk))
    parents = [row.case.parent_id for row in shown]
    replies = Publication.objects.filter(parent__in=parents, what="reply", state="published")
    answered = set(replies.values_list("parent", flat=True))
    items = [
        {"row": row, "answered": row.case.parent_id in answered, "session": row.case.parent.session} for row in shown
    ]
    return show(request, committee, "cases", {"page_obj": page, "items": items, "q": q})


@require_safe
def one(request: Any, code: str, uid: str) -> HttpResponse:
    """One proposal as it was published, and every published reply to it."""
    committee = committee_of(code)
    try:
        found = (
            published(committee)
            .filter(pk=from_text(uid), what="proposal")
            .select_related("case__parent__session")
            .first()
        )
    except ValueError:
        found = None
    if found is None:
        raise Http404
    parent: Case = found.case.parent
    replies = (
        published(committee)
        .filter(what="reply", case__parent=parent.pk)
        .select_related("case__publication__unit")
        .order_by("at")
    )
    return show(request, committee, "case", {"row": found, "parent": parent, "replies": replies})
