"""How a cultivation lives, and what becomes of it above (DOMAIN 3.10): team, shared draft, experts' review, handed up, numbered, answered, adopted."""

from django.utils.translation import gettext_lazy as _

from huiyin.cultivation import effects as do
from huiyin.cultivation import rules
from huiyin.cultivation.models import CARRIERS, FORMS, LEVELS, PARTNERS
from huiyin.handling.choices import of
from huiyin.kernel.flow import Fact, Flow, Owe, State, register, step
from huiyin.kernel.who import system

# fmt: off
TEAM = (
    Fact("members", _("请哪些委员"), "orgs", required=False, choices=do.members_to_ask, personal=True),
    Fact("experts", _("请专家库里的哪些人"), "orgs", required=False, choices=do.experts_to_ask, personal=True, help=_("专家、机构、媒体、民间人士")),
)
WHY = Fact("why", _("为什么"), longest=300)
EVIDENCE = Fact("file", _("凭据"), "file", help=_("上级的文件、照片或截图"))
HOW = (Fact("number", _("上级的编号"), longest=60), EVIDENCE)
UP = (
    Fact("to", _("报给谁"), "choice", choices=do.committees_above),
    Fact("level", _("哪一级"), "choice", choices=of(LEVELS), default=do.its_level),
    Fact("form", _("以什么形式"), "choice", choices=of(FORMS), default=do.its_form),
    Fact("carrier_kind", _("由谁带上去"), "choice", choices=of(CARRIERS)),
    Fact("carrier", _("姓名或单位"), longest=100, personal=True),
    Fact("items", _("建议"), "items", help=_("逐条写，上级按条看；年底也按条统计")),
)

FLOW = register(Flow(
    kind="cultivation",
    label=_("上级提案培育"),
    model="cultivation.Cultivation",
    sees=rules.sees,
    opens=rules.office,
    panels=("cultivation-draft", "cultivation-comments", "cultivation-team", "cultivation-above"),
    states=(
        State("idea", _("待组专班"), owes=(Owe("team", rules.office, "P-CULT"),), look="none"),
        State("writing", _("起草中"), owes=(Owe("to_review", rules.office, "P-CULTW", until=("ready",)),)),
        State("review", _("专家论证中"), owes=(Owe("ready", rules.office, "P-CULTR", until=("back",)),)),
        State("ready", _("定稿，待上报"), owes=(Owe("hand_up", rules.office, until=("back",)),), look="soon"),
        State("handed", _("已上报，待上级编号"), owes=(Owe("numbered", rules.office, "P-CULTN", until=("not_taken", "take_back")),)),
        State("accepted", _("上级已收下"), owes=(Owe("answered", rules.office, "P-CULTA"),), look="done"),
        State("answered", _("上级已答复"), resting=True, look="done"),
        State("not_accepted", _("上级没有收下"), resting=True, look="none"),
        State("dropped", _("停止培育"), final=True, look="none"),
    ),
    steps=(
        step("team", _("请人进专班"), "idea writing review", "writing review", rules.office, route=do.begun, checks=(do.somebody_named,), effects=(do.gather,), facts=TEAM, says=_("请人进专班。")),
        step("write", _("写一稿"), "writing review ready", "", rules.writer, main=False, effects=(do.write,), button=_("存为新的一稿"), help=_("每一稿都留着，谁写的、改了什么，看得见。"),
             facts=(Fact("body", _("正文"), "long", longest=20000, default=do.newest), Fact("change", _("改了什么"), required=False, longest=200, personal=True)), tells=(rules.in_team,), says=_("写了新的一稿。"), done=_("有了新的一稿")),
        step("comment", _("提一条意见"), "writing review ready", "", rules.writer, main=False, guards=(rules.written,), effects=(do.comment,),
             facts=(Fact("whose", _("谁的意见"), "choice", required=False, choices=do.speakers, personal=True, help=_("没有账号的专家，由办公室代记；不选就是自己的")), Fact("opinion", _("意见"), "long", longest=2000)), tells=(rules.in_team,), says=_("对稿子提了意见。"), done=_("的稿子有了新的意见")),
        step("cosponsor", _("登记联名单位"), "writing review ready", "", rules.office, main=False, effects=(do.cosponsor,), help=_("联合外地政协、高校等一起提出的，逐家登记它同意的凭据。"),
             facts=(Fact("kind", _("哪一类"), "choice", choices=of(PARTNERS)), Fact("name", _("单位全称"), longest=100), Fact("consent", _("怎么同意的"), longest=200, help=_("例如：2026 年 3 月 2 日来函"))),
             says=_("{name}同意联名。")),
        step("to_review", _("送专家论证"), "writing", "review", rules.office, guards=(rules.somebody, rules.written), tells=(rules.in_team,), says=_("送专家论证。"), done=_("送专家论证了")),
        step("ready", _("定稿"), "writing review", "ready", rules.office, guards=(rules.written,), tells=(rules.in_team,), says=_("定稿。"), done=_("定稿了")),
        step("back", _("退回再改"), "review ready", "writing", rules.office, main=False, facts=(WHY,), tells=(rules.in_team,), says=_("退回再改：{why}"), done=_("退回再改")),
        step("hand_up", _("上报"), "ready not_accepted", "handed", rules.office, seal=True, guards=(rules.written,), effects=(do.hand_up,), facts=UP,
             help=_("上级只看得到这一稿的正文、建议和联名单位，看不到专班的讨论。"), tells=(rules.in_team,), says=_("上报：{level}，{form}。"), done=_("上报了")),
        step("take_back", _("撤回"), "handed", "ready", rules.office, main=False, effects=(do.take_back,), facts=(WHY,), tells=(rules.in_team,), says=_("撤回：{why}"), done=_("撤回来了")),
        step("numbered", _("登记上级编号"), "handed", "accepted", rules.office, guards=(rules.outside,), effects=(do.numbered,), facts=HOW, tells=(rules.in_team,), says=_("上级收下，编号 {number}。"), done=_("上级收下了")),
        step("not_taken", _("上级没有收下"), "handed", "not_accepted", rules.office, main=False, guards=(rules.outside,), effects=(do.refused_above,), facts=(WHY,), tells=(rules.in_team,), says=_("上级没有收下：{why}"), done=_("上级没有收下")),
        step("answered", _("登记上级答复"), "accepted", "answered", rules.office, guards=(rules.outside,), effects=(do.answered,), facts=(Fact("reply", _("答复的要点"), "long", longest=4000), EVIDENCE),
             tells=(rules.in_team,), says=_("上级答复。"), done=_("上级答复了")),
        step("adopt", _("登记采纳"), "accepted answered", "", rules.office, main=False, effects=(do.adopt,), help=_("入选发言、协商材料、案例选编的，一样一条。"),
             facts=(Fact("form", _("采纳成什么"), "choice", choices=of(FORMS)), Fact("level", _("哪一级"), "choice", choices=of(LEVELS)), Fact("number", _("上级的编号"), required=False, longest=60), Fact("how", _("出处"), longest=300, help=_("例如：市政协六届二次会议重点发言")), EVIDENCE),
             tells=(rules.in_team,), says=_("被采纳为{level}{form}。"), done=_("有了采纳")),
        step("upper_accept", _("上级收下"), "handed", "accepted", system, computed=True, effects=(do.numbered,), facts=(Fact("number", _("上级的编号"), longest=60),), tells=(rules.office, rules.in_team), says=_("上级收下，编号 {number}。"), done=_("上级收下了")),
        step("upper_decline", _("上级没有收下"), "handed", "not_accepted", system, computed=True, effects=(do.refused_above,), facts=(WHY,), tells=(rules.office, rules.in_team), says=_("上级没有收下：{why}"), done=_("上级没有收下")),
        step("upper_answer", _("上级答复"), "accepted", "answered", system, computed=True, effects=(do.answered,), facts=(Fact("reply", _("答复"), "long"),), tells=(rules.office, rules.in_team), says=_("上级答复。"), done=_("上级答复了")),
        step("drop", _("停止培育"), "idea writing review ready not_accepted", "dropped", rules.office, main=False, facts=(WHY,), tells=(rules.in_team,), says=_("停止培育：{why}"), done=_("停止培育了")),
    ),
))

ABOVE = register(Flow(
    kind="handed_up",
    label=_("下级送来的"),
    model="cultivation.HandedUp",
    sees=rules.sees_above,
    opens=system,
    panels=("handed-up",),
    states=(
        State("received", _("下级送来，待收"), owes=(Owe("take", rules.office, "P-ABOVE", until=("decline",)),), look="soon"),
        State("taken", _("收下，待答复"), owes=(Owe("answer", rules.office, "P-ABOVEA"),)),
        State("answered", _("已答复"), final=True, look="done"),
        State("declined", _("没有收下"), final=True, look="none"),
        State("withdrawn", _("下级撤回"), final=True, look="none"),
    ),
    steps=(
        step("take", _("收下编号"), "received", "taken", rules.office, effects=(do.take,), facts=(Fact("number", _("编号"), required=False, longest=60, help=_("不填的自动编号")),),
             told=_("收下了，编号已经送回下级。"), says=_("收下，编号送回下级。")),
        step("decline", _("不收"), "received", "declined", rules.office, main=False, effects=(do.decline,), facts=(WHY,), says=_("没有收下：{why}")),
        step("answer", _("答复下级"), "taken", "answered", rules.office, effects=(do.answer,), facts=(Fact("reply", _("答复"), "long", longest=4000),), told=_("答复送回下级了。"), says=_("答复下级。")),
        step("withdrawn", _("下级撤回"), "received", "withdrawn", system, computed=True, tells=(rules.office,), facts=(WHY,), says=_("下级撤回：{why}"), done=_("下级撤回了")),
    ),
))
# fmt: on
