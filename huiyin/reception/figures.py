"""What is counted of voices and problems. 回音率 has everything registered in its base, also what is not due yet (V8).

A voice belongs to no session: it counts on its own day (`by="date"`), which the database reads off an index of days.
"""

from django.utils.translation import gettext_lazy as _

from huiyin.kernel.figures import Figure, Rate, Source, among, declare, having, reached, standing
from huiyin.reception.late import late as overdue

RECEIVED = reached("voice", "received")
ECHOES = Source("reception.Echo")


def echoes(*results: str) -> Source:
    return Source("reception.Echo", where={"result__in": results})


def settled(*results: str) -> Source:
    return Source("reception.Settlement", where={"result__in": results} if results else {})


# fmt: off
received = Figure("voices.received", _("收到群众诉求"), _("件"), RECEIVED, by="date", about=_("登记了编号的；同一件重复来的只算一次"))
visits = Figure("voices.visits", _("接访群众"), _("人次"), Source("reception.Heads"), "sum:people", by="date", narrow=(having("channel", "visit"),), about=_("接访登记的人数之和；网上、扫码来的不算"))
people = Figure("voices.people", _("反映诉求的群众"), _("人次"), Source("reception.Heads"), "sum:people", by="date")
scanned = Figure("voices.by_code", _("扫码、网上反映的"), _("件"), RECEIVED, by="date", narrow=(having("channel", "qr", "portal"),), overlaps=_("已算在收到群众诉求内"))
echoed = Figure("voices.echoed", _("已回音"), _("件"), ECHOES, by="date", narrow=(among(RECEIVED),), about=_("告诉了群众结果的；重办以后算最后一次"))
in_time = Figure("voices.echoed_in_time", _("按期回音"), _("件"), Source("reception.Echo", where={"in_time": True}), by="date", narrow=(among(RECEIVED),), overlaps=_("已算在已回音内"))
solved = Figure("voices.solved", _("回音：已解决"), _("件"), echoes("solved"), by="date", overlaps=_("已算在已回音内"))
partly = Figure("voices.partly", _("回音：部分解决"), _("件"), echoes("partly"), by="date", overlaps=_("已算在已回音内"))
explained = Figure("voices.explained", _("回音：没能解决，说明了原因"), _("件"), echoes("explained"), by="date", overlaps=_("已算在已回音内"))
told = Figure("voices.told", _("回音：告诉了该找谁"), _("件"), echoes("told"), by="date", overlaps=_("已算在已回音内"))
median_days = Figure("voices.median_days", _("等回音的天数（中位数）"), _("天"), ECHOES, "median:days", by="date", narrow=(among(RECEIVED),), about=_("已回音的里，一半的人等了不超过这么多天；重办的从群众说没有解决那天算起"))
waiting = Figure("voices.waiting", _("还欠回音"), _("件"), standing("voice", "received", "problem", "to_echo"))
judged = Figure("voices.judged", _("群众自己评价过的"), _("件"), Source("reception.Verdict"), by="date", about=_("给了回音以后，群众自己说的；没说的不算解决"))
judged_solved = Figure("voices.judged_solved", _("群众说解决了"), _("件"), Source("reception.Verdict", where={"solved": "yes"}), by="date", overlaps=_("已算在评价过的内"))
judged_at_station = Figure("voices.judged_at_station", _("联络站代群众登记的评价"), _("件"), Source("reception.Verdict", where={"by_citizen": False}), by="date", overlaps=_("已算在评价过的内"), about=_("群众当面、电话说的，由联络站录入"))
late = Figure("voices.late", _("到期了还没有回音"), _("件"), overdue(), about=_("过了答应群众的最后一天（P-34，延长的算延长以后）还没有回音的；内部受理的两天不算"))
problems = Figure("problems.formed", _("立为问题"), _("个"), reached("problem", "open"), by="date", about=_("一个问题可以由多件诉求合成"))
problems_settled = Figure("problems.settled", _("有结果的问题"), _("个"), settled(), by="date", about=_("办公室确认过结果的"))
problems_solved = Figure("problems.solved", _("解决问题"), _("个"), settled("solved"), by="date", about=_("办公室确认已解决的；部分解决的另算"))
problems_partly = Figure("problems.partly", _("部分解决的问题"), _("个"), settled("partly"), by="date", overlaps=_("不算在解决问题内"))
coordinated = Figure("problems.coordinated", _("请单位协调"), _("次"), reached("coordination", "asked"), by="date")

declare(
    received, visits, people, scanned, echoed, in_time, solved, partly, explained, told, median_days, waiting, judged, judged_solved, judged_at_station, late,
    problems, problems_settled, problems_solved, problems_partly, coordinated,
    Rate("voices.echo_rate", _("回音率"), echoed, received, about=_("登记的诉求里，已经给了回音的占多少；还没到期的也在分母里")),
    Rate("voices.solved_share", _("已解决的占"), solved, echoed, about=_("已回音的里，结果是已解决的占多少；不是群众的评价")),
    Rate("voices.partly_share", _("部分解决的占"), partly, echoed, about=_("已回音的里，结果是部分解决的占多少")),
    Rate("voices.explained_share", _("没能解决、说明了原因的占"), explained, echoed, about=_("已回音的里，没能解决、说明了原因的占多少")),
    Rate("voices.told_share", _("告诉了该找谁的占"), told, echoed, about=_("已回音的里，不归这里办、告诉了该找谁的占多少")),
    Rate("voices.in_time_rate", _("按期回音率"), in_time, echoed, about=_("已回音的里，在期限内的占多少")),
    Rate("voices.solved_rate", _("群众认可的解决率"), judged_solved, judged, about=_("群众自己评价过的里，说解决了的占多少；没有评价的不算")),
    Rate("problems.solved_rate", _("问题解决率"), problems_solved, problems, about=_("立为问题的里，确认解决的占多少")),
)
# fmt: on
