"""What is counted of evaluation and praise (R-081, R-082)."""

from django.utils.translation import gettext_lazy as _

from huiyin.kernel.figures import Figure, Rate, Source, declare, having, reached
from huiyin.proposals.figures import FILED, filed

# fmt: off
nominated = Figure("proposals.excellent_nominated", _("推荐优秀提案"), _("件"), reached("excellence", "nominated"), "distinct:case__parent_id", about=_("委办、单位、领导推荐过的"))
excellent = Figure("proposals.excellent", _("优秀提案"), _("件"), FILED, narrow=(having("excellent", "yes"),), about=_("主席会议审定并公布的"), overlaps=_("已算在立案内"))
marked = Figure("units.marked", _("考评的承办单位"), _("个"), reached("unit_mark", "shown"), about=_("公示过得分的单位"))
objected = Figure("units.objections", _("考评异议"), _("条"), Source("awards.Objection"), "rows")
upheld = Figure("units.objections_upheld", _("成立的考评异议"), _("条"), Source("awards.Objection", where={"upheld": True}), "rows", overlaps=_("已算在考评异议内"))
honoured = Figure("units.honoured", _("先进承办单位"), _("个"), Source("awards.Honour"), "distinct:organisation_id")
declare(
    nominated, excellent, marked, objected, upheld, honoured,
    Rate("proposals.excellent_rate", _("优秀提案率"), excellent, filed, about=_("立案的提案里，评为优秀的占多少")),
)
# fmt: on
