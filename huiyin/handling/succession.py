"""A unit is dissolved or merged into another while it handles cases: each goes on with the successor, by an act of its own."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from huiyin.handling import promising
from huiyin.handling.effects import parent_clock, siblings
from huiyin.handling.models import ANSWERING, Assignment, Commitment, Publication, Urging
from huiyin.handling.urging import move_todos
from huiyin.kernel import ledger
from huiyin.kernel.act import MANY, Act, Move, Outcome, act_many
from huiyin.kernel.models import Committee, Organisation, Post
from huiyin.kernel.refusal import Missing, Refused
from huiyin.papers.models import Instruction


def fits(act: Act) -> None:
    """The successor may hold another part of the same case only if one of the two is a co-handler's."""
    for row in siblings(act):
        twice = row.unit_id == act.facts["unit"] and row.pk != act.case.pk and row.state != "ended"
        if twice and row.role in ANSWERING and act.case.role in ANSWERING:
            sentence = _("后继单位已经在这件提案里答复另一部分。请先在提案上重新拟交办，合成一个单位。")
            raise Missing(sentence, {"unit": sentence})


def hand_on(act: Act) -> None:
    """The part, its open todos, promises, publications and instructions are the successor's; clocks run on as they are."""
    case, old, new = act.case, act.case.unit_id, act.facts["unit"]
    if _merged(act, new):
        return
    act.change(unit_id=new)
    if case.owner_organisation_id == old:
        act.change(owner_organisation_id=new)
    move_todos(act, case.pk, old, new)
    for model in (Commitment, Publication):
        for pk in model.objects.filter(part=case.pk, unit=old).values_list("pk", flat=True):
            row = act.load(pk)
            changes = {"unit_id": new} | ({"owner_organisation_id": new} if row.owner_organisation_id == old else {})
            act.change(row, **changes)
            move_todos(act, pk, old, new)
    for pk in Instruction.objects.filter(parent=case.parent_id, addressee=old, finished=False).values_list(
        "pk", flat=True
    ):
        row = act.load(pk)
        act.change(
            row, addressee_id=new, **({"owner_organisation_id": new} if row.owner_organisation_id == old else {})
        )
        move_todos(act, pk, old, new)
    if case.parent_id:
        parent = act.load(case.parent_id)
        act.move(parent, "regroup")
        if parent.owner_organisation_id == old:
            parent_clock(act, parent)
            promising.follow(act, parent)


def _merged(act: Act, new: int) -> bool:
    """A unit is not its own co-handler: the co-handler's part ends, the answering one goes on. True when this part ended."""
    for row in siblings(act):
        if row.unit_id == new and row.pk != act.case.pk and row.state != "ended":
            ending = act.case if act.case.role == "co" else row
            act.move(ending, "end")
            if ending is act.case:
                act.move(act.load(act.case.parent_id), "regroup")
                return True
    return False


def succeed(committee: Committee, old: Organisation, new: Organisation, *, as_: Post, why: str) -> list[Outcome]:
    """Hand every part that `old` has not ended, and every urging notice it has not answered, on to `new`, each by an event. Returns what became of each.

    Errors: Refused when the two are not units of this committee, or are the same.
    """
    if old.pk == new.pk or {old.committee_id, new.committee_id} != {committee.pk}:
        raise Refused(_("请选本机构的两个不同单位：撤并的，和接办的。"))
    parts = list(
        Assignment.objects.filter(committee=committee, unit=old, parent__finished=False)
        .exclude(state="ended")
        .order_by("pk")
    )
    notices = Urging.objects.filter(committee=committee, unit=old, state="issued").order_by("pk")
    outcomes: list[Outcome] = []
    for chunk in _chunks([*parts, *notices], MANY):
        outcomes += act_many([Move(case, "succeed", {"unit": new.pk, "why": why}) for case in chunk], as_=as_)
    ledger.record(
        committee,
        "unit.succeeded",
        as_=as_,
        facts={"from": old.pk, "to": new.pk, "parts": len(parts)},
        personal={"why": why},
    )
    return outcomes


def _chunks(rows: list[Any], size: int) -> Iterable[list[Any]]:
    return (rows[i : i + size] for i in range(0, len(rows), size))
