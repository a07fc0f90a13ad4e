"""The branches that docs/decisions/0010 drew are built; what it says of the kernel still holds."""

from dataclasses import replace

import pytest

from huiyin.kernel.flow import FLOWS, FlowError, State
from huiyin.proposals.flow import FLOW as PROPOSAL


@pytest.mark.parametrize("kind", ["commitment", "lookback", "publication", "key_supervision"])
def test_the_small_kinds_stand_by_themselves(kind):
    assert FLOWS[kind].kind == kind


def test_a_branch_that_leads_nowhere_would_be_refused():
    lost = State("lost", "没人管")
    with pytest.raises(FlowError, match="no step leads to lost"):
        replace(PROPOSAL, states=(*PROPOSAL.states, lost))
