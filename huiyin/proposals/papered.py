"""A proposal that came on paper: begun by the office for a member who cannot write here, with his consent and his page (R-008)."""

from typing import Any

from django.db import transaction

from huiyin.kernel.act import act, open_case
from huiyin.kernel.models import Attachment, Person, Post
from huiyin.people.periods import session_now
from huiyin.proposals.models import Proposal


def begin(
    post: Post,
    first: Person | None,
    names: str,
    kind: str,
    way: str,
    consent: bool,
    page: Any,
    key: str,
    **act_more: Any,
) -> Proposal:
    """Open the draft and record how it came, in one transaction. `page(case)` keeps the scan and gives its Attachment.

    `names` are the proposers in order, 、 between them. Errors: Refused, FileRefused; then nothing was begun.
    """
    with transaction.atomic():
        case: Proposal = open_case(
            "proposal", as_=post, title="", session=session_now(post.committee), first_person=first, proposers=names[:400],
            proposal_kind=kind, came_by=way, key=key or None,
        )  # fmt: skip
        case.committee = post.committee
        if not Attachment.objects.filter(case=case.pk, label="page").exists():
            scan = page(case)
            event = act(case, "on_paper", as_=post, way=way, consent=consent, page=scan, **act_more)
            Attachment.objects.filter(pk=scan.pk).update(event_id=event.pk)
    return case


def page_of(case: Proposal) -> Attachment | None:
    """The signed page that came with it."""
    return Attachment.objects.filter(case=case.pk, label="page", voided_by=None).order_by("-pk").first()
