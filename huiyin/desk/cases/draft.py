"""Writing a proposal, on a phone first: the situation, the suggestions one by one, then handing it in."""

import uuid
from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from huiyin.desk.access import get_case, number_of, signed_in
from huiyin.desk.cases import uploads
from huiyin.desk.cases.do import origin, served
from huiyin.desk.cases.forms import StepForm
from huiyin.desk.opinions.sources import found_words
from huiyin.kernel import parameters
from huiyin.kernel.act import act
from huiyin.kernel.files import FileRefused
from huiyin.kernel.models import Attachment
from huiyin.kernel.refusal import Refused
from huiyin.library import assistant
from huiyin.library.advice import findings
from huiyin.proposals import drafts, reading
from huiyin.proposals.collective import SIGNED
from huiyin.proposals.flow import FLOW
from huiyin.proposals.models import Proposal
from huiyin.proposals.papered import page_of
from huiyin.proposals.rules import whole
from huiyin.research.models import ResearchFinding

PARTS = ("situation", "items", "submit")
FIELDS = {
    "situation": ("title", "subject", "situation", "analysis"),
    "items": ("wished_units",),
    "submit": ("contact_phone",),
}
LEAST_ROWS = 2


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in("member")
def new(request: Any) -> HttpResponse:
    """A draft begins with the first word kept, not with looking at the page; `key` makes beginning twice harmless.

    `?from=UID`: a finding of research, whose words are there already; the two stay linked (S3-14).
    """
    source = grown_from(request)
    if request.method != "POST":
        case = Proposal(committee=request.post.committee, state="draft", kind="proposal")
        if source is not None:
            case.title, case.situation = source.title, found_words(source)
        return page(request, case, "situation", key=uuid.uuid4().hex, source=source)
    if not request.FILES and drafts.empty({**request.POST.dict(), "items": request.POST.getlist("items")}):
        return nothing_yet(request)
    try:
        case = drafts.begin(request.post, request.POST.get("key", "")[:64], source)
    except Refused as refusal:
        case = Proposal(committee=request.post.committee, state="draft", kind="proposal")
        return page(
            request, case, "situation", key=request.POST.get("key", ""), refusal=str(refusal.sentence), source=source
        )
    case.committee = request.post.committee
    if not drafts.may_write(request.post, case):
        raise Http404
    return write(request, case)


def grown_from(request: Any) -> ResearchFinding | None:
    """The finding of `from`, if this post sees it. Errors: Http404."""
    uid = request.POST.get("from") or request.GET.get("from", "")
    source = get_case(request, uid) if uid else None
    if source is not None and not isinstance(source, ResearchFinding):
        raise Http404
    return source


def nothing_yet(request: Any) -> HttpResponse:
    """An empty form makes no draft: the same page, and what to write first."""
    if request.headers.get("X-Requested-With") == "autosave":
        here = reverse("draft_new")
        return JsonResponse({"saved_at": "", "autosave": here, "action": here, "page": here})
    case = Proposal(committee=request.post.committee, state="draft", kind="proposal")
    key = request.POST.get("key", "") or uuid.uuid4().hex
    return page(request, case, "situation", key=key, refusal=_("还什么都没有写。先写案由或情况，再往下走。"))


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in()
def draft(request: Any, uid: str) -> HttpResponse:
    """`?part=situation|items|submit`. Who may see it but not write it is shown the case page instead."""
    case = get_case(request, uid)
    if case.kind != "proposal":
        raise Http404
    if not drafts.may_write(request.post, case):
        return HttpResponseRedirect(reverse("case", args=[case.uid]))
    if request.method == "POST":
        return write(request, case)
    return page(request, case, request.GET.get("part", ""))


def write(request: Any, case: Proposal) -> HttpResponse:
    """Keep what came; then answer the script, add a row, go on, take in a file, or hand it in."""
    part = request.POST.get("part", "")
    part = part if part in PARTS else PARTS[0]
    open_words = drafts.words_open(case)
    drafts.save(case, typed(request, part))
    here = reverse("draft", args=[case.uid])
    if request.headers.get("X-Requested-With") == "autosave":
        return JsonResponse(
            {
                "saved_at": case.draft_saved_at.isoformat() if case.draft_saved_at else "",
                "autosave": here,
                "action": here,
                "page": f"{here}?part={part}",
            }
        )
    if "read" in request.POST and open_words:
        return read(request, case)
    fault = files(request, case) if open_words else ""
    if fault or "add_row" in request.POST or "drop" in request.POST or "upload" in request.POST:
        more = len(request.POST.getlist("items")) + 1 if "add_row" in request.POST else 0
        return page(request, case, part, rows=more, refusal=fault)
    if "discard" in request.POST and case.state == "draft":
        act(case, "discard", as_=request.post, origin=origin(request))
        messages.success(request, FLOW.by_step["discard"].told)
        return HttpResponseRedirect(reverse("work"))
    if "send" in request.POST:
        return send(request, case)
    target = request.POST.get("go", "")
    return HttpResponseRedirect(f"{here}?part={target if target in PARTS else part}")


def typed(request: Any, part: str) -> dict[str, Any]:
    values: dict[str, Any] = {name: request.POST[name] for name in FIELDS[part] if name in request.POST}
    if part == "items" and "items" in request.POST:
        values["items"] = request.POST.getlist("items")
    return values


def files(request: Any, case: Proposal) -> str:
    """Take in and drop attachments; a sentence for the one that is not taken."""
    if uid := request.POST.get("drop"):
        Attachment.objects.filter(pk=number_of(uid), case=case.pk, event_id=None, post_id=request.post.pk).delete()
    for upload in request.FILES.getlist("attachment"):
        try:
            uploads.add(request.post, case, "attachment", upload)
        except FileRefused as refused:
            return str(refused)
    return ""


def read(request: Any, case: Proposal) -> HttpResponse:
    """Take the author's own Word file or pasted text apart; what he has written stays, and he looks at it all again."""
    upload = request.FILES.get("word")
    try:
        if upload is not None:
            uploads.add(request.post, case, "attachment", upload)
            upload.seek(0)
            parts = reading.read_word(upload.read())
        else:
            parts = reading.read_text(request.POST.get("pasted", ""))
            if not (parts.situation or parts.analysis or parts.items):
                raise Refused(_("还没有选 Word 文件，也没有贴文字。"))
    except (FileRefused, Refused) as refused:
        return page(request, case, "situation", refusal=str(getattr(refused, "sentence", refused)))
    drafts.save(case, drafts.joined(case, parts))
    found = _("读到：案由{title}，情况 {a} 字，分析 {b} 字，建议 {n} 条。请逐页核对，再往下走。").format(
        title=_("有") if parts.title else _("没有"), a=len(parts.situation), b=len(parts.analysis), n=len(parts.items)
    )
    return page(request, case, "situation", notes=[found, *parts.notes])


def send(request: Any, case: Proposal) -> HttpResponse:
    """Hand it in. Refused: the same page with what is missing, nothing lost."""
    form = StepForm(FLOW.by_step["submit"], case, request.post, request.POST)
    form.kept, faults = uploads.take(request, request.post, case, ["seal"])
    try:
        if faults:
            raise Refused(" ".join(faults.values()), faults)
        event = act(
            case,
            "submit",
            **paper(request, case),
            as_=request.post,
            key=request.POST.get("key", "")[:64] or None,
            origin=origin(request),
            **form.given(),
        )
    except Refused as refusal:
        form.refuse(refusal)
        return page(request, case, "submit", form=form)
    uploads.tie(
        [*Attachment.objects.filter(case=case.pk, event_id=None, label="attachment"), *form.kept.values()], event
    )
    messages.success(
        request, _("提案已提交，流水 {number}。受理、立案、交办，每一步都会告诉您。").format(number=case_number(case))
    )
    return HttpResponseRedirect(reverse("case", args=[case.uid]))


def paper(request: Any, case: Proposal) -> dict[str, Any]:
    """On whose behalf the office hands it in, and the signed page that proves it. Errors: Refused when he holds his post no more."""
    if request.post.role == "member" or not case.came_by or case.first_person_id is None:
        return {}
    for_ = served(StepForm(FLOW.by_step["submit"], case, request.post), case.first_person_id)
    if for_ is None:
        raise Refused(_("{name}现在没有在任的委员身份，不能代他提交。").format(name=case.first_person))
    return {"for_": for_, "evidence": page_of(case)}


def case_number(case: Proposal) -> str:
    return str(Proposal.objects.values_list("intake_number", flat=True).get(pk=case.pk))


def page(
    request: Any,
    case: Proposal,
    part: str,
    *,
    key: str = "",
    rows: int = 0,
    form: StepForm | None = None,
    refusal: str = "",
    notes: Sequence[str] = (),
    source: Any = None,
) -> HttpResponse:
    part = part if part in PARTS else PARTS[0]
    locked = not drafts.words_open(case)
    part = PARTS[-1] if locked else part
    new_one = bool(key)
    here = reverse("draft_new") if new_one else reverse("draft", args=[case.uid])
    context = {
        "case": case, "part": part, "new_key": key, "source": source, "refusal": refusal, "notes": notes, "typed_for": typed_for(request, case), "here": here, "steps": steps(part),
        "subjects": [row[0] for row in parameters.get(case.committee, "P-28a")],
        "items": items(case, rows), "advised": drafts.ADVISED_TITLE, "advice": advice(case) if part == "submit" else [],
        "before": "" if locked else before(part), "locked": locked, "after": after(part), "saved_at": case.draft_saved_at,
        "files": [] if new_one else list(Attachment.objects.filter(case=case.pk, voided_by=None).exclude(label__in=SIGNED).order_by("pk")),
    }  # fmt: skip
    if part == "submit":
        context["form"] = form or StepForm(FLOW.by_step["submit"], case, request.post)
        context["assistant"] = assistant.on() and not new_one and not locked
        context["lacks"] = [lack.sentence for lack in whole(case, request.post)]
    return render(request, "proposals/write.html", context)


def typed_for(request: Any, case: Proposal) -> str:
    """Whose paper is typed in, where that is so."""
    return case.proposers if case.came_by and request.post.role != "member" else ""


def advice(case: Proposal) -> list[str]:
    """What is better mended before it is handed in; nothing of it stops anyone."""
    return [*drafts.advice(case), *(one.sentence for one in findings(case) if one.kind != "matters")]


def items(case: Proposal, rows: int) -> list[str]:
    """The suggestions with at least two rows to write in."""
    texts = [str(item) for item in case.items]
    return texts + [""] * (max(LEAST_ROWS, rows) - len(texts))


def steps(part: str) -> list[dict[str, Any]]:
    here, labels = PARTS.index(part), (_("情况"), _("建议"), _("提交"))
    states = ["past" if n < here else "now" if n == here else "" for n in range(len(PARTS))]
    return [{"label": label, "state": state} for label, state in zip(labels, states, strict=True)]


def before(part: str) -> str:
    return PARTS[PARTS.index(part) - 1] if part != PARTS[0] else ""


def after(part: str) -> str:
    return PARTS[PARTS.index(part) + 1] if part != PARTS[-1] else ""
