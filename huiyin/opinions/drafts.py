"""Writing a report before it is handed in, and again after it is sent back. Only its writer reads it until then."""

from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError

from huiyin.kernel import clock
from huiyin.kernel.act import open_case
from huiyin.kernel.facts import CONTROL
from huiyin.kernel.models import Case, Post
from huiyin.opinions import rules
from huiyin.opinions.models import SOURCES, URGENCIES, OpinionReport

WRITABLE = ("draft", "returned")
TEXTS = ("title", "authors", "subject", "urgency", "source_kind", "situation", "analysis", "suggestion")
LONGEST = {"title": 120, "authors": 300, "subject": 40}
CHOICES = {"urgency": dict(URGENCIES), "source_kind": dict(SOURCES)}


def may_write(post: Post, case: Any) -> bool:
    return case.state in WRITABLE and rules.writer(post, case)


def empty(values: Mapping[str, Any]) -> bool:
    """Whether nothing is written yet: there is nothing to keep a draft of."""
    return not any(str(values.get(name) or "").strip() for name in ("title", "situation", "analysis", "suggestion"))


def own_name(post: Post) -> str:
    """Who stands as the author unless another is named: a member by his name, a body by its own."""
    if post.role == "member" and post.person:
        return post.person.name
    return post.organisation.name if post.organisation else ""


def begin(post: Post, key: str = "", origin: Case | None = None, author_id: int | None = None) -> OpinionReport:
    """A new empty draft; a repeated `key` gives the first. `author_id`: the member for whom an office writes.

    Errors: NotAllowed for a role that writes none.
    """
    values: dict[str, Any] = {
        "title": "", "key": key or None, "writer_role": post.role, "body": post.organisation, "origin": origin,
        "author_id": post.person_id if post.role == "member" else author_id, "authors": own_name(post),
    }  # fmt: skip
    try:
        return open_case("opinion", as_=post, **values)  # type: ignore[no-any-return]
    except IntegrityError:  # an autosave and the press of the button, at the same moment
        if not key:
            raise
        return open_case("opinion", as_=post, **values)  # type: ignore[no-any-return]


def save(case: OpinionReport, values: Mapping[str, Any]) -> None:
    """Keep what is written, by name; names that are not given stay as they are."""
    for name in TEXTS:
        if name not in values:
            continue
        text = CONTROL.sub("", str(values[name])).replace("\r\n", "\n")
        if name in CHOICES and text not in CHOICES[name]:
            continue
        if name == "authors":
            text = text.replace("，", "、").replace(",", "、").replace("；", "、")
        setattr(case, name, (text.strip() if name in LONGEST else text)[: LONGEST.get(name)])
    case.draft_saved_at = clock.now()
    # Only while it is a draft: a late autosave must not touch what was handed in meanwhile.
    kept = {name: getattr(case, name) for name in (*TEXTS, "draft_saved_at")}
    OpinionReport.objects.filter(pk=case.pk, state__in=WRITABLE).update(**kept)
