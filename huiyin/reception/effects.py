"""What a step of a voice, a problem or a coordination also does."""

import hashlib
from typing import Any

from django.utils.translation import gettext as _

from huiyin.handling.publishing import without_contacts
from huiyin.kernel import clock, parameters
from huiyin.kernel.act import Act
from huiyin.kernel.models import Facet
from huiyin.kernel.refusal import Missing, Refused
from huiyin.reception import citizens
from huiyin.reception.models import (
    Attempt,
    Citizen,
    Echo,
    Heads,
    Problem,
    PublicVoice,
    Referral,
    Said,
    Settlement,
    Verdict,
)


def register(act: Act) -> None:
    """V1: its number, its head-count, the sides from which it is counted."""
    case = act.case
    year = case.raised_on.year
    act.change(number=act.number(f"voice.{year}", lambda n: f"{year}-{n:04d}"))
    act.dated(Heads, people=case.people)
    for name, value in (("subject", case.subject), ("channel", case.channel), ("site", str(case.site_id or ""))):
        if value:
            act.dated(Facet, name=name, value=value)


def class_it(act: Act) -> None:
    """Whoever takes it up may say better than the citizen what it is about."""
    subject = act.facts.get("subject")
    if subject and subject != act.case.subject:
        act.change(subject=subject)
        act.facet("subject", subject)


def pass_on(act: Act) -> None:
    """Another site takes it: the todo moves with it, its date stays that of the voice."""
    act.change(site_id=act.facts["site"])
    act.facet("site", str(act.facts["site"]))
    act.close_todos("take")
    act.owe("take", act.flow.by_state["received"].owes[0].by.owed(act.case))


def ask(act: Act) -> None:
    act.change(question=act.facts["words"][:500])
    act.dated(Said, words=act.facts["words"])


def answer(act: Act) -> None:
    act.change(question="")
    act.dated(Said, words=act.facts["words"], by_citizen=True)


def tell(act: Act) -> None:
    act.change(result="told", answer=act.facts["words"])


def form_problem(act: Act) -> None:
    """V4: a new problem, or one that others have raised before."""
    class_it(act)
    case, existing = act.case, act.facts.get("problem")
    if existing:
        act.change(of_problem_id=existing)
        return
    title = (act.facts.get("title") or "").strip()
    if not title:
        sentence = _("请选一个已有的问题，或者给新的问题起个名字。")
        raise Missing(sentence, {"title": sentence})
    made = act.open(
        "problem", title, parent=None, session_id=None, site_id=case.site_id, subject=case.subject, area_id=case.area_id
    )
    if case.subject:
        act.dated(Facet, case=made, name="subject", value=case.subject)
    if case.site_id:
        act.dated(Facet, case=made, name="site", value=str(case.site_id))
    act.change(of_problem_id=made.pk)


def leave_problem(act: Act) -> None:
    act.change(of_problem_id=None)


def echo(act: Act) -> None:
    """V8: said to the citizen, on a day, in a way. What it came to is the problem's result, or that it was told."""
    case, facts = act.case, act.facts
    day = act.on or clock.today()
    result = facts.get("result") or case.result or (case.of_problem.result if case.of_problem else "") or "explained"
    todo = None if act.imported else next(iter(case.todos.filter(step__in=("echo", "take")).order_by("-due")), None)
    act.change(echoed_on=day, result=result, answer=facts.get("words") or case.answer)
    act.end(Echo)
    act.dated(
        Echo,
        way=facts.get("way", "page"),
        result=result,
        days=max(0, (day - case.raised_on).days),
        in_time=None if todo is None or todo.due is None else day <= _limit(act),
    )


def _limit(act: Act) -> Any:
    """The last day of P-34, with its extension if one was given."""
    case = act.case
    todo = case.todos.filter(step="echo", closed_at=None).order_by("-due").first()  # not that of an earlier round
    if todo is not None and todo.due is not None:
        return todo.due
    span = clock.Span.parse(str(parameters.get(act.committee, "P-34", case.raised_on)))
    return clock.due(span, case.raised_on, parameters.calendar(act.committee))


def attempt(act: Act) -> None:
    act.dated(Attempt, way=act.facts["way"])


def extend(act: Act) -> None:
    act.extend("echo", str(parameters.get(act.committee, "P-34X")), act.facts["why"])
    act.change(extended_on=act.on)
    act.dated(Said, words=_("要多办几天：{why}").format(why=act.facts["why"]))


def verdict(act: Act) -> None:
    act.end(Verdict)
    stars = act.facts.get("stars")
    own = act.post.role == "public"
    act.dated(Verdict, solved=act.facts["solved"], stars=int(stars) if stars else None, by_citizen=own)
    if act.facts.get("words"):
        act.dated(Said, words=act.facts["words"], by_citizen=True)


def verdict_goes(act: Act) -> str:
    """不: it is taken up again, as often as P-34N allows; then it rests, and the verdict stands beside it."""
    often = int(parameters.get(act.committee, "P-34N"))
    return "received" if act.facts["solved"] == "no" and act.case.times < often else "echoed"


def again(act: Act) -> None:
    if act.event.to_state == "received":
        # It is owed an answer again: the one it had no longer counts as one.
        act.end(Echo)
        act.change(
            times=act.case.times + 1,
            raised_on=act.on or clock.today(),
            of_problem_id=None,
            extended_on=None,
            asked_on=None,
        )


def publish(act: Act) -> None:
    """The public words are fixed and scrubbed here, whoever typed them."""
    known = _known(act.case)
    text, said = (without_contacts(act.facts.get(name) or "", *known) for name in ("text", "answer"))
    heading = without_contacts(act.facts["heading"], *known)[:120]
    act.end(PublicVoice)
    act.dated(
        PublicVoice,
        heading=heading,
        text=text,
        answer=said,
        sha256=hashlib.sha256(f"{heading}\n{text}\n{said}".encode()).hexdigest(),
    )


def _known(case: Any) -> tuple[str, ...]:
    """The name and the telephone that the citizen left, to be blotted out wherever they stand in public words."""
    try:
        return tuple(citizens.opened(Citizen.objects.filter(voice=case.pk).first()).values())
    except Refused:  # sealed under another key: what cannot be opened cannot be looked for
        return ()


def take_down(act: Act) -> None:
    act.end(PublicVoice)


def coordinate(act: Act) -> None:
    for unit in act.facts["units"]:
        act.open("coordination", act.case.title, unit_id=unit, asked=act.facts["words"], site_id=act.case.site_id)


def refer(act: Act) -> None:
    act.dated(Referral, to=act.facts["to"], words=act.facts.get("words", "")[:300])


def settle(act: Act) -> None:
    act.change(result=act.facts["result"], told=act.facts["words"])


def confirm(act: Act) -> None:
    """V7: counted from here. Every voice of the problem can now be answered; those who keep them are told."""
    act.end(Settlement)
    act.dated(Settlement, result=act.case.result)
    act.facet("result", act.case.result)


def not_confirmed(act: Act) -> None:
    act.change(result="")


def keep_answer(act: Act) -> None:
    act.change(degree=act.facts["degree"], answer=act.facts["words"])


def open_problems(case: Any, post: Any) -> list[tuple[int, str]]:
    """The problems that a voice may join: those of its site that nothing has come of yet."""
    rows = Problem.objects.filter(
        committee=case.committee_id, site=case.site_id, state__in=("open", "working")
    ).order_by("-pk")
    return [(row.pk, row.title[:60]) for row in rows[:100]]


def first_title(case: Any, post: Any) -> str:
    return case.title


def problem_words(case: Any, post: Any) -> str:
    """What a citizen is told, as the problem's settlement says it."""
    if case.of_problem is not None and case.of_problem.told:
        return case.of_problem.told
    return case.answer


def public_heading(case: Any, post: Any) -> str:
    return without_contacts(case.title)


def public_text(case: Any, post: Any) -> str:
    return without_contacts(case.words)


def public_answer(case: Any, post: Any) -> str:
    return without_contacts(case.answer)


def asked_of(case: Any) -> str:
    return str(case.unit.name)
