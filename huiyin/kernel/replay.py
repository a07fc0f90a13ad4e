"""History at its true dates, through the same planning as act(): whole districts move in by it, and the demo is played by it.

One act a line (docs/history.md). Of history (`source="imported"`) only what a line says is known: a date may be null, facts may be
missing, nobody is told and no clock runs. Live, the same lines are acted under the clock of their day, with every check and guard.
All lines or none: the first that cannot be played undoes the others, and its number is named.
"""

from collections.abc import Callable, Iterable, Mapping
from contextlib import nullcontext
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext as _

from huiyin.kernel import clock
from huiyin.kernel.act import load, open_case, plan
from huiyin.kernel.actors import Actors, Nobody
from huiyin.kernel.batch import Batch
from huiyin.kernel.flow import FLOWS, Fact
from huiyin.kernel.models import Case, Committee, Organisation, Period, Person, Post
from huiyin.kernel.refusal import Refused
from huiyin.kernel.spool import Spool

FLUSH = 100
MOST_CASES = 5_000
KEPT = ("texts", "known", "raised", "counter", "organisations")


class ReplayRefused(ValueError):
    """A line that cannot be played: its number, what is wrong, how to mend it. str() is the whole sentence."""

    def __init__(self, line: int, what: Any, mend: Any = "") -> None:
        super().__init__(_("第 {n} 行：{what}{mend}").format(n=line, what=what, mend=mend))
        self.line, self.what, self.mend = line, str(what), str(mend)

    def as_dict(self) -> dict[str, Any]:
        return {"line": self.line, "what": self.what, "mend": self.mend}


@dataclass(slots=True)
class Line:
    """One act. `as_`: who ("unit:区住建局"), or the Post itself. `case`: the name it has in this file ("p1", "p1/区住建局").

    `at` None: not known. `to`: which state it came to, where the step leaves a choice. `people`: persons named in the facts whom
    effects may look up by name. `note`: free words kept in the act's erasable remark.
    """

    number: int
    do: str
    case: str
    at: datetime | None = None
    as_: str | Post = "system"
    kind: str = ""
    session: str | Period | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)
    to: str = ""
    people: tuple[Any, ...] = ()
    note: Mapping[str, str] = field(default_factory=dict)


Resolver = Callable[[Batch, Any, Any], Any]
RESOLVERS: dict[str, Resolver] = {}


def resolve(kind: str, by: Resolver) -> None:
    """Say how a fact of this kind is read from a line: (batch, case, value) → the value a step wants. Errors: ValueError."""
    RESOLVERS[kind] = by


@dataclass
class Played:
    """What was played: acts, cases by the name they have in the file."""

    acts: int = 0
    cases: dict[str, int] = field(default_factory=dict)


def play(
    committee: Committee, lines: Iterable[Line], *, live: bool = False, progress: Callable[[int], None] | None = None
) -> Played:
    """Play lines in their order, in one transaction. Errors: ReplayRefused, with nothing done."""
    with transaction.atomic():
        player = Player(committee, live)
        for line in lines:
            player.play(line)
            if progress and not player.done.acts % 1_000:
                progress(player.done.acts)
        player.flush()
    return player.done


class Player:
    """Plays lines one after the other inside a transaction of the caller's; `flush()` at the end writes the rest.

    With a `spool` nothing is written and no transaction is needed: what is planned goes there, at each `flush()` of the caller's,
    who flushes between trees of cases only (one that was put away cannot be read again before it is written).
    """

    def __init__(self, committee: Committee, live: bool = False, spool: Spool | None = None) -> None:
        self.committee, self.live, self.spool = committee, live, spool
        self.source = "entered" if live else "imported"
        self.actors = Actors(committee, strict=live)
        self.batch = Batch(committee)
        self.done = Played()
        self.sessions: dict[str, Period] = {}
        self.bodies: dict[str, list[int]] = {}
        self.asked: dict[int, bool] = {}
        self.waiting = 0
        self.last = 0

    def play(self, line: Line) -> Any:
        """Play one line. Returns its case. Errors: ReplayRefused."""
        self.last = line.number
        if self.live and line.at is None:
            raise ReplayRefused(line.number, _("没有写明时间。"), _("按真实时间重走的每一步都要有 at。"))
        with clock.frozen(line.at) if self.live and line.at else nullcontext():
            if self.live:
                self.batch.now = clock.now()
            try:
                case = self._open(line) if line.do == "open" else self._act(line)
            except (Refused, Nobody) as refused:
                raise ReplayRefused(line.number, f"{line.case}：{refused}") from refused
            self.done.acts += 1
            self.waiting += 1
            # A tree of cases is best planned in one batch, so what is full is written when the next case begins.
            if self.live or (self.spool is None and self.waiting >= 4 * FLUSH):
                self.flush()
        return case

    def flush(self) -> None:
        """Write what is planned. The cases stay in hand for the lines to come."""
        if not self.waiting:
            return
        try:
            if self.spool is not None:
                self.spool.keep(self.batch)
            else:
                with transaction.atomic():
                    self.batch.write()
        except IntegrityError as trouble:
            what = _("到这一行为止的记录写不进去：{why}。").format(why=trouble)
            raise ReplayRefused(self.last, what, _("多半是编号或记录重了，请核对。")) from trouble
        following = Batch(self.committee)
        if len(self.batch.cases) < MOST_CASES:
            following.cases, following.children = self.batch.cases, self.batch.children
        following.memory = {key: value for key, value in self.batch.memory.items() if _kept(key)}
        self.batch, self.waiting = following, 0

    def _post(self, line: Line) -> Post:
        return self.actors.post(line.as_, clock.local_day(line.at) if line.at else None)

    def _open(self, line: Line) -> Any:
        if self.spool is None and self.waiting >= FLUSH:
            self.flush()
        if line.case in self.done.cases:
            raise ReplayRefused(
                line.number, _("“{case}”在前面已经开过了。").format(case=line.case), _("请换一个名字。")
            )
        flow = FLOWS.get(line.kind)
        if flow is None:
            kinds = "、".join(FLOWS)
            raise ReplayRefused(line.number, _("没有“{kind}”这种工作。").format(kind=line.kind), _("可以写：") + kinds)
        values = {name: self._value_of(line, flow.Model, name, value) for name, value in line.facts.items()}
        title = str(values.pop("title", "")).strip()
        if not title:
            raise ReplayRefused(line.number, _("没有写案由。"), _("请在 facts 里写 title。"))
        case = open_case(
            line.kind, as_=self._post(line), title=title, at=line.at, session=self._session(line),
            source=self.source, batch=self.batch, row=values,
        )  # fmt: skip
        self.done.cases[line.case] = case.pk
        return case

    def _act(self, line: Line) -> Any:
        case = self.case_of(line)
        flow = FLOWS[case.kind]
        step = flow.by_step.get(line.do)
        if step is None:
            steps = "、".join(flow.by_step)
            raise ReplayRefused(
                line.number,
                _("{noun}没有“{step}”这一步。").format(noun=flow.label, step=line.do),
                _("可以写：") + steps,
            )
        asked = {fact.name: fact for fact in step.facts}
        given = {}
        for name, value in line.facts.items():
            given[name] = self._fact(line, asked[name], case, value) if name in asked else value
        if line.people:
            self.batch.memory[("people", case.pk)] = [self.actors.person(one) for one in line.people]
        plan(
            self.batch, case, line.do, self._post(line), line.at, given, source=self.source, to=line.to,
            origin=line.note or None,
        )  # fmt: skip
        return case

    def case_of(self, line: Line) -> Any:
        """The case of a line, by the name it was opened with, or its child that belongs to a body: "p1/区住建局"."""
        name, slash, body = line.case.partition("/")
        pk = self.done.cases.get(line.case) or self.done.cases.get(name)
        if pk is None:
            raise ReplayRefused(line.number, _("“{case}”还没有开过。").format(case=name), _("请先写它的 open 那一行。"))
        if not slash or line.case in self.done.cases:
            return load(self.batch, pk)
        wanted = self._body(line, body)
        for child in self._children(pk):
            if getattr(child, _belongs(type(child))) == wanted:
                self.done.cases[line.case] = child.pk
                return child
        raise ReplayRefused(
            line.number, _("“{case}”没有交给{body}。").format(case=name, body=body), _("请核对交办的那一行。")
        )

    def _children(self, pk: int) -> list[Any]:
        if pk in self.batch.children:
            return self.batch.children[pk]
        return [load(self.batch, child) for child in Case.objects.filter(parent=pk).values_list("pk", flat=True)]

    def _session(self, line: Line) -> Period | None:
        if line.session is None or isinstance(line.session, Period):
            return line.session
        if not self.sessions:
            periods = Period.objects.filter(committee=self.committee, kind="session")
            self.sessions = {period.code: period for period in periods}
        if line.session not in self.sessions:
            known = "、".join(self.sessions) or _("还没有届次")
            raise ReplayRefused(line.number, _("没有“{code}”这次会议。").format(code=line.session), _("现有：") + known)
        return self.sessions[line.session]

    def _fact(self, line: Line, fact: Fact, case: Any, value: Any) -> Any:
        if fact.kind == "org" and value is not None:
            return self._body(line, value)
        if fact.kind == "orgs":
            return [self._body(line, one) for one in value]
        if fact.kind in RESOLVERS:
            try:
                return RESOLVERS[fact.kind](self.batch, case, value)
            except ValueError as trouble:
                raise ReplayRefused(line.number, f"{fact.name}：{trouble}") from trouble
        return value

    def _value_of(self, line: Line, model: Any, name: str, value: Any) -> Any:
        """A field of the kind's own table; a person or a body may be given by name."""
        own = {field.name: field for field in model._meta.local_concrete_fields if not field.primary_key}
        if name == "title":
            return value
        if name not in own:
            raise ReplayRefused(
                line.number, _("没有“{name}”这一项。").format(name=name), _("可以写：title、") + "、".join(own)
            )
        related = own[name].related_model
        if value is None or related is None or isinstance(value, models.Model):
            return value
        if related is Person:
            return self.actors.person(value)
        if related is Organisation:
            return Organisation(pk=self._body(line, value))
        return value

    def _body(self, line: Line, name: Any) -> int:
        """An organisation's id from its name; of one that is an id already it is asked whether it is this committee's.

        Where a step asks for another case (the main one of a merge) or a person, it stands as its name in this file, or as an id.
        """
        if isinstance(name, int):
            if not self._ours(name):
                raise ReplayRefused(
                    line.number, _("{id} 不是这个机构的编号。").format(id=name), _("请写名册里的名字。")
                )
            return name
        if str(name) not in self.actors.bodies and str(name) in self.done.cases:
            return self.done.cases[str(name)]
        found = self.actors.bodies.get(str(name))
        if found is None:
            raise ReplayRefused(
                line.number, _("没有“{name}”这个单位。").format(name=name), _("请先建好它，或改成名册里的名字。")
            )
        return found

    def _ours(self, pk: int) -> bool:
        """L3: an id in a file is taken from nobody else's committee."""
        if pk not in self.asked:
            mine = {"committee": self.committee, "pk": pk}
            self.asked[pk] = (
                pk in self.batch.cases
                or pk in self.actors.bodies.values()
                or any(model.objects.filter(**mine).exists() for model in (Organisation, Case))
                or Post.objects.filter(committee=self.committee, person=pk).exists()
            )
        return self.asked[pk]


def _kept(key: Any) -> bool:
    return (key[0] if isinstance(key, tuple) else key) in KEPT


def _belongs(model: type[Any]) -> str:
    """The column by which a child case belongs to a body: the first that names one on its own table."""
    own = (f for f in model._meta.local_concrete_fields if f.related_model is not None)
    return str(next(field.attname for field in own if issubclass(Organisation, field.related_model)))
