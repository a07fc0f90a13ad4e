"""How an activity lives: planned, people come, closed once somebody was there (DOMAIN 3.9)."""

from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from huiyin.activities import attending, rules
from huiyin.activities.models import CATEGORIES, Speech
from huiyin.kernel.act import Act
from huiyin.kernel.flow import Fact, Flow, Owe, State, register, step
from huiyin.kernel.who import system


def of(pairs: Any) -> Any:
    return lambda case, post: [(value, str(label)) for value, label in pairs]


def move(act: Act) -> None:
    """Another day: what is owed is owed by that day, and the code at the door stays."""
    facts = act.facts
    act.change(
        meets_on=day_of(facts["on"]), meets_at=facts.get("hour") or "", place=facts.get("where") or act.case.place
    )
    act.close_todos("hold")
    act.owe("hold", rules.host.owed(act.case))


def day_of(text: str) -> date:
    return date.fromisoformat(text)


def speak(act: Act) -> None:
    act.dated(Speech, name=act.facts["name"], words=act.facts.get("words", ""))


def when(case: Any) -> str:
    return str(_("第 {n} 次")).format(n=case.round)


# fmt: off
FLOW = register(Flow(
    kind="activity",
    label=_("会议"),
    model="activities.Activity",
    sees=rules.comer,
    opens=rules.host | system,
    unit=_("场"),
    describe=when,
    states=(
        State("planned", _("待召开"), owes=(Owe("hold", rules.host, on="meets_on", until=("cancel",)),)),
        State("held", _("已召开"), resting=True, look="done"),
        State("cancelled", _("取消"), final=True, look="none"),
    ),
    steps=(
        step("check_in", _("签到"), "planned", "", rules.comer, main=False, checks=(attending.at_the_door,), effects=(attending.check_in,),
             facts=(Fact("code", _("签到码"), longest=12, help=_("会场门口的八个字母")),), says=_("签到。"), told=_("签到好了。")),
        step("members", _("录到会委员"), "planned", "", rules.host, effects=(attending.list_members,),
             facts=(Fact("members", _("哪些委员到了"), "orgs", choices=attending.members_away, help=_("已经扫码签到的不在这里，不会重复")),), says=_("录了到会委员。"), done=_("录了到会委员。")),
        step("guests", _("录到会群众"), "planned", "", rules.host, checks=(attending.not_twice,), effects=(attending.list_guests,),
             facts=(Fact("category", _("哪类人"), "choice", choices=of(CATEGORIES[1:])),
                    Fact("names", _("名单"), "long", longest=8000, help=_("每行一人：姓名，单位或住处。例如：王桂芳，桂园社区 3 栋"))),
             says=_("录了到会的{category}。"), done=_("录了到会名单。")),
        step("heads", _("只记人数"), "planned", "", rules.host, main=False, checks=(attending.heads_are_many,), effects=(attending.count_heads,),
             facts=(Fact("category", _("哪类人"), "choice", choices=of(CATEGORIES[1:])), Fact("number", _("多少人"), "number", help=_("名单上已有的人不再算进来")),
                    Fact("evidence_file", _("签到表或现场照片"), "file", help=_("只记人数的，要有凭据"))),
             says=_("记了{category} {number} 人，有凭据。"), done=_("记了到会人数。")),
        step("strike", _("去掉一行"), "planned", "", rules.host, main=False, effects=(attending.strike,),
             facts=(Fact("row", _("哪一行"), "org", choices=attending.rows_here), Fact("why", _("为什么"), longest=200)), says=_("去掉了一行到会登记。"), done=_("去掉了一行到会登记。")),
        step("speak", _("记一段发言"), "planned", "", rules.host, main=False, effects=(speak,),
             facts=(Fact("name", _("谁说的"), personal=True, longest=60), Fact("words", _("说了什么"), "long", longest=3000)), says=_("记了一段发言。"), done=_("记了一段发言。")),
        step("move", _("改时间地点"), "planned", "", rules.host, main=False, effects=(move,),
             facts=(Fact("on", _("改到哪天"), "date"), Fact("hour", _("几点"), required=False, longest=20), Fact("where", _("在哪里（不变就不填）"), required=False, longest=120),
                    Fact("why", _("为什么"), longest=200)),
             says=_("改到{on}：{why}"), done=_("改了时间。")),
        step("hold", _("结束会议"), "planned", "held", rules.host, guards=(rules.someone_came,),
             help=_("到会的人定下来，计入场次和人次；以后不能再添。"),
             facts=(Fact("photo", _("现场照片"), "file", required=False),), says=_("会议开完了，到会的人已经定下来。"), done=_("的会议开完了。")),
        step("cancel", _("会不开了"), "planned", "cancelled", rules.host, main=False, facts=(Fact("why", _("为什么"), longest=200),), says=_("会不开了：{why}"), done=_("的会议不开了。")),
    ),
))
# fmt: on
