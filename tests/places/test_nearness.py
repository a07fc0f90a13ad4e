"""Members to sites by nearness and field: the least there is, explained, pinned, confirmed once and only as shown (R-206)."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from huiyin.kernel import clock, ledger
from huiyin.kernel.models import Event, Organisation
from huiyin.kernel.refusal import Refused
from huiyin.people.models import Member, MemberAttribute
from huiyin.places import nearness, placing, sites
from huiyin.places.models import Pin, SiteMember
from huiyin.places.transport import assign, proved
from tests.district import District


@settings(max_examples=60)
@given(st.integers(1, 40), st.integers(1, 7), st.integers(0, 2**32 - 1))
def test_an_assignment_keeps_to_the_room_and_its_prices_prove_that_nothing_is_cheaper(people, places, seed):
    rng = np.random.default_rng(seed)
    cost, room = rng.integers(0, 20, (people, places)), rng.integers(0, 12, places)
    if room.sum() < people:
        with pytest.raises(ValueError, match="room"):
            assign(cost, room)
        return
    where = assign(cost, room)
    assert proved(cost, room, where)
    swapped = where.copy()
    swapped[0] = (where[0] + 1) % places
    dearer = cost[np.arange(people), swapped].sum() > cost[np.arange(people), where].sum()
    assert not (dearer and proved(cost, room, swapped)), "a worse one has no such prices"


@pytest.fixture
def towns(db):
    """Two towns with a station each, a health team for the whole district, and six more members, half in each town."""
    district = District.build()
    committee = district.committee
    made = [
        Organisation.objects.create(committee=committee, kind="township", name=name)
        for name in ("城北", "城南", "望江")
    ]
    north = sites.add(committee, "北站", as_=district.general, area=made[0], capacity=5)
    sites.add(committee, "南站", as_=district.general, area=made[1], capacity=5)
    sites.add(
        committee, "医疗服务队", as_=district.general, site_kind="team", level="district", field="医卫", capacity=3
    )
    sites.change(district.site, as_=district.general, capacity=0)
    for n in range(6):
        person = district.post("member", name=f"委员{n}").person
        member = Member.objects.create(committee=committee, person=person)
        for name, body, text in (("residence", made[n % 2], ""), ("sector", None, "医卫界" if n < 2 else "经济界")):
            MemberAttribute.objects.create(
                committee=committee, member=member, name=name, organisation=body, text=text, recorded_at=clock.now()
            )
    return district, north


def test_members_go_where_they_live_or_what_they_do_and_each_line_says_why(towns):
    district, north = towns
    plan = nearness.propose(district.committee)
    at = {one.who.person.name: one for one in plan.placed}
    assert {name: one.site.name for name, one in at.items() if name.startswith("委员")} == {
        "委员0": "医疗服务队", "委员1": "医疗服务队", "委员2": "北站", "委员3": "南站", "委员4": "北站", "委员5": "南站",
    }  # fmt: skip
    assert at["委员2"].why[0] == "住在城北，站点就在那里"
    assert "“医卫界”是站点的领域" in at["委员0"].why
    assert plan.points == plan.unpinned
    rows, outside = nearness.coverage(district.committee, [one.who for one in plan.placed])
    assert [(row["town"].name, len(row["sites"]), row["living"]) for row in rows][0] == ("望江", 0, 0)
    assert len(outside) == len(plan.placed)
    for site in (
        north,
        sites.add(district.committee, "北工作室", as_=district.general, site_kind="studio", area=north.area),
    ):
        sites.join(site, outside[0].person, as_=district.general)
    rows, _outside = nearness.coverage(district.committee, nearness.members(district.committee))
    assert next(row["inside"] for row in rows if row["town"] == north.area) == 1, (
        "whoever belongs to two sites is one person"
    )


def test_a_pin_costs_no_more_than_it_must_and_only_the_plan_that_was_shown_is_confirmed(
    towns, django_assert_max_num_queries
):
    district, north = towns
    committee, general = district.committee, district.general
    person = Member.objects.get(person__name="委员3").person
    placing.pin(person, north, as_=general)
    plan = nearness.propose(committee)
    assert next(one for one in plan.placed if one.who.person == person).fixed == "pin"
    assert plan.unpinned < plan.points <= plan.unpinned + 16
    stale = plan.mark
    Member.objects.create(committee=committee, person=district.post("member", name="新委员").person)
    with pytest.raises(Refused, match="再看一遍"):
        placing.confirm(committee, stale, as_=general)
    assert not SiteMember.objects.exists()
    plan = nearness.propose(committee)
    assert placing.confirm(committee, plan.mark, as_=general) == (9, 0)
    assert '"members":9' in Event.objects.get(committee=committee, step="site.placed").facts
    assert SiteMember.objects.get(person=person, ends=None).site_id == north.pk
    placing.loosen(person, committee, as_=general)
    assert not Pin.objects.exists()
    with django_assert_max_num_queries(8):
        again = nearness.propose(committee)
    moved = [one.who.person.name for one in again.placed if one.moves]
    assert "委员3" in moved
    assert len(moved) <= 2, "at most one makes room for him: to move costs points, too"
    assert placing.confirm(committee, again.mark, as_=general) == (len(moved), len(moved))
    assert ledger.verify(committee).sound


def test_a_head_stays_at_his_site_and_too_little_room_is_said(towns):
    district, north = towns
    person = Member.objects.get(person__name="委员5").person
    sites.join(north, person, as_=district.general, role="head")
    south = sites.existing(district.committee).get(name="南站")
    with pytest.raises(Refused, match="站长"):
        placing.pin(person, south, as_=district.general)
    assert (
        next(one for one in nearness.propose(district.committee).placed if one.who.person == person).site.pk == north.pk
    )
    for one in sites.existing(district.committee):
        one.capacity = 1
        one.save()
    with pytest.raises(Refused, match="一共收 4 位委员"):
        nearness.propose(district.committee)


def test_the_office_pins_and_confirms_on_the_page(towns, client):
    district, north = towns
    client.force_login(district.general.person)
    page = client.get("/sites/nearness/").content.decode()
    assert "8 位委员都有去处" in page
    assert "没有站点" in page
    person = Member.objects.get(person__name="委员3").person
    answer = client.post("/sites/nearness/decide/", {"do": "pin", "person": person.uid, "site": north.uid}, follow=True)
    assert "委员3定在北站" in answer.content.decode()
    mark = answer.context["plan"].mark
    done = client.post("/sites/nearness/decide/", {"do": "confirm", "mark": mark}, follow=True)
    assert "划好了：8 位进站，0 位离站" in done.content.decode()
    for wrong in ({"do": "pin", "person": person.uid}, {"do": "pin"}, {"do": "confirm", "mark": "0"}):
        assert 'class="flash flash--' in client.post("/sites/nearness/decide/", wrong, follow=True).content.decode()
