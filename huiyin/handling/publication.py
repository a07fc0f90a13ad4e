"""How the decision on one text's publication lives (DOMAIN 3.1f): proposed, reviewed, approved, published, withdrawn."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from huiyin.handling import publishing as do
from huiyin.handling import rules
from huiyin.handling.choices import of
from huiyin.handling.models import EXTENTS
from huiyin.kernel.flow import Fact, Flow, Owe, State, register, step
from huiyin.kernel.who import system


def name_of(case: Any) -> str:
    """提案 or 答复: of which text it decides."""
    return str(case.get_what_display())


# fmt: off
FLOW = register(Flow(
    kind="publication",
    label=_("公开"),
    beside=True,
    model="handling.Publication",
    sees=do.proposer_of_it | do.reviewer_of_it | rules.watchers,
    opens=system,
    describe=name_of,
    states=(
        State("undecided", _("待拟定公开"), owes=(Owe("propose", do.proposer_of_it, "P-29", "delivered_on"),)),
        State("review", _("待公开审查"), owes=(Owe("approve", do.reviewer_of_it, "P-29", "delivered_on"),)),
        State("approved", _("待公开"), owes=(Owe("publish", do.proposer_of_it, "P-29", "delivered_on"),), look="soon"),
        State("published", _("已公开"), resting=True, look="done"),
        State("kept", _("不公开"), resting=True, look="none"),
        State("withdrawn", _("已撤下"), resting=True, look="none"),
        State("waiting", _("等新的答复"), resting=True, look="none"),
    ),
    steps=(
        step("propose", _("拟定公开"), "undecided kept withdrawn", "review", do.proposer_of_it, checks=(do.wish_is_respected,), effects=(do.propose,),
             facts=(
                 Fact("extent", _("怎么公开"), "choice", choices=of(EXTENTS), default=do.default_extent),
                 Fact("reason", _("理由和依据"), when=("extent", ("abstract", "partly", "no")), longest=300),
                 Fact("text", _("公开的文字"), "long", required=False, default=lambda case, post: do.original(case), when=("extent", ("full", "abstract", "partly")),
                      help=_("联系人、电话、邮箱和证件号会自动去掉；不填就用全文")),
                 Fact("agreed", _("提案者现在同意公开"), "flag", required=False),
             ),
             says=_("拟定：{extent}。"), done=_("的公开已拟定，待审查。")),
        step("return_", _("退回重拟"), "review", "undecided", do.reviewer_of_it,
             facts=(Fact("why", _("要改什么"), "long", longest=500),), tells=(do.proposer_of_it,), says=_("退回重拟。"), done=_("的公开退回重拟。")),
        step("approve", _("审查通过"), "review", "approved kept", do.reviewer_of_it, route=do.route, batch=True, apart_from=("propose",),
             facts=(Fact("no_secret", _("不涉及国家秘密、工作秘密和个人隐私，意识形态审查无异议"), "flag"),),
             says=_("保密和意识形态审查通过。"), done=_("的公开审查通过。")),
        step("publish", _("公开"), "approved", "published", do.proposer_of_it, seal=True, effects=(do.publish,), batch=True,
             facts=(Fact("channel", _("公开在哪里"), required=False, longest=100),),
             tells=(rules.asker,), says=_("公开。"), done=_("已公开。")),
        step("withdraw", _("撤下"), "published", "withdrawn", do.proposer_of_it | do.reviewer_of_it, main=False, effects=(do.withdraw,),
             facts=(Fact("why", _("撤下的理由"), "long", longest=500),), tells=(rules.asker,), says=_("撤下公开的文字。"), done=_("已从公开处撤下。")),
        step("wait", _("等新的答复"), "undecided review approved", "waiting", system, computed=True, says=_("提案者不满意，等新的答复再定公开。")),
        step("resume", _("新的答复来了"), "waiting", "undecided", system, computed=True, says=_("新的答复送达，重新拟定公开。")),
    ),
))
# fmt: on
