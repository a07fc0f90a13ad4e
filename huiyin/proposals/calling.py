"""How an open call for leads lives (征集提案线索, R-126): leads come in, are read, let out, and written into proposals by members."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from huiyin.handling.publishing import without_contacts
from huiyin.kernel import clock
from huiyin.kernel.act import Act, open_case
from huiyin.kernel.flow import Fact, Flow, Owe, State, register, step
from huiyin.kernel.models import Post
from huiyin.kernel.refusal import BadDate, Missing
from huiyin.kernel.who import role
from huiyin.proposals.drafts import HIDDEN, WRITABLE
from huiyin.proposals.models import Lead, LeadCall, Proposal

LONGEST, MOST_DAYS, MOST_EACH = 500, 180, 5
"""Characters of a lead; days that a call stays open; leads of one browser in one call."""
NOW = {"until": None, "voided_by": None}

public = role("public", label=_("群众"))
office = role("proposal_office", "proposal_director", label=_("提案委办公室"))
member = role("member", label=_("委员"))
sees = office | member | role("leader", "general_office", label=_("主席会议成员和政协办公室"))


def begin(post: Post, *, title: str, about: str, closes_on: date, key: str | None = None) -> LeadCall:
    """Open a call for leads. Errors: NotAllowed, BadDate with the field `closes_on`."""
    if not 1 <= (closes_on - clock.today()).days <= MOST_DAYS:
        sentence = _t("截止那天要在明天以后、{n} 天以内。").format(n=MOST_DAYS)
        raise BadDate(sentence, {"closes_on": sentence})
    row = {"about": about, "closes_on": closes_on}
    return open_case("lead_call", as_=post, title=title, key=key, row=row)  # type: ignore[no-any-return]


def is_open(case: LeadCall) -> bool:
    return case.state == "open" and clock.today() <= case.closes_on


def shown(case: LeadCall) -> list[Lead]:
    """What anyone may read, newest first, with the proposals that were written from it."""
    return list(Lead.objects.filter(case=case.pk, state="shown", **NOW).select_related("proposal").order_by("-pk"))


def became(lead: Lead) -> str:
    """ "written" once a proposal with it was handed in, else "": a draft is nobody's business but its author's."""
    return "written" if lead.proposal is not None and lead.proposal.state not in HIDDEN else ""


def _choices(case: Any, *states: str, **more: Any) -> list[tuple[int, str]]:
    rows = Lead.objects.filter(case=case.pk, state__in=states, **NOW, **more).order_by("pk")
    return [(row.pk, row.words[:80]) for row in rows]


def own_drafts(case: Any, post: Any) -> list[tuple[int, str]]:
    """The member's own unfinished proposals."""
    if post is None or post.person_id is None:
        return []
    rows = Proposal.objects.filter(committee=case.committee_id, first_person=post.person_id, state__in=WRITABLE)
    return [(row.pk, row.title or _t("（还没有案由）")) for row in rows.order_by("-pk")[:50]]


def still_open(act: Act) -> None:
    if not is_open(act.case):
        sentence = _t("征集到{day}为止，已经结束了。").format(day=clock.day_words(act.case.closes_on))
        raise Missing(sentence, {"words": sentence})


def send(act: Act) -> None:
    """It waits until it has been read; telephones never stand in it."""
    words, mark = without_contacts(act.facts["words"])[:LONGEST], act.facts.get("mark") or ""
    rows = Lead.objects.filter(case=act.case.pk, **NOW)
    if rows.filter(words=words).exclude(state="held").exists():
        sentence = _t("这条线索已经有人提过了，谢谢您。")
        raise Missing(sentence, {"words": sentence})
    if mark and rows.filter(mark=mark).count() >= MOST_EACH:
        sentence = _t("一个人最多提 {n} 条。请先等前面的有人看过。").format(n=MOST_EACH)
        raise Missing(sentence, {"words": sentence})
    act.dated(Lead, words=words, mark=mark)


def _set(act: Act, state: str, why: str = "") -> None:
    for row in Lead.objects.filter(case=act.case.pk, pk__in=act.facts["leads"]):
        act.change(row, state=state, why=why)


def show(act: Act) -> None:
    _set(act, "shown")


def hold(act: Act) -> None:
    _set(act, "held", act.facts["why"])


def take(act: Act) -> None:
    """A member writes it into a proposal of his own; several members may not take the same one."""
    row = Lead.objects.get(case=act.case.pk, pk=act.facts["lead"])
    act.change(row, proposal_id=act.facts["proposal"])


def end(act: Act) -> None:
    act.change(used=act.facts["used"])


# fmt: off
FLOW = register(Flow(
    kind="lead_call",
    label=_("征集提案线索"),
    model="proposals.LeadCall",
    sees=sees,
    opens=office,
    unit=_("次"),
    panels=("lead-call",),
    states=(
        State("open", _("正在征集"), owes=(Owe("end", office, on="closes_on"),)),
        State("ended", _("征集结束"), resting=True, look="done"),
    ),
    steps=(
        step("send", _("提一条线索"), "open", "", public, main=False, checks=(still_open,), effects=(send,),
             facts=(Fact("words", _("您的线索"), "long", longest=LONGEST, personal=True, help=_("什么事、在哪里、您希望怎么办；不写人名和电话")), Fact("mark", _("记号"), required=False, longest=32)),
             tells=(office,), says=_("来了一条线索，待审。"), done=_("有一条新的线索待审。")),
        step("show", _("放出线索"), "open ended", "", office, main=False, effects=(show,),
             facts=(Fact("leads", _("哪几条"), "orgs", choices=lambda case, post: _choices(case, "waiting")), Fact("checked", _("没有人名、电话、辱骂，不涉及秘密"), "flag")),
             says=_("放出了线索，委员可以照着写。"), done=_("放出了线索。")),
        step("hold", _("不放出、撤下线索"), "open ended", "", office, main=False, effects=(hold,),
             facts=(Fact("leads", _("哪几条"), "orgs", choices=lambda case, post: _choices(case, "waiting", "shown")), Fact("why", _("为什么"), longest=100, help=_("点名、辱骂、广告、个人纠纷等；不同意见不是理由"))),
             says=_("没有放出：{why}"), done=_("有线索没有放出。")),
        step("take", _("写进我的提案"), "open ended", "", member, main=False, effects=(take,),
             facts=(Fact("lead", _("哪条线索"), "org", choices=lambda case, post: _choices(case, "shown", proposal=None)), Fact("proposal", _("写进哪件提案"), "org", choices=own_drafts)),
             says=_("有委员照着一条线索写提案。"), done=_("有委员照着一条线索写提案。")),
        step("end", _("结束征集"), "open", "ended", office, effects=(end,),
             facts=(Fact("used", _("这些线索怎么用，告诉大家"), "long", longest=2000),), says=_("征集结束。"), done=_("的征集结束了。")),
    ),
))
# fmt: on
