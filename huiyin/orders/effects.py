"""What a step of a call, or of a lead, also does."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from huiyin.kernel import clock
from huiyin.kernel.act import Act
from huiyin.kernel.models import Facet
from huiyin.kernel.refusal import BadDate, Missing
from huiyin.kernel.who import Address
from huiyin.orders import rules
from huiyin.orders.models import CalledUnit, OrderClaim, OrderLead, OrderOutcome, OrderResearch
from huiyin.people.periods import session_now

ORDER = "order"
"""The link from a lead to what was made of it, and the side of a proposal that came of one."""


def refused(name: str, sentence: str) -> Missing:
    return Missing(sentence, {name: sentence})


# the call ──────────────────────────────────────────────────────────────────
def issue(act: Act) -> None:
    year = act.case.reply_by.year
    act.change(number=act.number(f"order_call.{year}", lambda n: _("征〔{year}〕{n}号").format(year=year, n=n)))
    for unit in act.facts["units"]:
        act.dated(CalledUnit, unit_id=unit)


def ahead(act: Act) -> None:
    if act.source == "entered" and act.case.reply_by < clock.today():
        raise BadDate(
            _("报送截止日期 {day} 已经过去了。请改期以后重新发。").format(day=clock.day_words(act.case.reply_by))
        )


def send(act: Act) -> None:
    """A lead of this unit: a case of its own, which lives on when the call is over."""
    facts = act.facts
    words = {name: facts.get(name) or "" for name in ("background", "difficulty", "wish", "contact")}
    act.open(
        "order_lead", facts["title"], parent=None, call_id=act.case.pk, unit_id=act.post.organisation_id,
        level=facts["level"], **words,
    )  # fmt: skip


def said_something(act: Act) -> None:
    """A unit that has nothing to order says so: silence is no answer."""
    sent = OrderLead.objects.filter(call=act.case.pk, unit=act.post.organisation_id).exists()
    if not sent and not act.facts.get("answer") and act.source == "entered":
        raise refused("answer", _("贵单位还没有报线索。请先“报一条线索”；确实没有的，写一句说明。"))


# screening ─────────────────────────────────────────────────────────────────
def accept(act: Act) -> None:
    year = (act.on or clock.today()).year
    act.change(number=act.number(f"order_lead.{year}", lambda n: _("线〔{year}〕{n}号").format(year=year, n=n)))
    act.dated(Facet, name="level", value=act.case.level)


def mains(case: Any, post: Any) -> list[tuple[int, str]]:
    """The leads into which this one may be merged: accepted, and still open."""
    rows = OrderLead.objects.filter(
        committee=case.committee_id, state__in=("accepted", "published", "claimed", "researched")
    )
    return [(row.pk, f"{row.number}　{row.title}（{row.unit.name}）") for row in rows.exclude(pk=case.pk).select_related("unit").order_by("-pk")[:200]]  # fmt: skip


def merge(act: Act) -> None:
    main = OrderLead.objects.get(pk=act.facts["main"])
    act.change(main_id=main.pk, came_to=_("并入{number}《{title}》").format(number=main.number, title=main.title)[:300])
    act.link(main, "merged_into")


def say(act: Act) -> None:
    act.change(came_to=(act.facts.get("why") or "")[:300])


# taking it up ──────────────────────────────────────────────────────────────
def claim(act: Act) -> None:
    assert act.post.person_id is not None
    act.dated(OrderClaim, person_id=act.post.person_id, behalf=act.facts.get("behalf") or "")
    if act.event.from_state == "published":
        _hand_on(act, "research", act.post.person_id)


def _hand_on(act: Act, step: str, person: int) -> None:
    """Whoever leads now owes it, and the case stands with him."""
    to = Address("member", None, person)
    act.close_todos(step)
    act.owe(step, [to])
    act.own(act.case, to, act.batch.todos[act.case.pk][-1].due)


def claimed_or_not(act: Act) -> str:
    """A lead that is taken up by one more stays where it is."""
    return "claimed" if act.case.state == "published" else str(act.case.state)


def left_or_not(act: Act) -> str:
    others = [row for row in rules.claims(act.case) if row.person_id != act.post.person_id]
    return str(act.case.state) if others else "published"


def release(act: Act) -> None:
    """Whoever gives it up is free of it; if he led, the next one leads; if he was the last, it is published again."""
    person = act.post.person_id
    others = [row.person_id for row in rules.claims(act.case) if row.person_id != person]
    act.end(OrderClaim, person_id=person)
    act.close_todos("research", "draft", person_id=person)
    if others and act.case.state in ("claimed", "researched"):
        _hand_on(act, "research" if act.case.state == "claimed" else "draft", others[0])


def not_ahead(act: Act) -> None:
    if act.source == "entered" and date.fromisoformat(act.facts["on"]) > clock.today():
        sentence = _("调研日期不能晚于今天。还没有去的，去了再记。")
        raise BadDate(sentence, {"on": sentence})


def research(act: Act) -> None:
    facts = act.facts
    on = date.fromisoformat(facts["on"])
    act.dated(OrderResearch, on=on, way=facts["way"], people=facts.get("people") or "", words=facts["found"])


# becoming something ────────────────────────────────────────────────────────
def draft(act: Act) -> None:
    """A draft of whoever leads, filled with the order and the research; its source stands on it from the first day."""
    case, notes = act.case, _notes(act.case)
    person = act.post.person
    assert person is not None
    source = f"{case.unit.name}（{case.number}）"
    made = act.open(
        "proposal", case.title, parent=None, session_id=getattr(session_now(act.committee, act.on), "pk", None), first_person=person, proposers=person.name,
        situation="\n".join(filter(None, (case.background, case.difficulty))), analysis=notes, items=[], order_source=source[:160],
    )  # fmt: skip
    act.dated(Facet, case=made, name=ORDER, value=str(case.number)[:60])
    act.link(made, ORDER)


def _notes(case: Any) -> str:
    rows = OrderResearch.objects.filter(case=case.pk, **rules.NOW).order_by("on", "pk")
    return "\n".join(row.words for row in rows)


def cultivate(act: Act) -> None:
    """What should be raised above becomes a cultivation of its own, with the lead's words as its first."""
    case = act.case
    made = act.open(
        "cultivation", case.title, parent=None, session_id=getattr(session_now(act.committee, act.on), "pk", None), level=act.facts["level"], origin_words=f"{case.unit.name}（{case.number}）"[:160],
        idea="\n".join(filter(None, (case.background, case.difficulty, case.wish))),
    )  # fmt: skip
    act.link(made, ORDER)


def convert(act: Act) -> None:
    act.change(came_to=act.facts["words"][:300])
    act.end(OrderOutcome)
    act.dated(OrderOutcome, what=act.facts["what"])
    tell(act)


def hear(act: Act) -> None:
    act.change(came_to=act.facts["words"][:300])
    tell(act)


def back_to(act: Act) -> str:
    """To those who took it up; where nobody has, to all members."""
    return "researched" if rules.claims(act.case).exists() else "published"


def lose(act: Act) -> None:
    act.change(came_to=act.facts["words"][:300])
    act.end(OrderOutcome)
    tell(act)


def tell(act: Act) -> None:
    """The unit that ordered hears what became of it (DOMAIN 3.10)."""
    text = _("线索《{title}》：{words}").format(title=act.case.title, words=act.facts["words"])
    act.tell(rules.own_unit.owed(act.case), text)
