"""Cases for programs: lists by kind, one whole, and a step taken through the same door as on the page."""

import hashlib
from typing import Any

from django.db import transaction
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.api import facts
from huiyin.api.door import Bad, answer, body_of, door
from huiyin.desk.access import get_case, number_in, number_of, visible
from huiyin.desk.cases import acts, sentences, uploads
from huiyin.desk.cases.do import REACHED, origin, row_and_step
from huiyin.desk.cases.files import listed
from huiyin.desk.cases.tree import Tree, load
from huiyin.exchange.telling import plain, told
from huiyin.kernel import clock, ledger
from huiyin.kernel.act import act
from huiyin.kernel.flow import FLOWS, Fact, flow_of
from huiyin.kernel.models import Case, Todo
from huiyin.kernel.refusal import NotAllowed, Refused

MOST = 100
FILTERS = ("after", "limit", "session", "state", "number", "finished")


@door()
def cases(request: Any, kind: str) -> HttpResponse:
    """The cases of a kind that the token's post may see, newest first; `next` is the `after` of the next page. Two queries."""
    if kind not in FLOWS:
        raise Http404
    unknown = set(request.GET) - set(FILTERS)
    if unknown:
        raise Bad(
            _("不认得的条件：{names}。认得的是 {known}。").format(
                names="、".join(sorted(unknown)), known="、".join(FILTERS)
            )
        )
    rows = visible(flow_of(kind).Model, request.post).select_related("session").distinct().order_by("-pk")
    rows = _narrowed(request, kind, rows)
    limit = number_in(request.GET.get("limit", str(MOST)))
    if not limit or limit > MOST:
        raise Bad(_("limit 是 1 到 {n} 的整数。").format(n=MOST), {"limit": ""})
    found = list(rows[: limit + 1])
    more = len(found) > limit
    return answer({"items": [told(row) for row in found[:limit]], "next": found[limit - 1].uid if more else None})


def _narrowed(request: Any, kind: str, rows: Any) -> Any:
    asked = request.GET
    if "after" in asked:
        rows = rows.filter(pk__lt=number_of(asked["after"]))
    if "session" in asked:
        rows = rows.filter(session__code=asked["session"])
    if "state" in asked:
        if asked["state"] not in flow_of(kind).by_state:
            raise Bad(_("{kind}没有“{state}”这个状态。").format(kind=flow_of(kind).label, state=asked["state"][:40]))
        rows = rows.filter(state=asked["state"])
    if "number" in asked:
        rows = rows.filter(number=asked["number"])
    if "finished" in asked:
        if asked["finished"] not in ("true", "false"):
            raise Bad(_("finished 写 true 或 false。"))
        rows = rows.filter(finished=asked["finished"] == "true")
    return rows


@door()
def case(request: Any, kind: str, uid: str) -> HttpResponse:
    """One case as its page shows it to this post: its fields, parts, what is owed, what happened, its files, what may be done."""
    row = get_case(request, uid)
    if row.kind != kind:
        raise Http404
    if row.parent_id:
        row.parent.committee = row.committee
    return answer(whole(load(request.post, row)))


def whole(tree: Tree) -> dict[str, Any]:
    """No statement more than the page itself makes."""
    return {
        **told(tree.case),
        "parts": [_part(tree, row) for row in tree.children],
        "owed": [_todo(todo) for todo in tree.todos if tree.sees(tree.rows[todo.case_id])],
        "timeline": [
            {"id": one["event"].uid, "at": plain(one["event"].at), "who": one["who"], "text": one["text"], "note": one["note"], "void": one["state"] == "void"}
            for one in sentences.timeline(tree)
        ],
        "files": [{"name": one["label"], "about": one["about"], "url": one["url"]} for one in listed(tree, tree.files)],
        "steps": [
            {
                "step": one.step.name, "label": str(one.label), "on": one.row.uid, "kind": one.row.kind, "version": one.row.version,
                "lacks": [lack.sentence for lack in one.lacks],
                "facts": [_fact(fact, one.row, tree) for fact in one.step.facts],
            }
            for one in acts.possible(tree) if not one.typed and facts.offered(one.step)
        ],
    }  # fmt: skip


def _part(tree: Tree, row: Any) -> dict[str, Any]:
    """A part whole for those whom it concerns; for the others that it is there, whose it is and how far."""
    found = told(row)
    if tree.sees(row):
        return {**found, "unit": _unit(row)}
    return {name: found[name] for name in ("id", "kind", "kind_label", "state", "state_label")} | {"unit": _unit(row)}


def _unit(row: Any) -> str | None:
    unit = getattr(row, "unit", None)
    return str(unit.name) if unit is not None and hasattr(unit, "name") else None


def _todo(todo: Todo) -> dict[str, Any]:
    label = str(flow_of(todo.kind).owed_label(todo.step))
    return {
        "on": Case(pk=todo.case_id).uid,
        "step": todo.step,
        "label": label,
        "due": plain(todo.due),
        "role": todo.role,
    }


def _fact(fact: Fact, row: Any, tree: Tree) -> dict[str, Any]:
    choices = fact.choices(row, tree.post) if fact.choices else None
    return {
        "name": fact.name, "label": str(fact.label), "kind": fact.kind, "required": fact.required,
        "choices": None if choices is None else [{"value": str(value), "label": str(label)} for value, label in choices[:500]],
    }  # fmt: skip


@door("act", "POST")
def do(request: Any, kind: str, uid: str, step: str) -> HttpResponse:
    """Take a step: {"facts": {…}, "seen": version}. The header Idempotency-Key makes a second sending the first one's answer."""
    row, line = row_and_step(request, uid, step)
    if row.kind != kind:
        raise Http404
    if not facts.offered(line):
        raise Refused(_("“{step}”要在页面上办，接口办不了。").format(step=line.label))
    sent = body_of(request)
    if set(sent) - {"facts", "seen"}:
        raise Bad(_("只认 facts 和 seen 两项。"))
    seen = sent.get("seen")
    if seen is not None and (type(seen) is not int or not 0 <= seen < 1 << 31):
        raise Bad(_("seen 是看到的版本号，一个整数。"))
    values = facts.read(line, sent.get("facts", {}))
    key = key_of(request)
    try:
        with transaction.atomic():
            kept = facts.keep(line, request.post, row, values)
            event = act(
                row, step, as_=request.post, at=clock.now(), key=key, seen=seen, origin=origin(request), **values
            )
            uploads.tie(kept, event)
    except NotAllowed:
        said = {"case": row.pk, "what": str(line.label)}
        ledger.record(row.committee, REACHED, as_=request.post, facts=said, personal=origin(request))
        raise
    row.refresh_from_db()
    return answer(
        {
            "event": event.uid,
            "id": row.uid,
            "state": row.state,
            "version": row.version,
            "url": reverse("case", args=[row.uid]),
        }
    )


def key_of(request: Any) -> str:
    """The request's own key within its token. Errors: Bad."""
    key = request.headers.get("Idempotency-Key", "")
    if not 8 <= len(key) <= 200:
        raise Bad(
            _("请在 Idempotency-Key 里给这次办理一个自己的编号（8 到 200 个字符）；重发时用同一个，就不会办两次。")
        )
    return f"{request.token.uid}-{hashlib.sha256(key.encode()).hexdigest()[:40]}"
