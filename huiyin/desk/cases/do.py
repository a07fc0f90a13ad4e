"""Taking a step, voiding one, keeping what is typed."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from huiyin.desk.access import get_case, number_in, number_of, onward, signed_in
from huiyin.desk.cases import kept, sentences, uploads
from huiyin.desk.cases.acts import possible
from huiyin.desk.cases.forms import FILES, StepForm
from huiyin.desk.cases.page import show
from huiyin.desk.cases.tree import Tree, load
from huiyin.kernel import clock, ledger
from huiyin.kernel.act import act, may
from huiyin.kernel.flow import Step, flow_of, own_row
from huiyin.kernel.models import Case, Event, Post
from huiyin.kernel.refusal import BadDate, NotAllowed, Refused, Stale
from huiyin.kernel.who import Address, in_office
from huiyin.ui import days

REACHED = "act.refused"


@require_POST
@signed_in()
def do(request: Any, uid: str, step: str) -> HttpResponse:
    """Take a step. Done: to the case page with a sentence. Refused: the same form, filled, with what is missing."""
    row, line = row_and_step(request, uid, step)
    typed = request.POST.get("typed") == "1" or "evidence" in request.FILES
    form = StepForm(line, row, request.post, request.POST, typed=typed)
    names = [fact.name for fact in form.facts if fact.kind in FILES] + (["evidence"] if form.typed else [])
    form.kept, faults = uploads.take(request, request.post, row, names)
    try:
        if faults:
            raise Refused(" ".join(faults.values()), faults)
        event = taken(request, form)
    except Refused as refusal:
        if isinstance(refusal, NotAllowed):
            # Somebody reached for what is not his to do (a unit for the rating): refused, and on record.
            ledger.record(
                row.committee,
                REACHED,
                as_=request.post,
                facts={"case": row.pk, "what": str(line.label)},  # its title may be a citizen's own words
                personal=origin(request),
            )
        form.refuse(refusal)
        return refused(request, form, refusal)
    kept.forget(request.post, row, step)
    messages.success(request, done_words(request, row, line, event))
    return HttpResponseRedirect(onward(request) or reverse("case", args=[whole(row).uid]))


def row_and_step(request: Any, uid: str, name: str) -> tuple[Any, Step]:
    try:
        row = get_case(request, uid)
    except Http404:
        row = through_whole(request, uid, name)
    line = flow_of(row.kind).by_step.get(name)
    if line is None or line.computed:
        raise Http404
    if row.parent_id:
        row.parent.committee = row.committee
    return row, line


def through_whole(request: Any, uid: str, name: str) -> Any:
    """A part whose inside is not the reader's, but in which this one step is: the proposer confirms a talk. Errors: Http404."""
    part = Case.objects.filter(pk=number_of(uid), committee=request.post.committee_id).select_related("parent").first()
    if part is None or part.parent is None:
        raise Http404
    get_case(request, part.parent.uid)
    part.committee = request.post.committee
    row = own_row(part)
    line = flow_of(row.kind).by_step.get(name)
    if line is None or not may(line, request.post, row):
        raise Http404
    return row


def whole(row: Any) -> Any:
    """The row of the case at the top, as its own kind: its page asks it things that no plain case has."""
    return own_row(row.parent) if row.parent_id else row


def taken(request: Any, form: StepForm) -> Event:
    """The act itself, with its files tied to it. Errors: Refused."""
    evidence = form.kept.get("evidence") if form.typed else None
    for_ = served(form) if form.typed else None
    seen = request.POST.get("seen", "")
    with transaction.atomic():
        event = act(
            form.row, form.step.name, as_=request.post, key=request.POST.get("key", "")[:64] or None,
            at=happened(request.POST.get("happened", "")), seen=number_in(seen), for_=for_,
            evidence=evidence, origin=origin(request), **form.given(),
        )  # fmt: skip
        uploads.tie(form.kept.values(), event)
    return event


def origin(request: Any) -> dict[str, str]:
    """The client's address, kept with the act where it can be erased."""
    return {"client": request.META.get("REMOTE_ADDR", "")}


def happened(text: str) -> Any:
    """When it happened: now, unless an earlier day is named. Errors: BadDate."""
    if not text.strip():
        return clock.now()
    day = days.parse(text.strip())
    if day is None:
        raise BadDate(_("“哪一天办的”要写成 2026-06-16 这样的日期。"), {"happened": _("看不懂这个日期。")})
    return clock.now() if day == clock.today() else clock.at_noon(days.local_date(day))


def served(form: StepForm, person_id: int | None = None) -> Post | None:
    """On whose behalf it is typed in: whoever owes the step (or this member), if he holds his post today."""
    named = [Address("member", None, person_id)] if person_id else form.step.who.owed(form.row)
    for address in named:
        held = Post.objects.filter(committee=form.row.committee_id, role=address.role, person=address.person_id)
        if address.organisation_id:
            held = held.filter(organisation=address.organisation_id)
        for post in held.select_related("person", "organisation"):
            if in_office(post, clock.today()):
                return post
    return None


def done_words(request: Any, row: Any, line: Step, event: Event) -> str:
    """What the doer reads: what comes of it. The sentence for the others (`done`) is said of him, not to him."""
    if callable(line.told):
        return str(line.told(row, event))
    if line.told or not line.says:
        return str(line.told) or _("已记下：{step}。").format(step=line.label)
    tree = load(request.post, whole(row))
    return _("已记下：{said}").format(said=sentences.sentence(tree, event, line))


def refused(request: Any, form: StepForm, refusal: Refused) -> HttpResponse:
    """The page again with everything that was typed; after a stale page, what happened meanwhile."""
    case = get_case(request, whole(form.row).uid)
    tree = load(request.post, case)
    fresh = tree.rows[form.row.pk]
    changes = since(tree, fresh, request.POST.get("seen", "")) if isinstance(refusal, Stale) else None
    form.row = fresh
    if changes:
        # The reader has seen them now: sending again means it.
        data: Any = form.data
        form.data = data = data.copy()
        data["seen"] = str(fresh.version)
    return show(request, tree, form, changes=changes)


def since(tree: Tree, row: Any, seen: str) -> list[dict[str, Any]]:
    """What happened to this row after the version that was on the page, oldest first."""
    events = [event for event in tree.events if event.case_id == row.pk]
    version = number_in(seen)
    return [sentences.item(tree, event) for event in events[len(events) if version is None else version :]]


@require_POST
@signed_in()
def keep(request: Any, uid: str, step: str) -> JsonResponse:
    """Keep an unsent form: {"saved_at": ISO time}. Not found for a step that this post may not take here."""
    row, line = row_and_step(request, uid, step)
    tree = load(request.post, whole(row))
    if not any(one.step is line and one.row.pk == row.pk for one in possible(tree)) and not may(
        line, request.post, row
    ):
        raise Http404
    draft = kept.keep(request.post, StepForm(line, row, request.post, request.POST))
    return JsonResponse({"saved_at": draft.saved_at.isoformat()})


@require_POST
@signed_in()
def void(request: Any, uid: str, event: str) -> HttpResponse:
    """Void an act (field `reason`): a new record beside the old one."""
    row = get_case(request, uid)
    found = Event.objects.filter(pk=number_of(event), committee=row.committee_id, case=row.pk).first()
    if found is None:
        raise Http404
    try:
        ledger.void(found, as_=request.post, reason=request.POST.get("reason", ""), key=request.POST.get("key") or None)
    except Refused as refusal:
        tree = load(request.post, get_case(request, whole(row).uid))
        return show(request, tree, voiding=found, more={"refusal": refusal})
    messages.success(request, _("已作废。原来的记录和理由都保留。"))
    return HttpResponseRedirect(reverse("case", args=[whole(row).uid]))
