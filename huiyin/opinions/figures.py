"""What is counted of opinion reports: received, used, adopted at each level, instructed upon, answered (S1-F14, R-105)."""

from django.utils.translation import gettext_lazy as _

from huiyin.kernel.figures import Figure, Rate, Source, among, declare, having, reached, standing

RECEIVED = reached("opinion", "submitted", "urgent")
ADOPTED = Source("opinions.Adoption")


def adopted(**where: str) -> Source:
    return Source("opinions.Adoption", where=where)


# fmt: off
received = Figure("opinions.received", _("收到社情民意信息"), _("篇"), RECEIVED, about=_("交了稿的来稿；退回再交的只算一次，综合稿不算"))
by_members = Figure("opinions.by_members", _("委员反映的"), _("篇"), RECEIVED, narrow=(having("writer", "member"),), overlaps=_("已算在收到的内"))
urgent = Figure("opinions.urgent", _("急件"), _("篇"), reached("opinion", "urgent"), overlaps=_("已算在收到的内"))
authors = Figure("opinions.authors", _("反映社情民意的委员"), _("名"), Source("opinions.OpinionAuthor", where={"person__isnull": False}), "distinct:person_id", about=_("联名的每位都算，一位只算一次"))
kept = Figure("opinions.kept", _("留存未采用"), _("篇"), standing("opinion", "kept"), overlaps=_("已算在收到的内"))
used = Figure("opinions.used", _("来稿被采编"), _("篇"), reached("opinion", "selected"), narrow=(among(RECEIVED),), overlaps=_("已算在收到的内"))
composed = Figure("opinions.composed", _("并入综合稿的来稿"), _("篇"), reached("opinion", "in_composite"), overlaps=_("已算在被采编的内"))
issued = Figure("opinions.issued", _("编发社情民意"), _("期"), reached("opinion", "issued"), about=_("签发编了期号的；综合稿算一期"))
dispatched = Figure("opinions.dispatched", _("报送、转送"), _("次"), Source("opinions.OpinionDispatch"), "rows", about=_("送给一个对象算一次"))
upward = Figure("opinions.upward", _("报送上级政协"), _("篇"), Source("opinions.OpinionDispatch", where={"level__in": ("city", "province", "nation")}), about=_("送到市、省、全国的，一篇只算一次"))
adopted_all = Figure("opinions.adopted", _("被采用"), _("篇"), ADOPTED, about=_("各级采用过的，一篇只算一次"))
adoptions = Figure("opinions.adoptions", _("采用"), _("篇次"), ADOPTED, "rows", about=_("一篇被几处采用，就算几次"))
adopted_district = Figure("opinions.adopted_district", _("区级采用"), _("篇"), adopted(level="district"), overlaps=_("已算在被采用内"))
adopted_city = Figure("opinions.adopted_city", _("市级采用"), _("篇"), adopted(level="city"), overlaps=_("已算在被采用内"))
adopted_province = Figure("opinions.adopted_province", _("省级采用"), _("篇"), adopted(level="province"), overlaps=_("已算在被采用内"))
adopted_nation = Figure("opinions.adopted_nation", _("全国采用"), _("篇"), adopted(level="nation"), overlaps=_("已算在被采用内"))
adopted_single = Figure("opinions.adopted_single", _("单篇采用"), _("篇次"), adopted(use="single"), "rows", overlaps=_("已算在采用篇次内"))
adopted_composite = Figure("opinions.adopted_composite", _("综合采用"), _("篇次"), adopted(use="composite"), "rows", overlaps=_("已算在采用篇次内"))
instructions = Figure("opinions.instructions", _("领导批示"), _("条"), Source("opinions.LeaderNote"), "rows")
instructed = Figure("opinions.instructed", _("有批示的"), _("篇"), Source("opinions.LeaderNote"))
forwarded = Figure("opinions.forwarded", _("转办"), _("件"), reached("forwarding", "asked"), unit_at="case__forwarding__unit")
forwarded_answered = Figure("opinions.forwarded_answered", _("转办件已答复"), _("件"), reached("forwarding", "answered"), overlaps=_("已算在转办内"), unit_at="case__forwarding__unit")
told = Figure("opinions.told", _("已反馈作者"), _("篇"), reached("opinion", "closed"), about=_("综合稿和它的原稿各算一篇"))

declare(
    received, by_members, urgent, authors, kept, used, composed, issued, dispatched, upward, adopted_all, adoptions,
    adopted_district, adopted_city, adopted_province, adopted_nation, adopted_single, adopted_composite, instructions, instructed,
    forwarded, forwarded_answered, told,
    Rate("opinions.used_rate", _("来稿采编率"), used, received, about=_("收到的来稿里，采编了的占多少")),
    Rate("opinions.adopted_rate", _("编发的采用率"), adopted_all, issued, about=_("编发的里，被各级采用过的占多少")),
    Rate("opinions.forwarded_rate", _("转办件答复率"), forwarded_answered, forwarded, about=_("转办的件数里，单位答复过的占多少")),
)
# fmt: on
