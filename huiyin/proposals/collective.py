"""Raised in the name of a body: 党派、团体、界别、委员小组、专委会 (R-002…R-004). The body is the proposer; who hands it in speaks for it."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiyin.kernel import clock
from huiyin.kernel.act import Act
from huiyin.kernel.models import Attachment, Post
from huiyin.kernel.refusal import Missing
from huiyin.proposals import cosigning
from huiyin.proposals.models import COLLECTIVE, KINDS

MEMBER = "member"
CONVENED = ("sector", "group")
"""Raised only while the plenary meets, and signed by the convener (R-003, R-004)."""
SIGNED = ("seal", "page")
"""The labels of a file that stands for the signature: sealed by the body, or the page that came on paper."""


def names(case: Any, post: Post) -> list[tuple[str, Any]]:
    """In whose name it can be raised; what came on paper or was sent back keeps its own."""
    kinds = [
        (MEMBER, gettext_lazy("委员（个人或联名）")),
        *((code, label) for code, label in KINDS if code in COLLECTIVE),
    ]
    return [row for row in kinds if row[0] == now(case)] if _settled(case) else kinds


def now(case: Any, post: Post | None = None) -> str:
    return str(case.proposal_kind) if case.collective else MEMBER


def body(case: Any, post: Post) -> str:
    return str(case.proposers) if case.collective else ""


def _settled(case: Any) -> bool:
    return bool(case.came_by) or case.state == "returned"


def may_be_raised(act: Act) -> None:
    """A body's proposal is signed; a sector's or a group's is raised at the plenary; nobody has been asked to co-sign it."""
    kind = act.facts.get("raised_as")
    if kind not in COLLECTIVE or act.imported:
        return
    if not act.facts.get("seal") and not _signed(act.case):
        sentence = (
            _("请上传召集人签名的页面。") if kind in CONVENED else _("请上传盖了公章的页面；专委会的由主任签名。")
        )
        raise Missing(sentence, {"seal": sentence})
    if _settled(act.case):
        return
    if cosigning.standing(act.case):
        sentence = _("已经请了委员联名，请以委员名义提；要以集体名义提，先收回邀请。")
        raise Missing(sentence, {"raised_as": sentence})
    if kind in CONVENED and not _meets(act):
        sentence = _("界别、委员小组的提案只在全会期间提。现在请以委员名义提。")
        raise Missing(sentence, {"raised_as": sentence})


def _signed(case: Any) -> bool:
    return Attachment.objects.filter(case=case.pk, label__in=SIGNED, voided_by=None).exclude(event_id=None).exists()


def _meets(act: Act) -> bool:
    """Whether the plenary sits today; where its days are not known, nobody is turned away."""
    session = act.case.session
    if session is None or session.opens is None or session.closes is None:
        return True
    return bool(session.opens <= (act.on or clock.today()) <= session.closes)


def settle(act: Act) -> None:
    """The body becomes the proposer; the member who hands it in stays its contact."""
    kind = act.facts.get("raised_as")
    if not kind or act.imported or _settled(act.case):
        return
    if kind in COLLECTIVE:
        act.change(proposal_kind=kind, proposers=act.facts["body"])
