"""The branches to come, as docs/decisions/0010 draws them, fit the tables of today: the kernel itself is the judge."""

import re
from dataclasses import replace

import pytest
from django.utils.translation import override

from huiyin.kernel.flow import Fact, Flow, FlowError, Owe, State, step
from huiyin.kernel.who import Who, anyone, system
from huiyin.proposals.flow import FLOW as PROPOSAL
from tools.house import DOCS

PAGE = DOCS / "decisions" / "0010-branches-to-come.md"


class Named:
    """`rules` and `do` of the page: a rule or an effect for every name, since only the shape is judged."""

    def __init__(self, made):
        self._made = made

    def __getattr__(self, name):
        return self._made(name)


@pytest.fixture(scope="module")
def drawn():
    """What the page's tables define, by name."""
    space = {
        "Fact": Fact, "Flow": Flow, "Owe": Owe, "State": State, "step": step, "system": system,
        "rules": Named(lambda name: Who(name, name, anyone.test, anyone.twin)), "do": Named(lambda name: lambda act: None),
    }  # fmt: skip
    blocks = re.findall(r"^```python\n(.*?)^```", PAGE.read_text("utf-8"), re.MULTILINE | re.DOTALL)
    for block in blocks:
        exec(block, space)
    return space


def test_the_small_kinds_stand_by_themselves(drawn):
    with override("zh-hans"):
        labels = sorted(str(flow.label) for flow in drawn.values() if isinstance(flow, Flow))
    assert labels == ["重点督办"]


def test_a_branch_that_leads_nowhere_would_be_refused(drawn):
    lost = State("lost", "没人管")
    with pytest.raises(FlowError, match="no step leads to lost"):
        replace(PROPOSAL, states=(*PROPOSAL.states, lost))
