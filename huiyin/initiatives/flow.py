"""How a special action lives, one of its projects, and a report that falls due by itself (DOMAIN 3.7)."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from huiyin.handling.choices import of
from huiyin.initiatives import effects as do
from huiyin.initiatives import investing, pulling, rounds, rules
from huiyin.initiatives.models import LEVELS
from huiyin.kernel.flow import Fact, Flow, Owe, State, register, step
from huiyin.kernel.models import Organisation, Post
from huiyin.kernel.who import system
from huiyin.people import bodies

__all__ = ["LEVELS", "PROGRAMME", "PROJECT", "REPORT", "investing", "of", "rounds"]


def bodies_here(case: Any, post: Any) -> list[tuple[int, str]]:
    """Units, and the committees of the CPPCC."""
    found: list[Organisation] = [
        *bodies.existing(case.committee, "committee"),
        *bodies.existing(case.committee, "unit"),
    ]
    return [(one.pk, one.name) for one in found]


def people(*roles: str) -> Any:
    def found(case: Any, post: Any) -> list[tuple[int, str]]:
        rows = Post.objects.filter(committee=case.committee_id, role__in=roles, person__isnull=False, ends=None)
        named = rows.select_related("person").order_by("person__name")
        return list({row.person.pk: (row.person.pk, row.person.name) for row in named if row.person}.values())

    return found


leaders, everyone = people("leader", "secretary"), people("member")


def body_name(case: Any) -> str:
    return str(case.body.name) if case.body_id else ""


def kept(name: str) -> Any:
    """The form begins with what the case holds."""
    return lambda case, post: getattr(case, name)


def percent_now(case: Any, post: Any) -> Any:
    return do.project_of(case).percent if case.what == "month" else None


WHY = Fact("why", _("为什么"), longest=300)
RECORD = (
    Fact("number", _("记录的编号"), longest=40, help=_("照那件事页面上的编号写，例如提案、协商、监督、会议活动的编号")),
)
SET_OUT = (
    Fact(
        "body",
        _("责任主体"),
        "org",
        required=False,
        choices=bodies_here,
        help=_("一个项目只归一个单位统计；几家一起做的，写在实施方式里"),
    ),
    Fact("goal", _("目标要求"), "long", required=False, longest=1000, default=kept("goal")),
    Fact("method", _("实施方式"), "long", required=False, longest=2000, default=kept("method")),
    Fact("begins", _("哪天开始"), "date", required=False, default=kept("begins")),
    Fact("ends", _("完成时限"), "date", required=False, default=kept("ends")),
    Fact("lead", _("牵头领导"), "org", required=False, choices=leaders),
    Fact("office", _("牵头委室"), required=False, longest=60, default=kept("office")),
    Fact("model", _("先进委员领头"), "org", required=False, choices=everyone),
)
LAG = (
    Fact("reason", _("滞后的原因"), "long", required=False, longest=1000, help=_("没有滞后的不用写")),
    Fact("measure", _("赶上来的措施"), "long", required=False, longest=1000),
)

# fmt: off
PROGRAMME = register(Flow(
    kind="programme",
    label=_("专项行动"),
    model="initiatives.Programme",
    sees=rules.sees_programme,
    opens=rules.planners,
    unit=_("个"),
    panels=("programme",),
    states=(
        State("arriving", _("待立项"), owes=(Owe("enter", rules.planners),), look="none"),
        State("planning", _("编制方案"), owes=(Owe("launch", rules.keeper, until=("cancel",)),), look="none"),
        State("running", _("推进中"), resting=True),
        State("ended", _("已结束"), final=True, look="done"),
        State("cancelled", _("取消"), final=True, look="none"),
    ),
    steps=(
        step("enter", _("立项"), "arriving", "planning", rules.planners, effects=(do.enter,), says=_("立项。"), done=_("立项了。")),
        step("lay", _("录入主线、重点、方面"), "planning running", "", rules.keeper, effects=(do.lay,), main=False,
             facts=(Fact("outline", _("一行一条，写明层级"), "long", longest=60000, help=_("例如“主线：……”“重点：……”“方面：……”“要点：……”“项目：……”，每一条归到上面最近的高一级。有 Word 的，从“工作要点”读取更快")),),
             says=_("录入了任务分解。"), told=_("录好了。")),
        step("add", _("加一个项目"), "planning running", "", rules.keeper, effects=(do.add,),
             facts=(Fact("node", _("落实哪一条"), "org", choices=do.nodes_here), Fact("title", _("项目名称"), longest=100)), says=_("加了项目：{title}"), told=_("加好了。请给它填四项。")),
        step("strike", _("去掉一条"), "planning running", "", rules.keeper, main=False, effects=(do.strike,), facts=(Fact("node", _("哪一条"), "org", choices=do.ends_here), WHY), says=_("去掉了一条：{why}")),
        step("launch", _("启动"), "planning", "running", rules.planners, guards=(rules.has_tree, rules.covered), tells=(rules.keeper,), help=_("启动以后，项目才能开始；月报、季度盘点、半年总结到时候自己发下去。"),
             says=_("专项行动启动。"), done=_("启动了。")),
        step("record", _("归入一条记录"), "planning running", "", rules.keeper, main=False, effects=(do.record,), facts=RECORD, says=_("归入了 {number}。"), told=_("归进来了。")),
        step("reopen_books", _("重新打开已封账的期"), "running", "", rules.leads, main=False, checks=(do.is_closed,), effects=(do.reopen_books,), facts=(WHY,), tells=(rules.keeper,), says=_("重新打开了封账：{why}"), done=_("重新打开了封账。")),
        step("end", _("结束"), "running", "ended", rules.planners, main=False, guards=(rules.all_over,), facts=(Fact("words", _("总结"), "long", longest=4000),), says=_("专项行动结束。"), done=_("结束了。")),
        step("cancel", _("不办了"), "planning", "cancelled", rules.planners, main=False, facts=(WHY,), says=_("不办了：{why}")),
    ),
))

PROJECT = register(Flow(
    kind="project",
    label=_("任务项目"),
    model="initiatives.Project",
    sees=rules.sees_project,
    opens=system,
    unit=_("个"),
    describe=body_name,
    panels=("project",),
    states=(
        State("draft", _("待补齐四项"), owes=(Owe("start", rules.keeper, until=("cancel",)),), look="none"),
        State("active", _("推进中"), owes=(Owe("finish", rules.writer, on="ends", until=("suspend", "cancel")),)),
        State("done", _("待验收"), owes=(Owe("accept", rules.keeper, "P-54", until=("back",)),), look="soon"),
        State("suspended", _("暂停"), resting=True, look="none"),
        State("accepted", _("已验收销号"), final=True, look="done"),
        State("cancelled", _("取消"), final=True, look="none"),
    ),
    steps=(
        step("set_out", _("填四项"), "draft", "", rules.keeper, checks=(do.days_fit,), effects=(do.set_out,), help=_("责任主体、目标要求、实施方式、完成时限，四项齐了才能开始。"), facts=SET_OUT, says=_("填了项目的四项。"), told=_("填好了。")),
        step("start", _("开始"), "draft", "active", rules.keeper, guards=(rules.four_fields, rules.whole_runs), effects=(do.start,), tells=(rules.body,), says=_("项目开始。"), done=_("开始了，请按时限推进。")),
        step("progress", _("报进度"), "active", "", rules.writer, checks=(do.not_back,), effects=(do.progress,),
             facts=(Fact("percent", _("任务进度（%）"), "number", default=kept("percent")), Fact("why", _("比上次少的，为什么"), required=False, longest=300)), says=_("进度 {percent}%。"), told=_("记下了。")),
        step("milestone", _("加一个节点"), "draft active", "", rules.writer, main=False, effects=(do.milestone,), facts=(Fact("title", _("节点"), longest=100), Fact("due_on", _("哪天完成"), "date")), says=_("加了节点：{title}")),
        step("reach", _("完成一个节点"), "active", "", rules.writer, main=False, effects=(do.reach,), facts=(Fact("milestone", _("哪一个"), "org", choices=do.milestones_here), Fact("file", _("凭据"), "file", required=False)), says=_("完成了一个节点。")),
        step("explain", _("说明滞后"), "active", "", rules.writer, main=False, effects=(do.explain,), facts=(Fact("reason", _("滞后的原因"), "long", longest=1000), Fact("measure", _("赶上来的措施"), "long", longest=1000)), tells=(rules.keeper,), says=_("说明了滞后的原因和措施。"), done=_("说明了滞后的原因和措施。")),
        step("record", _("归入一条记录"), "active", "", rules.keeper, main=False, effects=(do.record,), facts=RECORD, says=_("归入了 {number}。")),
        step("change", _("调整项目"), "active", "", rules.leads, main=False, checks=(do.days_fit,), effects=(do.change,), facts=(*SET_OUT, WHY), tells=(rules.body, rules.keeper), says=_("调整了项目：{why}"), done=_("调整了。")),
        step("finish", _("报完成"), "active", "done", rules.writer, guards=(rules.was_reported,), facts=(Fact("words", _("做成了什么"), "long", longest=2000), Fact("file", _("凭据"), "file")), tells=(rules.keeper,), says=_("报完成。"), done=_("报完成了，请验收。")),
        step("accept", _("验收销号"), "done", "accepted", rules.keeper, tells=(rules.body,), facts=(Fact("words", _("验收意见"), "long", longest=1000),), says=_("验收销号。"), done=_("验收销号了。")),
        step("back", _("退回再做"), "done", "active", rules.keeper, main=False, tells=(rules.body,), facts=(WHY,), says=_("退回再做：{why}"), done=_("退回再做。")),
        step("suspend", _("暂停"), "active", "suspended", rules.leads, main=False, tells=(rules.body, rules.keeper), facts=(WHY,), says=_("暂停：{why}"), done=_("暂停了。")),
        step("resume", _("恢复"), "suspended", "active", rules.leads, main=False, tells=(rules.body, rules.keeper), says=_("恢复推进。"), done=_("恢复推进。")),
        step("cancel", _("取消项目"), "draft active suspended", "cancelled", rules.leads | rules.keeper, main=False, tells=(rules.body,), facts=(WHY,), says=_("取消：{why}"), done=_("取消了。")),
    ),
))

REPORT = register(Flow(
    kind="progress_report",
    label=_("进度报告"),
    model="initiatives.ProgressReport",
    sees=rules.sees_report,
    opens=system,
    unit=_("份"),
    describe=body_name,
    panels=("progress-report",),
    states=(
        State("due", _("待交"), owes=(Owe("submit", rules.writer, on="by"),)),
        State("submitted", _("已交，待审"), owes=(Owe("accept", rules.acceptor, "P-54", until=("return_",)),), look="soon"),
        State("returned", _("退回再写"), owes=(Owe("submit", rules.writer, "P-53"),), look="late"),
        State("accepted", _("已通过"), final=True, look="done", shut=_("这一期已经通过。要改的，写进下一期。")),
        State("missed", _("没有交，已封账"), final=True, look="late", shut=_("这一期已经封账，不能再交。请写进下一期。")),
    ),
    steps=(
        step("submit", _("交报告"), "due returned", "submitted", rules.writer, checks=(do.books_open, do.whole_report), effects=(do.submit,), tells=(rules.acceptor,),
             facts=(Fact("percent", _("任务进度（%）"), "number", required=False, default=percent_now, help=_("月报要写")),
                    Fact("words", _("做了什么"), "long", longest=4000, default=pulling.beginning, help=_("照记录起了个头，请改成自己的话")), *LAG,
                    Fact("problems", _("有什么困难"), "long", required=False, longest=2000), Fact("following", _("下一步"), "long", required=False, longest=2000)),
             says=_("交了报告。"), done=_("交来了，请审。")),
        step("return_", _("退回再写"), "submitted", "returned", rules.acceptor, main=False, checks=(do.books_open,), tells=(rules.writer,), facts=(WHY,), says=_("退回：{why}"), done=_("退回再写。")),
        step("accept", _("通过"), "submitted", "accepted", rules.acceptor, effects=(do.accept,), tells=(rules.writer,), says=_("通过。"), done=_("通过了。")),
        step("miss", _("封账"), "due returned", "missed", system, computed=True, says=_("到封账没有交。")),
    ),
))
# fmt: on
