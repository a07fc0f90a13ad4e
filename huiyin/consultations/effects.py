"""What a step of a consultation, or of one of its items, also does."""

import hashlib
import re
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from huiyin.activities.attending import new_door
from huiyin.activities.models import Attendance
from huiyin.consultations import rules
from huiyin.consultations.forms import heading
from huiyin.consultations.models import (
    ABOUT,
    Check,
    Effect,
    Item,
    Look,
    Opinion,
    OutcomeRow,
    PublicConsultation,
    Signatory,
    SubIssue,
    UnitInvited,
)
from huiyin.handling.publishing import without_contacts
from huiyin.kernel import clock, parameters
from huiyin.kernel.act import Act
from huiyin.kernel.models import Facet
from huiyin.kernel.refusal import BadDate, Refused, refused
from huiyin.kernel.span import Span
from huiyin.kernel.who import Address
from huiyin.suggestions.models import Suggestion, SuggestionAnswer

ENDED = ("verified", "dropped")
MOST_ITEMS = 30


def raise_it(act: Act) -> None:
    """C1: its number, and the sides from which it is counted."""
    case = act.case
    year = (act.on or clock.today()).year
    act.change(number=act.number(f"consultation.{year}", lambda n: _("协〔{year}〕{n}号").format(year=year, n=n)))
    day = act.on or clock.today()
    site = case.site.name if case.site else ""
    act.change(
        heading=heading(
            act.committee, topic=case.title, form=case.form, brand=case.brand, site=site, number=case.number, on=day
        )
    )
    for name, value in (
        ("form", case.form),
        ("brand", case.brand),
        ("raised_as", case.raised_as),
        ("site", str(case.site_id or "")),
    ):
        if value:
            act.dated(Facet, name=name, value=value)


def fits(act: Act) -> None:
    """R-145: all four, or it is no topic."""
    if len(act.facts.get("fit") or ()) < 4 and act.source == "entered":
        raise refused("fit", _("四条都符合，才能列为议题。有一条不符合，请选“不列为议题”，把原因告诉提出人。"))


def agree(act: Act) -> None:
    act.change(convener=act.facts["convener"])


def _day(text: str) -> date:
    return date.fromisoformat(text)


def in_time(act: Act) -> None:
    """C4: people are told early enough (P-38), or it is said why not."""
    if act.source != "entered":
        return
    day, today = _day(act.facts["on"]), clock.today()
    if day < today:
        sentence = _("{day}已经过去了。请填开会那天。").format(day=clock.day_words(day))
        raise BadDate(sentence, {"on": sentence})
    code = "P-38" if act.case.form == "micro" else "P-38P"
    span = Span.parse(str(parameters.get(act.committee, code)))
    first = span.end(today, parameters.calendar(act.committee), roll=False)
    assert first is not None
    if day < first and not act.facts.get("hurry"):
        words = _("要提前 {span}通知，最早 {day}开会。来不及的，请写明原因。")
        raise refused("hurry", words.format(span=span.words(), day=clock.day_words(first)))


def notify(act: Act) -> None:
    """C4: the meeting stands, the units and the one who raised it are told."""
    facts = act.facts
    act.change(stakeholders=facts["stakeholders"], chair=facts["chair"])
    for unit in facts.get("units") or ():
        act.dated(UnitInvited, unit_id=unit)
    _meet(act, 1)
    act.tell(
        [Address("unit", unit) for unit in facts.get("units") or ()],
        _("请派能作主的人参加协商：{title}，{day}，{place}").format(
            title=act.case.title, day=clock.day_words(_day(facts["on"])), place=facts["place"]
        ),
    )


def _meet(act: Act, number: int) -> None:
    facts, case = act.facts, act.case
    day = _day(facts["on"])
    act.change(meets_on=day)
    made = act.open(
        "activity", case.heading or case.title, activity_kind="consultation", host_id=case.site_id, meets_on=day,
        meets_at=facts.get("hour") or "", place=facts["place"], round=number, door=new_door(),
    )  # fmt: skip
    act.dated(Facet, case=made, name="activity", value="consultation")
    act.dated(Facet, case=made, name="form", value=case.form)
    # The minutes are owed from the day of the (last) meeting on.
    act.close_todos("write_minutes")
    act.owe("write_minutes", rules.keeper.owed(case))


def again(act: Act) -> None:
    """C6: another round on the same topic, each a meeting of its own."""
    _meet(act, len(rules.meetings(act.case)) + 1)


def whole_issue(act: Act) -> None:
    facts = act.facts
    if facts.get("came") in ("consensus", "partly") and not facts.get("agreed"):
        raise refused("agreed", _("请写明共识是什么。"))
    if facts.get("came") in ("partly", "none") and not facts.get("dissent"):
        raise refused("dissent", _("请写明还有哪些不同意见、是谁的；没有共识也要如实记下。"))


def issue(act: Act) -> None:
    facts = act.facts
    said = {name: facts.get(name) or "" for name in ("question", "said", "agreed", "dissent")}
    act.dated(SubIssue, result=facts["came"], **said)


def write_minutes(act: Act) -> None:
    act.change(minutes=act.facts["minutes"])


def confirm(act: Act) -> None:
    """From here on the minutes are fixed; their digest stands in the sealed record."""
    digest = hashlib.sha256(act.case.minutes.encode()).hexdigest()
    act.change(minutes_sha256=digest)


def lines(text: str) -> list[str]:
    """One suggestion a line, without the numbers that people put before them."""
    return [line.strip().lstrip("0123456789.、．)） 　").strip() for line in text.splitlines() if line.strip()]


def outcome_whole(act: Act) -> None:
    """C8: at least one item, or it is said that there is no outcome, and why."""
    if act.facts["outcome"] == "none":
        if not act.facts.get("words"):
            raise refused("words", _("没有成果的，请写明为什么。"))
        return
    if act.facts["outcome"] == "agreement":
        signatories(act)
    found = [one for one in lines(act.facts.get("items") or "") if one]
    if not found:
        raise refused("items", _("请写出意见，一行一条；没有成果，请选“没有形成成果”。"))
    if len(found) > MOST_ITEMS:
        raise refused("items", _("一次最多 {n} 条。请把同一件事合成一条。").format(n=MOST_ITEMS))


def signatories(act: Act) -> list[tuple[str, int | None]]:
    """[(name, unit or none)] of those who signed: each was at one of the meetings, or is a unit that was invited. Errors: Missing."""
    names = [re.split(r"[，,（(、 　]", one)[0] for one in lines(act.facts.get("parties") or "")]
    if len(names) < 2:
        raise refused("parties", _("协议要有签约的各方，一行一方，至少两方。"))
    if not act.facts.get("signed") and act.source == "entered":
        raise refused("signed", _("请上传当场签了字的协议。"))
    came = Attendance.objects.filter(case__parent=act.case.pk, until=None, voided_by=None)
    there = set(came.values_list("name", flat=True)) | set(came.values_list("person__name", flat=True))
    invited = UnitInvited.objects.filter(case=act.case.pk, until=None, voided_by=None)
    units = dict(invited.values_list("unit__name", "unit"))
    if strange := [name for name in names if name not in there and name not in units]:
        raise refused(
            "parties",
            _("{names}没有参加这次协商，不能是签约的一方。请核对到会名单和请的单位。").format(names="、".join(strange)),
        )
    return [(name, units.get(name)) for name in dict.fromkeys(names)]


def outcome_goes(act: Act) -> str:
    return "to_tell" if act.facts["outcome"] == "none" else "handling"


def file(act: Act) -> None:
    """U1: the outcome, and each of its items as a row of its own (G5)."""
    outcome = act.facts["outcome"]
    act.change(outcome=outcome)
    act.dated(OutcomeRow, form=outcome)
    if outcome == "agreement":
        for name, unit in signatories(act):
            act.dated(Signatory, name=name[:100], unit_id=unit)
    if outcome == "none":
        return
    for number, text in enumerate([one for one in lines(act.facts["items"]) if one], 1):
        act.dated(Suggestion, position=number, text=text)


def suggestions_left(case: Any, post: Any) -> list[tuple[int, str]]:
    return [(row.pk, row.text[:80]) for row in rules.open_items(case)]


def address(act: Act) -> None:
    """U3: each of the chosen items becomes the unit's, with a clock of its own."""
    chosen = {row.pk: row.text for row in rules.open_items(act.case)}
    left = len(chosen) - len(act.facts["items"])
    for pk in act.facts["items"]:
        made = act.open("consultation_item", chosen[pk][:300], unit_id=act.facts["unit"], suggestion_id=pk)
        if not left:
            act.own(act.case, Address("unit", made.unit_id), made.due)
    if left:
        act.owe("address", rules.keeper.owed(act.case))


# one item ──────────────────────────────────────────────────────────────────
def accept(act: Act) -> None:
    _answered(act, act.facts["adoption"], act.facts["words"])


def decline(act: Act) -> None:
    _answered(act, "not_adopted", act.facts["why"])


def _answered(act: Act, adoption: str, words: str) -> None:
    act.change(answer=words)
    act.end(SuggestionAnswer, of=act.case.parent_id, suggestion_id=act.case.suggestion_id)
    act.dated(
        SuggestionAnswer, case_id=act.case.parent_id, suggestion_id=act.case.suggestion_id,
        organisation_id=act.case.unit_id, adoption=adoption, text=words,
    )  # fmt: skip


def numbers_fit(act: Act) -> None:
    for name in ("money", "people", "thing"):
        value = act.facts.get(name)
        if value is not None and Decimal(value) < 0:
            raise refused(name, _("不能是负数。"))
    if act.facts.get("thing") and not act.facts.get("thing_unit"):
        raise refused("thing_unit", _("请写计量单位，例如：个车位、盏灯。"))


def report(act: Act) -> None:
    """U5: what was done, and what it came to."""
    facts = act.facts
    act.change(done=facts["words"])
    act.end(Effect)
    if facts.get("money"):
        act.dated(Effect, what="money", value=Decimal(facts["money"]) * 10000, unit=_("元"))
    if facts.get("people"):
        act.dated(Effect, what="people", value=Decimal(facts["people"]), unit=_("人"))
    if facts.get("thing"):
        act.dated(Effect, what="thing", value=Decimal(facts["thing"]), unit=facts["thing_unit"])


def verify(act: Act) -> None:
    act.change(solved=act.facts["solved"])
    act.end(Check)
    act.dated(Check, solved=act.facts["solved"])
    settle_whole(act)


def settle_whole(act: Act) -> None:
    """When the last item has come to its end, its consultation goes on: whoever was there is told."""
    case = act.case
    whole = act.load(case.parent_id)
    if whole.state != "handling":
        return
    others = Item.objects.filter(parent=case.parent_id).exclude(pk=case.pk).exclude(state__in=ENDED)
    if not others.exists() and not rules.open_items(whole):
        act.move(whole, "settled")


def readdress(act: Act) -> None:
    """Another unit takes it: what is owed moves there, with a clock of its own."""
    act.change(unit_id=act.facts["unit"], answer="")
    act.close_todos("accept")
    act.owe("accept", [Address("unit", act.facts["unit"])])
    act.own(act.case, Address("unit", act.facts["unit"]), act.case.due)


# the end ───────────────────────────────────────────────────────────────────
def tell(act: Act) -> None:
    act.change(told=act.facts["words"])


def verified_items(case: Any, post: Any) -> list[tuple[int, str]]:
    rows = Item.objects.filter(parent=case.pk, state="verified").order_by("pk")
    return [(row.pk, row.title[:80]) for row in rows]


def look_whole(act: Act) -> None:
    wrong = act.facts["finding"] in ("not_done", "rebound")
    if wrong and not act.facts.get("again") and verified_items(act.case, act.post):
        raise refused("again", _("没有落实、又反弹的，请选出要重新办的意见。"))


def look_goes(act: Act) -> str:
    return "handling" if act.facts.get("again") else "closed"


def look_back(act: Act) -> None:
    """U7: after some months somebody goes and sees; what has come back is taken up again."""
    act.dated(Look, finding=act.facts["finding"])
    if not act.facts.get("again"):
        return
    act.close_todos("address")
    for pk in act.facts["again"]:
        item = act.load(pk)
        act.move(item, "reopen")
    act.own(act.case, Address("unit", item.unit_id), item.due)


def about_now(case: Any, post: Any) -> list[tuple[str, str]]:
    """The handling is rated once there is something to rate."""
    late = case.state in ("watching", "closed")
    return [(code, str(label)) for code, label in ABOUT if code == "discussion" or late]


def rate(act: Act) -> None:
    person = act.post.person_id
    if act.post.role == "public":
        person = None
    elif person is None:
        raise Refused(_("这个身份没有对应的人，不能评价。"))
    else:
        act.end(Opinion, about=act.facts["about"], person_id=person)
    act.dated(Opinion, about=act.facts["about"], view=act.facts["view"], person_id=person)


def publish(act: Act) -> None:
    """The public words are fixed and scrubbed here, whoever typed them."""
    heading = without_contacts(act.facts["heading"])[:120]
    text = without_contacts(act.facts["text"])
    act.end(PublicConsultation)
    digest = hashlib.sha256(f"{heading}\n{text}".encode()).hexdigest()
    act.dated(PublicConsultation, heading=heading, text=text, sha256=digest)


def take_down(act: Act) -> None:
    act.end(PublicConsultation)


def public_heading(case: Any, post: Any) -> str:
    return without_contacts(case.title)


def public_text(case: Any, post: Any) -> str:
    """What was talked over and what came of it, in order; the office still reads and shortens it."""
    parts = []
    for row in SubIssue.objects.filter(case=case.pk, until=None, voided_by=None).order_by("pk"):
        said = row.agreed or _("没有达成共识")
        parts.append(f"{row.question}：{said}")
        if row.dissent:
            parts.append(_("不同意见：{words}").format(words=row.dissent))
    parts += [
        f"{row.title}（{row.unit.name}）：{row.done or row.answer}"
        for row in Item.objects.filter(parent=case.pk).select_related("unit").order_by("pk")
        if row.done or row.answer
    ]
    return without_contacts("\n".join(parts) or case.background)
