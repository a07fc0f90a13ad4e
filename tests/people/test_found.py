import pytest

from huiyin.kernel import ledger
from huiyin.kernel.models import Committee, Event, Period, Person, Post
from huiyin.kernel.refusal import Refused
from huiyin.people.found import found
from huiyin.people.periods import numeral
from tests.people.conftest import THREE

NAMES = ("政协澄江区委员会", "澄江区政协", "澄江区")


def test_a_committee_begins_with_three_administrators_a_system_post_a_term_and_a_session(founded):
    committee = founded.committee
    roles = sorted(Post.objects.filter(committee=committee).values_list("role", flat=True))
    assert roles == ["audit_admin", "security_admin", "system", "system_admin"]
    assert list(Period.objects.filter(committee=committee).values_list("kind", "name").order_by("kind")) == [
        ("session", "九届五次会议"),
        ("term", "第九届"),
    ]
    assert not any(p.has_usable_password() for p in founded.administrators.values())


def test_everything_of_the_beginning_is_in_the_ledger(founded):
    steps = list(Event.objects.filter(committee=founded.committee).order_by("seq").values_list("step", flat=True))
    assert steps == ["committee.founded", "post.given", "post.given", "post.given", "period.opened"]
    assert ledger.verify(founded.committee).faults == []


@pytest.mark.parametrize(
    ("three", "field"),
    [
        (THREE | {"audit": ("乙", "aud1")}, "audit"),
        (THREE | {"audit": ("丙", "sec1")}, "audit"),
        (THREE | {"security": ("乙", "")}, "security"),
        ({"system": ("甲", "sys1")}, "security"),
    ],
)
def test_one_person_may_not_be_two_administrators(db, three, field):
    with pytest.raises(Refused) as refusal:
        found("cheng", *NAMES, administrators=three)
    assert field in refusal.value.fields
    assert (Committee.objects.count(), Person.objects.count()) == (0, 0)


@pytest.mark.parametrize("code", ["cheng", "Cheng", "", "a b", "澄江"])
def test_a_doubled_or_odd_code_is_refused_with_a_sentence(founded, code):
    with pytest.raises(Refused) as refusal:
        found(code, *NAMES, administrators={k: (n + "二", u + "x") for k, (n, u) in THREE.items()})
    assert list(refusal.value.fields) == ["code"]


def test_a_parent_stands_above(founded):
    with pytest.raises(Refused) as refusal:
        found(
            "city", *NAMES, level="city", parent=founded.committee,
            administrators={k: (n + "二", u + "x") for k, (n, u) in THREE.items()},
        )  # fmt: skip
    assert "parent" in refusal.value.fields


@pytest.mark.parametrize(("n", "text"), [(1, "一"), (9, "九"), (10, "十"), (15, "十五"), (20, "二十"), (21, "二十一")])
def test_terms_are_counted_in_chinese(n, text):
    assert numeral(n) == text
