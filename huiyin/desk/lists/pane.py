"""The reading pane beside a list: what the case says, and the acts open to this post, on wide screens."""

from typing import Any

from django.http import Http404
from django.urls import reverse

from huiyin.desk.access import get_case, visible
from huiyin.desk.cases.forms import StepForm
from huiyin.desk.lists.clocks import Clocks
from huiyin.desk.lists.rows import case_url
from huiyin.kernel.act import may
from huiyin.kernel.flow import flow_of
from huiyin.kernel.ids import to_text
from huiyin.proposals import matters
from huiyin.proposals.panels import REVIEWING

KEYS = ("y", "r", "w", "e")
ELSEWHERE = ("submit", "reply", "rate")
"""Forms too long for a pane (`step.form`): they are written on the page of the case."""
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
    owed = {owe.step for owe in flow.by_state[case.state].owes}
    lines.sort(key=lambda line: line.name not in owed)
    acts = [
        {
            "label": line.label,
            "url": f"{case_url(case.pk)}?step={line.name}#step",
            "main": not i,
            "key": KEYS[i] if i < len(KEYS) else "",
        }
        for i, line in enumerate(lines[:4])
    ]
    here = in_place(lines[0], case, request.post) if lines else {}
    return {
        "case": case, "top": top, "uid": to_text(case.pk), "state": flow.by_state[case.state], "acts": acts,
        "url": case_url(case.root_id), "face": clocks.face(case.due), "items": getattr(top, "items", [])[:12],
        "finding": matters.finding(top) if top is case and case.state in REVIEWING else "", "here": here, "others": acts[1:] if here else acts,
        "situation": getattr(top, "situation", "")[:MOST_TEXT], "analysis": getattr(top, "analysis", "")[:MOST_TEXT],
    }  # fmt: skip


def in_place(line: Any, case: Any, post: Any) -> dict[str, Any]:
    """The form of the step that is owed, to be taken beside the list; nothing where it is too long or not possible yet."""
    if line.form in ELSEWHERE or not may(line, post, case):
        return {}
    form = StepForm(line, case, post)
    return {
        "form": form, "step": line, "do_url": reverse("do", args=[to_text(case.pk), line.name]),
        "lacks": [lack.sentence for guard in line.guards for lack in guard(case, post)],
    }  # fmt: skip
