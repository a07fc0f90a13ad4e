"""An act under way: what it is checked against, what its effects may do, and what it leaves in the batch to be written."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from huiyin.kernel import clock, clocks, following
from huiyin.kernel.batch import Batch
from huiyin.kernel.checks import check_fresh, check_may, check_time
from huiyin.kernel.events import make_event
from huiyin.kernel.facts import cleaned, split
from huiyin.kernel.flow import Flow, Step, flow_of
from huiyin.kernel.locks import load
from huiyin.kernel.models import Attachment, Committee, Event, Facet, Link, Notice, Post
from huiyin.kernel.models.base import made
from huiyin.kernel.moves import close_todos, db_time, move_state, open_todo, owned_by
from huiyin.kernel.numbers import give
from huiyin.kernel.refusal import Missing, Refused
from huiyin.kernel.who import Address


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
        return open_(self.batch, flow_of(kind), self.post, self.at, title, self.source, values)

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

    def close_todos(self, *steps: str, person_id: int | None = None, organisation_id: int | None = None) -> None:
        """Close the open todos for these steps (all of them if none is named), of one person or body if one is named."""
        close_todos(self, steps, person_id, organisation_id)

    def owe(self, step: str, addresses: Iterable[Address]) -> None:
        """Let more people owe what the case's state already owes: someone invited later, a unit that joined."""
        owed = next(owe for owe in self.flow.by_state[self.case.state].owes if owe.step == step)
        for address in addresses:
            open_todo(self, owed, address)

    def owe_anew(self, step: str, addresses: Iterable[Address]) -> None:
        """What is owed begins again: the day by which, or those by whom, are others now. The case says so, too, where it comes first."""
        self.close_todos(step)
        owes = self.flow.by_state[self.case.state].owes
        owed = next(owe for owe in owes if owe.step == step)
        todos = [open_todo(self, owed, address) for address in addresses]
        if todos and owes[0].step == step:
            owned_by(self, todos[0])

    def pause(self, *steps: str) -> None:
        """Stop the clocks of the open todos for these steps; what was late stays late. Recorded with the event."""
        clocks.pause(self, steps)

    def resume(self, *steps: str) -> None:
        """Let stopped clocks run on: the due date moves by as long as they stood still."""
        clocks.resume(self, steps)

    def extend(self, step: str, until: date | str, reason: str = "") -> None:
        """Move the due date of an open todo to a day, or by a span ("15wd"). Errors: BadDate when that is not later."""
        clocks.extend(self, step, until, reason)


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
    _tie_files(doing)
    for effect in line.effects:
        effect(doing)
    following.after(doing)
    if line.tells and source != "imported":
        text = _("《{title}》{done}").format(title=case.title, done=line.done or line.label)
        doing.tell([address for who in line.tells for address in who.owed(case)], text)
    return doing


def _tie_files(doing: Act) -> None:
    """Tie uploaded files to the act that brought them."""
    for fact in doing.step.facts:
        if fact.kind in ("file", "files"):
            value = doing.facts.get(fact.name)
            for item in value if isinstance(value, list) else [value]:
                if isinstance(item, Attachment):
                    doing.change(item, event_id=doing.event.id)


def _target(doing: Act) -> str:
    if doing.step.route is not None:
        return doing.step.route(doing)
    return doing.flow.target(doing.step, doing.committee) or doing.case.state


def open_(
    batch: Batch,
    flow: Flow,
    post: Post,
    at: datetime | None,
    title: str,
    source: str,
    values: dict[str, Any],
    key: str | None = None,
) -> Any:
    """Put a case in the first state of its flow; whether this post may is the caller's to ask."""
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
