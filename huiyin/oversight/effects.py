"""What a step of oversight, of one of its letters or of an item also does."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from huiyin.activities.attending import new_door
from huiyin.kernel import clock, parameters
from huiyin.kernel.act import Act
from huiyin.kernel.models import Facet
from huiyin.kernel.refusal import BadDate, Refused, refused
from huiyin.kernel.who import Address
from huiyin.oversight import rules
from huiyin.oversight.models import (
    OversightAnswer,
    OversightFinding,
    OversightItem,
    OversightLetter,
    OversightOutcome,
    SecondLook,
    UnitTold,
    UnitWatched,
)
from huiyin.people import bodies
from huiyin.suggestions.models import Suggestion, SuggestionAnswer

ENDED = ("rectified", "partly", "not_done")
STATE_OF = {"rectified": "rectified", "partly": "partly", "not": "not_done"}
ADOPTION_OF = {"accept": "adopted", "partly": "partly", "explain": "not_adopted"}
LETTERS = "oversight.letter"


def _day(text: str) -> date:
    return date.fromisoformat(text)


def lines_of(text: str) -> list[str]:
    """One thing a line, without the numbers that people put before them."""
    rows = (line.strip().lstrip("0123456789.、．)） 　").strip() for line in text.splitlines())
    return [line for line in rows if line]


def plan(act: Act) -> None:
    """It stands in the year's plan, with the bodies that it will look at; none of them is told."""
    case = act.case
    act.change(
        number=act.number(f"oversight.{case.year}", lambda n: _("监〔{year}〕{n}号").format(year=case.year, n=n))
    )
    for unit in act.facts["units"]:
        act.dated(UnitWatched, unit_id=unit)
    for name in ("form", "mode", "origin"):
        act.dated(Facet, name=name, value=getattr(case, name))


def units_here(case: Any, post: Any) -> list[tuple[int, str]]:
    return [(unit.pk, unit.name) for unit in bodies.existing(case.committee, "unit")]


def units_watched(case: Any, post: Any) -> list[tuple[int, str]]:
    rows = UnitWatched.objects.filter(case=case.pk, **rules.NOW).select_related("unit").order_by("unit__name")
    return [(row.unit_id, row.unit.name) for row in rows]


# going there ───────────────────────────────────────────────────────────────
def not_random(act: Act) -> None:
    """R-162: oversight without notice is not announced."""
    if act.case.mode == "random":
        raise Refused(_("这是随机式监督，事先不通知单位。请用“不打招呼去看”。"))


def ahead(act: Act) -> None:
    if act.source == "entered" and _day(act.facts["on"]) < clock.today():
        sentence = _("{day}已经过去了。请填去的那天。").format(day=clock.day_words(_day(act.facts["on"])))
        raise BadDate(sentence, {"on": sentence})


def notify(act: Act) -> None:
    """The bodies are told when and about what; from now on they see it."""
    day = _day(act.facts["on"])
    watched = [pk for pk, _name in units_watched(act.case, act.post)]
    tell_units(act, watched)
    act.tell(
        [Address("unit", unit) for unit in watched],
        _("政协将于{day}到您单位开展民主监督：{title}").format(day=clock.day_words(day), title=act.case.title),
    )
    visit(act)


def tell_units(act: Act, units: list[int]) -> None:
    known = set(UnitTold.objects.filter(case=act.case.pk, **rules.NOW).values_list("unit", flat=True))
    for unit in units:
        if unit not in known:
            act.dated(UnitTold, unit_id=unit)


def visit(act: Act) -> None:
    """One visit is one activity: who came is registered there, and it is counted once it is over (G1)."""
    facts, case = act.facts, act.case
    day = _day(facts["on"])
    act.change(visited_on=day, methods=" ".join(facts.get("methods") or case.methods.split()))
    made = act.open(
        "activity", case.title, activity_kind="visit", meets_on=day, meets_at=facts.get("hour") or "",
        place=facts["place"], round=len(rules.visits(case)) + 1, door=new_door(),
    )  # fmt: skip
    act.dated(Facet, case=made, name="activity", value="oversight")
    act.dated(Facet, case=made, name="mode", value=case.mode)
    act.close_todos("draft")
    if case.state == "visiting":
        act.owe("draft", rules.keeper.owed(case))


def find(act: Act) -> None:
    """One item of a letter (G5): what was seen at which body, and what is asked of it."""
    facts = act.facts
    number = Suggestion.objects.filter(case=act.case.pk).count() + 1
    row = act.dated(Suggestion, position=number, text=facts["asks"])
    act.dated(
        OversightFinding, unit_id=facts["unit"], heading=facts["heading"], found=facts["found"], suggestion_id=row.pk
    )  # fmt: skip


def found_here(case: Any, post: Any) -> list[tuple[int, str]]:
    return [(row.pk, f"{row.unit.name}：{row.heading}") for row in rules.findings(case)]


def strike(act: Act) -> None:
    row = OversightFinding.objects.get(pk=act.facts["row"])
    act.end(OversightFinding, id=row.pk)
    act.end(Suggestion, id=row.suggestion_id)


# the letters ───────────────────────────────────────────────────────────────
def draft(act: Act) -> None:
    """A letter to each body of which something was found; letters of an earlier draft are used again."""
    case = act.case
    wanted = list(dict.fromkeys(row.unit_id for row in rules.findings(case)))
    there = {row.unit_id: row for row in OversightLetter.objects.filter(parent=case.pk, state="drafted")}
    for unit in wanted:
        if unit not in there:
            act.open("oversight_letter", case.title, unit_id=unit)
    for unit, row in there.items():
        if unit not in wanted:
            act.move(act.load(row.pk), "drop")


def sign(act: Act) -> None:
    """Each letter gets its number, once and for good; who signed stands in the ledger and on the paper."""
    today = act.on or clock.today()
    pattern = str(parameters.get(act.committee, "P-42N", today))
    name = act.post.person.name if act.post.person else ""
    for row in OversightLetter.objects.filter(parent=act.case.pk, state="drafted").order_by("unit__name", "pk"):
        letter = act.load(row.pk)
        number = act.number(
            f"{LETTERS}.{today.year}", lambda n: pattern.format(year=today.year, seq=n, term="", session="")
        )
        act.change(letter, number=number, signed_on=today, signer=name)


def send(act: Act) -> None:
    """The letters go out, and each of their items becomes the unit's, with a clock of its own (P-42)."""
    case = act.case
    rows = list(rules.findings(case))
    tell_units(act, list(dict.fromkeys(row.unit_id for row in rows)))
    for found in OversightLetter.objects.filter(parent=case.pk, state="drafted").order_by("pk"):
        letter = act.load(found.pk)
        act.change(letter, sent_by=act.facts["sent_by"])
        act.move(letter, "deliver")
        act.dated(OversightOutcome, what="letter", words=letter.number)
    for row in rows:
        made = act.open("oversight_item", row.heading, unit_id=row.unit_id, suggestion_id=row.suggestion_id)
    act.own(case, Address("unit", made.unit_id), made.due)


def reply(act: Act) -> None:
    act.change(answer_number=act.facts.get("doc_number") or "")


# one item ──────────────────────────────────────────────────────────────────
def promised_later(act: Act) -> None:
    """What is accepted has a day on which it will be put right."""
    by = act.facts.get("by")
    if act.source != "entered":
        return
    if act.facts["stance"] != "explain" and not by:
        raise refused("by", _("接受建议的，请写明哪一天整改到位。"))
    if by and _day(by) < clock.today():
        sentence = _("{day}已经过去了。请填将来的日期；已经整改好的，填今天。").format(day=clock.day_words(_day(by)))
        raise BadDate(sentence, {"by": sentence})


def answer(act: Act) -> None:
    facts, case = act.facts, act.case
    act.change(stance=facts["stance"], answer=facts["words"], by=_day(facts["by"]) if facts.get("by") else None)
    act.end(OversightAnswer)
    act.dated(OversightAnswer, stance=facts["stance"], unit_id=case.unit_id)
    act.end(SuggestionAnswer, of=case.parent_id, suggestion_id=case.suggestion_id)
    act.dated(
        SuggestionAnswer, case_id=case.parent_id, suggestion_id=case.suggestion_id, organisation_id=case.unit_id,
        adoption=ADOPTION_OF[facts["stance"]], text=facts["words"],
    )  # fmt: skip


def look_goes(act: Act) -> str:
    return STATE_OF[str(act.facts["verdict"])]


def look(act: Act) -> None:
    """The second visit: what is put right counts as an outcome; what is not, is said in words (DOMAIN 3.6)."""
    facts, case = act.facts, act.case
    act.change(verdict=facts["verdict"], seen=facts["words"])
    act.end(SecondLook)
    act.dated(SecondLook, verdict=facts["verdict"], way=facts["way"])
    act.end(OversightOutcome, what="rectified")
    if facts["verdict"] == "rectified":
        act.dated(OversightOutcome, what="rectified", words=case.title[:200])
    whole = act.load(case.parent_id)
    others = OversightItem.objects.filter(parent=case.parent_id).exclude(pk=case.pk).exclude(state__in=ENDED)
    if whole.state == "answering" and not others.exists():
        act.move(whole, "settled")


def again(act: Act) -> None:
    """Not put right: the unit answers anew; a subject that was ready to be reported, or was, goes back to answering."""
    whole = act.load(act.case.parent_id)
    if whole.state != "answering":
        act.move(whole, "resume")
    act.own(whole, Address("unit", act.case.unit_id), act.case.due)


# the end ───────────────────────────────────────────────────────────────────
def outcome(act: Act) -> None:
    act.dated(OversightOutcome, what="rule", words=act.facts["title"])


def report(act: Act) -> None:
    act.change(report=act.facts["words"])
