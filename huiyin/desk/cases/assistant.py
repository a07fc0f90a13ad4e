"""The page on which a writer sees the very words that would be sent to the language model, sends them, and reads what it suggests."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from huiyin.desk.access import get_case, signed_in
from huiyin.library import assistant
from huiyin.proposals import drafts


def plugged_in(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Without an assistant there is no such page."""

    @wraps(view)
    def guarded(request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        if not assistant.on():
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


@require_http_methods(["GET", "HEAD", "POST"])
@plugged_in
@signed_in()
def look(request: Any, uid: str) -> HttpResponse:
    """Only who may write the draft. Nothing is sent before `agreed` comes with the digest of what was shown."""
    case = get_case(request, uid)
    if case.kind != "proposal" or not drafts.may_write(request.post, case):
        raise Http404
    text = assistant.words(case)
    shown = {
        "case": case,
        "text": text,
        "seen": assistant.digest(text),
        "hindrance": assistant.hindrance(text),
        "where": assistant.where(),
    }
    if request.method != "POST":
        return render(request, "proposals/assistant.html", shown)
    if request.POST.get("agreed") != "1":
        refusal = _("还没有发。看过下面的文字，同意发出去，请先打钩。")
        return render(request, "proposals/assistant.html", shown | {"refusal": refusal}, status=422)
    try:
        said = assistant.suggest(request.post, case, request.POST.get("seen", ""))
    except assistant.Trouble as trouble:
        return render(request, "proposals/assistant.html", shown | {"refusal": str(trouble.sentence)}, status=422)
    return render(request, "proposals/assistant.html", shown | {"said": said})
