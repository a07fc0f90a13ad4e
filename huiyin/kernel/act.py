"""The only door through which a state changes.

`act()` checks state, rule, guard and needed facts, moves the case, opens and closes todos, sets the clock, runs the effects and
records the event, in one transaction. `act_many()` does up to a hundred in one commit. Pages, programs, imports, the demo and
background work all come through here. What happens inside one act stands in underway.py.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from huiyin.kernel import clock
from huiyin.kernel.batch import Batch
from huiyin.kernel.checks import did, signed_by
from huiyin.kernel.flow import Flow, Step, flow_of
from huiyin.kernel.ids import reseed
from huiyin.kernel.locks import load, lock, lock_all
from huiyin.kernel.models import Case, Event, Period, Post
from huiyin.kernel.refusal import NotAllowed, Refused
from huiyin.kernel.underway import Act, open_, plan
from huiyin.kernel.who import in_office

__all__ = [
    "MANY",
    "TRIES",
    "Act",
    "Move",
    "Outcome",
    "act",
    "act_many",
    "load",
    "lock",
    "lock_all",
    "may",
    "once",
    "open_case",
    "plan",
]

MANY = 100
TRIES = 3


@dataclass(frozen=True)
class Move:
    """One act of many: on which case, which step, with which facts."""

    case: Any
    step: str
    facts: Mapping[str, Any] = field(default_factory=dict)
    at: datetime | None = None
    seen: int | None = None


@dataclass(frozen=True)
class Outcome:
    """What became of one of many: the event, or the refusal."""

    move: Move
    event: Event | None
    refusal: Refused | None = None


NOW = object()


def act(
    case: Any,
    step: str,
    *,
    as_: Post,
    at: datetime | None | object = NOW,
    for_: Post | None = None,
    evidence: Any = None,
    key: str | None = None,
    seen: int | None = None,
    source: str = "entered",
    origin: Mapping[str, str] | None = None,
    **facts: Any,
) -> Event:
    """Take a step. Returns its event; a repeated `key` returns the event of the first time.

    `at` is when it happened (now unless given; None where history does not say). `for_` is the post on whose behalf a clerk types it
    in, `evidence` the Attachment that proves it. `seen` is the version of the case on the page. `origin` (client address) is erasable.
    Errors: Refused and its kinds, each a sentence; nothing is half done.
    """
    for attempt in range(TRIES):
        batch = Batch(as_.committee)
        try:
            with transaction.atomic():
                locked = lock(batch, case)
                done = plan(
                    batch, locked, step, as_, clock.now() if at is NOW else at, facts,  # type: ignore[arg-type]
                    for_=for_, evidence=evidence, key=key, seen=seen, source=source, origin=origin,
                )  # fmt: skip
                batch.write()
            _freshen(case, locked)
            return done.event
        except (Refused, IntegrityError) as trouble:
            if key and (event := once(as_, key, case, step)):
                return event
            if isinstance(trouble, Refused) or attempt == TRIES - 1:
                raise
            reseed()
    raise AssertionError("unreachable")


def once(as_: Post, key: str, case: Any, step: str) -> Event | None:
    """The event that this key brought about before. Errors: Refused when it was for something else."""
    event = Event.objects.filter(committee=as_.committee, key=key).first()
    if event is not None and (event.case_id, event.step, event.post_id) != (case.pk, step, as_.pk):
        raise Refused(_("这个请求号已经用在另一件事上。请刷新页面再办。"))
    return event


def act_many(
    moves: Sequence[Move],
    *,
    as_: Post,
    source: str = "entered",
    origin: Mapping[str, str] | None = None,
    key: str | None = None,
) -> list[Outcome]:
    """Up to a hundred acts in one commit. A refused one is reported and leaves no trace; the others are done.

    Errors: ValueError for more than a hundred.
    """
    if len(moves) > MANY:
        raise ValueError(f"act_many takes up to {MANY} acts, not {len(moves)}")
    refused: dict[int, Refused] = {}
    attempt = 0
    while True:
        try:
            with transaction.atomic():
                return _try_many(moves, refused, as_, source, origin, key)
        except _Dropped as dropped:
            # It was refused after it had changed something that the others stand on: all is planned again without it.
            refused[dropped.number] = dropped.refusal
        except IntegrityError:
            # The same request at the same moment, or an id that another has: look again, as act() does.
            attempt += 1
            if attempt == TRIES:
                raise
            reseed()


class _Dropped(Exception):
    def __init__(self, number: int, refusal: Refused) -> None:
        self.number, self.refusal = number, refusal


def _try_many(
    moves: Sequence[Move],
    refused: Mapping[int, Refused],
    as_: Post,
    source: str,
    origin: Mapping[str, str] | None,
    key: str | None,
) -> list[Outcome]:
    batch = Batch(as_.committee)
    lock_all(batch, [move.case for move in moves])
    outcomes: list[Outcome] = []
    for number, move in enumerate(moves):
        if number in refused:
            outcomes.append(Outcome(move, None, refused[number]))
            continue
        own_key, mark = f"{key}-{number}" if key else None, batch.mark()
        try:
            if own_key and (event := once(as_, own_key, move.case, move.step)):
                outcomes.append(Outcome(move, event))
                continue
            case = lock(batch, move.case)
            done = plan(
                batch, case, move.step, as_, move.at or clock.now(), dict(move.facts), seen=move.seen, source=source,
                origin=origin, key=own_key,
            )  # fmt: skip
        except Refused as refusal:
            if not batch.back_to(mark):
                raise _Dropped(number, refusal) from refusal
            outcomes.append(Outcome(move, None, refusal))
            continue
        outcomes.append(Outcome(move, done.event))
    batch.write()
    return outcomes


def open_case(
    kind: str,
    *,
    as_: Post,
    title: str,
    at: datetime | None | object = NOW,
    session: Period | None = None,
    source: str = "entered",
    batch: Batch | None = None,
    key: str | None = None,
    row: Mapping[str, Any] | None = None,
    **values: Any,
) -> Any:
    """Open a case in the first state of its flow; a repeated `key` gives the case of the first time.

    `values` (and `row`, where a name is taken here) are fields of the kind's own table.

    Errors: NotAllowed when this post may not open this kind, Refused when the key was for something else.
    """
    flow = flow_of(kind)
    if key and (there := begun_before(flow, "open", as_, key)):
        return there
    if source == "entered" and not (flow.opens(as_, None) and in_office(as_, clock.today())):
        raise NotAllowed(_("您现在的身份不能提出{noun}。请换一个身份，或联系管理员。").format(noun=flow.label))
    if session is not None and session.committee_id != as_.committee_id:
        raise NotAllowed(_("这个届次属于另一个机构，这里不能用。"))
    moment = clock.now() if at is NOW else at
    values = {"session": session, **values, **(row or {})}
    if batch is not None:
        return open_(batch, flow, as_, moment, title, source, values)  # type: ignore[arg-type]
    for attempt in range(TRIES):
        try:
            with transaction.atomic():
                batch = Batch(as_.committee)
                case = open_(batch, flow, as_, moment, title, source, values, key)  # type: ignore[arg-type]
                batch.write()
            return case
        except IntegrityError:
            if key and (there := begun_before(flow, "open", as_, key)):
                return there
            if attempt == TRIES - 1:
                raise
            reseed()
    raise AssertionError("unreachable")


def begun_before(flow: Flow, step: str, as_: Post, key: str) -> Any:
    """The case that this key began before by this step, or None. Errors: Refused when it was for something else, as once() does."""
    event = Event.objects.filter(committee=as_.committee, key=key).first()
    if event is None:
        return None
    if (event.kind, event.step, event.post_id) != (flow.kind, step, as_.pk):
        raise Refused(_("这个请求号已经用在另一件事上。请刷新页面再办。"))
    return flow.Model.objects.get(pk=event.case_id)


def may(step: Step, post: Post, case: Any, events: Iterable[Event] | None = None) -> bool:
    """Whether this post is one that may take this step (guards aside). `events`: the tree's, if the caller has read them."""
    if step.computed or post.committee_id != case.committee_id or not step.who(post, case):
        return False
    if events is None:
        return not did(post, case, step.apart_from)
    return not signed_by(post, [event for event in events if event.step in step.apart_from])


def _freshen(case: Any, locked: Any) -> None:
    """Let the caller's object show what was done."""
    if case is locked:
        return
    fields = locked._meta.concrete_fields if type(case) is type(locked) else Case._meta.concrete_fields
    for field_ in fields:
        value = getattr(locked, field_.attname)
        if getattr(case, field_.attname) != value:
            setattr(case, field_.attname, value)
