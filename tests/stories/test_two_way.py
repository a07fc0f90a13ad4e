"""双向评价 (R-066): the unit rates the proposal; the office reads it, the proposer does not; the last word of each counts."""

import pytest

from huiyin.handling.models import CaseMark
from huiyin.kernel import figures
from huiyin.kernel.act import act
from huiyin.kernel.refusal import Missing, NotAllowed


def value(district, name):
    scope = figures.Scope(district.committee, figures.period(district.committee, "9-5"))
    return figures.REGISTRY[name].value(scope)


def test_the_last_word_of_a_unit_counts_and_the_former_is_kept(district):
    part = district.lead(district.proposal("handling"))
    act(part, "rate_case", as_=district.unit, value="fair")
    act(part, "rate_case", as_=district.unit, value="good", merits=["concrete"], words="照着就能办。")
    assert [(row.value, row.until is None) for row in CaseMark.objects.order_by("pk")] == [
        ("fair", False),
        ("good", True),
    ]
    assert [value(district, f"proposals.{name}") for name in ("marked_by_units", "marked_good", "marked_poor")] == [
        1,
        1,
        0,
    ]


def test_a_poor_mark_says_what_would_be_better(district):
    part = district.lead(district.proposal("handling"))
    with pytest.raises(Missing, match="哪里要提高"):
        act(part, "rate_case", as_=district.unit, value="poor")
    act(part, "rate_case", as_=district.unit, value="poor", words="建议太笼统。")


def test_only_the_unit_itself_says_it(district):
    part = district.lead(district.proposal("handling"))
    for name in ("co_unit", "member", "office"):
        with pytest.raises(NotAllowed):
            act(part, "rate_case", as_=district.posts[name], value="good")


def test_a_committee_without_two_way_evaluation_is_not_asked(district):
    district.set("P-TWOWAY", False)
    with pytest.raises(Missing, match="没有开展"):
        act(district.lead(district.proposal("handling")), "rate_case", as_=district.unit, value="good")
