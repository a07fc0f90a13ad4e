"""What one kind does when another has taken a step: a lead when the proposal that was made of it is filed or answered.

Kinds never import one another. Whoever gave rise to a case says here which of its steps he wants to hear of; what he then does
stands in the same transaction as the step itself.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from huiyin.kernel.underway import Act

Follower = Callable[["Act"], None]
_followers: dict[tuple[str, str], list[Follower]] = {}


def follow(kind: str, *steps: str) -> Callable[[Follower], Follower]:
    """Have this done after each of these steps of that kind. It is given the act; what it refuses is refused as a whole."""

    def known(one: Follower) -> Follower:
        for step in steps:
            there = _followers.setdefault((kind, step), [])
            if one not in there:
                there.append(one)
        return one

    return known


def after(act: "Act") -> None:
    """Let everyone hear who asked to."""
    for one in _followers.get((act.flow.kind, act.step.name), ()):
        one(act)
