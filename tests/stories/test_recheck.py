"""复核 (R-062, P25): a rating that was not the proposer's own word is voided, and the case goes back."""

import pytest

from huiyin.handling.models import Rating
from huiyin.kernel import figures, ledger
from huiyin.kernel.act import act
from huiyin.kernel.models import Notice
from huiyin.kernel.refusal import Missing, NotAllowed


@pytest.fixture
def closed(district):
    return district.proposal("closed", co=[])


def satisfaction(district):
    scope = figures.Scope(district.committee, figures.period(district.committee, "2026"))
    answer = figures.REGISTRY["proposals.satisfaction_wide"].answer(scope)
    return answer.numerator, answer.denominator


def test_a_false_rating_is_voided_and_drops_out_of_the_rates(district, closed):
    assert satisfaction(district) == (1, 1)
    act(closed, "recheck", as_=district.office, finding="false", way="phone", words="委员说没有评过，是别人登录的。")
    assert Notice.objects.filter(case=closed, role="proposal_director", text__contains="复核").exists()
    with pytest.raises(Missing, match="不属实"):
        act(closed, "archive", as_=district.office)
    act(closed, "void_rating", as_=district.director, words="主任会议决定。")
    closed.refresh_from_db()
    lead = district.lead(closed)
    assert (closed.state, lead.state, closed.owner_organisation_id) == ("handling", "rework", lead.unit_id)
    assert satisfaction(district) == (0, 0)
    assert Rating.objects.get(case=closed).voided_by is not None
    assert ledger.verify(district.committee).sound


def test_it_is_answered_and_rated_again(district, closed):
    act(closed, "recheck", as_=district.office, finding="false", way="visit", words="不是本人评的。")
    act(closed, "void_rating", as_=district.director, words="决定。")
    lead = district.lead(closed)
    act(lead, "contact", as_=district.unit, **district.talk())
    act(lead, "reply", as_=district.unit, **district.answer(lead))
    act(lead, "pass_reply", as_=district.assigning)
    act(closed, "rate", as_=district.member, rating="basically")
    assert (closed.state, satisfaction(district)) == ("closed", (1, 1))


def test_a_true_one_stands_and_only_the_director_voids(district, closed):
    with pytest.raises(Missing, match="先复核"):
        act(closed, "void_rating", as_=district.director, words="看着不像。")
    act(closed, "recheck", as_=district.office, finding="true", way="phone", words="是本人评的。")
    with pytest.raises(Missing, match="没有复核认定"):
        act(closed, "void_rating", as_=district.director, words="还是不像。")
    with pytest.raises(NotAllowed):
        act(closed, "recheck", as_=district.unit, finding="true", way="phone", words="属实。")
    with pytest.raises(NotAllowed):
        act(closed, "void_rating", as_=district.office, words="。")
