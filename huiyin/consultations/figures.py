"""What is counted of consultations: 场次 and 人次 of their meetings, topics, outcomes, items, what was adopted and solved."""

from django.utils.translation import gettext_lazy as _

from huiyin.consultations.parameters import FORMS
from huiyin.kernel.figures import Figure, Rate, Source, among, declare, having, reached, standing

HELD = reached("activity", "held")
CONSULTED = (having("activity", "consultation"),)
CAME = Source("activities.Attendance")
OF_ONE = {"case__kind": "consultation"}
ITEMS = Source("suggestions.Suggestion", where=OF_ONE)
ADOPTED = Source("suggestions.SuggestionAnswer", where={**OF_ONE, "adoption__in": ("adopted", "partly")})


def checks(*solved: str) -> Source:
    return Source("consultations.Check", where={"solved__in": solved} if solved else {})


def opinions(about: str, *views: str) -> Source:
    return Source("consultations.Opinion", where={"about": about, **({"view__in": views} if views else {})})


# fmt: off
topics = Figure("consultations.topics", _("提出协商议题"), _("个"), reached("consultation", "raised"))
agreed = Figure("consultations.agreed", _("列为协商议题"), _("个"), reached("consultation", "preparing"))
held = Figure("consultations.held", _("协商"), _("场次"), HELD, narrow=CONSULTED, about=_("开完的、有人到的协商会议；同一议题再次协商另算一场"))
attendance = Figure("consultations.attendance", _("协商参加"), _("人次"), CAME, "sum:people", narrow=(*CONSULTED, among(HELD)), about=_("签到和名单每人一次，加上有凭据的人数"))
micro = Figure("consultations.micro", _("小微协商"), _("场次"), HELD, narrow=(*CONSULTED, having("form", "micro")), overlaps=_("已算在协商场次内"))
micro_attendance = Figure("consultations.micro_attendance", _("小微协商参加"), _("人次"), CAME, "sum:people", narrow=(*CONSULTED, having("form", "micro"), among(HELD)), overlaps=_("已算在协商参加内"))
forms = [Figure(f"consultations.form_{code}", name, _("场次"), HELD, narrow=(*CONSULTED, having("form", code)), overlaps=_("已算在协商场次内")) for code, name, _rank, _under in FORMS if code != "micro"]
researched = Figure("consultations.research_and_handling", _("调研和提案办理协商"), _("场次"), HELD, narrow=(*CONSULTED, having("form", "research", "handling")), overlaps=_("专题调研协商加提案办理协商，已算在协商场次内"))
issues = Figure("consultations.issues", _("商量的问题"), _("个"), Source("consultations.SubIssue"), "rows")
consensus = Figure("consultations.consensus", _("形成共识的问题"), _("个"), Source("consultations.SubIssue", where={"result": "consensus"}), "rows", overlaps=_("已算在商量的问题内；部分共识不算"))
outcomes = Figure("consultations.outcomes", _("协商成果"), _("个"), Source("consultations.OutcomeRow", exclude={"form": "none"}), "rows", about=_("报送了的；没有形成成果的不算"))
items = Figure("consultations.items", _("协商意见"), _("条"), ITEMS, "rows", about=_("协商成果里的意见，一条是一行记录"))
adopted = Figure("consultations.adopted", _("采纳的协商意见"), _("条"), ADOPTED, "distinct:suggestion_id", about=_("采纳和部分采纳"))
verified = Figure("consultations.verified", _("落实并核实的协商意见"), _("条"), checks(), about=_("到现场核实过的"))
solved = Figure("consultations.solved", _("通过协商解决问题"), _("个"), checks("solved"), about=_("现场核实已经解决的；部分解决的另算"))
partly = Figure("consultations.partly", _("通过协商部分解决的问题"), _("个"), checks("partly"), overlaps=_("不算在解决问题内"))
money = Figure("consultations.money", _("通过协商落实资金"), _("元"), Source("consultations.Effect", where={"what": "money"}), "sum:value")
people = Figure("consultations.people", _("通过协商受益群众"), _("人次"), Source("consultations.Effect", where={"what": "people"}), "sum:value", about=_("单位报来的，有凭据"))
looked = Figure("consultations.looked", _("协商成果回头看"), _("次"), Source("consultations.Look"), "rows")
rebound = Figure("consultations.rebound", _("回头看没有落实、反弹"), _("次"), Source("consultations.Look", where={"finding__in": ("not_done", "rebound")}), "rows", overlaps=_("已算在回头看内"))
discussed = Figure("consultations.discussion_rated", _("对商量的评价"), _("次"), opinions("discussion"), "rows")
discussed_well = Figure("consultations.discussion_good", _("对商量满意"), _("次"), opinions("discussion", "good"), "rows", overlaps=_("已算在对商量的评价内"))
handled = Figure("consultations.handling_rated", _("对办理的评价"), _("次"), opinions("handling"), "rows")
handled_well = Figure("consultations.handling_good", _("对办理满意"), _("次"), opinions("handling", "good"), "rows", overlaps=_("已算在对办理的评价内"))
online = Figure("consultations.online", _("网络议政、意见征集"), _("个"), reached("deliberation", "open"), about=_("在网上开过的题目"))
views = Figure("consultations.views", _("网上征集到的看法"), _("条"), Source("consultations.Statement", where={"state": "shown"}), "rows", about=_("看过以后放出来的，站点先写的也在内"))
replicated = Figure("consultations.replicated", _("推广协商做法"), _("处"), Source("consultations.Replication"), "rows", about=_("核实办成了的做法，推广到的地方，一处一行"))
replicated_spaces = Figure("consultations.replicated_spaces", _("推广新增车位"), _("个"), Source("consultations.Replication", where={"unit": "个车位"}), "sum:many", about=_("单位写“个车位”的推广记录"))
replicated_saved = Figure("consultations.replicated_saved", _("推广节约资金"), _("元"), Source("consultations.Replication"), "sum:saved")
studies = Figure("consultations.studies", _("协商案例"), _("篇"), Source("consultations.CaseStudy"), about=_("写成案例的协商"))
included = Figure("consultations.studies_included", _("被收录的协商案例"), _("个"), Source("consultations.StudyIncluded"), "rows", about=_("上级选编、刊物收录，有凭据；收录两次算两个"))
waiting = Figure("consultations.waiting", _("协商正在办的"), _("个"), standing("consultation", "raised", "preparing", "noticed", "minuted", "confirmed", "handling", "to_tell"))

declare(
    topics, agreed, held, attendance, micro, micro_attendance, *forms, researched, issues, consensus, outcomes, items, adopted, verified, solved, partly,
    money, people, looked, rebound, discussed, discussed_well, handled, handled_well, online, views, waiting, replicated, replicated_spaces, replicated_saved, studies, included,
    Rate("consultations.adoption_rate", _("协商意见采纳率"), adopted, items, about=_("意见里，单位采纳和部分采纳的占多少；还没答复的也在分母里")),
    Rate("consultations.conversion_rate", _("协商意见转化率"), verified, items, about=_("意见里，落实并到现场核实过的占多少")),
    Rate("consultations.discussion_rate", _("对商量的满意率"), discussed_well, discussed, about=_("评价过的里，满意的占多少；基本满意不算")),
    Rate("consultations.handling_rate", _("对办理的满意率"), handled_well, handled, about=_("评价过的里，满意的占多少；基本满意不算")),
)
# fmt: on
