"""A rule for one case and its twin for a list never disagree."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from huiyin.handling.flow import FLOW as HANDLING
from huiyin.handling.models import Assignment
from huiyin.kernel.who import Address, anyone, role, system
from huiyin.proposals.flow import FLOW as PROPOSAL
from huiyin.proposals.models import Proposal, Sponsor


def rules(flow):
    """Every rule that the table names, by its name."""
    found = [flow.sees, *(step.who for step in flow.steps), *(w for step in flow.steps for w in step.tells)]
    found += [step.typed_for for step in flow.steps if step.typed_for]
    found += [step.voidable for step in flow.steps if step.voidable]
    found += [owe.by for state in flow.states for owe in state.owes]
    return {rule.name: rule for rule in found}


@pytest.fixture
def busy(district):
    """Cases of every sort: other authors, co-sponsors, none; one unit, several; another branch's office; unassigned."""
    district.proposal("draft")
    district.draft(first_person=None, proposers="某团体")
    shared = district.proposal("filed")
    Sponsor.objects.create(
        committee=district.committee, case=shared, position=2, name="周其远", person=district.other_member.person,
        recorded_at=shared.opened_at, event_id=1,
    )  # fmt: skip
    left = Sponsor.objects.create(
        committee=district.committee, case=district.proposal("planned", co=[]), position=2, name="周其远",
        person=district.other_member.person, recorded_at=shared.opened_at, event_id=1, voided_by=1,
    )  # fmt: skip
    assert left.voided_by
    district.proposal("handling")
    district.proposal("assigned", lead=district.units[3], co=[])
    district.proposal("assigned", separate=district.units[1:3])
    Assignment.objects.filter(unit=district.units[2]).update(assigned_by=None)
    district.proposal("replied")
    vacant = district.post("member")
    vacant.person = None
    district.posts["vacant"] = vacant
    district.posts["no_body"] = district.post("assigning")
    return district


@pytest.mark.parametrize("flow", [PROPOSAL, HANDLING], ids=lambda flow: flow.kind)
def test_for_every_rule_every_post_and_every_case(busy, flow):
    cases = list(flow.Model.objects.filter(committee=busy.committee))
    for name, rule in rules(flow).items():
        for title, post in busy.posts.items():
            listed = set(
                flow.Model.objects.filter(rule.twin(post), committee=busy.committee).values_list("pk", flat=True)
            )
            single = {case.pk for case in cases if rule(post, case)}
            assert listed == single, f"{flow.kind}: {name} for {title}"


def test_composed_rules_agree_too(busy):
    made = list(rules(PROPOSAL).values()) + [anyone, system, role("leader", "unit", label="两种")]
    cases = list(Proposal.objects.filter(committee=busy.committee))
    posts = list(busy.posts.values())

    @settings(
        max_examples=60,
        deadline=None,
        suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    )
    @given(st.sampled_from(made), st.sampled_from(made), st.booleans(), st.sampled_from(posts))
    def agree(one, other, both, post):
        rule = one & other if both else one | other
        listed = set(Proposal.objects.filter(rule.twin(post), committee=busy.committee).values_list("pk", flat=True))
        assert listed == {case.pk for case in cases if rule(post, case)}, f"{rule.name} for {post.title}"

    agree()


def test_what_is_owed_is_owed_by_somebody_who_may(busy):
    """Whoever gets a todo may take the step it asks for."""
    from huiyin.kernel.models import Post, Todo

    for flow in (PROPOSAL, HANDLING):
        for todo in Todo.objects.filter(kind=flow.kind, closed_at=None):
            case = flow.Model.objects.get(pk=todo.case_id)
            posts = Post.objects.filter(committee=busy.committee, role=todo.role)
            if todo.organisation_id:
                posts = posts.filter(organisation=todo.organisation_id)
            if todo.person_id:
                posts = posts.filter(person=todo.person_id)
            owes = [owe for owe in flow.by_state[case.state].owes if owe.step == todo.step]
            ways = [flow.by_step[name].who for owe in owes for name in (owe.step, *owe.until)]
            assert any(who(post, case) for who in ways for post in posts) or not posts, f"{flow.kind}.{todo.step}"


def test_an_address_is_a_role_in_a_body_or_one_person(district):
    proposal = district.proposal("replied")
    assert PROPOSAL.by_step["rate"].who.owed(proposal) == [Address("member", None, district.member.person_id)]
    assert (anyone | system).owed(proposal) == []
