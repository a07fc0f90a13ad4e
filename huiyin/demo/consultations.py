"""A year of consultation in the invented district: one looked back on soon, one with its items under way, one to be confirmed, one to come."""

import io
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from django.conf import settings

from huiyin.activities.models import Activity
from huiyin.consultations.models import Consultation, Item
from huiyin.consultations.raising import raise_topic
from huiyin.demo import online
from huiyin.demo.leaders import paper
from huiyin.demo.reception import Happening
from huiyin.demo.sites import Reception
from huiyin.kernel import clock
from huiyin.kernel.act import act
from huiyin.kernel.files import check_upload, store
from huiyin.kernel.models import Attachment, Post
from huiyin.reception.raising import public_post
from huiyin.suggestions.models import Suggestion

FIT = ["small", "public", "lawful", "ripe"]


@dataclass(frozen=True)
class Talk:
    """One topic as it is told. `issues`: (question, said, result, agreed, dissent); `items`: (text, unit, what is done, money, people)."""

    site: str
    ago: int
    end: str
    title: str
    background: str
    sides: str
    guests: str
    issues: tuple[tuple[str, str, str, str, str], ...] = ()
    items: tuple[tuple[str, str, str, str, str], ...] = ()
    told: str = ""
    heads: int = 0
    by: str = "people"


TALKS = (
    Talk(
        "桂园", 128, "watching", "桂园小区晚上停车怎么停",
        "小区有车位 80 个，车 210 辆，晚上消防通道也停满了。去年冬天救护车进不来，是邻居抬出去的。",
        "有车的住户：姬建国；没车的住户：牟阿婆；物业：苟经理", "姬建国，桂园 3 栋\n牟阿婆，桂园 5 栋\n苟经理，桂园物业\n车明亮，桂园社区",
        (("晚上东路能不能停", "有车的：晚上八点到早上七点总可以。没车的：消防通道一米也不能占。", "consensus", "东路东侧单边夜间停车，消防通道物理隔开。", ""),
         ("收不收费", "物业：要管就要收。住户：一个月不能过八十。", "partly", "夜间每月 60 元，收支每季度贴在门口。", "牟阿婆：不开车的不该替开车的出保洁费。")),
        (("东路东侧划 62 个夜间车位", "区交通局", "车位划好了，标线和牌子都有。", "5.8", "620"), ("把消防通道隔出来", "区住建局", "装了 14 根隔离桩，通道清出来了。", "2.1", "1450")),
        "62 个夜间车位划好了，消防通道隔出来了，收费和开支每季度贴在小区门口。", 26,
    ),
    Talk(
        "望江", 52, "handling", "望江老街赶场的摊子摆在哪里",
        "每逢一四七赶场，三百多个摊子摆在老街上，公交车改道，学生绕行。", "摆摊的：胥大嫂；街上的铺子：甘老板；学校：桑老师",
        "胥大嫂，柏树村\n甘老板，老街 12 号\n桑老师，望江小学\n解小军，江口村",
        (("摊子挪到哪里", "摆摊的：远了没人来。铺子：堵在门口我也没生意。", "partly", "菜摊挪到河边空地，先试三个月。", "胥大嫂：卖早点的要留在街口。"),),
        (("河边空地铺平、接上水电", "区农业农村局", "地铺平了，水接通了，电正在接。", "11.6", "900"), ("公交车逢场不改道", "区交通局", "", "", "")),
        "", 38,
    ),
    Talk(
        "老码头", 15, "minuted", "老码头菜市场的雨棚谁来修", "雨棚漏了两年，业主、市场和社区各说各的。", "摊主：鲍大有；市场：聂主管；社区：濮新雨",
        "鲍大有，老码头 7 号摊\n聂主管，老码头市场\n臧秀英，老码头社区",
        (("钱怎么出", "摊主：租金里有维修。市场：租金十年没涨。", "consensus", "市场出六成，摊主按摊位出四成，社区管账。", ""),), (), "", 12,
    ),
    Talk("城南", 6, "noticed", "南门巷的老树要不要移", "三棵老黄葛树的根顶起了路面，老人摔过跤。有人要移，有人要留。", "住户：祁红梅；园林：尤静好；残联：宁采薇", ""),
    Talk("云溪", 3, "raised", "茶场村的路灯晚上几点关", "旅游的人走了灯还亮到天亮，电费村里出。", "村民、民宿、村委会", "", by="member"),
)  # fmt: skip


@dataclass
class Telling:
    """One topic told as happenings; nothing of it lies in the future."""

    house: Reception
    talk: Talk
    today: date
    out: list[Happening]

    def __post_init__(self) -> None:
        self.day = self.today - timedelta(days=self.talk.ago)
        self.hour = 9
        self.keeper = self.house.keepers[self.talk.site]
        self.pk = 0

    def then(self, days: int, do: Callable[[], Any]) -> None:
        """It happens so many days later, on a working day, unless that day has not come."""
        day = self.day + timedelta(days=days)
        while days and day.weekday() > 4:
            day += timedelta(days=1)
        self.hour = self.hour + 1 if day == self.day and self.hour < 17 else 9
        self.day = day
        if day < self.today:
            at = clock.at_noon(day).replace(hour=self.hour, minute=20 + len(self.out) % 30)
            self.out.append(Happening(at, 500 + len(self.out), do))

    def case(self) -> Consultation:
        found = Consultation.objects.get(pk=self.pk)
        found.committee = self.house.committee
        return found

    def does(self, days: int, step: str, who: Post, **facts: Any) -> None:
        self.then(
            days, lambda: act(self.case(), step, as_=who, **{k: v() if callable(v) else v for k, v in facts.items()})
        )

    def meeting(self) -> Activity:
        found = Activity.objects.get(parent=self.pk)
        found.committee = self.house.committee
        return found

    def tell(self) -> None:
        self.then(0, self._raise)
        if self.talk.end == "raised":
            return
        self.does(1, "agree", self.keeper, fit=FIT, convener="党（工）委书记", paper=None)
        units = [self.house.units[one[1]].organisation_id for one in self.talk.items]
        meets = self.today + timedelta(days=5) if self.talk.end == "noticed" else self.day + timedelta(days=5)
        while meets.weekday() > 4:
            meets += timedelta(days=1)
        self.does(
            1, "notify", self.keeper, on=meets, hour="下午 2:30", place="议事室", chair="执行召集人", stakeholders=self.talk.sides, units=units,
            checked=True,
        )  # fmt: skip
        if self.talk.end == "noticed":
            self.then(1, lambda: online.ask(self.case, self.keeper, self.today))
            return
        self.then((meets - self.day).days, self._meet)
        for question, said, result, agreed, dissent in self.talk.issues:
            self.does(
                0, "issue", self.keeper, question=question, said=said, came=result, agreed=agreed, dissent=dissent
            )
        self.does(1, "write_minutes", self.keeper, minutes="先由站长说明情况，各方逐一发言，再逐个问题商量。")
        if self.talk.end == "minuted":
            return
        self.does(1, "confirm", self.keeper, signed=lambda: self.scan(self.case(), "签字页.pdf"))
        self.does(1, "file", self.keeper, outcome="minutes", items="\n".join(one[0] for one in self.talk.items))
        self._carried_out()

    def _raise(self) -> None:
        talk, site = self.talk, self.house.sites[self.talk.site]
        who = self.house.inside[talk.site][0] if talk.by == "member" else self.keeper
        self.pk = raise_topic(
            who,
            title=talk.title,
            background=talk.background,
            raised_as=talk.by,
            site=site,
            stakeholders=talk.sides,
            brand="consult",
        ).pk

    def _meet(self) -> None:
        there = self.meeting()
        for one in self.house.inside[self.talk.site][:3]:
            act(there, "check_in", as_=one, code=there.door)
        act(there, "guests", as_=self.keeper, category="villager", names=self.talk.guests)
        if self.talk.heads:
            scan = self.scan(there, "签到表.pdf")
            act(there, "heads", as_=self.keeper, category="villager", number=self.talk.heads, evidence_file=scan)
        act(there, "hold", as_=self.keeper)

    def _carried_out(self) -> None:
        for number, (text, unit, done, money, people) in enumerate(self.talk.items):
            post = self.house.units[unit]
            self.then(0, lambda text=text, post=post: self._address(text, post))  # type: ignore[misc]
            if not done:
                self.item(2, text, "decline", post, why="逢场三百多个摊子占着路，车过不去；摊子挪走以后再恢复。")
                continue
            self.item(2, text, "accept", post, adoption="adopted", words="列入本月工作，说到做到。")
            self.item(
                8 + number, text, "report", post, words=done, money=money, people=people,
                file=lambda text=text: self.scan(self._item(text), "现场照片.pdf"),
            )  # fmt: skip
            if self.talk.end == "watching":
                self.item(3, text, "verify", self.keeper, solved="solved", words="和群众代表一起去看的。")
        if self.talk.end == "watching":
            self._told()

    def _told(self) -> None:
        self.does(2, "tell", self.keeper, way=["board", "portal"], words=self.talk.told)
        heading = self.talk.title
        text = f"{self.talk.background}\n大家商量：{'；'.join(one[3].rstrip('。') for one in self.talk.issues)}。\n{self.talk.told}"
        self.does(2, "publish", self.house.general, heading=heading, text=text, checked=True)
        public = public_post(self.house.committee)
        for about, view in (
            ("discussion", "good"),
            ("discussion", "fair"),
            *[("handling", "good")] * 4,
            ("handling", "fair"),
        ):
            self.does(0, "rate", public, about=about, view=view)
        self.spread()

    def spread(self) -> None:
        """What worked here was carried to three more estates, and written up."""
        self.then(12, self._carry)
        self.does(
            3, "write_study", self.keeper, heading="夜里的车位，商量着停", background=self.talk.background,
            practice="先请有车的、没车的、物业各推一个人，把晚上几点、停哪一侧、钱怎么收一个一个说清；说不拢的记下来，不急着表决。",
            effect="夜间车位划好了，消防通道一米没占，收支每季度贴在门口。", lesson="切口小，利益相关的人都在，分歧写得清楚，比表决快。",
        )  # fmt: skip
        when = lambda: clock.today().isoformat()  # noqa: E731
        self.does(
            5, "include_study", self.house.general, level="city", book="全市政协协商案例选编", on=when, file=lambda: self.scan(self.case(), "选编目录.pdf"),
        )  # fmt: skip

    def _carry(self) -> None:
        day = (clock.today() - timedelta(days=2)).isoformat()
        item = Item.objects.filter(parent=self.pk, state="verified").order_by("pk")[0]
        rows = f"北河苑小区，{day}，48，36\n青石家园，{day}，35，20\n望江新村，{day}，27，15"
        act(self.case(), "replicate", as_=self.keeper, item=item.pk, rows=rows, unit="个车位")

    def _address(self, text: str, post: Post) -> None:
        row = Suggestion.objects.get(case=self.pk, text=text)
        act(self.case(), "address", as_=self.keeper, items=[row.pk], unit=post.organisation_id)

    def _item(self, text: str) -> Item:
        found = Item.objects.select_related("parent__consultation").get(parent=self.pk, suggestion__text=text)
        found.committee = self.house.committee
        return found

    def item(self, days: int, text: str, step: str, who: Post, **facts: Any) -> None:
        self.then(
            days,
            lambda: act(self._item(text), step, as_=who, **{k: v() if callable(v) else v for k, v in facts.items()}),
        )

    def scan(self, case: Any, name: str) -> Attachment:
        """A paper that came with an act, with a content."""
        checked, path = self._paper
        return Attachment.objects.create(
            committee=self.house.committee, case_id=case.pk, label="scan", name=name, sha256=checked.sha256, size=checked.size,
            content_type=checked.content_type, path=path, added_at=clock.now(), post_id=self.keeper.pk,
        )  # fmt: skip

    @cached_property
    def _paper(self) -> tuple[Any, str]:
        content = io.BytesIO(
            paper("澄江区政协办公室", "协商凭据", f"{self.talk.title}：签到、签字、现场情况，原件在站点。")
        )
        checked = check_upload(content, "凭据.pdf", settings.MAX_UPLOAD_BYTES)
        return checked, store(settings.FILES, self.house.committee.code, checked, content)


def year(house: Reception, today: date) -> list[Happening]:
    """Everything that happened in the consultations, none of it later than yesterday."""
    out: list[Happening] = []
    for talk in TALKS:
        Telling(house, talk, today, out).tell()
    return out
