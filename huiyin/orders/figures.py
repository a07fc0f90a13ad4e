"""What is counted of order leads (R-014c, S4-F01, S4-F13): 条 sent, accepted, published, taken up, looked into, turned into something."""

from django.utils.translation import gettext_lazy as _

from huiyin.kernel.figures import Figure, Rate, Source, among, declare, having, reached

UNIT = "case__orderlead__unit"
ACCEPTED = reached("order_lead", "accepted")


def stage(name: str, label: object, state: str, about: object = "") -> Figure:
    """Of the leads that were accepted, those that ever came as far."""
    return Figure(
        f"orders.{name}",
        label,
        _("条"),
        reached("order_lead", state),
        narrow=(among(ACCEPTED),),
        about=about,
        unit_at=UNIT,
    )


# fmt: off
received = Figure("orders.received", _("单位报来的订单线索"), _("条"), reached("order_lead", "sent"), unit_at=UNIT)
accepted = Figure("orders.accepted", _("采用的订单线索"), _("条"), ACCEPTED, about=_("并入另一条和没有采用的不算；采用以后才并入的仍算"), unit_at=UNIT)
published = stage("published", _("发布的订单线索"), "published")
claimed = stage("claimed", _("认领的订单线索"), "claimed", _("几位委员一起认领的算一条；放弃以后的仍算认领过"))
researched = stage("researched", _("联合调研过的订单线索"), "researched")
converted = Figure("orders.converted", _("转化的订单线索"), _("条"), Source("orders.OrderOutcome"), about=_("形成了提案或上报了上级提案；提案后来撤回、没有立案的不算"), unit_at=UNIT)
units = Figure("orders.units", _("报来线索的单位"), _("家"), reached("order_lead", "sent"), "distinct:case__orderlead__unit", unit_at=UNIT)
people = Figure("orders.people", _("认领过线索的委员"), _("人"), Source("orders.OrderClaim", holds=False), "distinct:person_id", unit_at=UNIT)
notes = Figure("orders.research_notes", _("联合调研"), _("次"), Source("orders.OrderResearch"), "rows", unit_at=UNIT)
proposals = Figure("proposals.ordered", _("来自订单线索的提案"), _("件"), reached("proposal", "submitted"), narrow=(having("order"),), about=_("由单位的订单线索起草、已经提交的"))

declare(
    received, accepted, published, claimed, researched, converted, units, people, notes, proposals,
    Rate("orders.claim_rate", _("线索认领率"), claimed, accepted, about=_("采用的里，有委员认领过的占多少")),
    Rate("orders.conversion_rate", _("线索转化率"), converted, accepted, about=_("采用的里，形成了提案或上报了的占多少")),
)
# fmt: on
FUNNEL = (received, accepted, published, claimed, researched, converted)
