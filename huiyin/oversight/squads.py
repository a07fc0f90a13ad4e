"""The register of squads 民主监督小分队: made, changed, ended, each change in the ledger."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from huiyin.kernel import clock, ledger
from huiyin.kernel.models import Committee, Post
from huiyin.kernel.refusal import Missing
from huiyin.oversight.models import Squad, SquadMember
from huiyin.people.models import Member

ADDED, CHANGED, ENDED = "squad.added", "squad.changed", "squad.ended"


def existing(committee: Committee) -> QuerySet[Squad]:
    """The squads that there are today, by name."""
    today = clock.today()
    return Squad.objects.filter(Q(ends=None) | Q(ends__gt=today), committee=committee).order_by("name")


def members(squad: Squad) -> list[SquadMember]:
    """Who is in it now, the head first."""
    return list(squad.people.filter(ends=None).select_related("person").order_by("-head", "person__name"))


def save(
    committee: Committee, *, as_: Post, name: str, about: str, head: int | None, people: Sequence[int], squad: Squad | None = None
) -> Squad:  # fmt: skip
    """Make a squad, or change one. `head`, `people`: ids of persons who are members in office. Errors: Missing with `fields`."""
    name, about = name.strip(), about.strip()
    wanted = set(people) | ({head} if head else set())
    _check(committee, name, wanted, squad)
    with transaction.atomic():
        if squad is None:
            row = Squad.objects.create(committee=committee, name=name, about=about, begins=clock.today())
        else:
            row, squad.name, squad.about = squad, name, about
            squad.save()
        _settle(row, wanted, head)
        ledger.record(
            committee,
            CHANGED if squad else ADDED,
            as_=as_,
            facts={"squad": row.pk, "name": row.name, "count": len(wanted)},
        )
    return row


def end(squad: Squad, *, as_: Post) -> None:
    """It is no more from today; what it did stays."""
    with transaction.atomic():
        squad.ends = clock.today()
        squad.save()
        ledger.record(squad.committee, ENDED, as_=as_, facts={"squad": squad.pk, "name": squad.name})


def _check(committee: Committee, name: str, wanted: set[int], squad: Squad | None) -> None:
    wrong: dict[str, Any] = {}
    if not name:
        wrong["name"] = _("请给小分队起个名字。")
    elif Squad.objects.filter(committee=committee, name=name).exclude(pk=squad.pk if squad else 0).exists():
        wrong["name"] = _("已经有一支“{name}”了。请换一个名字。").format(name=name)
    known = set(
        Member.objects.filter(committee=committee, ends=None, person__in=wanted).values_list("person", flat=True)
    )
    if not wanted:
        wrong["people"] = _("请选队员，至少一人。")
    elif wanted - known:
        wrong["people"] = _("有的人不是在任的委员。请重新选。")
    if wrong:
        raise Missing(" ".join(map(str, wrong.values())), wrong)


def _settle(squad: Squad, wanted: set[int], head: int | None) -> None:
    """Those who left end today; the others stay as they were, except who is the head."""
    today = clock.today()
    there = {row.person_id: row for row in squad.people.filter(ends=None)}
    for person, row in there.items():
        if person not in wanted:
            row.ends = today
        row.head = person == head
        row.save()
    for person in sorted(wanted - set(there)):
        SquadMember.objects.create(squad=squad, person_id=person, head=person == head, begins=today)
