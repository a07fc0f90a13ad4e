"""The permission matrix, made from the flow tables: every role × every step × own, other and another committee's case.

A post may take a step exactly when the step's own rule says so; nobody takes a computed step; another committee never.
The expectation here is written down once more, by hand and in the field's words, so that a slip in a rule does not pass unseen.
"""

import pytest

from huiyin.kernel.act import act, may
from huiyin.kernel.flow import FLOWS
from huiyin.kernel.refusal import Missing, NotAllowed, Refused, Stale
from huiyin.people.roles import ROLES
from huiyin.proposals.models import Sponsor
from tests.district import District

OFFICE = {"office", "director"}
# Who takes a step on the case at hand, by the names of tests/district.py. The author is `member`, the units are the plan's.
EXPECTED: dict[str, dict[str, set[str]]] = {
    "proposal": {
        "submit": {"member"}, "withdraw": {"member"}, "rate": {"member"},
        "accept": OFFICE, "return_": OFFICE, "inform": OFFICE, "plan": OFFICE, "rate_on_paper": OFFICE, "close": OFFICE,
        "archive": OFFICE, "file": OFFICE, "decline": OFFICE, "rule": {"director"},
        "review_1": OFFICE | {"reviewer"}, "review_2": OFFICE | {"reviewer"}, "assign": {"assigning"},
    },
    "assignment": {
        "sign_in": {"unit"}, "contact": {"unit"}, "go_on": {"unit"}, "reply": {"unit"}, "co_opinion": set(),
        "sign": {"unit_head"}, "send_back": {"unit_head"}, "pass_reply": {"assigning"}, "fail_reply": {"assigning"},
        "urge": OFFICE | {"assigning"},
    },
}  # fmt: skip


@pytest.fixture
def posts(district):
    """Every post of the district, one of each role that it has not, and one whose time is over."""
    made = dict(district.posts)
    for code in set(ROLES) - {post.role for post in made.values()}:
        made[code] = district.post(code)
    return made


def steps():
    return [(flow, line) for flow in FLOWS.values() for line in flow.steps]


def test_the_matrix_names_every_step_that_a_person_takes():
    assert {kind: {s.name for s in flow.steps if not s.computed} for kind, flow in FLOWS.items()} == {
        kind: set(lines) for kind, lines in EXPECTED.items()
    }


def test_every_role_takes_every_step_exactly_as_the_table_says(district, posts):
    own = {"proposal": district.proposal("handling")}
    own["assignment"] = district.lead(own["proposal"])
    wrong = []
    for flow, line in steps():
        case = own[flow.kind]
        for name, post in posts.items():
            expected = not line.computed and name in EXPECTED[flow.kind][line.name]
            if may(line, post, case) != expected:
                wrong.append(f"{flow.kind}.{line.name} by {name}: expected {expected}")
    assert wrong == []


def test_posts_of_other_people_other_units_and_other_offices_take_no_step(district, posts):
    """The same roles on a case that is another member's, handled by a unit of the other branch."""
    proposal = district.proposal("handling", lead=district.units[3], co=[])
    type(proposal).objects.filter(pk=proposal.pk).update(first_person=district.other_member.person)
    Sponsor.objects.filter(case=proposal).delete()
    proposal.refresh_from_db()
    case = {"proposal": proposal, "assignment": district.lead(proposal)}
    strangers = {"member", "assigning", "unit", "unit_head", "co_unit", "third_unit"}
    found = [
        f"{flow.kind}.{line.name} by {name}"
        for flow, line in steps()
        for name in strangers
        if may(line, posts[name], case[flow.kind])
    ]
    assert found == []
    assert may(FLOWS["proposal"].by_step["assign"], posts["other_assigning"], proposal)


def test_a_co_handling_unit_gives_its_opinion_and_nothing_else(district, posts):
    part = district.parts(district.proposal("handling"))[1]
    mine = {line.name for line in FLOWS["assignment"].steps if may(line, posts["co_unit"], part)}
    assert mine == {"sign_in", "co_opinion"}


def test_nobody_of_another_committee_takes_any_step(district, posts):
    elsewhere = District.build().proposal("handling")
    found = []
    for case in (elsewhere, district.lead(elsewhere)):
        for line in FLOWS[case.kind].steps:
            found += [f"{case.kind}.{line.name} by {name}" for name, post in posts.items() if may(line, post, case)]
            with pytest.raises(NotAllowed):
                act(case, line.name, as_=district.director)
    assert found == []


def test_the_door_agrees_with_the_matrix(district, posts):
    """What `may` denies, `act` refuses as not allowed; what it grants is refused for other reasons at most."""
    proposal = {
        state: district.proposal(state) for state in ("submitted", "review_f", "planned", "replied", "handling")
    }
    part = district.lead(proposal["handling"])
    for case in (*proposal.values(), part):
        flow = FLOWS[case.kind]
        for line in flow.steps_from(case.state):
            for name, post in posts.items():
                if not may(line, post, case):
                    with pytest.raises(NotAllowed):
                        act(case, line.name, as_=post)
                elif line.facts or line.guards:
                    refused_otherwise(case, line, post, name)


def refused_otherwise(case, line, post, name):
    if not any(fact.required for fact in line.facts):
        return
    with pytest.raises(Refused) as refused:
        act(case, line.name, as_=post)
    assert isinstance(refused.value, (Missing, Stale)), f"{line.name} by {name}: {refused.value}"


def test_no_computed_step_is_taken_by_anyone(district, posts):
    proposal = district.proposal("assigned")
    done = district.lead(district.proposal("replied"))
    for case, step in ((proposal, "take_up"), (proposal, "answered"), (done, "rework"), (done, "end")):
        for post in posts.values():
            with pytest.raises(NotAllowed):
                act(case, step, as_=post)


def test_who_may_act_on_a_case_may_see_it(district, posts):
    """Nobody is asked to act on what is hidden from him."""
    hidden = []
    for state in ("draft", "submitted", "planned", "handling", "replied", "closed"):
        proposal = district.proposal(state)
        for case in (proposal, *district.parts(proposal)):
            flow = FLOWS[case.kind]
            for line in flow.steps_from(case.state):
                hidden += [
                    f"{flow.kind}.{line.name} ({state}) by {name}"
                    for name, post in posts.items()
                    if may(line, post, case) and not flow.sees.test(post, case)
                ]
    assert hidden == []


@pytest.mark.parametrize("name", ["system_admin", "security_admin", "audit_admin"])
def test_an_administrator_takes_no_step_and_sees_no_case(district, posts, name):
    proposal = district.proposal("handling")
    for case in (proposal, district.lead(proposal)):
        flow = FLOWS[case.kind]
        assert not flow.sees.test(posts[name], case)
        assert not flow.Model.objects.filter(flow.sees.twin(posts[name])).exists()
        assert [line.name for line in flow.steps if may(line, posts[name], case)] == []
