"""What a problem or a voice goes on as elsewhere: a proposal, a good deed. Kinds never know each other; the desk ties the two (R-107, R-122)."""

from typing import Any

from django.http import Http404
from django.urls import reverse

from huiyin.desk.access import number_of, visible
from huiyin.kernel.models import Event, Link, Post
from huiyin.reception.models import Problem, Referral, Voice

MOST = 30
DOES = ("member", "general_office")


def referred(post: Post, to: str) -> list[dict[str, Any]]:
    """The problems that were given to members as this, and that none has taken yet: title and the station's words, nothing of the citizens."""
    taken = Link.objects.filter(committee=post.committee_id, kind=to).values("source")
    rows = Referral.objects.filter(committee=post.committee_id, to=to, until=None, voided_by=None)
    found = rows.exclude(case__in=taken).select_related("case__problem__site").order_by("-pk")[:MOST]
    return [
        {"title": row.case.title, "words": row.words, "site": row.case.problem.site, "uid": row.case.uid}
        for row in found
    ]


def source_of(post: Post, uid: str, to: str) -> Any:
    """The problem that was given to members as this, or (of a deed) a voice that this post may see. Errors: Http404."""
    pk = number_of(uid)
    referral = Referral.objects.filter(committee=post.committee_id, case=pk, to=to, until=None, voided_by=None)
    found: Any = Problem.objects.filter(pk=pk, pk__in=referral.values("case")).first()
    if found is None and to == "deed":
        found = visible(Voice, post).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def tie(source: Any, target: Any, kind: str) -> None:
    """Keep that one gave rise to the other; called in the transaction that opened the target."""
    opened = Event.objects.filter(case=target.pk).order_by("seq").values_list("pk", flat=True)[0]
    link = Link(source_id=source.pk, target_id=target.pk, kind=kind, event_id=opened)
    link.committee_id = source.committee_id
    link.save()


def deed_offer(case: Any, post: Post) -> str:
    """The address at which a good deed is begun from a voice or a problem that this post has before it."""
    if post.role not in DOES or case.kind not in ("voice", "problem") or case.state in ("dismissed", "arriving"):
        return ""
    if case.kind == "problem" and not Referral.objects.filter(case=case.pk, to="deed", until=None).exists():
        return ""
    return f"{reverse('deed_new')}?from={case.uid}"
