"""The only door through which a state changes.

`act()` checks state, rule, guard and needed facts, moves the case, opens and closes todos, sets the clock, runs the effects and
records the event, in one transaction. `act_many()` does up to a hundred in one commit. Pages, programs, imports, the demo and
background work all come through here.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from typing import Any

from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext as _

from huiyin.kernel import clock, clocks
from huiyin.kernel.batch import Batch
from huiyin.kernel.checks import check_fresh, check_may, check_time, did, signed_by
from huiyin.kernel.events import make_event
from huiyin.kernel.facts import cleaned, split
from huiyin.kernel.flow import Flow, Step, flow_of
from huiyin.kernel.ids import reseed
from huiyin.kernel.models import (
    Case,
    Committee,
    Event,
    Facet,
    Link,
    Notice,
    Period,
    Post,
)
from huiyin.kernel.models.base import made
from huiyin.kernel.moves import close_todos, db_time, move_state, open_todo
from huiyin.kernel.numbers import give
from huiyin.kernel.prepared import Prepared
from huiyin.kernel.refusal import Missing, NotAllowed, Refused, Stale
from huiyin.kernel.who import Address, in_office

MANY = 100
TRIES = 3


@dataclass
class Act:
    """One act under way: what effects and checks are given, and the only means by which they write."""

    batch: Batch
    case: Any
    flow: Flow
    step: Step
    post: Post
    at: datetime | None
    facts: dict[str, Any]
    event: Event
    source: str = "entered"
    for_post: Post | None = None

    @property
    def committee(self) -> Committee:
        return self.batch.committee

    @property
    def imported(self) -> bool:
        return self.source == "imported"

    @property
    def on(self) -> date | None:
        """The day of the act, in the committee's time; none where history is silent."""
        return clock.local_day(self.at) if self.at else None

    def add(self, row: Any) -> Any:
        self.batch.add(row)
        return row

    def dated(self, model: Any, **values: Any) -> Any:
        """A dated row of this case (or of another, given as `case`) that holds from this act on."""
        if other := values.pop("case", None):
            values["case_id"] = other.pk
        values = {"case_id": self.case.pk, "at": self.at, **values}
        stamp = {"committee_id": self.committee.pk, "recorded_at": self.event.recorded_at, "event_id": self.event.id}
        row = self.add(made(model, **values, **stamp))
        self.batch.memory.setdefault((model, row.case_id), []).append(row)
        return row

    def facet(self, name: str, value: str) -> None:
        """Set one side of the case from now on; the former value of that side ends."""
        self.end(Facet, name=name)
        if value:
            self.dated(Facet, name=name, value=value)

    def end(self, model: Any, of: int | None = None, **where: Any) -> None:
        """End the dated rows that still hold, at this act: those stored, and those of this very batch. `of`: another case's id."""
        moment, case_id = self.at or self.event.recorded_at, of or self.case.pk
        for row in self.batch.memory.get((model, case_id), ()):
            if row.until is None and all(getattr(row, name) == value for name, value in where.items()):
                row.until, row.ended_by = moment, self.event.id
        if case_id in self.batch.fresh:
            return
        more = "".join(f' AND "{name}" ' + ("IS NULL" if value is None else "= %s") for name, value in where.items())
        self.batch.later(
            f"UPDATE {model._meta.db_table} SET until = %s, ended_by = %s WHERE case_id = %s AND until IS NULL AND voided_by IS NULL{more}",
            [db_time(moment), self.event.id, case_id, *(value for value in where.values() if value is not None)],
        )

    def change(self, row: Any = None, **values: Any) -> None:
        self.batch.change(self.case if row is None else row, **values)

    def own(self, case: Any, address: Address | None, due: date | None) -> None:
        """Say who must act on a case whose children carry the work, and by when."""
        self.batch.change(
            case,
            owner_role=address.role if address else "",
            owner_organisation_id=address.organisation_id if address else None,
            owner_person_id=address.person_id if address else None,
            due=due,
        )

    def number(self, series: str, pattern: Callable[[int], str] | None = None, text: str = "") -> str:
        """Give the next number of a series, or, where history names it, that very text. Never given twice."""
        return give(self.batch, self.case, series, pattern, text, self.at or self.event.recorded_at)

    def open(self, kind: str, title: str, **values: Any) -> Any:
        """Open a child case (or, with parent=None, one of its own) in the first state of its flow."""
        values = {"parent": self.case, "session_id": self.case.session_id, **values}
        return _open(self.batch, flow_of(kind), self.post, self.at, title, self.source, values)

    def move(self, case: Any, step: str, post: Post | None = None, **facts: Any) -> Event:
        """Take a computed step on another case of the same tree, in the same transaction."""
        source = "imported" if self.imported else "computed"
        return plan(self.batch, case, step, post or self.post, self.at, facts, source=source).event

    def load(self, pk: int) -> Any:
        return self.batch.cases.get(pk) or load(self.batch, pk)

    def link(self, target: Any, kind: str) -> None:
        link = Link(source=self.case, target=target, kind=kind, event_id=self.event.id)
        link.committee = self.committee
        self.add(link)

    def tell(self, addresses: Iterable[Address], text: str) -> None:
        """Write a notice to each; history tells nobody, and nobody is told of his own act."""
        if self.imported:
            return
        for address in dict.fromkeys(addresses):
            if address.person_id is not None and address.person_id == self.post.person_id:
                continue
            notice = Notice(
                case=self.case, event_id=self.event.id, role=address.role, organisation_id=address.organisation_id,
                person_id=address.person_id, text=text[:500], written_at=self.event.recorded_at,
            )  # fmt: skip
            notice.committee = self.committee
            self.add(notice)

    def close_todos(self, *steps: str, person_id: int | None = None) -> None:
        """Close the open todos for these steps (all of them if none is named), of one person if one is named."""
        close_todos(self, steps, person_id)

    def owe(self, step: str, addresses: Iterable[Address]) -> None:
        """Let more people owe what the case's state already owes: someone invited later, a unit that joined."""
        owed = next(owe for owe in self.flow.by_state[self.case.state].owes if owe.step == step)
        for address in addresses:
            open_todo(self, owed, address)

    def pause(self, *steps: str) -> None:
        """Stop the clocks of the open todos for these steps; what was late stays late. Recorded with the event."""
        clocks.pause(self, steps)

    def resume(self, *steps: str) -> None:
        """Let stopped clocks run on: the due date moves by as long as they stood still."""
        clocks.resume(self, steps)

    def extend(self, step: str, until: date | str, reason: str = "") -> None:
        """Move the due date of an open todo to a day, or by a span ("15wd"). Errors: BadDate when that is not later."""
        clocks.extend(self, step, until, reason)


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
    if key and (there := _opened_before(flow, as_, key)):
        return there
    if source == "entered" and not (flow.opens(as_, None) and in_office(as_, clock.today())):
        raise NotAllowed(_("您现在的身份不能提出{noun}。请换一个身份，或联系管理员。").format(noun=flow.label))
    if session is not None and session.committee_id != as_.committee_id:
        raise NotAllowed(_("这个届次属于另一个机构，这里不能用。"))
    moment = clock.now() if at is NOW else at
    values = {"session": session, **values, **(row or {})}
    if batch is not None:
        return _open(batch, flow, as_, moment, title, source, values)  # type: ignore[arg-type]
    for attempt in range(TRIES):
        try:
            with transaction.atomic():
                batch = Batch(as_.committee)
                case = _open(batch, flow, as_, moment, title, source, values, key)  # type: ignore[arg-type]
                batch.write()
            return case
        except IntegrityError:
            if key and (there := _opened_before(flow, as_, key)):
                return there
            if attempt == TRIES - 1:
                raise
            reseed()
    raise AssertionError("unreachable")


def _opened_before(flow: Flow, as_: Post, key: str) -> Any:
    """The case that this key opened before. Errors: Refused when it was for something else, as once() does."""
    event = Event.objects.filter(committee=as_.committee, key=key).first()
    if event is None:
        return None
    if (event.kind, event.step, event.post_id) != (flow.kind, "open", as_.pk):
        raise Refused(_("这个请求号已经用在另一件事上。请刷新页面再办。"))
    return flow.Model.objects.get(pk=event.case_id)


def load(batch: Batch, pk: int) -> Any:
    """The kind's own row, through the batch, so that one case is one object however often it is asked for."""
    if pk not in batch.cases:
        batch.cases[pk] = _read(flow_of(_kind.rows(pk)[0]).Model).rows(pk)[0]
    case = batch.cases[pk]
    case.committee = batch.committee
    return case


_root = Prepared(lambda pk: Case.objects.select_for_update().filter(pk=pk).values_list("pk", flat=True))


@cache
def _locked(model: Any) -> Prepared:
    return Prepared(lambda pk: model.objects.select_for_update().filter(pk=pk))


@cache
def _read(model: Any) -> Prepared:
    return Prepared(lambda pk: model.objects.filter(pk=pk))


_kind = Prepared(lambda pk: Case.objects.filter(pk=pk).values_list("kind", flat=True))


def lock(batch: Batch, case: Any) -> Any:
    """Lock the tree that a case stands in, then read the case afresh. Row locks name the case table only."""
    if case.committee_id != batch.committee.pk:
        raise NotAllowed(_("这件事属于另一个机构，这里不能办。"))
    if case.root_id != case.pk and connection.vendor == "postgresql" and case.root_id not in batch.locked:
        _root.rows(case.root_id)
        batch.locked.add(case.root_id)
    if case.pk not in batch.cases:
        # A case that is its own root is locked and read in one go.
        found = _locked(flow_of(case.kind).Model).rows(case.pk)
        if not found:
            raise Stale(_("这件事已经不在了。请刷新页面。"))
        batch.cases[case.pk] = found[0]
        batch.locked.add(case.pk)
    fresh = batch.cases[case.pk]
    fresh.committee = batch.committee
    return fresh


def lock_all(batch: Batch, cases: Iterable[Any]) -> None:
    """Lock the trees of many cases in one order, so that two who take many at once never wait for each other, and read them."""
    mine = [case for case in cases if case.committee_id == batch.committee.pk]
    if connection.vendor == "postgresql":
        roots = {case.root_id for case in mine}
        list(Case.objects.select_for_update().filter(pk__in=roots).order_by("pk").values_list("pk"))
        batch.locked |= roots
    for kind in {case.kind for case in mine}:
        for row in flow_of(kind).Model.objects.filter(pk__in={case.pk for case in mine if case.kind == kind}):
            batch.cases.setdefault(row.pk, row)


def plan(
    batch: Batch,
    case: Any,
    step: str,
    post: Post,
    at: datetime | None,
    facts: dict[str, Any],
    *,
    for_: Post | None = None,
    evidence: Any = None,
    key: str | None = None,
    seen: int | None = None,
    source: str = "entered",
    origin: Mapping[str, str] | None = None,
    to: str = "",
) -> Act:
    """Check an act and gather what it writes. Nothing is written until the batch is.

    `to`: which of the step's states history says it came to, where the flow offers several.
    """
    flow = flow_of(case.kind)
    line = flow.by_step.get(step)
    if line is None:
        raise Refused(_("{noun}没有“{step}”这一步。").format(noun=flow.label, step=step))
    check_fresh(flow, case, line, seen)
    if source == "entered":
        check_may(line, post, case, for_, evidence)
        lacks = [lack for guard in line.guards for lack in guard(case, for_ or post)]
        if lacks:
            raise Missing(" ".join(str(lack.sentence) for lack in lacks), lacks=lacks)
    check_time(case, at, source)
    values = cleaned(line, case, for_ or post, facts, history=source != "entered")
    kept, personal = split(line, values)
    if evidence is not None:
        kept["evidence"] = evidence.pk
    event = make_event(batch, case, line.name, post, at, kept, {**personal, **(origin or {})}, source, for_, key)
    doing = Act(batch, case, flow, line, post, at, values, event, source, for_)
    for check in line.checks:
        check(doing)
    event.from_state = case.state
    # What a step brought about by the rules of its day, history says; also that it left the case where it was.
    event.to_state = to if to in (*line.to, case.state) and source != "entered" else _target(doing)
    move_state(doing)
    for effect in line.effects:
        effect(doing)
    if line.tells and source != "imported":
        text = _("《{title}》{done}").format(title=case.title, done=line.done or line.label)
        doing.tell([address for who in line.tells for address in who.owed(case)], text)
    return doing


def _target(doing: Act) -> str:
    if doing.step.route is not None:
        return doing.step.route(doing)
    return doing.flow.target(doing.step, doing.committee) or doing.case.state


def may(step: Step, post: Post, case: Any, events: Iterable[Event] | None = None) -> bool:
    """Whether this post is one that may take this step (guards aside). `events`: the tree's, if the caller has read them."""
    if step.computed or post.committee_id != case.committee_id or not step.who(post, case):
        return False
    if events is None:
        return not did(post, case, step.apart_from)
    return not signed_by(post, [event for event in events if event.step in step.apart_from])


def _open(
    batch: Batch,
    flow: Flow,
    post: Post,
    at: datetime | None,
    title: str,
    source: str,
    values: dict[str, Any],
    key: str | None = None,
) -> Any:
    parent = values.get("parent")
    case = made(
        flow.Model,
        kind=flow.kind,
        state=flow.first,
        title=title[:300],
        opened_at=at,
        moved_at=at,
        source=source,
        **values,
    )
    case.committee = batch.committee
    case.case_ptr_id = case.id
    case.root_id = parent.root_id if parent else case.id
    batch.add(case)
    event = make_event(batch, case, "open", post, at, {}, {}, source, None, key)
    event.to_state = flow.first
    step = Step("open", "", (), (flow.first,), flow.opens)
    move_state(Act(batch, case, flow, step, post, at, {}, event, source))
    return case


def _freshen(case: Any, locked: Any) -> None:
    """Let the caller's object show what was done."""
    if case is locked:
        return
    fields = locked._meta.concrete_fields if type(case) is type(locked) else Case._meta.concrete_fields
    for field_ in fields:
        value = getattr(locked, field_.attname)
        if getattr(case, field_.attname) != value:
            setattr(case, field_.attname, value)
