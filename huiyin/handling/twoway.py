"""双向评价 (R-066): the proposer rates the reply, and the unit rates the proposal; neither sees the other's as a price for his own."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from huiyin.handling.models import CaseMark
from huiyin.kernel import parameters
from huiyin.kernel.act import Act
from huiyin.kernel.flow import Lack
from huiyin.kernel.models import Post
from huiyin.kernel.refusal import Missing


def wanted(case: Any, post: Post) -> Iterable[Lack]:
    if not parameters.get(case.committee, "P-TWOWAY"):
        yield Lack(_("本区没有开展双向评价。"))


def says_why(act: Act) -> None:
    """A poor mark says what would be better, so that the proposal office can tell the next author."""
    if act.facts.get("value") == "poor" and not act.facts.get("words"):
        sentence = _("请写一写哪里要提高，提案委办公室好告诉以后的提案者。")
        raise Missing(_("还没有说哪里要提高。") + sentence, {"words": sentence})


def mark(act: Act) -> None:
    act.end(CaseMark)
    act.dated(
        CaseMark, organisation_id=act.case.unit_id, value=act.facts["value"], merits=act.facts.get("merits") or [],
        words=act.facts.get("words", ""),
    )  # fmt: skip
