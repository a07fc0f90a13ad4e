"""What was given: donations in money and in kind, volunteer work."""

from django.utils.translation import gettext_lazy as _

from huiyin.registers.counting import bodies, lines, total
from huiyin.registers.shape import EVERYONE, HOUSE, Field, Register, declare

GROUP = _("服务群众")

# fmt: off
declare(
    Register(
        "donations", _("捐赠"), GROUP, _("助学、助医、助困；现金，或折了价的实物"),
        fields=(
            Field("title", _("捐给谁、做什么"), required=True, help=_("例如：助学金，清泉镇中心小学")), Field("what", _("哪一类"), "choice", True, (("study", _("助学")), ("health", _("助医")), ("poor", _("助困")), ("disaster", _("救灾")), ("village", _("帮村、产业")), ("other", _("其他"))), column="sort"),
            Field("form", _("怎么捐"), "choice", True, (("cash", _("现金")), ("goods", _("实物")), ("service", _("服务"))), column="level"), Field("value", _("价值（元）"), "money", True, column="amount", help=_("实物写折价")),
            Field("goods", _("什么实物"), listed=False), Field("basis", _("折价的依据"), listed=False), Field("donors", _("捐赠的委员"), "people"), Field("others", _("别的捐赠人"), help=_("企业、机关、爱心人士")),
            Field("by_staff", _("机关干部捐的"), "flag", listed=False), Field("on", _("哪天"), "day", True, column="at"), Field("site", _("经过哪个站点"), "org", listed=False),
        ),
        unit=_("笔"), reads=HOUSE, checked=True, once=("title", "on", "value"),
        figures=(
            lines("registers.donations", _("捐赠笔数"), _("笔"), "donations", _("两个人核对过的")), total("registers.donated", _("捐赠总值"), _("元"), "donations", "amount", _("两个人核对过的；实物按折价")),
            total("registers.donated_love", _("爱心助学助医助困捐赠"), _("元"), "donations", "amount", overlaps=_("已算在捐赠总值内"), sort__in=("study", "health", "poor")),
            total("registers.donated_cash", _("现金捐赠"), _("元"), "donations", "amount", overlaps=_("已算在捐赠总值内"), level="cash"),
            total("registers.donated_goods", _("捐赠物资"), _("元"), "donations", "amount", overlaps=_("已算在捐赠总值内"), level="goods"),
        ),
    ),
    Register(
        "volunteering", _("志愿服务"), GROUP, _("双报到、惠民公益和帮扶：哪天、在哪里、多少人、做了多久"),
        fields=(
            Field("title", _("名称"), required=True), Field("what", _("哪一类"), "choice", True, (("service", _("志愿服务")), ("benefit", _("惠民公益")), ("help", _("走访帮扶")), ("expert", _("专业服务"))), column="sort"),
            Field("report_in", _("双报到"), "flag"), Field("on", _("哪天"), "day", True, column="at"), Field("place", _("在哪个社区、村"), "org"), Field("departments", _("哪些部门一起"), "orgs", listed=False),
            Field("members", _("参加的委员"), "people", listed=False), Field("heads", _("参加的总人次"), "int", True, column="heads"), Field("staff", _("其中机关干部（人次）"), "int", column="amount"), Field("served", _("服务了多少人"), "int", listed=False), Field("done", _("做了什么"), "long", listed=False),
        ),
        unit=_("次"), reads=EVERYONE, once=("title", "on"),
        figures=(
            lines("registers.volunteering", _("志愿活动"), _("次"), "volunteering", sort="service"), lines("registers.benefit", _("惠民公益活动"), _("次"), "volunteering", sort="benefit"), total("registers.help_staff", _("机关干部帮扶"), _("人次"), "volunteering", "amount", _("走访帮扶里的机关干部"), sort="help"),
            total("registers.volunteers", _("参加志愿服务和公益"), _("人次"), "volunteering", "heads"), bodies("registers.served_places", _("去过的社区和村"), _("个"), "volunteering", "place"), lines("registers.expert", _("委员专业服务"), _("次"), "volunteering", sort="expert"),
        ),
    ),
)
# fmt: on
