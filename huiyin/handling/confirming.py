"""面商由提案者确认: the proposer confirms or disputes what the unit wrote of their talk (R-043)."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from huiyin.handling.models import Contact
from huiyin.kernel import clock
from huiyin.kernel.act import Act
from huiyin.kernel.flow import Lack
from huiyin.kernel.models import Post
from huiyin.kernel.refusal import Missing


def open_contacts(case: Any, post: Post) -> list[tuple[int, str]]:
    rows = Contact.objects.filter(case=case, voided_by=None, confirmed=None).order_by("recorded_at")
    return [(row.pk, f"{clock.day_words(row.on) if row.on else ''} {row.get_way_display()}".strip()) for row in rows]


def newest(case: Any, post: Post) -> Any:
    rows = open_contacts(case, post)
    return rows[-1][0] if rows else None


def something_to_confirm(case: Any, post: Post) -> Iterable[Lack]:
    if not case.unconfirmed:
        yield Lack(_("没有等您确认的沟通记录。"), moot=True)


def confirm(act: Act) -> None:
    row = Contact.objects.filter(case=act.case, pk=act.facts["contact"], voided_by=None, confirmed=None).first()
    if row is None:
        raise Missing(_("请选一条还没有确认的沟通记录。"), {"contact": _("请重新选。")})
    act.change(unconfirmed=max(act.case.unconfirmed - 1, 0))
    act.change(row, confirmed=act.facts["answer"] == "yes", confirmed_at=act.at, objection=act.facts.get("words", ""))


def forget(act: Act, event: Any) -> None:
    """A talk that is voided needs no confirming."""
    if Contact.objects.filter(case=act.case, event_id=event.pk, confirmed=None).exists():
        act.change(unconfirmed=max(act.case.unconfirmed - 1, 0))
