"""The register of members: as of any day, several levels in one person, from admission to leaving."""

from datetime import date

import pytest
from django.db.models import Q

from huiyin.kernel import clock, ledger
from huiyin.kernel.figures import REGISTRY, Scope, period
from huiyin.kernel.models import Event, Post
from huiyin.kernel.refusal import Refused
from huiyin.people import members
from huiyin.people.models import Member
from huiyin.places.models import SiteMember
from tests.test_addresses import signed_in

TODAY, SPRING = date(2026, 6, 18), date(2026, 3, 1)


def number(name, district, as_of=None):
    answer = REGISTRY[f"members.{name}"].answer(Scope(district.committee, period(district.committee, "2026"), as_of))
    return answer.value


def test_a_members_register_is_asked_as_of_any_day_and_nothing_in_it_is_overwritten(district):
    with clock.frozen(TODAY):
        one, other = (Member.objects.get(person=post.person) for post in (district.member, district.other_member))
        change = lambda *args, **more: members.change(*args, as_=district.general, **more)  # noqa: E731
        change(one, "sector", "教育界", date(2022, 1, 1))
        change(one, "sector", "科技界", SPRING)
        change(one, "rank", "常委", SPRING)
        change(one, "rank", "副秘书长", SPRING)
        for level in ("区县政协委员", "市政协委员"):
            change(one, "level", level, SPRING)
        for name, text, day, field in (
            ("sector", "工会界", date(2026, 2, 1), "from_day"), ("sector", "", SPRING, "text"), ("level", "镇政协委员", SPRING, "text"), ("rank", "常委", TODAY, "text"),
            ("party", "民盟", date(2020, 1, 1), "from_day"), ("party", "民盟", date(2030, 1, 1), "from_day"), ("shoe", "42", SPRING, "name"),
        ):  # fmt: skip
            with pytest.raises(Refused) as refused:
                change(one, name, text, day)
            assert field in refused.value.fields
        assert members.attributes_on([one], date(2026, 2, 28))[one.pk] == {"sector": ["教育界"]}
        assert members.attributes_on([one], SPRING)[one.pk]["rank"] == ["常委", "副秘书长"]
        assert members.counts(district.committee, date(2026, 2, 1), "sector") == [("教育界", 1), ("", 1)]
        assert members.counts(district.committee, TODAY, "sector") == [("科技界", 1), ("", 1)]
        SiteMember.objects.create(
            committee=district.committee, site=district.site, person=one.person, begins=SPRING, recorded_at=clock.now()
        )
        assert [number(name, district) for name in ("all", "district", "city", "both", "placed", "placed_rate")] == [
            2,
            2,
            1,
            1,
            1,
            50,
        ]
        assert [number(name, district, date(2026, 2, 1)) for name in ("all", "city", "placed")] == [2, 0, 0]
        with pytest.raises(Refused, match="决定"):
            members.leave(other, date(2026, 5, 31), "resigned", "", as_=district.general)
        members.leave(other, date(2026, 5, 31), "resigned", "常委会第 18 次会议", as_=district.general)
        assert (number("all", district), number("all", district, date(2026, 5, 31))) == (1, 2)
        assert not Post.objects.filter(Q(ends=None) | Q(ends__gt=TODAY), person=other.person, role="member").exists()
        with pytest.raises(Refused, match="离任"):
            change(other, "party", "民盟", TODAY)
        assert "常委会第 18 次会议" in Event.objects.get(step="member.left").facts
        assert ledger.verify(district.committee).sound


def test_the_page_counts_shows_one_from_admission_to_leaving_and_takes_a_change(district):
    office = signed_in(district.general)
    one = Member.objects.get(person=district.member.person)
    url = f"/settings/members/?member={one.uid}"
    sent = {"do": "change", "change-name": "sector", "change-text": "科技界", "change-from_day": "2026-03-01"}
    assert office.post(url, sent).status_code == 302
    assert "科技界" in office.get("/settings/members/?by=sector").content.decode()
    assert "林知夏" not in office.get("/settings/members/?by=sector&text=科技界&on=2026-02-01").content.decode()
    assert "已经是" in office.post(url, sent).content.decode()
    row = one.attributes.get()
    assert office.post(url, {"do": "end", "attribute": row.uid, "until": "2026-04-01"}).status_code == 302
    assert office.post(url, {"do": "leave", "leave-way": "died", "leave-last_day": "2026-05-01"}).status_code == 302
    assert "去世" in office.get("/settings/members/?left=1").content.decode()
    assert "林知夏" not in office.get("/settings/members/").content.decode()
    assert office.get("/settings/members/?member=0000").status_code == 404
    for name in (
        "members.all",
        "members.placed_rate",
        "members.both_sites_rate",
        "members.assignments_met",
        "registers.liaison",
        "registers.secondments",
    ):
        assert office.get(f"/figures/{name}/").status_code == 200, name
        assert office.get(f"/figures/{name}/export/?period=2026").status_code == 200, name
