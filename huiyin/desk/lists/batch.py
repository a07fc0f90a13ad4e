"""Acts on many cases at once: one form, up to a hundred acts in one commit, a reason for each that was refused."""

import hashlib
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from huiyin.desk.access import number_in, number_of, signed_in, visible
from huiyin.desk.lists import saying
from huiyin.desk.lists.asking import asked, facts_of, form_for, own_defaults, waits
from huiyin.desk.lists.rows import about, bodies_of, case_url
from huiyin.kernel.act import MANY, Move, Outcome, act_many
from huiyin.kernel.facts import cleaned
from huiyin.kernel.flow import FLOWS, Step
from huiyin.kernel.ids import to_text
from huiyin.kernel.models import Organisation
from huiyin.kernel.refusal import Missing
from huiyin.people.roles import WORKERS


@require_POST
@signed_in(*WORKERS)
def batch(request: Any) -> HttpResponse:
    """POST step=kind.name, case=uid.version (many), token, back; `go` when the facts have been asked."""
    flow, line = _line(request.POST.get("step", ""))
    picked = _picked(request.POST.getlist("case"))
    back = back_of(request)
    if not picked:
        messages.warning(request, _("还没有选。请先勾选要一起办的几件。"))
        return redirect(back)
    if len(picked) > MANY:
        messages.warning(
            request, _("一次最多办 {most} 件，您选了 {n} 件。请分几次办。").format(most=MANY, n=len(picked))
        )
        return redirect(back)
    cases = _cases(flow, picked, request.post)
    if not cases:
        raise Http404
    form = None
    if waits(line, cases, request.post):
        form = form_for(line, cases, request.post, request.POST if "go" in request.POST else None)
        if "go" not in request.POST or not _valid(form, line, cases[0], request.post):
            return ask(request, flow, line, cases, picked, form, back)
    said = dict(form.cleaned_data.items()) if form else {}
    moves = [Move(case, line.name, facts_of(line, case, request.post, said), seen=picked[case.pk]) for case in cases]
    return finish(request, line.label, act_many(moves, as_=request.post, key=_key(request, line, picked)), back)


def finish(request: Any, label: Any, outcomes: list[Outcome], back: str) -> HttpResponse:
    """A flash when all went well; else a page that names each refused one and why."""
    done = [one for one in outcomes if one.event is not None]
    refused = [one for one in outcomes if one.event is None]
    if done:
        messages.success(request, _("“{step}”{n} 件，都记下了。").format(n=len(done), step=label))
    if not refused:
        return redirect(back)
    rows = [
        {"title": one.move.case.title, "url": case_url(one.move.case.root_id), "about": about(one.move.case), "why": one.refusal.sentence}
        for one in refused if one.refusal
    ]  # fmt: skip
    words = {"label": label, "rows": rows, "done": len(done), "back": back}
    return render(request, "desk/lists/refused.html", words)


def _line(text: str) -> tuple[Any, Step]:
    kind, _dot, name = text.partition(".")
    flow = FLOWS.get(kind)
    line = flow.by_step.get(name) if flow else None
    if flow is None or line is None or not line.batch:
        raise Http404
    return flow, line


def _picked(values: list[str]) -> dict[int, int | None]:
    """id → the version that was seen."""
    found: dict[int, int | None] = {}
    for value in values:
        uid, _dot, version = value.partition(".")
        found[number_of(uid)] = number_in(version)
    return found


def _cases(flow: Any, picked: dict[int, int | None], post: Any) -> list[Any]:
    """The picked cases of this kind that the post may see, in the order of picking. Cases of other kinds are left out."""
    rows = {
        row.pk: row for row in visible(flow.Model, post).filter(pk__in=picked).select_related(*bodies_of(flow.Model))
    }
    for row in rows.values():
        row.committee = post.committee
    return [rows[pk] for pk in picked if pk in rows]


def _valid(form: Any, line: Step, case: Any, post: Any) -> bool:
    """Besides the form's own rules, what the kernel would say to the first case, so that it is said beside the field."""
    if not form.is_valid():
        return False
    try:
        cleaned(line, case, post, facts_of(line, case, post, form.cleaned_data))
    except Missing as refusal:
        for name, sentence in refusal.fields.items():
            form.add_error(name if name in form.fields else None, str(sentence))
    return not form.errors


def ask(
    request: Any, flow: Any, line: Step, cases: list[Any], picked: dict[int, int | None], form: Any, back: str
) -> HttpResponse:
    names = dict(Organisation.objects.filter(committee=request.post.committee_id).values_list("pk", "name"))
    shown = {fact.name for fact in asked(line, cases, request.post)}
    rows = [
        {"title": case.title, "about": about(case), "url": case_url(case.root_id), "pick": f"{to_text(case.pk)}.{_seen(picked, case)}",
         "own": _own(line, case, request.post, names, shown), "state": flow.by_state[case.state].label}
        for case in cases
    ]  # fmt: skip
    words = {
        "line": line, "rows": rows, "form": form, "back": back, "step": f"{flow.kind}.{line.name}", "token": request.POST.get("token", ""),
        "text": saying.text(saying.of_parts(cases), saying.sender_of(request.post)) if line.name == "urge" else "",
        "left_out": len(picked) - len(cases), "with_own": any(row["own"] for row in rows),
    }  # fmt: skip
    return render(request, "desk/lists/batch.html", words, status=422 if form.is_bound else 200)


def _seen(picked: dict[int, int | None], case: Any) -> int:
    seen = picked[case.pk]
    return case.version if seen is None else seen


def _own(line: Step, case: Any, post: Any, names: dict[int, str], shown: set[str]) -> str:
    """What the case says by itself, in words: 主办 住建局；会办 财政局."""
    parts = []
    for name, value in own_defaults(line, case, post).items():
        fact = line.fact(name)
        if fact.kind in ("org", "orgs"):
            value = "、".join(names.get(int(pk), "") for pk in (value if isinstance(value, list) else [value]))
        elif fact.choices:
            value = {str(v): str(label) for v, label in fact.choices(case, post)}.get(str(value), value)
        parts.append(f"{fact.label} {value}")
    return "；".join(parts)


def back_of(request: Any, name: str = "work") -> str:
    back = request.POST.get("back", "")
    return back if back and url_has_allowed_host_and_scheme(back, {request.get_host()}) else reverse(name)


def _key(request: Any, line: Step, picked: dict[int, int | None]) -> str | None:
    """The same press on the same cases is one act, however often the page is sent."""
    token = request.POST.get("token", "")
    if not token:
        return None
    text = f"{request.post.pk}|{token}|{line.name}|{sorted(picked)}"
    return hashlib.sha256(text.encode()).hexdigest()[:40]
