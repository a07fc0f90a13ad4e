"""What is counted of proposals. A proposal belongs to a session, so each figure counts by session (G2)."""

from django.utils.translation import gettext_lazy as _

from huiyin.handling import counting
from huiyin.kernel.figures import Figure, Rate, Source, among, declare, having, reached, standing
from huiyin.proposals import byside
from huiyin.proposals.models import COLLECTIVE

RECEIVED = reached("proposal", "submitted")
FILED = reached("proposal", "filed")
DECLINED = reached("proposal", "not_filed")
ASSIGNED = reached("proposal", "assigned")
REPLIED = reached("proposal", "replied")
CLOSED = reached("proposal", "closed")
RATED = Source("handling.Rating", where={"case__kind": "proposal", "co": False})


def rated(*values: str) -> Source:
    return Source("handling.Rating", where={"case__kind": "proposal", "value__in": values, "co": False})


def classed(*tags: str) -> Source:
    return Source(
        "handling.ResultClass", where={"case__parent__kind": "proposal", **({"tag__in": tags} if tags else {})}
    )


# fmt: off
received = Figure("proposals.received", _("收到提案"), _("件"), RECEIVED, about=_("提交后收件的提案；草稿、提交前撤回的不算；退回补正再交的算 1 件"))
received_members = Figure("proposals.received_individual", _("收到委员提案"), _("件"), RECEIVED, narrow=(having("kind", "individual", "joint"),), overlaps=_("已算在收到提案内"))
received_collective = Figure("proposals.received_collective", _("收到集体提案"), _("件"), RECEIVED, narrow=(having("kind", *COLLECTIVE),), overlaps=_("已算在收到提案内"))
received_between = Figure("proposals.received_between", _("收到平时提案"), _("件"), RECEIVED, narrow=(having("meeting", "between"),), overlaps=_("已算在收到提案内"))
suggestions = Figure("proposals.suggestions", _("提出建议"), _("条"), Source("suggestions.Suggestion", where={"case__kind": "proposal"}), "rows", about=_("提案里的建议，一条是一行记录"))
authors = Figure("proposals.proposers", _("参与提案的委员"), _("人"), Source("proposals.Sponsor", where={"person__isnull": False}), "distinct:person_id", about=_("第一提案人和联名人，同一人只算一次；没有账号、只有姓名的不算"))
filed = Figure("proposals.filed", _("立案"), _("件"), FILED, about=_("经审定立案并编号的提案，含后来办结、归档的"))
filed_collective = Figure("proposals.filed_collective", _("集体提案立案"), _("件"), FILED, narrow=(having("kind", *COLLECTIVE),), overlaps=_("已算在立案内"))
filed_between = Figure("proposals.filed_between", _("平时提案立案"), _("件"), FILED, narrow=(having("meeting", "between"),), overlaps=_("已算在立案内"))
key = Figure("proposals.key", _("重点提案"), _("件"), FILED, narrow=(having("key", "yes"),), overlaps=_("已算在立案内"))
key_candidates = Figure("proposals.key_candidates", _("重点候选"), _("件"), reached("key_supervision", "candidate"), "distinct:case__parent_id", about=_("推荐过的，含后来定为重点的"))
supervised = Figure("proposals.key_supervised", _("领导督办"), _("件"), reached("key_supervision", "chosen"), "distinct:case__parent_id", about=_("主席会议审定、有领导督办的"))
supervised_done = Figure("proposals.key_supervision_done", _("督办完成"), _("件"), reached("key_supervision", "closed"), "distinct:case__parent_id", about=_("督办报告经领导审阅的"))
carried = Figure("proposals.key_carried", _("督办结转下年"), _("件"), standing("key_supervision", "carried_over"), "distinct:case__parent_id")
activities = Figure("proposals.key_activities", _("督办活动"), _("次"), Source("proposals.SupervisionActivity"), "rows")
led_activities = Figure("proposals.key_activities_led", _("领导到场的督办活动"), _("次"), Source("proposals.SupervisionActivity", where={"led": True}), "rows", overlaps=_("已算在督办活动内"))
opinions = Figure("proposals.key_opinions", _("领导批示和督办意见"), _("条"), reached("instruction", "given", case__parent__kind="proposal"), about=_("一条意见要几个单位回应，就算几条"))
opinions_answered = Figure("proposals.key_opinions_answered", _("批示和督办意见已回应"), _("条"), reached("instruction", "answered", case__parent__kind="proposal"), overlaps=_("已算在批示和督办意见内"))
declined = Figure("proposals.not_filed", _("不予立案"), _("件"), DECLINED, about=_("每件都有理由和去处，提案者已被告知或正在告知"))
merged = Figure("proposals.merged", _("并案（从案）"), _("件"), standing("proposal", "merged"), about=_("并入主案的提案；每位提案者都会收到主案的答复"), overlaps=_("不算在立案内"))
withdrawn = Figure("proposals.withdrawn", _("撤案"), _("件"), reached("proposal", "withdrawn"), narrow=(among(RECEIVED),), about=_("提交以后撤回的"))
assigned = Figure("proposals.assigned", _("交办"), _("件"), ASSIGNED)
case_times = Figure("proposals.unit_times", _("承办件次"), _("件次"), reached("assignment", "pending", case__parent__kind="proposal"), about=_("每个单位的每件任务算 1 件次，含会办"))
units = Figure("proposals.units", _("承办单位"), _("个"), reached("assignment", "pending", case__parent__kind="proposal"), "distinct:case__assignment__unit_id")
in_hand = Figure("proposals.in_hand", _("在办"), _("件"), standing("proposal", "assigned", "handling", "rehandle"))
replied = Figure("proposals.replied", _("办复"), _("件"), REPLIED, about=_("答复已经送达提案者；办复不等于解决"))
waiting = Figure("proposals.unrated", _("已答复，待评价"), _("件"), standing("proposal", "replied"), about=_("没有评价的不算满意"))
was_rated = Figure("proposals.rated", _("已评价"), _("件"), RATED, about=_("提案者本人评价的，含凭签名纸面代录的；取最后一次"))
satisfied = Figure("proposals.satisfied", _("评价满意"), _("件"), rated("satisfied"), overlaps=_("已算在已评价内"))
basically = Figure("proposals.basically", _("评价基本满意"), _("件"), rated("basically"), overlaps=_("已算在已评价内"))
dissatisfied = Figure("proposals.dissatisfied", _("评价不满意"), _("件"), rated("dissatisfied"), overlaps=_("已算在已评价内"))
content = Figure("proposals.content", _("评价满意和基本满意"), _("件"), rated("satisfied", "basically"))
replies = Figure("proposals.replies", _("分类的答复"), _("件"), classed(), "rows", base=_("按答复数：分办的提案有几份答复就算几份"))
solved = Figure("proposals.class_solved", _("已解决的答复"), _("件"), classed("solved"), "rows", base=_("按答复数"))
in_progress = Figure("proposals.class_in_progress", _("正在解决或列入计划的答复"), _("件"), classed("in_progress", "planned"), "rows", base=_("按答复数"))
moving = Figure("proposals.class_moving", _("已解决和正在解决的答复"), _("件"), classed("solved", "in_progress", "planned"), "rows", base=_("按答复数"))
deferred = Figure("proposals.class_deferred", _("暂不能解决、留作参考的答复"), _("件"), classed("deferred", "reference"), "rows", base=_("按答复数"))
contacted = Figure("proposals.contacted", _("面商过的提案"), _("件"), Source("handling.Contact", where={"case__parent__kind": "proposal", "way__in": ("visit", "meeting", "site")}, exclude={"confirmed": False}), "distinct:case__parent_id", about=_("走访、座谈、现场；电话和信函不算面商，提案者不认可的记录不算"))
adopted = Figure("proposals.adopted", _("采纳的建议"), _("条"), Source("suggestions.SuggestionAnswer", where={"case__kind": "proposal", "adoption__in": ("adopted", "partly")}), "distinct:suggestion_id", about=_("采纳和部分采纳"))
closed = Figure("proposals.closed", _("办结"), _("件"), CLOSED)
archived = Figure("proposals.archived", _("归档"), _("件"), reached("proposal", "archived"))

FIGURES = (
    received, received_members, received_collective, received_between, suggestions, authors, filed, filed_collective, filed_between, key,
    key_candidates, supervised, supervised_done, carried, activities, led_activities, opinions, opinions_answered,
    declined, merged, withdrawn, assigned, case_times, units, in_hand, replied, waiting, was_rated, satisfied, basically, dissatisfied, replies,
    solved, in_progress, moving, deferred, contacted, adopted, closed, archived,
    Rate("proposals.filing_rate", _("立案率"), filed, received, about=_("收到的提案里，经审查立案的占多少")),
    Rate("proposals.key_opinions_rate", _("批示回应率"), opinions_answered, opinions, about=_("领导批示和督办意见里，单位回应过的占多少")),
    Rate("proposals.reply_rate", _("办复率"), replied, assigned, about=_("交办的提案里，答复已经送达的占多少")),
    Rate("proposals.satisfaction_strict", _("满意率（只算满意）"), satisfied, was_rated, about=_("评价过的提案里，满意的占多少；没评价的不在分母里，也不算满意")),
    Rate("proposals.satisfaction_wide", _("满意和基本满意率"), content, was_rated, about=_("评价过的提案里，满意和基本满意的占多少；没评价的不在分母里，也不算满意")),
    Rate("proposals.solved_rate", _("解决率"), solved, replies, about=_("分类的答复里，已解决的占多少"), base=_("按答复数")),
    Rate("proposals.contact_rate", _("面商率"), contacted, assigned, about=_("交办的提案里，当面沟通过的占多少")),
)
# fmt: on
declare(
    *FIGURES,
    *counting.of("proposal", "proposals", assigned, case_times),
    *byside.of(received, received_collective, filed, closed),
)
