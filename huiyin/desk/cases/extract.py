"""The records of one case, to take away: a line an event, each with the seal before it, so that each can be checked alone.

A member's lines of what others did name no person, no post and no opinion that is not his to read; they say which fields are
withheld. Their seals stand, so that whoever holds the whole ledger can still say that the line is the one that was sealed.
"""

import json
from typing import Any

from django.db.models import Q
from django.http import HttpResponse
from django.views.decorators.http import require_safe

from huiyin.desk.access import get_case, signed_in
from huiyin.desk.cases.sentences import OF_REPLY
from huiyin.desk.cases.tree import children_of
from huiyin.kernel import ledger
from huiyin.kernel.batch import canonical
from huiyin.kernel.flow import flow_of
from huiyin.kernel.models import Event, Post
from huiyin.kernel.seal import FIELDS

OF_UNITS = ("lead", "co", "separate", "office", "to", "main", "unit", "units")


@require_safe
@signed_in()
def extract(request: Any, uid: str) -> HttpResponse:
    """JSON lines as `huiyin ledger export` writes them, and in each `previous`: the seal that its own was made upon."""
    case = get_case(request, uid)
    parts = children_of(case, request.post)
    cases, hidden = [case.pk, *(part.pk for part in parts)], held_back(request.post, parts)
    text = ledger.extract(case.committee, cases, hidden, Reader(request.post).told)
    response = HttpResponse(text, content_type="application/x-ndjson; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{case.committee.code}-{case.uid}.jsonl"'
    return response


def held_back(post: Post, parts: list[Any]) -> Q:
    """The acts that write or sign a reply which is not the reader's yet: it is being worked on, and he is not of those who do."""
    found = Q(pk__in=())
    for part in parts:
        flow = flow_of(part.kind)
        if flow.sees(post, part):
            continue
        if getattr(part, "role", "") == "co":  # what one unit writes to another
            found |= Q(case=part.pk) & ~Q(step="open")
        elif flow.by_state[part.state].look != "done":
            steps = [line.name for line in flow.steps if any(fact.name in OF_REPLY for fact in line.facts)]
            found |= Q(case=part.pk, step__in=steps)
    return found


class Reader:
    """What a line may tell whom: everything to those who work on the case, to a member what is his or names nobody."""

    def __init__(self, post: Post) -> None:
        self.post = post

    def told(self, event: Event, named: dict[str, Any]) -> dict[str, Any]:
        """The fields of a line, those withheld empty and listed."""
        if self.post.role != "member" or event.person_id == self.post.person_id:
            return named
        left = {name: value for name, value in json.loads(event.facts).items() if not _names_people(event, name)}
        kept = {**named, "facts": canonical(left), **dict.fromkeys(("post_id", "person_id", "for_post_id"))}
        withheld = [name for name in FIELDS if kept[name] != named[name]]
        return {**kept, "withheld": withheld} if withheld else named


def _names_people(event: Event, name: str) -> bool:
    """Whether a fact may hold the number of a person: of the lists of bodies, only those of units do not."""
    line = flow_of(event.kind).by_step.get(event.step)
    kinds = {fact.name: fact.kind for fact in line.facts} if line is not None else {}
    return kinds.get(name) in ("org", "orgs") and name not in OF_UNITS
