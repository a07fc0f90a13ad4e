"""How a proposal comes to be named excellent (R-081): nominated, reviewed, decided by the chairpersons' meeting, published."""

from django.utils.translation import gettext_lazy as _

from huiyin.awards import praising as do
from huiyin.awards.models import OPINIONS
from huiyin.handling.choices import of
from huiyin.kernel.flow import Fact, Flow, Owe, State, register, step
from huiyin.kernel.who import system

# fmt: off
FLOW = register(Flow(
    kind="excellence",
    label=_("优秀提案评选"),
    model="awards.Excellence",
    sees=do.sees,
    opens=system,
    describe=lambda case: "",
    states=(
        State("nominated", _("已推荐，待初评"), owes=(Owe("review", do.reviewer, "P-27-REVIEW"),)),
        State("reviewed", _("已初评，待审定"), owes=(Owe("decide", do.director, "P-27-REVIEW", until=("pass_over",)),), look="soon"),
        State("decided", _("已审定，待公布"), owes=(Owe("publish", do.office, "P-27-PUBLISH"),), look="soon"),
        State("published", _("优秀提案"), final=True, look="done"),
        State("not_chosen", _("没有评上"), final=True, look="none"),
    ),
    steps=(
        step("review", _("初评"), "nominated", "reviewed", do.reviewer, effects=(do.keep_review,), batch=True,
             facts=(Fact("opinion", _("意见"), "choice", choices=of(OPINIONS)),
                    Fact("words", _("选题、深度、具体、成效"), "long", longest=1000, help=_("说说好在哪里，或差在哪里"))),
             button=_("送出初评"), told=_("初评意见记下了。"), says=_("优秀提案初评：{opinion}。"), done=_("的优秀提案初评完了。")),
        step("decide", _("审定为优秀提案"), "reviewed", "decided", do.director, seal=True, effects=(do.keep_decision,), tells=(do.office,), batch=True,
             facts=(Fact("decision", _("审定依据"), longest=200, help=_("哪一次主席会议审定")),),
             told=_("已审定，公布以后提案者会收到。"), says=_("审定为优秀提案，{decision}。"), done=_("审定为优秀提案，等公布。")),
        step("pass_over", _("不评为优秀"), "nominated reviewed", "not_chosen", do.director, main=False,
             facts=(Fact("why", _("理由"), "long", longest=500),), told=_("记下了。"), says=_("没有评为优秀提案。"), done=_("没有评为优秀提案。")),
        step("publish", _("公布优秀提案"), "decided", "published", do.office, effects=(do.publish,), batch=True,
             facts=(Fact("where", _("在哪里公布"), longest=200, help=_("例如：六次会议表彰、政协网站")),),
             button=_("公布"), told=_("已公布，提案者和承办单位会收到。"), says=_("公布为优秀提案，{where}。"), done=_("公布为优秀提案。")),
    ),
))
# fmt: on
