"""What is counted of activities: 场次 are closed ones with somebody there, 人次 the rows of attendance and head-counts (G1, G6)."""

from django.utils.translation import gettext_lazy as _

from huiyin.kernel.figures import Figure, Source, among, declare, having, reached

HELD = reached("activity", "held")
CAME = Source("activities.Attendance")

# fmt: off
held = Figure("activities.held", _("会议活动"), _("场次"), HELD, about=_("开完的、有人到的；取消的不算"))
attendance = Figure("activities.attendance", _("会议活动参加"), _("人次"), CAME, "sum:people", narrow=(among(HELD),), about=_("签到和名单每人一次，加上有凭据的人数"))
members = Figure("activities.members", _("委员参加"), _("人次"), Source("activities.Attendance", where={"category": "member"}), "sum:people", narrow=(among(HELD),), overlaps=_("已算在会议活动参加内"))
people = Figure("activities.people", _("参加过的有账号的人"), _("人"), Source("activities.Attendance", where={"person__isnull": False}), "distinct:person_id", narrow=(among(HELD),), about=_("同一个人参加几次算一人"))
speeches = Figure("activities.speeches", _("会上发言"), _("次"), Source("activities.Speech"), "rows", narrow=(among(HELD),))
joint = Figure("activities.joint", _("联合举办的会议活动"), _("场次"), HELD, narrow=(having("joint"),), overlaps=_("已算在会议活动内"), about=_("市区协同、跨区域和与其他单位联合的，只在主办方计一次"))
items = Figure("activities.items", _("会议活动的意见建议"), _("条"), Source("suggestions.Suggestion", where={"case__kind": "activity"}), "rows", about=_("记在会议活动下的，一条是一行记录；协商成果里的不在内"))
adopted = Figure("activities.adopted", _("会议活动意见采纳"), _("条"), Source("suggestions.SuggestionAnswer", where={"case__kind": "activity", "adoption__in": ("adopted", "partly")}), "distinct:suggestion_id", overlaps=_("已算在会议活动的意见建议内"))
consultations = Figure("activities.consultations", _("协商会议"), _("场次"), HELD, narrow=(having("activity", "consultation"),), overlaps=_("已算在会议活动内"))

declare(held, attendance, members, people, speeches, items, adopted, consultations, joint)
# fmt: on
