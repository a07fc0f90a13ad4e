"""What is to be made public, paragraph by paragraph: which ones stay inside, how it will read, and only then the proposal to publish."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from huiyin.desk.access import get_case, signed_in
from huiyin.handling.models import Publication
from huiyin.handling.publishing import original
from huiyin.kernel.act import act, may
from huiyin.kernel.flow import flow_of
from huiyin.kernel.refusal import Refused


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in()
def choose(request: Any, uid: str) -> HttpResponse:
    """`keep=<n>` for each paragraph that is published; `do`: look (nothing happens) or propose."""
    case = get_case(request, uid)
    if not isinstance(case, Publication) or case.parent is None or not _open(request.post, case):
        raise Http404
    texts = paragraphs(original(case))
    kept = {int(n) for n in request.POST.getlist("keep") if n.isascii() and n.isdigit() and len(n) < 5}
    kept = kept & set(range(len(texts))) if request.method == "POST" else set(range(len(texts)))
    words = {
        "case": case, "rows": [{"n": n, "text": text, "kept": n in kept} for n, text in enumerate(texts)],
        "preview": redacted(texts, kept), "looked": request.method == "POST", "reason": request.POST.get("reason", "").strip()[:300],
        "seen": request.POST.get("seen") or case.version, "fault": "",
    }  # fmt: skip
    if request.POST.get("do") == "propose":
        try:
            _propose(request, case, texts, kept, words["reason"])
            return HttpResponseRedirect(reverse("case", args=[case.parent.uid]))
        except Refused as refusal:
            words["fault"] = str(refusal.sentence)
    return render(request, "cases/paragraphs.html", words, status=422 if words["fault"] else 200)


def paragraphs(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def redacted(texts: list[str], kept: set[int]) -> str:
    """The public text: what stays inside is marked where it stood, several in a row once."""
    mark = _("（此段不公开）")
    lines: list[str] = []
    for n, text in enumerate(texts):
        line = text if n in kept else mark
        if line != mark or not lines or lines[-1] != mark:
            lines.append(line)
    return "\n".join(lines)


def _open(post: Any, case: Publication) -> bool:
    flow = flow_of(case.kind)
    step = flow.by_step["propose"]
    return step in flow.steps_from(case.state) and may(step, post, case)


def _propose(request: Any, case: Publication, texts: list[str], kept: set[int], reason: str) -> None:
    """Errors: Refused with what is missing."""
    seen = request.POST.get("seen", "")
    whole = len(kept) == len(texts)
    if not kept:
        raise Refused(_("一段也不公开，就请选“不公开”。"))
    if not whole and not reason:
        raise Refused(_("有段落不公开，请写明理由和依据。"))
    facts: dict[str, Any] = {"extent": "full" if whole else "partly", "text": redacted(texts, kept)}
    if not whole:
        facts["reason"] = reason
    act(case, "propose", as_=request.post, seen=int(seen) if seen.isascii() and seen.isdigit() else None, **facts)
    messages.success(request, _("拟定好了，待审查。"))
