"""What the steps of a line do: write, correct, a new edition, confirm, strike and take back, forget a person."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from huiyin.kernel import clock
from huiyin.kernel.act import Act
from huiyin.kernel.flow import Lack
from huiyin.kernel.models import Attachment, Event, Period, Remark
from huiyin.kernel.moves import db_time
from huiyin.kernel.refusal import Missing, Refused
from huiyin.registers.finding import Names
from huiyin.registers.models import Entry, Tie
from huiyin.registers.reading import Given, read
from huiyin.registers.shape import REGISTERS

MEMORY = "registers.names"


def names_in(act: Act) -> Names:
    """The committee's names, read once for all lines of one batch."""
    return act.batch.memory.setdefault(MEMORY, Names(act.committee))  # type: ignore[no-any-return]


def current(case: Any) -> Entry | None:
    """What the line says now: of its editions the last."""
    return Entry.objects.filter(case=case.pk, voided_by=None).order_by("-edition", "-pk").first()


def line_of(act: Act) -> Given:
    """Errors: Missing; Refused for what is no line at all, as a form of another page would send."""
    values, private = act.facts["values"], act.facts.get("private") or {}
    if not isinstance(values, Mapping) or not isinstance(private, Mapping):
        raise Refused(_("台账的内容请在它自己的页面上填写。"))
    return read(REGISTERS[act.case.register], {**values, **private}, names_in(act))


def fits(act: Act) -> None:
    """Errors: Missing for what does not fit, and for a correction that does not say why."""
    line = line_of(act)
    before = None if act.case.pk in act.batch.fresh else current(act.case)
    if before is not None and not act.facts.get("why"):
        raise Missing(_("请写为什么改，它会和原来的记录放在一起。"), {"why": _("请写为什么改。")})
    if act.facts.get("edition") and before is not None and (line.day is None or before.at is None or clock.local_day(before.at) >= line.day):  # fmt: skip
        field = REGISTERS[act.case.register].at("at")
        said = _("新的一版要从旧版以后的某一天起。请核对日期。")
        raise Missing(said, {field.name if field else "edition": said})


def write(act: Act) -> None:
    """The line as it was given. A correction voids what stood; a new edition ends it on the day from which the new one holds."""
    line, register = line_of(act), REGISTERS[act.case.register]
    before = None if act.case.pk in act.batch.fresh else current(act.case)
    edition = 1 if before is None else before.edition + bool(act.facts.get("edition"))
    if before is not None and edition == before.edition:
        _over(act, edition)
    elif before is not None and line.day is not None:
        _end(act, clock.at_noon(line.day))
    _put(act, line, edition, sound=not register.checked)
    act.change(title=line.title, said=line.said, session_id=_session(act, line))
    if act.case.writer_id is None:
        act.change(writer_id=act.post.person_id)


def _put(act: Act, line: Given, edition: int, sound: bool) -> None:
    columns, code = dict(line.columns), act.case.register
    begins, until = columns.pop("at", None), columns.pop("until", None)
    act.dated(
        Entry, register=code, name=line.name, edition=edition, sound=sound, values=line.values, private=line.private,
        at=clock.at_noon(begins) if begins else None, until=clock.at_noon(until) if until else None, **columns,
    )  # fmt: skip
    for field, pk in line.ties:
        of = {"person": "person_id", "people": "person_id", "org": "organisation_id", "orgs": "organisation_id"}
        act.dated(
            Tie, register=code, field=field.name, edition=edition, sound=sound, at=clock.at_noon(begins) if begins else None,
            until=clock.at_noon(until) if until else None, **{of.get(field.kind, "other_id"): pk},
        )  # fmt: skip


def _over(act: Act, edition: int | None = None) -> None:
    """What stood of this edition (of all) is void by this act, and stays to be read."""
    of, more = ("", []) if edition is None else (" AND edition = %s", [edition])
    for model in (Entry, Tie):
        act.batch.later(
            f"UPDATE {model._meta.db_table} SET voided_by = %s WHERE case_id = %s AND voided_by IS NULL AND event_id <> %s{of}",
            [act.event.id, act.case.pk, act.event.id, *more],
        )


def _end(act: Act, moment: Any) -> None:
    for model in (Entry, Tie):
        act.batch.later(
            f"UPDATE {model._meta.db_table} SET until = %s, ended_by = %s WHERE case_id = %s AND until IS NULL AND voided_by IS NULL AND event_id <> %s",
            [db_time(moment), act.event.id, act.case.pk, act.event.id],
        )


def _session(act: Act, line: Given) -> int | None:
    """The session in whose time the day lies: from its opening until the next one opens."""
    known = act.batch.memory.setdefault("registers.sessions", list(
        Period.objects.filter(committee=act.committee, kind="session", opens__isnull=False).order_by("-opens").values_list("opens", "pk")
    ))  # fmt: skip
    return next((pk for opens, pk in known if line.day and opens <= line.day), None)


def confirm(act: Act) -> None:
    """The same line once more, as confirmed."""
    _again(act, Entry.objects.filter(case=act.case.pk, voided_by=None), sound=True)


def strike(act: Act) -> None:
    _over(act)


def restore(act: Act) -> None:
    """What the striking made void stands again, as new rows."""
    struck = Event.objects.filter(case=act.case.pk, step="strike").latest("seq")
    _again(
        act, Entry.objects.filter(case=act.case.pk, voided_by=struck.pk), sound=not REGISTERS[act.case.register].checked
    )


def _again(act: Act, entries: Any, **changed: Any) -> None:
    _over(act)
    for model, rows in (
        (Entry, list(entries)),
        (Tie, list(Tie.objects.filter(event_id__in=entries.values("event_id")))),
    ):
        for row in rows:
            kept = {field.attname: getattr(row, field.attname) for field in model._meta.concrete_fields}
            for name in ("id", "committee_id", "case_id", "recorded_at", "event_id", "voided_by"):
                kept.pop(name)
            act.dated(model, **{**kept, **changed})


def forget(act: Act) -> None:
    """Consent withdrawn: what is personal goes from every version, from the title, from what hangs on the events and from its files."""
    act.change(title=_("已撤回同意的一条"), said="")
    table = Entry._meta.db_table
    act.batch.later(
        f"UPDATE {table} SET private = %s, name = %s WHERE case_id = %s", ["{}", _("已撤回同意的一条"), act.case.pk]
    )
    for remark in Remark.objects.filter(event__case=act.case.pk, erased_at=None):
        act.change(remark, body="", salt="", erased_at=act.event.recorded_at, erased_by_id=act.post.person_id)
    files = Attachment.objects.filter(committee=act.case.committee_id, case=act.case.pk)
    paths = set(files.values_list("path", flat=True))
    files.delete()
    paths -= set(
        Attachment.objects.filter(committee=act.case.committee_id, path__in=paths).values_list("path", flat=True)
    )
    transaction.on_commit(lambda: _remove(paths))


def _remove(paths: set[str]) -> None:
    """Their contents, once it is certain that nothing names them any more."""
    for path in paths:
        Path(settings.FILES, path).unlink(missing_ok=True)


def has_private(case: Any, post: Any) -> Any:
    if not REGISTERS[case.register].private:
        yield Lack(_("这本台账里没有要征得同意的个人信息。"), moot=True)


def route(act: Act) -> str:
    """Where the register wants a second pair of eyes, a line waits for them."""
    return "waiting" if REGISTERS[act.case.register].checked else "kept"
