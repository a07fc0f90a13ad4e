"""What is counted of cultivation (S4-F02 to S4-F04, S2-F18), and of what came from below."""

from django.utils.translation import gettext_lazy as _

from huiyin.kernel.figures import Figure, Rate, Source, declare, having, reached

# fmt: off
begun = Figure("cultivation.begun", _("培育的上级提案"), _("件"), reached("cultivation", "writing"))
handed = Figure("cultivation.handed_up", _("上报的上级提案"), _("件"), reached("cultivation", "handed"), about=_("撤回以后没有再报的也算报过；撤回再报的仍算一件"))
joint = Figure("cultivation.joint", _("联合外单位上报的"), _("件"), reached("cultivation", "handed"), narrow=(having("joint"),), overlaps=_("已算在上报的内"), about=_("与外地政协、高校等联名的"))
items = Figure("cultivation.items", _("上报的建议"), _("条"), Source("suggestions.Suggestion", where={"case__kind": "cultivation"}), "rows")
accepted = Figure("cultivation.accepted", _("上级收下的"), _("件"), reached("cultivation", "accepted"))
answered = Figure("cultivation.answered", _("上级答复的"), _("件"), reached("cultivation", "answered"))
adoptions = Figure("cultivation.adoptions", _("上级采纳"), _("件次"), Source("cultivation.HigherAdoption"), "rows", about=_("同一件成了提案又成了发言的，各算一次"))
national = Figure("cultivation.adopted_nation", _("全国采纳"), _("件次"), Source("cultivation.HigherAdoption", where={"level": "nation"}), "rows", overlaps=_("已算在上级采纳内"))
provincial = Figure("cultivation.adopted_province", _("省级采纳"), _("件次"), Source("cultivation.HigherAdoption", where={"level": "province"}), "rows", overlaps=_("已算在上级采纳内"))
municipal = Figure("cultivation.adopted_city", _("市级采纳"), _("件次"), Source("cultivation.HigherAdoption", where={"level": "city"}), "rows", overlaps=_("已算在上级采纳内"))
proposals = Figure("cultivation.adopted_proposals", _("采纳为上级提案"), _("件次"), Source("cultivation.HigherAdoption", where={"form__in": ("proposal", "collective")}), "rows", overlaps=_("已算在上级采纳内"))
speeches = Figure("cultivation.adopted_speeches", _("入选上级发言"), _("件次"), Source("cultivation.HigherAdoption", where={"form__in": ("speech", "sector_speech")}), "rows", overlaps=_("已算在上级采纳内"))
others = Figure("cultivation.adopted_others", _("入选协商材料、案例和信息"), _("件次"), Source("cultivation.HigherAdoption", where={"form__in": ("consultation", "casebook", "information")}), "rows", overlaps=_("已算在上级采纳内"))
helpers = Figure("cultivation.helpers", _("专班里的外部力量"), _("人"), Source("cultivation.Contributor", where={"expert__isnull": False}), "distinct:expert_id", about=_("专家、机构、媒体、民间人士，一位算一次"))
from_below = Figure("handed_up.received", _("下级送来的"), _("件"), reached("handed_up", "received"))
taken = Figure("handed_up.taken", _("收下的下级来件"), _("件"), reached("handed_up", "taken"))
replied = Figure("handed_up.answered", _("答复下级的"), _("件"), reached("handed_up", "answered"))

declare(begun, handed, joint, items, accepted, answered, adoptions, national, provincial, municipal, proposals, speeches, others, helpers, from_below, taken, replied,
    Rate("cultivation.acceptance_rate", _("上级收下率"), accepted, handed, about=_("上报过的里，上级收下的占多少")),
)
# fmt: on
