"""Drafts of step forms: kept every few seconds, shown again when the form is opened, forgotten when it is sent."""

from typing import Any

from huiyin.desk.cases.forms import StepForm
from huiyin.desk.models import Draft
from huiyin.kernel import clock
from huiyin.kernel.models import Post


def owner_of(post: Post) -> str:
    """A unit's people in one role share a draft; anyone else has his own."""
    if post.organisation_id:
        return f"o{post.organisation_id}:{post.role}"[:50]
    return f"p{post.person_id}"


def find(post: Post, row: Any, step: str) -> Draft | None:
    return Draft.objects.filter(case=row.pk, step=step, owner=owner_of(post)).first()


def keep(post: Post, form: StepForm) -> Draft:
    """Keep what is typed now; the last writer of an office wins."""
    draft, _made = Draft.objects.update_or_create(
        case_id=form.row.pk,
        step=form.step.name,
        owner=owner_of(post),
        defaults={"committee": post.committee, "values": form.raw(), "saved_at": clock.now()},
    )
    return draft


def forget(post: Post, row: Any, step: str) -> None:
    Draft.objects.filter(case=row.pk, step=step, owner=owner_of(post)).delete()
