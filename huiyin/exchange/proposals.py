"""Moving a catalogue of proposals in: every row checked, then all of them replayed at their true dates, or none (docs/import.md)."""

import hashlib
import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from huiyin.exchange import catalogue, headers
from huiyin.exchange.catalogue import CatalogueRow, Problem
from huiyin.exchange.evidence import Known, lines
from huiyin.exchange.places import Sessions, missing_units
from huiyin.kernel import ledger
from huiyin.kernel.actors import Actors
from huiyin.kernel.models import Committee, Event, Number, Organisation, Period
from huiyin.kernel.replay import Player, ReplayRefused
from huiyin.people.models import Member, Unit

LONGEST = {"number": 40, "intake": 40, "subject": 40, "reply_class": 20}


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

    @property
    def well(self) -> bool:
        return not self.refused and not self.units_missing and not self.sessions_missing

    def as_dict(self) -> dict[str, Any]:
        return {**asdict(self), "refused": [{**asdict(one), "sentence": str(one)} for one in self.refused]}


def move_in(
    committee: Committee, source: str | Path, *, dry: bool = False, create: bool = False, session: str = "",
    mapping: Mapping[str, object] | None = None, progress: Callable[[int, int], None] | None = None, **options: Any,
) -> Moved:  # fmt: skip
    """Check every row of a catalogue; when all is well, replay them in one transaction.

    `session`: the code of the session of rows that name none. `create`: create units and sessions that the file names and the
    committee does not know. Further options go to `catalogue.parse`. Errors: SheetRefused, Refused when the file as a whole is
    refused.
    """
    content = Path(source).read_bytes()
    rows, problems, summary = catalogue.read(content, str(source), mapping, **options)
    moved = Moved(Path(source).name, len(rows) + len({one.line for one in problems}), dry=dry, refused=list(problems))
    moved.headers_used, moved.headers_ignored = summary.headers_used, summary.headers_ignored
    with transaction.atomic():
        mark = hashlib.sha256(content).hexdigest()
        sessions = Sessions(committee, session)
        columns = {name: header for header, name in reversed(summary.headers_used.items())}
        moved.refused += check(committee, rows, sessions, columns)
        moved.units_missing, moved.sessions_missing = missing_units(committee, rows), sessions.missing(rows)
        if moved.well and _seen(committee, mark):
            moved.refused.append(
                Problem(0, "", _("这份文件已经导入过"), _("内容一个字也没有变；如果确要再导，请先改动它。"))
            )
        if create and not moved.refused:
            _create(committee, moved, sessions)
        if moved.well:
            _replay(committee, rows, sessions, moved, progress)
            facts = {"file": moved.file, "sha256": mark, "rows": moved.rows, "cases": moved.cases, "acts": moved.acts}
            ledger.record(committee, "import", as_=Actors(committee).system, facts=facts)
            moved.written = not dry
        if not moved.written:
            transaction.set_rollback(True)
    moved.refused.sort(key=lambda one: one.line)
    return moved


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


def _seen(committee: Committee, mark: str) -> bool:
    found = Event.objects.filter(committee=committee, case=None, step="import", facts__contains=mark)
    return found.exists()


def _create(committee: Committee, moved: Moved, sessions: Sessions) -> None:
    """Units answer to the only assigning office there is; where there are several, somebody must say which."""
    offices = list(Organisation.objects.filter(committee=committee, kind="assigning", ends=None)[:2])
    for name in moved.units_missing:
        unit = Unit(committee=committee, kind="unit", name=name[:100], parent=offices[0] if len(offices) == 1 else None)
        unit.save()
        moved.units_created.append(name)
    for name in moved.sessions_missing:
        moved.sessions_created.append(sessions.create(name).code)
    if moved.units_created and len(offices) != 1:
        moved.notes.append(_("新建的单位还没有归口的交办机关，请在设置里补上。"))
    moved.units_missing, moved.sessions_missing = {}, {}


def _replay(
    committee: Committee, rows: list[CatalogueRow], sessions: Sessions, moved: Moved, progress: Callable[[int, int], None] | None
) -> None:  # fmt: skip
    player = Player(committee)
    known = Known(player.actors.bodies, _members(committee))
    player.batch.memory |= _texts(committee)
    reached: Counter[str] = Counter()
    try:
        for count, row in enumerate(rows, 1):
            case, *_parts = [player.play(line) for line in lines(row, sessions.of(row), known)]
            _lay_to_rest(player, case)
            reached.update([case.state])
            if row.review == "merged":
                moved.notes.append(_("第 {n} 行是并案，先记为已收件；并到哪一件，以后再连。").format(n=row.line))
            if progress and not count % 500:
                progress(count, len(rows))
        player.flush()
    except ReplayRefused as refused:
        moved.refused.append(Problem(refused.line, "", refused.what.rstrip("。"), refused.mend))
        return
    moved.cases, moved.acts, moved.states = len(rows), player.done.acts, dict(reached)


def _lay_to_rest(player: Player, case: Any) -> None:
    """Units of an answered case whose own part the catalogue does not tell are asked for nothing any more."""
    if case.state in ("assigned", "handling", "rehandle"):
        return
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


def _texts(committee: Committee) -> dict[Any, Any]:
    """Every number given so far, so that none of the many need ask for itself."""
    found: dict[Any, Any] = {}
    for series, text in _given(committee):
        found.setdefault(("texts", series), set()).add(text)
    codes = Period.objects.filter(committee=committee, kind="session").values_list("code", flat=True)
    for code in [*codes, "-"]:
        for what in ("case", "intake"):
            found.setdefault(("texts", f"{what}:{code}"), set())
            found["known", f"{what}:{code}"] = True
    return found
