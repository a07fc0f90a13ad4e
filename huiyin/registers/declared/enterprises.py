"""Enterprises of members, with what they brought: taxes and jobs as attested, never as counted (G13)."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from huiyin.registers.counting import held, lines, total
from huiyin.registers.shape import HOUSE, Field, Register, declare

GROUP = _("委员企业")
REPORTED = _("附报数：单位报来、有凭据、另一个人核对过的；不和数出来的数相加")


def something_reported(values: Mapping[str, Any]) -> dict[str, Any]:
    if values.get("tax") is None and values.get("jobs") is None:
        return {"tax": _now("新增税收和新增就业至少要有一项。")}
    return {}


# fmt: off
declare(
    Register(
        "enterprises", _("委员企业"), GROUP, _("委员任职或创办的企业，做哪一行，得过什么表彰"),
        fields=(
            Field("title", _("企业名称"), required=True), Field("person", _("哪位委员"), "person", True), Field("role", _("什么关系"), "choice", True, (("founder", _("创办")), ("head", _("任职")), ("shares", _("持股"))), column="level"),
            Field("trade", _("哪一行"), "choice", True, (("industry", _("工业")), ("service", _("服务业")), ("agri", _("特色农业")), ("build", _("建筑")), ("other", _("其他"))), column="sort"), Field("township", _("在哪个乡镇"), "org"),
            Field("campaign", _("参加的行动"), help=_("例如：产业投资促进行动")), Field("awards", _("得过的表彰"), "long", listed=False), Field("begins", _("从哪天起"), "day", True, column="at"), Field("ends", _("到哪天止"), "day", column="until"),
        ),
        unit=_("家"), reads=HOUSE, once=("title", "person"),
        figures=(
            held("registers.enterprises", _("委员企业"), _("家"), "enterprises"), held("registers.enterprises_industry", _("工业和服务业委员企业"), _("家"), "enterprises", sort__in=("industry", "service")), held("registers.enterprises_agri", _("特色农业委员企业"), _("家"), "enterprises", sort="agri"),
        ),
    ),
    Register(
        "enterprise_effects", _("委员企业成效"), GROUP, _("哪一年、新增多少税收和就业，谁报来的，凭什么"),
        fields=(
            Field("firm", _("哪家企业"), "record", True, to="enterprises"), Field("on", _("截至哪天"), "day", True, column="at"), Field("tax", _("新增税收（万元）"), "money", column="amount"), Field("jobs", _("新增就业（人）"), "int", column="heads"), Field("provider", _("谁报来的"), required=True, help=_("例如：区税务局、区人社局")), Field("basis", _("凭据"), required=True, help=_("证明、报表的名称；扫描件可以附在后面")),
        ),
        called="{firm} {on}", unit=_("条"), reads=HOUSE, checked=True, once=("firm", "on", "provider"), checks=(something_reported,),
        figures=(
            total("registers.added_tax", _("委员企业新增税收"), _("万元"), "enterprise_effects", "amount", REPORTED), total("registers.added_jobs", _("委员企业新增就业"), _("人"), "enterprise_effects", "heads", REPORTED),
            lines("registers.effects", _("委员企业成效核对过的"), _("条"), "enterprise_effects"),
        ),
    ),
)
# fmt: on
