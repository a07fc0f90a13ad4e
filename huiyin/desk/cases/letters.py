"""The reply and the co-opinion as official letters: a preview on the screen, PDF and Word, also before they are issued."""

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from huiyin.desk.access import get_case, number_of, signed_in
from huiyin.desk.cases import kept
from huiyin.desk.cases.forms import StepForm
from huiyin.desk.cases.tree import children_of
from huiyin.handling.letters import number_words, opinion_letter, reply_letter, reply_of
from huiyin.handling.models import Assignment, CoOpinion, Reply
from huiyin.kernel.flow import flow_of
from huiyin.kernel.models import Post
from huiyin.papers.letter import Letter, content
from huiyin.papers.pdf import letter_pdf
from huiyin.papers.word import letter_docx

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@dataclass(frozen=True)
class Found:
    """A letter of a part of a case."""

    case: Any
    part: Assignment
    letter: Letter

    @property
    def name(self) -> str:
        """第087号提案的答复-住房城乡建设局: the file's name without its ending."""
        what = _("会办意见") if self.part.role == "co" else _("答复")
        draft = _("（草稿）") if self.letter.draft else ""
        return f"{number_words(self.case)}{flow_of(self.case.kind).label}{what}-{self.part.unit.name}{draft}"


def find(request: Any, uid: str) -> Found:
    """The letter of the part named by `?of=UID` (or by the address itself), else of the first answering part that has one.

    Errors: Http404 where there is none that this post may read.
    """
    case, of = get_case(request, uid, "committee"), request.GET.get("of", "")
    if case.parent_id:
        of, case = case.uid, get_case(request, case.parent.uid)
    parts = [row for row in children_of(case, request.post, ("assignment",)) if isinstance(row, Assignment)]
    wanted = [row for row in parts if not of or row.pk == number_of(of)]
    for part in sorted(wanted, key=lambda row: not row.answers):
        if letter := letter_of(request.post, part, parts):
            return Found(case, part, letter)
    raise Http404


def letter_of(post: Post, part: Assignment, parts: list[Assignment]) -> Letter | None:
    """Delivered letters are for all who see the case; what is not delivered, for those whom the part concerns."""
    concerned = flow_of(part.kind).sees(post, part)
    if part.role == "co":
        opinion = CoOpinion.objects.filter(case=part.pk, voided_by=None, until=None).order_by("-recorded_at").first()
        if opinion is None or (post.role == "member" and not concerned):
            return None
        return opinion_letter(opinion, part, next((row for row in parts if row.role == "lead"), None))
    reply = current_reply(post, part, concerned)
    return reply_letter(reply, part, parts) if reply else None


def current_reply(post: Post, part: Assignment, concerned: bool) -> Reply | None:
    """What is being written (to its writers), else the last version sent (to the concerned), else the last delivered."""
    rows = list(Reply.objects.filter(case=part.pk, voided_by=None).order_by("-recorded_at"))
    writing = concerned and part.state in ("working", "rework") and post.organisation_id == part.unit_id
    if writing and (draft := kept.find(post, part, "reply")):
        return reply_of(part, typed(post, part, draft.values))
    for reply in rows:
        if reply.delivered_at is not None or (concerned and reply.until is None):
            return reply
    return None


def typed(post: Post, part: Assignment, values: dict[str, list[str]]) -> dict[str, Any]:
    """The facts of a kept reply form, points put together again."""
    data = QueryDict(mutable=True)
    for name, texts in values.items():
        data.setlist(name, texts)
    step = flow_of(part.kind).by_step["reply"]
    return StepForm(step, part, post, data).given()


@require_safe
@signed_in()
def letter(request: Any, uid: str) -> HttpResponse:
    """The letter on the screen, in the layout of the paper."""
    found = find(request, uid)
    query = f"?of={found.part.uid}"
    urls = {name: reverse(f"letter_{name}", args=[found.case.uid]) + query for name in ("pdf", "docx")}
    context = {"found": found, "case": found.case, "letter": content(found.letter), "number": number_words(found.case)}
    return render(request, "cases/letter.html", {**context, "urls": urls})


@require_safe
@signed_in()
def letter_as_pdf(request: Any, uid: str) -> HttpResponse:
    found = find(request, uid)
    return sent(letter_pdf(found.letter), "application/pdf", f"{found.name}.pdf")


@require_safe
@signed_in()
def letter_as_docx(request: Any, uid: str) -> HttpResponse:
    found = find(request, uid)
    return sent(letter_docx(found.letter), WORD, f"{found.name}.docx")


def sent(body: bytes, content_type: str, name: str) -> HttpResponse:
    """A download whose name may be Chinese (RFC 5987)."""
    response = HttpResponse(body, content_type=content_type)
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response
