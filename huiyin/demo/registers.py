"""What the invented office keeps beside its cases: a few lines of every register that a visitor is likely to open."""

from datetime import date, timedelta
from typing import Any

from huiyin.demo.district import District
from huiyin.demo.reception import Happening
from huiyin.demo.reported import post
from huiyin.kernel import clock
from huiyin.kernel.act import act
from huiyin.kernel.models import Post
from huiyin.registers.keeping import keep, keep_all
from huiyin.registers.models import Record
from huiyin.registers.shape import REGISTERS

DAYS_AGO = 3
READ = ("《乡土中国》", "《江村经济》", "《中国历代政治得失》", "《大国大城》", "《置身事内》", "《城市的胜利》")


def year(district: District, today: date) -> list[Happening]:
    """In one morning, three days ago: the registers as the office brought them in."""
    moment = clock.at_noon(today - timedelta(days=DAYS_AGO)).replace(hour=9)
    return [Happening(moment, 990, lambda: _kept(district, moment.date()))]


def _kept(district: District, today: date) -> None:
    office, secretary = post(district, "general_office"), post(district, "secretary")
    members = [one for one in district.members if one.person_id]

    def ago(days: int) -> date:
        return today - timedelta(days=days)

    def sheet(code: str, *rows: dict[str, Any]) -> None:
        sent = keep_all(REGISTERS[code], office, list(enumerate(rows, 2)))
        assert not sent.problems, sent.problems

    _people(sheet, members, ago)
    _learning(sheet, members, ago)
    _given(sheet, members, ago)
    _papers(sheet, members, ago)
    _spoken(sheet, office, members, ago)
    waiting = Record.objects.filter(committee=district.committee, state="waiting").order_by("pk")
    for record in list(waiting)[1:]:  # one is left for the visitor
        act(record, "confirm", as_=secretary)


def _people(sheet: Any, members: list[Post], ago: Any) -> None:
    pairs = [
        {"leads": members[n].person_id, "led": members[n + 6].person_id, "level": "member", "begins": ago(200)}
        for n in range(5)
    ]
    sheet("liaison", *pairs)
    known = {record.title: record.pk for record in Record.objects.filter(register="liaison")}
    met = list(known.values())[:3]
    sheet(
        "contacts",
        *(
            {
                "pair": pk,
                "by": members[0].person_id,
                "on": ago(10 + n),
                "how": "visit",
                "words": "到企业看了生产线，问了用工和用地。",
            }
            for n, pk in enumerate(met)
        ),
    )
    sheet(
        "talents",
        *(
            {
                "name": name,
                "kind": "friend",
                "place": place,
                "field": what,
                "post": "经理",
                "phone": f"1390000{n:04}",
                "mail": True,
                "consent": ago(90),
            }
            for n, (name, place, what) in enumerate(
                (("文昊", "成都", "生物医药"), ("沈一鸣", "深圳", "电子元件"), ("陶然", "杭州", "跨境电商"))
            )
        ),
    )
    sheet(
        "secondments",
        {"title": "周明亮", "post": "四级主任科员", "team": "城市更新专班", "begins": ago(120)},
        {"title": "宋佳", "post": "科员", "team": "营商环境专班", "begins": ago(60)},
    )
    sheet(
        "appointments",
        {"person": members[2].person_id, "title": "招商大使", "by": "区政府", "kind": "invest", "begins": ago(150)},
    )
    sheet(
        "enterprises",
        *(
            {"title": name, "person": members[n].person_id, "role": "founder", "trade": trade, "begins": ago(900)}
            for n, (name, trade) in enumerate(
                (("澄江精密机械", "industry"), ("清泉茶业", "agri"), ("桂园物业服务", "service"))
            )
        ),
    )
    firms = {record.title: record.pk for record in Record.objects.filter(register="enterprises")}
    sheet(
        "enterprise_effects",
        {
            "firm": firms["清泉茶业"],
            "on": ago(20),
            "tax": "86.5",
            "jobs": 42,
            "provider": "区税务局",
            "basis": "完税证明",
        },
        {
            "firm": firms["澄江精密机械"],
            "on": ago(20),
            "tax": "412",
            "jobs": 130,
            "provider": "区税务局",
            "basis": "完税证明",
        },
    )


def _learning(sheet: Any, members: list[Post], ago: Any) -> None:
    sheet(
        "training",
        {
            "title": "厦门大学履职能力提升班",
            "kind": "away",
            "whom": "mixed",
            "begins": ago(70),
            "days": 5,
            "place": "厦门",
            "people": [one.person_id for one in members[:20]],
            "heads": 26,
        },
    )
    sheet(
        "reading",
        *(
            {
                "title": f"共读{book}",
                "book": book,
                "on": ago(4 + 7 * n),
                "lecturer": getattr(members[n].person, "name", ""),
                "kind": "member",
                "heads": 14 + n,
            }
            for n, book in enumerate(READ)
        ),
    )
    sheet(
        "essays",
        *(
            {"by": members[n].person_id, "title": title, "kind": "thought", "on": ago(9 + n)}
            for n, title in enumerate(("把话说到点子上", "从楼道灯说起", "我看议事厅"))
        ),
    )
    sheet(
        "material",
        {"title": "一件好提案是怎么写成的", "kind": "proposal", "why": "问题小，依据实，建议能落地。", "on": ago(50)},
    )


def _given(sheet: Any, members: list[Post], ago: Any) -> None:
    sheet(
        "donations",
        {
            "title": "助学金，城北小学",
            "what": "study",
            "form": "cash",
            "value": "20000",
            "donors": [members[1].person_id],
            "on": ago(30),
        },
        {
            "title": "血压计 20 台，桂园社区",
            "what": "health",
            "form": "goods",
            "value": "4600",
            "basis": "发票",
            "donors": [members[4].person_id],
            "on": ago(16),
        },
    )
    sheet(
        "volunteering",
        {
            "title": "老码头义诊",
            "what": "benefit",
            "on": ago(18),
            "members": [members[1].person_id],
            "heads": 12,
            "served": 86,
        },
        {
            "title": "双报到：桂园社区清洁日",
            "what": "service",
            "report_in": "是",
            "on": ago(40),
            "heads": 23,
            "staff": 9,
        },
    )
    sheet(
        "media",
        {
            "title": "一部电梯怎么装上去",
            "medium": "区报",
            "level": "district",
            "kind": "paper",
            "on": ago(25),
            "author": members[2].person_id,
        },
        {
            "title": "小院里的议事厅",
            "medium": "省政协报",
            "level": "province",
            "kind": "paper",
            "on": ago(44),
            "author": members[0].person_id,
        },
    )
    sheet(
        "periodical", {"title": "《澄江政协》第 3 期", "on": ago(35), "printed": 800, "mailed_on": ago(33), "mailed": 2}
    )
    sheet(
        "culture",
        {
            "title": "春天的澄江：诗书画院采风",
            "kind": "outing",
            "on": ago(80),
            "place": "老码头",
            "state": "held",
            "heads": 18,
        },
        {"title": "文史征编：老码头口述史", "kind": "history", "on": ago(-40), "state": "planned"},
    )


def _papers(sheet: Any, members: list[Post], ago: Any) -> None:
    sheet(
        "rules",
        {"title": "委员履职管理办法", "kind": "member", "decided": "第 31 次主席会议", "on": ago(800)},
        {"title": "协商议事会工作规则", "kind": "work", "decided": "第 40 次主席会议", "on": ago(300)},
    )
    first = Record.objects.get(register="rules", title="委员履职管理办法")
    keep(
        REGISTERS["rules"],
        post_of(first),
        {
            "title": first.title,
            "kind": "member",
            "decided": "第 44 次主席会议",
            "on": ago(100),
            "change": "请假由专委会主任批；加了述职一章。",
        },
        first,
        why="修订",
        edition=True,
    )
    sheet(
        "party_requests",
        {
            "number": "政协党组〔2026〕3 号",
            "title": "关于召开联席会议的请示",
            "kind": "request",
            "about": "activity",
            "on": ago(60),
            "answered_on": ago(52),
            "answer": "同意。",
        },
    )
    sheet(
        "division",
        {
            "plan": "年度重点工作责任分工",
            "title": "老旧小区加装电梯专项民主监督",
            "lead": "政协办公室",
            "on": ago(150),
            "due": ago(-30),
            "state": "going",
        },
        {
            "plan": "年度重点工作责任分工",
            "title": "年度协商计划印发",
            "lead": "政协办公室",
            "on": ago(150),
            "due": ago(90),
            "state": "done",
            "done_on": ago(100),
        },
    )


def post_of(record: Record) -> Post:
    row = Post.objects.select_related("person").get(committee=record.committee_id, role="general_office")
    row.committee = record.committee
    return row


def _spoken(sheet: Any, office: Post, members: list[Post], ago: Any) -> None:
    sheet(
        "speeches",
        *(
            {
                "title": title,
                "speaker": members[n].person_id,
                "meeting": "九届五次会议",
                "on": ago(155),
                "way": way,
                "became": became,
            }
            for n, (title, way, became) in enumerate(
                (
                    ("让老厂房活起来", "oral", "instructed"),
                    ("把夜校办到园区去", "written", ""),
                    ("公交线路再密一点", "unused", "opinion"),
                )
            )
        ),
    )
    sheet(
        "joint", {"title": "政府和政协联席会议", "on": ago(48), "chair": "区长和主席", "leader_heads": 3, "heads": 31}
    )
    sheet(
        "joint_speeches",
        {
            "meeting": Record.objects.get(register="joint").pk,
            "speaker": members[0].person_id,
            "title": "加装电梯的资金缺口",
            "on": ago(48),
            "answered": "yes",
            "answer": "先拿两个小区试点，七月底前定方案。",
            "done": "going",
        },
    )
    sheet(
        "briefings",
        {
            "title": "惠企政策宣讲会",
            "on": ago(22),
            "place": "政协三楼会议室",
            "departments": list(units(office)),
            "firms": 36,
            "heads": 52,
        },
    )
    briefing = Record.objects.get(register="briefings").pk
    sheet(
        "policies",
        *(
            {"briefing": briefing, "title": title, "for_whom": "firm", "on": ago(22)}
            for title in ("研发费用加计扣除", "稳岗返还", "小微贷款贴息")
        ),
    )


def units(office: Post) -> Any:
    return office.committee.organisations.filter(kind="unit").order_by("pk").values_list("pk", flat=True)[:4]
