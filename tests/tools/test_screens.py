"""The tool that takes the tour's pictures finds a case for each of them."""

import pytest

from huiyin.kernel.ids import to_text
from huiyin.kernel.models import Post
from huiyin.people.roles import ROLES
from tools.screens import SHOTS, case_of

OF_CASES = [shot for shot in SHOTS if shot.state]


@pytest.mark.parametrize("shot", OF_CASES, ids=lambda shot: shot.name)
def test_whoever_is_shown_finds_his_case(district, shot):
    proposal = district.proposal("handling" if shot.child else shot.state)
    post = Post.objects.filter(committee=district.committee, role=shot.role).order_by("pk").first()
    assert case_of(post, shot) == to_text(proposal.pk)


def test_a_case_in_another_state_is_not_taken(district):
    district.proposal("draft")
    assert [case_of(district.office, shot) for shot in OF_CASES if shot.role == "proposal_office"] == ["", ""]


def test_every_shot_is_of_a_role_and_a_screen_that_exist():
    assert {shot.role for shot in SHOTS} - {"", *ROLES} == set()
    assert {shot.screen for shot in SHOTS} == {"desktop", "phone"}
