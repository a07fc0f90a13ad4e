"""A proposal's face and panels on the case page."""

from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiyin.handling.panels import pending_points, reply_url
from huiyin.kernel.models import Person
from huiyin.people.roles import OFFICE
from huiyin.proposals import calling, matters, meeting, merging, onward
from huiyin.proposals.archiving import MEND, checklist
from huiyin.proposals.flow import FLOW
from huiyin.proposals.models import ACTIVITIES, Lead, Proposal
from huiyin.suggestions.models import ADOPTIONS, Suggestion
from huiyin.ui import days
from huiyin.ui.panels import Face, Panel, Stop, face, panel

REVIEWING = ("submitted", "review_1", "review_2", "review_f")
HANDLING = ("assigned", "handling", "rehandle")
REVIEWERS = ("proposal_office", "proposal_director", "reviewer")
LOOKS = {"adopted": "done", "partly": "soon", "not_adopted": ""}


def number(case: Any) -> str:
    """第087号; before it is filed 流水 0141, and nothing for a draft."""
    if case.number:
        text = str(case.number)
        return text if "第" in text or "号" in text else _("第{number}号").format(number=text)
    return _("流水 {number}").format(number=case.intake_number) if case.intake_number else _("未编号")


def tags(case: Any) -> list[tuple[Any, str]]:
    state = FLOW.by_state[case.state]
    look = state.look if state.look in ("way", "soon", "late", "done") else ""
    return [*([(_("重点"), "key")] if case.key else []), (state.label, look)]


def about(case: Any) -> str:
    said = [case.subject, _("平时提案") if case.between_sessions else _("会上提案") if case.submitted_on else ""]
    if case.publish_wish is not None:
        said.append(_("同意公开") if case.publish_wish else _("不同意公开"))
    if case.state == "merged" and case.merged_into is not None:
        said.insert(0, _("并入 {main}").format(main=merging.name(case.merged_into)))
    return " · ".join(filter(None, said))


def by(case: Any) -> str:
    names = [name for name in case.proposers.split("、") if name]
    if not names:
        return ""
    if case.collective or len(names) == 1:
        return _("{names}提出").format(names="、".join(names))
    return _("{first}（第一提案人）、{others}提出").format(first=names[0], others="、".join(names[1:]))


face(
    Face(
        "proposal", number, tags, about, by,
        stops=(
            Stop(gettext_lazy("提交"), ("draft", "cosign", "returned"), ("submitted",)),
            Stop(gettext_lazy("立案"), REVIEWING, ("filed",)),
            Stop(gettext_lazy("交办"), ("filed", "planned"), ("assigned",)),
            Stop(gettext_lazy("办理"), HANDLING, ("replied",)),
            Stop(gettext_lazy("评价"), ("replied", "ruling"), ("closed",)),
            Stop(gettext_lazy("归档"), ("closed", "tracking"), ("archived",)),
        ),
    )
)  # fmt: skip


def elsewhere(tree: Any) -> dict[str, Any] | None:
    """Where the content of a declined proposal is to go, whether its proposer agrees, and who took it."""
    rows = onward.road(tree.case)
    return {"rows": rows} if rows else None


panel(Panel("proposal-onward", "proposals/onward.html", elsewhere))


def words(tree: Any) -> dict[str, Any] | None:
    case = tree.case
    if not (case.situation or case.analysis):
        return None
    # For those who review it; the author was told before he handed it in.
    finding = matters.finding(case) if case.state in REVIEWING and tree.post.role in REVIEWERS else ""
    return {"open": case.state in ("draft", "cosign", "returned", *REVIEWING), "finding": finding}


def points(tree: Any) -> dict[str, Any] | None:
    """Each suggestion with the answers that stand; an answer on its way is shown to those who work on it."""
    rows = [] if tree.answering else suggestions(tree)
    if not rows:
        return None
    pending = pending_points(tree)
    for row in rows:
        row["answers"] += [one for one in pending if one["suggestion"] == row["pk"]]
    for answer in (answer for row in rows for answer in row["answers"]):
        answer |= {"label": dict(ADOPTIONS).get(answer["adoption"], ""), "look": LOOKS.get(answer["adoption"], "")}
    # A reader who is not told of the parts' work is not told either that a point is unanswered while it is being written.
    answered = any(row["answers"] for row in rows) or tree.case.state in HANDLING
    return {"points": rows, "answered": answered, "write": reply_url(tree)}


def suggestions(tree: Any) -> list[dict[str, Any]]:
    """Suggestions in order with the answers that stand, in one statement; of a draft, what is written so far."""
    case = tree.case
    if case.state in ("draft", "cosign", "returned"):
        return [{"pk": 0, "text": text, "answers": []} for item in case.items if (text := str(item).strip())]
    found: dict[int, dict[str, Any]] = {}
    columns = ("adoption", "text", "until", "voided_by", "organisation__name")
    query = Suggestion.objects.filter(case=case.pk, until=None, voided_by=None).order_by("position", "answers__pk")
    for pk, text, *answer in query.values_list("pk", "text", *(f"answers__{name}" for name in columns)):
        row = found.setdefault(pk, {"pk": pk, "text": text, "answers": []})
        adoption, words, until, voided, unit = answer
        if adoption and until is None and voided is None:
            row["answers"].append({"adoption": adoption, "text": words, "unit": unit})
    return list(found.values())


def papers(tree: Any) -> dict[str, Any] | None:
    """What the office keeps and takes away of a case: once it is closed, what the archive still lacks."""
    case = tree.case
    if tree.post.role not in OFFICE or not case.number:
        return None
    items = checklist(case) if case.state in ("closed", "archived") and case.source != "imported" else []
    lacks = [item for item in items if item.there is False]
    mend = f"{reverse('case', args=[case.uid])}?step={MEND}#step" if lacks and case.state == "closed" else ""
    return {"items": items, "lacking": len(lacks), "mend": mend, "bundle": reverse("case_bundle", args=[case.uid])}


def order(tree: Any) -> dict[str, Any] | None:
    """Which unit ordered it; for those who review it, the question that guards against a closed circle (DOMAIN 3.10)."""
    if not tree.case.order_source:
        return None
    return {"source": tree.case.order_source, "asks": tree.case.state in REVIEWING and tree.post.role in REVIEWERS}


panel(Panel("order-source", "proposals/order.html", order))
panel(Panel("proposal-papers", "proposals/papers.html", papers, place="margin"))
panel(Panel("proposal-words", "proposals/words.html", words))
panel(Panel("suggestion-points", "proposals/points.html", points))


def supervision(tree: Any) -> dict[str, Any] | None:
    """The supervision of a key proposal as far as the reader sees it: plan, activities, leaders' words and the answers to them."""
    rows = [row for row in tree.children if row.kind == "key_supervision"]
    words = [row for row in tree.children if row.kind == "instruction"]
    if not rows and not words:
        return None
    row = rows[-1] if rows else None
    lines = [one for event in tree.acts(row, "activity") if (one := activity(tree.facts[event.pk]))] if row else []
    opinions = [
        {"who": one.leader_name, "to": one.addressee.name, "words": one.words, "answer": one.answer,
         "state": INSTRUCTION_WORDS.get(one.state, ""), "look": "done" if one.state == "settled" else "soon",
         "due": next((todo.due for todo in tree.owed(one) if todo.due), None)}
        for one in words
    ]  # fmt: skip
    leader = (
        Person.objects.filter(pk=row.leader_id).values_list("name", flat=True).first() if row and row.leader_id else ""
    )
    return {"row": row, "leader": leader, "activities": lines, "opinions": opinions}


INSTRUCTION_WORDS = {
    "given": gettext_lazy("等回应"),
    "answered": gettext_lazy("已回应"),
    "settled": gettext_lazy("已认可"),
}


def activity(facts: dict[str, Any]) -> dict[str, Any]:
    """One activity of supervision as its panel shows it."""
    return {
        "day": days.month_day(date.fromisoformat(facts["on"])) if facts.get("on") else "",
        "way": dict(ACTIVITIES).get(str(facts.get("way")), ""), "led": facts.get("led"), "people": facts.get("people", ""),
        "words": facts.get("words", ""),
    }  # fmt: skip


panel(Panel("key-supervision", "proposals/supervision.html", supervision, draws="instruction"))


def meeting_units(tree: Any) -> dict[str, Any]:
    """Each unit at a hand-over meeting and whether it has signed; before that, how many proposals wait on the list."""
    case = tree.case
    found = [] if case.state == "preparing" else meeting.lines(case)
    left = (
        Proposal.objects.filter(pk__in=meeting.proposals(case), state="planned").count()
        if case.state == "preparing"
        else 0
    )
    mine = tree.post.role == "assigning" and tree.post.organisation_id == case.office_id
    return {
        "lines": found, "signed": sum(one.signed for one in found), "left": left,
        "hand_over": reverse("meeting_hand_over", args=[case.uid]) if left and mine else "",
        "papers": [(label, reverse("meeting_list", args=[case.uid, kind])) for kind, label in (("docx", "Word"), ("pdf", "PDF"), ("xlsx", "Excel"))],
    }  # fmt: skip


panel(Panel("meeting-units", "proposals/meeting.html", meeting_units))
face(
    Face(
        "meeting",
        lambda case: days.month_day(case.held_on) if case.held_on else _("还没有定日子"),
        by=lambda case: str(case.office.name),
    )
)


def lead_call(tree: Any) -> dict[str, Any] | None:
    """The leads of a call: those to be read for the office, those that are out for everyone who may see it."""
    case = tree.case
    if case.kind != "lead_call":
        return None
    keeps = calling.office.test(tree.post, case)
    rows = Lead.objects.filter(case=case.pk, **calling.NOW).order_by("-pk")
    found: dict[str, list[Any]] = {
        state: list(rows.filter(state=state)) if keeps else [] for state in ("waiting", "held")
    }
    return found | {
        "shown": [(row, calling.became(row)) for row in calling.shown(case)], "show": f"{reverse('case', args=[case.uid])}?step=show#step",
    }  # fmt: skip


panel(Panel("lead-call", "proposals/leads.html", lead_call))
face(
    Face(
        "lead_call", lambda case: "", lambda case: [(calling.FLOW.by_state[case.state].label, "done" if case.state == "ended" else "way")],
        lambda case: _("征集到{day}为止").format(day=days.month_day(case.closes_on)),
        stops=(Stop(gettext_lazy("征集"), ("open",), ("ended",)), Stop(gettext_lazy("结束"), ("ended",), ())),
    )
)  # fmt: skip
