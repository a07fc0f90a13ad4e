from datetime import timedelta

import pytest

from huiyin.kernel import clock
from huiyin.kernel.models import Post
from huiyin.kernel.refusal import Refused
from huiyin.people import accounts, bodies, posts
from huiyin.people.found import found


@pytest.fixture
def security(founded):
    return Post.objects.get(committee=founded.committee, role="security_admin")


@pytest.fixture
def someone(founded):
    return accounts.new_person("丁", "ding")


def test_a_post_is_given_and_ended(committee, security, someone):
    post = posts.give(committee, someone, "proposal_office", as_=security)
    assert post in posts.in_office(committee)
    posts.end(post, clock.today(), as_=security)
    assert post not in posts.in_office(committee)


def test_nobody_gives_himself_a_post(committee, security):
    with pytest.raises(Refused, match="不能给自己"):
        posts.give(committee, security.person, "proposal_office", as_=security)


def test_nobody_holds_two_administrators_posts(committee, security, founded):
    with pytest.raises(Refused, match="三员分立"):
        posts.give(committee, founded.administrators["audit_admin"], "system_admin", as_=security)


def test_a_unit_post_names_its_unit_and_a_member_post_none(committee, security, someone, system):
    unit = bodies.add(committee, "unit", "区住建局", as_=system)
    with pytest.raises(Refused) as refusal:
        posts.give(committee, someone, "unit", as_=security)
    assert "organisation" in refusal.value.fields
    with pytest.raises(Refused):
        posts.give(committee, someone, "member", as_=security, organisation=unit)
    assert posts.give(committee, someone, "unit", as_=security, organisation=unit).title == "区住建局联络员"


def test_the_last_of_an_administrators_posts_cannot_be_ended(committee, security, someone):
    audit = Post.objects.get(committee=committee, role="audit_admin")
    with pytest.raises(Refused, match="唯一"):
        posts.end(audit, clock.today(), as_=security)
    posts.give(committee, someone, "audit_admin", as_=security)
    posts.end(audit, clock.today() + timedelta(days=1), as_=security)
    assert audit.ends == clock.today()


def test_an_account_with_a_post_in_another_committee_is_not_ours_to_switch(committee, security, founded, someone):
    other = found(
        "other",
        "政协乙区委员会",
        "乙区政协",
        "乙区",
        administrators={k: (k, f"o{k}") for k in ("system", "security", "audit")},
    )
    posts.give(committee, someone, "member", as_=security)
    accounts.switch(someone, False, as_=security, reason="离任")
    accounts.switch(someone, True, as_=security, reason="回来")
    posts.give(other.committee, someone, "member", as_=other.system)
    with pytest.raises(Refused, match="乙区政协"):
        accounts.switch(someone, False, as_=security, reason="离任")


def test_a_unit_in_use_is_not_ended_twice_and_can_come_back(committee, security, system, someone):
    unit = bodies.add(committee, "unit", "区住建局", as_=system)
    post = posts.give(committee, someone, "unit", as_=security, organisation=unit)
    bodies.end(unit, as_=system)
    assert post not in posts.in_office(committee)
    with pytest.raises(Refused):
        bodies.end(unit, as_=system)
    bodies.reopen(unit, as_=system)
    assert list(bodies.existing(committee, "unit")) == [unit]


def test_who_becomes_a_member_has_a_membership_that_ends_with_the_post(committee, security, someone):
    post = posts.give(committee, someone, "member", as_=security)
    posts.end(post, clock.today(), as_=security)
    [membership] = someone.memberships.all()
    assert membership.ends == clock.today() - timedelta(days=1)
