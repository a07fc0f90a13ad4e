"""Oversight in the invented district: one subject answered and looked at again, one whose letter is out, one for later; a ballot announced, one to come."""

import io
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.conf import settings

from huiyin.activities.models import Activity
from huiyin.demo.leaders import paper
from huiyin.demo.reception import Happening
from huiyin.demo.sites import Reception
from huiyin.kernel import clock
from huiyin.kernel.act import act, open_case
from huiyin.kernel.files import check_upload, store
from huiyin.kernel.models import Attachment, Post
from huiyin.oversight import squads, voting
from huiyin.oversight.balloting import begin as begin_ballot
from huiyin.oversight.models import Appraisal, Ballot, Entitled, Oversight, OversightItem, OversightLetter, Squad
from huiyin.oversight.raising import begin

# unit, what, found, asked, (stance, answer), (verdict, seen)
WINDOWS = (
    ("区住建局", "不动产窗口中午没有人", "三次中午十二点半去，都只有保安。取号的有七个人在等。", "中午排两个人值班，把时间写在门口。", ("accept", "从下月起中午两人值班，门口和网上都公布。"), ("rectified", "又去了两次，中午都有人，等的人不超过三个。")),
    ("区住建局", "材料清单和墙上的不一样", "窗口给的清单比墙上多两样，居民跑了两趟。", "以一张清单为准，改了就换。", ("accept", "清单统一了，旧的都收回。"), ("partly", "大厅换了，街道的便民点还是旧的。")),
    ("区交通局", "道路占用许可办得慢", "承诺五个工作日，翻看二十件，有六件超过十天。", "超期的自动提醒，按月公布。", ("explain", "其中四件是申请人补材料，扣除以后有两件超期，已经通报。"), ("not", "还没有按月公布。")),
)  # fmt: skip
CANTEENS = (
    ("区农业农村局", "配送的菜没有检测单", "抽看五家学校食堂，三家拿不出当天的检测单。", "配送企业随车带单，学校留存。", None, None),
)  # fmt: skip
TOPICS = (
    (
        75,
        "to_report",
        "random",
        "政务服务窗口午间不断档",
        "群众反映中午去了没人，一跑再跑。",
        WINDOWS,
        "区政务服务大厅",
    ),
    (
        30,
        "answering",
        "irregular",
        "学校食堂食材配送",
        "家长反映配送企业换得勤，看不到检测。",
        CANTEENS,
        "五所学校食堂",
    ),
    (
        12,
        "planned",
        "regular",
        "老旧小区改造的工程质量",
        "去年改造的小区，雨后有墙面渗水。",
        (("区住建局", "", "", "", None, None),),
        "",
    ),
)
ITEMS = "优化营商环境\n老旧小区改造\n义务教育优质均衡\n农村道路养护\n养老服务"
VOTERS = 11


@dataclass
class Telling:
    """What happened, on working days, none of it later than yesterday."""

    house: Reception
    members: list[Post]
    signer: Post
    today: date
    out: list[Happening]

    def then(self, day: date, do: Callable[[], Any]) -> None:
        while day.weekday() > 4:
            day += timedelta(days=1)
        if day < self.today:
            at = clock.at_noon(day).replace(hour=10, minute=len(self.out) % 60)
            self.out.append(Happening(at, 900 + len(self.out), do))

    def topic(self, ago: int, end: str, mode: str, title: str, why: str, found: Any, place: str) -> None:
        day, office = self.today - timedelta(days=ago), self.house.general
        units = [self.house.units[name].organisation_id for name in dict.fromkeys(row[0] for row in found)]
        key = f"demo-oversight-{ago}"

        def case() -> Oversight:
            row: Oversight = Oversight.objects.get(title=title, committee=self.house.committee)
            row.committee = self.house.committee
            return row

        self.then(
            day,
            lambda: begin(
                office, title=title, units=units, background=why, mode=mode, form="squad", squad=self.squad(), key=key
            ),
        )
        if end == "planned":
            return
        self.then(day + timedelta(days=3), lambda: self.visit(case(), mode, place, found))
        self.then(day + timedelta(days=6), lambda: act(case(), "draft", as_=office))
        self.then(day + timedelta(days=8), lambda: act(case(), "sign", as_=self.signer))
        self.then(day + timedelta(days=9), lambda: act(case(), "send", as_=office, sent_by="direct"))
        self.then(day + timedelta(days=10), lambda: self.received(case()))
        for number, row in enumerate(found):
            if row[4]:
                self.then(day + timedelta(days=20 + number), lambda row=row: self.answered(case(), row))  # type: ignore[misc]
                self.then(day + timedelta(days=50 + number), lambda row=row: self.looked(case(), row))  # type: ignore[misc]

    def scan(self, case: Any) -> Attachment:
        content = io.BytesIO(paper("被评议单位", "整改报告", f"{case.title}：整改情况，盖章件在政协办公室。"))
        checked = check_upload(content, "整改报告.pdf", settings.MAX_UPLOAD_BYTES)
        return Attachment.objects.create(
            committee=self.house.committee, case_id=case.pk, label="scan", name="整改报告.pdf", sha256=checked.sha256, size=checked.size,
            content_type=checked.content_type, path=store(settings.FILES, self.house.committee.code, checked, content), added_at=clock.now(),
            post_id=self.house.general.pk,
        )  # fmt: skip

    def squad(self) -> Squad:
        name = "营商环境监督小分队"
        there = Squad.objects.filter(committee=self.house.committee, name=name).first()
        people = [one.person_id for one in self.members[:4] if one.person_id]
        return there or squads.save(
            self.house.committee, as_=self.house.general, name=name, about="窗口服务、涉企收费", head=people[0], people=people
        )  # fmt: skip

    def visit(self, case: Oversight, mode: str, place: str, found: Any) -> None:
        office, today = self.house.general, clock.today()
        step = "go" if mode == "random" else "notify"
        act(
            case,
            step,
            as_=office,
            on=today,
            hour="中午 12:30",
            place=place,
            methods=["unseen", "site"] if mode == "random" else ["site", "files", "talk"],
        )
        there = Activity.objects.get(parent=case.pk)
        there.committee = self.house.committee
        for one in self.members[:3]:
            act(there, "check_in", as_=one, code=there.door)
        act(there, "hold", as_=office)
        for unit, heading, seen, asks, _answer, _look in found:
            act(
                case,
                "find",
                as_=self.members[0],
                unit=self.house.units[unit].organisation_id,
                heading=heading,
                found=seen,
                asks=asks,
            )

    def received(self, case: Oversight) -> None:
        by = {post.organisation_id: post for post in self.house.units.values()}
        for row in OversightLetter.objects.filter(parent=case.pk).select_related("parent__oversight"):
            row.committee = self.house.committee
            act(row, "receive", as_=by[row.unit_id])

    def item(self, case: Oversight, heading: str) -> OversightItem:
        row: OversightItem = OversightItem.objects.select_related("parent__oversight").get(
            parent=case.pk, title=heading
        )
        row.committee = self.house.committee
        return row

    def answered(self, case: Oversight, row: Any) -> None:
        unit, heading, _found, _asks, (stance, words), _look = row
        facts: dict[str, Any] = {} if stance == "explain" else {"by": clock.today() + timedelta(days=20)}
        act(self.item(case, heading), "answer", as_=self.house.units[unit], stance=stance, words=words, **facts)

    def looked(self, case: Oversight, row: Any) -> None:
        _unit, heading, _found, _asks, _answer, (verdict, seen) = row
        act(self.item(case, heading), "look", as_=self.members[0], verdict=verdict, way="unseen", words=seen)

    def ballots(self) -> None:
        """Eleven voted on five matters at a meeting; another ballot is prepared and waits for its hall."""
        names = "\n".join(post.person.name for post in self.members[:VOTERS] if post.person)
        self.then(self.today - timedelta(days=20), lambda: self.voted(names))
        self.then(
            self.today - timedelta(days=3),
            lambda: begin_ballot(
                self.house.general,
                title="对十件民生实事的民主测评",
                items="停车位\n菜市场改造\n校门口交通",
                everybody=True,
                key="demo-ballot-2",
            ),
        )

    def voted(self, names: str) -> None:
        office, purpose = self.house.general, "常委会会议听取专项工作报告以后，当场无记名测评。"
        case: Ballot = begin_ballot(
            office, title="对五项重点工作的民主测评", items=ITEMS, purpose=purpose, names=names, key="demo-ballot-1"
        )
        voting.register(case, list(Entitled.objects.filter(case=case.pk).values_list("pk", flat=True)), "here")
        act(case, "start", as_=office)
        for number, post in enumerate(self.members[:VOTERS]):
            marks = [
                ("good", "good", "fair", "good", "bad", "good", "unknown")[(number * (at + 2) + at) % 7]
                for at in range(5)
            ]
            voting.vote(case, voting.draw(case, post), marks)
        act(case, "close", as_=office)
        act(case, "count", as_=office)
        act(case, "announce", as_=self.signer)
        act(case, "suggest", as_=office, items="把每月的进度贴到小区门口\n公布养护路段和时间")


def appraisals(told: Telling) -> None:
    """One fed back, put right and followed; one between its meeting and the feedback."""
    house, office = told.house, told.house.general

    def row(title: str) -> Appraisal:
        found: Appraisal = Appraisal.objects.get(title=title, committee=house.committee)
        found.committee = house.committee
        return found

    def begun(title: str, unit: str, why: str) -> None:
        case = open_case("appraisal", as_=office, title=title, row={"unit": house.units[unit].organisation, "why": why})
        act(case, "propose", as_=office)

    def tell(ago: int, title: str, step: str, as_: Post, **facts: Any) -> None:
        told.then(told.today - timedelta(days=ago), lambda: act(row(title), step, as_=as_, **facts))

    for ago, title, unit, why in (
        (120, "对区水务局工作的民主评议", "区水务局", "三个镇夏天水压低，来信来访多。"),
        (40, "对区交通局工作的民主评议", "区交通局", "公交、农村道路、停车，家家有关。"),
    ):
        told.then(told.today - timedelta(days=ago), lambda title=title, unit=unit, why=why: begun(title, unit, why))  # type: ignore[misc]
        tell(ago - 5, title, "approve", office, decision="区委常委会会议")
        tell(ago - 7, title, "issue", office, words="动员调研、评议反馈、整改追踪，三个阶段。")
        tell(ago - 20, title, "suggest", office, items="窗口把要带的材料写成一页纸\n每季度到街道听一次意见")
        tell(ago - 25, title, "meet", office, decision="常委会会议")
    first = "对区水务局工作的民主评议"
    tell(92, first, "feed_back", told.signer, words="工作扎实，群众较满意；停水通知还不够早。", grade="good")
    told.then(
        told.today - timedelta(days=70),
        lambda: act(row(first), "put_right", as_=house.units["区水务局"], words="停水提前两天短信通知，抢修电话贴到楼道。", file=told.scan(row(first))),
    )  # fmt: skip
    tell(20, first, "follow", office, verdict="rectified", words="到三个镇看过，都收到了短信。")


def year(house: Reception, members: list[Post], signer: Post, today: date) -> list[Happening]:
    """Everything that happened in oversight, none of it later than yesterday."""
    told = Telling(house, members, signer, today, [])
    for one in TOPICS:
        told.topic(*one)
    told.ballots()
    appraisals(told)
    return told.out
