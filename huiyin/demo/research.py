"""Research in the invented district: one report praised and made into policy, one being written, an inspection, one for later."""

import io
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from django.conf import settings

from huiyin.activities.models import Activity
from huiyin.demo.leaders import paper
from huiyin.demo.reception import Happening
from huiyin.demo.sites import Reception
from huiyin.kernel import clock, ledger
from huiyin.kernel.act import act
from huiyin.kernel.files import check_upload, store
from huiyin.kernel.models import Attachment, Event, Post
from huiyin.papers.models import Instruction
from huiyin.research.models import ResearchFinding, ResearchTask
from huiyin.research.raising import begin

CHAINS = "澄江链条厂，装配车间\n长河轴承\n桂园精工\n云溪铸造\n青石五金\n江口模具"
FIRST = """调研组走访了六家链条企业和一家研究院，和一线工人座谈。
一、基本情况
全区链条企业 80 户，从业 6200 人，产值占全区工业的两成。
二、主要问题
检测要送到市里，一来一回三天。夜班工人回不了家，招工难。
"""
SECOND = FIRST.replace(
    "从业 6200 人，产值占全区工业的两成", "从业 6400 人，去年产值 31 亿元，占全区工业的两成"
).replace("招工难。", "去年有 140 人因此离职。")
CARE = """调研组看了四个街道的养老服务站。
一、看到的情况
中午有饭吃的站 3 个，有护理员的 2 个。
"""


@dataclass
class Telling:
    """What happened, on working days, none of it later than yesterday."""

    house: Reception
    members: list[Post]
    leads: Post
    today: date
    out: list[Happening]

    def then(self, ago: int, do: Callable[[], Any]) -> None:
        day = self.today - timedelta(days=ago)
        while day.weekday() > 4:
            day += timedelta(days=1)
        if day < self.today:
            at = clock.at_noon(day).replace(hour=15, minute=len(self.out) % 60)
            self.out.append(Happening(at, 1200 + len(self.out), do))

    def case(self, title: str) -> ResearchTask:
        row: ResearchTask = ResearchTask.objects.get(title=title, committee=self.house.committee)
        row.committee = self.house.committee
        return row

    def does(self, ago: int, title: str, step: str, as_: Post | None = None, **facts: Any) -> None:
        def do() -> None:
            case = self.case(title)
            given = {name: value(case) if callable(value) else value for name, value in facts.items()}
            act(case, step, as_=as_ or self.house.general, **given)

        self.then(ago, do)

    def scan(self, name: str) -> Callable[[Any], Attachment]:
        def made(case: Any) -> Attachment:
            checked, path = self._paper
            return Attachment.objects.create(
                committee=self.house.committee, case_id=case.pk, label="scan", name=name, sha256=checked.sha256, size=checked.size,
                content_type=checked.content_type, path=path, added_at=clock.now(), post_id=self.house.general.pk,
            )  # fmt: skip

        return made

    @cached_property
    def _paper(self) -> tuple[Any, str]:
        content = io.BytesIO(paper("澄江区政协办公室", "调研凭据", "座谈签到、批示件、文件，原件在政协办公室。"))
        checked = check_upload(content, "凭据.pdf", settings.MAX_UPLOAD_BYTES)
        return checked, store(settings.FILES, self.house.committee.code, checked, content)

    def begun(self, ago: int, title: str, writer: Post, **more: Any) -> None:
        self.then(ago, lambda: begin(self.house.general, title=title, key=f"demo-research-{ago}", **more))
        head, others = self.members[0].person_id, [one.person_id for one in self.members[2:5]]
        self.does(
            ago - 2,
            title,
            "team",
            head=head,
            writer=writer.person_id,
            members=others,
            experts="江教授，链条研究院" if ago > 90 else "",
        )
        self.does(ago - 4, title, "approve", self.leads, decision="区政协主席会议")

    def went(self, ago: int, title: str, place: str, met: dict[str, str], heads: int = 0) -> None:
        """The visit, whom it met, and who came."""
        self.does(ago, title, "go", on=lambda case: clock.today(), hour="上午 9:00", place=place)
        for category, names in met.items():
            self.does(ago, title, "visited", self.members[0], visit=self.visit, category=category, names=names)
        if heads:
            self.does(
                ago, title, "visited_heads", visit=self.visit, category="citizen", number=str(heads), evidence_file=self.scan("座谈签到表.pdf")
            )  # fmt: skip
        self.then(ago, lambda: self.came(title))

    def visit(self, case: Any) -> int:
        return Activity.objects.filter(parent=case.pk).latest("round").pk

    def came(self, title: str) -> None:
        there = Activity.objects.get(pk=self.visit(self.case(title)))
        there.committee = self.house.committee
        for one in (self.members[0], *self.members[2:5]):
            act(there, "check_in", as_=one, code=there.door)
        act(there, "hold", as_=self.house.general)

    def found(
        self, ago: int, title: str, whose: str, heading: str, words: str, unit: str = "", answer: str = ""
    ) -> None:
        self.does(ago, title, "find", self.members[0], whose=whose, heading=heading, found=words)
        if not unit:
            return
        post = self.house.units[unit]
        self.then(ago - 3, lambda: act(self.row(heading), "refer", as_=self.house.general, unit=post.organisation_id))
        if answer:
            self.then(ago - 12, lambda: act(self.row(heading), "answer", as_=post, words=answer))
            self.then(
                ago - 20,
                lambda: act(
                    self.row(heading), "check", as_=self.members[0], verdict="solved", words="去看过，企业也说好了。"
                ),
            )

    def row(self, heading: str) -> ResearchFinding:
        found: ResearchFinding = ResearchFinding.objects.get(title=heading, committee=self.house.committee)
        found.committee = self.house.committee
        return found

    def chains(self) -> None:
        """From the plan to a policy: the whole way."""
        title, writer = "链条产业配套的难点", self.members[1]
        self.begun(
            150,
            title,
            writer,
            background="六家企业联名反映检测难、夜班交通难。",
            host="经济委员会",
            led_by="chair",
            campaign="主题教育",
        )
        self.went(138, title, "经济开发区", {"enterprise": CHAINS, "institute": "链条研究院"}, 46)
        self.found(
            138,
            title,
            "澄江链条厂",
            "夜班工人没有公交",
            "末班车八点半，夜班十点下班，六十多人走路回家。",
            "区交通局",
            "二十二点加开两班，试行一个月。",
        )
        self.found(138, title, "长河轴承", "检测要送到市里", "小批量的也要送，一来一回三天，误了两个订单。")
        self.kept(134, "检测要送到市里")
        self.does(
            132,
            title,
            "suggest",
            writer,
            items="建公共检测平台，企业按次付费\n夜班公交按订单开\n设配套专项资金，先补检测",
        )
        self.does(128, title, "write", writer, heading="关于破解链条产业配套难点的调研报告", text=FIRST, changed="初稿")
        self.does(
            124,
            title,
            "write",
            writer,
            heading="关于破解链条产业配套难点的调研报告",
            text=SECOND,
            changed="按统计局的数核了",
        )
        self.does(123, title, "submit", writer)
        self.does(
            118, title, "deliberate", body="chairs", decision="第 18 次主席会议", result="pass", opinion="同意报送。"
        )
        self.does(116, title, "sign", self.leads)
        self.does(115, title, "send", addressees="区委\n区人民政府")
        self.instructed(title)
        scan = self.scan("扶持办法.pdf")
        self.does(
            60,
            title,
            "convert",
            into="policy",
            document="澄江区链条产业扶持办法",
            doc_number="澄政发〔2026〕12号",
            clause="第三条 公共检测",
            body="区人民政府",
            on=lambda case: clock.today(),
            degree="whole",
            file=scan,
        )
        self.does(
            60,
            title,
            "convert",
            into="mechanism",
            document="澄江区链条产业扶持办法",
            doc_number="澄政发〔2026〕12号",
            clause="第九条 企业难题月会",
            body="区人民政府",
            on=lambda case: clock.today(),
            degree="partly",
            file=scan,
        )

    def kept(self, ago: int, heading: str) -> None:
        self.then(
            ago, lambda: act(self.row(heading), "keep", as_=self.house.general, words="写进报告，建公共检测平台。")
        )

    def instructed(self, title: str) -> None:
        unit = self.house.units["区财政局"]
        common: dict[str, Any] = {
            "level": "district",
            "rank": "top",
            "on": lambda case: clock.today(),
            "scan": self.scan("批示件.pdf"),
        }
        self.does(
            104,
            title,
            "instruct",
            leader="纪长河",
            position="区委书记",
            polarity="praise",
            words="调研深、数据实，请各部门学习。",
            **common,
        )
        self.does(
            103,
            title,
            "instruct",
            leader="秦朗",
            position="区长",
            polarity="demand",
            words="检测平台的钱要落实，年内建成。",
            units=[unit.organisation_id],
            **common,
        )
        self.does(
            102,
            title,
            "instruct",
            leader="左少白",
            position="副区长",
            polarity="read",
            **{**common, "rank": "in_charge"},
        )

        wrong = self.house.units["区教育局"].organisation_id
        self.does(
            101,
            title,
            "instruct",
            leader="秦朗",
            position="区长",
            polarity="demand",
            words="补助标准再算一算。",
            units=[wrong],
            **common,
        )

        def taken_back() -> None:
            event = Event.objects.filter(case=self.case(title).pk, step="instruct").latest("seq")
            ledger.void(event, as_=self.house.general, reason="批的是另一份报告，登记错了。")

        self.then(100, taken_back)

        def answered() -> None:
            row: Instruction = Instruction.objects.get(parent=self.case(title).pk, addressee=unit.organisation_id)
            row.committee = self.house.committee
            act(row, "answer", as_=unit, words="列了三百万元，设备已招标，十月试运行。")

        self.then(98, answered)

    def others(self) -> None:
        """One in writing, an inspection that ended with a decision, one that has only been planned."""
        title, writer = "社区养老服务站午餐和护理", self.members[2]
        self.begun(
            40,
            title,
            writer,
            background="群众来访反映站里有房没人。",
            host="社会和民族宗教委员会",
            units=[self.house.units["区卫健局"].organisation_id],
        )
        self.went(
            30,
            title,
            "四个街道的养老服务站",
            {"township": "桂园社区\n老码头社区", "citizen": "毛桂芳，桂园社区\n戚长根，老码头社区"},
        )
        self.found(30, title, "桂园社区", "护理员招不到人", "一个月三千二，半年走了四个。", "区卫健局")
        self.does(24, title, "suggest", writer, items="护理员补贴按服务人数发\n两个社区合用一个厨房")
        self.does(18, title, "write", writer, heading="关于社区养老服务站的调研报告", text=CARE, changed="先写看到的")
        seen = "校园课后服务专项视察"
        self.begun(75, seen, self.members[3], form="inspection", report_kind="inspection", host="教科卫体委员会")
        self.went(66, seen, "三所小学", {"department": "区教育局"}, 20)
        self.does(65, seen, "suggest", items="兴趣班分年级排\n公布每学期收支")
        self.does(60, seen, "conclude", decision="教科卫体委主任会议", words="两条建议当面交区教育局，不另写报告。")
        self.begun(9, "乡村医生养老和待遇", self.members[4], host="农业和农村委员会", quarter=4)


def year(house: Reception, members: list[Post], leads: Post, today: date) -> list[Happening]:
    """Everything that happened in research, none of it later than yesterday."""
    told = Telling(house, members, leads, today, [])
    told.chains()
    told.others()
    return told.out
