"""Around the members: liaison pairs with their contacts, Party-work coverage, secondments, appointments by others, friends away from home."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from huiyin.registers import coverage
from huiyin.registers.counting import held, lines, named, people
from huiyin.registers.shape import EVERYONE, HOUSE, Field, Register, declare

GROUP = _("队伍")


def two_people(values: Mapping[str, Any]) -> dict[str, Any]:
    if values["leads"] == values["led"]:
        return {"led": _now("联系的人和被联系的人不能是同一位。请另选一位。")}
    return {}


def with_consent(values: Mapping[str, Any]) -> dict[str, Any]:
    if not values.get("consent"):
        return {"consent": _now("没有征得本人同意，不能登记联系方式。请先征得同意，写明哪天同意的。")}
    return {}


# fmt: off
declare(
    Register(
        "liaison", _("双联系"), GROUP, _("党员常委联系党外常委，党员委员联系党外委员，各对各"),
        fields=(
            Field("leads", _("联系的党员委员"), "person", True), Field("led", _("被联系的党外委员"), "person", True),
            Field("level", _("哪一层"), "choice", True, (("standing", _("常委对常委")), ("member", _("委员对委员"))), column="sort"),
            Field("begins", _("从哪天起"), "day", True, column="at"), Field("ends", _("到哪天止"), "day", column="until", help=_("还在联系就不填")),
        ),
        called="{leads}—{led}", unit=_("对"), reads=HOUSE, once=("leads", "led"), checks=(two_people,), coverage=coverage.liaison,
        figures=(
            held("registers.liaison", _("双联系结对"), _("对"), "liaison", _("那天还在联系的")),
            held("registers.liaison_standing", _("常委对常委结对"), _("对"), "liaison", sort="standing"),
        ),
    ),
    Register(
        "contacts", _("联系记录"), GROUP, _("双联系的每次联系：谁、哪天、怎么联系、反映了什么"),
        fields=(
            Field("pair", _("哪一对"), "record", True, to="liaison"), Field("by", _("谁去联系"), "person", True),
            Field("on", _("哪天"), "day", True, column="at"),
            Field("how", _("怎么联系"), "choice", True, (("visit", _("走访")), ("talk", _("面谈")), ("phone", _("电话")), ("online", _("网上")), ("together", _("一起参加活动"))), column="sort"),
            Field("words", _("说了什么"), "long", True, listed=False), Field("asks", _("对方反映的问题"), "long", listed=False),
        ),
        called="{pair} {on}", unit=_("次"), adds=("member",), whose="by", once=("pair", "by", "on"),
        figures=(
            lines("registers.contacts", _("双联系联系次数"), _("次"), "contacts"),
            people("registers.contacting", _("联系过党外委员的党员委员"), _("名"), "contacts", "by", _("同一位联系几次算一名")),
        ),
    ),
    Register(
        "party", _("党建覆盖"), GROUP, _("两个全覆盖：党的组织覆盖各专委会，党的工作覆盖全体委员"),
        fields=(
            Field("title", _("党组织"), required=True, help=_("例如：提案委功能型党支部")),
            Field("kind", _("哪一类"), "choice", True, (("committee", _("专委会功能型党支部")), ("sector", _("界别党小组")), ("temporary", _("临时党组织")), ("office", _("机关党组织"))), column="sort"),
            Field("covers", _("覆盖哪些专委会、界别"), "orgs"), Field("party_members", _("党员委员"), "people", listed=False), Field("others", _("联系的党外委员"), "people", listed=False),
            Field("secretary", _("书记"), "person"), Field("stars", _("星级"), "choice", choices=(("5", _("五星")), ("4", _("四星")), ("3", _("三星")), ("0", _("未评"))), column="level"),
            Field("begins", _("成立日期"), "day", True, column="at"), Field("ends", _("撤销日期"), "day", column="until"),
        ),
        unit=_("个"), once=("title",), coverage=coverage.party,
        figures=(
            held("registers.party", _("委员中的党组织"), _("个"), "party", _("那天还在的")),
            held("registers.party_five", _("五星级党组织"), _("个"), "party", level="5"),
        ),
    ),
    Register(
        "secondments", _("抽调干部"), GROUP, _("抽到专班、中心工作的机关干部"),
        fields=(
            Field("title", _("干部姓名"), required=True), Field("post", _("原职务")), Field("team", _("抽到哪个专班"), required=True), Field("work", _("做什么"), "long", listed=False),
            Field("asked_by", _("谁要的人"), help=_("发文单位和文号")), Field("begins", _("从哪天起"), "day", True, column="at"), Field("ends", _("到哪天止"), "day", column="until"),
        ),
        called="{title}", unit=_("名"), once=("title", "team", "begins"),
        figures=(
            named("registers.secondments", _("抽调干部"), _("名"), "secondments", _("期内开始抽调的；同名的算一名")),
            held("registers.seconded", _("在抽调的干部"), _("人次"), "secondments", _("那天还没有回来的")),
        ),
    ),
    Register(
        "appointments", _("受聘任职"), GROUP, _("别的单位请委员担任的职务，例如招商大使、监督员"),
        fields=(
            Field("person", _("哪位委员"), "person", True), Field("title", _("职务"), required=True, help=_("例如：招商大使")), Field("by", _("谁聘的"), required=True),
            Field("kind", _("哪一类"), "choice", True, (("invest", _("招商、经济顾问")), ("watch", _("特约监督员")), ("law", _("法律、行政复议")), ("other", _("其他"))), column="sort"),
            Field("begins", _("从哪天起"), "day", True, column="at"), Field("ends", _("到哪天止"), "day", column="until"),
        ),
        called="{person}：{title}", unit=_("项"), reads=EVERYONE, once=("person", "title", "begins"),
        figures=(held("registers.appointments", _("委员受聘的职务"), _("项"), "appointments"), people("registers.appointed", _("新受聘的委员"), _("名"), "appointments", "person")),
    ),
    Register(
        "talents", _("在外人才和乡友"), GROUP, _("经本人同意的联系方式；撤回同意就清除"),
        fields=(
            Field("name", _("姓名"), required=True, private=True), Field("kind", _("哪一类"), "choice", True, (("talent", _("在外人才")), ("friend", _("乡友")), ("merchant", _("乡商"))), column="sort"),
            Field("place", _("在哪座城市"), required=True), Field("field", _("行业、专长")), Field("post", _("单位和职务"), private=True), Field("phone", _("电话"), private=True, listed=False),
            Field("address", _("邮寄地址"), private=True, listed=False), Field("home", _("老家哪个乡镇"), "org"), Field("by", _("谁联系"), "person", listed=False),
            Field("mail", _("收内刊"), "flag"), Field("consent", _("哪天同意登记"), "day", True, column="at"), Field("ends", _("不再联系的日期"), "day", column="until", listed=False),
        ),
        called="{name}", veiled="{kind}（{place}）", unit=_("名"), reads=("leader",), once=("name", "place"), checks=(with_consent,),
        figures=(
            held("registers.talents", _("在外人才和乡友"), _("名"), "talents", _("那天还同意联系的")),
            held("registers.mailing", _("收内刊的在外乡友"), _("名"), "talents", _("同意联系并收内刊的"), values__mail=True),
        ),
    ),
    Register(
        "talent_contacts", _("乡友联络"), GROUP, _("和在外人才的每次联络，带回了什么线索"),
        fields=(
            Field("who", _("和谁"), "record", True, to="talents"), Field("by", _("谁去联络"), "person", True), Field("on", _("哪天"), "day", True, column="at"),
            Field("how", _("怎么联络"), "choice", True, (("visit", _("上门拜访")), ("home", _("请回家乡")), ("phone", _("电话")), ("letter", _("书信")), ("meeting", _("座谈会"))), column="sort"),
            Field("words", _("谈了什么"), "long", True, listed=False), Field("lead", _("得到的线索")),
        ),
        called="{who} {on}", unit=_("次"), reads=("leader",), once=("who", "by", "on"),
        figures=(lines("registers.talent_contacts", _("联络在外人才"), _("次"), "talent_contacts"), lines("registers.talent_leads", _("在外人才带来的线索"), _("条"), "talent_contacts", values__has_key="lead")),
    ),
)
# fmt: on
