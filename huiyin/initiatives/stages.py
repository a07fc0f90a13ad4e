"""What a step of investment also does: stages with their days and amounts, readings, procedures, talks, trips and quotas (R-221 to R-223)."""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from huiyin.initiatives.effects import day
from huiyin.initiatives.models import (
    STAGES,
    Coordination,
    InvestStage,
    InvestTalk,
    InvestTarget,
    Procedure,
    Quota,
    Reading,
    ReadingReversed,
)
from huiyin.initiatives.rules import NOW, stages_reached
from huiyin.kernel import clock
from huiyin.kernel.act import Act
from huiyin.kernel.models import Facet, Organisation
from huiyin.kernel.refusal import BadDate, refused

ORDER = [code for code, _label in STAGES]
LABELS = dict(STAGES)
MOST = Decimal("999999999999.99")


def later_stages(case: Any, post: Any) -> list[tuple[str, str]]:
    """Those after the one where it is; stages may be left out, and any project may be lost."""
    at = ORDER.index(case.stage)
    return [(code, str(LABELS[code])) for code in ORDER[at + 1 :]]


def yuan(act: Act, name: str) -> Decimal | None:
    """An amount in 万元, to the hundred yuan. Errors: Missing for a negative one, or one finer than that."""
    text = act.facts.get(name)
    if text in (None, ""):
        return None
    value = Decimal(str(text))
    if value < 0 or value > MOST:
        raise refused(name, _("金额要写万元，从 0 起，例如 4130 或 7599.03。"))
    if value != round(value, 2):
        raise refused(name, _("金额最多写到小数点后两位（万元），例如 7599.03。"))
    return value


def moment(on: date) -> datetime:
    """A day's noon; of today this very moment, so that it lies after what was done before and not in the future."""
    return clock.now() if on == clock.today() else clock.at_noon(on)


def not_ahead(act: Act, name: str = "on") -> date:
    """Errors: BadDate for a day that has not come."""
    on = day(act.facts[name]) if act.facts.get(name) else (act.on or clock.today())
    if on > clock.today():
        sentence = _("{day}还没到。请填事情发生当天的日期。").format(day=clock.day_words(on))
        raise BadDate(sentence, {name: sentence})
    return on


# stages ────────────────────────────────────────────────────────────────────
NEEDS = {"registered": "signed", "landed": "signed"} | dict.fromkeys(
    ("started", "building", "producing", "done"), "landed"
)
"""What must have been reached before: signed and landed carry the amounts that everything after is held against."""
AMOUNTS = {"planning": "planned", "signed": "signed", "landed": "landed"}


def stage_now(case: Any) -> InvestStage | None:
    return InvestStage.objects.filter(case=case.pk, **NOW).order_by("-at", "-pk").first()


def fits(act: Act) -> None:
    """In its order of days, with its amount; a landed amount above the contracted one is refused or explained (R-221)."""
    if act.source != "entered":
        return
    on, stage, facts = not_ahead(act), act.facts["stage"], act.facts
    last = stage_now(act.case)
    if last is not None and last.at and on < clock.local_day(last.at):
        sentence = _("“{stage}”是{day}的事，后面的阶段不能更早。").format(
            stage=LABELS[last.stage], day=clock.day_words(clock.local_day(last.at))
        )
        raise BadDate(sentence, {"on": sentence})
    needed = NEEDS.get(stage)
    if needed and needed not in stages_reached(act.case):
        sentence = _("还没有登记“{needed}”，到不了“{stage}”。请先推进到“{needed}”。").format(
            needed=LABELS[needed], stage=LABELS[stage]
        )
        raise refused("stage", sentence)
    if stage == "landed":
        _landed_fits(act, yuan(act, "landed"), facts.get("why"))


def signed_amount(case: Any) -> Decimal | None:
    row = InvestStage.objects.filter(case=case.pk, stage="signed", voided_by=None).order_by("-at").first()
    return row.amount if row else None


def _landed_fits(act: Act, landed: Decimal | None, why: Any) -> None:
    signed = signed_amount(act.case)
    if landed is not None and signed is not None and landed > signed and not why:
        raise refused(
            "why",
            _("落地 {landed} 万元，多过签约的 {signed} 万元。请核对；确实多的，写明为什么。").format(
                landed=landed, signed=signed
            ),
        )


def advance_goes(act: Act) -> str:
    return str(act.facts["stage"])


def advance(act: Act) -> None:
    """It reached a stage on a day: `is at` is the row that has not ended, `ever reached` any row."""
    facts, stage = act.facts, act.facts["stage"]
    on = not_ahead(act) if act.source == "entered" else (day(facts["on"]) if facts.get("on") else act.on)
    at = moment(on) if on else act.at
    _end_stage(act, at)
    amount = yuan(act, AMOUNTS[stage]) if stage in AMOUNTS else None
    act.dated(
        InvestStage, at=at, stage=stage, amount=amount, channel=facts.get("channel") or "", why=facts.get("why") or ""
    )
    values = {name: facts[name] for name in ("parties", "introducer") if facts.get(name)}
    if stage == "lost":
        values["lost_why"] = facts.get("why") or ""
    act.change(stage=stage, **values)


def _end_stage(act: Act, at: datetime | None) -> None:
    """The stage where it was ends on the day on which the next one was reached, which may lie before today."""
    for row in act.batch.memory.get((InvestStage, act.case.pk), ()):
        if row.until is None:
            row.until, row.ended_by = at, act.event.id
    if act.case.pk not in act.batch.fresh:
        for row in InvestStage.objects.filter(case=act.case.pk, **NOW):
            act.change(row, until=at, ended_by=act.event.id)


def stage_undone(act: Act, voided: Any) -> None:
    """A stage that was entered by mistake is voided, and the one before it holds again; nothing is written over."""
    act.change(stage=voided.from_state)


def enter(act: Act) -> None:
    """A lead is registered: its number of the year, its first stage."""
    year = (act.on or clock.today()).year
    act.change(number=act.number(f"investment.{year}", lambda n: _("招〔{year}〕{n}号").format(year=year, n=n)))
    act.dated(InvestStage, stage="lead", amount=None, channel="", why="")


# contracted projects and readings ──────────────────────────────────────────
def contract(act: Act) -> None:
    """One project, one leader, one yearly target (R-222)."""
    facts = act.facts
    year = int(Decimal(facts["year"]))
    amount = yuan(act, "target")
    if not 2000 <= year <= clock.today().year + 1:
        raise refused("year", _("年份写四位数，最晚到明年。"))
    if not amount:
        raise refused("target", _("全年目标要大于 0。没有目标，就算不出完成了多少。"))
    there = InvestTarget.objects.filter(case=act.case.pk, year=year, **NOW).first()
    if there is not None and there.amount != amount and not facts.get("why"):
        raise refused(
            "why", _("{year} 年的目标已经定了 {was} 万元。要改的，写明为什么。").format(year=year, was=there.amount)
        )
    if there is not None:
        act.change(
            there, voided_by=act.event.id
        )  # it is the whole year's; as known before today the old one still counts
    act.dated(InvestTarget, at=clock.at_noon(date(year, 1, 1)), year=year, amount=amount)
    act.change(holder_id=facts["holder"])


def day_of(row: Any) -> date:
    """The day of a dated row that has one."""
    return clock.local_day(row.at)


def standing_readings(case: Any, year: int) -> Any:
    return Reading.objects.filter(case=case.pk, year=year, voided_by=None).order_by("-at", "-pk")


def reading_fits(act: Act) -> None:
    """Cumulative: a day not read yet, no less than before, no less than what comes after (DOMAIN 3.7)."""
    if act.source != "entered":
        return
    on = not_ahead(act)
    completed = yuan(act, "completed") or Decimal(0)
    total, arrived = yuan(act, "total"), yuan(act, "arrived")
    if total is not None and total < completed:
        raise refused("total", _("开工以来累计不能少于今年累计的 {n} 万元。").format(n=completed))
    rows = list(standing_readings(act.case, on.year))
    if any(day_of(row) == on for row in rows):
        raise refused(
            "on", _("{day}已经有一次读数。要改的，请先冲销那一次，再重新报。").format(day=clock.day_words(on))
        )
    if not InvestTarget.objects.filter(case=act.case.pk, year=on.year, **NOW).exists():
        raise refused("on", _("{year} 年还没有定目标。请先定包抓和全年目标。").format(year=on.year))
    _no_less(act, on, rows, {"completed": completed, "arrived": arrived, "total": total})


def _no_less(act: Act, on: date, rows: list[Reading], given: dict[str, Decimal | None]) -> None:
    before = next((row for row in rows if day_of(row) < on), None)
    later = [row for row in rows if day_of(row) > on]
    for name, value in given.items():
        was = getattr(before, name, None)
        if value is not None and was is not None and value < was and not act.facts.get("why"):
            raise refused(
                "why",
                _("{day}报过累计 {was} 万元，这次 {now} 万元，比上次少。请核对；确实少了，写明为什么。").format(
                    day=clock.day_words(day_of(before)),
                    was=was,
                    now=value,  # type: ignore[union-attr, arg-type]
                ),
            )
    if later and given["completed"] is not None and given["completed"] > later[-1].completed:
        raise refused(
            "completed",
            _("{day}的累计才 {n} 万元，更早的一天不能更多。").format(
                day=clock.day_words(day_of(later[-1])), n=later[-1].completed
            ),
        )


def read(act: Act) -> None:
    facts = act.facts
    on = not_ahead(act) if act.source == "entered" else (day(facts["on"]) if facts.get("on") else act.on)
    assert on is not None
    act.dated(
        Reading, at=moment(on), year=on.year, completed=yuan(act, "completed") or Decimal(0), total=yuan(act, "total"),
        arrived=yuan(act, "arrived"), told_by=facts.get("told_by") or "", why=facts.get("why") or "",
    )  # fmt: skip


def readings_here(case: Any, post: Any) -> list[tuple[int, str]]:
    rows = Reading.objects.filter(case=case.pk, voided_by=None).order_by("-at", "-pk")
    return [
        (row.pk, _("{day} 累计 {n} 万元").format(day=day_of(row).isoformat(), n=row.completed))
        for row in rows
        if row.at
    ]


def reverse(act: Act) -> None:
    """The reading stays, voided by this act; as known on an earlier day it still counts, so that a past report stays what it was (G14)."""
    row = Reading.objects.get(pk=act.facts["reading"])
    act.change(row, voided_by=act.event.id)
    act.dated(ReadingReversed, reading_id=row.pk, why=act.facts["why"])


# held by the hand ──────────────────────────────────────────────────────────
def lines(text: str) -> Iterable[tuple[str, str]]:
    for line in text.splitlines():
        name, _bar, office = line.replace("|", "｜").partition("｜")
        if name.strip():
            yield name.strip()[:80], office.strip()[:60]


def list_procedures(act: Act) -> None:
    position = Procedure.objects.filter(case=act.case.pk).count()
    for number, (name, office) in enumerate(lines(act.facts["items"]), 1):
        act.dated(Procedure, position=position + number, name=name, office=office)


def open_procedures(case: Any, post: Any) -> list[tuple[int, str]]:
    rows = Procedure.objects.filter(case=case.pk, done_on=None, **NOW).order_by("position")
    return [(row.pk, f"{row.name}（{row.office}）" if row.office else row.name) for row in rows]


def tick_off(act: Act) -> None:
    row = Procedure.objects.get(pk=act.facts["procedure"])
    act.change(row, done_on=not_ahead(act), paper=act.facts.get("paper") or "")


def coordinate(act: Act) -> None:
    act.dated(Coordination, at=moment(not_ahead(act)), whom=act.facts["whom"], words=act.facts["words"])


def talk(act: Act) -> None:
    at = moment(not_ahead(act))
    for name, _rest in lines(act.facts["enterprises"]):
        act.dated(InvestTalk, at=at, enterprise=name)


# trips ─────────────────────────────────────────────────────────────────────
def trip_planned(act: Act) -> None:
    year = act.case.on.year
    act.change(number=act.number(f"trip.{year}", lambda n: _("走请〔{year}〕{n}号").format(year=year, n=n)))


def trip_done(act: Act) -> None:
    """Enterprises that were talked with are counted by name; each lead becomes a record of its own that knows where it came from."""
    facts, case = act.facts, act.case
    act.change(result=facts["result"])
    at = moment(case.on) if case.on <= clock.today() else act.at
    act.dated(Facet, at=at, name="trip", value=case.direction)
    if case.leader_id:
        act.dated(Facet, at=at, name="trip_led", value="yes")
    for name, _rest in lines(facts.get("enterprises") or ""):
        act.dated(InvestTalk, at=at, enterprise=name)
    for title, _rest in lines(facts.get("leads") or ""):
        made = act.open("investment", title, parent=None, source_of=f"{case.number} {case.title}"[:120])
        act.move(made, "enter")


def trip_is_over(act: Act) -> None:
    if act.source == "entered" and act.case.on > clock.today():
        raise BadDate(_("这次走请活动是{day}，还没到。").format(day=clock.day_words(act.case.on)))


# quotas ────────────────────────────────────────────────────────────────────
def set_quota(act: Act) -> None:
    """One quota of each kind (and body) a year; a later one takes its place."""
    facts, owner = act.facts, act.facts.get("owner")
    number = str(facts.get("number") or "0")
    if not number.isdigit():
        raise refused("number", _("任务个数写整数。"))
    amount = yuan(act, "amount") or Decimal(0)
    if number == "0" and not amount:
        raise refused("number", _("个数和金额至少写一样。"))
    for row in Quota.objects.filter(case=act.case.pk, what=facts["what"], owner=owner, **NOW):
        act.change(row, voided_by=act.event.id)
    first = clock.at_noon(date(act.case.year, 1, 1))
    act.dated(Quota, at=first, what=facts["what"], number=int(number), amount=amount, owner_id=owner)


def body_of(act: Act) -> None:
    """One body counts it; others that have a part in it are flagged (R-223)."""
    act.change(body=Organisation.objects.get(pk=act.facts["body"]), joint=bool(act.facts.get("joint")))
