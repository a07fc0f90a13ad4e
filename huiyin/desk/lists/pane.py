"""The reading pane beside a list: what the case says, and the acts open to this post, on wide screens."""

from typing import Any

from django.http import Http404

from huiyin.desk.access import get_case, visible
from huiyin.desk.lists.clocks import Clocks
from huiyin.desk.lists.rows import case_url
from huiyin.kernel.flow import flow_of
from huiyin.kernel.ids import to_text

KEYS = ("y", "r")
MOST_TEXT = 600


def pane(request: Any, uid: str, clocks: Clocks) -> dict[str, Any] | None:
    """What the pane shows of a case; nothing for one that this post may not see (the list stays). Three or four queries."""
    try:
        case = get_case(request, uid)
    except Http404:
        return None
    flow, top = flow_of(case.kind), case
    if case.root_id != case.pk:
        top = visible(flow_of("proposal").Model, request.post).filter(pk=case.root_id).first() or case
    lines = [
        line for line in flow.steps_from(case.state) if not line.computed and line.main and line.who(request.post, case)
    ]
    acts = [
        {
            "label": line.label,
            "url": f"{case_url(case.pk)}?step={line.name}#step",
            "main": not i,
            "key": KEYS[i] if i < len(KEYS) else "",
        }
        for i, line in enumerate(lines[:3])
    ]
    return {
        "case": case, "top": top, "uid": to_text(case.pk), "state": flow.by_state[case.state], "acts": acts,
        "url": case_url(case.root_id), "face": clocks.face(case.due), "items": getattr(top, "items", [])[:12],
        "situation": getattr(top, "situation", "")[:MOST_TEXT], "analysis": getattr(top, "analysis", "")[:MOST_TEXT],
    }  # fmt: skip
