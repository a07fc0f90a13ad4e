"""The merge board's rules: what is proposed, the real merge, and that what is rejected stays rejected."""

import json

import pytest

from huiyin.kernel import ledger
from huiyin.kernel.models import Event
from huiyin.kernel.refusal import Missing
from huiyin.library import merging
from huiyin.library.models import Apart

LIFTS = ("关于推进老旧小区加装电梯的提案", "关于加快老旧小区加装电梯的建议", "关于推进老小区加装电梯的提案")


@pytest.fixture
def three(district):
    found = [district.proposal("review_f", title=title) for title in LIFTS]
    district.proposal("review_f", title="关于疏浚青石河的提案")
    return found


def ids(district):
    return [{row.pk for row in one.rows} for one in merging.proposed(district.committee, district.session)]


def test_cases_that_say_the_same_are_proposed_with_why(district, three):
    [one] = merging.proposed(district.committee, district.session)
    assert {row.pk for row in one.rows} == {row.pk for row in three}
    assert "都谈" in one.why
    assert one.free == {row.pk for row in one.rows} - {one.main.pk}


def test_a_filed_case_takes_the_others_in(district, three):
    filed = district.proposal("filed", title="关于老旧小区加装电梯的提案")
    [one] = merging.proposed(district.committee, district.session)
    assert one.main.pk == filed.pk or one.main.number == ""


def test_accepting_takes_the_real_step_of_merging(district, three):
    main, *others = three
    outcomes = merging.accept(district.director, main, three, "都谈加装电梯", key="k")
    assert [one.refusal for one in outcomes] == [None, None]
    assert {row.state for row in map(fresh, others)} == {"merged"}
    assert {row.merged_into_id for row in map(fresh, others)} == {main.pk}
    assert ids(district) == []
    merging.accept(district.director, main, three, "都谈加装电梯", key="k")
    assert Event.objects.filter(step="merge").count() == 2


def test_who_may_not_merge_is_refused_case_by_case(district, three):
    outcomes = merging.accept(district.reviewer, three[0], three, "都谈加装电梯")
    assert all(one.refusal for one in outcomes)
    assert fresh(three[1]).state == "review_f"


@pytest.mark.parametrize(("count", "words"), [(1, "理由"), (3, " ")])
def test_what_is_missing_is_named(district, three, count, words):
    with pytest.raises(Missing):
        merging.accept(district.director, three[0], three[:count], words)


def test_a_rejected_group_stays_rejected_and_the_ledger_says_so(district, three):
    assert merging.reject(district.reviewer, three) == 3
    assert ids(district) == []
    assert merging.reject(district.reviewer, three) == 0
    [event] = Event.objects.filter(step=merging.PARTED)
    assert len(json.loads(event.facts)["pairs"]) == 3
    assert ledger.verify(district.committee).sound


def test_a_case_that_is_split_off_leaves_the_others_together(district, three):
    assert merging.part(district.office, [three[2]], three[:2]) == 2
    assert ids(district) == [{row.pk for row in three[:2]}]


def test_a_decision_can_be_taken_back(district, three):
    merging.reject(district.office, three)
    for apart in Apart.objects.all():
        merging.rejoin(district.office, apart)
    assert ids(district) == [{row.pk for row in three}]
    assert merging.reject(district.office, three) == 3


def fresh(row):
    row.refresh_from_db()
    return row
