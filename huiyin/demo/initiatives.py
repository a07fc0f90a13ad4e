"""A special action in the invented district, with a handful of projects on their way; one investment project that is contracted, one lead, a trip."""

import io
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.conf import settings

from huiyin.demo.leaders import paper
from huiyin.demo.reception import Happening
from huiyin.demo.sites import Reception
from huiyin.initiatives import raising, rounds
from huiyin.initiatives.models import Investment, Programme, ProgressReport, Project, Trip
from huiyin.kernel import clock
from huiyin.kernel.act import act
from huiyin.kernel.files import check_upload, store
from huiyin.kernel.models import Attachment, Post

TITLE, PARK, FARM, TRIP = "同心兴澄专项行动", "长河智能装备产业园", "观光农场", "赴滨海市考察装备制造"
OUTLINE = """主线：以营商环境之变促全区之进
重点：兴产业
方面：链条产业补链
项目：链条企业百家走访
项目：检测中心进园区
方面：农产品走出去
项目：澄江米包装统一
重点：惠民生
方面：一老一小
项目：社区食堂提质
方面：出行
项目：校门口分时停车"""
# unit, days for it, what for, how, the progress that it reported month by month
PROJECTS = {
    "链条企业百家走访": ("区交通局", 150, "走访链条企业 100 家，问题台账销号八成", "分八组走访，一企一单，每周会商", (25, 45, 70)),
    "检测中心进园区": ("区住建局", 120, "年底前在园区挂牌，检测当天出报告", "利旧改造两层厂房，设备分两批到", (10, 18, 30)),
    "澄江米包装统一": ("区农业农村局", 90, "20 家合作社用上统一包装", "请高校设计，先用三家再铺开", (40, 80, 100)),
    "社区食堂提质": ("区民政局", 170, "12 个社区食堂中午有热饭，老人点评满意", "每月随机吃一顿，公布点评", (15, 40)),
}  # fmt: skip
LATE = ("两家设备商交货晚了。", "换一家现货供应，月底装好第一批。")


@dataclass
class Telling:
    """What happened, on working days, none of it later than yesterday."""

    house: Reception
    leads: Post
    leader: Post
    today: date
    out: list[Happening]

    def on(self, day: date, do: Callable[[], Any]) -> None:
        if day < self.today:
            at = clock.at_noon(day).replace(hour=16, minute=len(self.out) % 60)
            self.out.append(Happening(at, 1500 + len(self.out), do))

    def then(self, ago: int, do: Callable[[], Any]) -> None:
        day = self.today - timedelta(days=ago)
        while day.weekday() > 4:
            day += timedelta(days=1)
        self.on(day, do)

    def of(self, model: Any, **where: Any) -> Any:
        row = model.objects.get(committee=self.house.committee, **where)
        row.committee = self.house.committee
        return row

    def unit(self, name: str) -> Post:
        return self.house.units.get(name) or next(iter(self.house.units.values()))

    def file(self, case: Any, title: str) -> Attachment:
        content = paper("区投资促进中心", title, "经双方协商一致，签订本协议。\n")
        checked = check_upload(io.BytesIO(content), f"{title}.pdf", settings.MAX_UPLOAD_BYTES)
        path = store(settings.FILES, self.house.committee.code, checked, io.BytesIO(content))
        return Attachment.objects.create(
            committee=self.house.committee, case=case, label="agreement", name=f"{title}.pdf", sha256=checked.sha256, size=checked.size,
            content_type=checked.content_type, path=path, added_at=clock.now(),
        )  # fmt: skip

    # the action ────────────────────────────────────────────────────────────
    def action(self) -> None:
        begins, office = self.today - timedelta(days=110), self.house.general
        ends = self.today + timedelta(days=160)
        say = self.then
        say(
            108,
            lambda: raising.begin(
                office,
                title=TITLE,
                theme="向新向实",
                above="全市同心共建专项行动",
                begins=begins,
                ends=ends,
                key="demo-initiatives-action",
            ),
        )
        say(107, lambda: act(self.of(Programme, title=TITLE), "lay", as_=office, outline=OUTLINE))
        say(105, lambda: act(self.of(Programme, title=TITLE), "launch", as_=self.leader))
        for title, row in PROJECTS.items():
            say(102, lambda title=title, row=row: self.start(title, *row))  # type: ignore[misc]
        for back in range(4, 0, -1):
            self.month(back)

    def start(self, title: str, unit: str, days: int, goal: str, method: str, _told: Any) -> None:
        case: Project = self.of(Project, title=title)
        today = clock.today()
        act(
            case, "set_out", as_=self.house.general, body=self.unit(unit).organisation_id, goal=goal, method=method, begins=today,
            ends=today + timedelta(days=days), lead=self.leader.person_id, office="经济和农业农村委员会",
        )  # fmt: skip
        act(case, "start", as_=self.house.general)
        half = today + timedelta(days=days // 2)
        act(case, "milestone", as_=self.house.general, title="中期盘点", due_on=half)

    def month(self, back: int) -> None:
        """The reports of a month that is so many months ago, and what the units said in them."""
        year, month = divmod(self.today.year * 12 + self.today.month - 1 - back, 12)
        day = date(year, month + 1, rounds.DAY)
        number = 4 - back - (0 if self.today.day > rounds.DAY else 1)
        self.on(day, lambda: rounds.make(self.house.committee))
        for title, row in PROJECTS.items():
            if 0 <= number < len(row[4]):
                self.on(
                    day + timedelta(days=2),
                    lambda title=title, row=row: self.report(title, row[0], str(row[4][number]), day),  # type: ignore[misc]
                )

    def report(self, title: str, unit: str, percent: str, day: date) -> None:
        case: Project = self.of(Project, title=title)
        due = ProgressReport.objects.filter(parent=case.pk, ends__gte=day, state="due").order_by("ends").first()
        if due is None:
            return
        due.committee = self.house.committee
        open_ones = case.milestones.filter(done_on=None)
        if int(percent) >= 40 and open_ones:
            act(case, "reach", as_=self.unit(unit), milestone=open_ones[0].pk)
        words = f"按方案推进，进度 {percent}%。"
        why: dict[str, Any] = dict(zip(("reason", "measure"), LATE, strict=True))
        act(due, "submit", as_=self.unit(unit), percent=percent, words=words, following="按月盯住节点。", **why)
        act(due, "accept", as_=self.house.general)

    # investment ────────────────────────────────────────────────────────────
    def investment(self) -> None:
        office, say = self.house.general, self.then
        when = self.today - timedelta(days=88)
        say(
            90,
            lambda: raising.trip(
                office,
                title=TRIP,
                on=when,
                place="滨海市",
                direction="out",
                leader=self.leader.person,
                key="demo-initiatives-trip",
            ),
        )
        say(
            85,
            lambda: act(
                self.of(Trip, title=TRIP), "finish", as_=office, result="看了三家工厂，两家愿意来看地。", enterprises="滨海精机\n东岸智造\n远帆装备",
                leads=PARK,
            ),
        )  # fmt: skip
        say(70, lambda: act(self.of(Investment, title=PARK), "advance", as_=office, stage="contact", on=clock.today()))
        say(
            60,
            lambda: act(
                self.of(Investment, title=PARK),
                "advance",
                as_=office,
                stage="planning",
                on=clock.today(),
                planned="32000",
            ),
        )
        say(48, self.sign)
        say(47, self.contract)
        say(
            30,
            lambda: self.advance(
                "landed", landed="12500", proof=self.file(self.of(Investment, title=PARK), "营业执照")
            ),
        )
        say(26, lambda: self.advance("started"))
        for ago, completed in ((40, "1860.50"), (9, "4127.30")):
            say(ago, lambda n=completed: self.read(n))  # type: ignore[misc]
        say(
            20,
            lambda: raising.lead(
                office,
                title=FARM,
                about="返乡青年想包两百亩坡地。",
                source_of="在外人才联谊会",
                key="demo-initiatives-lead",
            ),
        )
        say(19, self.quotas)

    def advance(self, stage: str, **facts: Any) -> None:
        act(self.of(Investment, title=PARK), "advance", as_=self.house.general, stage=stage, on=clock.today(), **facts)

    def sign(self) -> None:
        case = self.of(Investment, title=PARK)
        self.advance(
            "signed",
            signed="15000",
            parties="澄江区政府、滨海精机",
            channel="cppcc",
            introducer="滨海澄江商会",
            agreement=self.file(case, "投资协议"),
        )

    def contract(self) -> None:
        case, office = self.of(Investment, title=PARK), self.house.general
        act(case, "take_on", as_=office, body=self.unit("区住建局").organisation_id)
        act(case, "contract", as_=office, holder=self.leader.person_id, year=str(clock.today().year), target="9000")
        act(
            case,
            "procedures",
            as_=office,
            items="用地预审｜区自然资源分局\n环评批复｜区生态环境分局\n施工许可｜区住建局",
        )
        act(
            case,
            "coordinate",
            as_=office,
            on=clock.today(),
            whom="区自然资源分局窗口",
            words="勘界图少一张，约好周五补齐。",
        )
        first = case.procedures.order_by("position").first()
        act(case, "tick_off", as_=office, procedure=first.pk, on=clock.today(), paper="预审〔12〕号")

    def read(self, completed: str) -> None:
        case, year = self.of(Investment, title=PARK), clock.today().year
        if not case.investtargets.filter(year=year).exists():  # the story began before New Year
            act(case, "contract", as_=self.house.general, holder=self.leader.person_id, year=str(year), target="9000")
        act(
            case,
            "read",
            as_=self.house.general,
            on=clock.today(),
            completed=completed,
            arrived=completed,
            told_by="区统计局",
        )

    def quotas(self) -> None:
        year = raising.year_of(self.leader, clock.today().year)
        for what, number, amount in (("planning", "2", "30000"), ("signed", "3", "40000"), ("landed", "2", "20000")):
            act(year, "quota", as_=self.leader, what=what, number=number, amount=amount)


def year(house: Reception, leads: Post, leader: Post, today: date) -> list[Happening]:
    """Everything that happened in the action and in investment, none of it later than yesterday."""
    told = Telling(house, leads, leader, today, [])
    told.action()
    told.investment()
    return told.out
