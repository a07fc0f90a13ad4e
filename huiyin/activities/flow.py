"""How an activity lives: planned, people come, closed once somebody was there (DOMAIN 3.9)."""

from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from huiyin.activities import attending, leaving, rules, settling
from huiyin.activities.models import CATEGORIES, JOINT, SPEECHES, Speech
from huiyin.kernel import levels
from huiyin.kernel.act import Act
from huiyin.kernel.flow import Fact, Flow, Owe, State, register, step
from huiyin.kernel.models import Committee
from huiyin.kernel.who import system

MUST = [("must", _("要求参加")), ("open", _("可以报名"))]


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
    """A name that one person at the meeting has is that person's."""
    name = act.facts["name"].strip()
    same = list(attending.here(act.case).filter(person__name=name).values_list("person_id", flat=True)[:2])
    person = same[0] if len(same) == 1 else None
    act.dated(Speech, name=name, person_id=person, way=act.facts.get("way") or "oral", words=act.facts.get("words", ""))


def committees_near(case: Any, post: Any) -> list[tuple[str, str]]:
    return [(str(one.pk), one.short) for one in levels.near(case.committee)]


def together(act: Act) -> None:
    """A joint occasion is counted once, with its host, and flagged (G16, C42); the other side is told not to count it too."""
    act.facet("joint", act.facts["scope"])
    act.change(joint_with=act.facts["partners"])
    if pk := act.facts.get("committee"):
        words = _("{host}把《{title}》登记为与贵会联合举办，由{host}计数。请不要再记一次。")
        text = str(words).format(host=act.committee.short, title=act.case.title)
        levels.tell(act, Committee.objects.get(pk=pk), "general_office", text)


def when(case: Any) -> str:
    return str(_("第 {n} 次")).format(n=case.round)


# fmt: off
FLOW = register(Flow(
    kind="activity",
    label=_("会议"),
    model="activities.Activity",
    sees=rules.reader,
    opens=rules.host | system,
    unit=_("场"),
    describe=when,
    panels=("activity-people",),
    states=(
        State("planned", _("待召开"), owes=(Owe("hold", rules.host, on="meets_on", until=("cancel",)),)),
        State("held", _("已召开"), resting=True, look="done"),
        State("cancelled", _("取消"), final=True, look="none"),
    ),
    steps=(
        step("invite", _("请委员参加"), "planned", "", rules.host, main=False, effects=(leaving.invite,),
             facts=(Fact("members", _("请哪些委员"), "orgs", choices=leaving.to_ask), Fact("must", _("要求"), "choice", choices=of(MUST))),
             button=_("发出通知"), says=_("请委员参加（{must}）。"), told=_("通知发出去了。")),
        step("come", _("报名参加"), "planned", "", leaving.member, main=False, guards=(leaving.before_it,), effects=(leaving.come,), says=_("报名参加。"), told=_("报上名了。来不了，请提前改或请假。")),
        step("decline", _("不参加"), "planned", "", leaving.member, main=False, guards=(leaving.before_it, leaving.may_decline), effects=(leaving.decline,), says=_("不参加。"), told=_("记下了。")),
        step("ask_leave", _("请假"), "planned", "", leaving.member, main=False, guards=(leaving.before_it, leaving.not_too_often), effects=(leaving.ask,), tells=(leaving.approver,),
             facts=(Fact("why", _("为什么来不了"), "long", longest=300, personal=True),), button=_("送出请假"), says=_("请假。"), told=_("请假送出去了，批了会告诉您。"), done=_("有人请假。")),
        step("allow_leave", _("准假"), "planned held", "", leaving.approver, main=False, guards=(leaving.somebody_asks, settling.open_still), effects=(leaving.grant,),
             facts=(Fact("people", _("准谁的假"), "orgs", choices=leaving.asking),), says=_("准假。"), told=_("准了，本人会收到通知。")),
        step("refuse_leave", _("不准假"), "planned held", "", leaving.approver, main=False, guards=(leaving.somebody_asks, settling.open_still), effects=(leaving.refuse,),
             facts=(Fact("people", _("不准谁的假"), "orgs", choices=leaving.asking), Fact("why", _("为什么"), longest=200)), says=_("没有准假。"), told=_("本人会收到通知。")),
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
        step("late", _("补录到会"), "held", "", rules.host, main=False, guards=(settling.open_still,), checks=(attending.late_whole,), effects=(attending.late,),
             help=_("会上登记了、当时没有送到的。出席定了以后要先重新打开。"),
             facts=(Fact("members", _("哪些委员到了"), "orgs", required=False, choices=attending.members_away), Fact("category", _("哪类人"), "choice", required=False, choices=of(CATEGORIES[1:])),
                    Fact("names", _("名单"), "long", required=False, longest=8000, help=_("每行一人：姓名，单位或住处")), Fact("why", _("为什么现在才录"), longest=200), Fact("file", _("签到表"), "file", required=False)),
             says=_("补录到会：{why}"), done=_("补录了到会。")),
        step("strike", _("去掉一行"), "planned held", "", rules.host, main=False, guards=(settling.open_still,), effects=(attending.strike,),
             facts=(Fact("row", _("哪一行"), "org", choices=attending.rows_here), Fact("why", _("为什么"), longest=200)), says=_("去掉了一行到会登记。"), done=_("去掉了一行到会登记。")),
        step("speak", _("记一段发言"), "planned held", "", rules.host, main=False, guards=(settling.open_still,), effects=(speak,),
             facts=(Fact("name", _("谁说的"), personal=True, longest=60), Fact("way", _("怎么发言"), "choice", required=False, choices=of(SPEECHES)), Fact("words", _("说了什么"), "long", longest=3000)), says=_("记了一段发言。"), done=_("记了一段发言。")),
        step("move", _("改时间地点"), "planned", "", rules.host, main=False, effects=(move,),
             facts=(Fact("on", _("改到哪天"), "date"), Fact("hour", _("几点"), required=False, longest=20), Fact("where", _("在哪里（不变就不填）"), required=False, longest=120),
                    Fact("why", _("为什么"), longest=200)),
             says=_("改到{on}：{why}"), done=_("改了时间。")),
        step("joint", _("登记联合举办"), "planned held", "", rules.host, main=False, effects=(together,), help=_("只在主办方计一次；本系统里的另一方会收到提醒，不再另记。"),
             facts=(Fact("scope", _("哪种联合"), "choice", choices=of(JOINT)), Fact("partners", _("和谁联合"), longest=200), Fact("committee", _("本系统里的哪个政协"), "choice", required=False, choices=committees_near)),
             says=_("与{partners}联合举办。"), told=_("记下了，计一次，标明联合。")),
        step("hold", _("结束会议"), "planned", "held", rules.host, guards=(rules.someone_came,),
             help=_("计入场次和人次，以后不能再添人；履职的分等“定出席”以后才记。"),
             facts=(Fact("photo", _("现场照片"), "file", required=False),), says=_("会议开完了，到会的人已经定下来。"), done=_("的会议开完了。")),
        step("settle", _("定出席"), "held", "", rules.host, main=False, seal=True, guards=(settling.open_still, settling.nobody_at_two_places), effects=(settling.settle,),
             help=_("谁到了、谁请了假、谁缺席，就此定下，按规则记进各人的履职。"), told=_("出席定了，履职记好了。"), says=_("定了出席，记进履职。"), done=_("的出席定了。")),
        step("reopen", _("重新打开出席"), "held", "", leaving.office, main=False, guards=(settling.was_settled, settling.not_counted_for_good), effects=(settling.reopen,),
             facts=(Fact("why", _("为什么"), longest=200),), help=_("按这次出席记的分会冲销，改好以后再定一次。"), says=_("重新打开出席：{why}"), told=_("打开了，记过的分已冲销。"), done=_("的出席重新打开了。")),
        step("cancel", _("会不开了"), "planned", "cancelled", rules.host, main=False, facts=(Fact("why", _("为什么"), longest=200),), says=_("会不开了：{why}"), done=_("的会议不开了。")),
    ),
))
# fmt: on
