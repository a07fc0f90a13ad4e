"""The invented district 澄江区: its committee, bodies, members and posts, before any case is raised."""

import random
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from huiyin.demo import names
from huiyin.demo.sites import OPENED_AGO, Reception, found_sites
from huiyin.kernel import clock
from huiyin.kernel.models import Committee, Organisation, Period, Person, Post
from huiyin.kernel.rulebook import set_parameter
from huiyin.people import accounts, bodies, periods, posts
from huiyin.people.found import found
from huiyin.people.models import Member, MemberAttribute, Unit

CODE = "demo"
AGO = 150
"""How many days ago the present session opened."""


@dataclass
class District:
    """What the stories need to know of the district."""

    committee: Committee
    system: Post
    opened: date
    sessions: dict[str, Period] = field(default_factory=dict)
    units: dict[str, Unit] = field(default_factory=dict)
    members: list[Post] = field(default_factory=list)
    leaders: list[Post] = field(default_factory=list)
    liaisons: dict[str, str] = field(default_factory=dict)
    reception: Reception | None = None


def opening_day(today: date) -> date:
    """The working day about 150 days ago on which the fifth session of the ninth term opened."""
    day = today - timedelta(days=AGO)
    return day + timedelta(days=(7 - day.weekday()) % 7 if day.weekday() > 4 else 0)


def found_district(today: date, dice: random.Random) -> District:
    """Found the committee as it was at the beginning of its term, four years before the present session."""
    opened = opening_day(today)
    start = _years_before(opened, 4)
    with clock.frozen(datetime.combine(start - timedelta(days=20), time(9))):
        made = found(
            CODE, "政协澄江区委员会", "澄江区政协", "澄江区", administrators=names.ADMINISTRATORS, term=9, session=1, opens=start,
            demo=True,
        )  # fmt: skip
        district = District(made.committee, made.system, opened)
        made.session.closes, made.session.cutoff = start + timedelta(days=3), _cutoff(start)
        made.session.save()
        district.sessions["9-1"] = made.session
        _bodies(district)
        _people(district, start, dice)
    for number in range(2, 6):
        day = _years_before(opened, 5 - number)
        with clock.frozen(datetime.combine(day - timedelta(days=15), time(9))):
            district.sessions[f"9-{number}"] = periods.open_session(
                district.committee, 9, number, as_=district.system, opens=day, closes=day + timedelta(days=3), cutoff=_cutoff(day)
            )  # fmt: skip
            if number == 5:
                set_parameter(
                    district.committee,
                    "P-ROUNDS",
                    3,
                    day - timedelta(days=15),
                    district.system,
                    "九届区政协第 31 次主席会议",
                )
    _sites(district, today - timedelta(days=OPENED_AGO))
    return district


def _sites(district: District, since: date) -> None:
    def post(
        name: str, username: str, role: str, day: date, body: Organisation | None, person: Person | None = None
    ) -> Post:
        return _post(district, name, username, role, day, body, person)

    with clock.frozen(datetime.combine(district.opened - timedelta(days=14), time(9))):
        district.reception = found_sites(district.committee, district.system, district.members, since, post)


def _years_before(day: date, years: int) -> date:
    return day - timedelta(days=364 * years)


def _cutoff(day: date) -> datetime:
    return clock.at_noon(day + timedelta(days=2)).replace(hour=18)


def _bodies(district: District) -> None:
    committee, system = district.committee, district.system
    offices = {name: bodies.add(committee, "assigning", name, as_=system) for name in names.OFFICES}
    for name, full, office, branch, prefix, _liaison in names.UNITS:
        district.units[name] = bodies.add(
            committee, "unit", name, as_=system, parent=offices[office], full_name=full, branch=branch, prefix=prefix
        )
    for name in names.SECTORS:
        bodies.add(committee, "sector", name, as_=system)
    for name in names.TOWNSHIPS:
        township = bodies.add(committee, "township", name, as_=system)
        for village in names.VILLAGES.get(name, ()):
            bodies.add(committee, "village", village, as_=system, parent=township)


def _people(district: District, start: date, dice: random.Random) -> None:
    """A post for every role; the members' sectors, parties and homes as dated attributes."""
    for number, (name, role) in enumerate(names.STAFF, 1):
        post = _post(district, name, f"demo-{number:02}", role, start)
        if role == "leader":
            district.leaders.append(post)
    for number, (office, name) in enumerate(names.OFFICES.items(), 1):
        body = Organisation.objects.get(committee=district.committee, kind="assigning", name=office)
        _post(district, name, f"demo-j{number}", "assigning", start, body)
    for number, row in enumerate(names.UNITS, 1):
        district.liaisons[row[0]] = row[-1]
        _post(district, row[-1], f"demo-c{number:02}", "unit", start, district.units[row[0]])
        _post(district, names.HEADS[number - 1], f"demo-l{number:02}", "unit_head", start, district.units[row[0]])
    sectors = {body.name: body for body in Organisation.objects.filter(committee=district.committee, kind="sector")}
    townships = list(Organisation.objects.filter(committee=district.committee, kind="township").order_by("pk"))
    for number, name in enumerate(names.MEMBERS, 1):
        post = _post(district, name, f"demo-w{number:02}", "member", start)
        sector = names.SECTORS[(number * 3) % len(names.SECTORS)]
        district.members.append(post)
        member, _new = Member.objects.update_or_create(
            committee=district.committee, person=post.person, defaults={"number": f"CJ9{number:03}", "begins": start}
        )
        home = dice.choice(townships)
        for kind, text, body in (("sector", sector, sectors[sector]), ("residence", home.name, home)):
            _attribute(district, member, kind, text, body, start)
        if party := names.PARTIES.get(sector):
            _attribute(district, member, "party", party, None, start)


def _post(
    district: District, name: str, username: str, role: str, since: date, body: Organisation | None = None,
    person: Person | None = None,
) -> Post:  # fmt: skip
    person = person or accounts.new_person(name, username)
    post = posts.give(district.committee, person, role, as_=district.system, organisation=body, begins=since)
    post.committee = district.committee
    return post


def _attribute(
    district: District, member: Member, kind: str, text: str, body: Organisation | None, since: date
) -> None:
    MemberAttribute.objects.create(
        committee=district.committee, member=member, name=kind, text=text, organisation=body, begins=since, recorded_at=clock.now()
    )  # fmt: skip
