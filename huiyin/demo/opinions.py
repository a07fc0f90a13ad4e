"""A few opinion reports of the invented district, each walked to another place on its way. Every word and number is made up."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, Self

from huiyin.demo.district import District
from huiyin.demo.later import INTO, Later
from huiyin.kernel import clock
from huiyin.kernel.models import Post
from huiyin.kernel.replay import Line

INFO, SECRETARY = "info_office", "secretary"
FIRST_LINE = 900_000

# title, situation, analysis, suggestion, class
MATTERS = (
    ("关于把夜间急诊公交延长到区医院的建议", "区医院夜间急诊每天接诊约 60 人，末班公交 21 点 30 分收车，半数病人家属要走 1.5 公里到主路打车。",
     "线路按白天客流排班，医院和公交公司没有对接过夜间需求。", "由交通部门牵头，试开一条 22 点到次日 1 点的环线。\n站牌和挂号单上写明末班时间。", "livelihood"),
    ("关于规范外卖柜占用消防通道的建议", "抽看城北 14 个小区，9 个把外卖柜放在单元门口的消防通道上。", "物业收场地费，街道和消防各管一段，没有统一的位置要求。",
     "由消防部门出一份放置指引。\n街道结合巡查，限期移走占道的柜子。", "livelihood"),
    ("关于老旧小区二次供水水箱清洗公示的建议", "走访 6 个小区，问到的 52 户里有 47 户不知道水箱上次是什么时候洗的。", "清洗有规定，公示没有要求，住户无从监督。",
     "清洗日期和水质结果贴在单元门口。\n水务部门每季度抽查一次。", "livelihood"),
    ("关于雨季前清掏桂园片区雨水井的建议", "桂园路口今年已积水 7 次，最深处 40 厘米，沿街 23 户进水。", "雨水井归两家单位管，清掏计划各排各的。", "由城管部门牵头排一张清掏表，6 月底前清完。", "ecology"),
    ("关于增设桂园路积水点警示标尺的建议", "积水时路面看不出深浅，上月有 3 辆电动车在路口摔倒。", "警示牌只在主干道有。", "在易积水的路口装水位标尺和夜间警示灯。", "livelihood"),
    ("关于帮茶农接上冷链物流的建议", "云溪镇 210 户茶农的鲜叶要走 40 公里到外县冷库，损耗约一成。", "本地冷库按水果季租，没有按天的租法。", "由商务部门协调冷库开短租。\n把鲜叶运输列进冷链补贴。", "economy"),
    ("关于校门口护学岗错峰的建议", "早上 7 点 40 分到 8 点，三所学校同时上学，路口要等 4 个红灯。", "三校作息一样，护学岗各守各的门。", "三校错开 15 分钟。\n护学岗由街道统一排班。", "culture"),
    ("关于社区食堂支持长者刷社保卡的建议", "城南 4 个社区食堂只收扫码，老人常由邻居代付。", "收款系统没有接社保卡。", "由民政、人社部门把社保卡接进食堂收款。", "livelihood"),
    ("关于清理河道违规养殖网箱的建议", "北河上游新出现 30 余个网箱，下游取水口氨氮上升。", "跨镇河段，两镇执法口径不一。", "由生态环境部门联合两镇限期清理。", "ecology"),
    ("关于为新就业群体补办积分入学的建议", "有骑手反映，社保断缴一个月，孩子积分清零。", "积分只认连续缴费。", "允许补缴后续算积分。", "livelihood"),
    ("关于统一政务大厅叫号屏字号的建议", "大厅叫号屏字小，坐第三排看不清。", "三家窗口各用各的屏。", "统一字号和颜色，同时语音叫号。", "other"),
    ("关于保护老码头吊机的建议", "老码头两台旧吊机锈蚀严重，有人来问废铁价。", "没有列入文物点，产权单位说不清该不该留。", "由文旅部门先登记保护，再定用途。", "culture"),
    ("关于把村医随访记录接进健康档案的建议", "柏树村村医每月随访 63 位老人，记录在本子上，镇卫生院看不到。", "两套系统没有接口。", "由卫健部门给村医开一个录入口。", "livelihood"),
    ("关于乡镇快递点代收农资的建议", "松林乡 5 个村的化肥农药要到镇上取，往返 24 公里。", "快递点不收整件农资，供销社不送到村。", "由供销社和快递点签一份代收协议。", "economy"),
)  # fmt: skip


@dataclass
class Told:
    """One report: who writes it, and what happens to it from which day on, told as lines of history."""

    district: District
    number: int
    writer: Post
    day: datetime
    latest: date
    lines: list[Line] = field(default_factory=list)
    name: str = ""
    units: Sequence[str] = ()

    def __post_init__(self) -> None:
        self.name = self.name or f"o{self.number}"

    def _line(self, do: str, as_: str | Post, case: str = "", kind: str = "", **facts: Any) -> Self:
        at = self.day + timedelta(minutes=7 * len(self.lines))
        number = FIRST_LINE + 100 * self.number + len(self.lines)
        if at.date() <= self.latest:
            self.lines.append(Line(number, do, case or self.name, at, as_, kind=kind, facts=facts))
        return self

    def later(self, days: int) -> Self:
        """So many days go by, and no weekend's day is a working one."""
        self.day += timedelta(days=days)
        self.day += timedelta(days=max(0, 7 - self.day.weekday()) if self.day.weekday() > 4 else 0)
        return self

    def write(self, urgency: str = "normal", also: str = "") -> Self:
        title, situation, analysis, suggestion, subject = MATTERS[self.number]
        person = self.writer.person
        assert person is not None
        return self._line(
            "open", self.writer, kind="opinion", title=title, situation=situation, analysis=analysis, suggestion=suggestion,
            subject=subject, urgency=urgency, source_kind="visit", writer_role="member", author=person,
            authors="、".join(filter(None, (person.name, also))),
        )  # fmt: skip

    def hand_in(self, **more: str) -> Self:
        return self.write(**more)._line("submit", self.writer)

    def take(self, do: str = "select", **facts: Any) -> Self:
        return self.later(2)._line(do, INFO, **facts)

    def edit(self, case: str = "", title: str = "") -> Self:
        """Two versions: shortened, then made plainer."""
        where, _why, wanted = MATTERS[self.number][1:4]
        named = title or MATTERS[self.number][0]
        self.later(2)._line("edit", INFO, case, title=named, body=f"{where}\n建议：\n{wanted}", note="压缩，去掉分析")
        self._line("send_back", SECRETARY, case, why="原因还要留一句，不然看不出为什么。")
        return self.later(1)._line(
            "edit", INFO, case, title=named, body=f"{where}\n{_why}\n建议：\n{wanted}", note="补回原因"
        )

    def check(self, case: str = "", top: bool = False) -> Self:
        return self.later(1)._line("check", SECRETARY, case, secrecy=True, ideology=True, mark="internal", to_top=top)

    def issue(self, case: str = "", units: Sequence[str] = (), top: bool = False) -> Self:
        self.units = units
        signer: str | Post = self.district.leaders[0] if top else SECRETARY
        main, copies = ["district-party", "district-government"], ["city-cppcc"]
        return self.later(1)._line("issue", signer, case, main=main, copies=copies, units=list(units))

    def send(self, case: str = "") -> Self:
        units = [str(self.district.units[name].pk) for name in self.units]
        to = ["district-party", "district-government", "city-cppcc", *units]
        return self.later(1)._line("dispatch", INFO, case, to=to, channel="exchange", words="请研究办理，并告诉结果。")

    def issued(self, units: Sequence[str] = (), top: bool = False) -> Self:
        return self.hand_in().take().edit().check(top=top).issue(units=units, top=top)

    def adopt(self, days: int, level: str, use: str, by: str) -> Self:
        return self.later(days)._line("adopt", INFO, level=level, use=use, by=by)

    def tell(self, words: str) -> Self:
        return self.later(2)._line("tell_author", INFO, words=words)


def lines(district: District, latest: date) -> list[Line]:
    """Every act on the district's opinion reports, none later than `latest`."""
    who = iter(range(len(MATTERS)))

    def told(after: int) -> Told:
        number = next(who)
        writer = district.members[(number * 5 + 2) % len(district.members)]
        day = clock.at_noon(min(district.opened + timedelta(days=after), latest)).replace(hour=9, minute=10 + number)
        day -= timedelta(days=max(0, day.weekday() - 4))
        return Told(district, number, writer, day, latest)

    found = [
        *_with_results(district, told),
        *_in_one(told),
        told(124).issued().send(),
        told(130).issued(),
        told(134).hand_in().take().edit().check(),
        told(136).hand_in().take().edit(),
        told(147).hand_in(urgency="urgent"),
        told(146).hand_in(),
        told(120).hand_in().take("keep", why="上个月已经编发过同样的内容。"),
        told(143).hand_in().take("return_", why="吊机的权属请再核实一下，写明出处。"),
        told(145).write(),
    ]
    return [line for one in found for line in one.lines]


def _with_results(district: District, told: Any) -> list[Told]:
    """One adopted at two levels, months apart, and its author told twice; one that a leader wrote upon and a unit answered."""
    first = told(20).issued(top=True).send()
    first.adopt(15, "city", "single", "市政协《社情民意》第 18 期").tell("您反映的情况被市政协采用。")
    first.adopt(50, "province", "composite", "省政协信息处").tell("又被省政协综合采用。")
    second = told(40).issued(units=("区住建局",)).send()
    second.later(6)._line("instruct", INFO, leader="区长", level="district", words="请住建局会同街道限期办好。")
    second.later(8)._line(
        "answer", "unit:区住建局", f"{second.name}/区住建局", degree="done", words="已发放置指引，九个小区全部移走。"
    )
    return [first, second.tell("区长作了批示，区住建局答复：九个小区全部移走。")]


def _in_one(told: Any) -> list[Told]:
    """Two reports of one matter in one composite, which a unit is still working on; and one alone before them."""
    alone = told(70).issued().send().tell("已报送区委、区政府和市政协，暂时没有回音。")
    one, other = told(95).hand_in().take(), told(95).hand_in(also="江边居民老周").take()
    title = "关于桂园片区雨季排水的几点建议"
    other_one = Later(lambda player, case: [str(player.done.cases[other.name])])
    other.later(1)
    one.later(2)._line("compose", INFO, title=title, others=other_one)
    made = f"{one.name}{INTO}"
    one.edit(made, title).check(made).issue(made, units=("区城管局",)).send(made)
    return [alone, one, other]
