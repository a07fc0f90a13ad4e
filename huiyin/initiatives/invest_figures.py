"""What is counted of investment (S3-F01 to S3-F15). Contracted, landed, arrived and completed are different sums (G11).

Completion is a rate of two sums, the latest standing reading of each project over its target of the year; a mean of per cents cannot be said (G10).
"""

from collections.abc import Callable
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from huiyin.kernel.figures import Figure, Rate, Scope, Source, among, declare
from huiyin.kernel.sources import in_span

READINGS = Source("initiatives.Reading")
ARRIVED = Source("initiatives.Reading", where={"arrived__isnull": False})
"""A reading that leaves it out says nothing of it: what arrived before has not gone."""
TARGETS = Source("initiatives.InvestTarget")
TALKS = Source("initiatives.InvestTalk")
QUOTAS = Source("initiatives.Quota")
BODY = "case__investment__body"
WAN = _("万元")


def ever(*stages: str, **where: Any) -> Source:
    """It reached the stage, wherever it went since."""
    return Source("initiatives.InvestStage", holds=False, where={"stage__in": stages, **where})


def now_at(*stages: str) -> Source:
    """It is, or as of a day was, at the stage."""
    return Source("initiatives.InvestStage", where={"stage__in": stages})


def quota(what: str) -> Source:
    return Source("initiatives.Quota", where={"what": what})


def trips(**where: str) -> Source:
    return Source("kernel.Facet", where=where)


def latest(source: Source) -> Callable[[QuerySet[Any], Scope, str], QuerySet[Any]]:
    """Of each project and year the last of these readings that stands: of the period, as of the day, as known on the day."""

    def narrow(rows: QuerySet[Any], scope: Scope, case: str) -> QuerySet[Any]:
        others = in_span(source.rows(scope), scope, source, "date").filter(
            case=OuterRef(f"{case}_id"), year=OuterRef("year")
        )
        later = others.filter(Q(at__gt=OuterRef("at")) | Q(at=OuterRef("at"), pk__gt=OuterRef("pk")))
        return rows.filter(~Exists(later))

    return narrow


def with_target(rows: QuerySet[Any], scope: Scope, case: str) -> QuerySet[Any]:
    """Only contracted projects: what has no target is in neither sum."""
    aimed = TARGETS.rows(scope).filter(case=OuterRef(f"{case}_id"), year=OuterRef("year"))
    return rows.filter(Exists(aimed))


def of_all(rows: QuerySet[Any], scope: Scope, case: str) -> QuerySet[Any]:
    """The whole district's quota where there is one, and else those of its units together: never both."""
    whole = QUOTAS.rows(scope).filter(case=OuterRef(f"{case}_id"), what=OuterRef("what"), owner=None)
    return rows.filter(Q(owner=None) | ~Exists(whole))


SINCE: dict[str, Any] = {"by": "date", "unit_at": BODY}
WHOLE: dict[str, Any] = {"by": "date"}
LANDED = (among(ever("landed")),)

# fmt: off
trips_all = Figure("investment.trips", _("招商走请活动"), _("次"), trips(name="trip"), about=_("走出去和请进来，成行的"), **WHOLE)
trips_led = Figure("investment.trips_led", _("领导带队的走请活动"), _("次"), trips(name="trip_led"), overlaps=_("已算在招商走请活动内"), **WHOLE)
trips_out = Figure("investment.trips_out", _("走出去"), _("次"), trips(name="trip", value="out"), overlaps=_("已算在招商走请活动内"), **WHOLE)
trips_in = Figure("investment.trips_in", _("请进来"), _("次"), trips(name="trip", value="in"), overlaps=_("已算在招商走请活动内"), **WHOLE)
enterprises = Figure("investment.enterprises", _("座谈企业"), _("家"), TALKS, "distinct:enterprise", about=_("走请活动上和项目里座谈过的，同一家只算一次"), **WHOLE)
leads = Figure("investment.leads", _("招商线索"), _("条"), ever("lead"), **SINCE)
contacts = Figure("investment.contacts", _("对接洽谈项目"), _("个"), ever("contact"), about=_("这段时间到过“对接洽谈”的，后来往前走了的也算"), **SINCE)
at_planning = Figure("investment.at_planning", _("正在编制规划的项目"), _("个"), now_at("planning"), about=_("现在（或截至那天）还在“规划编制”的，往前走了的不算"), **SINCE)
planned = Figure("investment.planned", _("谋划项目"), _("个"), ever("planning"), about=_("这段时间到过“规划编制”的，签了约的也算"), **SINCE)
planned_amount = Figure("investment.planned_amount", _("计划总投资"), WAN, ever("planning"), "sum:amount", about=_("谋划项目的计划总投资之和"), **SINCE)
signed = Figure("investment.signed", _("签约项目"), _("个"), ever("signed"), **SINCE)
signed_here = Figure("investment.signed_here", _("通过政协平台签约的项目"), _("个"), ever("signed", channel="cppcc"), overlaps=_("已算在签约项目内"), **SINCE)
signed_amount = Figure("investment.signed_amount", _("签约额"), WAN, ever("signed"), "sum:amount", about=_("协议上的金额，不是到位的、也不是完成的"), **SINCE)
signed_here_amount = Figure("investment.signed_here_amount", _("通过政协平台的签约额"), WAN, ever("signed", channel="cppcc"), "sum:amount", overlaps=_("已算在签约额内"), **SINCE)
landed = Figure("investment.landed", _("落地项目"), _("个"), ever("landed"), **SINCE)
landed_signed = Figure("investment.landed_signed", _("已落地项目的签约额"), WAN, ever("signed"), "sum:amount", narrow=LANDED, overlaps=_("已算在签约额内"), **SINCE)
landed_here = Figure("investment.landed_here", _("通过政协平台签约、已落地的签约额"), WAN, ever("signed", channel="cppcc"), "sum:amount", narrow=LANDED, overlaps=_("已算在通过政协平台的签约额内"), **SINCE)
landed_amount = Figure("investment.landed_amount", _("落地额"), WAN, ever("landed"), "sum:amount", about=_("落地凭据上的金额，和签约额分开记"), **SINCE)
started = Figure("investment.started", _("开工项目"), _("个"), ever("started"), **SINCE)
producing = Figure("investment.producing", _("投产项目"), _("个"), ever("producing"), **SINCE)
lost = Figure("investment.lost", _("终止项目"), _("个"), ever("lost"), **SINCE)
contracted = Figure("investment.contracted", _("包抓项目"), _("个"), TARGETS, about=_("定了全年目标的"), **SINCE)
targets = Figure("investment.targets", _("全年投资目标"), WAN, TARGETS, "sum:amount", **SINCE)
completed = Figure("investment.completed", _("完成投资"), WAN, READINGS, "sum:completed", narrow=(latest(READINGS), with_target), about=_("每个包抓项目最近一次没有冲销的读数，相加"), **SINCE)
arrived = Figure("investment.arrived", _("到位资金"), WAN, ARRIVED, "sum:arrived", narrow=(latest(ARRIVED),), about=_("每个项目最近一次写了到位资金、没有冲销的读数，相加"), **SINCE)
quota_planning = Figure("investment.quota_planned", _("谋划任务"), _("个"), quota("planning"), "sum:number", narrow=(of_all,), about=_("定了全区任务的只算全区的，没有的是各单位任务之和"), **WHOLE)
quota_planning_amount = Figure("investment.quota_planned_amount", _("谋划任务总投资"), WAN, quota("planning"), "sum:amount", narrow=(of_all,), about=_("定了全区任务的只算全区的，没有的是各单位任务之和"), **WHOLE)
quota_signed = Figure("investment.quota_signed", _("签约任务"), _("个"), quota("signed"), "sum:number", narrow=(of_all,), about=_("定了全区任务的只算全区的，没有的是各单位任务之和"), **WHOLE)
quota_signed_amount = Figure("investment.quota_signed_amount", _("签约任务额"), WAN, quota("signed"), "sum:amount", narrow=(of_all,), about=_("定了全区任务的只算全区的，没有的是各单位任务之和"), **WHOLE)
quota_landed = Figure("investment.quota_landed", _("落地任务"), _("个"), quota("landed"), "sum:number", narrow=(of_all,), about=_("定了全区任务的只算全区的，没有的是各单位任务之和"), **WHOLE)
quota_completed = Figure("investment.quota_completed", _("投资任务"), WAN, quota("completed"), "sum:amount", narrow=(of_all,), about=_("定了全区任务的只算全区的，没有的是各单位任务之和"), **WHOLE)

declare(
    trips_all, trips_led, trips_out, trips_in, enterprises, leads, contacts, at_planning, planned, planned_amount, signed, signed_here, signed_amount, signed_here_amount,
    landed, landed_signed, landed_here, landed_amount, started, producing, lost, contracted, targets, completed, arrived,
    quota_planning, quota_planning_amount, quota_signed, quota_signed_amount, quota_landed, quota_completed,
    Rate("investment.completion", _("完成全年目标"), completed, targets, about=_("各项目完成投资之和除以全年目标之和，不是各项目百分比的平均"), places=2),
    Rate("investment.landing_rate", _("签约落地率"), landed_signed, signed_amount, about=_("签约额里，已落地项目的签约额占多少")),
    Rate("investment.start_rate", _("开工率"), started, signed, about=_("签约项目里，开工的占多少")),
    Rate("investment.arrival_rate", _("资金到位率"), arrived, signed_amount, about=_("签约额里，到位资金占多少")),
    Rate("investment.planned_rate", _("谋划任务完成率"), planned, quota_planning, about=_("谋划项目个数除以任务个数，可以超过 100%")),
    Rate("investment.planned_amount_rate", _("谋划任务总投资完成率"), planned_amount, quota_planning_amount),
    Rate("investment.signed_rate", _("签约任务完成率"), signed, quota_signed),
)
# fmt: on
