"""Who may, who owes, who is told: one named rule with three faces.

    test(post, case)   may this post?                       (a single object)
    twin(post)         which cases may this post?           (a list: a Q on the kind's table)
    owed(case)         to whom is it addressed?             (todos, notices)

Rules are composed with `&` and `|`; both faces are composed together, so that a list and a page never disagree.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Q

if TYPE_CHECKING:
    from huiyin.kernel.models import Post

NOBODY = Q(pk__in=())
EVERYBODY = ~NOBODY
"""Not Q(): Django drops an empty Q from an OR, and `NOBODY | Q()` would show nothing to those who may see all."""


@dataclass(frozen=True, slots=True)
class Address:
    """Where a todo or a notice goes: a role, in an organisation or in none, or one person."""

    role: str
    organisation_id: int | None = None
    person_id: int | None = None


def _nobody(case: Any) -> list[Address]:
    return []


@dataclass(frozen=True)
class Who:
    """A named rule. `label` is what a clerk calls these people."""

    name: str
    label: Any
    test: Callable[["Post", Any], bool]
    twin: Callable[["Post"], Q]
    owed: Callable[[Any], list[Address]] = _nobody

    def __call__(self, post: "Post", case: Any) -> bool:
        return self.test(post, case)

    def __or__(self, other: "Who") -> "Who":
        return Who(
            f"{self.name}|{other.name}",
            self.label,
            lambda post, case: self.test(post, case) or other.test(post, case),
            lambda post: self.twin(post) | other.twin(post),
            lambda case: [*self.owed(case), *other.owed(case)],
        )

    def __and__(self, other: "Who") -> "Who":
        return Who(
            f"{self.name}&{other.name}",
            self.label,
            lambda post, case: self.test(post, case) and other.test(post, case),
            lambda post: self.twin(post) & other.twin(post),
            self.owed,
        )


def role(*codes: str, label: Any) -> Who:
    """Whoever holds one of these roles in the case's committee."""
    return Who(
        codes[0],
        label,
        lambda post, case: post.role in codes,
        lambda post: EVERYBODY if post.role in codes else NOBODY,
        lambda case: [Address(codes[0])],
    )


def in_office(post: "Post", on: Any) -> bool:
    """Whether a post is held on that day."""
    return (post.begins is None or post.begins <= on) and (post.ends is None or on <= post.ends)


system = Who(
    "system",
    "系统",
    lambda post, case: post.role == "system",
    lambda post: EVERYBODY if post.role == "system" else NOBODY,
)
anyone = Who("anyone", "本机构任一身份", lambda post, case: True, lambda post: EVERYBODY)
