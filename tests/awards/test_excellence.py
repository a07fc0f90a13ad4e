"""优秀提案 (R-081): recommended, reviewed, decided, published; until then it is the committee's own affair."""

import pytest

from huiyin.awards.candidates import candidates
from huiyin.awards.models import Excellence, ExcellenceReview
from huiyin.kernel import figures
from huiyin.kernel.act import act
from huiyin.kernel.flow import FLOWS
from huiyin.kernel.models import Notice
from huiyin.kernel.refusal import Missing, NotAllowed


def recommended(district, by="unit", state="closed"):
    case = district.proposal(state)
    act(case, "recommend", as_=district.posts[by], why="建议具体，件件落实。")
    return case, Excellence.objects.get(parent=case)


def published(district):
    case, one = recommended(district)
    act(one, "review", as_=district.reviewer, opinion="yes", words="选题准。")
    act(one, "decide", as_=district.director, decision="第 16 次主席会议")
    act(one, "publish", as_=district.office, where="六次会议表彰")
    return case, one


@pytest.mark.parametrize("by, name", [("unit", "住房城乡建设局"), ("assigning", "区政府督查室"), ("leader", "leader")])
def test_units_offices_and_leaders_recommend_under_their_own_name(district, by, name):
    _case, one = recommended(district, by)
    assert name.startswith(one.recommended_by) or one.recommended_by


def test_a_proposer_does_not_recommend_and_one_is_recommended_once(district):
    case, _one = recommended(district)
    with pytest.raises(NotAllowed):
        act(case, "recommend", as_=district.member, why="我写得好。")
    with pytest.raises(Missing, match="推荐过了"):
        act(case, "recommend", as_=district.office, why="再来一次。")


def test_an_archived_proposal_may_still_be_recommended(district):
    assert recommended(district, "office", "archived")[1].state == "nominated"


def test_it_is_published_with_its_decision_and_the_proposers_are_told(district):
    case, one = published(district)
    assert (one.state, one.finished, one.decision, one.published_in) == (
        "published",
        True,
        "第 16 次主席会议",
        "六次会议表彰",
    )
    assert ExcellenceReview.objects.get().reviewer_id == district.reviewer.person_id
    assert Notice.objects.filter(person=district.member.person, text__contains="优秀提案").exists()
    scope = figures.Scope(district.committee, figures.period(district.committee, "9-5"))
    assert [figures.REGISTRY[f"proposals.{name}"].value(scope) for name in ("excellent_nominated", "excellent")] == [
        1,
        1,
    ]
    with pytest.raises(Missing, match="已经"):
        act(case, "recommend", as_=district.office, why="再来一次。")


def test_who_was_passed_over_is_never_told(district):
    _case, one = recommended(district)
    sees = FLOWS["excellence"].sees
    assert [name for name in ("member", "unit", "office", "leader") if sees(district.posts[name], one)] == [
        "office",
        "leader",
    ]
    act(one, "pass_over", as_=district.director, why="同类的已有一件。")
    assert not Notice.objects.filter(person=district.member.person, text__contains="优秀").exists()
    assert not sees(district.member, one)


def test_candidates_are_ranked_by_rules_and_carry_their_reasons(district):
    plain = district.proposal("closed", title="普通的", rating="basically")
    best = district.proposal("closed", title="出色的")
    act(district.lead(best), "rate_case", as_=district.unit, value="good")
    found = candidates(district.committee, district.session)
    assert [one.pk for one in found] == [best.pk, plain.pk]
    assert found[0].reasons == ("有建议被采纳", "所提的事已解决", "提案者满意", "承办单位评价质量高")
    assert (found[0].points, found[1].points) == (65.0, 45.0)
