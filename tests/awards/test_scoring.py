"""Units are marked by rules that one can read: each part is so many of so many."""

import re
from pathlib import Path

import pytest

from huiyin.awards import measures
from huiyin.awards.rounds import ranked
from huiyin.awards.scoring import unit_scores
from huiyin.handling.models import Publication
from huiyin.kernel import figures
from huiyin.kernel.act import act
from huiyin.kernel.flow import FLOWS


@pytest.fixture
def scope(district):
    return figures.Scope(district.committee, figures.period(district.committee, "9-5"))


def by_name(scope):
    return {score.unit.name: score for score in unit_scores(scope)}


def test_a_unit_that_did_all_in_time_and_pleased_gets_a_hundred(district, scope):
    district.proposal("closed")
    score = by_name(scope)[district.units[0].name]
    assert score.total == 100.0
    assert {part.code: (part.part, part.whole) for part in score.shares} == {
        "reply_in_time": (1, 1), "contacted": (1, 1), "content": (1, 1), "solved": (1, 1), "opinion_in_time": (0, 0),
    }  # fmt: skip


def test_what_did_not_happen_gives_no_mark_and_is_said(district, scope):
    district.proposal("closed")
    score = by_name(scope)[district.units[1].name]
    assert (score.total, score.counted, score.replies) == (100.0, 10, 0)
    assert [one.unit for one in unit_scores(scope)][
        -1
    ] == score.unit  # its 100 stand behind whatever those got who answered
    assert [rank for rank, one in ranked([score])] == []
    assert "不计入" in score.why


def test_an_unrated_case_is_not_a_content_one(district, scope):
    district.proposal("replied")
    parts = {part.code: part for part in by_name(scope)[district.units[0].name].parts}
    assert parts["content"].whole == 0


def test_a_dissatisfied_proposer_costs_the_unit_and_the_weights_are_the_committees(district, scope):
    case = district.proposal("replied")
    act(case, "rate", as_=district.member, rating="dissatisfied", faults=["vague"])
    district.set("P-28", [["content", "满意", 60], ["solved", "解决", 40]])
    district.committee.refresh_from_db()
    assert by_name(scope)[district.units[0].name].total == 40.0


def test_a_reply_that_was_decided_not_to_be_public_costs_nobody_points(district, scope):
    case = district.proposal("replied")
    district.set("P-28", [["published", "公开", 100]])
    district.committee.refresh_from_db()
    assert by_name(scope)[district.units[0].name].total == 0.0
    Publication.objects.filter(parent=case, what="reply").update(state="kept")
    assert district.units[0].name not in by_name(scope)


def test_every_state_that_a_measure_names_is_one_of_its_flow():
    """A state that no flow has counts nothing, and nobody notices."""
    source = Path(measures.__file__).read_text("utf-8")
    known = {state.name for flow in FLOWS.values() for state in flow.states}
    named = set(re.findall(r'state="(\w+)"', source)) | set(re.findall(r'_promises\("(\w+)"\)', source))
    assert named <= known
