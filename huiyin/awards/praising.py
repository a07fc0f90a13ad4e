"""优秀提案 (R-081): what a step of its way also does, and what stands in its way."""

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy

from huiyin.awards.models import ExcellenceReview
from huiyin.handling import rules as handling
from huiyin.kernel.act import Act
from huiyin.kernel.who import Who, role

office = role("proposal_office", "proposal_director", label=gettext_lazy("提案委办公室"))
director = role("proposal_director", label=gettext_lazy("提案委主任"))
reviewer = role("proposal_office", "proposal_director", "reviewer", label=gettext_lazy("提案委办公室和审查组"))
told = Who(
    "told",
    gettext_lazy("已经公布的"),
    lambda post, case: case.state == "published",
    lambda post: Q(state="published"),
)
house = role(
    "leader", "reviewer", "proposal_office", "proposal_director", "assigning", label=gettext_lazy("政协机关和交办机关")
)
sees = house | (handling.asker & told)
"""Until it is published, it is the committee's own affair: nobody is told that he was passed over."""


def keep_review(act: Act) -> None:
    facts = act.facts
    act.dated(ExcellenceReview, opinion=facts["opinion"], words=facts.get("words", ""), reviewer_id=act.post.person_id)
    act.change(opinion=facts["opinion"])


def keep_decision(act: Act) -> None:
    act.change(decision=act.facts["decision"])


def publish(act: Act) -> None:
    act.change(published_in=act.facts["where"])
    parent: Any = act.load(act.case.parent_id)
    act.move(parent, "become_excellent", decision=act.case.decision)
