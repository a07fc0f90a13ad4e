"""Order leads and one cultivation of the invented district: seven leads at every stage, and a paper on its way to the city's committee."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from huiyin.cultivation.directory import enter
from huiyin.cultivation.models import Cultivation, Expert
from huiyin.demo.reception import Happening
from huiyin.demo.sites import Reception
from huiyin.kernel import clock
from huiyin.kernel.act import act
from huiyin.kernel.models import Committee, Organisation, Post
from huiyin.orders.calling import begin
from huiyin.orders.models import OrderCall, OrderLead
from huiyin.proposals.drafts import save
from huiyin.proposals.models import Proposal

CALL = "下一年度提案选题线索"
# unit, title, background, difficulty, wish, how far
LEADS = (
    ("区交通局", "农村公路养护资金怎么稳定", "全区农村公路 860 公里，养护靠一年一议。", "小修小补没有固定来源。", "调研周边区县的办法。", "cultivate"),
    ("区住建局", "农贸市场周边夜间停车", "三个市场周边只有 120 个车位。", "夜里挤占消防通道。", "调研错时共享。", "researched"),
    ("区卫健局", "村卫生室夜间值守", "四成村卫生室夜里没有人。", "村医年纪大，轮不开。", "调研联村值守。", "claimed"),
    ("区教育局", "课后服务的师资从哪里来", "课后服务覆盖全部小学。", "体艺老师不够。", "调研社会力量进校园。", "published"),
    ("区城管局", "早餐车集中区怎么定", "早餐车有 90 多辆。", "点位年年吵。", "调研固定点位。", "sent"),
    ("区交通局", "乡村道路维修经费", "维修经费不够。", "和养护一样没有来源。", "一并调研。", "merged"),
    ("区民政局", "增加本局编制", "人手紧。", "编制少。", "呼吁增加编制。", "rejected"),
)  # fmt: skip
EXPERTS = (
    ("白砚秋", "expert", "公路养护与财政", "云川交通职业学院"),
    ("澄江发展研究院", "institution", "县域经济", ""),
    ("陶见微", "media", "民生报道", "澄江日报"),
)
FIRST = "澄江、鹿鸣两区农村公路相连，养护标准不一。建议由市级统一标准，按里程和车流补助，跨区路段共管。"
SECOND = "澄江、鹿鸣两区农村公路相连 41 公里，养护标准不一，同一条路两种路面。建议由市级统一养护标准，按里程和车流补助，跨区路段共管共养。"

FOUND = {
    "停车": "夜里九点到十一点看了两处，和摊主、居民、物业谈了。附近两个单位的车位夜间空着一半。",
    "公路": "走了三个镇的路，看了两年的养护台账。",
    "卫生室": "夜里走了五个村，三个关着门。两个镇的村医愿意联村轮值，缺的是补助和班表。",
}
"""What was found on the spot, by a word of the lead's title."""


class Telling:
    """What happened, on working days, none of it later than yesterday."""

    def __init__(self, house: Reception, members: list[Post], today: date) -> None:
        self.house, self.members, self.today, self.out = house, members, today, list[Happening]()
        self.committee: Committee = house.committee
        self.office = self._post("proposal_office")
        self.government = Organisation.objects.get(committee=self.committee, kind="assigning", name="区政府督查室")
        self.assigning = self._post("assigning", self.government)

    def _post(self, role: str, organisation: Any = None) -> Post:
        rows = Post.objects.select_related("person", "organisation").filter(committee=self.committee, role=role)
        post = (rows.filter(organisation=organisation) if organisation else rows).order_by("pk")[0]
        post.committee = self.committee
        return post

    def _unit(self, name: str) -> Post:
        return self.house.units.get(name) or self._post(
            "unit", Organisation.objects.get(committee=self.committee, kind="unit", name=name)
        )

    def then(self, ago: int, do: Callable[[], Any]) -> None:
        day = self.today - timedelta(days=ago)
        while day.weekday() > 4:
            day += timedelta(days=1)
        if day < self.today:
            at = clock.at_noon(day).replace(hour=15, minute=len(self.out) % 60)
            self.out.append(Happening(at, 1400 + len(self.out), do))

    def call(self) -> None:
        units = [self._unit(name).organisation_id for name in dict.fromkeys(row[0] for row in LEADS)]
        units.append(self._unit("区水务局").organisation_id)
        begin(
            self.office, title=CALL, units=units, office=self.government, reply_by=self.today + timedelta(days=12),
            words="请各单位结合明年工作，报送希望委员调研、推动的线索。一条一事，写清背景、难处和希望。",
        )  # fmt: skip

    def open_call(self) -> OrderCall:
        row = OrderCall.objects.get(committee=self.committee, title=CALL)
        row.committee = self.committee
        return row

    def lead(self, title: str) -> OrderLead:
        row = OrderLead.objects.select_related("unit").get(committee=self.committee, title=title)
        row.committee = self.committee
        return row

    def send(self, row: tuple[str, ...]) -> None:
        unit, title, background, difficulty, wish, _far = row
        act(
            self.open_call(), "send", as_=self._unit(unit), title=title, background=background, difficulty=difficulty, wish=wish,
            contact="办公室 0000-1234567", level="district",
        )  # fmt: skip

    def screen(self, row: tuple[str, ...]) -> None:
        """Each as far as it got; the merged one after the one that it joins."""
        _unit, title, *_words, far = row
        case = self.lead(title)
        if far == "rejected":
            act(case, "reject", as_=self.office, why="机构编制另有程序，不作提案线索。")
        elif far == "merged":
            act(case, "merge", as_=self.office, main=self.lead(LEADS[0][1]).pk)
        else:
            act(case, "accept", as_=self.office)
            act(self.lead(title), "publish", as_=self.office)

    def screen_all(self) -> None:
        for row in LEADS:
            if row[-1] != "sent":
                self.screen(row)

    def take_up(self) -> None:
        for title, people in (
            (LEADS[1][1], self.members[2:4]),
            (LEADS[2][1], self.members[4:5]),
            (LEADS[0][1], self.members[5:6]),
        ):
            for post in people:
                act(self.lead(title), "claim", as_=post)

    def research(self, title: str) -> None:
        unit = self._unit(next(row[0] for row in LEADS if row[1] == title))
        found = next(words for word, words in FOUND.items() if word in title)
        act(
            self.lead(title),
            "research",
            as_=unit,
            on=clock.today(),
            way="site",
            people="委员和单位一起去的",
            found=found,
        )

    def draft(self) -> None:
        """What the village doctors' lead came to: a proposal, with the lead on it; the unit is told."""
        author = self.members[4]
        act(self.lead(LEADS[2][1]), "draft", as_=author)
        case = Proposal.objects.get(committee=self.committee, order_source__gt="", state="draft")
        case.committee = self.committee
        save(case, {
            "title": "关于村卫生室联村值守的提案", "analysis": "值守的难处在排班：一个村一名村医，白天黑夜连轴转，请假就关门。",
            "items": ["按镇排出联村值守班表，夜间和节假日每两村至少开一处", "值守补助列入区级公共卫生经费，按班次发"],
        })  # fmt: skip
        act(case, "submit", as_=author, publish_wish="yes", no_secret=True)

    # the cultivation ────────────────────────────────────────────────────
    def ripe(self) -> Cultivation:
        row = Cultivation.objects.get(committee=self.committee, origin_words__gt="")
        row.committee = self.committee
        return row

    def gather(self) -> None:
        for name, kind, field, workplace in EXPERTS:
            enter(
                self.office,
                name=name,
                kind=kind,
                field=field,
                workplace=workplace,
                consent="签了同意书",
                consented_on=clock.today(),
            )
        act(self.lead(LEADS[0][1]), "cultivate", as_=self.office, level="city")
        experts = list(Expert.objects.filter(committee=self.committee).order_by("pk").values_list("pk", flat=True))
        act(
            self.ripe(),
            "team",
            as_=self.office,
            members=[post.person_id for post in self.members[5:7]],
            experts=experts,
        )

    def written(self) -> None:
        act(self.ripe(), "write", as_=self.members[5], body=FIRST)
        act(self.ripe(), "to_review", as_=self.office)
        whose = self.ripe().contributors.filter(expert__isnull=False).order_by("pk")[0]
        act(
            self.ripe(), "comment", as_=self.office, whose=str(whose.pk), opinion="要有里程，才说得清为什么要市里来办。"
        )
        act(self.ripe(), "write", as_=self.members[5], body=SECOND, change="补了里程")

    def up(self) -> None:
        act(self.ripe(), "cosponsor", as_=self.office, kind="cppcc", name="政协鹿鸣区委员会", consent="来函同意联名")
        act(self.ripe(), "ready", as_=self.office)
        act(
            self.ripe(), "hand_up", as_=self.office, to="0", level="city", form="collective", carrier_kind="party", carrier="民建云川市委",
            items=["统一农村公路养护标准", "按里程和车流补助", "跨区路段共管共养"],
        )  # fmt: skip


def year(house: Reception, members: list[Post], today: date) -> list[Happening]:
    """Everything that happened with orders, none of it later than yesterday."""
    told = Telling(house, members, today)
    told.then(62, told.call)
    told.then(60, lambda: act(told.open_call(), "agree", as_=told.assigning))
    for number, row in enumerate(LEADS):
        told.then(5 if row[-1] == "sent" else 55 - number, lambda row=row: told.send(row))  # type: ignore[misc]
    told.then(45, told.screen_all)
    told.then(41, told.take_up)
    told.then(34, lambda: told.research(LEADS[0][1]))
    told.then(20, lambda: told.research(LEADS[1][1]))
    told.then(
        40,
        lambda: [
            act(told.open_call(), "finish", as_=told._unit(name)) for name in ("区交通局", "区民政局", "区教育局")
        ],
    )
    told.then(31, told.gather)
    told.then(24, told.written)
    told.then(17, told.up)
    told.then(12, lambda: told.research(LEADS[2][1]))
    told.then(6, told.draft)
    return told.out
