"""The work-points document read into the tree of an action: pasted or uploaded, recognised, and confirmed line by line by the clerk."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from huiyin.desk.access import signed_in
from huiyin.desk.initiatives.programmes import programme_of
from huiyin.initiatives import outline
from huiyin.initiatives.outline import Piece
from huiyin.kernel.act import act
from huiyin.kernel.refusal import Missing, Refused

BIGGEST = 10_000_000
LONGEST = 200_000


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in()
def points(request: Any, uid: str) -> HttpResponse:
    """POST `text` or a file `word`: what was recognised, to be confirmed. POST `confirm` with level-N and text-N: it is laid."""
    case = programme_of(request, uid)
    if case.finished or request.post.role != "general_office":
        raise Http404
    words: dict[str, Any] = {
        "case": case,
        "levels": [("", _("不要这一行")), *((level, name) for name, level in outline.LABELS.items())],
        "key": uuid.uuid4().hex,
    }
    if request.method == "POST":
        try:
            if "confirm" in request.POST:
                words["rows"] = _confirmed(request.POST)
                return _lay(request, case, words["rows"])
            words["text"] = request.POST.get("text", "")[:LONGEST]
            words["rows"] = _recognised(request)
        except Refused as refusal:
            words["fault"] = refusal.sentence
    return render(request, "desk/initiatives/points.html", words, status=422 if words.get("fault") else 200)


def _recognised(request: Any) -> list[Piece]:
    """Errors: Missing for neither a file nor a text, a file that is too large or no docx."""
    upload = request.FILES.get("word")
    if upload is None:
        pieces = outline.of_text(request.POST.get("text", "")[:LONGEST])
        if not pieces:
            raise Missing(_("请贴上文字，或选一个 Word 文件（.docx）。"))
        return pieces
    if not upload.name.lower().endswith(".docx"):
        raise Missing(_("“{file}”不是 .docx。请在 Word 或 WPS 里另存为 .docx，再上传一次。").format(file=upload.name))
    if upload.size > BIGGEST:
        raise Missing(_("这个文件太大了，最多 {n} MB。请去掉图片再传。").format(n=BIGGEST // 1_000_000))
    return outline.of_word(upload.read())


def _confirmed(given: Any) -> list[Piece]:
    """The lines as the clerk left them; a level that is none is taken as not wanted."""
    found = []
    for n in range(outline.MOST):
        text = given.get(f"text-{n}")
        if text is None:
            break
        level = given.get(f"level-{n}", "")
        found.append(Piece(level if level in outline.NAMES else "", " ".join(text.split())[:200]))
    return found


def _lay(request: Any, case: Any, rows: list[Piece]) -> HttpResponse:
    kept = [piece for piece in rows if piece.level and piece.text]
    if not kept:
        raise Missing(_("没有一行选了层级。请给要录的行选上层级。"))
    key = request.POST.get("key", "")[:40]
    act(case, "lay", as_=request.post, outline=outline.written(kept), key=f"lay-{key}" if key else None)
    projects = sum(piece.level == "project" for piece in kept)
    messages.success(
        request, _("录好了：{nodes} 条，{projects} 个项目。").format(nodes=len(kept) - projects, projects=projects)
    )
    return HttpResponseRedirect(reverse("programme", args=[case.uid]) + "?view=map")
