"""Who may handle, and why not yet."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Exists, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiyin.handling.models import ANSWERING, FACE_TO_FACE, Assignment, Contact, CoOpinion
from huiyin.kernel import clock, parameters
from huiyin.kernel.flow import FLOWS, Lack, flow_of, own_row
from huiyin.kernel.models import Case, Event, Facet, Person, Post
from huiyin.kernel.who import NOBODY, Address, Who, role

assigning = Who(
    "assigning_office_of",
    gettext_lazy("交办机关"),
    lambda post, case: post.role == "assigning" and case.assigned_by_id in (None, post.organisation_id),
    lambda post: Q(assigned_by=post.organisation_id) | Q(assigned_by=None) if post.role == "assigning" else NOBODY,
    lambda case: [Address("assigning", case.assigned_by_id)],
)


def _of_unit(code: str, label: Any, roles: tuple[str, ...] | None = None) -> Who:
    def test(post: Post, case: Any) -> bool:
        return post.role == code and post.organisation_id == case.unit_id and (roles is None or case.role in roles)

    def twin(post: Post) -> Q:
        if post.role != code:
            return NOBODY
        return Q(unit=post.organisation_id) & (Q(role__in=roles) if roles else Q())

    def owed(case: Any) -> list[Address]:
        return [Address(code, case.unit_id)] if roles is None or case.role in roles else []

    return Who(f"{code}_of_assignment", label, test, twin, owed)


unit = _of_unit("unit", gettext_lazy("被交办的单位"))
answering_unit = _of_unit("unit", gettext_lazy("主办（独办、分办）单位"), ANSWERING)
co_unit = _of_unit("unit", gettext_lazy("会办单位"), ("co",))
unit_head = _of_unit("unit_head", gettext_lazy("单位签发领导"), ANSWERING)
office = role("proposal_office", "proposal_director", label=gettext_lazy("提案委办公室"))
watchers = role("leader", "reviewer", "proposal_office", "proposal_director", label=gettext_lazy("政协机关"))


def _when(who: Who, field: str, name: str) -> Who:
    """Owed only while that date of the case is set: a request waits for its decision."""
    return Who(name, who.label, who.test, who.twin, lambda case: who.owed(case) if getattr(case, field) else [])


def _not_talked(case: Any) -> list[Address]:
    """The first talk is owed once: a draft that comes back to the desk does not ask for it again (R-042).

    A part that was just signed for (its second version) has none, and is not asked.
    """
    if case.version > FRESH and Contact.objects.filter(case=case.pk, voided_by=None).exclude(confirmed=False).exists():
        return []
    return answering_unit.owed(case)


FRESH = 2
first_talker = Who("first_talker", answering_unit.label, answering_unit.test, answering_unit.twin, _not_talked)
arbiter = _when(assigning, "adjustment_asked_on", "arbiter")
extender = _when(assigning, "extension_asked_on", "extender")


def _asks(case: Any) -> tuple[Who, Any] | None:
    if case.parent_id is None:
        return None
    asks = flow_of(case.parent.kind).asks
    return (asks, own_row(case.parent)) if asks is not None else None


def _asked(post: Post, case: Any) -> bool:
    found = _asks(case)
    return found is not None and found[0].test(post, found[1])


def _asker_twin(post: Post) -> Q:
    found = NOBODY
    for flow in FLOWS.values():
        if flow.asks is not None:
            found |= Q(parent__in=flow.Model.objects.filter(flow.asks.twin(post)).values("pk"))
    return found


def _asker_owed(case: Any) -> list[Address]:
    found = _asks(case)
    return found[0].owed(found[1]) if found else []


def _asker_of(roles: tuple[str, ...], who: Who) -> Who:
    return Who(
        "asker_of_answer",
        who.label,
        lambda post, case: case.role in roles and who.test(post, case),
        lambda post: who.twin(post) & Q(role__in=roles),
        lambda case: who.owed(case) if case.role in roles else [],
    )


asker = Who("asker", gettext_lazy("提案者"), _asked, _asker_twin, _asker_owed)
"""Whoever asked for what is handled: the proposers of the parent, whatever kind it is."""

asker_of_answer = _asker_of(ANSWERING, asker)
"""The same, where the unit answers them itself; a co-handler tells the lead unit."""


def _co_parts(case: Any) -> QuerySet[Assignment]:
    return Assignment.objects.filter(parent=case.parent_id, role="co").exclude(state="ended")


co_handlers = Who(
    "co_handlers",
    gettext_lazy("会办单位"),
    lambda post, case: (
        post.role == "unit" and case.role == "lead" and _co_parts(case).filter(unit=post.organisation_id).exists()
    ),
    lambda post: (
        Q(
            role="lead",
            parent__in=Assignment.objects.filter(role="co", unit=post.organisation_id)
            .exclude(state="ended")
            .values("parent"),
        )
        if post.role == "unit"
        else NOBODY
    ),
    lambda case: [Address("unit", pk) for pk in _co_parts(case).values_list("unit_id", flat=True)],
)
heads = _of_unit("unit_head", gettext_lazy("单位领导"))
"""The unit's head, whatever its part in the case: he is told when it is late."""
leaders = role("leader", label=gettext_lazy("主席会议成员"))
own_unit = unit | _of_unit("unit_head", gettext_lazy("单位领导"))
_at_countersign = Who(
    "at_countersign", "", lambda post, case: case.state == "countersign", lambda post: Q(state="countersign")
)
sees = own_unit | assigning | watchers | (_at_countersign & co_handlers)
"""A co-handler looks into the lead's part while it is asked to countersign the draft, and not before or after."""


def contacted(case: Any, post: Post) -> Iterable[Lack]:
    """R-043: a reply needs a contact first, face to face for key and collective cases; a waiver counts (R-044).

    A contact that the proposer disputes does not count; where P-CONFIRMED asks for it, only a confirmed one does, or one that
    was left unanswered for its term.
    """
    if case.role not in ANSWERING or not parameters.get(case.committee, "P-16"):
        return
    contacts = Contact.objects.filter(case=case, voided_by=None)
    if again := case.state == "rework":
        # what did not satisfy is talked over once more, face to face, before it is answered again.
        sent_back = Event.objects.filter(case=case.pk, step="rework").order_by("-seq").values_list("at", flat=True)
        contacts = contacts.filter(at__gte=sent_back.first() or case.opened_at)
    rows = list(contacts)
    if any(row.view == "waived" for row in rows):
        return
    good = [row for row in rows if counts(row, case.committee)]
    face = again or (bool(case.parent_id) and getattr(own_row(case.parent), "needs_face_to_face", False))
    if not rows:
        yield Lack(_("还没有和提案者沟通的记录。请先登记沟通；提案者提出不需要走访的，也请登记。"), "contact")
    elif not good and all(row.confirmed is False for row in rows):
        yield Lack(_("提案者不认可登记的沟通。请再联系提案者，沟通以后重新登记。"), "contact")
    elif not good:
        yield Lack(_("沟通记录还在等提案者确认。提案者确认，或确认期限过了，就可以答复。"))
    elif face and not any(row.way in FACE_TO_FACE for row in good):
        yield Lack(_("重点提案、集体提案和重新办理的，至少要有一次当面沟通，电话、信函不算。"), "contact")
    elif missing := _not_talked_with(case, good):
        yield Lack(_("还没有和{names}沟通过。这里规定要和每位提案者沟通。").format(names="、".join(missing)), "contact")


def counts(row: Contact, committee: Any) -> bool:
    """Whether a talk satisfies R-043 today: never a disputed one; an unconfirmed one as the committee decided."""
    if row.confirmed is None:
        return not parameters.get(committee, "P-CONFIRMED") or standing(row, committee) == "unanswered"
    return row.confirmed


def standing(row: Contact, committee: Any) -> str:
    """confirmed, disputed, waiting, or unanswered once its term has passed: derived, never stored."""
    if row.confirmed is not None:
        return "confirmed" if row.confirmed else "disputed"
    told = clock.local_day(row.recorded_at)
    span = clock.Span.parse(str(parameters.get(committee, "P-CONFIRM", told)))
    until = clock.due(span, told, parameters.calendar(committee))
    return "unanswered" if until is not None and clock.today() > until else "waiting"


def _not_talked_with(case: Any, rows: list[Contact]) -> list[str]:
    """P-17: the proposers with accounts who are in no contact."""
    met = {int(pk) for row in rows for pk in row.people}
    return [name for pk, name in askers(case, post=None) if pk not in met]


def askers(case: Any, post: Post | None) -> list[tuple[int, str]]:
    """The proposers who have an account, id and name, where the committee wants each of them to be talked with (P-17)."""
    if not parameters.get(case.committee, "P-17-TALK"):
        return []
    people = [address.person_id for address in asker.owed(case) if address.person_id]
    names = dict(Person.objects.filter(pk__in=people).values_list("pk", "name"))
    return [(pk, names[pk]) for pk in dict.fromkeys(people)]


def opinions_in(case: Any, post: Post) -> Iterable[Lack]:
    """R-041: the lead answers when the co-handlers' opinions are in, or says why it does not wait."""
    names = _awaited(case)
    if names:
        yield Lack(_("还缺{names}的会办意见。请先催办，或写明不等的理由。").format(names="、".join(names)), "go_on")


def _awaited(case: Any) -> list[str]:
    """The co-handlers without an opinion, asked once for a page: two guards want to know."""
    if case.role != "lead" or case.parent_id is None:
        return []
    known = case.__dict__.get("_awaited")
    if known is not None and known[0] == case.version:
        return list(known[1])
    siblings = Case.objects.filter(
        ~Exists(_waivers(case)), parent=case.parent_id, kind="assignment", assignment__role="co"
    ).exclude(state="ended")
    waiting = siblings.exclude(
        pk__in=CoOpinion.objects.filter(case__parent=case.parent_id, voided_by=None).values("case")
    )
    names = list(waiting.values_list("assignment__unit__name", flat=True))
    case._awaited = (case.version, names)
    return names


def opinion_awaited(case: Any, post: Post) -> Iterable[Lack]:
    """Who waits for nobody has no waiting to give up."""
    if not _awaited(case):
        yield Lack(_("会办意见已经齐了，或者没有会办单位。"), moot=True)


def _waivers(case: Any) -> QuerySet[Facet]:
    """The word of the lead unit that it does not wait, if it was given and stands."""
    return Facet.objects.filter(case=case.pk, name="without_opinions", voided_by=None, until=None)
