"""A number is given once, and never again."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from huiyin.kernel.act import act
from huiyin.kernel.models import Number
from huiyin.kernel.numbers import _value_in
from huiyin.kernel.refusal import Refused


def filed(district, **facts):
    proposal = district.proposal("review_f")
    act(proposal, "file", as_=district.director, subject="其他", source="imported" if facts else "entered", **facts)
    return proposal.number


def test_numbers_follow_each_other_and_come_only_with_filing(district):
    proposal = district.proposal("submitted")
    assert (proposal.intake_number, proposal.number) == ("0001", "")
    assert [filed(district) for _ in range(3)] == ["001", "002", "003"]


def test_the_number_of_a_withdrawn_proposal_is_not_given_again(district):
    district.proposal("withdrawn")
    assert district.proposal("submitted").intake_number == "0002"


def test_a_number_typed_in_from_a_paper_is_kept_and_the_count_goes_on_from_there(district):
    assert filed(district, number="017") == "017"
    assert filed(district) == "018"


def test_a_lower_number_typed_in_does_not_turn_the_count_back(district):
    assert [filed(district, number="9"), filed(district, number="3"), filed(district)] == ["9", "3", "010"]


def test_a_number_typed_in_as_the_committee_writes_it_counts_as_what_it_says(district):
    district.set("P-05", "{year}{seq:03}")
    assert filed(district, number="2026005") == "2026005"
    assert filed(district) == "2026006"


def test_a_text_that_was_given_in_another_way_of_writing_is_passed_over(district):
    district.set("P-05", "甲{seq:03}")
    assert filed(district) == "甲001"
    district.set("P-05", "{seq:03}")
    assert filed(district, number="甲002") == "甲002"
    district.set("P-05", "甲{seq:03}")
    assert filed(district) == "甲003"


def test_a_number_is_refused_the_second_time(district):
    filed(district, number="05")
    with pytest.raises(Refused, match="05"):
        filed(district, number="05")


def test_a_way_of_writing_without_a_count_gives_one_number_and_says_so(district):
    district.set("P-05", "提案")
    assert filed(district) == "提案"
    with pytest.raises(Refused, match="seq"):
        filed(district)


def test_each_session_and_each_committee_counts_for_itself(district):
    from huiyin.kernel.models import Period
    from tests.district import District

    assert filed(district) == "001"
    assert filed(District.build()) == "001"
    next_ = Period.objects.create(
        committee=district.committee, kind="session", code="9-6", name="九届六次会议", year=2027
    )
    assert district.proposal("filed", session=next_).number == "001"


def test_a_clerk_cannot_choose_a_number(district):
    proposal = district.proposal("review_f")
    with pytest.raises(Refused):
        act(proposal, "file", as_=district.director, subject="其他", number="888")


PATTERNS = ["{seq:03}", "{seq}", "2026{seq:03}", "第{seq}号", "9-5-{seq:04}", "甲{seq:03}乙"]


@given(st.integers(1, 99_999), st.sampled_from(PATTERNS))
def test_what_a_pattern_writes_is_read_back(value, pattern):
    assert _value_in(pattern.format(seq=value), lambda n: pattern.format(seq=n)) == value


@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(st.lists(st.one_of(st.none(), st.integers(1, 30)), min_size=1, max_size=8))
def test_whatever_is_typed_in_no_number_is_given_twice(district, wanted):
    for number in wanted:
        try:
            filed(district, **({"number": f"{number:03}"} if number else {}))
        except Refused:
            assert number is not None
    texts = list(
        Number.objects.filter(committee=district.committee, series__startswith="case").values_list("text", flat=True)
    )
    assert len(texts) == len(set(texts))
