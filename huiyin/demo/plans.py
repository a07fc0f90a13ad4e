"""The year's consultation plan in the invented district: issued, one topic done, one begun, one to come, one left out; a change under way."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from huiyin.consultations.models import Consultation
from huiyin.demo.consultations import TALKS, Telling
from huiyin.demo.reception import Happening
from huiyin.demo.sites import Reception
from huiyin.kernel import clock
from huiyin.kernel.act import act
from huiyin.kernel.models import Post
from huiyin.plans.models import AnnualPlan, PlanTopic
from huiyin.plans.raising import begin, raise_topic

# who raises it, title, why, form, quarter, special committee, units, supervisory
TOPICS: tuple[tuple[str, str, str, str, int, str, tuple[str, ...], bool], ...] = (
    ("member", "老旧小区停车的共建共管", "停车的诉求今年收到最多，各小区办法不一样。", "open", 2, "经济和农业农村委员会", ("区交通局", "区住建局"), False),
    ("unit", "镇上的卫生院夜里有没有医生", "夜里看病要跑到城里，三个镇都反映过。", "research", 3, "教科卫体委员会", ("区卫健局",), False),
    ("party", "优化营商环境的最后一公里", "区委全会提出的，请政协协商并监督。", "standing", 4, "经济和农业农村委员会", ("区住建局", "区市场监管局"), True),
    ("people", "广场舞几点结束", "只是一个小区的事。", "", 0, "", (), False),
)  # fmt: skip
LEFT_OUT = "这件事一个小区就能商量好，请联络站作为小微协商来办。"


class Year:
    """The plan of the year, told on working days before today."""

    def __init__(self, house: Reception, members: list[Post], today: date) -> None:
        self.house, self.today, self.out = house, today, list[Happening]()
        self.member, self.scan = members[3], Telling(house, TALKS[0], today, []).scan
        self.general, committee = house.general, house.committee
        posts = Post.objects.filter(committee=committee, role__in=("assigning", "leader"), ends=None).select_related(
            "organisation", "person"
        )
        self.offices = {post.organisation_id: post for post in posts.order_by("-pk") if post.role == "assigning"}
        self.leader = next(post for post in posts.order_by("pk") if post.role == "leader")
        for post in (*self.offices.values(), self.leader):
            post.committee = committee

    def then(self, ago: int, do: Callable[[], Any]) -> None:
        day = self.today - timedelta(days=ago)
        while day.weekday() > 4:
            day -= timedelta(days=1)
        at = clock.at_noon(day).replace(hour=8, minute=len(self.out) % 60)
        self.out.append(Happening(at, 950 + len(self.out), do))

    def whole(self) -> AnnualPlan:
        found = AnnualPlan.objects.get(committee=self.house.committee, year=self.today.year)
        found.committee = self.house.committee
        return found

    def topic(self, number: int) -> PlanTopic:
        found = PlanTopic.objects.get(committee=self.house.committee, title=TOPICS[number][1])
        found.committee = self.house.committee
        return found

    def raise_(self, number: int) -> None:
        who, title, why = TOPICS[number][:3]
        unit = self.house.units.get(TOPICS[number][6][0]) if TOPICS[number][6] else None
        party = next(iter(self.offices.values()))
        post = {"member": self.member, "unit": unit or self.general, "party": party}.get(who, self.general)
        raise_topic(post, year=self.today.year, title=title, background=why, raised_as=who)

    def arrange(self, number: int) -> None:
        _who, _title, _why, form, quarter, lead, units, supervisory = TOPICS[number]
        there = [self.house.units[name].organisation_id for name in units if name in self.house.units]
        act(self.topic(number), "shortlist", as_=self.general)
        act(
            self.topic(number), "arrange", as_=self.general, form=form, quarter=quarter, leader=self.leader.person_id, lead=lead,
            units=there or [next(iter(self.house.units.values())).organisation_id], supervisory=supervisory,
        )  # fmt: skip

    def decide(self) -> None:
        """The road to the joint paper."""
        self.then(126, lambda: act(self.whole(), "consult", as_=self.general, offices=list(self.offices)))
        for post in self.offices.values():
            self.then(124, lambda post=post: act(self.whole(), "opine", as_=post, view="agree"))  # type: ignore[misc]
        self.then(122, lambda: act(self.whole(), "to_chair", as_=self.general))
        self.then(121, lambda: act(self.whole(), "chair_meeting", as_=self.leader, decision="第 18 次主席会议"))
        self.then(
            117,
            lambda: act(
                self.whole(),
                "party_decides",
                as_=self.general,
                decision="区委常委会第 9 次会议",
                paper=self.scan(self.whole(), "批件.pdf"),
            ),
        )
        self.then(
            116,
            lambda: act(
                self.whole(),
                "issue",
                as_=self.general,
                document=f"澄委办〔{self.today.year}〕6号",
                paper=self.scan(self.whole(), "年度协商计划.pdf"),
            ),
        )

    def carry_out(self) -> None:
        """What the first topic became was talked over at a station and is done; the second has begun."""
        talk = TALKS[0].title
        self.then(
            100,
            lambda: act(
                self.topic(0),
                "tie",
                as_=self.general,
                work=Consultation.objects.get(committee=self.house.committee, title=talk).pk,
            ),
        )
        self.then(60, lambda: act(self.topic(1), "begin", as_=self.general))
        self.then(
            5, lambda: act(self.topic(0), "finish", as_=self.general, words="夜间车位划好了，办法可以推广到别的小区。")
        )
        why = "区委全会推迟到明年初"
        self.then(
            4,
            lambda: act(
                self.whole(), "change", as_=self.general, what="alter", topic=self.topic(2).pk, quarter=3, why=why
            ),
        )


def year(house: Reception, members: list[Post], today: date) -> list[Happening]:
    """Everything that happened to the plan, none of it later than yesterday."""
    told = Year(house, members, today)
    told.then(150, lambda: begin(told.general, today.year))
    for number, one in enumerate(TOPICS):
        told.then(140 - number, lambda number=number: told.raise_(number))  # type: ignore[misc]
        if one[3]:
            told.then(128, lambda number=number: told.arrange(number))  # type: ignore[misc]
        else:
            told.then(128, lambda number=number: act(told.topic(number), "pass_over", as_=told.general, why=LEFT_OUT))  # type: ignore[misc]
    told.decide()
    told.carry_out()
    return told.out
