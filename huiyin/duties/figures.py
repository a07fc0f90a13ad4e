"""What is counted of members' duties: those named, deeds confirmed, the value of gifts, entries and objections (S0-F11, S0-F20, S1-F33)."""

from django.utils.translation import gettext_lazy as _

from huiyin.kernel.figures import Figure, Rate, Source, declare, having, reached

CONFIRMED = reached("deed", "confirmed")

# fmt: off
models = Figure("members.models", _("标兵委员"), _("名"), Source("duties.ModelMember"), "distinct:person_id", by="date", about=_("公布过的，写明了理由"))
deeds = Figure("members.deeds", _("履职事项"), _("件"), CONFIRMED, by="date", narrow=(having("deed"),), about=_("有佐证、经别人确认的；取消确认的不算"))
good = Figure("members.good_deeds", _("办实事"), _("件"), CONFIRMED, by="date", narrow=(having("deed", "good"),), overlaps=_("已算在履职事项内"))
service = Figure("members.service", _("公益、志愿服务"), _("件"), CONFIRMED, by="date", narrow=(having("deed", "volunteer"),), overlaps=_("已算在履职事项内"))
media = Figure("members.media", _("宣传稿件"), _("篇"), CONFIRMED, by="date", narrow=(having("deed", "media"),), overlaps=_("已算在履职事项内"))
gifts = Figure("members.gifts", _("捐赠价值"), _("元"), Source("duties.Gift"), "sum:yuan", by="date", about=_("经确认的捐赠，实物按折价"))
marked = Figure("members.evaluated", _("履职考核的委员"), _("名"), reached("duty_mark", "settled"), "distinct:case_id", by="date", about=_("得分审定封存的"))
stated = Figure("members.statements", _("交了述职的委员"), _("名"), reached("duty_mark", "stated"), "distinct:case_id", by="date")
asked = Figure("members.asked", _("请述职的委员"), _("名"), reached("duty_mark", "stating"), "distinct:case_id", by="date")
objected = Figure("members.objections", _("履职异议"), _("条"), reached("duty_objection", "raised"), by="date")
declare(
    models, deeds, good, service, media, gifts, marked, stated, asked, objected,
    Rate("members.statement_rate", _("述职率"), stated, asked, about=_("请述职的委员里，交了的占多少")),
)
# fmt: on
