"""The case page: what it is, who must act by when and why, what may be done, what was asked and answered, what happened."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.template.loader import get_template
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from huiyin.desk import verification
from huiyin.desk.access import get_case, kind_of, number_of, onward, signed_in
from huiyin.desk.cases import acts, kept, others, rating, sentences
from huiyin.desk.cases.files import listed
from huiyin.desk.cases.forms import StepForm, suggestions_of
from huiyin.desk.cases.now import current, now, who
from huiyin.desk.cases.tree import Tree, load
from huiyin.desk.cases.units import picked
from huiyin.desk.opinions import sources
from huiyin.desk.page_data import places
from huiyin.desk.reception.onward import deed_offer
from huiyin.kernel import once
from huiyin.kernel.flow import flow_of
from huiyin.kernel.models import Event
from huiyin.library import reading
from huiyin.ui import days, panels
from huiyin.ui.context import address

WHOLE_PAGE = {"rate": "cases/rate.html"}
"""Steps that fill the page by themselves (on a phone one thing at a time), by `step.form`."""


@require_safe
@signed_in()
@once.reading()
def case_page(request: Any, uid: str) -> HttpResponse:
    """`?step=NAME[&on=UID]` opens a step's form in place, `?void=UID` the form that voids an act."""
    case = get_case(request, uid, *panels.joins_of(kind_of(number_of(uid))))
    if case.parent_id:
        return HttpResponseRedirect(to_parent(request, case))
    tree = load(request.post, case)
    form = None
    if wanted := request.GET.get("step"):
        form = opened(tree, wanted, request.GET.get("on", ""), picked(request.GET))
        if form is None and (said := not_open(tree, wanted)):
            messages.info(request, said)
    voiding = next((e for e in tree.events if e.uid == request.GET.get("void") and acts.can_void(tree, e)), None)
    return show(request, tree, form, voiding=voiding)


def to_parent(request: HttpRequest, row: Any) -> str:
    """A part has no page of its own: it stands on the page of what it serves."""
    query = request.GET.copy()
    if query.get("step"):
        query["on"] = row.uid
    return reverse("case", args=[row.parent.uid]) + (f"?{query.urlencode()}" if query else "")


def opened(tree: Tree, name: str, on: str, units: Mapping[str, list[str]] | None = None) -> StepForm | None:
    """The form of a step that is open to this post; without `on`, of the first row that offers it. `units`: those picked from the suggestions."""
    for one in acts.possible(tree):
        if one.step.name == name and (not on or one.row.pk == number_of(on)):
            form = StepForm(one.step, one.row, tree.post, typed=one.typed)
            if draft := kept.find(tree.post, one.row, name):
                form.prefill(draft.values)
                form.saved_at = draft.saved_at  # type: ignore[attr-defined]
            if units and one.step.form == "units":
                form.prefill(units)
            return form
    return None


def not_open(tree: Tree, name: str) -> str:
    """Why a step that was asked for is not there: not his, or not now. Nothing for a step that no row knows."""
    rows = [row for row in (*tree.children, tree.case) if name in flow_of(row.kind).by_step]
    if not rows:
        return ""
    here = next((row for row in rows if row.state in flow_of(row.kind).by_step[name].source), None)
    row = here or rows[-1]
    line = flow_of(row.kind).by_step[name]
    if here is not None:
        return _("“{step}”由{who}办，您现在的身份不能办。").format(step=line.label, who=line.who.label)
    state = flow_of(row.kind).by_state[row.state].label
    return _("现在是“{state}”，不能“{step}”：已经办过，或者还没有轮到。").format(state=state, step=line.label)


def show(
    request: Any,
    tree: Tree,
    form: StepForm | None = None,
    *,
    changes: list[dict[str, Any]] | None = None,
    voiding: Event | None = None,
    more: dict[str, Any] | None = None,
) -> HttpResponse:
    """The page, with a form opened in place, re-filled and explained where it was refused. For htmx only the form."""
    tree.csrf = get_token(request)  # a panel may hold a form of its own
    context = {"tree": tree, "case": tree.case, "changes": changes, "then": onward(request), **(more or {})}
    context |= form_context(tree, form) if form else {}
    if form is not None and request.htmx:
        return render(request, "cases/step_form.html", context)
    if form is not None and form.step.form in WHOLE_PAGE:
        return render(request, WHOLE_PAGE[form.step.form], context | whole_page(tree, form))
    context |= page_context(tree, form)
    if voiding is not None:
        context["voiding"] = {**sentences.item(tree, voiding), "row_uid": tree.rows[voiding.case_id].uid}  # type: ignore[index]
    return render(request, "cases/case.html", context)


def form_context(tree: Tree, form: StepForm) -> dict[str, Any]:
    """What the form's own template reads."""
    step, row = form.step, form.row
    found = next((p for p in acts.possible(tree) if p.step.name == step.name and p.row.pk == row.pk), None)
    return {
        "form": form,
        "step": step,
        "row": row,
        "part": acts.part_name(row) if row.pk != tree.case.pk else "",
        "lacks": found.lacks if found else (),
        "gone": found is None,
        "saved_at": getattr(form, "saved_at", None),
        "do_url": reverse("do", args=[row.uid, step.name]),
        "keep_url": reverse("keep", args=[row.uid, step.name]),
        "back_url": reverse("case", args=[tree.case.uid]),
        "beside": beside(tree, form),
        "asked": asked(tree, form),
        "letter_url": letter_url(tree, row) if step.form == "reply" else "",
    }


def beside(tree: Tree, form: StepForm) -> dict[str, Any] | None:
    """What was asked for, in sight while the units are chosen that shall answer it."""
    if form.step.form != "units":
        return None
    return {"points": [one.text for one in suggestions_of(tree.case)], "wished": getattr(tree.case, "wished_units", "")}


def asked(tree: Tree, form: StepForm) -> dict[str, Any] | None:
    """The request that a step grants or refuses: who asked for what, when, and why."""
    verb, _line, what = form.step.name.partition("_")
    if verb not in ("grant", "refuse") or f"ask_{what}" not in flow_of(form.row.kind).by_step:
        return None
    events = tree.acts(form.row, f"ask_{what}")
    if not events:
        return None
    reason = tree.facts[events[-1].pk].get("reason", "")
    return {**sentences.item(tree, events[-1]), "reason": reason}


def letter_url(tree: Tree, row: Any) -> str:
    return f"{reverse('letter', args=[tree.case.uid])}?of={row.uid}"


def page_context(tree: Tree, form: StepForm | None) -> dict[str, Any]:
    case, face = tree.case, panels.face_of(tree.case.kind)
    open_step, open_row = (form.step.name, form.row) if form else ("", None)
    tree.answering = bool(form and (form.suggestions or form.step.form == "units"))
    possible = acts.possible(tree, open_step, open_row)
    shown = [drawn for name in tree.flow.panels if (drawn := panel(tree, name))]
    main, others_ = acts.in_order(tree, possible, current(tree))
    items = sentences.timeline(tree)
    for item in items:
        if acts.can_void(tree, item["event"]):
            item |= {"url": f"?void={item['event'].uid}#void", "link": _("作废")}
    return {
        "number": face.number(case),
        "tags": face.tags(case),
        "about": face.about(case),
        "by": face.by(case),
        "crumbs": crumbs(tree, face.number(case)),
        "stops": stops(tree, face.stops),
        "now": now(tree),
        "acts": main,
        "others": others_,
        "lacking": [one for one in possible if one.lacks],
        "panels": [one for one in shown if one["place"] == "main"],
        "children": others.lists(tree),
        "margins": [one for one in shown if one["place"] == "margin"],
        "items": coming(tree) + items,
        "records": len(tree.events),
        "verified": verification.last(case.committee_id),
        "files": listed(tree, tree.files),
        "links": tree.links,
        "opinion": sources.offer(case, tree.post),
        "deed": deed_offer(case, tree.post),
        "alike": case.kind in reading.KINDS and case.state not in reading.UNREAD,
    }


HOMES = {
    "order_call": "orders",
    "order_lead": "orders",
    "cultivation": "cultivations",
    "handed_up": "cultivations",
    "register_entry": "registers",
    "research": "research",
    "finding": "research",
    "programme": "programmes",
    "project": "programmes",
    "progress_report": "programmes",
    "investment": "programmes",
    "invest_trip": "programmes",
    "invest_year": "programmes",
    "consultation": "consultations",
    "consultation_item": "consultations",
    "consultation_plan": "consultations",
    "plan_topic": "consultations",
    "plan_change": "consultations",
    "oversight": "oversight",
    "oversight_letter": "oversight",
    "oversight_item": "oversight",
    "appraisal": "oversight",
    "ballot": "oversight",
    "opinion": "opinions",
    "voice": "voices",
    "problem": "problems",
    "lead_call": "leads",
    "deed": "duties",
    "activity": "duties",
    "duty_year": "duties",
    "duty_mark": "duties",
    "duty_objection": "duties",
}
"""The place of the bar in whose list a kind stands; the other kinds serve a proposal, and stand in the catalogue of its session."""


def crumbs(tree: Tree, number: str) -> list[dict[str, str]]:
    found = [{"label": _("我的工作"), "url": address("work")}]
    if home := HOMES.get(tree.case.kind):
        url = address("investments" if tree.case.kind.startswith("invest") else home)
        found += [
            {"label": _("招商和包抓项目") if tree.case.kind.startswith("invest") else label, "url": url}
            for names, label, roles in places()
            if home in names and url and (not roles or tree.post.role in roles)
        ]
    elif tree.case.session_id and address("catalogue"):
        label = f"{tree.case.session.name}{tree.flow.label}"
        found.append({"label": label, "url": f"{address('catalogue')}?session={tree.case.session.code}"})
    return [*found, {"label": number or str(tree.flow.label), "url": ""}]


def panel(tree: Tree, name: str) -> dict[str, Any] | None:
    """A kind's panel, drawn with what it needs; None when it has nothing to show."""
    one = panels.PANELS[name]
    context = one.context(tree)
    if context is None:
        return None
    return {
        "place": one.place,
        "html": get_template(one.template).render(
            {"tree": tree, "case": tree.case, "csrf_token": tree.csrf, **context}
        ),
    }


def stops(tree: Tree, way: tuple[panels.Stop, ...]) -> list[dict[str, Any]]:
    """The way of the case with its dates: past, now, still to come."""
    state, entered = tree.case.state, {}
    for event in tree.events:
        if event.case_id == tree.case.pk and event.from_state != event.to_state and event.pk not in tree.voided:
            entered[event.to_state] = event.at
    here = next((n for n, stop in enumerate(way) if state in stop.during), None)
    # A short way ends at the last stop that this state completes: what was answered on the spot has no open stop left.
    ended = next((n for n, stop in reversed(list(enumerate(way))) if state in stop.done), None)
    past = here if here is not None else (ended + 1 if ended is not None else 0)
    found: list[dict[str, Any]] = []
    for number, stop in enumerate(way):
        at = next((entered[name] for name in stop.done if entered.get(name)), None)
        date = days.month_day(at) if at and number < past else ""
        if number == here and tree.case.due:
            date = _("到 {day}").format(day=days.month_day(tree.case.due))
        found.append(
            {"label": stop.label, "date": date, "state": "past" if number < past else "now" if number == here else ""}
        )
    if here is None and ended is None and (way or not tree.flow.by_state[state].resting):
        found = [one for one in found if one["date"]] + [
            {"label": tree.flow.by_state[state].label, "date": "", "state": "now"}
        ]
    return found


def coming(tree: Tree) -> list[dict[str, Any]]:
    """What is owed next, at the top of the record."""
    todo = current(tree)
    if todo is None or todo.due is None:
        return []
    act = flow_of(tree.rows[todo.case_id].kind).owed_label(todo.step)
    text = _("{who}：{act}。").format(who=who(tree, todo), act=act)
    return [{"at": _("{day}前").format(day=days.month_day(todo.due)), "state": "next", "text": text}]


def whole_page(tree: Tree, form: StepForm) -> dict[str, Any]:
    """What a step that fills the page shows above its questions."""
    found = {"number": panels.face_of(tree.case.kind).number(tree.case), "now": now(tree)}
    for name in tree.flow.panels:
        found |= panels.PANELS[name].context(tree) or {}
    return found | rating.context(tree, form)
