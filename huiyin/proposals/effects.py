"""What a step of a proposal also does."""

from typing import Any

from django.utils.translation import gettext as _

from huiyin.handling import rules as handling
from huiyin.handling.effects import parent_clock
from huiyin.handling.models import ANSWERING, RATINGS, Assignment, Rating
from huiyin.kernel import clock, parameters
from huiyin.kernel.act import Act
from huiyin.kernel.models import Organisation
from huiyin.kernel.refusal import Missing
from huiyin.kernel.who import Address
from huiyin.proposals.models import Review, Sponsor
from huiyin.suggestions.models import Suggestion


def _pattern(act: Act, code: str) -> Any:
    text = str(parameters.get(act.committee, code, act.on))
    session = act.case.session
    parts = (session.code.split("-") if session else []) + ["", ""]
    fields = {"term": parts[0], "session": parts[1], "year": (session.year if session else "") or ""}
    return lambda value: text.format(seq=value, **fields)


def _series(act: Act, what: str) -> str:
    return f"{what}:{act.case.session.code if act.case.session else '-'}"


def take_in(act: Act) -> None:
    """Received: an intake number, the suggestions as rows, the proposers as rows, the sides it is counted from."""
    case = act.case
    first = act.event.from_state in ("draft", "cosign")
    changes: dict[str, Any] = {"submitted_on": case.submitted_on or act.on}
    if first:
        changes["intake_number"] = _number(act, "intake", "P-INTAKE", "intake_number")
        meeting = _meeting(act)
        changes["between_sessions"] = meeting == "between"
        act.facet("kind", case.proposal_kind)
        act.facet("meeting", meeting)
        act.facet("subject", case.subject)
        act.facet("key", "yes" if case.key else "")
    for name in ("publish_wish", "publish_reason"):
        if name in act.facts:
            changes[name] = act.facts[name] == "yes" if name == "publish_wish" else act.facts[name]
    act.change(**changes)
    _write_items(act, first)
    if first:
        _write_sponsors(act)


def _number(act: Act, what: str, code: str, fact: str) -> str:
    """The next of its series; of history only what history says."""
    text = act.facts.get(fact, "")
    if act.imported and not text:
        return ""
    return act.number(_series(act, what), _pattern(act, code), text)


def _meeting(act: Act) -> str:
    """R-015: after the session's cut-off it is a between-session proposal; it keeps the last session (R-016).

    Empty where history does not say.
    """
    if act.facts.get("meeting"):
        return str(act.facts["meeting"])
    cutoff = act.case.session.cutoff if act.case.session else None
    if act.imported and not (cutoff and act.at):
        return ""
    return "between" if cutoff and act.at and act.at > cutoff else "session"


def _write_items(act: Act, first: bool) -> None:
    if not first:
        act.end(Suggestion)
    for position, text in enumerate((t for item in act.case.items if (t := str(item).strip())), 1):
        act.dated(Suggestion, position=position, text=text)


def _write_sponsors(act: Act) -> None:
    case = act.case
    names = [name for name in case.proposers.split("、") if name]
    known = {person.name: person for person in act.batch.memory.get(("people", case.pk), ())}
    for position, name in enumerate(names, 1):
        person = known.get(name)
        person_id = person.pk if person else (case.first_person_id if position == 1 else None)
        act.dated(Sponsor, position=position, name=name, person_id=person_id)


def write_review(act: Act) -> None:
    facts = act.facts
    act.dated(
        Review, round=act.event.from_state, opinion=facts.get("opinion", ""), reasons=facts.get("reasons") or [],
        words=facts.get("words", ""), reviewer_id=act.post.person_id,
    )  # fmt: skip


def give_number(act: Act) -> None:
    """The case number, on filing and never before (R-027)."""
    act.change(number=_number(act, "case", "P-05", "number"), filed_on=act.on)
    subject = act.facts.get("subject")
    if subject:
        act.facet("subject", subject)
        act.change(subject=subject)


def decline(act: Act) -> None:
    act.change(disposition=act.facts.get("disposition", ""))
    if act.facts.get("disposition"):
        act.facet("disposition", act.facts["disposition"])


def units_fit(act: Act) -> None:
    """R-032: exactly one lead (with or without co-handlers), or at least two separate ones; never both, never neither."""
    if act.imported:
        return
    lead, co, separate = act.facts.get("lead"), act.facts.get("co") or [], act.facts.get("separate") or []
    if lead and separate:
        raise Missing(
            _("要么一个单位主办（可带会办），要么几个单位分办，不能两样都填。"), {"separate": _("已经有主办单位了。")}
        )
    if not lead and len(separate) < 2:
        raise Missing(
            _("请选一个主办单位；分办的，至少选两个单位。"),
            {"lead": _("请选主办单位；几个单位分办的，在“分办单位”里选两个以上。")},
        )
    if separate and co:
        raise Missing(_("分办的各单位各自答复，没有会办单位。"), {"co": _("分办不设会办。")})
    if lead in co:
        raise Missing(_("主办单位不能同时是会办单位。"), {"co": _("去掉主办单位。")})


def write_plan(act: Act) -> None:
    facts = act.facts
    planned = {"lead": facts.get("lead"), "co": facts.get("co") or [], "separate": facts.get("separate") or []}
    act.change(
        planned=planned, assigning_office_id=facts.get("office") or _office_of(act, planned), form=_form(planned)
    )


def _form(planned: dict[str, Any]) -> str:
    if planned["separate"]:
        return "separate"
    if not planned["lead"]:
        return ""
    return "lead" if planned["co"] else "sole"


def _office_of(act: Act, planned: dict[str, Any]) -> int | None:
    """The assigning office that the (first) answering unit answers to (R-031)."""
    unit = planned["lead"] or next(iter(planned["separate"]), None)
    return organisations(act).get(unit, (None, None))[1] if unit else None


def organisations(act: Act) -> dict[int, tuple[str, int | None]]:
    """The committee's bodies by id: name and what each answers to. Read once a batch."""
    if "organisations" not in act.batch.memory:
        rows = Organisation.objects.filter(committee=act.committee).values_list("pk", "name", "parent_id")
        act.batch.memory["organisations"] = {pk: (name, parent) for pk, name, parent in rows}
    found: dict[int, tuple[str, int | None]] = act.batch.memory["organisations"]
    return found


def hand_over(act: Act) -> None:
    """Each unit gets its part as a case of its own, with its own clock from this day (R-031, R-040)."""
    facts, case, names = act.facts, act.case, organisations(act)
    planned: dict[str, Any] = {
        "lead": facts.get("lead"), "co": facts.get("co") or [], "separate": facts.get("separate") or [],
    }  # fmt: skip
    if act.imported and not any(planned.values()):
        act.change(assigned_on=act.on)
        return
    form = _form(planned)
    first = planned["lead"] or (planned["separate"][0] if planned["separate"] else None)
    office = facts.get("office") or case.assigning_office_id or (names.get(first, (None, None))[1] if first else None)
    act.change(
        assigned_on=act.on, form=form, planned=planned, lead_unit_id=first, assigning_office_id=office,
        unit_names="、".join(
            names[pk][0] for pk in dict.fromkeys([first, *planned["separate"], *planned["co"]]) if pk in names
        )[:400],
    )  # fmt: skip
    parts = [("sole" if form == "sole" else "lead", planned["lead"])] if planned["lead"] else []
    parts += [("separate", pk) for pk in planned["separate"]] + [("co", pk) for pk in planned["co"]]
    kept = _kept_parts(act, parts)
    children = [
        act.open(
            "assignment",
            case.title,
            whole_id=case.pk,
            unit_id=pk,
            role=role,
            handed_on=act.on,
            assigned_by_id=office,
            number=case.number,
        )
        for role, pk in parts
        if (role, pk) not in kept
    ]
    act.batch.memory[("assignments", case.pk)] = [*children, *kept.values()]
    act.facet("form", form)
    if children:
        parent_clock(act, case)
        for child in children:
            act.tell(handling.unit.owed(child), _("《{title}》已交办给你单位，请签收。").format(title=case.title))


def _kept_parts(act: Act, parts: list[tuple[str, int]]) -> dict[tuple[str, int], Any]:
    """In a new hand-over, the parts that go on as they are (their clocks too); those no longer planned end (P16)."""
    if act.case.pk in act.batch.fresh:
        return {}
    old = Assignment.objects.filter(parent=act.case).exclude(state="ended").values_list("pk", flat=True)
    rows = [act.load(pk) for pk in old]
    for row in rows:
        if (row.role, row.unit_id) not in parts:
            act.move(row, "end")
    return {(row.role, row.unit_id): row for row in rows if (row.role, row.unit_id) in parts}


def answered(act: Act) -> None:
    act.change(rounds=act.case.rounds + 1, replied_on=act.on)


def route_rating(act: Act) -> str:
    """满意 and 基本满意 close it; 不满意 sends it back, and the second time to the committee's ruling (R-063)."""
    if counted_rating(act) != "dissatisfied":
        return "closed"
    return "rehandle" if act.case.rounds < 2 else "ruling"


ORDER = ("satisfied", "basically", "dissatisfied")


def counted_rating(act: Act) -> str:
    """The word that counts for the case: the first proposer's, or the worst said by any proposer (P-17, R-065)."""
    own = str(act.facts.get("rating") or "")
    if act.imported or parameters.get(act.committee, "P-17") != "worst":
        return own
    said = Rating.objects.filter(case=act.case, co=True, round=max(act.case.rounds, 1), voided_by=None)
    return max(
        [own, *said.values_list("value", flat=True)], key=lambda value: ORDER.index(value) if value in ORDER else -1
    )


def says_why(act: Act) -> None:
    """R-063: 不满意 sends the case back, so it must say what to mend: a reason ticked, or some words. Paper says what it says."""
    if act.source != "entered" or act.facts.get("rating") != "dissatisfied":
        return
    if not (act.facts.get("faults") or act.facts.get("words")):
        fault = _("请勾选哪里不满意，或写几句话，承办单位才知道要改什么。")
        raise Missing(_("还没有说哪里不满意。") + fault, {"faults": fault})


def after_rating(case: Any, event: Any) -> str:
    """What comes of a rating, said to the one who gave it."""
    if event.to_state == "rehandle":
        units = "、".join(
            Assignment.objects.filter(parent=case.pk, role__in=ANSWERING, state="rework")
            .order_by("pk")
            .values_list("unit__name", flat=True)
        )
        span = clock.Span.parse(str(parameters.get(case.committee, "P-23"))).words()
        return _("您的评价记下了。退回{units}重新办理，{span}内再答复您。").format(units=units, span=span)
    if event.to_state == "ruling":
        return _("您的评价记下了。两次都不满意，由提案委会同承办单位会商，裁定以后告诉您。")
    return _("您的评价记下了，这件提案办结。谢谢您。")


def write_rating(act: Act) -> None:
    facts = act.facts
    if facts.get("rating") not in dict(RATINGS):
        if act.imported and act.case.state == "rehandle":  # history knows that it was sent back, and not by which word
            _send_back(act)
        return
    act.end(Rating)
    act.dated(
        Rating, value=counted_rating(act), round=max(act.case.rounds, 1), person_id=act.post.person_id if not _paper(act) else None,
        on_paper=_paper(act), attitude=facts.get("attitude", ""), to_the_point=facts.get("to_the_point", ""),
        faults=facts.get("faults") or [], words=facts.get("words", ""),
    )  # fmt: skip
    if act.case.state == "rehandle":
        _send_back(act)


def _paper(act: Act) -> bool:
    return act.step.name == "rate_on_paper"


def _send_back(act: Act) -> None:
    fresh = act.batch.memory.get(("assignments", act.case.pk))
    rows = fresh or [act.load(pk) for pk in Assignment.objects.filter(parent=act.case).values_list("pk", flat=True)]
    for row in rows:
        if row.role in ANSWERING and row.state == "done":
            act.move(row, "rework")
            act.own(act.case, handling.unit.owed(row)[0], row.due)


def mark_key(act: Act) -> None:
    """重点提案, as the chairpersons' meeting decided: who supervises, who in Party or government leads (R-070, R-071)."""
    act.change(key=True, supervised_by_id=act.facts.get("supervisor"), led_by=act.facts.get("led_by", ""))
    act.facet("key", "yes")


def unmark_key(act: Act) -> None:
    act.change(key=False, supervised_by_id=None, led_by="")
    act.facet("key", "")


def end_parts(act: Act) -> None:
    """A withdrawn case lets its units go, and their clocks with it (trap: a withdrawn case with running clocks)."""
    for pk in Assignment.objects.filter(parent=act.case).exclude(state="ended").values_list("pk", flat=True):
        act.move(act.load(pk), "end")
    act.own(act.case, None, None)


def co_rating(act: Act) -> None:
    """A co-proposer's own word: kept beside the first proposer's, counted for the case only where P-17 says so."""
    act.dated(
        Rating, value=act.facts["rating"], round=max(act.case.rounds, 1), person_id=act.post.person_id, co=True,
        faults=act.facts.get("faults") or [], words=act.facts.get("words", ""),
    )  # fmt: skip


def instruct(act: Act) -> None:
    """A leader's word becomes a case of its own, to be answered in days (R-071, C29)."""
    on_paper = act.step.name == "register_instruction"
    name = act.facts.get("leader_name") or (act.post.person.name if act.post.person else act.post.title)
    act.open(
        "instruction", act.case.title, leader_id=None if on_paper else act.post.person_id, leader_name=name,
        addressee_id=act.facts["to"], words=act.facts["words"], on_paper=on_paper, number=act.case.number,
    )  # fmt: skip
    act.tell(
        [Address("unit", act.facts["to"])],
        _("《{title}》有{who}的批示，请按期回应。").format(title=act.case.title, who=name),
    )
