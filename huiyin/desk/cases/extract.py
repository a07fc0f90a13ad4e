"""The records of one case, to take away: a line an event, each with the seal before it, so that each can be checked alone."""

from typing import Any

from django.db.models import Q
from django.http import HttpResponse
from django.views.decorators.http import require_safe

from huiyin.desk.access import get_case, signed_in
from huiyin.desk.cases.sentences import OF_REPLY
from huiyin.desk.cases.tree import children_of
from huiyin.kernel import ledger
from huiyin.kernel.flow import flow_of
from huiyin.kernel.models import Post


@require_safe
@signed_in()
def extract(request: Any, uid: str) -> HttpResponse:
    """JSON lines as `huiyin ledger export` writes them, and in each `previous`: the seal that its own was made upon."""
    case = get_case(request, uid)
    parts = children_of(case, request.post)
    text = ledger.extract(case.committee, [case.pk, *(part.pk for part in parts)], held_back(request.post, parts))
    response = HttpResponse(text, content_type="application/x-ndjson; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{case.committee.code}-{case.uid}.jsonl"'
    return response


def held_back(post: Post, parts: list[Any]) -> Q:
    """The acts that write or sign a reply which is not the reader's yet: it is being worked on, and he is not of those who do."""
    found = Q(pk__in=())
    for part in parts:
        flow = flow_of(part.kind)
        if not flow.sees(post, part) and flow.by_state[part.state].look != "done":
            steps = [line.name for line in flow.steps if any(fact.name in OF_REPLY for fact in line.facts)]
            found |= Q(case=part.pk, step__in=steps)
    return found
