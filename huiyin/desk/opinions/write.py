"""Writing an opinion report, on one page, on a phone first: one matter, kept as it is typed, then handed in."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from huiyin.desk.access import get_case, signed_in
from huiyin.desk.cases import uploads
from huiyin.desk.cases.do import origin
from huiyin.desk.cases.tree import facts_of
from huiyin.desk.opinions.sources import Begun, begun_from
from huiyin.kernel import parameters
from huiyin.kernel.act import act
from huiyin.kernel.files import FileRefused
from huiyin.kernel.models import Attachment, Event
from huiyin.kernel.refusal import Refused
from huiyin.opinions import drafts, rules
from huiyin.opinions.effects import named
from huiyin.opinions.flow import FLOW, classes
from huiyin.opinions.models import SOURCES, URGENCIES, OpinionReport


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in(*rules.WRITERS)
def new(request: Any) -> HttpResponse:
    """A draft begins with the first word kept. `?from=UID`: what it grows out of, its words already filled in."""
    source, begun = grown_from(request)
    if request.method != "POST":
        return page(request, blank(request, begun), key=uuid.uuid4().hex, source=source)
    key = request.POST.get("key", "")[:64]
    if drafts.empty(request.POST):
        here = reverse("opinion_new")
        if autosaving(request):
            return JsonResponse({"saved_at": "", "autosave": here, "action": here, "page": here})
        sentence = _("还什么都没有写。先写标题或情况。")
        return page(request, blank(request, begun), key=key or uuid.uuid4().hex, source=source, refusal=sentence)
    case = drafts.begin(request.post, key, source, begun.author if begun else None)
    case.committee = request.post.committee
    if not drafts.may_write(request.post, case):
        raise Http404
    return kept(request, case)


def grown_from(request: Any) -> tuple[Any, Begun | None]:
    """The case of `from`, if this post sees it and may make a report of it. Errors: Http404."""
    uid = request.POST.get("from") or request.GET.get("from", "")
    if not uid:
        return None, None
    source = get_case(request, uid)
    begun = begun_from(source, request.post)
    if begun is None:
        raise Http404
    return source, begun


def blank(request: Any, begun: Begun | None) -> OpinionReport:
    """What the page shows before anything is kept."""
    case = OpinionReport(committee=request.post.committee, kind="opinion", state="draft", writer_role=request.post.role)
    values = {"authors": drafts.own_name(request.post)}
    if begun:
        values |= {**begun.values, "source_kind": begun.source_kind}
    for name, value in values.items():
        setattr(case, name, value)
    return case


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in()
def draft(request: Any, uid: str) -> HttpResponse:
    """Who may see it but not write it is shown the case page instead."""
    case = get_case(request, uid)
    if case.kind != "opinion":
        raise Http404
    if not drafts.may_write(request.post, case):
        return HttpResponseRedirect(reverse("case", args=[case.uid]))
    return kept(request, case) if request.method == "POST" else page(request, case)


def kept(request: Any, case: OpinionReport) -> HttpResponse:
    """Keep what came; then answer the script, take in a file, delete the draft, or hand it in."""
    drafts.save(case, request.POST)
    here = reverse("opinion_write", args=[case.uid])
    if autosaving(request):
        saved = case.draft_saved_at.isoformat() if case.draft_saved_at else ""
        return JsonResponse({"saved_at": saved, "autosave": here, "action": here, "page": here})
    for upload in request.FILES.getlist("attachment"):
        try:
            uploads.add(request.post, case, "attachment", upload)
        except FileRefused as refused:
            return page(request, case, refusal=str(refused))
    if "discard" in request.POST:
        return taken(request, case, "discard", reverse("opinions"))
    if "send" in request.POST:
        return taken(request, case, "submit", reverse("case", args=[case.uid]))
    return HttpResponseRedirect(here)


def taken(request: Any, case: OpinionReport, step: str, then: str) -> HttpResponse:
    """The act itself. Refused: the same page with what is missing, nothing lost."""
    key = request.POST.get("act_key", "")[:64] or None
    try:
        event: Event = act(case, step, as_=request.post, key=key, origin=origin(request))
    except Refused as refusal:
        return page(request, case, refusal=str(refusal.sentence))
    uploads.tie(Attachment.objects.filter(case=case.pk, event_id=None, label="attachment"), event)
    messages.success(request, str(FLOW.by_step[step].told))
    return HttpResponseRedirect(then)


def autosaving(request: Any) -> bool:
    return bool(request.headers.get("X-Requested-With") == "autosave")


def page(request: Any, case: OpinionReport, *, key: str = "", source: Any = None, refusal: str = "") -> HttpResponse:
    found = named(case)
    context = {
        "case": case, "new_key": key, "act_key": uuid.uuid4().hex, "source": source, "refusal": refusal,
        "here": reverse("opinion_new") if key else reverse("opinion_write", args=[case.uid]),
        "classes": classes(case, request.post), "urgencies": URGENCIES, "sources": SOURCES,
        "most": int(parameters.get(request.post.committee, "P-31L")), "length": rules.written(case),
        "outsiders": "、".join(name for name, person in found if person is None and name != drafts.own_name(request.post)),
        "why": returned(case), "saved_at": case.draft_saved_at,
        "lacks": [] if key else [lack.sentence for lack in rules.whole(case, request.post)],
        "files": [] if key else list(Attachment.objects.filter(case=case.pk, voided_by=None).order_by("pk")),
    }  # fmt: skip
    return render(request, "desk/opinions/write.html", context, status=422 if refusal else 200)


def returned(case: OpinionReport) -> str:
    """Why it was sent back, in the office's own words."""
    if case.state != "returned":
        return ""
    event = Event.objects.filter(case=case.pk, step="return_").select_related("remark").order_by("-seq").first()
    return str(facts_of(event).get("why", "")) if event else ""
