"""What a step of a research task, or of one of its findings, also does."""

import hashlib
from typing import Any

from django.utils.translation import gettext as _

from huiyin.kernel import clock, parameters
from huiyin.kernel.act import Act
from huiyin.kernel.models import Event, Facet, Post
from huiyin.kernel.refusal import BadDate, refused
from huiyin.kernel.who import Address
from huiyin.people import bodies
from huiyin.people.models import Member
from huiyin.research import rules
from huiyin.research.models import (
    FindingCheck,
    LeaderWord,
    PolicyConversion,
    ReportVersion,
    ResearchDeliberation,
    ResearchOutcome,
    TeamMember,
    Visitee,
)
from huiyin.research.visiting import day_of, named, tell_units
from huiyin.suggestions.models import Suggestion, SuggestionAnswer


def lines_of(text: str) -> list[str]:
    """One thing a line, without the numbers that people put before them."""
    rows = (line.strip().lstrip("0123456789.、．)） 　").strip() for line in text.splitlines())
    return [line for line in rows if line]


def not_in_future(act: Act) -> None:
    """What has happened is registered, not what is to come."""
    on = day_of(act.facts.get("on"))
    if on and on > (act.on or clock.today()):
        sentence = _("{day}还没有到。请填文件或批示上的日期。").format(day=clock.day_words(on))
        raise BadDate(sentence, {"on": sentence})


# the plan and the team ──────────────────────────────────────────────────────
def plan(act: Act) -> None:
    case = act.case
    act.change(number=act.number(f"research.{case.year}", lambda n: _("研〔{year}〕{n}号").format(year=case.year, n=n)))
    for name, value in (("form", case.form), ("led", case.led_by), ("report", case.report_kind)):
        act.dated(Facet, name=name, value=value)
    tell_units(act, act.facts.get("units") or [], "partner")


def units_here(case: Any, post: Any) -> list[tuple[int, str]]:
    return [(unit.pk, unit.name) for unit in bodies.existing(case.committee, "unit")]


def people_here(case: Any, post: Any) -> list[tuple[int, str]]:
    """The members in office, and the leaders, who are mostly members too."""
    found = {
        row.person_id: row.person.name
        for row in Member.objects.filter(committee=case.committee_id, ends=None).select_related("person")
    }
    leading = Post.objects.filter(committee=case.committee_id, role__in=("leader", "secretary"), ends=None)
    found |= {row.person.pk: row.person.name for row in leading.select_related("person") if row.person}
    return sorted(found.items(), key=lambda pair: pair[1])


def set_team(act: Act) -> None:
    """The team anew: who is not named any more leaves it today."""
    facts = act.facts
    names = dict(people_here(act.case, act.post))
    act.end(TeamMember)
    seen: set[int] = set()
    for duty, people in (
        ("head", [facts.get("head")]),
        ("writer", [facts.get("writer")]),
        ("member", facts.get("members") or []),
    ):
        for person in people:
            if person and (person not in seen or duty != "member"):
                seen.add(person)
                act.dated(TeamMember, person_id=person, name=names.get(person, ""), duty=duty)
    for name, body in named(facts.get("experts") or "", "experts"):
        act.dated(TeamMember, name=name, body=body, duty="expert")


# findings and items ─────────────────────────────────────────────────────────
def find(act: Act) -> None:
    facts = act.facts
    row = Visitee.objects.filter(pk=facts["visitee"]).first() if facts.get("visitee") else None
    whose = row.name if row else facts.get("whose") or ""
    act.open(
        "finding", facts.get("heading") or act.case.title, whose=whose, visitee=row, words=facts.get("found") or ""
    )


def suggest(act: Act) -> None:
    start = Suggestion.objects.filter(case=act.case.pk).count()
    for number, text in enumerate(lines_of(act.facts.get("items") or ""), 1):
        act.dated(Suggestion, position=start + number, text=text)


def items_here(case: Any, post: Any) -> list[tuple[int, str]]:
    return [(row.pk, f"{row.position}. {row.text[:60]}") for row in rules.items(case)]


def drop_item(act: Act) -> None:
    act.end(Suggestion, id=act.facts["row"])


# the report ─────────────────────────────────────────────────────────────────
def another(act: Act) -> None:
    last = rules.last_version(act.case)
    if act.source == "entered" and last and (last.title, last.text) == (act.facts["heading"], act.facts["text"]):
        raise refused("text", _("和上一稿一字不差，不用再存。改了以后再存一稿。"))


def write(act: Act) -> None:
    """A version of its own; the one before it is kept as it was."""
    facts = act.facts
    act.end(ReportVersion)
    act.dated(
        ReportVersion, title=facts.get("heading") or act.case.title, text=facts.get("text") or "", note=facts.get("changed") or "",
        writer_id=act.post.person_id,
    )  # fmt: skip


def deliberate(act: Act) -> None:
    facts = act.facts
    act.dated(
        ResearchDeliberation,
        body=facts.get("body") or "committee",
        decision=facts.get("decision") or "",
        result=facts["result"],
        words=facts.get("opinion") or "",
    )


def deliberation_goes(act: Act) -> str:
    return "drafting" if act.facts["result"] == "again" else "deliberated"


def sign(act: Act) -> None:
    """The report gets its number, once and for good, and the digest of its text stands beside it."""
    today = act.on or clock.today()
    pattern = str(parameters.get(act.committee, "P-49N", today))
    number = act.number(
        f"research.report.{today.year}",
        lambda n: pattern.format(year=today.year, seq=n, term="", session=""),
        act.facts.get("number") or "",
    )
    last = rules.last_version(act.case)
    digest = hashlib.sha256(f"{last.title}\n{last.text}".encode()).hexdigest() if last else ""
    name = act.post.person.name if act.post.person else ""
    act.change(report_number=number, signed_on=today, signer=name, report_sha256=digest)


def send(act: Act) -> None:
    act.change(sent_to=act.facts.get("addressees") or "", sent_on=act.on or clock.today())


def conclude(act: Act) -> None:
    act.change(conclusion=act.facts.get("words") or "")


# what came of it ────────────────────────────────────────────────────────────
def instruction_whole(act: Act) -> None:
    """A demand names who must act; only a 圈阅 has no words (R-211)."""
    facts = act.facts
    if act.source != "entered":
        return
    if facts["polarity"] == "demand" and not facts.get("units"):
        raise refused("units", _("要求办理的批示，请选由哪些单位办。"))
    if facts["polarity"] != "read" and not facts.get("words"):
        raise refused("words", _("请照着批示件写下批示的话。只画了圈的，请选“圈阅”。"))


def instruct(act: Act) -> None:
    """3 instructions on one report are 3 批示 and 1 获批示报告; each unit that must act has a case of its own with a clock."""
    facts, case = act.facts, act.case
    on = day_of(facts.get("on")) or act.on
    counted = facts["polarity"] != "read" or str(parameters.get(act.committee, "P-49", act.on)) == "yes"
    act.dated(
        LeaderWord, counted=counted, leader=facts["leader"], position=facts.get("position") or "", level=facts.get("level") or "district",
        rank=facts.get("rank") or "other", polarity=facts["polarity"], words=facts.get("words") or "", on=on,
    )  # fmt: skip
    units = facts.get("units") or [] if facts["polarity"] == "demand" else []
    for unit in units:
        act.open(
            "instruction", case.title, leader_id=None, leader_name=facts["leader"], addressee_id=unit, words=facts.get("words") or "",
            on_paper=True, polarity="demand", kept_by="general_office", number=case.report_number,
        )  # fmt: skip
    tell_units(act, units, "instructed")
    act.tell(
        [Address("unit", unit) for unit in units],
        _("《{title}》有{who}的批示，请按期回应。").format(title=case.title, who=facts["leader"]),
    )


def take_back(act: Act, event: Any) -> None:
    """An instruction that was registered by mistake: the units that were to act on it need not."""
    opened = Event.objects.filter(
        kind="instruction", step="open", recorded_at=event.recorded_at, case__parent=act.case.pk
    )
    for pk in opened.values_list("case", flat=True):
        row = act.load(pk)
        if not row.finished:
            act.move(row, "withdraw")


def not_converted_twice(act: Act) -> None:
    facts = act.facts
    if act.source != "entered":
        return
    same = PolicyConversion.objects.filter(
        case=act.case.pk, kind=facts["into"], document=facts["document"], clause=facts.get("clause") or "", **rules.NOW
    )
    if same.exists():
        raise refused("clause", _("这个文件的这一条已经记过了，同一条只算一次。另一条请写明是哪一条。"))


def convert(act: Act) -> None:
    facts = act.facts
    act.dated(
        PolicyConversion, kind=facts["into"], document=facts.get("document") or "", doc_number=facts.get("doc_number") or "",
        clause=facts.get("clause") or "", body=facts.get("body") or "", on=day_of(facts.get("on")) or act.on,
        degree=facts.get("degree") or "", suggestion_id=facts.get("item"),
    )  # fmt: skip


def adopt(act: Act) -> None:
    facts = act.facts
    act.end(SuggestionAnswer, suggestion_id=facts["item"])
    act.dated(
        SuggestionAnswer, suggestion_id=facts["item"], organisation_id=facts["unit"], adoption=facts["adoption"],
        text=facts.get("words") or "",
    )  # fmt: skip


def close(act: Act) -> None:
    act.dated(ResearchOutcome, what=act.facts.get("outcome") or "none")


# one finding ────────────────────────────────────────────────────────────────
def refer(act: Act) -> None:
    """It becomes the unit's; from now on the unit sees it, and what it belongs to."""
    unit = act.facts["unit"]
    act.change(unit_id=unit)
    tell_units(act, [unit], "asked", act.load(act.case.parent_id))


def answer(act: Act) -> None:
    act.change(answer=act.facts.get("words") or "")


def check_goes(act: Act) -> str:
    return str(act.facts["verdict"])


def check(act: Act) -> None:
    facts = act.facts
    act.change(verdict=facts["verdict"], seen=facts.get("words") or "")
    act.end(FindingCheck)
    act.dated(FindingCheck, verdict=facts["verdict"])
