"""How a proposal lives (DOMAIN 3.1): submitted, reviewed, filed, assigned, answered, rated, closed, archived."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from huiyin.handling.models import RATINGS, WAYS
from huiyin.kernel import parameters
from huiyin.kernel.flow import Fact, Flow, Grouped, Owe, State, register, step
from huiyin.kernel.models import Organisation
from huiyin.kernel.who import system
from huiyin.proposals import (
    archiving,
    calling,
    collective,
    cosigning,
    meeting,
    merging,
    onward,
    praise,
    rules,
    supervising,
    supervision,
    tracking,
)
from huiyin.proposals import effects as do
from huiyin.proposals.models import CAME_BY, COLLECTIVE, DISPOSITIONS

__all__ = ["FLOW", "calling", "meeting", "supervision"]
OPINIONS = [("file", _("同意立案")), ("not_file", _("不同意立案")), ("talk", _("先和提案者商量"))]
RETURN_REASONS = [
    ("format", _("格式不全")),
    ("multi", _("不是一事一案")),
    ("seal", _("缺签名或公章")),
    ("vague", _("建议不具体")),
]
FAULTS = [
    ("off_point", _("答非所问")),
    ("no_contact", _("没有和我当面沟通")),
    ("vague", _("措施不具体，没有时间和数字")),
    ("no_reason", _("没有说明为什么不采纳")),
]


def of(pairs: Any) -> Any:
    return lambda case, post: [(value, str(label)) for value, label in pairs]


def listed(code: str) -> Any:
    """A list that the committee keeps as a parameter."""
    return lambda case, post: [(row[0], row[1]) for row in parameters.get(case.committee, code)]


def bodies(kind: str) -> Any:
    """The bodies of a kind (unit, assigning), under the office that they answer to, by their code."""
    return lambda case, post: _bodies(case)[kind]


def _bodies(case: Any) -> dict[str, list[tuple[int, Grouped]]]:
    """Units and assigning offices, read once for a case that is shown or acted on."""
    if "_bodies" not in case.__dict__:
        found: dict[str, list[tuple[int, Grouped]]] = {"unit": [], "assigning": []}
        case._bodies = found
        rows = Organisation.objects.filter(committee=case.committee, kind__in=found, ends=None)
        rows = rows.order_by("parent__code", "parent__name", "code", "name")
        for kind, pk, name, parent in rows.values_list("kind", "pk", "name", "parent__name"):
            found[kind].append((pk, Grouped.under(parent, name)))
    return case._bodies  # type: ignore[no-any-return]


def planned(name: str) -> Any:
    return lambda case, post: case.planned.get(name)


ALL_UNITS = bodies("unit")
UNITS = (
    Fact("lead", _("主办（独办）单位"), "org", required=False, choices=ALL_UNITS, default=planned("lead"),
         help=_("由一个单位答复提案者的选它"), note=_("主办、分办必须选一样")),
    Fact("co", _("会办单位"), "orgs", required=False, choices=ALL_UNITS, default=planned("co"), help=_("给主办单位提意见，不直接答复提案者"), note=_("没有就不选")),
    Fact("separate", _("分办单位"), "orgs", required=False, choices=ALL_UNITS, default=planned("separate"),
         help=_("各管一部分、各自答复提案者的，选两个以上，就不选主办和会办"), note=_("主办、分办必须选一样")),
)  # fmt: skip
INSTRUCTION = (
    Fact("to", _("请谁办"), "org", choices=rules.answering_units),
    Fact("words", _("批示"), "long", longest=1000),
)
RATE = (
    Fact("rating", _("总的看"), "choice", choices=of(RATINGS), help=_("不评不会算成“满意”")),
    Fact("faults", _("哪里不满意"), "choices", choices=of(FAULTS), required=False, when=("rating", ("dissatisfied",))),
    Fact("words", _("请说一说"), "long", required=False, longest=2000, help=_("承办单位、督查室和提案委会看到")),
)
REVIEW = (
    Fact("opinion", _("意见"), "choice", choices=of(OPINIONS)),
    Fact("reasons", _("理由"), "choices", choices=listed("P-04"), when=("opinion", ("not_file",))),
    Fact("words", _("说明"), "long", required=False, longest=1000),
)

# fmt: off
FLOW = register(Flow(
    kind="proposal",
    label=_("提案"),
    model="proposals.Proposal",
    sees=rules.sees,
    opens=rules.author | rules.office,
    asks=rules.proposers,
    panels=("order-source", "proposal-onward", "proposal-words", "suggestion-points", "handling-units", "key-supervision", "handling-contacts", "handling-marks", "proposal-papers"),
    states=(
        State("draft", _("草稿"), owes=(Owe("submit", rules.writes),), look="none"),
        State("cosign", _("征集联名"), owes=(Owe("submit", rules.writes), Owe("sign", cosigning.unanswered, "P-03", each=True)), look="none"),
        State("submitted", _("待收件"), owes=(Owe("accept", rules.office, "P-ACK"),), look="soon"),
        State("returned", _("退回补正"), owes=(Owe("submit", rules.writes, "P-FIX"),), look="soon"),
        State("review_1", _("初审"), owes=(Owe("review_1", rules.reviewer, "P-REVIEW"),), when=("P-ROUNDS", 2)),
        State("review_2", _("复审"), owes=(Owe("review_2", rules.reviewer, "P-REVIEW"),), when=("P-ROUNDS", 3)),
        State("review_f", _("待审定"), owes=(Owe("file", rules.decides, "P-REVIEW"),)),
        State("merged", _("已并案"), resting=True, look="none"),
        State("not_filed", _("不予立案"), owes=(Owe("inform", rules.office, "P-TELL"),), look="none"),
        State("informed", _("不予立案，已告知"), owes=(Owe("agree_onward", onward.asked, "15d"), Owe("pass_onward", onward.agreed, "10wd")), final=True, look="none"),
        State("withdrawn", _("已撤案"), final=True, look="none"),
        State("discarded", _("已删除草稿"), final=True, look="none"),
        State("filed", _("已立案"), owes=(Owe("plan", rules.office, "P-PLAN"),)),
        State("planned", _("拟交办"), owes=(Owe("assign", rules.assigning, "P-08"),)),
        State("assigned", _("已交办"), through="assignment", passes=("begin", "P-SIGN")),
        State("handling", _("办理中"), through="assignment"),
        State("replied", _("待评价"), owes=(Owe("rate", rules.author, "P-22", until=("rate_on_paper",)),), look="soon"),
        State("rehandle", _("重新办理"), through="assignment", look="late"),
        State("ruling", _("待裁定"), owes=(Owe("rule", rules.director, "P-RULE2"),), look="late"),
        State("closed", _("已办结"), owes=(Owe("archive", rules.office, "P-ARCHIVE"),), look="done"),
        State("tracking", _("跟踪办理"), through="commitment", look="done"),
        State("archived", _("已归档"), final=True, look="done"),
    ),
    steps=(
        step("submit", _("提交提案"), "draft cosign returned", "submitted", rules.writes, seal=True, typed_for=rules.office,
             guards=(rules.session_open, rules.whole), checks=(collective.may_be_raised,), effects=(cosigning.settle, collective.settle, do.take_in), tells=(rules.office,), form="submit",
             facts=(
                 Fact("raised_as", _("以谁的名义提"), "choice", required=False, choices=collective.names, default=collective.now, note=_("集体提案由集体签名盖章")),
                 Fact("body", _("集体的名称"), when=("raised_as", COLLECTIVE), default=collective.body, longest=100, help=_("例如：民建澄江区工委、教育界、城北委员小组")),
                 Fact("convener", _("召集人"), required=False, when=("raised_as", collective.CONVENED), longest=60),
                 Fact("seal", _("签名或盖章的页面"), "file", required=False, when=("raised_as", COLLECTIVE), note=_("集体提案必须有"), help=_("界别、委员小组由召集人签名；党派、团体盖公章；专委会由主任签名")),
                 Fact("publish_wish", _("是否同意公开提案"), "choice", choices=of([("yes", _("同意公开")), ("no", _("不同意公开"))])),
                 Fact("publish_reason", _("不同意公开的理由"), when=("publish_wish", ("no",)), longest=300),
                 Fact("no_secret", _("内容不涉及国家秘密、工作秘密和他人隐私"), "flag"),
                 Fact("intake_number", _("流水号"), required=False, choices=lambda case, post: []),
                 Fact("meeting", _("会上或平时"), required=False, choices=lambda case, post: []),
             ),
             help=_("提交后正文不能改。要改，请联系提案委办公室退回。"), says=_("提交提案。"), done=_("已提交，等待收件。")),
        step("on_paper", _("登记纸面来稿"), "draft", "", rules.paper_office, main=False, tells=(rules.proposers,),
             facts=(Fact("way", _("怎么交来的"), "choice", choices=of(CAME_BY)), Fact("consent", _("本人同意由办公室代录"), "flag"),
                    Fact("page", _("签过字的纸面原件"), "file")),
             says=_("登记纸面来稿（{way}），本人同意代录。"), done=_("提案委办公室收到您的纸面提案，正在代您录入。录好以后请核对。")),
        step("invite", _("邀请联名"), "draft cosign", "cosign", rules.author, main=False, guards=(rules.whole,), checks=(cosigning.someone,), effects=(cosigning.invite,),
             facts=(Fact("people", _("请谁联名"), "orgs", choices=cosigning.members),),
             help=_("被邀请的委员自己答复。邀请以后文字不能再改，要改先收回邀请。提交时还没有签的，自动去掉。"), button=_("送出邀请"), told=_("邀请已送到，被邀请的委员自己答复。"), says=_("邀请{people}联名。"), done=_("邀请联名。")),
        step("uninvite", _("收回邀请"), "cosign", "", rules.author, main=False, checks=(cosigning.someone,), effects=(cosigning.uninvite,),
             facts=(Fact("people", _("收回谁的"), "orgs", choices=cosigning.invited_people),), says=_("收回联名邀请。")),
        step("sign", _("答复联名邀请"), "cosign", "", cosigning.unanswered, effects=(cosigning.sign,), tells=(rules.author,),
             facts=(Fact("answer", _("您的答复"), "choice", choices=of([("accepted", _("同意联名")), ("declined", _("不联名"))])),
                    Fact("words", _("想说的话"), "long", required=False, longest=300)),
             button=_("送出答复"), told=_("您的答复已告诉第一提案人。"), says=_("答复联名邀请：{answer}。"), done=_("的联名邀请有了答复。")),
        step("accept", _("受理"), "submitted", "review_1 review_2 review_f", rules.office, batch=True, tells=(rules.proposers,),
             told=_("已受理，进入审查。"), says=_("受理，送审查。"), done=_("已受理，进入审查。"), voidable=rules.director),
        step("return_", _("退回补正"), "submitted", "returned", rules.office, batch=True, tells=(rules.proposers,),
             facts=(Fact("reasons", _("哪里要改"), "choices", choices=of(RETURN_REASONS)), Fact("words", _("请这样改"), "long", longest=1000)),
             button=_("退回提案者"), told=_("已退回提案者补正，他会收到通知。"), says=_("退回补正：{reasons}。"), done=_("退回补正，请看理由，改好再交。")),
        step("review_1", _("初审"), "review_1", "review_2 review_f", rules.reviewer, facts=REVIEW, effects=(do.write_review,), batch=True,
             says=_("初审：{opinion}。"), done=_("已初审。"), voidable=rules.director),
        step("review_2", _("复审"), "review_2", "review_f", rules.reviewer, facts=REVIEW, effects=(do.write_review,), batch=True,
             says=_("复审：{opinion}。"), done=_("已复审。"), voidable=rules.director),
        step("file", _("审定立案"), "review_f", "filed", rules.decides, seal=True, effects=(do.give_number,), batch=True,
             tells=(rules.proposers,),
             facts=(
                 Fact("subject", _("提案分类"), "choice", choices=listed("P-28a"), default=rules.subject),
                 Fact("decision", _("审定依据"), required=False, longest=200, help=_("例如：提案委第 3 次会议")),
                 Fact("number", _("案号"), required=False, choices=lambda case, post: [], longest=40),
             ),
             help=_("立案就给案号，案号一经给出不再重用。"), says=_("审定立案。"), done=_("已立案。")),
        step("decline", _("不予立案"), "review_f", "not_filed", rules.decides, effects=(do.decline,),
             facts=(
                 Fact("reasons", _("理由"), "choices", choices=listed("P-04")),
                 Fact("words", _("说明"), "long", longest=1000, help=_("提案者会看到")),
                 Fact("disposition", _("去处"), "choice", choices=of(DISPOSITIONS), help=_("不立案不等于退掉，内容要有去处")),
             ),
             says=_("决定不予立案：{reasons}；{disposition}。"), done=_("决定不予立案。"), voidable=rules.director),
        step("merge", _("并案"), "review_1 review_2 review_f filed", "merged", rules.decides, checks=(merging.main_is_open,),
             effects=(merging.join,), tells=(rules.proposers,), told=merging.after_merging,
             facts=(Fact("main", _("并入哪一件"), "org", choices=merging.candidates, gone=merging.why_not, help=_("同一次会议里还没有答复的提案")),
                    Fact("words", _("并案的理由"), "long", longest=500, help=_("提案者会看到；两件的提案者都会收到答复"))),
             says=_("并入另一件提案，提案者都会收到答复。"), done=_("已并案，您会收到主案的答复。")),
        step("split", _("拆开并案"), "merged", "review_f", rules.decides, guards=(merging.may_split,), effects=(merging.split_off,),
             facts=(Fact("words", _("拆开的理由"), "long", longest=500),), tells=(rules.proposers,), main=False,
             says=_("从主案拆开，重新审定。"), done=_("已从主案拆开，重新审定。")),
        step("inform", _("告知提案者"), "not_filed", "informed", rules.office, tells=(rules.proposers,),
             facts=(Fact("words", _("告知的话"), "long", longest=1000),),
             says=_("把不予立案的理由和去处告知提案者。"), button=_("告知提案者"), told=_("已经告知提案者。"), done=_("不予立案，理由和去处请看。")),
        step("ask_onward", _("征求同意转出"), "informed", "", rules.office, main=False, guards=(onward.nothing_waits,), effects=(onward.ask,),
             facts=(Fact("channel", _("转到哪里"), "choice", choices=of(DISPOSITIONS[:4]), default=onward.chosen), Fact("words", _("对提案者说的话"), "long", required=False, longest=500),
                    Fact("paper", _("提案者签字的同意书"), "file", required=False, help=_("提案者不上网的，当面签字后传上来，就不用再等他答复"))),
             help=_("内容要转到别处，先征得提案者同意；不同意的就留存。"), button=_("送出征求"), told=onward.after_asking, says=_("征求提案者同意：{channel}。"), done=_("没有立案，想转到别处，请您表示是否同意。"), tells=(rules.proposers,)),
        step("agree_onward", _("答复是否同意转出"), "informed", "", onward.asked, effects=(onward.answer,), tells=(rules.office,),
             facts=(Fact("answer", _("您同意吗"), "choice", choices=of([("yes", _("同意转出")), ("no", _("不同意，留存"))])),),
             button=_("送出答复"), told=_("您的意思记下了。"), says=_("答复转出的征求：{answer}。"), done=_("的提案者答复了是否同意转出。")),
        step("pass_onward", _("登记转出"), "informed", "", onward.agreed, effects=(onward.passed,), tells=(rules.proposers,),
             facts=(Fact("taker", _("谁接收"), longest=100), Fact("on", _("哪一天转的"), "date"), Fact("number", _("文号或期号"), required=False, longest=60)),
             told=_("转出记下了，提案者会知道。"), says=_("转出，{taker}接收（{number}）。"), done=_("的内容已经转出。")),
        step("withdraw", _("撤案"), "cosign submitted returned review_1 review_2 review_f", "withdrawn", rules.writes, main=False, seal=True,
             facts=(Fact("why", _("撤案的理由"), "long", longest=500),), tells=(rules.office,),
             told=_("已撤回。"), says=_("撤回提案。"), done=_("已由提案者撤回。")),
        step("discard", _("删除草稿"), "draft", "discarded", rules.writes, main=False,
             help=_("没有交给谁的草稿，删了就不能再写下去。"), button=_("删除草稿"), told=_("草稿删去了。"), says=_("删除草稿。"), done=_("的草稿已删除。")),
        step("ask_withdraw", _("申请撤案"), "filed planned assigned handling", "", rules.author, main=False, guards=(rules.may_withdraw_filed,),
             facts=(Fact("why", _("撤案的理由"), "long", longest=500),), tells=(rules.office,),
             help=_("立案以后撤案要提案委主任同意，案号不再重用。"), button=_("送出申请"), told=_("申请已送提案委主任。"), says=_("申请撤案。"), done=_("的提案者申请撤案。")),
        step("allow_withdraw", _("同意撤案"), "filed planned assigned handling", "withdrawn", rules.director, main=False, seal=True,
             guards=(rules.asked_to_withdraw,), effects=(do.end_parts, supervising.drop), tells=(rules.proposers, rules.units, rules.assigning),
             facts=(Fact("words", _("决定依据"), "long", longest=500),), says=_("同意撤案，承办单位不再办理。"), done=_("已撤案，不再办理。")),
        step("nominate_key", _("推荐为重点候选"), "filed planned assigned handling", "", rules.office, main=False, guards=(supervising.none_lives,),
             effects=(supervising.nominate,), tells=(rules.director,),
             facts=(Fact("recommended_by", _("谁推荐的"), longest=100, help=_("例如：经济委、民建区委、提案委")), Fact("why", _("为什么"), "long", longest=1000)),
             button=_("列为候选"), told=_("已列为重点候选，等主席会议审定。"), says=_("由{recommended_by}推荐为重点候选。"), done=_("推荐为重点候选，等主席会议审定。")),
        step("mark_key", _("定为重点提案"), "filed planned assigned handling", "", rules.director, main=False, told=supervising.after_choice, effects=(do.mark_key, supervising.begin),
             tells=(rules.proposers, rules.units, rules.assigning), guards=(rules.not_yet_key,),
             facts=(supervision.DECISION, supervision.SUPERVISOR, supervision.LED_BY),
             says=_("定为重点提案，{supervisor}督办。"), done=_("定为重点提案。")),
        step("become_key", _("定为重点提案"), " ".join(supervising.KEY_STATES), "", system, computed=True, effects=(do.mark_key,),
             tells=(rules.proposers, rules.units, rules.assigning), facts=(supervision.DECISION, supervision.SUPERVISOR, supervision.LED_BY),
             says=_("定为重点提案，{supervisor}督办。"), done=_("定为重点提案。")),
        step("unmark_key", _("取消重点"), "filed planned assigned handling", "", rules.director, main=False, effects=(do.unmark_key, supervising.drop),
             guards=(rules.is_key,), facts=(Fact("why", _("理由"), "long", longest=300),), says=_("取消重点提案。")),
        step("instruct", _("作出批示"), "assigned handling replied rehandle ruling", "", rules.leader, seal=True, effects=(do.instruct,), tells=(rules.assigning,),
             facts=INSTRUCTION, help=_("承办单位会马上收到，期限内必须回应。记录不可更改。"),
             says=_("作出批示，要求{to}回应。"), done=_("有领导批示，请回应。")),
        step("register_instruction", _("登记纸面批示"), "assigned handling replied rehandle ruling", "", rules.registrar, main=False,
             effects=(do.instruct,), tells=(rules.assigning,),
             facts=(Fact("leader_name", _("批示的领导"), longest=60), *INSTRUCTION, Fact("scan", _("批示件"), "file")),
             says=_("登记{leader_name}的纸面批示，要求{to}回应。"), done=_("有领导批示，请回应。")),
        step("plan", _("提出承办单位"), "filed planned", "planned", rules.office, checks=(do.units_fit, do.write_plan), batch=True, form="units",
             facts=(*UNITS, Fact("office", _("交办机关"), "org", required=False, choices=bodies("assigning"),
                                 help=_("不选就按主办单位的归口"))),
             tells=(rules.assigning,), button=_("送交办机关"), told=_("已送交办机关，等它交办。"), says=_("建议由{lead}{separate}办理，{co}会办。"), done=_("拟好承办单位，等待交办。")),
        step("assign", _("交办"), "planned", "assigned", rules.assigning, seal=True, checks=(do.units_fit,), effects=(do.hand_over,),
             form="units", batch=True, facts=(*UNITS, Fact("note", _("交办要求"), "long", required=False, longest=500)),
             tells=(rules.proposers, rules.office), help=_("交办后各单位开始计时。"), told=_("已交办，各单位开始计时。"),
             says=_("交办：{lead}{separate}主办，{co}会办。"), done=_("已交办。")),
        step("take_up", _("开始办理"), "assigned", "handling", system, computed=True, tells=(rules.proposers,),
             says=_("承办单位全部签收，开始办理。"), done=_("承办单位已签收，开始办理。")),
        step("begin", _("进入办理"), "assigned", "handling", system, computed=True, tells=(rules.proposers, rules.office),
             says=_("签收期限已过，进入办理；没有签收的单位仍要签收。"), done=_("签收期限已过，进入办理。")),
        step("answered", _("答复"), "assigned handling rehandle", "replied", system, computed=True, effects=(do.answered,),
             tells=(rules.proposers, rules.office), says=_("答复送达提案者。"), done=_("已答复，请您评价。")),
        step("rate", _("评价答复"), "replied", "closed rehandle ruling", rules.author, seal=True, route=do.route_rating, facts=RATE,
             effects=(do.write_rating, tracking.after_closing), tells=(rules.units, rules.assigning, rules.office), form="rate", checks=(do.says_why,),
             button=_("提交评价"), told=do.after_rating,
             help=_("只能由您本人评。提交后不能改。"), says=_("评价：{rating}。"), done=_("已由提案者评价。")),
        step("co_rate", _("联名人评价"), "replied", "", rules.co_proposers, main=False, facts=RATE, effects=(do.co_rating,), tells=(rules.office,), checks=(do.says_why,), button=_("提交评价"), told=_("您的评价记下了，和第一提案人的放在一起。"),
             help=_("联名人的评价和第一提案人的放在一起，都保留。"), says=_("联名人评价：{rating}。"), done=_("有联名人作了评价。")),
        step("rate_on_paper", _("代录纸面评价"), "replied", "closed rehandle ruling", rules.office, route=do.route_rating, main=False,
             facts=(*RATE, Fact("scan", _("提案者签名的征询意见表"), "file")), effects=(do.write_rating, tracking.after_closing),
             tells=(rules.units, rules.assigning), help=_("提案者不能上网的，凭本人签名的纸面意见表代录（R-061）。"),
             says=_("代录提案者的纸面评价：{rating}。"), done=_("已凭纸面代录评价。")),
        step("rule", _("裁定办结"), "ruling", "closed", rules.director, seal=True, effects=(tracking.after_closing,),
             facts=(Fact("words", _("会商纪要"), "long", longest=3000),),
             tells=(rules.proposers, rules.units, rules.assigning), help=_("评价仍记“不满意”，不因办结改变。"),
             says=_("会商后裁定办结，评价仍为不满意。"), done=_("经提案委会商裁定办结。")),
        step("close", _("按未反馈办结"), "replied", "closed", rules.office, guards=(rules.feedback_overdue,), main=False, effects=(tracking.after_closing,),
             facts=(Fact("words", _("复核情况"), "long", longest=1000, help=_("两次提醒后仍未评价；记“未反馈”，不算满意")),),
             says=_("复核后按未反馈办结。"), done=_("已按未反馈办结。")),
        step("replan", _("退回重拟"), "assigned handling rehandle", "planned", system, computed=True, effects=(tracking.regroup,),
             tells=(rules.assigning, rules.office, rules.proposers), says=_("承办单位调整，重新拟交办。"), done=_("的承办单位要调整，重新交办后重新计时。")),
        step("regroup", _("承办单位变动"), "planned assigned handling replied rehandle ruling closed tracking archived", "", system, computed=True,
             effects=(tracking.regroup,), says=_("承办单位有变动。")),
        step("track", _("转跟踪办理"), "closed", "tracking", system, computed=True, says=_("答复里有承诺，跟踪到兑现。"), done=_("办结，承诺继续跟踪。")),
        step("settled", _("跟踪完毕"), "tracking", "closed", system, computed=True, tells=(rules.proposers, rules.office),
             says=_("承诺都有了结果，跟踪完毕。"), done=_("的承诺都有了结果。")),
        step("recheck", _("复核评价"), "closed tracking", "", rules.office, main=False, effects=(tracking.recheck,),
             facts=(
                 Fact("finding", _("评价是否属实"), "choice", choices=of([("true", _("属实，是提案者本人的意见")), ("false", _("不属实"))])),
                 Fact("way", _("怎么复核的"), "choice", choices=of(WAYS)),
                 Fact("words", _("复核情况"), "long", longest=2000),
             ),
             tells=(rules.director,), help=_("向提案者本人和承办单位再问一次，防止“被满意”。"), says=_("复核评价：{finding}。"), done=_("的评价已复核。")),
        step("void_rating", _("作废评价，退回办理"), "closed tracking", "handling", rules.director, main=False, seal=True, guards=(tracking.found_false,),
             effects=(tracking.void_rating,), facts=(Fact("words", _("决定依据"), "long", longest=1000),), tells=(rules.proposers, rules.units, rules.assigning),
             says=_("评价不实，作废，退回重新办理。"), done=_("的评价经复核不实，已作废，重新办理。")),
        step("recommend", _("推荐优秀提案"), "closed tracking archived", "", rules.office | rules.reviewer | rules.leader | rules.units | rules.assigning, main=False,
             guards=(praise.not_yet,), effects=(praise.recommend,), tells=(rules.office,),
             facts=(Fact("recommended_by", _("代谁推荐"), required=False, longest=100, help=_("不填就是您的单位或身份")),
                    Fact("why", _("好在哪里"), "long", longest=1000, help=_("选题、深度、建议具体、办成了什么"))),
             button=_("推荐"), told=_("推荐已送提案委办公室初评。"), says=_("推荐为优秀提案。"), done=_("被推荐为优秀提案。")),
        step("become_excellent", _("评为优秀提案"), "closed tracking archived", "", system, computed=True, effects=(praise.crown,), tells=(rules.proposers, rules.units),
             facts=(Fact("decision", _("审定依据"), required=False),), says=_("评为优秀提案，{decision}。"), done=_("评为优秀提案。")),
        step("add_paper", _("补入归档材料"), "closed", "", rules.office, main=False, guards=(archiving.something_missing,),
             facts=(
                 Fact("item", _("补的是什么"), "choice", choices=archiving.missing),
                 Fact("words", _("来源和说明"), "long", longest=500, help=_("例如：承办单位纸面送来，原件在提案委")),
                 Fact("paper", _("扫描件"), "file"),
             ),
             button=_("补入"), told=_("补入了，归档清单已更新。"), says=_("补入归档材料。"), done=_("补入了归档材料。")),
        step("archive", _("归档"), "closed", "archived", rules.office, guards=(archiving.complete, tracking.nothing_false), batch=True, seal=True,
             says=_("归档。"), done=_("已归档。")),
    ),
))
# fmt: on
