"""A lead hears what becomes of the proposal, or of the cultivation, that was made of it; and its unit is told."""

from typing import Any

from django.utils.translation import gettext as _

from huiyin.kernel.act import Act
from huiyin.kernel.following import follow
from huiyin.kernel.locks import lock
from huiyin.kernel.models import Link
from huiyin.orders.effects import ORDER
from huiyin.orders.models import OrderLead


def _lead(act: Act) -> Any:
    """The lead behind a case, locked; nothing for what was not ordered."""
    if not getattr(act.case, "order_source", "") and not getattr(act.case, "origin_words", ""):
        return None
    row = OrderLead.objects.filter(pk__in=Link.objects.filter(target=act.case.pk, kind=ORDER).values("source")).first()
    return lock(act.batch, row) if row else None


@follow("proposal", "submit", "return_", "file", "answered", "withdraw", "allow_withdraw", "decline", "discard")
def proposal_moved(act: Act) -> None:
    lead = _lead(act)
    if lead is None:
        return
    case, step = act.case, act.step.name
    if step == "submit" and lead.state == "drafting":
        words = _("已形成提案《{title}》，提案者 {names}").format(title=case.title, names=case.proposers)
        act.move(lead, "convert", what="proposal", words=words)
    elif lead.state == "converted" and step == "file":
        act.move(lead, "hear", words=_("提案已立案，案号 {number}").format(number=case.number))
    elif lead.state == "converted" and step == "answered":
        act.move(lead, "hear", words=_("提案 {number} 已答复").format(number=case.number))
    elif step == "discard" and lead.state == "drafting":
        act.move(lead, "lose", words=_("提案草稿已删除，线索待重新起草"))
    elif lead.state == "converted" and step in ("withdraw", "allow_withdraw"):
        act.move(lead, "lose", words=_("提案已撤回，线索待重新起草"))
    elif lead.state == "converted" and step == "decline":
        act.move(lead, "lose", words=_("提案没有立案，线索待重新起草"))


@follow("cultivation", "hand_up", "numbered", "upper_accept", "answered", "upper_answer", "drop")
def cultivation_moved(act: Act) -> None:
    lead = _lead(act)
    if lead is None:
        return
    step = act.step.name
    if step == "hand_up" and lead.state == "drafting":
        act.move(
            lead, "convert", what="higher", words=_("已培育成上级提案《{title}》并上报").format(title=act.case.title)
        )
    elif step == "drop" and lead.state == "drafting":
        act.move(lead, "lose", words=_("上级提案停止培育，线索待重新起草"))
    elif lead.state == "converted":
        act.move(lead, "hear", words=_("上级有了回音：{words}").format(words=act.case.came_to or act.case.upper_number))
