"""Moving a catalogue of proposals in: every row checked, then all of them replayed at their true dates, or none (docs/import.md)."""

import hashlib
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from huiyin.exchange import catalogue, headers, merging
from huiyin.exchange.catalogue import CatalogueRow, Problem
from huiyin.exchange.evidence import Known, lines, rests_rated
from huiyin.exchange.merging import Merges
from huiyin.exchange.places import Sessions, missing_units
from huiyin.exchange.refused import SheetRefused
from huiyin.kernel import ledger
from huiyin.kernel.actors import Actors
from huiyin.kernel.models import Committee, Event, Number, Organisation
from huiyin.kernel.numbers import raise_to
from huiyin.kernel.replay import Line, Player, ReplayRefused
from huiyin.kernel.spool import Spool
from huiyin.people.models import Member, Unit

LONGEST = {"number": 40, "intake": 40, "subject": 40, "reply_class": 20, "doc_number": 60}
AT_ONCE = 400


@dataclass
class Moved:
    """What became of a file. `written` only when nothing was refused and nothing was missing (or it was to be created)."""

    file: str = ""
    rows: int = 0
    written: bool = False
    dry: bool = False
    cases: int = 0
    acts: int = 0
    states: dict[str, int] = field(default_factory=dict)
    refused: list[Problem] = field(default_factory=list)
    units_missing: dict[str, int] = field(default_factory=dict)
    sessions_missing: dict[str, int] = field(default_factory=dict)
    units_created: list[str] = field(default_factory=list)
    sessions_created: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    headers_used: dict[str, str] = field(default_factory=dict)
    headers_ignored: list[str] = field(default_factory=list)
    bodies: list[Unit] = field(default_factory=list, repr=False)

    @property
    def well(self) -> bool:
        return not self.refused and not self.units_missing and not self.sessions_missing

    def as_dict(self) -> dict[str, Any]:
        told = {one.name: getattr(self, one.name) for one in fields(self) if one.name != "bodies"}
        return {**told, "refused": [{**asdict(one), "sentence": str(one)} for one in self.refused]}


def move_in(
    committee: Committee, source: str | Path, *, dry: bool = False, create: bool = False, session: str = "",
    mapping: Mapping[str, object] | None = None, progress: Callable[[int, int], None] | None = None, **options: Any,
) -> Moved:  # fmt: skip
    """Check every row of a catalogue; when all is well, plan every act, then write them in one transaction.

    `session`: the code of the session of rows that name none. `create`: create units and sessions that the file names and the
    committee does not know. Further options go to `catalogue.parse`. Errors: SheetRefused, Refused when the file as a whole is
    refused.
    """
    content = contents(source)
    rows, problems, summary = catalogue.read(content, str(source), mapping, **options)
    # What is known of a faulty row is looked at too, so that one round tells everything there is to mend.
    every = sorted([*rows, *summary.faulty], key=lambda row: row.line)
    moved = Moved(Path(source).name, len(every), dry=dry, refused=list(problems), notes=list(summary.notes))
    moved.headers_used, moved.headers_ignored = summary.headers_used, summary.headers_ignored
    mark = hashlib.sha256(content).hexdigest()
    sessions = Sessions(committee, session)
    columns = {name: header for header, name in reversed(summary.headers_used.items())}
    merges = merging.settle(committee, every, sessions, columns)
    found = [*check(committee, every, sessions, columns), *merges.problems]
    moved.refused += [one for one in found if not _told(one, problems)]
    moved.notes += merges.notes
    moved.units_missing, moved.sessions_missing = missing_units(committee, merges.rows), sessions.missing(every)
    if moved.well:
        _refuse_seen(committee, mark, moved)
    if create and not moved.refused:
        _create(committee, moved, sessions)
    if moved.well:
        with Spool(settings.HOME) as spool:
            raised = _plan(committee, merges, sessions, moved, spool, progress)
            if moved.well and not dry:
                _write(committee, moved, sessions, spool, raised, mark)
    moved.refused.sort(key=lambda one: one.line)
    return moved


def _write(
    committee: Committee, moved: Moved, sessions: Sessions, spool: Spool, raised: Mapping[str, int], mark: str
) -> None:
    """All that was planned, in one transaction: only now does anybody have to wait."""
    facts = {"file": moved.file, "sha256": mark, "rows": moved.rows, "cases": moved.cases, "acts": moved.acts}
    try:
        with transaction.atomic():
            for made in (*sessions.made, *moved.bodies):
                made.save(force_insert=True)
            for series, value in sorted(raised.items()):
                raise_to(committee, series, value)
            spool.write(committee)
            _refuse_seen(committee, mark, moved)
            ledger.record(committee, "import", as_=Actors(committee).system, facts=facts)
            transaction.set_rollback(bool(moved.refused))
    except IntegrityError as trouble:
        what = _("写到一半，有编号或名称刚刚被别人用了（{why}）").format(why=trouble)
        moved.refused.append(Problem(0, "", what, _("什么也没有写进去，请再来一次。")))
    moved.written = moved.well


def contents(source: str | Path) -> bytes:
    """The file's bytes. Errors: SheetRefused with a sentence when it is not there or cannot be read."""
    try:
        return Path(source).read_bytes()
    except OSError as trouble:
        what = _("找不到“{name}”，或者读不了。请检查文件名、所在的文件夹和权限。")
        raise SheetRefused(what.format(name=source)) from trouble


def _told(one: Problem, problems: list[Problem]) -> bool:
    """Whether the file itself has already told this of this cell (a number twice)."""
    return any((one.line, one.column) == (told.line, told.column) for told in problems)


def check(
    committee: Committee, rows: list[CatalogueRow], sessions: Sessions, columns: Mapping[str, str]
) -> list[Problem]:
    """What only the database can tell: numbers that were given before; and lengths that no column holds."""
    problems = []
    given = _given(committee)
    seen: dict[tuple[str, str], int] = {}

    def problem(row: CatalogueRow, name: str, what: str, mend: str) -> None:
        problems.append(Problem(row.line, columns.get(name, headers.LABELS[name]), what, mend))

    for row in rows:
        code = sessions.code(row)
        if sessions.several(row):
            problem(
                row, "year", _("{year} 年不止一次会议").format(year=row.year), _("请加一列“届次”，写明是哪次会议。")
            )
        for name, series in (("number", "case"), ("intake", "intake")):
            text = getattr(row, name)
            if not text:
                continue
            label = headers.LABELS[name]
            if (f"{series}:{code}", text) in given:
                problem(
                    row,
                    name,
                    _("{label} {n} 已经给过别的案").format(label=label, n=text),
                    _("同一份目录不用再导一次；如果是另一件，请核对编号。"),
                )
            elif (first := seen.setdefault((f"{series}:{code}", text), row.line)) != row.line:
                problem(
                    row,
                    name,
                    _("{label} {n} 和第 {first} 行重了").format(label=label, n=text, first=first),
                    _("请核对编号。"),
                )
        for name, most in LONGEST.items():
            if len(getattr(row, name) or "") > most:
                what = _("“{label}”最多 {most} 个字").format(label=headers.LABELS[name], most=most)
                problem(row, name, what, _("请缩短。"))
        if len("、".join(row.proposers)) > 400:
            problem(row, "proposers", _("提案者太多，写不下"), _("请留前面的人，其余写成“等N人”。"))
    return problems


def _given(committee: Committee) -> set[tuple[str, str]]:
    return set(Number.objects.filter(committee=committee).values_list("series", "text"))


def _refuse_seen(committee: Committee, mark: str, moved: Moved) -> None:
    if Event.objects.filter(committee=committee, case=None, step="import", facts__contains=mark).exists():
        mend = _("内容一个字也没有变；如果确要再导，请先改动它。")
        moved.refused.append(Problem(0, "", _("这份文件已经导入过"), mend))


def _create(committee: Committee, moved: Moved, sessions: Sessions) -> None:
    """Units answer to the only assigning office there is; where there are several, somebody must say which. Stored with the rows."""
    offices = list(Organisation.objects.filter(committee=committee, kind="assigning", ends=None)[:2])
    for name in moved.units_missing:
        parent = offices[0] if len(offices) == 1 else None
        moved.bodies.append(Unit(committee=committee, kind="unit", name=name[:100], parent=parent))
        moved.units_created.append(name)
    for name in moved.sessions_missing:
        moved.sessions_created.append(sessions.create(name).code)
    if moved.units_created and len(offices) != 1:
        moved.notes.append(_("新建的单位还没有归口的交办机关，请在设置里补上。"))
    moved.units_missing, moved.sessions_missing = {}, {}


def _plan(
    committee: Committee, merges: Merges, sessions: Sessions, moved: Moved, spool: Spool, progress: Callable[[int, int], None] | None
) -> dict[str, int]:  # fmt: skip
    """Play every row into the spool, each with the rows that were merged into it. Returns up to which number each series has come."""
    player = Player(committee, spool=spool)
    _know(player, sessions, moved.bodies)
    walk = _Walk(player, sessions, Known(player.actors.bodies, _members(committee)))
    merged = merges.merged
    try:
        for row in merges.rows:
            if row.line not in merged or row.line in merges.standing:
                walk.whole(row, merges.of.get(row.line, ()), merges.standing.get(row.line))
            if player.waiting >= AT_ONCE:
                player.flush()
            if progress and walk.count - walk.said >= 500:
                walk.said = walk.count
                progress(walk.count, len(merges.rows))
        player.flush()
    except ReplayRefused as refused:
        moved.refused.append(Problem(refused.line, "", refused.what.rstrip("。"), refused.mend))
        return {}
    moved.cases, moved.acts, moved.states = walk.count, player.done.acts, dict(walk.reached)
    return {key[1]: value for key, value in player.batch.memory.items() if key[0] == "raised"}


class _Walk:
    """One row after the other, and what became of them."""

    def __init__(self, player: Player, sessions: Sessions, known: Known) -> None:
        self.player, self.sessions, self.known = player, sessions, known
        self.reached: Counter[str] = Counter()
        self.count = self.said = 0

    def whole(self, row: CatalogueRow, merged: Iterable[CatalogueRow], standing: int | None) -> None:
        """A row with those that were merged into it; or one that was merged into a case that stands here already (`standing`)."""
        case = self._one(row)
        for other in merged:
            self._join(other, self._one(other), case.pk)
            self.reached.update([self.player.batch.cases[self.player.done.cases[f"r{other.line}"]].state])
        if standing:
            self._join(row, case, standing)
        self.reached.update([case.state])

    def _one(self, row: CatalogueRow) -> Any:
        case, *_parts = [self.player.play(line) for line in lines(row, self.sessions.of(row), self.known)]
        _lay_to_rest(self.player, case, row)
        self.count += 1
        return case

    def _join(self, row: CatalogueRow, case: Any, main: int) -> None:
        self.player.play(Line(row.line, "merge", f"r{row.line}", facts={"main": main}))


def _lay_to_rest(player: Player, case: Any, row: CatalogueRow) -> None:
    """Units of an answered case whose own part the catalogue does not tell are asked for nothing any more."""
    if case.state in ("assigned", "handling", "rehandle"):
        return
    if case.state == "replied" and rests_rated(row):
        player.batch.change(case, owner_role="", owner_organisation_id=None, owner_person_id=None, due=None)
    for child in player.batch.children.get(case.pk, ()):
        if child.state == "done":
            continue
        for todo in player.batch.todos.pop(child.pk, []):
            player.batch.new.pop(todo.pk, None)
        player.batch.change(child, owner_role="", owner_organisation_id=None, owner_person_id=None, due=None)


def _members(committee: Committee) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for member in Member.objects.filter(committee=committee).select_related("person"):
        name = re.sub(r"\s", "", member.person.name)
        found[name] = None if name in found and found[name] != member.person else member.person
    return {name: person for name, person in found.items() if person is not None}


def _know(player: Player, sessions: Sessions, bodies: list[Unit]) -> None:
    """What the rows ask for again and again, read once; and the bodies and sessions that are to be stored with them."""
    committee, memory = player.committee, player.batch.memory
    for series, text in _given(committee):
        memory.setdefault(("texts", series), set()).add(text)
    for code in [*sessions.by_code, "-"]:
        for what in ("case", "intake"):
            memory.setdefault(("texts", f"{what}:{code}"), set())
            memory["known", f"{what}:{code}"] = True
    known = Organisation.objects.filter(committee=committee).values_list("pk", "name", "parent_id")
    memory["organisations"] = {pk: (name, parent) for pk, name, parent in known}
    for unit in bodies:
        player.actors.bodies.setdefault(unit.name, unit.id)
        memory["organisations"][unit.id] = (unit.name, unit.parent_id)
