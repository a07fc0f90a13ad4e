"""What a step of handling also does. The case it serves is known only by two computed steps: `take_up` and `answered`."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from huiyin.handling import classing, promising, publishing
from huiyin.handling.models import ANSWERING, Assignment, Contact, CoOpinion, Reply, ReplyReturn
from huiyin.kernel import clock, parameters
from huiyin.kernel.act import Act
from huiyin.kernel.flow import flow_of, own_row
from huiyin.kernel.models import Todo
from huiyin.kernel.refusal import BadDate, Missing
from huiyin.kernel.who import Address
from huiyin.suggestions.models import ADOPTIONS, Suggestion, SuggestionAnswer


def unit_name(case: Any) -> str:
    """What a part is called beside its siblings."""
    return str(case.unit.name)


def siblings(act: Act) -> list[Any]:
    """Every assignment of the same case, this one included, as this batch sees them."""
    return parts_of(act, act.case.parent_id)


def parts_of(act: Act, pk: int | None) -> list[Any]:
    """Every assignment of a case, as this batch sees them. Read once a batch."""
    key = ("assignments", pk)
    if key not in act.batch.memory:
        if pk in act.batch.fresh:
            found = [c for c in act.batch.children.get(pk or 0, ()) if c.kind == "assignment"]
        else:
            stored = Assignment.objects.filter(parent=pk).order_by("pk")
            found = [act.batch.cases.setdefault(row.pk, row) for row in stored]
            for row in found:
                row.committee = act.committee
        act.batch.memory[key] = found
    rows: list[Any] = act.batch.memory[key]
    return rows


def take_up(act: Act) -> None:
    """When every unit has signed for it, the case itself is being handled."""
    waiting = [row for row in siblings(act) if row.state == "pending"]
    parent = act.load(act.case.parent_id)
    if not waiting and parent.state == "assigned":
        act.move(parent, "take_up")
    mirror(act)


def contact_day(act: Act) -> None:
    """R-043: a talk is about what was handed over: never before that day (办前 is before the work, not before that), nor to come."""
    day = date.fromisoformat(act.facts["on"]) if act.facts.get("on") else None
    if day is None or act.source != "entered":
        return
    words, handed = clock.day_words(day), act.case.handed_on
    if day > clock.today():
        fault = _("{day}还没到。请填面商当天的日期。").format(day=words)
    elif handed is not None and day < handed:
        fault = _("{day}还没有交办（{handed}交办）。请填交办以后沟通的日期。").format(
            day=words, handed=clock.day_words(handed)
        )
    else:
        return
    raise BadDate(_("没有记上：{fault}").format(fault=fault), {"on": fault})


def add_contact(act: Act) -> None:
    facts = act.facts
    act.dated(
        Contact, on=facts.get("on") or act.on, way=facts.get("way", "other"), phase=facts.get("phase", "during"),
        ours=facts.get("ours", ""), theirs=facts.get("theirs", ""), said=facts.get("said", ""), view=facts.get("view", "agrees"),
        people=facts.get("people") or [],
    )  # fmt: skip
    act.change(unconfirmed=act.case.unconfirmed + 1)


def add_co_opinion(act: Act) -> None:
    act.dated(
        CoOpinion,
        organisation_id=act.case.unit_id,
        doc_number=act.facts.get("doc_number", ""),
        text=act.facts.get("text", ""),
    )
    act.change(answered_on=act.on)


def go_on(act: Act) -> None:
    act.facet("without_opinions", "yes")


def every_point_answered(act: Act) -> None:
    """R-050: issues are answered one by one."""
    if act.imported:
        return
    points = act.facts.get("points") or []
    asked = list(
        Suggestion.objects.filter(case=act.case.parent_id, until=None, voided_by=None).values_list("pk", flat=True)
    )
    given = {str(point.get("suggestion")): point for point in points}
    if not set(given) <= {str(pk) for pk in asked}:
        raise Missing(_("逐条答复里有一条不是这件提案的建议。请刷新页面再填。"), {"points": _("请刷新页面再填。")})
    # With separate handling each unit answers its own part; one who answers alone answers all.
    due = [n for n, pk in enumerate(asked, 1) if act.case.role != "separate" or str(pk) in given]
    empty = [n for n in due if not _answered(given.get(str(asked[n - 1])))]
    if empty:
        raise Missing(
            _("第 {n} 条建议还没有答复。请写明采纳与否和办法。").format(n="、".join(map(str, empty))),
            {"points": _("第 {n} 条没有答复。").format(n="、".join(map(str, empty)))},
        )


def _answered(point: dict[str, Any] | None) -> bool:
    return bool(point and point.get("text") and point.get("adoption") in dict(ADOPTIONS))


def paper_is_there(act: Act) -> None:
    """Where the unit signs at home, the stamped scan and its own number come with the reply (paper is real)."""
    if act.imported or parameters.get(act.committee, "P-CHAIN"):
        return
    faults = {}
    if not act.facts.get("doc_number"):
        faults["doc_number"] = _("请填本单位给这份答复的发文字号。")
    if not act.facts.get("scan"):
        faults["scan"] = _("请上传签发盖章的答复（PDF 或图片）。")
    if faults:
        raise Missing(_("答复在单位签发后送出，") + "".join(faults.values()), faults)


def head_has_signed(act: Act) -> None:
    """R-050: where the committee wants it, the reply to a key case is issued by the unit's first leader."""
    if act.imported or act.case.parent_id is None or not parameters.get(act.committee, "P-HEAD"):
        return
    if getattr(own_row(act.load(act.case.parent_id)), "key", False) and not act.facts.get("head_signed"):
        sentence = _("重点提案的答复由单位主要负责人签发。请送主要负责人签发后，勾选“主要负责人签发”。")
        raise Missing(sentence, {"head_signed": sentence})


def head_signs_at_home(act: Act) -> None:
    """Where the unit signs outside, its liaison officer says who signed."""
    if not parameters.get(act.committee, "P-CHAIN"):
        head_has_signed(act)


def note_return(act: Act) -> None:
    """A reply sent back is counted, with its reasons."""
    act.dated(ReplyReturn, reasons=act.facts.get("reasons") or [], words=act.facts.get("why", ""))


def number_unused(act: Act) -> None:
    """A document number is the unit's own: unique per unit, gaps allowed, never ours to allocate."""
    number = act.facts.get("doc_number")
    if not number or act.imported:
        return
    used = Reply.objects.filter(organisation_id=act.case.unit_id, doc_number=number, voided_by=None).exclude(
        case=act.case
    )
    if used.exists():
        raise Missing(
            _("发文字号 {n} 本单位已经用在另一件答复上。请核对。").format(n=number),
            {"doc_number": _("这个字号已经用过。")},
        )


def write_reply(act: Act) -> None:
    """A new version of the reply; the one before it, if it was sent back, ends."""
    facts, case = act.facts, act.case
    act.end(Reply, delivered_at=None)
    scan = facts.get("scan")
    reply = act.dated(
        Reply, organisation_id=case.unit_id, round=(act.load(case.parent_id).rounds + 1) if case.parent_id else 1,
        doc_number=facts.get("doc_number", ""), result=facts.get("result", ""), opening=facts.get("opening", ""),
        closing=facts.get("closing", ""), points=facts.get("points") or [], contact_name=facts.get("contact_name", ""),
        contact_phone=facts.get("contact_phone", ""), publicity=facts.get("publicity", ""),
        publicity_reason=facts.get("publicity_reason", ""), carried_out=facts.get("carried_out") if "carried_out" in facts else None,
        scan_id=getattr(scan, "pk", scan), head_signed=bool(facts.get("head_signed")),
    )  # fmt: skip
    act.batch.memory[("reply", case.pk)] = reply
    if case.state == "done":
        deliver(act)
    mirror(act)


def current_reply(act: Act) -> Reply | None:
    key = ("reply", act.case.pk)
    if key not in act.batch.memory:
        query = Reply.objects.filter(case=act.case, voided_by=None, until=None, delivered_at=None)
        act.batch.memory[key] = query.order_by("-recorded_at").first()
    found: Reply | None = act.batch.memory[key]
    return found


def sign_reply(act: Act) -> None:
    reply = current_reply(act)
    assert reply is not None
    number = act.facts.get("doc_number") or reply.doc_number
    if act.facts.get("head_signed"):
        act.change(reply, head_signed=True)
    act.change(reply, doc_number=number, signer=act.post.person.name if act.post.person else "")
    if act.case.state == "done":
        deliver(act)
    mirror(act)


def after_reply(part: Any, event: Any) -> str:
    """Where a reply went, said to the one who sent or signed it."""
    if event.to_state == "countersign":
        return _("答复稿已送会办单位会签。")
    if event.to_state == "signing":
        return _("答复稿已送单位领导签发。")
    if event.to_state == "audit":
        office = part.assigned_by.name if part.assigned_by_id else _("交办机关")
        return _("答复已送{office}审核，审核通过就送达提案者。").format(office=office)
    return _("答复已送达提案者。")


def deliver(act: Act) -> None:
    """The reply is the proposer's now: its class is dated, its answers and promises stand, and the case is answered when all are."""
    reply = current_reply(act)
    act.change(answered_on=act.on)
    if reply is not None:
        due = _limit(act)
        late = act.on > due if due is not None and act.on is not None else None
        act.change(reply, delivered_at=act.at or act.event.recorded_at, due_on=due, late=late)
        _classify(act, reply)
        _answer_points(act, reply)
        promising.make(act, reply)
        publishing.open_decisions(act, reply)
    answered_when_all_are(act)


def _limit(act: Act) -> date | None:
    """Until when this reply was owed, extensions included; None where history does not say."""
    if act.imported:
        return None
    owed = Todo.objects.filter(case=act.case, step="reply").order_by("-opened_at", "-pk")
    return owed.values_list("due", flat=True).first()


def _classify(act: Act, reply: Reply) -> None:
    letter = act.facts.get("audited_result") or reply.result
    if not letter:
        return
    given = "first"
    if letter != reply.result and reply.result:
        classing.give(act, act.case, reply.result, "first", reply.pk, holds=False)
        given = "audited"
    classing.give(act, act.case, letter, given, reply.pk)


def _answer_points(act: Act, reply: Reply) -> None:
    """The unit's answers of an earlier round end; these stand."""
    act.end(SuggestionAnswer, of=act.case.parent_id, organisation_id=act.case.unit_id)
    for point in reply.points:
        if point.get("adoption"):
            act.dated(
                SuggestionAnswer, case_id=act.case.parent_id, suggestion_id=point.get("suggestion"),
                organisation_id=act.case.unit_id, adoption=point["adoption"], text=point.get("text", ""),
            )  # fmt: skip


def answered_when_all_are(act: Act) -> None:
    """One lead's reply answers the case; with separate handling all must have answered (P17, G9)."""
    waiting = [row for row in siblings(act) if row.role in ANSWERING and row.state not in ("done", "ended")]
    parent = act.load(act.case.parent_id)
    if not waiting and parent.state in ("assigned", "handling", "rehandle"):
        act.move(parent, "answered")
        release_co_handlers(act)


def release_co_handlers(act: Act) -> None:
    """With the answer delivered nobody waits for a co-handler's opinion any more: what is still open ends (R-041).

    Of history only what is proved is said; its parts are laid to rest without an act.
    """
    if act.imported:
        return
    for row in siblings(act):
        if row.role == "co" and row.state in ("pending", "working"):
            act.move(row, "lapse")


def pass_on_class(act: Act) -> None:
    """The auditing office may change the class; both values are kept (R-054)."""
    deliver(act)


def back_to_desk(act: Act) -> str:
    """A returned reply goes back to where it was written: first handling, or re-handling."""
    return "rework" if act.load(act.case.parent_id).rounds else "working"


def mirror(act: Act) -> None:
    """While a part carries the work, the case shows whom it waits for, and until when."""
    if act.case.parent_id is not None:
        parent_clock(act, act.load(act.case.parent_id))


def parent_clock(act: Act, parent: Any) -> None:
    """The case's owner and due date are those of the answering part that has the least time left."""
    if not flow_of(parent.kind).by_state[parent.state].through:
        return
    open_parts = [row for row in parts_of(act, parent.pk) if row.role in ANSWERING and row.owner_role]
    if open_parts:
        first = min(open_parts, key=lambda row: (row.due is None, row.due))
        act.own(parent, Address(first.owner_role, first.owner_organisation_id, first.owner_person_id), first.due)
