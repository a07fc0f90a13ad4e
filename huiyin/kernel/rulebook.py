"""How a committee changes its local rules and its calendar: value, event and rules_version in one transaction.

A clock that runs keeps the value it started with (it stands in its todo); what starts from `valid_from` on has the new one.
"""

from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from huiyin.kernel import clock, ledger, parameters
from huiyin.kernel.models import CalendarDay, Committee, Event, ParameterValue, Post
from huiyin.kernel.refusal import Missing, Refused

PARAMETER_SET = "parameter.set"
DAY_SET, DAY_CLEARED = "calendar.set", "calendar.cleared"
EARLIEST, LATEST_YEARS = date(1990, 1, 1), 10


def set_parameter(committee: Committee, code: str, value: Any, valid_from: date, as_: Post, reason: str) -> Event:
    """Write what the committee has decided for a rule, from a day on. `value` is already checked (rulevalues.read).

    Errors: Refused for an unknown code, a day out of range, or no change; Missing without a reason.
    """
    if code not in parameters.REGISTRY:
        raise Refused(_("没有编号为“{code}”的参数。").format(code=code))
    if not reason.strip():
        raise Missing(_("请写明依据，例如哪次会议定的。"), {"reason": _("请写明依据，例如哪次会议定的。")})
    _check_day(valid_from, "valid_from")
    with transaction.atomic():
        _lock(committee)
        before = parameters.get(committee, code, valid_from)
        if before == value:
            same = _("从那天起本来就是这个值，没有要改的。")
            raise Refused(same, {"value": same})
        facts = {"code": code, "from": before, "to": value, "valid_from": valid_from.isoformat()}
        event = ledger.record(committee, PARAMETER_SET, as_=as_, facts=facts, personal={"reason": reason.strip()})
        ParameterValue.objects.create(
            committee=committee, code=code, value=value, valid_from=valid_from,
            recorded_at=event.recorded_at, event_id=event.pk,
        )  # fmt: skip
        _new_rules(committee)
    return event


def set_day(committee: Committee, day: date, working: bool, name: str, as_: Post) -> Event:
    """Make a day a holiday, or a weekend day a working one (R-312). Errors: Refused when it is so already."""
    _check_day(day, "day")
    with transaction.atomic():
        _lock(committee)
        if parameters.calendar(committee).working(day) == working:
            words = _("{day}本来就要上班。") if working else _("{day}本来就放假。")
            sentence = words.format(day=clock.day_words(day))
            raise Refused(sentence, {"day": sentence})
        CalendarDay.objects.update_or_create(committee=committee, day=day, defaults={"working": working, "name": name})
        event = ledger.record(
            committee, DAY_SET, as_=as_, facts={"day": day.isoformat(), "working": working, "name": name}
        )
        _new_rules(committee)
    return event


def clear_day(committee: Committee, day: date, as_: Post) -> Event:
    """Take one's own entry back, so that the country's calendar holds again. Errors: Refused when there is none."""
    with transaction.atomic():
        _lock(committee)
        removed, _rows = CalendarDay.objects.filter(committee=committee, day=day).delete()
        if not removed:
            raise Refused(_("{day}没有改过，不用恢复。").format(day=clock.day_words(day)))
        event = ledger.record(committee, DAY_CLEARED, as_=as_, facts={"day": day.isoformat()})
        _new_rules(committee)
    return event


def _check_day(day: date, field: str) -> None:
    if not EARLIEST <= day <= clock.today().replace(day=1, year=clock.today().year + LATEST_YEARS):
        sentence = _("日期要在 1990 年以后、{n} 年以内。请检查年份。").format(n=LATEST_YEARS)
        raise Refused(sentence, {field: sentence})


def _lock(committee: Committee) -> None:
    """Two changes at once come one after the other, each seeing what the other did."""
    Committee.objects.filter(pk=committee.pk).update(rules_version=F("rules_version"))
    committee.refresh_from_db(fields=["rules_version"])


def _new_rules(committee: Committee) -> None:
    Committee.objects.filter(pk=committee.pk).update(rules_version=F("rules_version") + 1)
    committee.refresh_from_db(fields=["rules_version"])
    transaction.on_commit(parameters.Pending(committee))
