"""How a voice lives (DOMAIN 3.3): taken down, taken up, answered; asked again, some weeks later, whether it was solved."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from huiyin.handling.choices import of
from huiyin.kernel import parameters
from huiyin.kernel.flow import Fact, Flow, Owe, State, register, step
from huiyin.kernel.who import system
from huiyin.places import sites
from huiyin.reception import asking, coordination, erasing, problem, rules
from huiyin.reception import effects as do
from huiyin.reception.models import ANSWERS, ECHO_WAYS, RESULTS, WAYS_OUT

__all__ = ["FLOW", "asking", "coordination", "erasing", "problem"]
WHY_NOT = [("spam", _("不是诉求（广告、乱码）")), ("twice", _("同一个人同一件事，前面已经有一件"))]


def subjects(case: Any, post: Any) -> list[tuple[str, str]]:
    """The classes of voices as they are called here (P-34S)."""
    return [(str(row[0]), str(row[1])) for row in parameters.get(case.committee, "P-34S")]


def other_sites(case: Any, post: Any) -> list[tuple[int, str]]:
    return [(site.pk, site.name) for site in sites.existing(case.committee) if site.pk != case.site_id]


def subject_now(case: Any, post: Any) -> str:
    return str(case.subject)


SUBJECT = Fact("subject", _("分类"), "choice", required=False, choices=subjects, default=subject_now)
OWED_ECHO = Owe("echo", rules.keeper, "P-34", "raised_on", until=("unreachable",))

# fmt: off
FLOW = register(Flow(
    kind="voice",
    label=_("群众诉求"),
    model="reception.Voice",
    sees=rules.sees_voice,
    panels=("voice-words", "voice-problem", "voice-citizen"),
    opens=rules.citizen | rules.keeper | rules.on_duty,
    states=(
        State("arriving", _("待登记"), owes=(Owe("register", rules.keeper),), look="none"),
        State("received", _("已登记"), owes=(Owe("take", rules.keeper, "P-34A", "raised_on", until=("on_spot", "tell", "dismiss"), label=_("受理")),)),
        State("problem", _("已立为问题"), owes=(OWED_ECHO,)),
        State("to_echo", _("待回音"), owes=(OWED_ECHO,), look="soon"),
        State("echoed", _("已回音"), owes=(Owe("verdict", rules.asks_again, "P-34B", label=_("问群众是不是真的解决了")),), resting=True, look="done"),
        State("dismissed", _("不是诉求"), final=True, look="none"),
    ),
    steps=(
        step("register", _("登记"), "arriving", "received", rules.citizen | rules.keeper | rules.on_duty, effects=(do.register,),
             tells=(rules.keeper,), says=_("登记，给了编号。"), done=_("已登记，请在两个工作日内受理。")),
        step("take", _("立为问题"), "received", "problem", rules.keeper | rules.on_duty, effects=(do.form_problem,),
             facts=(Fact("problem", _("并入已有的问题"), "choice", required=False, choices=do.open_problems),
                    Fact("title", _("或者立一个新问题"), required=False, longest=120, personal=True, default=do.first_title, help=_("不写人名、电话。两项都填时，按上面选的办")), SUBJECT),
             says=_("立为问题办理。"), done=_("已立为问题。")),
        step("on_spot", _("当场答复"), "received", "echoed", rules.keeper | rules.on_duty, effects=(do.class_it, do.echo),
             facts=(Fact("words", _("怎么答复的"), "long", longest=2000, personal=True, help=_("群众凭编号查得到这段话")),
                    Fact("result", _("结果"), "choice", choices=of(RESULTS[:3])),
                    Fact("way", _("怎么说的"), "choice", choices=of(ECHO_WAYS), default=lambda case, post: "spot"),
                    SUBJECT, Fact("file", _("附件"), "file", required=False)),
             says=_("当场答复：{result}。"), done=_("已当场答复。")),
        step("tell", _("告诉该找谁"), "received problem", "to_echo", rules.keeper, effects=(do.class_it, do.tell),
             facts=(Fact("reason", _("归哪里办"), "choice", choices=of(WAYS_OUT)),
                    Fact("words", _("告诉群众的话"), "long", longest=1000, personal=True, help=_("该找谁、怎么找、要带什么。政协不代替法院、信访、公安作决定")), SUBJECT),
             help=_("也要把话带到：接着登记一次回音。"), says=_("不归这里办：{reason}。"), done=_("不归这里办，还要告诉群众。")),
        step("pass_on", _("转给别的站点"), "received", "", rules.keeper, main=False, effects=(do.pass_on,),
             facts=(Fact("site", _("哪个站点"), "org", choices=other_sites), Fact("why", _("为什么"), required=False, longest=200)),
             tells=(rules.keeper,), says=_("转给{site}。"), done=_("转给了您的站点。")),
        step("dismiss", _("不是诉求"), "received", "dismissed", rules.keeper, main=False, seal=True,
             facts=(Fact("reason", _("为什么"), "choice", choices=of(WHY_NOT)), Fact("words", _("说明"), required=False, longest=200)),
             says=_("不作为诉求：{reason}。"), done=_("不作为诉求。")),
        step("ask", _("问群众"), "received problem", "", rules.keeper, main=False, effects=(do.ask,),
             facts=(Fact("words", _("想问什么"), "long", longest=500, personal=True, help=_("群众凭编号查得到，可以在那里回答")),),
             says=_("问了群众一个问题。"), done=_("问了群众一个问题。")),
        step("answer", _("补充"), "received problem to_echo", "", rules.citizen | rules.keeper, main=False, effects=(do.answer,),
             facts=(Fact("words", _("补充的话"), "long", longest=2000, personal=True), Fact("file", _("照片"), "files", required=False)),
             tells=(rules.keeper,), says=_("群众作了补充。"), done=_("群众作了补充，请看。")),
        step("leave", _("从问题里拿出来"), "problem", "received", rules.keeper, main=False, effects=(do.leave_problem,),
             facts=(Fact("why", _("为什么"), longest=200),), says=_("从问题里拿出来，单独办。"), done=_("从问题里拿出来了。")),
        step("echo", _("登记回音"), "problem to_echo", "echoed", rules.keeper | rules.on_duty, guards=(rules.answered_by_problem,), effects=(do.echo, asking.tell_answer),
             facts=(Fact("way", _("怎么告诉群众的"), "choice", choices=of(ECHO_WAYS)),
                    Fact("words", _("告诉群众的话"), "long", longest=2000, personal=True, default=do.problem_words, help=_("群众凭编号查得到这段话")),
                    Fact("file", _("附件"), "file", required=False)),
             says=_("给了回音。"), done=_("已给回音。")),
        step("attempt", _("没联系上"), "problem to_echo", "", rules.keeper | rules.on_duty, main=False, effects=(do.attempt,),
             facts=(Fact("way", _("怎么联系的"), "choice", choices=of(ECHO_WAYS[1:5])),), says=_("联系群众，没联系上（{way}）。"), done=_("没联系上群众。")),
        step("unreachable", _("联系不上，写在查询页"), "problem to_echo", "echoed", rules.keeper, main=False, guards=(rules.answered_by_problem, rules.tried_enough), effects=(do.echo,),
             facts=(Fact("words", _("告诉群众的话"), "long", longest=2000, personal=True, default=do.problem_words),),
             says=_("多次联系不上，回音写在查询页上。"), done=_("联系不上，回音写在查询页上。")),
        step("extend", _("延长回音期限"), "problem to_echo", "", rules.general, main=False, guards=(rules.not_extended,), effects=(do.extend,),
             facts=(Fact("why", _("原因"), longest=200, help=_("群众会看到")),), tells=(rules.keeper,), says=_("回音期限延了一次：{why}"), done=_("的回音期限延了一次。")),
        step("verdict", _("群众评价"), "echoed", "received echoed", rules.citizen | rules.keeper, main=False, route=do.verdict_goes, effects=(do.verdict, do.again),
             facts=(Fact("solved", _("解决了吗"), "choice", choices=of(ANSWERS)),
                    Fact("stars", _("满意几分"), "choice", required=False, choices=lambda case, post: [(str(n), "★" * n) for n in (5, 4, 3, 2, 1)]),
                    Fact("words", _("想说的话"), "long", required=False, longest=1000, personal=True)),
             tells=(rules.keeper,), says=_("群众说：{solved}。"), done=_("有了群众自己的评价，请看。")),
        step("ask_solved", _("再问一次"), "echoed", "", system, main=False, computed=True, effects=(asking.ask_solved,), says=_("过了些日子，再问群众是不是真的解决了。")),
        step("publish", _("上回音壁"), "received problem to_echo echoed", "", rules.general, main=False, guards=(rules.may_be_public,), effects=(do.publish,),
             facts=(Fact("heading", _("标题"), longest=60, default=do.public_heading),
                    Fact("text", _("群众的话"), "long", longest=1000, default=do.public_text, help=_("不写人名、门牌号和电话；电话会自动去掉")),
                    Fact("answer", _("回音"), "long", required=False, longest=2000, default=do.public_answer),
                    Fact("checked", _("不涉及国家秘密、工作秘密和个人隐私，意识形态审查无异议"), "flag")),
             says=_("上了回音壁。"), done=_("上了回音壁。")),
        step("take_down", _("从回音壁撤下"), "received problem to_echo echoed dismissed", "", rules.general, main=False, effects=(do.take_down,),
             facts=(Fact("why", _("为什么"), longest=200),), says=_("从回音壁撤下。"), done=_("从回音壁撤下了。")),
        step("reveal", _("看姓名电话"), "received problem to_echo echoed", "", rules.keeper | rules.on_duty, main=False,
             facts=(Fact("why", _("为什么要看"), longest=200, help=_("谁、什么时候、为什么看的，都记在案上")),),
             says=_("看了群众的姓名电话：{why}"), done=_("的姓名电话有人看过。")),
    ),
))
# fmt: on
