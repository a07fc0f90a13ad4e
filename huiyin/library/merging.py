"""The merge board: groups proposed over a whole session, and what reviewers make of them.

Accepting takes the real step of merging, case by case. What is rejected or split off is stored with its event in the ledger, and the two
cases are not proposed together again. Groups are judged by titles, as they were measured; the passages that match are shown beside.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from huiyin.kernel import clock, ledger
from huiyin.kernel.act import MANY, Move, Outcome, act_many
from huiyin.kernel.batch import Batch
from huiyin.kernel.flow import flow_of
from huiyin.kernel.models import Committee, Period, Post
from huiyin.kernel.refusal import Missing
from huiyin.library.alike import beside, sentences
from huiyin.library.case import Text
from huiyin.library.groups import Group, propose
from huiyin.library.models import Apart
from huiyin.library.reading import words_of
from huiyin.proposals.merging import OPEN
from huiyin.proposals.models import Proposal

PARTED, JOINED = "library.parted", "library.joined"
_found: dict[int, tuple[Any, list[Group]]] = {}


@dataclass
class Proposed:
    """A group as the board shows it. `main`: which case is proposed to take the others in; `free`: those that can be merged now."""

    rows: list[Any]
    score: float
    why: str
    main: Any
    free: set[int]
    beside: list[tuple[str, str]]

    @property
    def percent(self) -> int:
        return round(100 * self.score)


def open_cases(committee: Committee, session: Period | None) -> list[Any]:
    """The cases of a session that may still be merged, or take another in. One query."""
    rows = Proposal.objects.filter(committee=committee, session=session, state__in=OPEN).order_by("pk")
    return list(rows.select_related("session"))


def parted(committee: Committee, pks: Iterable[int]) -> list[tuple[int, int]]:
    """The pairs that reviewers keep apart."""
    rows = Apart.objects.filter(committee=committee, ended_by=None, one__in=list(pks))
    return list(rows.values_list("one_id", "other_id"))


def proposed(committee: Committee, session: Period | None) -> list[Proposed]:
    """The groups of a session, the surest first. Two queries; the same cases are not compared twice in one process."""
    rows = {row.pk: row for row in open_cases(committee, session)}
    apart = parted(committee, rows)
    key = (tuple((pk, row.title) for pk, row in rows.items()), tuple(sorted(apart)))
    place = session.pk if session else 0
    if place not in _found or _found[place][0] != key:
        _found[place] = key, propose([Text(pk, row.title) for pk, row in rows.items()], apart)
    return [one for group in _found[place][1] if (one := _shown([rows[int(pk)] for pk in group.ids], group))]


def _shown(members: list[Any], group: Group) -> Proposed | None:
    """None for a group of which nothing can be merged any more."""
    source = flow_of("proposal").by_step["merge"].source
    main = min(members, key=lambda row: (row.state in source, not row.number, row.pk))
    free = {row.pk for row in members if row.state in source and row.pk != main.pk}
    if not free:
        return None
    others = [row for row in members if row.pk != main.pk]
    passages = [pair for row in others[:3] for pair in beside(sentences(words_of(main)), sentences(words_of(row)), 1)]
    return Proposed(members, group.score, group.why, main, free, passages)


def accept(post: Post, main: Any, cases: Sequence[Any], words: str, key: str | None = None) -> list[Outcome]:
    """Merge the cases into the main one, each by its own act: what became of each.

    Errors: Missing without cases, or without a reason.
    """
    others = [case for case in cases if case.pk != main.pk]
    if not others:
        raise Missing(_("请勾选要并进去的提案，至少一件，主案自己不算。"), {"case": _("至少勾选一件。")})
    if len(others) > MANY:
        raise Missing(_("一次最多并 {n} 件。请分几次并。").format(n=MANY), {"case": _("太多了。")})
    if not words.strip():
        raise Missing(_("请写并案的理由，提案者会看到。"), {"words": _("请写理由。")})
    return act_many(
        [Move(case, "merge", {"main": main.pk, "words": words.strip()}, seen=case.version) for case in others],
        as_=post,
        key=key,
    )


def part(post: Post, these: Sequence[Any], those: Sequence[Any]) -> int:
    """Keep each of these apart from each of those: how many pairs are new. One event for all."""
    pairs = {(min(a.pk, b.pk), max(a.pk, b.pk)) for a in these for b in those if a.pk != b.pk}
    pairs -= set(parted(post.committee, {one for one, _other in pairs}))
    if not pairs:
        return 0
    batch = Batch(post.committee)
    event = ledger.record(
        post.committee, PARTED, as_=post, facts={"pairs": [list(pair) for pair in sorted(pairs)]}, batch=batch
    )
    for one, other in sorted(pairs):
        batch.add(Apart(committee=post.committee, one_id=one, other_id=other, said_at=clock.now(), event_id=event.pk))
    _write(batch)
    return len(pairs)


def reject(post: Post, cases: Sequence[Any]) -> int:
    """None of these cases is one matter with another: how many pairs are new."""
    return part(post, cases, cases)


def rejoin(post: Post, apart: Apart) -> None:
    """Take back that two cases are kept apart."""
    batch = Batch(post.committee)
    event = ledger.record(
        post.committee, JOINED, as_=post, facts={"pairs": [[apart.one_id, apart.other_id]]}, batch=batch
    )
    batch.change(apart, ended_by=event.pk)
    _write(batch)


def _write(batch: Batch) -> None:
    with transaction.atomic():
        batch.write()
