"""Two promises about rules and figures that no import or type can keep (decisions 0001 and 0006)."""

import pytest

from huiyin.handling.flow import FLOW as ASSIGNMENT
from huiyin.kernel.figures import REGISTRY, Rate
from huiyin.kernel.flow import Flow
from huiyin.kernel.ledger import dated_models
from huiyin.kernel.models import Stay
from huiyin.kernel.who import Who
from huiyin.proposals.flow import FLOW as PROPOSAL

STATES = ("draft", "submitted", "informed", "planned", "handling", "replied", "rehandle", "archived")
OF_ANOTHER_TABLE = {"case__kind", "case__parent__kind", "case__assignment__role__in"}
"""Neither a case's kind nor a part's role ever changes, so a figure may ask for them outside dated rows: a unit that is to
handle otherwise (会办 instead of 主办) is relieved of its part and given another."""


def rules(flow: Flow) -> dict[str, Who]:
    """Every rule that a flow's table names, by what it stands for."""
    found = {"sees": flow.sees}
    found |= {f"{state.name} owes {owe.step}": owe.by for state in flow.states for owe in state.owes}
    for step in flow.steps:
        named = {"who": step.who, "typed_for": step.typed_for, "voidable": step.voidable}
        found |= {f"{step.name} {part}": who for part, who in named.items() if who is not None}
    return found


@pytest.mark.parametrize("flow", [PROPOSAL, ASSIGNMENT], ids=lambda flow: flow.kind)
def test_a_list_shows_exactly_what_a_page_allows(district, flow):
    for state in STATES:
        district.proposal(state)
    district.draft(first_person=district.other_member.person, proposers="周其远")
    rows = list(flow.Model.objects.filter(committee=district.committee))
    told = [
        f"{name} {post.role} {post.organisation}: {row.state} {row.pk}"
        for name, rule in rules(flow).items()
        for post in district.posts.values()
        for listed in [set(flow.Model.objects.filter(rule.twin(post)).values_list("pk", flat=True))]
        for row in rows
        if rule.test(post, row) != (row.pk in listed)
    ]
    assert told == []


def test_a_figure_counts_dated_rows_and_filters_by_nothing_else():
    known = {model._meta.label for model in [Stay, *dated_models()]} | {"people.Member"}  # dated by its own two days
    figures = [figure for figure in REGISTRY.values() if not isinstance(figure, Rate)]
    assert {figure.source.model for figure in figures} - known == set()
    asked = {
        key
        for figure in figures
        for key in {**figure.source.where, **figure.source.exclude}
        if key.startswith("case__")
    }
    assert asked - OF_ANOTHER_TABLE == set()
