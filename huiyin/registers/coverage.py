"""What a register covers and what it leaves out: pairs and contacts, Party work, the weekly reading, mailings, plans that are late."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db.models import Avg, Q
from django.utils.translation import gettext as _

from huiyin.kernel import clock
from huiyin.kernel.figures import percent
from huiyin.kernel.models import Committee, Organisation
from huiyin.people.models import Member, MemberAttribute
from huiyin.registers.models import Entry, Tie

PARTY = "中共"
QUIET = 92
"""Days without a contact after which a pair is named."""
MOST = 60


@dataclass
class Covered:
    """A sentence, how many of how many, and the names of those left out."""

    label: Any
    part: int
    whole: int
    left: list[str] = field(default_factory=list)

    @property
    def rate(self) -> Any:
        return percent(self.part, self.whole)

    @property
    def shown(self) -> list[str]:
        return self.left[:MOST]


def standing(committee: Committee, register: str, on: date) -> Any:
    """The lines that hold on that day."""
    noon = clock.at_noon(on)
    rows = Entry.objects.filter(Q(at=None) | Q(at__lte=noon), Q(until=None) | Q(until__gt=noon), committee=committee)
    return rows.filter(register=register, voided_by=None)


def members(committee: Committee, on: date) -> dict[int, str]:
    """Person → name of the members in office on that day."""
    rows = Member.objects.filter(
        Q(begins=None) | Q(begins__lte=on), Q(ends=None) | Q(ends__gte=on), committee=committee
    )
    return dict(rows.values_list("person_id", "person__name"))


def of_the_party(committee: Committee, on: date) -> set[int]:
    rows = MemberAttribute.objects.filter(
        Q(begins=None) | Q(begins__lte=on), Q(ends=None) | Q(ends__gte=on), committee=committee, name="party", text__contains=PARTY
    )  # fmt: skip
    return set(rows.values_list("member__person_id", flat=True))


def liaison(committee: Committee, on: date) -> list[Covered]:
    """Members outside the Party who are paired; pairs that were in touch within a quarter. Five queries."""
    there, party = members(committee, on), of_the_party(committee, on)
    pairs = list(standing(committee, "liaison", on).values_list("case_id", "name", "values"))
    led = {values.get("led") for _pk, _name, values in pairs}
    outside = {pk: name for pk, name in there.items() if pk not in party}
    since = clock.at_noon(on - timedelta(days=QUIET))
    recent = Tie.objects.filter(committee=committee, register="contacts", field="pair", voided_by=None, at__gte=since, at__lte=clock.at_noon(on))  # fmt: skip
    met = set(recent.values_list("other_id", flat=True))
    return [
        Covered(_("党外委员有人联系的"), len(outside.keys() & led), len(outside), sorted(name for pk, name in outside.items() if pk not in led)),
        Covered(_("一个季度内联系过的结对"), sum(pk in met for pk, _name, _values in pairs), len(pairs), [name for pk, name, _values in pairs if pk not in met]),
    ]  # fmt: skip


def party(committee: Committee, on: date) -> list[Covered]:
    """两个全覆盖: the special committees with a Party organisation, the members whom Party work reaches. Four queries."""
    rows = list(standing(committee, "party", on).values_list("values", flat=True))
    bodies = dict(Organisation.objects.filter(Q(ends=None) | Q(ends__gte=on), committee=committee, kind="committee").values_list("pk", "name"))  # fmt: skip
    covered = {pk for values in rows for pk in values.get("covers", ())}
    there = members(committee, on)
    reached = {pk for values in rows for name in ("party_members", "others") for pk in values.get(name, ())}
    return [
        Covered(_("党的组织覆盖的专委会"), len(bodies.keys() & covered), len(bodies), sorted(name for pk, name in bodies.items() if pk not in covered)),
        Covered(_("党的工作覆盖的委员"), len(there.keys() & reached), len(there), sorted(name for pk, name in there.items() if pk not in reached)),
    ]  # fmt: skip


def reading(committee: Committee, on: date) -> list[Covered]:
    """The weeks of the year in which there was a reading, of those that are over or under way (S3-F26). One query."""
    first = date(on.year, 1, 1)
    days = Entry.objects.filter(committee=committee, register="reading", voided_by=None, at__gte=clock.at_noon(first), at__lte=clock.at_noon(on))  # fmt: skip
    held = {clock.local_day(at).isocalendar()[:2] for at in days.values_list("at", flat=True) if at}
    mondays = [first - timedelta(days=first.weekday()) + timedelta(weeks=n) for n in range(54)]
    due = [monday for monday in mondays if monday <= on]
    left = [_("{day}那一周").format(day=clock.day_words(max(monday, first))) for monday in due if monday.isocalendar()[:2] not in held]  # fmt: skip
    return [Covered(_("今年各周里读了的"), len(due) - len(left), len(due), left)]


def mailing(committee: Committee, on: date) -> list[Covered]:
    """How many wanted it, and to how many the last issue went. Two queries."""
    wanted = standing(committee, "talents", on).filter(values__mail=True).count()
    last = standing(committee, "periodical", on).order_by("-at").first()
    return [Covered(_("最近一期邮到的乡友"), min((last.heads or 0) if last else 0, wanted), wanted)]


def division(committee: Committee, on: date) -> list[Covered]:
    """The items whose day has come and that are done; those that are late by name. One query."""
    rows = standing(committee, "division", on).values_list("name", "sort", "values")
    due = [(name, state) for name, state, values in rows if str(values.get("due", "")) <= on.isoformat()]
    late = [name for name, state in due if state != "done"]
    return [Covered(_("到期办完的事项"), len(due) - len(late), len(due), late)]


def not_his_own(values: Mapping[str, Any]) -> dict[str, Any]:
    """Nobody judges what he wrote."""
    wrote = Entry.objects.filter(case=values["essay"], voided_by=None).values_list("values", flat=True).first() or {}
    if wrote.get("by") == values["judge"]:
        return {"judge": _("不能评自己写的。请另选一位评委。")}
    return {}


def mean(case: Any) -> Any:
    """The average of the scores that were given to an essay; None without any."""
    ties = Tie.objects.filter(other=case.pk, register="essay_scores", voided_by=None).values("case")
    return Entry.objects.filter(case__in=ties, voided_by=None).aggregate(n=Avg("amount"))["n"]
