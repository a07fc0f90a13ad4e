"""The ledger: record(), void(), verify(), anchors. Append-only, sealed in one chain per committee."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any, TextIO

from django.db import connection, transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _

from huiyin.kernel import act as door
from huiyin.kernel import clock, triggers
from huiyin.kernel.batch import Batch, sealed_values
from huiyin.kernel.events import make_event
from huiyin.kernel.facts import clean
from huiyin.kernel.flow import Step, flow_of
from huiyin.kernel.models import Anchor, Case, Chain, Committee, Dated, Event, Post, Remark, Stay
from huiyin.kernel.moves import move_back
from huiyin.kernel.refusal import Missing, NotAllowed, Refused
from huiyin.kernel.seal import FIELDS, START, digest_of, seal_of
from huiyin.kernel.who import in_office

VOID = "void"


def record(
    committee: Committee,
    step: str,
    *,
    as_: Post | None,
    facts: Mapping[str, Any] | None = None,
    personal: Mapping[str, Any] | None = None,
    kind: str = "house",
    batch: Batch | None = None,
) -> Event:
    """Write an event that belongs to no case: a parameter set, a post given, a file opened, a sign-in."""
    own = batch or Batch(committee)
    event = make_event(
        own, None, step, as_, clock.now(), dict(facts or {}), dict(personal or {}), "entered", None, None, kind=kind
    )
    if batch is None:
        with transaction.atomic():
            own.write()
    return event


def void(event: Event, *, as_: Post, reason: str, key: str | None = None) -> Event:
    """Void an act by a new one. An act that moved the case can be voided while it is the last that did; the case goes back.

    Errors: Refused when the step may not be voided, or not by this post, or something was built on it.
    """
    reason = clean(reason)
    if not reason:
        raise Missing(_("请写明作废的理由，它会和原来的记录放在一起。"), {"reason": _("请写明理由。")})
    if event.case_id is None:
        raise Refused(_("这一步不能作废。要改正，请办后面的一步，或联系提案委办公室。"))
    with transaction.atomic():
        batch = Batch(as_.committee)
        case = door.lock(batch, Case.objects.get(pk=event.case_id or 0))
        if key and (done := door.once(as_, key, case, VOID)):
            return done
        flow = flow_of(case.kind)
        line = flow.by_step.get(event.step)
        _check_voidable(case, line, event, as_)
        assert line is not None
        undo = door.Act(
            batch, case, flow, Step(VOID, _("作废"), (), (), flow.sees), as_, clock.now(), {},
            make_event(batch, case, VOID, as_, clock.now(), {"step": event.step}, {"reason": reason}, "entered", None, key),
        )  # fmt: skip
        undo.event.voids = event.pk
        moved = event.from_state != event.to_state
        undo.event.from_state, undo.event.to_state = case.state, event.from_state if moved else case.state
        move_back(undo, event)
        _void_rows(batch, event, undo.event)
        for effect in line.undo:
            effect(undo, event)
        batch.write()
    return undo.event


def _check_voidable(case: Any, line: Step | None, event: Event, post: Post) -> None:
    if not in_office(post, clock.today()):
        raise NotAllowed(_("“{title}”这个身份已经不在任。请换一个身份。").format(title=post.title))
    if line is None or line.voidable is None:
        raise Refused(_("这一步不能作废。要改正，请办后面的一步，或联系提案委办公室。"))
    if event.source == "imported":
        raise Refused(_("这条记录是从历史资料导入的，不能在这里作废。要改正，请办后面的一步。"))
    if not line.voidable(post, case):
        raise NotAllowed(_("作废“{step}”由{who}办理。").format(step=line.label, who=line.voidable.label))
    if Event.objects.filter(case_id=case.pk, voids=event.pk).exists():
        raise Refused(_("这条记录已经作废过了。"))
    if event.from_state != event.to_state:
        later = Event.objects.filter(case_id=case.pk, seq__gt=event.seq).exclude(to_state=F("from_state"))
        if case.state != event.to_state or later.exists():
            raise Refused(_("这一步以后，案子又往前走了，不能直接作废。请先作废后面的一步。"))


def _void_rows(batch: Batch, event: Event, by: Event) -> None:
    """Every dated row and stay that the voided act brought about is marked, and drops out of every figure."""
    tables = ["kernel_stay", *(model._meta.db_table for model in dated_models())]
    for table in tables:
        batch.later(f"UPDATE {table} SET voided_by = %s WHERE event_id = %s AND voided_by IS NULL", [by.pk, event.pk])
    batch.later("UPDATE kernel_attachment SET voided_by = %s WHERE event_id = %s", [by.pk, event.pk])
    # What the voided act ended, anywhere in its tree, holds again. Two acts of one day share their noon: only the id tells.
    tree = "case_id IN (SELECT id FROM kernel_case WHERE root_id = (SELECT root_id FROM kernel_case WHERE id = %s))"
    back = "SET until = NULL, ended_by = NULL"
    for table in tables[1:]:
        sql = f"UPDATE {table} {back} WHERE {tree} AND ended_by = %s AND event_id <> %s"
        batch.later(sql, [event.case_id, event.pk, event.pk])


def dated_models() -> list[Any]:
    """Every concrete model of dated rows in the house."""
    found, todo = [], [Dated]
    while todo:
        for model in todo.pop().__subclasses__():
            todo.append(model)
            if not model._meta.abstract:
                found.append(model)
    return found


def erase(remark: Remark, *, as_: Post, reason: str) -> None:
    """Forget what an act carried of a person. The event and its digest stay, so the chain stays whole.

    Errors: Refused when it was forgotten before, NotAllowed for another committee's.
    """
    if remark.committee_id != as_.committee_id:
        raise NotAllowed(_("这件事属于另一个机构，这里不能办。"))
    if remark.erased_at is not None:
        raise Refused(_("这段文字已经清除过了。"))
    with transaction.atomic():
        batch = Batch(as_.committee)
        record(
            as_.committee,
            "remark.erased",
            as_=as_,
            facts={"event": remark.event_id},
            personal={"reason": reason},
            batch=batch,
        )
        batch.write()
        remark.body, remark.salt, remark.erased_at, remark.erased_by = "", "", clock.now(), as_.person
        remark.save()


@dataclass
class Report:
    """What verify() found: how much was read, and a sentence for each fault."""

    committee: str
    events: int = 0
    cases: int = 0
    remarks: int = 0
    anchors: int = 0
    head: str = START
    faults: list[str] = field(default_factory=list)

    @property
    def sound(self) -> bool:
        return not self.faults

    def as_dict(self) -> dict[str, Any]:
        return {**asdict(self), "sound": self.sound}


MOST_FAULTS = 50


def verify(
    committee: Committee, anchors: Mapping[int, str] | None = None, progress: Callable[[int], None] | None = None
) -> Report:
    """Recompute every seal, fold the events, and hold the result against the stored states and versions.

    `anchors` maps seq to the seal kept outside. The report's faults are sentences; none means that all is well.
    """
    report = Report(committee.code)
    states: dict[int, tuple[str, int]] = {}
    if not triggers.laid():
        report.faults.append(_("数据库里防改写的触发器不全。请运行 huiyin migrate 重新铺设。"))
    _walk(committee, report, states, anchors or {}, progress)
    chain = Chain.objects.filter(committee=committee).first() or Chain(committee=committee)
    if (chain.seq, chain.seal) != (report.events, report.head):
        report.faults.append(
            _("链头记着 {n} 条，账里读到 {m} 条：末尾的记录被删过或改过。").format(n=chain.seq, m=report.events)
        )
    _fold(committee, report, states)
    _stays(committee, report)
    _remarks(committee, report)
    return report


def _walk(
    committee: Committee, report: Report, states: dict[int, tuple[str, int]], anchors: Mapping[int, str],
    progress: Callable[[int], None] | None,
) -> None:  # fmt: skip
    code, previous, expected, faults = committee.code, START, 0, report.faults
    algorithm = Chain.objects.filter(committee=committee).values_list("algorithm", flat=True).first() or "sha256"
    wanted = {**dict(committee.anchors.values_list("seq", "seal")), **anchors}
    report.anchors = len(wanted)
    for row in _rows(committee):
        expected += 1
        seq, case_id, before, after, seal = row[0], row[2], row[5], row[6], row[18]
        if seq != expected:
            faults.append(_("第 {n} 条记录缺失。").format(n=expected))
            expected = seq
        if seal_of(previous, code, row[:18], algorithm) != seal:
            faults.append(_("第 {n} 条记录与封印不符：内容被改过，或前一条被换过。").format(n=seq))
        if seq in wanted and wanted.pop(seq) != seal:
            faults.append(_("第 {n} 条记录与锚点不符：这条以前的记录被整体重做过。").format(n=seq))
        if case_id is not None:
            state, count = states.get(case_id, ("", 0))
            if before != state:
                faults.append(_("第 {n} 条记录从“{a}”出发，而这一案当时在“{b}”。").format(n=seq, a=before, b=state))
            states[case_id] = (after, count + 1)
        previous = seal
        if progress and not seq % 50_000:
            progress(seq)
        if len(faults) > MOST_FAULTS:
            faults.append(_("问题太多，后面的不再逐条列出。"))
            break
    else:
        for seq in sorted(wanted):
            faults.append(_("锚点记着第 {n} 条，账里没有：末尾的记录被删过。").format(n=seq))
    report.events, report.head = expected, previous


def _rows(committee: Committee) -> Iterator[tuple[Any, ...]]:
    """Events in order, in the order of FIELDS and the seal after them, times as sealed; straight from the driver."""
    times = {
        "postgresql": "COALESCE(to_char({} AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US'), '')",
        "sqlite": "CASE WHEN {0} IS NULL THEN '' WHEN length({0}) = 19 THEN {0} || '.000000' ELSE {0} END",
    }[connection.vendor]
    columns = ", ".join(times.format(name) if name in ("at", "recorded_at") else f'"{name}"' for name in FIELDS)
    sql = f"SELECT {columns}, seal FROM kernel_event WHERE committee_id = %s ORDER BY seq"
    if connection.vendor == "postgresql":
        connection.ensure_connection()
        with transaction.atomic(), connection.connection.cursor("huiyin_verify") as cursor:
            cursor.itersize = 20_000
            cursor.execute(sql, [committee.pk])
            yield from cursor
        return
    with connection.cursor() as cursor:
        cursor.execute(sql, [committee.pk])
        while rows := cursor.fetchmany(5_000):
            yield from rows


def _fold(committee: Committee, report: Report, states: dict[int, tuple[str, int]]) -> None:
    """The states that the events lead to must be the states that the cases show."""
    rows = Case.objects.filter(committee=committee).values_list("pk", "state", "version")
    for pk, state, version in rows.iterator(chunk_size=20_000):
        report.cases += 1
        found = states.pop(pk, ("", 0))
        if found != (state, version):
            report.faults.append(
                _("案 {case} 显示“{a}”（{n} 条记录），按账推算是“{b}”（{m} 条）。").format(
                    case=pk, a=state, n=version, b=found[0], m=found[1]
                )
            )
            if len(report.faults) > MOST_FAULTS:
                return
    for pk in list(states)[:MOST_FAULTS]:
        report.faults.append(_("账里记着案 {case}，库里没有这一案。").format(case=pk))


def _stays(committee: Committee, report: Report) -> None:
    """Each case stays in exactly one place, and it is the place that it shows."""
    here = Stay.objects.filter(committee=committee, here=True).values_list("case", "state", "case__state")
    seen: set[int] = set()
    for case, state, shown in here.iterator(chunk_size=20_000):
        if (case in seen or state != shown) and len(report.faults) <= MOST_FAULTS:
            report.faults.append(_("案 {case} 的停留记录与它的状态“{a}”不一致。").format(case=case, a=shown))
        seen.add(case)
    if len(seen) != report.cases and len(report.faults) <= MOST_FAULTS:
        report.faults.append(_("有 {n} 案没有停留记录。").format(n=report.cases - len(seen)))


def _remarks(committee: Committee, report: Report) -> None:
    """What hangs on an event is what it was, or was erased by an act of its own; it never just goes."""
    gone = Event.objects.filter(committee=committee, remark=None).exclude(digest="")
    for seq in gone.order_by("seq").values_list("seq", flat=True)[:MOST_FAULTS]:
        report.faults.append(_("第 {n} 条记录所附的文字不见了，账里没有清除它的记录。").format(n=seq))
    rows = Remark.objects.filter(committee=committee, erased_at=None).values_list(
        "event__digest", "salt", "body", "event__seq"
    )
    for digest, salt, body, seq in rows.iterator(chunk_size=5_000):
        report.remarks += 1
        if digest_of(salt, body) != digest and len(report.faults) <= MOST_FAULTS:
            report.faults.append(_("第 {n} 条记录所附的文字被改过，与账里的摘要不符。").format(n=seq))


def anchor(committee: Committee, day: date | None = None) -> Anchor | None:
    """Note the day's head of the chain, once a day. None when nothing was ever recorded."""
    day = day or clock.today()
    chain = Chain.objects.filter(committee=committee).first()
    if chain is None or not chain.seq:
        return None
    fresh = {"seq": chain.seq, "seal": chain.seal, "made_at": clock.now()}
    return Anchor.objects.get_or_create(committee=committee, day=day, defaults=fresh)[0]


def anchor_lines(committee: Committee) -> str:
    """Every anchor as `day code seq seal`, a line each: to print, to mail, to show in public, to give to `verify --anchors`."""
    rows = Anchor.objects.filter(committee=committee).order_by("day").values_list("day", "seq", "seal")
    return "".join(f"{day.isoformat()} {committee.code} {seq} {seal}\n" for day, seq, seal in rows)


def export(committee: Committee, out: TextIO, case_root: int | None = None) -> int:
    """Write events as JSON lines for the stand-alone verifier (kernel/seal.py). Returns how many."""
    algorithm = Chain.objects.filter(committee=committee).values_list("algorithm", flat=True).first() or "sha256"
    count = 0
    for row in _rows(committee):
        event = dict(zip((*FIELDS, "seal"), row, strict=True))
        out.write(json.dumps({"committee": committee.code, "algorithm": algorithm, **event}, ensure_ascii=False) + "\n")
        count += 1
    return count


def extract(
    committee: Committee, cases: Iterable[int], without: Q | None = None,
    told: Callable[[Event, dict[str, Any]], dict[str, Any]] | None = None,
) -> str:  # fmt: skip
    """The events of these cases as JSON lines for the stand-alone verifier; in each, as `previous`, the seal that its own was made upon.

    `without`: events left out. `told`: (event, its fields) → the fields that this reader may have.
    """
    events = list(
        Event.objects.filter(committee=committee, case__in=list(cases)).exclude(without or Q(pk__in=())).order_by("seq")
    )
    before = [event.seq - 1 for event in events]
    seals = dict(Event.objects.filter(committee=committee, seq__in=before).values_list("seq", "seal"))
    algorithm = Chain.objects.filter(committee=committee).values_list("algorithm", flat=True).first() or "sha256"
    lines = []
    for event in events:
        named = dict(zip(FIELDS, sealed_values(event), strict=True))
        head = {"committee": committee.code, "algorithm": algorithm, "previous": seals.get(event.seq - 1, START)}
        fields = told(event, named) if told else named
        lines.append(json.dumps({**head, **fields, "seal": event.seal}, ensure_ascii=False) + "\n")
    return "".join(lines)
