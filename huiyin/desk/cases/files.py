"""The files of a case: which of them a post may read, and their download."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import FileResponse, Http404
from django.views.decorators.http import require_safe

from huiyin.desk.access import get_case, number_of, signed_in
from huiyin.desk.cases import acts
from huiyin.desk.cases.tree import Tree
from huiyin.desk.cases.uploads import size_words
from huiyin.kernel.flow import flow_of, own_row
from huiyin.kernel.models import Attachment, Event, Post
from huiyin.library.reading import SIGNED_PAPER
from huiyin.people.roles import OFFICE
from huiyin.ui import days

KINDS = {"jpg": "图", "jpeg": "图", "png": "图", "gif": "图", "webp": "图", "docx": "DOC", "xlsx": "XLS", "pptx": "PPT"}


def readable(post: Post, one: Attachment, row: Any) -> bool:
    """A part's files are for those whom the part concerns; once its reply is delivered, for all who see the whole.

    What a part gives to another part (a co-opinion) is never the proposer's.
    """
    if one.event_id is None:
        return one.post_id == post.pk
    if one.label in SIGNED_PAPER and not _may_read_evidence(post, one):
        return False
    flow = flow_of(row.kind)
    if flow.files_for is not None and not flow.files_for(post, row):
        return False
    if row.parent_id is None or flow.sees(post, row):
        return True
    if one.label == "photo":
        return True
    if getattr(row, "answered_on", None) is None:
        return False
    return bool(row.answers) or post.role != "member"


def _handed_in(one: Attachment, row: Any) -> bool:
    """Given with an act; or lying with a draft, whose author would else be told that there is no file."""
    drafted = one.label == "attachment" and getattr(row, "draft_saved_at", None) is not None
    return one.event_id is not None or drafted


def _may_read_evidence(post: Post, one: Attachment) -> bool:
    """Paper that somebody signed shows his hand and his telephone: it is for the offices that keep it and for himself."""
    if post.role in (*OFFICE, "assigning") or one.post_id == post.pk:
        return True
    if one.label == "page" and own_row(one.case).first_person_id == post.person_id:
        return True
    served = Event.objects.filter(pk=one.event_id or 0).values("for_post_id")
    return post.person_id is not None and Post.objects.filter(pk__in=served, person=post.person_id).exists()


def listed(tree: Tree, rows: list[Attachment]) -> list[dict[str, Any]]:
    """As ui/files.html wants them."""
    found = []
    for one in rows:
        if (
            one.voided_by is None
            and _handed_in(one, tree.rows[one.case_id])
            and readable(tree.post, one, tree.rows[one.case_id])
        ):
            extension = one.name.rpartition(".")[2].lower()
            kind = KINDS.get(extension, extension.upper()[:3])
            found.append({"kind": kind, "label": one.name, "url": one.get_absolute_url(), "about": _about(tree, one)})
    return found


def _about(tree: Tree, one: Attachment) -> str:
    """Its size, and with which act it came, of which part, on which day: files are named alike."""
    event, row = next((e for e in tree.events if e.pk == one.event_id), None), tree.rows[one.case_id]
    line = flow_of(event.kind).by_step.get(event.step) if event is not None else None
    part = acts.part_name(row) if row.pk != tree.case.pk and flow_of(row.kind).describe else ""
    said = [
        size_words(one.size),
        part,
        line.label if line else "",
        days.month_day(event.at if event and event.at else one.added_at),
    ]
    return " · ".join(str(word) for word in said if word)


@require_safe
@signed_in()
def download(request: Any, uid: str) -> Any:
    """The file as it was sent, always as a download. 404 for what this post may not see, and for what is gone."""
    found = Attachment.objects.filter(pk=number_of(uid), committee=request.post.committee_id).select_related("case")
    one = found.first()
    if one is None:
        raise Http404
    row = own_row(one.case)
    whole = row.parent if row.parent_id else row
    get_case(request, whole.uid)
    if not readable(request.post, one, row):
        raise Http404
    return sent(settings.FILES, one)


def sent(root: Path, one: Attachment) -> FileResponse:
    path = Path(root) / one.path
    if not path.is_file():
        raise Http404
    response = FileResponse(path.open("rb"), as_attachment=True, filename=one.name, content_type=one.content_type)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "private, no-store"
    return response
