"""Members to sites by nearness and field 就近就便 (R-206): what each place would cost each member, why, and the best whole."""

import hashlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from django.utils.translation import gettext as _

from huiyin.kernel import parameters
from huiyin.kernel.models import Committee, Organisation, Person
from huiyin.kernel.refusal import Refused
from huiyin.people.models import Member, MemberAttribute
from huiyin.places import sites as register
from huiyin.places.models import Pin, Site, SiteMember
from huiyin.places.transport import assign

RULES = {"away": "P-36A", "other": "P-36F", "extra": "P-36E", "moves": "P-36M", "most": "P-36C"}
ABOUT = ("residence", "sector", "employer")


@dataclass
class Someone:
    """A member as the reckoning knows him."""

    person: Person
    home: Organisation | None = None
    home_name: str = ""
    works: tuple[str, ...] = ()
    here: list[SiteMember] = field(default_factory=list)
    pinned: int | None = None
    head: int | None = None

    @property
    def sites(self) -> set[int]:
        return {row.site_id for row in self.here}


@dataclass
class Placed:
    """One proposal: who, where, at how many points, and why there."""

    who: Someone
    site: Site
    points: int
    why: list[str]
    moves: bool
    fixed: str = ""
    """"head" or "pin" where it was not for the reckoning to say."""


@dataclass
class Plan:
    """The whole: a line for each member, its points, and what it would cost if nobody were pinned."""

    placed: list[Placed]
    points: int
    unpinned: int
    room: dict[int, int]
    away: int = 0

    @property
    def mark(self) -> str:
        """Tells whether what is confirmed is what was shown."""
        rows = sorted((one.who.person.pk, one.site.pk, sorted(one.who.sites)) for one in self.placed)
        return hashlib.sha256(repr(rows).encode()).hexdigest()[:16]

    def at(self, site: int) -> list[Placed]:
        return [one for one in self.placed if one.site.pk == site]

    @property
    def moving(self) -> int:
        return sum(one.moves for one in self.placed)


def members(committee: Committee) -> list[Someone]:
    """Everyone who is a member now, with home, work, sites and pin. Four queries."""
    rows = Member.objects.filter(committee=committee, ends=None).select_related("person").order_by("person__name", "pk")
    found = {row.person_id: Someone(row.person) for row in rows}
    about = MemberAttribute.objects.filter(committee=committee, ends=None, name__in=ABOUT, member__in=rows.values("pk"))
    for one in about.select_related("organisation", "member").order_by("pk"):
        who = found[one.member.person_id]
        name = one.organisation.name if one.organisation else one.text
        if one.name == "residence":
            who.home, who.home_name = one.organisation, name
        else:
            who.works = (*who.works, name)
    for row in SiteMember.objects.filter(committee=committee, ends=None, person__in=list(found)).order_by("pk"):
        found[row.person_id].here.append(row)
        if row.role in ("head", "deputy") and found[row.person_id].head is None:
            found[row.person_id].head = row.site_id
    for person, site in Pin.objects.filter(committee=committee).values_list("person", "site"):
        if person in found:
            found[person].pinned = site
    return list(found.values())


def rules_of(committee: Committee) -> dict[str, int]:
    return {name: int(parameters.get(committee, code)) for name, code in RULES.items()}


def nearness(who: Someone, site: Site, away: int) -> tuple[int, str]:
    """Points for where somebody lives, and the words for it."""
    if site.area is None:
        return away // 2, _("站点面向全区")
    if not who.home_name:
        return away // 2, _("住处没有登记")
    town, home = site.area, who.home
    same = home is not None and (
        town.pk in (home.pk, home.parent_id) or town.parent_id in (home.pk, home.parent_id or 0)
    )
    if same or (home is None and town.name in who.home_name):
        return 0, _("住在{home}，站点就在那里").format(home=who.home_name)
    return away, _("住在{home}，站点在{town}").format(home=who.home_name, town=town.name)


def fields_of(site: Site) -> list[str]:
    return [word for word in site.field.replace("，", "、").replace(",", "、").split("、") if word.strip()]


def fitting(who: Someone, site: Site, other: int) -> tuple[int, str]:
    """Points for what somebody does, and the words for it."""
    words = fields_of(site)
    fits = next((work for work in who.works if any(word.strip() in work for word in words)), "")
    if fits:
        return 0, _("“{work}”是站点的领域").format(work=fits)
    return other, _("不是站点的领域（{fields}）").format(fields=site.field) if words else ""


def propose(committee: Committee) -> Plan:
    """The assignment of all members to the open sites with the fewest points in all; heads and the pinned stay where they are put.

    Errors: Refused when there are no sites, no members, or not room enough for all.
    """
    people, places = members(committee), [row for row in register.existing(committee) if row.capacity != 0]
    rules = rules_of(committee)
    if not places or not people:
        raise Refused(_("还没有站点，或者还没有委员。请先设好站点、导入委员名册，再来划站。"))
    cost = np.array([[_points(who, site, rules) for site in places] for who in people], np.int64)
    index = {site.pk: at for at, site in enumerate(places)}
    held = np.array([index.get(_held(who), -1) for who in people])
    room = np.array([rules["most"] if site.capacity is None else site.capacity for site in places], np.int64)
    if int(room.sum()) < len(people):
        raise Refused(
            _(
                "{n} 个站点一共收 {room} 位委员，委员有 {m} 位。请给站点登记更多人数，或改规则里的“一个站点最多几位委员”。"
            ).format(n=len(places), room=int(room.sum()), m=len(people))
        )
    where = solve(cost, room, rules["extra"], held)
    free = solve(cost, room, rules["extra"], np.array([index.get(who.head or 0, -1) for who in people]))
    lines = [
        _placed(who, places[at], rules, cost[n], room, where, places)
        for n, (who, at) in enumerate(zip(people, where, strict=True))
    ]
    return Plan(
        lines, total(cost, where, rules["extra"]), total(cost, free, rules["extra"]),
        {site.pk: int(room[at]) for site, at in zip(places, range(len(places)), strict=True)},
        sum(nearness(one.who, one.site, 2)[0] == 2 for one in lines),
    )  # fmt: skip


def _held(who: Someone) -> int:
    return who.head or who.pinned or 0


def _points(who: Someone, site: Site, rules: dict[str, int]) -> int:
    moves = rules["moves"] if who.here and site.pk not in who.sites else 0
    return nearness(who, site, rules["away"])[0] + fitting(who, site, rules["other"])[0] + moves


def solve(cost: Any, room: Any, extra: int, held: Any) -> Any:
    """Where each goes: `held` (−1: free) stays; over the even share a seat costs `extra` more. n numbers of places."""
    people, places = cost.shape
    taken = np.bincount(held[held >= 0], minlength=places)
    even = np.minimum(np.full(places, -(-people // places)), room)
    first = np.maximum(even - taken, 0)
    second = np.maximum(room - taken, 0) - first
    second = np.maximum(second, 0)
    free = np.flatnonzero(held < 0)
    where = held.copy()
    if int((first + second).sum()) < len(
        free
    ):  # the pins crowd a site beyond its room: the rest must still find theirs
        raise Refused(_("定在某个站点的委员超过了它收的人数，其他站点又放不下。请松开几位，或给站点登记更多人数。"))
    where[free] = assign(np.hstack([cost[free], cost[free] + extra]), np.hstack([first, second])) % places
    return where


def total(cost: Any, where: Any, extra: int) -> int:
    """The points of a whole assignment: everyone's own, and what is over the even share."""
    people, places = cost.shape
    over = np.maximum(np.bincount(where, minlength=places) + (people // -places), 0).sum()
    return int(cost[np.arange(people), where].sum() + extra * over)


def _placed(
    who: Someone, site: Site, rules: dict[str, int], costs: Any, room: Any, where: Any, places: list[Site]
) -> Placed:
    why = [word for _points_, word in (nearness(who, site, rules["away"]), fitting(who, site, rules["other"])) if word]
    moves = bool(who.here) and site.pk not in who.sites
    if who.head == site.pk:
        return Placed(who, site, _points(who, site, rules), [_("是这个站点的站长或副站长")], False, "head")
    if who.pinned == site.pk:
        return Placed(who, site, _points(who, site, rules), [_("办公室定在这里"), *why], moves or not who.here, "pin")
    points, best = _points(who, site, rules), int(costs.argmin())
    if site.pk in who.sites:
        why.append(_("现在就在这里"))
    if costs[best] < points:
        full = int((where == best).sum()) >= int(room[best])
        words = _("最合适的{site}已经满了") if full else _("最合适的{site}人已经多了，均一均")
        why.append(words.format(site=places[best].name))
    return Placed(who, site, points, why, site.pk not in who.sites)


def coverage(committee: Committee, people: Iterable[Someone]) -> tuple[list[dict[str, Any]], list[Someone]]:
    """Each township with its sites, how many members live there, how many belong to its sites; and who belongs to none at all."""
    people = list(people)
    towns = list(Organisation.objects.filter(committee=committee, kind="township", ends=None).order_by("name"))
    sites = list(register.existing(committee))
    home = Counter((who.home.parent_id if who.home.kind == "village" else who.home.pk) for who in people if who.home)
    rows: list[dict[str, Any]] = []
    for town in towns:
        here = [one for one in sites if one.area and town.pk in (one.area_id, one.area.parent_id)]
        rows.append({
            "town": town, "sites": here, "living": home.get(town.pk, 0), "inside": sum(bool(who.sites & {one.pk for one in here}) for who in people),
        })  # fmt: skip
    rows.sort(key=lambda row: (bool(row["sites"]), -row["living"]))
    return rows, [who for who in people if not who.here]
