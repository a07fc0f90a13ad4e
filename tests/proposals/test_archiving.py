"""R-085: what the district wants to find in an archived case, what is missing, and how it is mended."""

import pytest

from huiyin.handling.models import Assignment, Contact
from huiyin.kernel import rulevalues
from huiyin.kernel.act import act
from huiyin.kernel.models import Attachment
from huiyin.kernel.parameters import REGISTRY
from huiyin.kernel.refusal import Missing, Refused
from huiyin.proposals.archiving import checklist


def said(case):
    return {item.code: item.there for item in checklist(case)}


def test_a_case_that_went_the_whole_road_is_complete(district):
    proposal = district.proposal("closed")
    assert set(said(proposal).values()) == {True}
    assert act(proposal, "archive", as_=district.office).to_state == "archived"


def test_what_a_case_never_had_is_not_missing(district):
    proposal = district.proposal("closed", co=[])
    assert said(proposal)["opinion"] is None
    act(proposal, "archive", as_=district.office)


def test_what_is_missing_is_named_and_can_be_added(district):
    proposal = district.proposal("closed")
    Attachment.objects.filter(case=district.lead(proposal).pk, label="scan").update(event_id=None)
    with pytest.raises(Missing, match="归档还缺答复的签发盖章件（缺：住房城乡建设局）") as refused:
        act(proposal, "archive", as_=district.office)
    assert refused.value.more["lacks"][0].step == "add_paper"
    with pytest.raises(Refused):
        act(proposal, "add_paper", as_=district.office, item="reply", words="原件", paper=district.scan(proposal))
    act(
        proposal, "add_paper", as_=district.office, item="seal", words="单位送来纸面原件", paper=district.scan(proposal)
    )
    assert said(proposal)["seal"] is True
    act(proposal, "archive", as_=district.office)


def test_a_disputed_talk_does_not_count(district):
    proposal = district.proposal("closed")
    Contact.objects.filter(case__parent=proposal.pk).update(confirmed=False)
    assert said(proposal)["contact"] is False


def test_a_part_that_was_relieved_lacks_nothing(district):
    proposal = district.proposal("closed")
    co = district.parts(proposal)[1]
    Assignment.objects.filter(pk=co.pk).update(state="ended", answered_on=None)
    assert said(proposal)["opinion"] is None


def test_the_district_says_what_it_wants(district):
    proposal = district.proposal("closed")
    district.set("P-30", [["text", "提案原件"], ["publication", "公开审批"]])
    assert said(proposal) == {"text": True, "publication": False}
    with pytest.raises(Missing, match="归档还缺公开审批"):
        act(proposal, "archive", as_=district.office)


def test_a_code_that_nobody_can_look_for_is_refused_by_the_rule():
    with pytest.raises(Refused, match="系统不会查“seals”"):
        rulevalues.read(REGISTRY["P-30"], "text | 提案\nseals | 印章")


def test_nothing_is_added_to_what_is_whole(district):
    proposal = district.proposal("closed")
    with pytest.raises(Missing, match="材料都齐了"):
        act(proposal, "add_paper", as_=district.office, item="seal", words="多余", paper=district.scan(proposal))
