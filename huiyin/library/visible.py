"""What a post may see, as the index can use it: decided by the database (the flow's twin), never by the index."""

from typing import Any, NamedTuple

from django.db.models import Q, QuerySet

from huiyin.kernel.flow import flow_of
from huiyin.kernel.models import Post
from huiyin.kernel.who import EVERYBODY
from huiyin.library.freshness import Position
from huiyin.library.reading import UNREAD
from huiyin.proposals.models import Proposal

KEPT = 500
_views: dict[tuple[Any, ...], "View"] = {}


class View(NamedTuple):
    """`only`: the ids that a post sees, or None for all except `hidden`."""

    only: tuple[int, ...] | None = None
    hidden: tuple[int, ...] = ()

    @property
    def nothing(self) -> bool:
        return self.only == ()


def rows(post: Post) -> QuerySet[Proposal]:
    """The cases that a post may see and the library holds."""
    seen = flow_of("proposal").sees.twin(post)
    return Proposal.objects.filter(seen, committee=post.committee_id, kind="proposal").exclude(state__in=UNREAD)


def view(post: Post, at: Position) -> View:
    """What the post sees while the ledger stands at `at`. None, one or two queries; the shorter of both lists is kept."""
    if _all(post):
        return View()
    key = (post.pk, post.role, post.organisation_id, post.person_id, post.committee_id, at)
    if key not in _views:
        if len(_views) >= KEPT:
            _views.clear()
        _views[key] = _read(post)
    return _views[key]


def _read(post: Post) -> View:
    every = Proposal.objects.filter(committee=post.committee_id, kind="proposal").exclude(state__in=UNREAD)
    only = set(rows(post).values_list("pk", flat=True))
    if not only:
        return View(())
    count = every.count()
    if len(only) * 2 < count:
        return View(tuple(only))
    return View(None, tuple(set(every.values_list("pk", flat=True)) - only))


def _all(post: Post) -> bool:
    """Whether the post sees every case, so that nothing need be listed."""
    twin = flow_of("proposal").sees.twin(post)
    return twin == EVERYBODY or (twin.connector == Q.OR and not twin.negated and EVERYBODY in twin.children)
