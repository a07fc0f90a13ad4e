"""Local rules as data (DOMAIN 2.13): a default declared in code, a value per committee with a valid-from date."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

from huiyin.kernel import clock
from huiyin.kernel.calendar import Calendar
from huiyin.kernel.models import CalendarDay, Committee, ParameterValue


@dataclass(frozen=True)
class Parameter:
    """`kind`: span (3m, 15wd), number, flag, choice, text, labels (a JSON object), lines (a JSON list of [code, label])."""

    code: str
    name: Any
    default: Any
    kind: str
    group: Any = ""
    help: Any = ""
    choices: tuple[tuple[str, Any], ...] = ()
    check: Callable[[Any], None] | None = None


REGISTRY: dict[str, Parameter] = {}
_values: dict[tuple[int, int], dict[str, list[tuple[date, Any]]]] = {}
_calendars: dict[tuple[int, int], Calendar] = {}


class Pending:
    """What is read of rules that are not committed yet. To be given to transaction.on_commit: with a rollback it is gone, and the
    same version number may come to stand for other rules (L18)."""

    def __init__(self, committee: Committee) -> None:
        self.key = (committee.pk, committee.rules_version)
        self.values: dict[tuple[int, int], dict[str, list[tuple[date, Any]]]] = {}
        self.calendars: dict[tuple[int, int], Calendar] = {}

    def __call__(self) -> None:
        _values.update(self.values)
        _calendars.update(self.calendars)


def _pending(key: tuple[int, int]) -> Pending | None:
    waiting = (entry[1] for entry in connection.run_on_commit)
    return next((one for one in waiting if isinstance(one, Pending) and one.key == key), None)


def declare(*parameters: Parameter) -> None:
    for parameter in parameters:
        if parameter.code in REGISTRY and REGISTRY[parameter.code] != parameter:
            raise ValueError(f"parameter {parameter.code} is declared twice")
        REGISTRY[parameter.code] = parameter


def get(committee: Committee, code: str, on: date | None = None) -> Any:
    """The value that holds on that day (today if none is given), or the declared default."""
    value, _ = get_with_date(committee, code, on)
    return value


def get_with_date(committee: Committee, code: str, on: date | None = None) -> tuple[Any, date | None]:
    """The value and the day from which the committee has had it; no day for the declared default."""
    on = on or clock.today()
    for valid_from, value in _of(committee).get(code, ()):
        if valid_from <= on:
            return value, valid_from
    return REGISTRY[code].default, None


def calendar(committee: Committee) -> Calendar:
    """The committee's working days: its own entries over the country's calendar."""
    key = (committee.pk, committee.rules_version)
    pending = _pending(key)
    known = pending.calendars if pending else _calendars
    if key not in known:
        days = list(CalendarDay.objects.filter(committee=committee).values_list("day", "working", "name"))
        if len(known) > 500:
            known.clear()
        known[key] = Calendar({day: working for day, working, _ in days}, {day: name for day, _, name in days})
    return known[key]


def _of(committee: Committee) -> dict[str, list[tuple[date, Any]]]:
    key = (committee.pk, committee.rules_version)
    pending = _pending(key)
    known = pending.values if pending else _values
    if key not in known:
        found: dict[str, list[tuple[date, Any]]] = {}
        rows = ParameterValue.objects.filter(committee=committee).order_by("code", "-valid_from", "-recorded_at")
        for row in rows:
            found.setdefault(row.code, []).append((row.valid_from, row.value))
        if len(known) > 500:
            known.clear()
        known[key] = found
    return known[key]
