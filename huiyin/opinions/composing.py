"""One composite report of several (R-103): it keeps their authors in order, and every original stays as it was written."""

from typing import Any

from django.utils.translation import gettext as _

from huiyin.kernel.act import Act, lock
from huiyin.kernel.models import Post
from huiyin.kernel.refusal import Missing
from huiyin.opinions.models import OpinionAuthor, OpinionReport

PARTS = ("situation", "analysis", "suggestion")


def others(case: Any, post: Post) -> list[tuple[int, str]]:
    """The other selected reports that may go into one composite with this."""
    rows = OpinionReport.objects.filter(committee=case.committee_id, state="selected", composite=False).exclude(
        pk=case.pk
    )
    return [
        (row.pk, f"{row.intake_number} {row.title}（{row.authors}）") for row in rows.order_by("-came_on", "-pk")[:50]
    ]


def compose(act: Act) -> None:
    """Open the composite with the words of all of them, ready to be edited; the originals go into it."""
    rows = [lock(act.batch, row) for row in OpinionReport.objects.filter(pk__in=map(int, act.facts["others"]))]
    if any(row.state != "selected" for row in rows):
        sentence = _("选中的来稿里有一篇已经不在待编辑里了。请刷新页面再选。")
        raise Missing(sentence, {"others": sentence})
    found = sorted([act.case, *rows], key=lambda row: (row.came_on, row.pk))
    names = [name for row in found for name in row.authors.split("、")]
    made = act.open(
        "opinion", act.facts["title"], parent=None, session_id=None, composite=True, writer_role="info_office",
        authors="、".join(dict.fromkeys(names))[:300], subject=act.case.subject, came_on=found[0].came_on,
        urgency="urgent" if any(row.urgency == "urgent" for row in found) else "normal",
        **{part: "\n".join(text for row in found if (text := getattr(row, part).strip())) for part in PARTS},
    )  # fmt: skip
    act.move(made, "gather")
    _keep_authors(act, made, found)
    act.change(into=made)
    act.link(made, "composite")
    for row in rows:
        act.move(row, "join")
        act.change(row, into=made)


def _keep_authors(act: Act, made: Any, found: list[Any]) -> None:
    """Nobody is lost, and who wrote two of them stands once."""
    seen: set[tuple[Any, str]] = set()
    authors = OpinionAuthor.objects.filter(case__in=[row.pk for row in found], until=None, voided_by=None)
    order = {row.pk: place for place, row in enumerate(found)}
    for one in sorted(authors, key=lambda one: (order[one.case_id], one.position)):
        if (one.person_id, one.name) not in seen:
            seen.add((one.person_id, one.name))
            act.dated(
                OpinionAuthor, case=made, position=len(seen), name=one.name, person_id=one.person_id, via=one.case_id
            )


def take_out(act: Act) -> None:
    """Out of a composite again: its authors leave with it, unless they wrote another of the originals too."""
    made = act.load(act.case.into_id)
    left = OpinionReport.objects.filter(into=made.pk).exclude(pk=act.case.pk).order_by("came_on", "pk")
    act.end(OpinionAuthor, of=made.pk)
    _keep_authors(act, made, list(left))
    names = [name for row in left for name in row.authors.split("、")]
    act.change(made, authors="、".join(dict.fromkeys(names))[:300])
    act.change(into=None)


def close_originals(act: Act) -> None:
    """Whose report went into a composite was told with it."""
    if act.case.composite:
        for row in OpinionReport.objects.filter(into=act.case.pk, state="in_composite").order_by("pk"):
            act.move(lock(act.batch, row), "told_with")
