"""Which proposals stand on a page of the catalogue, and how many there are: found by ids first, read afterwards.

Three ways, so that each reader's page costs the same at a hundred thousand proposals: who sees all and filters by session and state
alone is served by one index of the case table; who sees all and filters further, by the proposals; who sees his own, by his own few.
"""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.db.models import BooleanField, Count, ExpressionWrapper, Q
from django.db.models.functions import Length

from huiyin.desk.access import visible
from huiyin.desk.lists import filters
from huiyin.desk.lists.paging import MOST, capped, page_of
from huiyin.desk.lists.rows import case_alone, picks_its_own
from huiyin.kernel.flow import flow_of
from huiyin.kernel.models import Case
from huiyin.proposals.models import Proposal

NUMBERLESS = ExpressionWrapper(Q(number=""), BooleanField())


@dataclass
class Listing:
    """A page of ids, how many there are in all (never counted past MOST + 1), and by state where that was counted."""

    page: Any
    count: int
    states: dict[str, int]


def listed(post: Any) -> Any:
    """What a post may see. Drafts are left out by `filters.conditions`: they are their writers' own until handed in."""
    return visible(Proposal, post).filter(kind="proposal")


def listing(request: Any, one: filters.Chosen) -> Listing:
    seen = case_alone(flow_of("proposal"), request.post)
    if seen is not None and filters.plain(one):
        rows = Case.objects.filter(seen, committee=request.post.committee_id, kind="proposal")
    else:
        rows = listed(request.post)
    if picks_its_own(seen):
        return _own(request, rows, one)
    rows, chosen = rows.filter(filters.conditions(one, state=False)), rows.filter(filters.conditions(one))
    if one.period is None:
        # Over all sessions one counts to the end of what can be leafed through, and no further.
        return Listing(_page(request, chosen, one, count := capped(chosen)), count, {})
    states = dict(rows.order_by().values_list("state").annotate(n=Count("pk")))
    count = states.get(one.stage, 0) if one.stage else sum(states.values())
    return Listing(_page(request, chosen, one, count), count, states)


def _page(request: Any, rows: Any, one: filters.Chosen, count: int) -> Any:
    return page_of(ordered(rows, one).values_list("pk", flat=True), request, count)


def _own(request: Any, rows: Any, one: filters.Chosen) -> Listing:
    """A reader's own cases are few: they are fetched once, as ids and states, and counted here."""
    rows = ordered(rows.filter(filters.conditions(one, state=False)), one)
    pairs = list(rows.values_list("pk", "state")[: MOST + 1])
    states = Counter(state for _pk, state in pairs)
    found = [pk for pk, state in pairs if one.stage in ("", state)]
    return Listing(page_of(found, request, len(found)), len(found), dict(states))


def ordered(rows: Any, one: filters.Chosen) -> Any:
    if one.sort:
        return rows.order_by(*filters.SORTS[one.sort])
    if one.period is None:
        return rows.order_by("-session_id", "-number", "-pk")  # the index of session and number gives it as it stands
    # A session is short enough to sort: by number (9 before 10), and what has none at the end.
    return rows.order_by(NUMBERLESS, Length("number"), "number", "pk")


def read(pks: list[int], *fields: str) -> list[dict[str, Any]]:
    """These proposals in this order. One query."""
    rows = {row["pk"]: row for row in Proposal.objects.filter(pk__in=pks).values("pk", *fields)}
    return [rows[pk] for pk in pks if pk in rows]
