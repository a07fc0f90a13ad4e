"""Going there: visits ahead and made, and whom they met, by name or by head-count with its evidence (R-213, G6)."""

import re
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from huiyin.activities.attending import new_door
from huiyin.kernel import clock
from huiyin.kernel.act import Act
from huiyin.kernel.models import Facet
from huiyin.kernel.refusal import BadDate, refused
from huiyin.kernel.who import Address
from huiyin.research import rules
from huiyin.research.models import (
    INSPECTIONS,
    ResearchUnit,
    Visitee,
)

MOST_NAMES, MOST_HEADS = 300, 99999


def day_of(text: Any) -> date | None:
    return date.fromisoformat(text) if text else None


def tell_units(act: Act, units: list[int], why: str, case: Any = None) -> None:
    whole = case or act.case
    known = set(ResearchUnit.objects.filter(case=whole.pk, why=why, **rules.NOW).values_list("unit", flat=True))
    for unit in units:
        if unit not in known:
            act.dated(ResearchUnit, case=whole, unit_id=unit, why=why)


def ahead(act: Act) -> None:
    on = day_of(act.facts["on"])
    if act.source == "entered" and on and on < clock.today():
        sentence = _("{day}已经过去了。请填去的那天。").format(day=clock.day_words(on))
        raise BadDate(sentence, {"on": sentence})


def go(act: Act) -> None:
    """One visit is one activity: who came is registered there, and it is counted once it is over (G1)."""
    facts, case = act.facts, act.case
    day = day_of(facts["on"])
    act.change(visited_on=day)
    made = act.open(
        "activity", case.title, activity_kind="inspection" if case.form in INSPECTIONS else "research", meets_on=day,
        meets_at=facts.get("hour") or "", place=facts.get("place") or "", round=len(rules.visits(case)) + 1, door=new_door(),
    )  # fmt: skip
    for name, value in (("activity", "research"), ("form", case.form), ("led", case.led_by)):
        act.dated(Facet, case=made, name=name, value=value)
    units = facts.get("units") or []
    tell_units(act, units, "partner")
    act.tell(
        [*rules.team.owed(case), *(Address("unit", unit) for unit in units)],
        _("{day}实地调研：{title}，{place}").format(
            day=clock.day_words(day) if day else "", title=case.title, place=facts.get("place") or ""
        ),
    )
    if case.state == "field":
        act.owe_anew("write", rules.keeper.owed(case))


def visits_here(case: Any, post: Any) -> list[tuple[int, str]]:
    rows = rules.Activity.objects.filter(parent=case.pk).exclude(state="cancelled").order_by("-round")
    return [(row.pk, f"{clock.day_words(row.meets_on)} {row.place}") for row in rows]


def last_visit(case: Any, post: Any) -> Any:
    return next((pk for pk, _name in visits_here(case, post)), None)


def visitees(case: Any) -> Any:
    return Visitee.objects.filter(case=case.pk, **rules.NOW).order_by("pk")


def mark_of(name: str) -> str:
    """The same name with other brackets or spaces is the same one."""
    return re.sub(r"\s+", "", name).replace("(", "（").replace(")", "）")[:100]


def named(text: str, field: str = "names") -> list[tuple[str, str]]:
    """[(name, about)] of lines like 澄江机械厂，链条车间. Errors: Missing under `field`."""
    found = []
    for line in text.splitlines():
        if not line.strip():
            continue
        name, _mark, about = re.sub(r"[，,\t;；]", "，", line.strip()).partition("，")
        name = name.strip()
        if not name or len(name) > 100:
            raise refused(field, _("“{line}”看不出名称。每行一个：名称，说明。").format(line=line.strip()[:40]))
        found.append((name, about.strip()[:100]))
    if len(found) > MOST_NAMES:
        raise refused(field, _("一次最多 {n} 行。人多时请只记人数，传签到表照片。").format(n=MOST_NAMES))
    return found


def not_twice(act: Act) -> None:
    """On one visit nobody is met twice; on another visit he may be, and is still counted once."""
    rows = named(act.facts.get("names") or "")
    if not rows and act.source == "entered":
        raise refused("names", _("请写上走访了谁，每行一个。"))
    there = visitees(act.case).filter(kind=act.facts["category"]).exclude(mark="")
    if visit := act.facts.get("visit"):
        there = there.filter(visit=visit)
    taken, twice = set(there.values_list("mark", flat=True)), []
    for name, _about in rows:
        if mark_of(name) in taken:
            twice.append(name)
        taken.add(mark_of(name))
    if twice and act.source == "entered":
        words = _("{names}已经记过了，同一个只算一次。真是两家同名的，请在名称里写上区别。")
        raise refused("names", words.format(names="、".join(twice)))


def visited(act: Act) -> None:
    for name, about in named(act.facts.get("names") or ""):
        act.dated(
            Visitee,
            visit_id=act.facts.get("visit"),
            kind=act.facts["category"],
            name=name,
            about=about,
            mark=mark_of(name),
        )


def heads_are_many(act: Act) -> None:
    number = act.facts.get("number")
    if number is None or not str(number).isdigit() or not 1 <= int(number) <= MOST_HEADS:
        raise refused("number", _("人数（家数）从 1 到 {n}，写整数。").format(n=MOST_HEADS))


def visited_heads(act: Act) -> None:
    act.dated(
        Visitee, visit_id=act.facts.get("visit"), kind=act.facts["category"], people=int(act.facts["number"]),
        evidence_id=act.facts["evidence_file"].pk,
    )  # fmt: skip


def called(row: Visitee) -> str:
    if not row.mark:
        return _("{kind} {n}").format(kind=row.get_kind_display(), n=row.people)
    return f"{row.name}（{row.about}）" if row.about else row.name


def visitees_here(case: Any, post: Any) -> list[tuple[int, str]]:
    return [(row.pk, f"{row.get_kind_display()}：{called(row)}") for row in visitees(case)]


def met_here(case: Any, post: Any) -> list[tuple[int, str]]:
    """Those with a name, enterprises first: whose the problem is."""
    rows = [row for row in visitees(case) if row.mark]
    rows.sort(key=lambda row: row.kind != "enterprise")
    return [(row.pk, called(row)) for row in rows]


def unvisit(act: Act) -> None:
    act.end(Visitee, id=act.facts["row"])
